"""october new: a story, a chapter or a scene that is whole as it is written.

What is added to a story is read together with it before a file is touched: a story that
had no fault has none afterwards, or nothing was written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from game.desk import templates
from game.desk.editing import Block, put_in, scene_block, with_value
from game.desk.files import line_break, lines_of, make, put
from game.desk.workspace import FOLDER, MODELINE, STORY, home, refresh, write_schemas
from game.errors import GameError
from game.play.road import Road
from game.play.session import Session
from game.play.state import value
from game.story.expressions import is_name
from game.story.files import read_files
from game.story.linker import Checked, StoryFaults, check, link
from game.story.model import Chapter, Scene, Story
from game.story.nodes import Source
from game.story.oneline import quoted
from game.story.reader import parse_source, read_sources

PLAIN_TITLE = re.compile(r"[^\W\d_][\w ’-]*\Z")
MARKS = re.compile(r"([\\{}*|\[\]])")
WORK = 200_000  # what may be spent on the road to a new chapter; without it, its start remembers nothing


class CannotAdd(GameError):
    """There is no place for it in the story, or its name will not do."""

    code = "cannot_add"


@dataclass(slots=True)
class Added:
    """What was written, in lines to be told."""

    lines: list[str] = field(default_factory=list[str])


# ---------------------------------------------------------------- names


def named(words: str, taken: dict[str, Scene] | dict[str, Chapter] | None = None) -> tuple[str, str]:
    """The name of a thing and its title, from what the writer called it: `cold_supper`, or
    "A Cold Supper". Raises CannotAdd."""
    flat = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    name = words if is_name(words) else re.sub(r"[^a-z0-9]+", "_", flat).strip("_")
    if not is_name(name):
        hint = "begin with a letter, and use no word with a meaning of its own, such as not or in"
        raise CannotAdd(f"{words!r} makes no name: {hint}.")
    if taken and name in taken:
        raise CannotAdd(f"{name} is in the story already ({where(taken[name])}): choose another name.")
    title = words.strip() if name != words else name.replace("_", " ").capitalize()
    return name, title


def written(title: str) -> str:
    """The title as a value in YAML, with nothing in it taken for a mark."""
    return title if PLAIN_TITLE.match(title) else quoted(MARKS.sub(r"\\\1", title))


def where(thing: Scene | Chapter) -> str:
    return f"{thing.where.file}:{thing.where.line}"


# ---------------------------------------------------------------- a story


def new_story(words: str, folder: Path | None) -> Added:
    """Write a small story that can be played at once. Raises CannotAdd, CannotWrite."""
    name, title = named(words)
    folder = folder or Path(name)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotAdd(f"{folder} is there already and not empty: name another folder.")
    here, above = f"{MODELINE}{FOLDER}/{STORY}", f"{MODELINE}../{FOLDER}/{STORY}"
    make(folder / "story.yaml", templates.STORY.format(modeline=here, id=name, title=written(title)))
    make(folder / "chapters" / "opening.yaml", templates.CHAPTER_ONE.format(modeline=above))
    make(folder / "reference.yaml", templates.REFERENCE.format(modeline=here))
    write_schemas(folder, check(folder))
    told = f"Wrote {folder}: story.yaml, chapters/opening.yaml, reference.yaml, and {FOLDER} for editors."
    return Added([told, f"Play it with october --story {folder}; prove it with october check {folder}."])


# ---------------------------------------------------------------- a story with changes to it


class Draft:
    """A story that can be read, and the changes that are to be made in its files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sources, self.languages = read_sources(read_files(path))
        self.changed: dict[str, list[str]] = {}
        checked = self.check()
        if checked.story is None:
            raise StoryFaults(checked.faults)
        self.story: Story = checked.story

    def file(self, name: str) -> Path:
        return self.path / name if self.path.is_dir() else self.path

    def lines(self, name: str) -> list[str]:
        """The lines of a file of the story, as they will be."""
        if name not in self.changed:
            self.changed[name] = lines_of(self.file(name))
        return self.changed[name]

    def put_in(self, name: str, at: int, text: str) -> None:
        lines = self.lines(name)
        self.changed[name] = put_in(lines, at, text, line_break(lines))

    def check(self) -> Checked:
        """The story as it will be."""
        sources = [self._as_changed(source) for source in self.sources]
        there = {source.name for source in sources}
        sources += [self._as_changed(Source(name, "", "")) for name in self.changed if name not in there]
        return link(sources, list(self.languages), str(self.path))

    def _as_changed(self, source: Source) -> Source:
        if source.name not in self.changed:
            return source
        text = "".join(self.changed[source.name])
        return parse_source(Source(source.name, source.language, ""), text.encode())

    def write(self) -> None:
        """Write the changed files, if the story has no fault with them. Raises CannotAdd."""
        checked = self.check()
        if checked.story is None:
            raise CannotAdd(f"The story would have a fault then, so nothing was written: {checked.faults[0]}")
        for name, lines in self.changed.items():
            put(self.file(name), "".join(lines))
        refresh(self.path, checked)


