"""Brute force: every state that a story can be in, and what is wrong with it, seen by
looking at each of them. Only the tests do this; the proof must say the same."""

from __future__ import annotations

import math
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from game.play.make import Taken, make_page, record, standing
from game.play.render import Teller
from game.play.road import starts
from game.play.state import State, begin, chances, compile_condition, compile_effect, menu, step
from game.story.grammar import Condition, Effect
from game.story.model import Branch, Choice, Scene, Story
from tests.proof.making import Made

MOST = 4_000  # states; a story with more is not enumerated

# A fault by its code, the names that tell it from another, and its distance in choices
# from a start, -1 where no road shows it.
Fault = tuple[str, ...]


class Node(NamedTuple):
    """A state with the hour and the place that the road has carried to it."""

    state: State
    hour: datetime | None
    spot: str


class TooMany(Exception):
    """The story has more states than we look at."""


class World:
    """Every reachable state of a story, with its distance from a start."""

    def __init__(self, story: Story, made: Made) -> None:
        self.story, self.made = story, made
        first = story.first_chapter().id
        self.begun = {name: begin(story, s) for name, s in starts(story).items() if name.startswith(f"{first}/")}
        self.nodes: dict[Node, int] = {}
        self.distance: dict[State, int] = {}
        self.after: dict[State, list[tuple[str, State]]] = {}
        self.entered: list[tuple[Node, Node, int]] = []
        self.seen: dict[Fault, set[State]] = defaultdict(set)  # the states in which a fault is seen
        self._spread()

    def _spread(self) -> None:
        waiting: deque[Node] = deque()
        for state in self.begun.values():
            node = self._carried(Node(state, None, ""), state)
            if node not in self.nodes:
                self.nodes[node] = 0
                waiting.append(node)
        while waiting:
            node = waiting.popleft()
            distance = self.nodes[node]
            self.distance.setdefault(node.state, distance)
            if node.state not in self.after:
                self.after[node.state] = list(self.steps(node.state))
            for _, state in self.after[node.state]:
                new = self._carried(node, state)
                self.entered.append((node, new, distance + 1))
                if new not in self.nodes:
                    self.nodes[new] = distance + 1
                    waiting.append(new)
                    if len(self.nodes) > MOST:
                        raise TooMany

    def steps(self, state: State) -> Iterator[tuple[str, State]]:
        for choice in menu(self.story, state):
            for scene, _ in chances(self.story, state, choice) or (("", 1),):
                yield choice, step(self.story, state, choice, scene)

    def _carried(self, node: Node, state: State) -> Node:
        scene = self.story.scenes[state.scene]
        if scene.aside:
            return Node(state, node.hour, node.spot)
        return Node(state, scene.at or node.hour, scene.place or node.spot)

    def holds(self, condition: Condition, memory: bytes | bytearray) -> bool:
        return bool(compile_condition(self.story, condition)(memory))

    def nearest(self, condition: Condition, scene: str = "") -> int | None:
        """The fewest choices to a state in which the condition holds; None for no road."""
        test = compile_condition(self.story, condition)
        found = [d for s, d in self.distance.items() if (not scene or s.scene == scene) and test(s.memory)]
        return min(found) if found else None

    # ------------------------------------------------------------ faults

    def _shown(self, found: dict[Fault, int], fault: Fault, states: Iterable[State], distance: int = -1) -> None:
        """The fault is seen in each of these states; note the distance of the nearest."""
        for state in states:
            self.seen[fault].add(state)
            near = self.distance[state] if distance < 0 else distance
            found[fault] = min(near, found.get(fault, near))

    def faults(self) -> dict[Fault, int]:
        """Every fault there is, with the choices on the shortest road to it, or -1 where
        the fault is that there is no road."""
        self.by_scene: dict[str, dict[State, int]] = defaultdict(dict)
        for state, distance in self.distance.items():
            self.by_scene[state.scene][state] = distance
        found: dict[Fault, int] = {}
        for scene in self.story.scenes.values():
            found |= self._scene(scene)
        ended = {self.story.scenes[state.scene].ending for state in self.distance}
        found |= {("ending-unreachable", ending): -1 for ending in self.story.endings if ending not in ended}
        found |= self._clock() | self._rules() | self._texts() | self._starts()
        return found

    def _scene(self, scene: Scene) -> dict[Fault, int]:
        states = self.by_scene[scene.id]
        if not states:
            return {("scene-unreachable", scene.id): -1}
        found: dict[Fault, int] = {}
        menus = {state: menu(self.story, state) for state in states}
        if scene.choices:
            self._shown(found, ("menu-empty", scene.id), (s for s in states if not menus[s]))
        for choice in scene.choices:
            name = (scene.id, choice.id)
            taking = [state for state in states if choice.id in menus[state]]
            if not taking:
                found["choice-never", *name] = -1
            if choice.condition is not None and all(self.holds(choice.condition, s.memory) for s in states):
                found["condition-always", "if", *name] = -1
            found |= self._taken(scene, choice, taking) if taking else {}
        for one in scene.choices:
            for two in scene.choices[scene.choices.index(one) + 1 :]:
                same = repr((one.way, one.do)) == repr((two.way, two.do))
                chosen = self.story.memory.chosen
                if same and (scene.id, one.id) not in chosen and (scene.id, two.id) not in chosen:
                    both = (s for s in states if {one.id, two.id} <= set(menus[s]))
                    self._shown(found, ("choice-twin", scene.id, one.id, two.id), both)
        for present in scene.present:
            when = [s for s in states if present.when is None or self.holds(present.when, s.memory)]
            if present.when is not None and not when:
                found["present-never", scene.id] = -1
            if present.when is not None and len(when) == len(states):
                found["condition-always", "present", scene.id] = -1
            gone = self.story.people[present.person].gone
            assert gone is not None
            self._shown(found, ("person-gone", scene.id), (s for s in when if self.holds(gone, s.memory)))
        return found | self._entering(scene)

    def _taken(self, scene: Scene, choice: Choice, taking: list[State]) -> dict[Fault, int]:
        """The ifs of a choice's effects and of its ways, tried in every state."""
        found: dict[Fault, int] = {}
        ends: list[bytes] = []
        seen: dict[int, set[bool]] = defaultdict(set)
        for state in taking:
            memory = bytearray(state.memory)
            if (taken := self.story.memory.chosen.get((scene.id, choice.id))) is not None:
                memory[taken] = 1
            self._apply(choice.do, memory, seen)
            ends.append(bytes(memory))
        found |= self._told(seen, (scene.id, choice.id))
        if isinstance(choice.way, Branch):
            ways = {self._way(choice.way, memory) for memory in ends}
            for number in range(1, len(choice.way.pairs) + 1):
                if number not in ways:
                    found["way-never", scene.id, choice.id, str(number)] = -1
        return found

    def _way(self, branch: Branch, memory: bytes) -> int:
        for number, (condition, _) in enumerate(branch.pairs, 1):
            if condition is None or self.holds(condition, memory):
                return number
        raise AssertionError

    def _apply(self, effects: tuple[Effect, ...], memory: bytearray, seen: dict[int, set[bool]]) -> None:
        for number, effect in enumerate(effects):
            if effect.when is not None:
                seen[number].add(self.holds(effect.when, memory))
            compile_effect(self.story, effect)(memory)

    def _told(self, seen: dict[int, set[bool]], names: tuple[str, ...]) -> dict[Fault, int]:
        found: dict[Fault, int] = {}
        for number, outcomes in seen.items():
            if outcomes == {False}:
                found["effect-never", *names, str(number)] = -1
            if outcomes == {True}:
                found["condition-always", "effect", *names, str(number)] = -1
        return found

    def _entering(self, scene: Scene) -> dict[Fault, int]:
        seen: dict[int, set[bool]] = defaultdict(set)
        for memory in self._memories_at_the_door(scene):
            if scene.id in self.story.memory.times:
                at, cap = self.story.memory.times[scene.id]
                memory[at] = min(memory[at] + 1, cap)
            self._apply(scene.do, memory, seen)
        return self._told(seen, (scene.id,))

    def _memories_at_the_door(self, scene: Scene) -> Iterator[bytearray]:
        """What is remembered when the scene is entered, before it is counted."""
        for name, state in self.begun.items():
            if state.scene == scene.id:
                memory = bytearray(self.story.memory.size)
                for variable in self.story.variables.values():
                    memory[self.story.memory.variables[variable.name]] = variable.first
                self._apply(starts(self.story)[name].do, memory, defaultdict(set))
                yield memory
        for state, after in self.after.items():
            for taken, made in after:
                if made.scene == scene.id:
                    memory = bytearray(state.memory)
                    if (chosen := self.story.memory.chosen.get((state.scene, taken))) is not None:
                        memory[chosen] = 1
                    choice = next(c for c in self.story.scenes[state.scene].choices if c.id == taken)
                    self._apply(choice.do, memory, defaultdict(set))
                    yield memory

    def _clock(self) -> dict[Fault, int]:
        found: dict[Fault, int] = {}
        for before, after, distance in self.entered:
            scene = self.story.scenes[after.state.scene]
            if scene.aside or before.hour is None or after.hour is None:
                continue
            minutes = (after.hour - before.hour).total_seconds() / 60
            if minutes < 0:
                self._shown(found, ("clock-backwards", scene.id), [after.state], distance)
            elif before.spot and after.spot and self._takes(before.spot, after.spot, before.hour) > minutes:
                self._shown(found, ("walk-too-far", scene.id), [after.state], distance)
        return found

    def _takes(self, one: str, two: str, hour: datetime) -> float:
        """On foot, or by one line with two stops."""

        def metres(here: str, there: str) -> float:
            return math.dist(self.story.places[here].metres or (), self.story.places[there].metres or ())

        pace = self.story.pace
        found = [metres(one, two) / pace]
        for tram in self.story.trams.values():
            for on, off in (tram.stops, reversed(tram.stops)):
                there, ride = metres(one, on) / pace, metres(on, off) / tram.speed
                if tram.first <= hour.hour * 60 + hour.minute + there <= tram.last - ride:
                    found.append(there + ride + metres(off, two) / pace)
        return min(found)

    def _rules(self) -> dict[Fault, int]:
        found: dict[Fault, int] = {}
        for kind, rules in (("always", self.story.always), ("never", self.story.never)):
            for rule in rules:
                broken = [s for s in self.distance if self.holds(rule, s.memory) == (kind == "never")]
                self._shown(found, ("rule-broken", kind), broken)
        can = {s for s in self.distance if self.story.scenes[s.scene].ending or not self.after[s]}
        before: dict[State, set[State]] = defaultdict(set)
        for state, after in self.after.items():
            for _, made in after:
                before[made].add(state)
        waiting = list(can)
        while waiting:
            new = before[waiting.pop()] - can
            can |= new
            waiting.extend(new)
        self._shown(found, ("trap",), (s for s in self.distance if s not in can))
        return found

    def _starts(self) -> dict[Fault, int]:
        found: dict[Fault, int] = {}
        first, count = self.story.first_chapter().id, len(self.story.variables)
        for name, start in starts(self.story).items():
            if not name.startswith(f"{first}/"):
                wanted = begin(self.story, start).memory[:count]
                if not any(s.scene == start.scene and s.memory[:count] == wanted for s in self.distance):
                    found["start-unreachable", name] = -1
        return found

    # ------------------------------------------------------------ texts

    def _texts(self) -> dict[Fault, int]:
        """Which words are on no page; which groups with one text never lack it; which
        notes no page links."""
        met: set[str] = set()
        without: set[str] = set()
        notes: dict[str, set[str]] = defaultdict(set)
        self.linked: dict[tuple[State, str], set[str]] = {}
        for language in self.story.languages:
            for state in self.distance:
                words, linked = self._read(state, language)
                met |= words
                self.linked[state, language] = linked
                notes[language] |= linked
                without |= {word for word, parent in self.made.parents.items() if parent in words and word not in words}
            teller = Teller(self.story, language)
            for name, state in self.begun.items():
                words = set(re.findall(r"w\d+", teller.words(starts(self.story)[name].say, state)))
                met |= words
                without |= {word for word, parent in self.made.parents.items() if parent in words and word not in words}
        found: dict[Fault, int] = {}
        for word, parent in self.made.parents.items():
            if word not in met:
                found["text-never", word] = -1
            if word in self.made.single and parent in met and word not in without:
                found["shown-always", word] = -1
        found |= {("text-never", word): -1 for word in self.made.whole - met}
        for language in self.story.languages:
            for note in self.story.notes:
                if note not in notes[language]:
                    found["note-unreachable", note, language] = -1
                if self.story.notes[note].required:
                    missed = {state for state in self.distance if note not in self.linked[state, language]}
                    self._shown_around(found, ("note-missable", note, language), missed)
        return found

    def _shown_around(self, found: dict[Fault, int], fault: Fault, allowed: set[State]) -> None:
        """The fault is seen at an ending that a road comes to by these states alone."""
        distance = {state: 0 for state in self.begun.values() if state in allowed}
        waiting = deque(distance)
        while waiting:
            state = waiting.popleft()
            if self.story.scenes[state.scene].ending:
                self._shown(found, fault, [state], distance[state])
            for _, made in self.after[state]:
                if made in allowed and made not in distance:
                    distance[made] = distance[state] + 1
                    waiting.append(made)

    def _read(self, state: State, language: str) -> tuple[set[str], set[str]]:
        page = make_page(self.story, language, state, state, ())
        teller = Teller(self.story, language)
        texts = [paragraph.plain() for paragraph in page.paragraphs]
        texts += [words for option in page.options for words in (option.words, option.locked)]
        texts += [here.name for here in page.here] + [page.council, page.ending_title, page.ending_about]
        texts += [paragraph.plain() for row in page.remembered for paragraph in row.print]
        values = {name: state.memory[at] for name, at in self.story.memory.variables.items()}
        texts += [words for _, words in standing(self.story, language, state, values)]
        texts += [record(self.story, teller, Taken(1, state, choice, state)) for choice in menu(self.story, state)]
        return set(re.findall(r"w\d+", " ".join(texts))), set(page.notes)
