"""What `october check` says: for people, for programs, and for a pull request (SARIF 2.1.0)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from game import __version__
from game.proof.prove import STEPS, Finding, Proof, prove, road_code
from game.proof.reading import PACE, RARE, Reading, WordsIn, read, words_by_language
from game.proof.rules import CODES
from game.story import faults as reading_faults
from game.story.faults import Fault, counted
from game.story.languages import missing
from game.story.linker import Checked
from game.story.model import Story

COSTLIEST = 5  # variables named for what they cost


@dataclass(frozen=True, slots=True)
class Report:
    """A story that was read and, when it is clean and was asked for, proved."""

    path: Path
    checked: Checked
    seconds: float = 0.0
    proof: Proof | None = None
    reading: Reading | None = None
    words: dict[str, WordsIn] = field(default_factory=dict[str, WordsIn])

    @property
    def clean(self) -> bool:
        return not self.checked.faults and not (self.proof and (self.proof.findings or self.proof.endings_open))


def look(path: Path, checked: Checked, seconds: float = float("inf")) -> Report:
    """Prove a story that was read without a fault, and count what there is to read."""
    if checked.story is None:
        return Report(path, checked)
    begun = time.monotonic()
    story = checked.story
    proof = prove(story, seconds)
    roads = [road for endings in proof.endings.values() for road in endings.values()]
    reading = read(story, roads)
    words = words_by_language(story)
    return Report(path, checked, time.monotonic() - begun, proof, reading, words)


# ---------------------------------------------------------------- for people


def as_text(report: Report) -> str:
    """Findings one to a line, then the summary."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    story = report.checked.story
    yield from map(str, report.checked.faults)
    if story is None:
        yield counted(len(report.checked.faults), "fault") + "."
        return
    if report.proof:
        for finding in report.proof.findings:
            yield line(story, finding)
    told = ", ".join(story.languages)
    head = f"{story.id}: {counted(len(story.scenes), 'scene')}, {counted(len(story.notes), 'note')}, told in {told}."
    if report.proof is None:
        yield f"{head} No faults."
        yield from _gap_lines(report.checked)
        return
    found = len(report.proof.findings)
    yield f"{head} {'No findings' if not found else counted(found, 'finding')}."
    yield from _gap_lines(report.checked)
    yield from _proof_lines(report.proof, report.seconds)
    if report.reading:
        yield from _reading_lines(report.reading, report.words)


def _gap_lines(checked: Checked) -> Iterator[str]:
    """What a language does not tell yet. It is no fault: the game shows the story's own."""
    if (story := checked.story) is None:
        return
    for language in story.languages[1:]:
        if gaps := len(missing(story, language, checked.texts)):
            yield f"Missing in {language}: {counted(gaps, 'text')} of {len(checked.texts)}; see october translate."


def line(story: Story, finding: Finding) -> str:
    """A finding in one line: place, what is wrong, the road that shows it, its code."""
    fault = finding.fault()
    place = f"{fault.file}:{fault.line}:{fault.column}"
    said = f"{fault.message} {fault.hint}".strip()
    if finding.road is not None:
        length = counted(len(finding.road.legs), "choice")
        perhaps = "" if finding.shortest else " (perhaps not the shortest)"
        said += f" Road of {length}{perhaps}: {road_code(story, finding.road)}"
    return f"{place}: {said} [{fault.code}]"


def _proof_lines(proof: Proof, seconds: float) -> Iterator[str]:
    steps = ", ".join(f"{step} {proof.settled[step]}" for step in STEPS)
    yield f"Questions: {proof.asked}, settled by {steps}; {seconds:.1f} s in all."
    for start, endings in proof.endings.items():
        reached = ", ".join(f"{ending} ({len(road.legs)})" for ending, road in endings.items())
        yield f"Endings from {start}, with the fewest choices: {reached or 'none'}."
    if proof.endings_open:
        yield f"Not settled: who reaches {', '.join(proof.endings_open)}."
    cost = costliest(proof)
    if cost:
        yield f"Costliest to the proof: {', '.join(f'{name} ({nodes} nodes)' for name, nodes in cost)}."


def _reading_lines(reading: Reading, words: dict[str, WordsIn]) -> Iterator[str]:
    for language, told in words.items():
        notes = f"{told.notes} in notes, {told.else_} elsewhere"
        yield f"Words in {language}: {told.scenes} in scenes and choices, {notes}."
    if reading.choices:
        minutes = _minutes(reading.shortest)
        read = f"{reading.shortest} words, {minutes}"
        yield f"Reading, shortest road: {counted(reading.choices, 'choice')}, {read}."
    spread = ", ".join(f"{count} words ({_minutes(count)})" for count in reading.words)
    yield f"Reading, 5th, 50th and 95th of a hundred walks: {spread}; {reading.walks} walks at {PACE} words a minute."
    five, half, most = reading.scenes
    yield f"Scenes met on them: {five}, {half} and {most}."
    rare = sorted((share, scene) for scene, share in reading.shares.items() if share < RARE)
    if rare:
        named = ", ".join(f"{scene} ({100 * share:.2f} %)" for share, scene in rare)
        yield f"Met by fewer than 1 in 100 walks: {named}."