# ---------------------------------------------------------------- a scene


def new_scene(path: Path, words: str, chapter: str, after: str = "") -> Added:
    """Write a scene into a chapter and make it reachable from the scene `after` (by
    default the last of the chapter that can take it). Raises CannotAdd, CannotWrite."""
    draft = Draft(path)
    story = draft.story
    name, title = named(words, dict(story.scenes))
    if chapter not in story.chapters:
        raise CannotAdd(f"The story has no chapter {chapter}; it has {', '.join(story.chapters)}.")
    scenes = [scene for scene in story.scenes.values() if scene.chapter == chapter]
    if after:
        if after not in story.scenes:
            raise CannotAdd(f"The story has no scene {after}.")
        scenes = [story.scenes[after]]
    scenes.reverse()
    scenes.sort(key=lambda scene: _awkward(story, scene))
    for scene in scenes:
        if told := _linked(draft, scene, name, title):
            draft.write()
            return Added(told)
    which = f"{after} can take no further way" if after else f"No scene of {chapter} can take a further way"
    raise CannotAdd(
        f"{which}: it is written in one line, is an ending, or leaves its way to chance. Name one by --from."
    )


def _awkward(story: Story, scene: Scene) -> bool:
    """Whether to come back to the scene would count: it changes things, or is counted, or
    is a question to a class."""
    cap = story.memory.times.get(scene.id, (0, 0))[1]
    return bool(scene.do) or cap > 1 or scene.council is not None


def _linked(draft: Draft, scene: Scene, name: str, title: str) -> list[str]:
    """Put the new scene in behind `scene`, with a choice there that leads to it, or in its
    one way; what to tell of it. Nothing when the scene cannot take it."""
    file = scene.where.file
    block = scene_block(draft.lines(file), scene.where)
    if block is None:
        return []
    choices, goto = block.key("choices"), block.key("goto")
    if choices is not None and choices.inner and not choices.value():
        back = scene.id
        told = (
            f"A choice of {scene.id} leads to it and it leads back there; write both, and move them where they belong."
        )
        draft.put_in(file, block.end, "\n" + _indented(templates.SCENE, block.margin, name, title, back))
        choice = templates.CHOICE.format(name=name)
        draft.put_in(file, choices.end, templates.indented(choice, choices.inner))
        number = choices.end + 1
    elif goto is not None and goto.value():
        told = f"It stands between {scene.id} and {goto.value()}, where it led before."
        draft.put_in(file, block.end, "\n" + _indented(templates.SCENE, block.margin, name, title, goto.value()))
        lines = draft.lines(file)
        lines[goto.begin] = with_value(lines[goto.begin], name)
        number = goto.begin + 1
    else:
        return []
    begin = next(n for n, line in enumerate(draft.lines(file), 1) if n > block.begin and line.strip() == f"{name}:")
    if begin == number:  # the choice has the same name; the scene is the later of the two
        begin = next(n for n, line in enumerate(draft.lines(file), 1) if n > number and line.strip() == f"{name}:")
    return [f"Wrote the scene {name}, {draft.file(file)}:{begin}. The way to it is in line {number}.", told]


def _indented(template: str, by: int, name: str, title: str, goto: str) -> str:
    return templates.indented(template.format(name=name, title=written(title), goto=goto), by)


# ---------------------------------------------------------------- a chapter


