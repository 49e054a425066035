"""Strict YAML with its places: files to nodes, in one pass over the parser's events.

Every scalar is text. Duplicate keys, tags, anchors and aliases are refused; size, depth
and number are capped before anything is composed. A file that is not YAML is mended in
memory, line by line where the cure is known, so that all its faults are told at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from game.story.faults import Fault
from game.story.files import LARGEST_FILE, File
from game.story.keys import PROSE_KEYS
from game.story.nodes import TOLD, Items, Map, Node, Scalar, Source
from game.story.oneline import LONGEST, quoted, write

__all__ = ["Items", "Map", "Node", "Scalar", "Source", "parse_source", "read_source", "read_sources"]

MOST_EVENTS = 1_000_000  # in one file
LONGEST_TEXT = 64 * 1024  # characters in one scalar
DEEPEST = 14  # mappings and lists within one another; the format itself needs ten
MOST_MENDS = 40  # lines of one file cured in memory before giving it up; fewer of a large one
MENDED_IN_ALL = 2 * 1024 * 1024  # characters read again for the sake of cures, in one file
# Controls, line separators of other alphabets, and marks that reorder what is read.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)

COLON = re.compile("[ \t]*:")
QUOTE = "Put the text in quotes."

if TYPE_CHECKING:
    from game.story.mending import Trouble

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_sources(files: Sequence[File]) -> tuple[list[Source], list[str]]:
    """The files of a story, parsed, and the languages that have a folder."""
    languages = dict.fromkeys(file.language for file in files if file.language)
    return [read_source(file) for file in files], list(languages)


def read_source(file: File) -> Source:
    """A file of the story, parsed; whatever is wrong with it is among its faults."""
    source = Source(file.name, file.language, "", lost=True)
    if file.problem is None:
        return parse_source(source, file.data)
    code, message, hint = file.problem
    source.fault(code, 0, 0, message, hint)
    return source


def parse_source(source: Source, data: bytes) -> Source:
    """Decode and parse `data` into the source's documents and faults."""
    source.lost = True
    if len(data) > LARGEST_FILE:
        hint = f"Split it: a file may have {LARGEST_FILE // 1024 // 1024} MiB."
        source.fault("file-too-large", 0, 0, "The file is too large.", hint)
    elif (text := _decoded(source, data)) is not None:
        source.text = text
        source.lost = not _parse(source)
    return source


def _decoded(source: Source, data: bytes) -> str | None:
    try:
        text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            message = "The file is saved as UTF-16, which some editors call Unicode."
            source.fault("file-encoding", 1, 1, message, "Save it as UTF-8.")
            return None
        begin = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[begin : error.start].decode("utf-8")) + 1
        message = "This character is not UTF-8; the file seems to be saved in another encoding."
        source.fault("file-encoding", data.count(b"\n", 0, error.start) + 1, column, message, "Save it as UTF-8.")
        return None
    if bad := FORBIDDEN.search(text):
        column = bad.start() - (text.rfind("\n", 0, bad.start()) + 1) + 1
        _forbidden(source, bad.group(), text.count("\n", 0, bad.start()) + 1, column)
        return None
    return text


def _forbidden(source: Source, character: str, line: int, column: int) -> None:
    kind = "a mark that reorders what is read" if "\u202a" <= character <= "\u2069" else "a sign that cannot be seen"
    message = f"The character U+{ord(character):04X}, {kind}, has no place in a text."
    source.fault("file-character", line, column, message, "Delete it, or write the line again.")


