"""A Twine story as a story of this game: passages as scenes, links as choices.

What has words here is mapped; what has none is kept as a comment beside its scene and told by
its line. The result can always be read and linked: dead ends become endings, links to nowhere
lead to an empty scene that says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from game.desk import harlowe_in, sugarcube_in
from game.desk.twee import Passage
from game.desk.twine_nodes import Include, Left, Nodes, Remark, Set, is_blank, on_one_line
from game.desk.twine_scene import Choice, Made, SceneMaker
from game.desk.twine_variables import Table, slug
from game.desk.twine_words import Change
from game.story import oneline
from game.story.grammar import Words
from game.story.printing import print_condition, print_effect
from game.story.prose import print_prose
from game.story.reader import FORBIDDEN

# Passages that a format runs by itself; none of them is a place in the story.
STARTING = ("StoryInit",)
APART = frozenset(
    [
        *STARTING,
        "StoryTitle",
        "StoryData",
        "StoryAuthor",
        "StoryBanner",
        "StoryCaption",
        "StoryDisplayTitle",
        "StoryIncludes",
        "StoryInterface",
        "StoryMenu",
        "StorySettings",
        "StoryShare",
        "StorySubtitle",
        "PassageHeader",
        "PassageFooter",
        "PassageReady",
        "PassageDone",
        "MenuOptions",
        "MenuShare",
        "MenuStory",
    ]
)
APART_TAGS = frozenset(
    ["script", "stylesheet", "widget", "header", "footer", "debug-header", "debug-footer", "startup"]
)
APART_TAGS |= {"init", "annotation", "Twine.private", "Twine.image", "Twine.audio", "Twine.video", "Twine.vtt"}
DEEPEST = 5  # passages told in passages


class Taken(NamedTuple):
    """A story taken over: its files by their path, and what is not as it was, a line each."""

    files: dict[str, str]
    told: tuple[str, ...]


def take(passages: Sequence[Passage], name: str) -> Taken:
    """The story in these passages. `name` is its title when they tell none."""
    return _Taker(passages, name).whole()


@dataclass
class _Taker:
    passages: Sequence[Passage]
    name: str
    told: list[str] = field(default_factory=list[str])

    def whole(self) -> Taken:
        data = self.data()
        read = harlowe_in.read if self.is_harlowe(data) else sugarcube_in.read
        places = [passage for passage in self.passages if not self.is_apart(passage)]
        nodes: dict[str, Nodes] = {}
        for passage in places:
            if passage.name in nodes:
                self.tell(passage.line - 1, f"a second passage is called {passage.name}; it stays behind.")
                continue
            found = read(passage.text, passage.line)
            nodes[passage.name] = on_one_line(found) if "nobr" in passage.tags else found
        first = self.beginning(read)
        nodes = {name: self.included(found, nodes, 0) for name, found in nodes.items()}
        table = Table(nodes.values(), first)
        maker = SceneMaker(table, self.scenes(nodes), self.tell)
        made = [maker.scene(name, found) for name, found in nodes.items()]
        made += maker.missing()
        for line in table.remarks():
            self.told.append(line)
        start = self.start(data, nodes)
        return Taken(self.files(made, table, maker.scenes[start], data), tuple(self.told))

    def tell(self, line: int, what: str) -> None:
        self.told.append(f"{line}: {what}")

    # ------------------------------------------------------------ passages

    def data(self) -> dict[str, object]:
        for passage in self.passages:
            if passage.fault:
                self.tell(passage.line - 1, f"{passage.name}: {passage.fault}.")
            if passage.name == "StoryData":
                try:
                    found = json.loads(passage.text)
                except ValueError:
                    self.tell(passage.line, "StoryData is no JSON.")
                    continue
                if isinstance(found, dict):
                    return found
        return {}

    def is_harlowe(self, data: dict[str, object]) -> bool:
        named = str(data.get("format", "")).lower()
        if named and named not in ("harlowe", "sugarcube"):
            self.told.append(f"{data['format']}: of this format only passages and links come over.")
        if named:
            return named == "harlowe"
        texts = "\n".join(passage.text for passage in self.passages)
        return "<<" not in texts and re.search(r"\((set|if|link-goto|put|print|display):", texts, re.I) is not None

    def is_apart(self, passage: Passage) -> bool:
        special = passage.name in APART or not APART_TAGS.isdisjoint(passage.tags)
        known = passage.name in ("StoryTitle", "StoryData", "StoryAuthor", *STARTING) or "startup" in passage.tags
        if special and not known:
            self.tell(passage.line - 1, f"{passage.name} stays behind.")
        return special

    def beginning(self, read: object) -> list[Change]:
        """What is set before the story begins."""
        found: list[Change] = []
        for passage in self.passages:
            if passage.name not in STARTING and "startup" not in passage.tags:
                continue
            assert callable(read)
            for node in read(passage.text, passage.line):
                if isinstance(node, Set):
                    found += node.changes
                elif not (isinstance(node, Remark) or is_blank(node)):
                    line = getattr(node, "line", passage.line)
                    self.tell(
                        line, f"{_short(getattr(node, 'raw', passage.name))} stays behind; only set is done there."
                    )
        return found

    def included(self, nodes: Nodes, passages: dict[str, Nodes], depth: int) -> Nodes:
        """The nodes, with passages that are told in them in their places."""
        found: list[object] = []
        for node in nodes:
            if isinstance(node, Include) and node.passage in passages and depth < DEEPEST:
                found += self.included(passages[node.passage], passages, depth + 1)
            elif isinstance(node, Include):
                found.append(Left(f"(display: {node.passage})", node.line))
            else:
                found.append(node)
        return tuple(found)  # type: ignore[arg-type]

    def scenes(self, nodes: Iterable[str]) -> dict[str, str]:
        """The id of each passage's scene."""
        found: dict[str, str] = {}
        taken: set[str] = set()
        for name in nodes:
            found[name] = slug(name, taken, "passage")
            taken.add(found[name])
        return found

    def start(self, data: dict[str, object], nodes: dict[str, Nodes]) -> str:
        wanted = str(data.get("start", "Start"))
        if wanted in nodes:
            return wanted
        first = "Start" if "Start" in nodes else next(iter(nodes))
        self.told.append(f"No passage is called {wanted}; the story begins in {first}.")
        return first

    # ------------------------------------------------------------ files

    def text_of(self, name: str) -> str:
        found = next((passage.text.strip() for passage in self.passages if passage.name == name), "")
        return " ".join(found.split())

    def files(self, made: Sequence[Made], table: Table, start: str, data: dict[str, object]) -> dict[str, str]:
        title = self.text_of("StoryTitle") or self.name
        head = [f"story: {slug(title, (), 'story')}", f"title: {quoted(title)}"]
        if author := self.text_of("StoryAuthor"):
            head.append(f"by: {quoted(author)}")
        if variables := table.lines():
            head += ["variables:", *variables]
        endings = [scene for scene in made if scene.ending]
        if endings:
            head += ["endings:", *(f"  {scene.id}: {{title: {quoted(scene.title)}}}" for scene in endings)]
        if ifid := data.get("ifid"):
            head.insert(0, remark(f"IFID {ifid}"))
        chapter = ["chapter: story", f"title: {quoted(title)}", "starts:", f"  start: {{scene: {start}}}", "scenes:"]
        for scene in made:
            chapter += ["", *self.scene(scene)] if chapter[-1] != "scenes:" else self.scene(scene)
        return {"story.yaml": "\n".join(head) + "\n", "chapters/story.yaml": "\n".join(chapter) + "\n"}

    def scene(self, scene: Made) -> list[str]:
        lines = [f"  {remark(text)}" for text in scene.remarks]
        lines += [f"  {scene.id}:", f"    title: {quoted(scene.title)}", "    basis: imagined", "    text: |"]
        text = print_prose(scene.text) or "…"
        lines += [f"      {line}".rstrip() for line in text.split("\n")]
        if scene.do:
            lines += ["    do:", *(f"      - {print_effect(effect)}" for effect in scene.do)]
        if scene.ending:
            return [*lines, f"    ending: {scene.id}"]
        if scene.goto:
            return [*lines, f"    goto: {scene.goto}"]
        lines.append("    choices:")
        for choice in scene.choices:
            lines += self.choice(choice)
        return lines

    @staticmethod
    def choice(choice: Choice) -> list[str]:
        lines = [f"      {choice.id}:", f"        say: {_scalar(print_prose(choice.say))}"]
        if choice.condition is not None:
            lines.append(f"        if: {print_condition(choice.condition)}")
        if choice.do:
            lines += ["        do:", *(f"          - {print_effect(effect)}" for effect in choice.do)]
        return [*lines, f"        goto: {choice.goto}"]


def quoted(text: str) -> str:
    """Words that are no markup, as a value on one line."""
    return _scalar(print_prose((Words(" ".join(text.split())),)))


def _scalar(text: str) -> str:
    return oneline.quoted(FORBIDDEN.sub("", text).replace("\n", " "))


def remark(text: str) -> str:
    """A comment that stays on its line."""
    return "# " + _short(FORBIDDEN.sub(" ", text), 400)


def _short(text: str, most: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
