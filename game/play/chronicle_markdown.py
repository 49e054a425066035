"""The chronicle in Markdown: CommonMark, with footnotes as most readers of Markdown know them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from game.play import dates
from game.play.chronicle import Chronicle, Told
from game.play.page import ClaimLine, Line, NotePage, Paragraph, Remembered
from game.words import Words

# Marks that mean something wherever they stand, and those that do so at the beginning of a line.
MARKS = re.compile(r"([\\`*_\[\]<>&~|$^])")
AT_START = re.compile(r"^([#+=:-]|\d{1,9}(?=[.)]))")
ADDRESS = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(:)|(www)(\.)|(@)")  # what becomes a link by itself
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # what a terminal would obey

BRIDGE = r"""
                      ╱│             │╲
                   ╱   │             │   ╲
  ▂▃▅▇█▇▅▃▂     ╱      │             │      ╲
  ━━━━━━━━━━━━┳━━━━━━━━┛             ┗━━━━━━━━┳━━━━━━━━━━━━
  ≈≈≈≈≈≈≈≈≈≈≈≈┃≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈≈┃≈≈≈≈≈≈≈≈≈≈≈≈
""".strip("\n")


def markdown(road: Chronicle, words: Words) -> str:
    """The whole document; it ends in a line break."""
    return "\n\n".join(_document(road, words)) + "\n"


def inline(text: str) -> str:
    """The text so that Markdown shows it as it is, within a line; spaces at its ends stay."""
    text = MARKS.sub(r"\\\1", re.sub(r"\s+", " ", CONTROLS.sub(" ", text)))
    return ADDRESS.sub(_no_address, text)


def escaped(text: str) -> str:
    """The text so that Markdown shows it as it is, as the beginning of a line."""
    return AT_START.sub(lambda found: f"{found[1]}\\" if found[1].isdigit() else f"\\{found[1]}", inline(text).strip())


def _no_address(found: re.Match[str]) -> str:
    scheme, mark = next(
        (scheme, mark) for scheme, mark in (found.group(1, 2), found.group(3, 4), ("", found[5])) if mark
    )
    return f"{scheme}\\{mark}"


def emphasis(text: str, before: str) -> str:
    """Emphasis around the text: by stars where they can hold, which they cannot between a word and a mark."""
    opens = before[-1:].isspace() or not before or text[0].isalnum()
    if opens and text[-1].isalnum() and before[-1:] != "*":
        return f"*{text}*"
    return f"<em>{text}</em>"


def _document(road: Chronicle, words: Words) -> Iterator[str]:
    yield f"# {escaped(road.title)}"
    yield f"```text\n{BRIDGE}\n```"
    yield f"*{escaped(words('chronicle_about'))}*"
    for told in road.pages:
        if told.opening:
            yield "---"
            yield f"## {escaped(told.opening.title)}"
            if told.opening.about:
                yield f"*{escaped(told.opening.about)}*"
        yield from _page(road, told, words)
    if not road.finished:
        yield f"*{escaped(words('chronicle_unfinished'))}*"
    yield "---"
    yield f"**{escaped(words('chronicle_code'))}:** `{road.code}`"
    yield escaped(words("chronicle_code_about"))
    for paragraph in road.credits:
        yield escaped(paragraph.plain())
    if road.notes:
        yield f"## {escaped(words('chronicle_notes'))}"
    for number, note in enumerate(road.notes, 1):
        yield _footnote(road, number, note, words)


def _page(road: Chronicle, told: Told, words: Words) -> Iterator[str]:
    page = told.page
    yield f"### {escaped(page.title)}"
    where = []
    if page.at:
        where.append(f"{dates.day_and_hour(page.at, words)} {dates.in_new_style(page.at, words)}".strip())
    where += [page.place] if page.place else []
    where += [words("aside")] if page.aside else []
    where += [words(f"basis_{page.basis}")] if page.basis else []
    if where:
        yield f"*{escaped(' · '.join(where))}*"
    yield from _paragraphs(road, page.paragraphs)
    for row in page.remembered:
        yield from _row(road, row, words)
    if page.council:
        yield f"**{escaped(words('council'))}:** {escaped(page.council)}"
    if page.untranslated:
        yield f"*{escaped(words('untranslated'))}*"
    if told.record:
        yield f"> **▸ {escaped(told.record)}**"
    if page.ending:
        yield f"**{escaped(words('ending'))}: {escaped(page.ending_title)}**"
        if page.ending_about:
            yield escaped(page.ending_about)


def _paragraphs(road: Chronicle, paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        lines = [_line(road, line) for line in paragraph.lines]
        yield "\\\n".join(f"> {line}" for line in lines) if paragraph.quoted else lines[0]


def _line(road: Chronicle, line: Line) -> str:
    made = ""
    for index, run in enumerate(line):
        text = inline(run.text) if made else escaped(run.text) + " " * (run.text[-1:] == " ")
        words = text.strip()
        if run.emphasis and words:
            lead, tail = " " * text.startswith(" "), " " * text.endswith(" ")
            text = f"{lead}{emphasis(words, made + lead)}{tail}"
        ends = run.note and (index + 1 == len(line) or line[index + 1].note != run.note)
        number = road.number_of(run.note) if ends else 0
        made += f"{text.rstrip()}[^{number}]{' ' * text.endswith(' ')}" if number else text
    return made


def _row(road: Chronicle, row: Remembered, words: Words) -> Iterator[str]:
    if row.title:
        yield f"**{escaped(row.title)}**"
    items: list[str] = []
    for key, records in (("said", row.said), ("did", row.did)):
        for at, told in records:
            hour = f"{dates.hour_in_row(at, row, words)}, " if at else ""
            items.append(f"- *{escaped(words(key))}:* {inline(f'{hour}{told}')}")
    for paragraph in row.print:
        text = " / ".join(_line(road, line) for line in paragraph.lines)
        items.append(f"- *{escaped(words('printed'))}:* {text}")
    refs = "".join(f"[^{number}]" for note in row.notes if (number := road.number_of(note)))
    if refs:
        items.append(f"- *{escaped(words('notes_label'))}:* {refs}")
    if items:
        yield "\n".join(items)


def _footnote(road: Chronicle, number: int, note: NotePage, words: Words) -> str:
    parts = [f"**{escaped(note.title)}**", *_paragraphs(road, note.text)]
    if note.historians:
        parts += [label("historians", words), *_paragraphs(road, note.historians)]
    if note.claims:
        claims = "\n".join(f"- {_claim(claim, words)}" for claim in note.claims)
        parts += [label("claims", words), claims]
    if note.sources:
        sources = "\n".join(f"- {escaped(source)}" for source in note.sources)
        parts += [label("sources", words), sources]
    if note.sure:
        parts.append(f"*{escaped(words(f'sure_{note.sure}'))}*")
    body = "\n\n".join(parts).replace("\n", "\n    ").replace("    \n", "\n")
    return f"[^{number}]: {body}"


def label(key: str, words: Words) -> str:
    """A small heading within a note."""
    text = words(key)
    return f"*{escaped(text[:1].upper() + text[1:])}*"


def _claim(claim: ClaimLine, words: Words) -> str:
    where = words("where", document=claim.document, paragraph=claim.paragraph, sentence=claim.sentence)
    verdict = words(f"verdict_{claim.verdict}")
    return f"{escaped(claim.says)} ({inline(where)}: **{escaped(verdict)}**)"