def new_chapter(path: Path, words: str, after: str = "") -> Added:
    """Write a chapter that the story goes on to where it ended before: at the scene `after`,
    by default its last with an ending. Raises CannotAdd, CannotWrite."""
    draft = Draft(path)
    story = draft.story
    name, title = named(words, dict(story.chapters))
    first, last = f"{name}_begins", f"{name}_ends"
    for scene in (first, last):
        named(scene, dict(story.scenes))
    hinge, key = _hinge(draft, after)
    block = scene_block(draft.lines(hinge.where.file), hinge.where)
    found = block.key(key) if block else None
    if found is None:
        raise CannotAdd(
            f"The {key} of {hinge.id} ({where(hinge)}) stands in no line of its own: name another by --from."
        )
    do, remark = _remembered(story, hinge)
    way = f"{key}: {found.value()}"
    lines = draft.lines(hinge.where.file)
    lines[found.begin] = f"{' ' * found.margin}goto: {first}{line_break(lines)}"
    text = templates.CHAPTER.format(
        id=name, title=written(title), first=first, last=last, way=way, do=do, last_title=written(f"{title}, the end")
    )
    file = f"chapters/{name}.yaml"
    if path.is_dir():
        if draft.file(file).exists():
            raise CannotAdd(f"{draft.file(file)} is there already; nothing was written over.")
        has_schema = (home(path) / FOLDER / STORY).is_file()
        head = f"{MODELINE}../{FOLDER}/{STORY}\n" if has_schema else ""
        draft.changed[file] = (head + text).splitlines(keepends=True)
    else:
        file = hinge.where.file
        draft.put_in(file, len(draft.lines(file)), "---\n" + text)
    _in_order(draft, name, hinge.chapter)
    draft.write()
    told = f"Wrote the chapter {name}, {draft.file(file)}. {hinge.id} ({where(hinge)}) leads to it"
    return Added([f"{told}, and it ends as that scene did: {way}.", *remark])


def _hinge(draft: Draft, after: str) -> tuple[Scene, str]:
    """The scene after which the chapter comes, and its key that is to lead there."""
    story = draft.story
    if after:
        if after not in story.scenes:
            raise CannotAdd(f"The story has no scene {after}.")
        scene = story.scenes[after]
        block = scene_block(draft.lines(scene.where.file), scene.where)
        key = "ending" if scene.ending else "goto"
        if block is None or block.key(key) is None:
            raise CannotAdd(f"{after} has neither an ending nor a goto of its own: name one that has.")
        return scene, key
    order = list(story.chapters)
    ends = [scene for scene in story.scenes.values() if scene.ending]
    if not ends:
        raise CannotAdd("The story has no scene with an ending: say by --from after which scene the chapter comes.")
    return max(enumerate(ends), key=lambda pair: (order.index(pair[1].chapter), pair[0]))[1], "ending"


def _remembered(story: Story, scene: Scene) -> tuple[str, list[str]]:
    """What the shortest road to the scene leaves in the variables, as effects of a start;
    and what is to be said when no such road is found."""
    from game.proof.asking import ask

    _, answer = ask(story, "", scene.id, WORK)
    if answer.road is None:
        return "", [f"No road to {scene.id} was found, so its start remembers nothing: give it a do: yourself."]
    effects = _made(story, answer.road)
    return (f", do: [{', '.join(effects)}]" if effects else ""), []


def _made(story: Story, road: Road) -> list[str]:
    session = Session.new(story, story.language, road.start, seed=0)
    session.follow(road)
    found: list[str] = []
    for variable in story.variables.values():
        now = session.state.memory[story.memory.variables[variable.name]]
        if now == variable.first:
            continue
        if variable.kind == "flag":
            found.append(variable.name if now else f"not {variable.name}")
        else:
            found.append(f"{variable.name} = {value(variable, session.state, story)}")
    return found


def _in_order(draft: Draft, name: str, before: str) -> None:
    """Name the chapter in the story's `chapters:`, behind the one before it."""
    order = list(draft.story.chapters)
    order.insert(order.index(before) + 1, name)
    line = f"chapters: [{', '.join(order)}]"
    for source in draft.sources:
        for document in source.documents:
            if source.language or next(iter(document.nodes), "") != "story":
                continue
            lines = draft.lines(source.name)
            key = document.keys.get("chapters")
            if key is None:
                draft.put_in(source.name, document.keys["story"].line, line)
                return
            block = Block(lines, key.line - 1)
            lines[block.begin : block.end] = [line + line_break(lines)]
            return
