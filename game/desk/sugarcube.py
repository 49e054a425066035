"""A story as one Twee 3 file for SugarCube, the story format of Twine's that can say the most of it.

Scenes are passages and keep their names. Everything a play remembers is a variable, so that a
reader of the file finds nothing that happens by itself. docs/exchange.md says what maps to what.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Sequence

from game.desk.guards import Guard, both, negated
from game.desk.leaving import Exported, left_out, opening_words
from game.desk.lowering import Lowering
from game.desk.pieces import Block, Called, Cases, Fork, Piece, Row, Said
from game.desk.speaking import Speaker, fresh, offered
from game.desk.twee import Passage, write_story
from game.play.render import Teller
from game.play.state import begin
from game.story.grammar import Effect
from game.story.memory import scenes_of
from game.story.model import Branch, Chance, Choice, Goto, Prose, Return, Scene, Start, Story, Visit, Way
from game.words import Words

VERSION = "2.36.1"  # of SugarCube; every later 2.x reads it
# What SugarCube or HTML would take for their own. The second kind counts only where it stands
# twice, or may come to stand so beside other words.
MARKS = re.compile(r"[&<>$_\[\]{}\\`@|/]|([-'=~^%\"])(?=\1)|(?<=(.))(?=\2)[-'=~^%\"]|\A[-'=~^%]|[-'=~^%]\Z")
START = "Start"  # no scene can be called so
GRID = 150  # from passage to passage in Twine's editor


def escaped(text: str) -> str:
    """The text with nothing in it that SugarCube would take for its own."""
    return MARKS.sub(lambda mark: f"&#{ord(mark[0])};", text)


def export(story: Story, language: str) -> Exported:
    """The story in this language as Twee 3, and what is not told in it."""
    return _Writer(story, language).whole()


class _Writer:
    def __init__(self, story: Story, language: str) -> None:
        self.story, self.words = story, Words(language)
        self.lowering = Lowering(story, language, phrases_apart=False)
        names, _, variables = Speaker.names(story, ("drawn",))
        times = {scene: names.take(f"times_{scene}") for scene in story.memory.times}
        chosen = {key: names.take("chosen_" + "_".join(key)) for key in story.memory.chosen}
        self.back = names.take("back")
        self.speaker = Speaker("$", "is", "isnot", "(({}) ? 1 : 0)", variables, times, chosen)
        self.test = self.speaker.test

    # ------------------------------------------------------------ the whole

    def whole(self) -> Exported:
        positions = self.positions()
        passages = [self.passage(scene, positions.get(scene.id, (0, 0))) for scene in self.story.scenes.values()]
        starts = list(self.story.first_chapter().starts.values())
        left = (*self.unsaid(), *left_out(self.story, self.lowering, emphasis=False))
        data = {
            "ifid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"bridges-of-october/{self.story.id}")).upper(),
            "format": "SugarCube",
            "format-version": VERSION,
            "start": START,
        }
        title = opening_words(self.story, self.lowering.language)["title"]
        return Exported(write_story(title, data, [self.initial(left), self.start(starts), *passages]), left)

    def unsaid(self) -> list[str]:
        """What is left out of this file and not of others."""
        scenes = self.story.scenes.values()
        placed = sum(scene.at is not None or bool(scene.place or scene.present) for scene in scenes)
        councils = sum(scene.council is not None for scene in scenes)
        found = [f"the hour, the place and who is present, of {placed} scenes."] if placed else []
        return found + ([f"{councils} questions put to a class (council)."] if councils else [])

    def initial(self, left: Sequence[str]) -> Passage:
        lines = [f"/* Not in this file: {line} */" for line in left]
        for variable in self.story.variables.values():
            value: object = variable.first + variable.lowest
            if variable.kind == "list":
                value = variable.values[variable.first]
            elif variable.kind == "flag":
                value = bool(variable.first)
            lines.append(f"<<set ${self.speaker.variables[variable.name]} to {json.dumps(value)}>>")
        lines += [f"<<set ${name} to 0>>" for name in self.speaker.times.values()]
        lines += [f"<<set ${name} to false>>" for name in self.speaker.chosen.values()]
        return Passage("StoryInit", (), {}, "\n".join(lines))

    def start(self, starts: Sequence[Start]) -> Passage:
        about = opening_words(self.story, self.lowering.language)
        lines = [f"<h1>{escaped(about['title'])}</h1>"]
        lines += [f"<p>{escaped(about[key])}</p>" for key in ("author", "about", "content", "credits") if about[key]]
        if len(starts) > 1:
            lines.append(f"<p>{escaped(self.words('which_start'))}</p>")
        links = []
        for start in starts:
            # As the game asks: in the words of the state in which that play begins.
            state = begin(self.story, start)
            say = Teller(self.story, self.lowering.language).words(start.say, state) or start.id
            links.append(self.link(json.dumps(escaped(say), ensure_ascii=False), self.effects(start.do), start.scene))
        return Passage(START, ("nobr",), {"position": "100,100"}, "\n".join([*lines, *self.menu(links)]))

    def positions(self) -> dict[str, tuple[int, int]]:
        """Where each passage lies in Twine's editor: a column for each choice further on."""
        found: dict[str, tuple[int, int]] = {}
        column = list(dict.fromkeys(start.scene for start in self.story.first_chapter().starts.values()))
        depth = 1
        while column:
            for row, scene in enumerate(column):
                found[scene] = (depth, row)
            ways = [choice.way for scene in column for choice in self.story.scenes[scene].choices]
            after = dict.fromkeys(target for way in ways for target in scenes_of(way))
            column = [scene for scene in after if scene not in found]
            depth += 1
        return found

    # ------------------------------------------------------------ scenes

    def passage(self, scene: Scene, at: tuple[int, int]) -> Passage:
        lines: list[str] = []
        if scene.id in self.speaker.times:
            name, cap = self.speaker.times[scene.id], self.story.memory.times[scene.id][1]
            lines.append(f"<<set ${name} to Math.min(${name} + 1, {cap})>>")
        lines += self.effects(scene.do)
        lines.append(f"<h2>{self.line(scene.title)}</h2>")
        lines += self.blocks(self.lowering.blocks(scene.text))
        menu = offered(scene)
        items = [item for choice in scene.choices for item in self.item(scene, choice, menu[choice.id])]
        lines += self.menu(items) if items else []
        if scene.ending:
            ending = self.story.endings[scene.ending]
            about = f"<br>{self.line(ending.about)}" if ending.about else ""
            lines.append(f'<p class="ending">{self.line(ending.title)}{about}</p>')
        tags = (scene.chapter, scene.basis, *(["ending"] if scene.ending else []), "nobr")
        position = f"{100 + at[0] * GRID},{100 + at[1] * GRID}"
        return Passage(scene.id, tuple(tag for tag in tags if tag), {"position": position}, "\n".join(lines))

    @staticmethod
    def menu(items: Iterable[str]) -> list[str]:
        return ['<ul class="choices">', *items, "</ul>"]

    def item(self, scene: Scene, choice: Choice, open_when: Guard) -> list[str]:
        lines: list[str] = []
        if choice.say is None:
            say = json.dumps(escaped(self.words("go_on")))
        else:
            say = self.expression(self.lowering.line(choice.say))
        if (scene.id, choice.id) in self.speaker.chosen:
            lines.append(f"<<set ${self.speaker.chosen[scene.id, choice.id]} to true>>")
        lines += self.effects(choice.do)
        target, after = self.way(choice.way)
        found = self.when(open_when, [self.link(say, [*lines, *after], target)])
        if choice.locked is not None and choice.say is not None:
            told = escaped(self.words("plain_locked", words="\0", reason="\1"))
            told = told.replace("\0", self.line(choice.say)).replace("\1", self.line(choice.locked))
            closed = both(negated(open_when), fresh(scene, choice))
            found += self.when(closed, [f'<li class="locked">{told}</li>'])
        return found

    @staticmethod
    def link(say: str, body: Sequence[str], target: str) -> str:
        goal = f' "{target}"' if target else ""
        return f"<li><<link {say}{goal}>>{''.join(body)}<</link>></li>"

    def way(self, way: Way) -> tuple[str, list[str]]:
        """The passage that a link leads to, or else, after an empty name, what finds it."""
        match way:
            case Goto(scene):
                return scene, []
            case Return():
                return "", [f"<<goto ${self.back}>>"]
            case Visit(scene, then):
                return scene, [f'<<set ${self.back} to "{then}">>']
            case Branch(pairs):
                return "", self.switch([(test or True, self.goto(inner)) for test, inner in pairs])
            case Chance(scenes):
                total, drawn = 0, list[tuple[str, str]]()
                for scene, weight in scenes:
                    total += weight
                    drawn.append((f"_drawn <= {total}", self.goto(Goto(scene))))
                drawn[-1] = ("", drawn[-1][1])
                return "", [f"<<set _drawn to random(1, {total})>>", *_switch(drawn)]

    def goto(self, way: Goto | Return) -> str:
        return f'<<goto "{way.scene}">>' if isinstance(way, Goto) else f"<<goto ${self.back}>>"

    # ------------------------------------------------------------ effects

    def switch(self, cases: Sequence[tuple[Guard, str]]) -> list[str]:
        return _switch([("" if guard is True else self.test(guard), told) for guard, told in cases])

    def when(self, guard: Guard, lines: list[str]) -> list[str]:
        if isinstance(guard, bool):
            return lines if guard else []
        return [f"<<if {self.test(guard)}>>{''.join(lines)}<</if>>"]

    def effects(self, effects: Iterable[Effect]) -> list[str]:
        return [line for effect in effects for line in self.when(effect.when or True, [self.change(effect)])]

    def change(self, effect: Effect) -> str:
        name, variable = f"${self.speaker.variables[effect.name]}", self.story.variables[effect.name]
        match effect.sign:
            case "set" | "clear":
                value = "true" if effect.sign == "set" else "false"
            case "+=" | "-=":
                sum_ = f"{name} {effect.sign[0]} {effect.value}"
                value = f"Math.clamp({sum_}, {variable.lowest}, {variable.highest})"
            case _:
                value = str(effect.value) if variable.kind == "number" else f'"{effect.value}"'
        return f"<<set {name} to {value}>>"

    # ------------------------------------------------------------ texts

    def line(self, prose: Prose) -> str:
        return self.text(self.lowering.line(prose))

    def blocks(self, blocks: Iterable[Block]) -> list[str]:
        found: list[str] = []
        for block in blocks:
            match block:
                case Row(pieces, quoted, when):
                    kind = ' class="quoted"' if quoted else ""
                    found += self.when(when, [f"<p{kind}>{self.text(pieces)}</p>"])
                case Fork(cases):
                    found += self.switch([(guard, "".join(self.blocks(inside))) for guard, inside in cases])
        return found

    def text(self, pieces: Iterable[Piece]) -> str:
        return "".join(map(self.piece, pieces))

    def piece(self, piece: Piece) -> str:
        match piece:
            case Said(text, emphasis):
                return f"<em>{escaped(text)}</em>" if emphasis else escaped(text)
            case Called():
                raise AssertionError("no phrase stands apart here")
            case Cases(cases):
                return "".join(self.switch([(guard, self.text(inside)) for guard, inside in cases]))

    def expression(self, pieces: Sequence[Piece]) -> str:
        """The words of a link: a text, or between backquotes what makes it."""
        if all(isinstance(piece, Said) for piece in pieces):
            return json.dumps(self.text(pieces).replace('"', "&#34;"), ensure_ascii=False)
        return f"`{self._joined(pieces)}`"

    def _joined(self, pieces: Sequence[Piece]) -> str:
        told: list[str] = []
        for piece in pieces:
            if isinstance(piece, Cases):
                told.append(f"({self._chosen(piece.cases)})")
            else:
                told.append(json.dumps(self.piece(piece).replace('"', "&#34;"), ensure_ascii=False))
        return " + ".join(told) or '""'

    def _chosen(self, cases: Sequence[tuple[Guard, tuple[Piece, ...]]]) -> str:
        if not cases:
            return '""'
        (guard, inside), *rest = cases
        if guard is True:
            return self._joined(inside)
        return f"({self.test(guard)}) ? {self._joined(inside)} : {self._chosen(rest)}"


def _switch(cases: Sequence[tuple[str, str]]) -> list[str]:
    """The macros that tell the first of the cases whose test holds; one without a test is the last."""
    found = [f"<<if {cases[0][0]}>>{cases[0][1]}"]
    for test, told in cases[1:]:
        found.append(f"<<elseif {test}>>{told}" if test else f"<<else>>{told}")
    return [*found, "<</if>>"]
