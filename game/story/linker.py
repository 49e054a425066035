"""From files to one Story: names joined to things, and every fault told at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from game.errors import GameError
from game.story import languages as language_files
from game.story.faults import Fault, in_order, listing, nearest
from game.story.memory import lay_out, visit_faults
from game.story.model import Chapter, Ending, Prose, Scene, Story
from game.story.reader import Map, Node, Scalar, Source, read_sources
from game.story.reference import KEYS, SINGULAR, read_entry
from game.story.scenes import CHAPTER_KEYS, EMPTY, SceneReader, read_chapter
from game.story.shapes import Desk, Part
from game.story.variables import read_variables

STORY_KEYS = frozenset(
    [
        "story",
        "title",
        "by",
        "version",
        "language",
        "about",
        "content",
        "credits",
        "variables",
        "phrases",
        "chapters",
        "endings",
        "always",
        "never",
    ]
)
KINDS = ("story", "chapter", "language", *KEYS)


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


def load(path: Path, languages: tuple[str, ...] | None = None) -> Story:
    """The story at `path`, a folder or one file. `languages` limits the languages laid
    over it; None reads all. `StoryFaults` when anything at all is wrong with it."""
    checked = check(path, languages)
    if checked.story is None:
        raise StoryFaults(checked.faults)
    return checked.story


def check(path: Path, languages: tuple[str, ...] | None = None) -> Checked:
    """Read and link the story at `path`; a story with a fault is no story."""
    sources, found = read_sources(path, languages)
    return link(sources, found, str(path))


def link(sources: list[Source], languages: list[str], path: str) -> Checked:
    """Join the documents of the sources into one story."""
    linker = _Linker(sources, languages)
    story = linker.link(path)
    faults = in_order([*linker.desk.faults, *(fault for source in sources for fault in source.faults)])
    return Checked(None if faults else story, faults, linker.desk.texts)


@dataclass(slots=True)
class _Document:
    source: Source
    node: Map
    kind: str


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
            hint = "One file must begin with story: and its name."
            self.fault(Fault(path, 0, 0, "story-missing", "There is no story here.", hint))
            return None
        for extra in heads[1:]:
            self.tell(extra, "name-taken", "A second story stands here.", "Keep one document that begins with story:.")
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
                hint = nearest(first, KINDS) or f"It may begin with {listing(KINDS)}."
                message = f"A document begins with {first}, which names none." if first else "This document is empty."
                self.fault(Fault(source.name, key.line, key.column, "document-unknown", message, hint))

    def language_of(self, document: _Document) -> str:
        node = document.node.nodes.get("language")
        return node.value if document.kind == "language" and isinstance(node, Scalar) else ""

    def fault(self, fault: Fault) -> None:
        self.desk.faults.append(fault)

    def tell(self, document: _Document, code: str, message: str, hint: str = "", node: Node | None = None) -> None:
        at = node or document.node
        self.fault(Fault(document.source.name, at.line, at.column, code, message, hint))

    # ------------------------------------------------------------ first pass: names

    def gather(self, own: list[_Document], head: _Document) -> None:
        """Collect every name of the story, so that any text may name any thing."""
        desk = self.desk
        self.known = {kind: {} for kind in (*KEYS, "endings")}
        for document in own:
            if document.kind == "chapter":
                self.gather_scenes(document)
            for kind in KEYS:
                if kind in document.node.nodes and document.kind != "chapter":
                    self.gather_kind(document, kind)
        part = Part(desk, head.source, head.node, STORY_KEYS, "The story")
        self.known["endings"] = {name: node for name, node, _ in part.entries("endings")}
        desk.notes = self.known["notes"]
        desk.phrases = {name: node for name, node, _ in part.entries("phrases")}
        read_variables(part)

    def gather_scenes(self, document: _Document) -> None:
        chapter = document.node.nodes["chapter"]
        name = chapter.value if isinstance(chapter, Scalar) else ""
        part = Part(self.desk, document.source, document.node, CHAPTER_KEYS, f"The chapter {name}")
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
        keys = frozenset(KEYS)
        part = Part(self.desk, document.source, document.node, keys, f"A document of {kind}")
        for name, node, key in part.entries(kind):
            if name in self.known[kind]:
                part.fault("name-taken", key, f"A second {SINGULAR[kind]} is called {name}.", "Rename one of the two.")
            else:
                self.known[kind][name] = node

    # ------------------------------------------------------------ second pass: things

    def build(self, own: list[_Document], head: _Document, overlays: list[tuple[str, _Document]]) -> Story:
        desk = self.desk
        part = Part(desk, head.source, head.node, STORY_KEYS, "The story")
        kept = len(desk.faults)
        chapters = self.chapters(own, part)
        scenes = self.scenes()
        things = self.reference(own)
        phrases = self.phrases(part)
        endings = {
            name: Ending(
                name, inner.prose("title", f"endings/{name}") or EMPTY, inner.prose("about", f"endings/{name}")
            )
            for name, node, _ in part.entries("endings")
            if (inner := part.inner(node, ("title", "about"), f"The ending {name}")) is not None
        }
        language = part.word("language", "en")
        title = part.prose("title", "")
        if title is None and "title" not in part.nodes:
            part.missing("title")
        texts = self.overlays(overlays)
        self.other_languages(language)
        story = Story(
            id=part.word("story"),
            title=title or EMPTY,
            by=part.prose("by", ""),
            version=part.word("version", "0"),
            language=language,
            about=part.prose("about", ""),
            content=part.prose("content", ""),
            credits=part.prose("credits", ""),
            variables=desk.variables,
            phrases=phrases,
            chapters=chapters,
            scenes=scenes,
            endings=endings,
            always=self.rules(part, "always"),
            never=self.rules(part, "never"),
            texts=texts,
            languages=(language, *(name for name in self.languages if name != language)),
            memory=lay_out(desk, scenes),
            fingerprint=self.fingerprint(),
            was={old: scene.id for scene in scenes.values() for old in scene.was},
            **things,
        )
        if not chapters:
            part.missing("chapter", "A story has a document that begins with chapter: and its name.")
        if len(desk.faults) == kept:
            desk.faults.extend(visit_faults(story))
        return story

    def chapters(self, own: list[_Document], head: Part) -> dict[str, Chapter]:
        found: dict[str, Chapter] = {}
        for document in own:
            if document.kind != "chapter":
                continue
            part = Part(self.desk, document.source, document.node, CHAPTER_KEYS, "The chapter")
            name = part.word("chapter")
            # A second document of a chapter, which only adds scenes, has no title.
            if "title" in part.nodes or not any(self.more_of(own, document, name)):
                if name in found:
                    part.fault("name-taken", None, f"A second chapter is called {name}.", "Rename one of the two.")
                found[name] = read_chapter(part, name)
        if "chapters" not in head.nodes:
            order = list(found)
        else:
            order = list(head.names("chapters", found, "chapter"))
            for name in found:
                if name not in order:
                    key = head.node.keys["chapters"]
                    head.fault("key-missing", key, f"chapters does not name {name}.", "Add it where it belongs.")
        chapters = {name: found[name] for name in order}
        for chapter in chapters.values():
            if not chapter.starts:
                hint = "Add starts: with a name, and below it scene: and the scene it begins with."
                at = chapter.where
                message = f"The chapter {chapter.id} has no starts."
                self.fault(Fault(at.file, at.line, at.column, "key-missing", message, hint))
        return chapters

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
        things: dict[str, dict[str, Any]] = {kind: {} for kind in KEYS}
        for document in own:
            if document.kind in ("story", "chapter"):
                continue
            part = Part(self.desk, document.source, document.node, document.node.nodes, "The document")
            for kind, keys in KEYS.items():
                for name, node, _ in part.entries(kind):
                    inner = part.inner(node, keys, f"The {SINGULAR[kind]} {name}")
                    if inner is not None:
                        things[kind][name] = read_entry(kind, inner, name, self.known)
        return things

    def phrases(self, part: Part) -> dict[str, Prose]:
        found: dict[str, Prose] = {}
        for name, node, _ in part.entries("phrases"):
            if (text := part.prose(name, "phrases", "", node)) is not None:
                found[name] = text
        from game.story.memory import circle

        if name := circle(found):
            part.fault("phrase-circle", part.node.keys["phrases"], f"The phrase {name} is made of itself.", "Break it.")
        return found

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
        for language, document in overlays:
            if language not in self.languages:
                self.languages.append(language)
            found = language_files.read_overlay(self.desk, document.source, document.node)
            texts.setdefault(language, {}).update(found)
        return texts

    def other_languages(self, own: str) -> None:
        if own in self.languages:
            self.languages.remove(own)

    def fingerprint(self) -> str:
        digest = hashlib.blake2b(digest_size=8)
        for source in sorted(self.sources, key=lambda source: source.name):
            if not source.language:
                digest.update(f"{source.name}\0{len(source.text)}\0".encode())
                digest.update(source.text.encode())
        return digest.hexdigest()
