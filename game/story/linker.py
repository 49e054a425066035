"""From files to one Story: names joined to things, and every fault told at once."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from game.errors import GameError
from game.story import languages as language_files
from game.story.faults import Fault, in_order, listing, nearest, once
from game.story.files import LANGUAGE, File, read_files
from game.story.keys import CHAPTER, ENDING, FASTEST, PARTS, REFERENCE, STORY
from game.story.memory import circle, lay_out, visit_faults
from game.story.model import Chapter, Ending, Prose, Scene, Story
from game.story.nodes import Map, Node, Scalar, Source
from game.story.reader import read_sources
from game.story.reference import read_entry
from game.story.scenes import EMPTY, SceneReader, read_chapter
from game.story.shapes import Desk, Part
from game.story.variables import read_variables

# What a linker finds for no other reason than that a file could not be read.
BY_LOSS = ("story-missing", "name-unknown", "language-extra")
PACE = 75  # metres a minute, on foot in a street: 4.5 km an hour
KINDS = ("story", "chapter", "language", *REFERENCE)


class StoryFaults(GameError):
    """The story cannot be played; `faults` says why, all of it."""

    code = "story_faults"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"The story has {len(faults)} fault{'s' * (len(faults) != 1)}.")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Checked:
    """A story that was read: the story when it can be played, and every fault."""

    story: Story | None
    faults: tuple[Fault, ...]
    texts: dict[str, Prose]  # every text of the story's own language, by key


def load(path: Path) -> Story:
    """The story at `path`, a folder or one file, with every language. `StoryFaults` when
    anything at all is wrong with it."""
    return load_files(read_files(path), path)


def load_files(files: Sequence[File], path: Path) -> Story:
    """As `load`, of a story whose files have been read; `path` is only for messages."""
    checked = check_files(files, path)
    if checked.story is None:
        raise StoryFaults(checked.faults)
    return checked.story


def check(path: Path) -> Checked:
    """Read and link the story at `path`; a story with a fault is no story."""
    return check_files(read_files(path), path)


def check_files(files: Sequence[File], path: Path) -> Checked:
    with _nothing_thrown_away():
        return link(*read_sources(files), str(path))


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """All that is read is kept: to look through it for rubbish again and again would take
    a third of the time of reading a large story."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_nothing_thrown_away()
def link(sources: list[Source], languages: list[str], path: str) -> Checked:
    """Join the documents of the sources into one story."""
    linker = _Linker(sources, languages)
    story = linker.link(path)
    joined = linker.desk.faults
    if any(source.lost for source in sources):
        # What a file that cannot be read would have named is not missing.
        joined = [fault for fault in joined if fault.code not in BY_LOSS]
    faults = in_order([*once(in_order(joined)), *(fault for source in sources for fault in source.faults)])
    return Checked(None if faults else story, faults, linker.desk.texts)


@dataclass(slots=True)
class _Document:
    source: Source
    node: Map
    kind: str


def chapter_name(document: _Document) -> str:
    node = document.node.nodes["chapter"]
    return node.value if isinstance(node, Scalar) else ""