def costliest(proof: Proof) -> list[tuple[str, int]]:
    """What the story remembers that took the most nodes, with how many."""
    names = [*proof.story.memory.variables]
    names += [f"times({scene})" for scene in proof.story.memory.times]
    names += [f"chosen({scene}, {choice})" for scene, choice in proof.story.memory.chosen]
    return [(names[level], nodes) for level, nodes in proof.nodes.most_common(COSTLIEST)]


def _minutes(words: int) -> str:
    return f"{max(1, round(words / PACE))} min"


# ---------------------------------------------------------------- for programs


def as_json(report: Report) -> str:
    """{"faults": [...], "findings": [...], "proof": {...}, "reading": {...}}; what was not
    asked for is null."""
    story, proof, reading = report.checked.story, report.proof, report.reading
    told: dict[str, Any] = {
        "faults": [fault.as_json() for fault in report.checked.faults],
        "findings": [_finding(story, finding) for finding in proof.findings] if story and proof else None,
        "proof": None,
        "reading": None,
    }
    if proof:
        told["proof"] = {
            "asked": proof.asked,
            "settled": {step: proof.settled[step] for step in STEPS},
            "seconds": {step: round(proof.seconds[step], 3) for step in STEPS},
            "endings": {
                origin: {
                    ending: {"choices": len(road.legs), "road": road_code(proof.story, road)}
                    for ending, road in endings.items()
                }
                for origin, endings in proof.endings.items()
            },
            "endings_open": proof.endings_open,
            "costliest": dict(costliest(proof)),
        }
    if reading:
        told["reading"] = {
            "words": {
                language: {"scenes": told.scenes, "notes": told.notes, "else": told.else_}
                for language, told in report.words.items()
            },
            "shortest": {"choices": reading.choices, "words": reading.shortest},
            "walks": reading.walks,
            "percentiles": dict(zip(("5", "50", "95"), reading.words, strict=True)),
            "scenes": dict(zip(("5", "50", "95"), reading.scenes, strict=True)),
            "shares": reading.shares,
        }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _finding(story: Story, finding: Finding) -> dict[str, Any]:
    road = finding.road
    return {
        **finding.fault().as_json(),
        "bounded": finding.bounded,
        "road": road_code(story, road) if road else "",
        "choices": len(road.legs) if road else None,
        "shortest": finding.shortest if road else None,
    }


# ---------------------------------------------------------------- for a pull request


def as_sarif(report: Report) -> str:
    """The faults and findings as a SARIF 2.1.0 log, to be shown where the lines are."""
    story = report.checked.story
    told = [(fault, str(fault.message), "error") for fault in report.checked.faults]
    if story and report.proof:
        for finding in report.proof.findings:
            fault = finding.fault()
            words = fault.message
            if finding.road is not None:
                road = counted(len(finding.road.legs), "choice")
                words += f" A road of {road} shows it: october --road {road_code(story, finding.road)}"
            told.append((fault, words, "warning" if finding.bounded else "error"))
    codes = sorted({fault.code for fault, _, _ in told})
    rules = [_rule(code) for code in codes]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "october check", "version": __version__, "rules": rules}},
                "results": [_result(report.path, fault, words, level, codes) for fault, words, level in told],
                "columnKind": "unicodeCodePoints",
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def _result(path: Path, fault: Fault, words: str, level: str, codes: list[str]) -> dict[str, Any]:
    file = path / fault.file if path.is_dir() else path
    try:
        file = file.resolve().relative_to(Path.cwd())
    except ValueError:
        file = file.resolve()
    uri = file.as_posix() if not file.is_absolute() else file.as_uri()
    region = {"startLine": max(fault.line, 1), "startColumn": max(fault.column, 1)}
    text = f"{words} {fault.hint}".strip()
    return {
        "ruleId": fault.code,
        "ruleIndex": codes.index(fault.code),
        "level": level,
        "message": {"text": text},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
    }


def _rule(code: str) -> dict[str, Any]:
    said = CODES.get(code) or reading_faults.CODES[code]
    guide = "docs/proof.md" if code in CODES else "docs/faults.md"
    return {"id": code, "shortDescription": {"text": said}, "help": {"text": f"See {guide}, section {code}."}}
