"""A story as one ink file, which inkle's tools and inkjs read. docs/exchange.md says how.

Scenes are knots and keep their names, as variables do. What ink counts by itself is not used:
enterings, choices taken and bounds are kept in variables, so that they are exactly ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from game.desk.guards import Guard, both, either, negated
from game.desk.leaving import Exported, left_out, opening_words
from game.desk.lowering import Lowering
from game.desk.pieces import Block, Called, Cases, Fork, Piece, Row, Said, links
from game.desk.speaking import Speaker, fresh, offered
from game.play.render import Teller
from game.play.state import begin
from game.story.grammar import Effect
from game.story.model import Branch, Chance, Choice, Goto, Prose, Return, Scene, Story, Visit, Way
from game.words import Words

# Words that ink keeps for itself, and those that this file uses.
KEPT = frozenset(
    [
        "and",
        "or",
        "not",
        "mod",
        "has",
        "hasnt",
        "true",
        "false",
        "else",
        "return",
        "function",
        "temp",
        "ref",
        "once",
        "cycle",
        "shuffle",
        "stopping",
        "number",
        "drawn",
    ]
)
SPECIAL = re.compile(r"[\\{}\[\]|#~<>/*]")
AT_LINE_START = re.compile(r"[-*+=]|(?:INCLUDE|VAR|CONST|LIST|EXTERNAL|TODO|else)\b")


def escaped(text: str) -> str:
    """The text with nothing in it that ink would take for its own."""
    return SPECIAL.sub(lambda mark: "\\" + mark[0], text)


def line_escaped(line: str) -> str:
    """A line of ink that holds text, so that its beginning is text too."""
    return "\\" + line if AT_LINE_START.match(line) else line


def export(story: Story, language: str) -> Exported:
    """The story in this language as ink, and what ink does not tell."""
    return _Writer(story, language).whole()


class _Writer:
    def __init__(self, story: Story, language: str) -> None:
        self.story, self.words = story, Words(language)
        self.lowering = Lowering(story, language)
        self.names, self.knots, self.variables = Speaker.names(story, KEPT)
        self.times = {scene: self.names.take(f"times_{scene}") for scene in story.memory.times}
        self.chosen = {key: self.names.take("chosen_" + "_".join(key)) for key in story.memory.chosen}
        self.speaker = Speaker("", "==", "!=", "number({})", self.variables, self.times, self.chosen)
        self.test = self.speaker.test
        self.functions: dict[str, str] = {}
        self.draws = self.emphasis = False

    # ------------------------------------------------------------ the whole

    def whole(self) -> Exported:
        knots = [line for scene in self.story.scenes.values() for line in ["", *self.knot(scene)]]
        body = [*self.beginning(), *knots, *self.function_lines()]
        missing = left_out(self.story, self.lowering, self.emphasis)
        comment = [f"// Not in this file: {line}" for line in missing]
        return Exported("\n".join([*self.head(), *comment, "", *self.variable_lines(), *body]) + "\n", missing)

    def head(self) -> list[str]:
        about = opening_words(self.story, self.lowering.language)
        found = [f"# {key}: {escaped(text)}" for key, text in about.items() if text]
        return [*found, f"# language: {self.lowering.language}"]

    def variable_lines(self) -> list[str]:
        found: list[str] = []
        for variable in self.story.variables.values():
            value: str = str(variable.first + variable.lowest)
            if variable.kind == "list":
                value = f'"{variable.values[variable.first]}"'
            elif variable.kind == "flag":
                value = "true" if variable.first else "false"
            about = " ".join(variable.about.split())
            found.append(f"VAR {self.variables[variable.name]} = {value} // {about}")
        found += [f"VAR {name} = 0" for name in self.times.values()]
        found += [f"VAR {name} = false" for name in self.chosen.values()]
        return [*found, *(["VAR drawn = 0"] if self.draws else [])]

    def beginning(self) -> list[str]:
        starts = list(self.story.first_chapter().starts.values())
        found: list[str] = []
        for start in starts:
            lines = [*self.effects(start.do), f"-> {self.knots[start.scene]}"]
            if len(starts) > 1:
                # As the game asks: in the words of the state in which that play begins.
                state = begin(self.story, start)
                say = escaped(Teller(self.story, self.lowering.language).words(start.say, state) or start.id)
                lines = [f"+ [{say}]", *(f"    {line}" for line in lines)]
            found += lines
        return ["", *([escaped(self.words("which_start"))] if len(starts) > 1 else []), *found]

    def function_lines(self) -> list[str]:
        found: list[str] = []
        waiting = list(self.functions)
        for phrase in waiting:
            body = self.text(self.lowering.phrase(phrase), True)
            waiting += [called for called in self.functions if called not in waiting]
            found += ["", f"=== function {self.functions[phrase]}()", body]
        if self.speaker.counted:
            found += ["", "=== function number(test)", "{ test:", "    ~ return 1", "}", "~ return 0"]
        return found

    # ------------------------------------------------------------ scenes

    def knot(self, scene: Scene) -> list[str]:
        blocks = self.lowering.blocks(scene.text)
        found = [f"=== {self.knots[scene.id]} ==="]
        if scene.id in self.times:
            name, cap = self.times[scene.id], self.story.memory.times[scene.id][1]
            found.append(f"~ {name} = MIN({name} + 1, {cap})")
        found += self.effects(scene.do)
        found += self.tags(scene, blocks)
        found += self.blocks(blocks)
        menu = offered(scene)
        for choice in scene.choices:
            found += self.locked(scene, choice, menu[choice.id])
        for choice in scene.choices:
            found += self.choice(scene, choice, menu[choice.id])
        if scene.choices and either(*menu.values()) is not True:
            found += ["+ ->", "    -> END"]  # where nothing is open, a play stops
        return [*found, *(self.ending(scene) if scene.ending else [])]

    def tags(self, scene: Scene, blocks: Sequence[Block]) -> list[str]:
        told = {"scene": scene.id, "title": self.line(scene.title), "basis": scene.basis}
        told["at"] = scene.at.strftime("%Y-%m-%d %H:%M") if scene.at else ""
        told["place"] = scene.place
        told["present"] = self.listed((present.person, present.when or True) for present in scene.present)
        told["notes"] = self.listed(links(blocks))
        told["aside"] = "yes" if scene.aside else ""
        told["council"] = self.line(scene.council) if scene.council else ""
        return [f"# {key}: {text}" for key, text in told.items() if text]

    def listed(self, names: Iterable[tuple[str, Guard]]) -> str:
        return " ".join(name if when is True else f"{{{self.test(when)}:{name}}}" for name, when in names)

    def locked(self, scene: Scene, choice: Choice, open_when: Guard) -> list[str]:
        """A closed choice that is shown all the same: a line of text with a tag."""
        if choice.locked is None or choice.say is None:
            return []
        line = escaped(self.words("plain_locked", words="\0", reason="\1"))
        line = line.replace("\0", self.line(choice.say)).replace("\1", self.line(choice.locked))
        return self.when(both(negated(open_when), fresh(scene, choice)), [line_escaped(line) + " # locked"])

    def choice(self, scene: Scene, choice: Choice, open_when: Guard) -> list[str]:
        if open_when is False:
            return []
        say = self.line(choice.say) if choice.say else escaped(self.words("go_on"))
        test = "" if open_when is True else f"{{{self.test(open_when)}}} "
        lines: list[str] = []
        if (scene.id, choice.id) in self.chosen:
            lines.append(f"~ {self.chosen[scene.id, choice.id]} = true")
        lines += [*self.effects(choice.do), *self.way(choice.way)]
        say = say or '{""}'  # a choice without words would be a fallback to ink
        return [f"+ {test}[{say}]", *(f"    {line}" for line in lines)]

    def ending(self, scene: Scene) -> list[str]:
        ending = self.story.endings[scene.ending]
        found = [f"{line_escaped(self.line(ending.title))} # ending: {ending.id}"]
        if ending.about:
            found.append(f"{line_escaped(self.line(ending.about))} # ending")
        return [*found, "-> END"]

    # ------------------------------------------------------------ ways and effects

    def way(self, way: Way) -> list[str]:
        match way:
            case Goto(scene):
                return [f"-> {self.knots[scene]}"]
            case Return():
                return ["->->"]
            case Visit(scene, then):
                return [f"-> {self.knots[scene]} -> {self.knots[then]}"]
            case Branch(pairs):
                return self.switch([(test or True, self.way(inner)) for test, inner in pairs])
            case Chance(scenes):
                self.draws = True
                total, pairs_drawn = 0, list[tuple[str, list[str]]]()
                for scene, weight in scenes:
                    total += weight
                    pairs_drawn.append((f"drawn <= {total}", [f"-> {self.knots[scene]}"]))
                pairs_drawn[-1] = ("else", pairs_drawn[-1][1])
                return [f"~ drawn = RANDOM(1, {total})", *_switch(pairs_drawn)]

    def switch(self, cases: Sequence[tuple[Guard, list[str]]]) -> list[str]:
        if not cases[-1][1]:
            return self.switch(cases[:-1])
        return _switch([("else" if guard is True else self.test(guard), lines) for guard, lines in cases])

    def when(self, guard: Guard, lines: list[str]) -> list[str]:
        """The lines under a condition."""
        if isinstance(guard, bool):
            return lines if guard else []
        return [f"{{ {self.test(guard)}:", *(f"    {line}" for line in lines), "}"]

    def effects(self, effects: Iterable[Effect]) -> list[str]:
        return [line for effect in effects for line in self.when(effect.when or True, [f"~ {self.change(effect)}"])]

    def change(self, effect: Effect) -> str:
        name, variable = self.variables[effect.name], self.story.variables[effect.name]
        match effect.sign:
            case "set" | "clear":
                return f"{name} = {'true' if effect.sign == 'set' else 'false'}"
            case "+=":
                return f"{name} = MIN({name} + {effect.value}, {variable.highest})"
            case "-=":
                return f"{name} = MAX({name} - {effect.value}, {variable.lowest})"
            case _:
                return f"{name} = {effect.value}" if variable.kind == "number" else f'{name} = "{effect.value}"'

    # ------------------------------------------------------------ texts

    def line(self, prose: Prose) -> str:
        return self.text(self.lowering.line(prose))

    def blocks(self, blocks: Iterable[Block]) -> list[str]:
        found: list[str] = []
        for block in blocks:
            match block:
                case Row(pieces, False):
                    found.append(self.text(pieces, True))
                case Row(pieces, True, when):
                    found += self.when(when, [f"\\> {self.text(pieces)}"])
                case Fork(cases):
                    found += self.switch([(guard, self.blocks(inside)) for guard, inside in cases])
        return found

    def text(self, pieces: Iterable[Piece], starts_line: bool = False) -> str:
        found = "".join(map(self.piece, pieces))
        return line_escaped(found) if starts_line else found

    def piece(self, piece: Piece) -> str:
        match piece:
            case Said(text, emphasis):
                self.emphasis = self.emphasis or emphasis
                return escaped(re.sub(" {2,}", " ", text))  # ink makes one of them itself, but not in a choice
            case Called(phrase):
                if phrase not in self.functions:
                    self.functions[phrase] = self.names.take(phrase)
                return f"{{{self.functions[phrase]}()}}"
            case Cases(cases):
                return self.cases(cases)

    def cases(self, cases: Sequence[tuple[Guard, tuple[Piece, ...]]]) -> str:
        (guard, first), *rest = cases
        told = self.text(first)
        if guard is True:
            return told
        others = self.cases(rest) if rest else ""
        if not told:  # ink wants words behind the first colon
            guard, told, others = negated(guard), others, ""
        return f"{{{self.test(guard)}:{told}{'|' if others else ''}{others}}}" if told else ""


def _switch(cases: Iterable[tuple[str, list[str]]]) -> list[str]:
    found = ["{"]
    for test, lines in cases:
        found += [f"- {test}:", *(f"    {line}" for line in lines or ['{""}'])]
    return [*found, "}"]