@dataclass(slots=True)
class _Linker:
    sources: list[Source]
    languages: list[str]
    desk: Desk = field(default_factory=Desk)
    known: dict[str, dict[str, Node]] = field(default_factory=dict[str, dict[str, Node]])
    scene_nodes: dict[str, tuple[Source, str, Node, Scalar]] = field(default_factory=dict[str, Any])

    def link(self, path: str) -> Story | None:
        own: list[_Document] = []
        overlays: list[tuple[str, _Document]] = []
        for document in self.documents():
            language = document.source.language or self.language_of(document)
            if language:
                overlays.append((language, document))
            else:
                own.append(document)
        heads = [document for document in own if document.kind == "story"]
        if not heads:
            hint = "A file must begin with the key story: and a name for the story."
            file = self.sources[0].name if len(self.sources) == 1 else path
            self.fault(Fault(file, 0, 0, "story-missing", "There is no story here.", hint))
            return None
        for extra in heads[1:]:
            self.tell(extra, "name-taken", "A second story begins here.", "Keep one document that begins with story:.")
        self.gather(own, heads[0])
        return self.build(own, heads[0], overlays)

    # ------------------------------------------------------------ documents

    def documents(self) -> Iterator[_Document]:
        for source in self.sources:
            for node in source.documents:
                first = next(iter(node.nodes), "")
                if first in KINDS:
                    yield _Document(source, node, first)
                    continue
                key = node.keys.get(first, node)
                line, column = source.original(key.line, key.column)
                misplaced = next((kind for kind in KINDS if kind in node.nodes), "")
                hint = nearest(first, KINDS) or f"It may begin with {listing(KINDS)}."
                hint = f"Put {misplaced}: before all other keys." if misplaced else hint
                source.lost = True
                message = f"{first!r} is no kind of document." if first else "This document has no key."
                self.fault(Fault(source.name, line, column, "document-unknown", message, hint))

    def language_of(self, document: _Document) -> str:
        node = document.node.nodes.get("language")
        if document.kind != "language" or not isinstance(node, Scalar):
            return ""
        if node.value and not LANGUAGE.match(node.value):
            hint = "Write its code of two letters, such as en or es."
            self.tell(document, "value-unknown", f"{node.value!r} is no language.", hint, node)
        return node.value

    def fault(self, fault: Fault) -> None:
        self.desk.faults.append(fault)

    def tell(self, document: _Document, code: str, message: str, hint: str = "", node: Node | None = None) -> None:
        at = node or document.node
        self.fault(Fault(document.source.name, at.line, at.column, code, message, hint))

    # ------------------------------------------------------------ first pass: names

    def gather(self, own: list[_Document], head: _Document) -> None:
        """Collect every name of the story, so that any text may name any thing."""
        desk = self.desk
        self.known = {kind: {} for kind in (*REFERENCE, "chapters", "endings")}
        for document in own:
            if document.kind == "chapter":
                self.known["chapters"][chapter_name(document)] = document.node
                self.gather_scenes(document)
            for kind in REFERENCE:
                if kind in document.node.nodes and document.kind not in ("story", "chapter"):
                    self.gather_kind(document, kind)
        part = Part(desk, head.source, head.node, STORY, "the story")
        self.known["endings"] = {name: node for name, node, _ in part.entries("endings")}
        desk.notes = self.known["notes"]
        desk.phrases = {name: node for name, node, _ in part.entries("phrases")}
        read_variables(part)

    def gather_scenes(self, document: _Document) -> None:
        name = chapter_name(document)
        part = Part(self.desk, document.source, document.node, CHAPTER, f"the chapter {name}")
        for scene, node, key in part.entries("scenes"):
            if scene in self.scene_nodes:
                first = self.scene_nodes[scene]
                hint = f"The first is in {first[0].name}, line {first[3].line}."
                part.fault("name-taken", key, f"A second scene is called {scene}.", hint)
                continue
            self.scene_nodes[scene] = (document.source, name, node, key)
            choices = node.nodes.get("choices") if isinstance(node, Map) else None
            self.desk.choices[scene] = dict(choices.keys) if isinstance(choices, Map) else {}

    def gather_kind(self, document: _Document, kind: str) -> None:
        part = Part(self.desk, document.source, document.node, REFERENCE, f"a document of {document.kind}")
        if any(key not in REFERENCE for key in document.node.nodes):
            document.source.lost = True
        for name, node, key in part.entries(kind):
            if name in self.known[kind]:
                part.fault(
                    "name-taken", key, f"A second {REFERENCE[kind].of} is called {name}.", "Rename one of the two."
                )
            else:
                self.known[kind][name] = node

    # ------------------------------------------------------------ second pass: things

    def build(self, own: list[_Document], head: _Document, overlays: list[tuple[str, _Document]]) -> Story:
        desk = self.desk
        part = Part(desk, head.source, head.node, STORY, "the story")
        kept = len(desk.faults)
        chapters = self.chapters(own, part)
        scenes = self.scenes()
        things = self.reference(own)
        phrases = self.phrases(part)
        endings = self.endings(part)
        language = part.word("language", "en")
        if not LANGUAGE.match(language):
            hint = "Write its code of two letters, such as en or es."
            part.fault("value-unknown", part.nodes["language"], f"{language!r} is no language.", hint)
        title = part.prose("title", "")
        by, about, content, credits = (part.prose(key, "") for key in ("by", "about", "content", "credits"))
        texts = self.overlays(overlays)  # when every text that a language may tell again is known
        story = Story(
            id=part.own_name("story"),
            title=title or EMPTY,
            by=by,
            version=part.word("version", "0"),
            language=language,
            about=about,
            content=content,
            credits=credits,
            variables=desk.variables,
            phrases=phrases,
            chapters=chapters,
            scenes=scenes,
            endings=endings,
            always=self.rules(part, "always"),
            never=self.rules(part, "never"),
            texts=texts,
            pace=part.integer("pace", 1, FASTEST) or PACE,
            languages=(language, *(name for name in self.languages if name != language)),
            memory=lay_out(desk, scenes),
            fingerprint=self.fingerprint(),
            was={old: scene.id for scene in scenes.values() for old in scene.was},
            **things,
        )
        if not chapters and not any(source.lost for source in self.sources):
            part.missing("chapter", "Add a document that begins with chapter: and a name for it.")
        if len(desk.faults) == kept:
            desk.faults.extend(visit_faults(story))
        return story

    def endings(self, part: Part) -> dict[str, Ending]:
        found: dict[str, Ending] = {}
        for name, node, at in part.entries("endings"):
            inner = part.inner(node, ENDING, f"the ending {name}", at)
            if inner is None:
                continue
            path = f"endings/{name}"
            found[name] = Ending(name, inner.prose("title", path) or EMPTY, inner.prose("about", path))
        return found

    def chapters(self, own: list[_Document], head: Part) -> dict[str, Chapter]:
        found: dict[str, Chapter] = {}
        for document in own:
            if document.kind != "chapter":
                continue
            part = Part(self.desk, document.source, document.node, CHAPTER, f"the chapter {chapter_name(document)}")
            name = part.own_name("chapter")
            # A second document of a chapter, which only adds scenes, has no title.
            titled = "title" in part.nodes
            if not titled and any(source.lost for source in self.sources):
                continue  # its title may stand in the file that cannot be read
            if titled or not any(self.more_of(own, document, name)):
                if name in found:
                    part.fault(
                        "name-taken",
                        part.nodes["chapter"],
                        f"A second chapter is called {name}.",
                        "Rename one of the two.",
                    )
                found[name] = read_chapter(part, name)
        if "chapters" not in head.nodes:
            order = list(found)
        else:
            order = list(head.names("chapters", found, "chapter"))
            for name in found:
                if name not in order:
                    key = head.node.keys["chapters"]
                    message = f"chapters does not name the chapter {name}."
                    head.fault("key-missing", key, message, "Add it to the list, where it belongs.")
        return {name: found[name] for name in order}

    def more_of(self, own: list[_Document], document: _Document, name: str) -> Iterator[bool]:
        for other in own:
            node = other.node.nodes.get("chapter")
            if other is not document and isinstance(node, Scalar) and node.value == name:
                yield "title" in other.node.nodes

    def scenes(self) -> dict[str, Scene]:
        readers: dict[tuple[str, str], SceneReader] = {}
        found: dict[str, Scene] = {}
        for name, (source, chapter, node, key) in self.scene_nodes.items():
            reader = readers.get((source.name, chapter))
            if reader is None:
                reader = readers[source.name, chapter] = SceneReader(self.desk, source, chapter, self.known)
            if (scene := reader.scene(name, node, key)) is not None:
                found[name] = scene
        return found

    def reference(self, own: list[_Document]) -> dict[str, dict[str, Any]]:
        things: dict[str, dict[str, Any]] = {kind: {} for kind in REFERENCE}
        for document in own:
            if document.kind in ("story", "chapter"):
                continue
            part = Part(self.desk, document.source, document.node, None, "the document")
            for kind, key in REFERENCE.items():
                for name, node, at in part.entries(kind):
                    inner = part.inner(node, PARTS[key.of], f"the {key.of} {name}", at)
                    if inner is not None and (entry := read_entry(kind, inner, name, self.known)) is not None:
                        things[kind][name] = entry
        return things

    def phrases(self, part: Part) -> dict[str, Prose]:
        found: dict[str, Prose] = {}
        for name, node, _ in part.entries("phrases"):
            if (text := part.prose(name, "phrases", "", node)) is not None:
                found[name] = text
        if name := circle(found):
            self.circular(found[name], name)
        return found

    def circular(self, phrase: Prose, name: str) -> None:
        message = f"The phrase {name} is made of itself, by way of the phrases in it."
        self.fault(Fault(*phrase.where, "phrase-circle", message, "Write one of them out."))

    def rules(self, part: Part, key: str) -> tuple[Any, ...]:
        found = (part.condition(key, scalar) for scalar in part.scalars(key))
        return tuple(condition for condition in found if condition is not None)

    def overlays(self, overlays: list[tuple[str, _Document]]) -> dict[str, dict[str, Prose]]:
        texts: dict[str, dict[str, Prose]] = {}
        for _, document in overlays:
            # A language may have phrases of its own: they are known before any text is read.
            node = document.node.nodes.get("phrases")
            if isinstance(node, Map):
                self.desk.phrases.update(node.nodes)
        story_texts = dict(self.desk.texts)  # reading a language lays its own over them
        known = language_files.holders(story_texts)
        for language, document in overlays:
            if language not in self.languages:
                self.languages.append(language)
            found = language_files.read_overlay(self.desk, document.source, document.node, known)
            texts.setdefault(language, {}).update(found)
        for told_in in texts.values():
            # A language's phrases stand in the place of the story's own.
            own = {key: prose for key, prose in story_texts.items() if key.startswith("phrases/")}
            phrases = {
                key.removeprefix("phrases/"): prose
                for key, prose in (own | told_in).items()
                if key.startswith("phrases/")
            }
            if (name := circle(phrases)) and f"phrases/{name}" in told_in:
                self.circular(phrases[name], name)
        self.desk.texts = story_texts
        return texts

    def fingerprint(self) -> str:
        digest = hashlib.blake2b(digest_size=8)
        for source in sorted(self.sources, key=lambda source: source.name):
            if not source.language:
                digest.update(f"{source.name}\0{len(source.text)}\0".encode())
                digest.update(source.text.encode())
        return digest.hexdigest()
