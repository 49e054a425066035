"""The chronicle in Markdown: CommonMark, with footnotes as most readers of Markdown know them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from game.play import dates
from game.play.chronicle import Chronicle, Told
from game.play.page import ClaimLine, Line, NotePage, Paragraph, Remembered
from game.words import Words

# Marks that mean something wherever they stand, and those that do so at the beginning of a line.
ANYWHERE = re.compile(r"([\\`*_\[\]<>&~|$^])")
AT_START = re.compile(r"^(\s*)([#+=:-]|\d{1,9}(?=[.)]))")
ADDRESS = re.compile(r"(?i)(https?|ftp|mailto)(:)|(www)(\.)|(@)")
WIDE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # what a terminal would obey

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


def escaped(text: str) -> str:
    """The text so that Markdown shows it as it is, in one line."""
    text = ANYWHERE.sub(r"\\\1", " ".join(WIDE.sub(" ", text).split()))
    text = ADDRESS.sub(lambda found: "".join(_address(part) for part in found.groups() if part), text)
    return AT_START.sub(lambda found: found[1] + (f"\\{found[2]}" if not found[2].isdigit() else _item(found[2])), text)


def _address(part: str) -> str:
    """Nothing becomes a link by itself."""
    return f"\\{part}" if part in ":.@" else part


def _item(digits: str) -> str:
    """Figures at the beginning that would number a list: the first is written as a reference."""
    return f"&#{ord(digits[0])};{digits[1:]}"


def _document(road: Chronicle, words: Words) -> Iterator[str]:
    yield f"# {escaped(road.title)}"
    yield f"```text\n{BRIDGE}\n```"
    yield f"*{escaped(words('chronicle_about'))}*"
    chapter = ""
    for told in road.pages:
        if told.page.chapter != chapter:
            chapter = told.page.chapter
            yield "---"
            yield f"## {escaped(chapter)}"
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
        text = escaped(run.text) if not made else ANYWHERE_ONLY(run.text)
        lead = " " if made and run.text[:1] == " " else ""
        tail = " " if run.text[-1:] == " " and run.text.strip() else ""
        text = f"<em>{text}</em>" if run.emphasis and text else text
        made += f"{lead}{text}{tail}"
        ends = run.note and (index + 1 == len(line) or line[index + 1].note != run.note)
        if ends and (number := road.number_of(run.note)):
            made = f"{made.rstrip()}[^{number}]{tail}"
    return made


def ANYWHERE_ONLY(text: str) -> str:  # noqa: N802
    """As `escaped`, for words that do not begin a line."""
    return escaped(f"x{text}" if text[:1] != " " else f"x {text}")[1:].lstrip(" ")


def _row(road: Chronicle, row: Remembered, words: Words) -> Iterator[str]:
    if row.title:
        yield f"**{escaped(row.title)}**"
    items: list[str] = []
    for key, records in (("said", row.said), ("did", row.did)):
        for at, told in records:
            hour = f"{dates.clock(at, words)}, " if at else ""
            items.append(f"- *{escaped(words(key))}:* {escaped(f'x{hour}{told}')[1:]}")
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
        parts += [f"*{escaped(words('historians'))}*", *_paragraphs(road, note.historians)]
    if note.claims:
        claims = "\n".join(f"- {_claim(claim, words)}" for claim in note.claims)
        parts += [f"*{escaped(words('claims'))}*", claims]
    if note.sources:
        sources = "\n".join(f"- {escaped(source)}" for source in note.sources)
        parts += [f"*{escaped(words('sources'))}*", sources]
    if note.sure:
        parts.append(f"*{escaped(words(f'sure_{note.sure}'))}*")
    body = "\n\n".join(parts).replace("\n", "\n    ").replace("    \n", "\n")
    return f"[^{number}]: {body}"


def _claim(claim: ClaimLine, words: Words) -> str:
    where = words("where", document=claim.document, paragraph=claim.paragraph, sentence=claim.sentence)
    verdict = words(f"verdict_{claim.verdict}")
    return f"{escaped(claim.says)} ({ANYWHERE_ONLY(where)}: **{escaped(verdict)}**)"