def _parse(source: Source) -> bool:
    """Compose the source's documents, curing what can be cured; whether it could be read."""
    lines = source.text.split("\n")
    done: set[int] = set()
    most = min(MOST_MENDS, MENDED_IN_ALL // (len(source.text) + 1))
    for _ in range(most + 1):
        text = "\n".join(lines)
        source.composed(text)
        try:
            trouble = _compose(source, text)
        except _Refused:
            source.documents = []
            return False
        if trouble is None:
            return True
        from game.story.mending import mended, plainly  # only a file that breaks needs it

        cure = mended(lines, trouble, done)
        if cure is None:
            source.fault("yaml-syntax", *plainly(trouble, lines))
            break
        done.add(cure.line)
        lines = cure.lines
        # Its place is the writer's own, so it goes past the mapping of `source.fault`.
        source.faults.append(Fault(source.name, cure.line, cure.column, cure.code, cure.message, cure.hint))
    return False


# ---------------------------------------------------------------- events to nodes


class _Refused(Exception):
    """The file is not worth reading on."""


def _trouble(line: int, column: int, problem: str, context: str = "", *opened: int) -> Trouble:
    from game.story.mending import Trouble

    return Trouble(line, column, problem, context, *opened)


def _compose(source: Source, text: str) -> Trouble | None:
    """Read the documents of a text. When the parser gives up, where and why; `_Refused`
    when the text is not worth reading on."""
    kept = len(source.faults)
    source.documents = []
    loader = Loader(text)
    try:
        _read_events(source, loader.get_event)
        return None
    except yaml.MarkedYAMLError as error:
        mark, opened = error.problem_mark or error.context_mark, error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if "nesting depth" in (error.problem or ""):  # newer libyaml gives up by itself, before an event comes
            _too_deep(source, line, column)
        at = (opened.line + 1, opened.column + 1) if opened else (0, 0)
        trouble = _trouble(line, column, (error.problem or "").strip(), error.context or "", *at)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        trouble = _trouble(1, 1, str(error).split("\n", 1)[0])
    finally:
        loader.dispose()
    del source.faults[kept:]  # they are found again once the line is mended
    source.documents = []
    return trouble


def _read_events(source: Source, next_event: Callable[[], Any]) -> None:
    stack: list[Map | Items] = []
    for _ in range(MOST_EVENTS):
        event = next_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            node: Node = _scalar(source, event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            ended = stack.pop()
            if type(ended) is Map and ended.cuts:
                _tell_cuts(source, ended, stack[-1] if stack else None)
            continue
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            line, column = event.start_mark.line + 1, event.start_mark.column + 1
            node = Map(line, column, event.flow_style) if kind is yaml.MappingStartEvent else Items(line, column)
            if event.anchor or event.tag:
                _refuse_tag(source, line, column)
        elif kind is yaml.AliasEvent:
            node = Scalar("", event.start_mark.line + 1, event.start_mark.column + 1, TOLD)
            _refuse_tag(source, node.line, node.column)
        elif kind is yaml.StreamEndEvent:
            return
        else:
            continue
        if stack:
            tagged = not isinstance(node, Scalar) and event.tag
            _add(source, stack[-1], Scalar("", node.line, node.column, TOLD) if tagged else node)
        elif isinstance(node, Map):
            source.documents.append(node)
        elif not (isinstance(node, Scalar) and not node.value):
            hint = "A document begins with a key and a colon, such as story: or chapter:."
            source.fault("value-kind", node.line, node.column, "No key stands here.", hint)
        if not isinstance(node, Scalar):
            stack.append(node)
            if len(stack) > DEEPEST:
                _too_deep(source, node.line, node.column)
    source.fault("file-too-large", 0, 0, "There are too many lines and values in this file.", "Split it.")
    raise _Refused


def _too_deep(source: Source, line: int, column: int) -> NoReturn:
    message = f"This is nested more than {DEEPEST} deep."
    source.fault("file-too-deep", line, column, message, "No part of a story goes so deep.")
    raise _Refused


def _scalar(source: Source, event: Any) -> Scalar:
    mark = event.start_mark
    # The C parser calls the style of a plain scalar "", the other one None.
    scalar = Scalar(event.value, mark.line + 1, mark.column + 1, event.style or None)
    if event.anchor or event.tag:
        _refuse_tag(source, scalar.line, scalar.column)
        if event.tag or not scalar.value:
            scalar.value, scalar.style = "", TOLD
    if len(scalar.value) > LONGEST_TEXT:
        hint = f"A text may have {LONGEST_TEXT} characters; part it."
        source.fault("file-too-large", scalar.line, scalar.column, "This text is too long.", hint)
        scalar.value, scalar.style = "", TOLD
    elif event.style == '"' and (bad := FORBIDDEN.search(scalar.value)):
        # It was spelt out, as \u202e, so it is not in the file itself.
        _forbidden(source, bad.group(), *source.locate(scalar, bad.start()))
        scalar.value, scalar.style = "", TOLD
    return scalar


def _add(source: Source, holder: Map | Items, node: Node) -> None:
    if type(holder) is Items:
        holder.nodes.append(node)
        return
    assert isinstance(holder, Map)
    key = holder.pending
    if key is None:
        if type(node) is not Scalar:
            hint = "A key is one word; did a text begin with a bracket or a brace? Put it in quotes."
            source.fault("yaml-prose", node.line, node.column, "This stands where a key should.", hint)
            node = Scalar("", node.line, node.column, TOLD)
        holder.pending = node
        return
    holder.pending = None
    name = key.value
    if key.style == TOLD:
        return
    if holder.flow and holder.nodes and _is_cut(source, key, node):
        before = holder.nodes[next(reversed(holder.nodes))]
        if isinstance(before, Scalar) and before.value and not before.style and before.line == key.line:
            holder.cuts.append((before, key))
            return
    if name in holder.nodes:
        first = holder.keys[name].line
        message = f"{name} stands here a second time."
        source.fault("yaml-duplicate", key.line, key.column, message, f"The first is in line {first}; keep one.")
        return
    holder.nodes[name] = node
    holder.keys[name] = key


def _is_cut(source: Source, key: Scalar, node: Node) -> bool:
    """Whether a key in braces is only the rest of a text: `{say: Stay, and wait}`."""
    if not isinstance(node, Scalar) or node.value or node.style or key.style or node.line != key.line:
        return False
    return not COLON.match(source.line(key.line), key.column - 1 + len(key.value))


def _tell_cuts(source: Source, holder: Map, above: Map | Items | None) -> None:
    """A text in braces that its commas cut in pieces: each such text once, put together."""
    if isinstance(above, Map) and above.pending and above.pending.value in PROSE_KEYS:
        return  # all of the braces are a text, and that is told in its own place
    pieces: dict[int, tuple[Scalar, Scalar]] = {}
    for text, last in holder.cuts:
        pieces[id(text)] = text, last
    for text, last in pieces.values():
        line = source.line(text.line)
        if len(line) > LONGEST:
            source.fault("yaml-comma", text.line, text.column, "YAML takes a comma in this text for its end.", QUOTE)
            continue
        begin, end = text.column - 1, last.column - 1 + len(last.value)
        cured = line[:begin] + quoted(line[begin:end]) + line[end:]
        first = line.find(",", begin + len(text.value)) + 1
        message = "YAML takes the comma for the end of this text."
        source.fault("yaml-comma", text.line, first, message, write(cured))


def _refuse_tag(source: Source, line: int, column: int) -> None:
    from game.story.mending import bite, key_line

    match = key_line(source.line(line))
    if match and match["value"][0] in "*&!" and match.start("value") == column - 1:
        if match["key"] in PROSE_KEYS:
            message = bite(match["value"]) or ""
            source.fault("yaml-prose", line, column, message, write(f"{match['before']} {quoted(match['value'])}"))
            return
        if match["key"] in ("if", "gone") and match["value"][0] == "!":
            cured = f"{match['before']} not {match['value'][1:].strip()}"
            source.fault("yaml-tag", line, column, "! does not say not in a condition.", write(cured))
            return
    hint = "Write the value itself; a text that begins with *, & or ! goes in quotes."
    source.fault("yaml-tag", line, column, "Tags, anchors and aliases have no place in a story.", hint)
