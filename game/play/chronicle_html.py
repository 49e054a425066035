"""The chronicle as one HTML page: no fonts, scripts or pictures from elsewhere, and it prints well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from game.play import dates
from game.play.chronicle import Chronicle, Told
from game.play.chronicle_art import card_art, day_line, title_art
from game.play.page import ClaimLine, Line, NotePage, Opening, Paragraph, Remembered
from game.words import Words

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # nothing is fetched and nothing runs

STYLE = """
:root{--ground:#F2EADB;--prose:#1A1613;--quiet:#5E5446;--red:#A4161A;--note:#6B4E00;--water:#2F5068}
@media (prefers-color-scheme:dark){
:root{--ground:#14110F;--prose:#EDE4D3;--quiet:#A89C8A;--red:#FF6B5E;--note:#D9B44A;--water:#8FB0C6}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--prose);font:1.1rem/1.6 Georgia,"Times New Roman",serif}
main{max-width:38rem;margin:0 auto;padding:0 1.2rem 4rem}
svg{display:block;width:100%;height:auto}
.line{margin:2rem 0}.line text{font:700 20px sans-serif;text-anchor:middle;fill:var(--quiet)}
.rail{stroke:var(--red);stroke-width:3}.stop{fill:var(--ground);stroke:var(--red);stroke-width:3}
h1{position:absolute;left:-200vw}
h2{margin:4rem 0 0;font:900 1.5rem/1.2 Impact,"Arial Narrow Bold",sans-serif;text-transform:uppercase}
h2,.verdict{color:var(--red)}.chapter{margin:4rem 0 0}.chapter h2{margin:1rem 0 0}.chapter p{margin:.2rem 0 0}
h3{margin:3rem 0 .2rem;padding-left:.7rem;border-left:.45rem solid var(--red);font-size:1.25rem;line-height:1.25}
.where,.quiet,footer{color:var(--quiet);font-size:.95rem}.where{margin:0 0 1rem}
.where b{font-weight:400;color:var(--water)}
blockquote{margin:1rem 0 1rem 1rem;padding-left:.8rem;border-left:.15rem solid var(--quiet)}
.done{margin:1.4rem 0;padding:.1rem 0 .1rem 1.6rem;text-indent:-1.1rem;font-weight:700}
.done::before{content:"\\25B8";color:var(--red);margin-right:.5rem}
.council{font-weight:700}dl{margin:1rem 0}dt{color:var(--quiet);font-size:.95rem}dd{margin:0 0 .5rem 1rem}
.end{margin:3rem 0 0;padding-top:1rem;border-top:.3rem solid var(--red)}.end b{font-size:1.3rem}
a{color:var(--note)}sup{line-height:0}sup a{text-decoration:none;font-weight:700;padding:0 .1em}
.notes>li{margin:0 0 1.6rem;padding-left:.4rem}.notes h4{margin:0;font-size:1.05rem}
.notes h5::first-letter{text-transform:uppercase}.notes h5{margin:.7rem 0 .1rem;font-size:.95rem;color:var(--quiet)}
.notes p,.notes ul{margin:.3rem 0}
.verdict{font-weight:700}
code{display:block;margin:.4rem 0;font:700 1.1rem/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
@media print{:root{--ground:#fff;--prose:#000;--quiet:#444;--red:#A4161A;--note:#000;--water:#222}
html{font-size:9.6pt}main{max-width:none;padding:0}svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.chapter,h2{break-before:page}.chapter h2,.chapter:first-of-type{break-before:auto}
.chapter,h2,h3,.where{break-after:avoid}.done,.notes>li{break-inside:avoid}
p{orphans:3;widows:3}a{text-decoration:none}@page{margin:20mm 22mm}}
""".strip()


def html(road: Chronicle, words: Words) -> str:
    """The whole page; it ends in a line break."""
    return "\n".join(_document(road, words)) + "\n"


def shown(text: str) -> str:
    """The text so that a browser shows it as it is."""
    return escape(CONTROLS.sub(" ", text), quote=True)


def _document(road: Chronicle, words: Words) -> Iterator[str]:
    yield f'<!DOCTYPE html>\n<html lang="{shown(road.language)}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{shown(road.title)}: {shown(words('chronicle'))}</title>"
    yield f"<style>\n{STYLE}\n</style>\n</head>\n<body>"
    yield f"<header>{title_art(road.title)}</header>\n<main>\n<h1>{shown(road.title)}</h1>"
    yield f'<p class="quiet">{shown(words("chronicle_about"))}</p>'
    yield day_line(road, words)
    refs = _Refs(road)
    for number, told in enumerate(road.pages, 1):
        if told.opening:
            yield from _chapter(told.opening)
        yield f'<section id="page-{number}">'
        yield from _page(told, words, refs)
        yield "</section>"
    if not road.finished:
        yield f'<p class="quiet">{shown(words("chronicle_unfinished"))}</p>'
    if road.notes:
        yield f'<h2>{shown(words("chronicle_notes"))}</h2>\n<ol class="notes">'
        for number, note in enumerate(road.notes, 1):
            yield from _endnote(number, note, words, refs)
        yield "</ol>"
    yield f'<footer class="end"><p>{shown(words("chronicle_code"))}<code>{shown(road.code)}</code>'
    yield f"{shown(words('chronicle_code_about'))}</p>"
    yield from (f"<p>{shown(paragraph.plain())}</p>" for paragraph in road.credits)
    yield "</footer>\n</main>\n</body>\n</html>"


def _chapter(opening: Opening) -> Iterator[str]:
    yield '<div class="chapter">'
    if opening.card:
        yield card_art(opening.card)
    yield f"<h2>{shown(opening.title)}</h2>"
    if opening.about:
        yield f'<p class="quiet">{shown(opening.about)}</p>'
    yield "</div>"


class _Refs:
    """The signs that lead to the endnotes; the first of each is the one that leads back."""

    def __init__(self, road: Chronicle) -> None:
        self.road = road
        self.met: set[int] = set()

    def sign(self, note: str) -> str:
        number = self.road.number_of(note)
        if not number:
            return ""
        anchor = "" if number in self.met else f' id="ref-{number}"'
        self.met.add(number)
        return f'<sup><a{anchor} href="#note-{number}">{number}</a></sup>'


def _page(told: Told, words: Words, refs: _Refs) -> Iterator[str]:
    page = told.page
    yield f"<h3>{shown(page.title)}</h3>"
    where: list[str] = []
    if page.at:
        when = f"{dates.day_and_hour(page.at, words)} {dates.in_new_style(page.at, words)}".strip()
        where.append(f'<time datetime="{page.at:%Y-%m-%dT%H:%M}">{shown(when)}</time>')
    where += [f"<b>{shown(page.place)}</b>"] if page.place else []
    where += [shown(words("aside"))] if page.aside else []
    where += [f"<i>{shown(words(f'basis_{page.basis}'))}</i>"] if page.basis else []
    if where:
        yield f'<p class="where">{" · ".join(where)}</p>'
    yield from _paragraphs(page.paragraphs, refs)
    for row in page.remembered:
        yield from _row(row, words, refs)
    if page.council:
        yield f'<p class="quiet">{shown(words("council"))}</p><p class="council">{shown(page.council)}</p>'
    if page.untranslated:
        yield f'<p class="quiet">{shown(words("untranslated"))}</p>'
    if told.record:
        yield f'<p class="done">{shown(told.record)}</p>'
    if page.ending:
        about = f"<br>{shown(page.ending_about)}" if page.ending_about else ""
        yield f'<p class="end">{shown(words("ending"))}<br><b>{shown(page.ending_title)}</b>{about}</p>'


def _paragraphs(paragraphs: Iterable[Paragraph], refs: _Refs) -> Iterator[str]:
    for paragraph in paragraphs:
        words = "<br>".join(_line(line, refs) for line in paragraph.lines)
        yield f"<blockquote>{words}</blockquote>" if paragraph.quoted else f"<p>{words}</p>"


def _line(line: Line, refs: _Refs) -> str:
    made = ""
    for index, run in enumerate(line):
        text = shown(run.text)
        made += f"<em>{text}</em>" if run.emphasis else text
        if run.note and (index + 1 == len(line) or line[index + 1].note != run.note):
            made += refs.sign(run.note)
    return made


def _row(row: Remembered, words: Words, refs: _Refs) -> Iterator[str]:
    if row.title:
        yield f"<h4>{shown(row.title)}</h4>"
    parts: list[str] = []
    for key, records in (("said", row.said), ("did", row.did)):
        told = "<br>".join(
            shown(f"{dates.hour_in_row(at, row, words)}, {text}" if at else text) for at, text in records
        )
        parts.append(f"<dt>{shown(words(key))}</dt><dd>{told or shown(words('nothing_kept'))}</dd>")
    if row.print:
        text = "<br>".join(_line(line, refs) for paragraph in row.print for line in paragraph.lines)
        parts.append(f"<dt>{shown(words('printed'))}</dt><dd>{text}</dd>")
    if row.notes:
        signs = " ".join(refs.sign(note) for note in row.notes)
        parts.append(f"<dt>{shown(words('notes_label'))}</dt><dd>{signs}</dd>")
    yield f"<dl>{''.join(parts)}</dl>"


def _endnote(number: int, note: NotePage, words: Words, refs: _Refs) -> Iterator[str]:
    back = f' <a href="#ref-{number}" aria-label="{shown(words("chronicle_back"))}">↑</a>' if number in refs.met else ""
    yield f'<li id="note-{number}"><h4>{shown(note.title)}{back}</h4>'
    yield from _paragraphs(note.text, refs)
    if note.historians:
        yield f"<h5>{shown(words('historians'))}</h5>"
        yield from _paragraphs(note.historians, refs)
    if note.claims:
        claims = "".join(f"<li>{_claim(claim, words)}</li>" for claim in note.claims)
        yield f"<h5>{shown(words('claims'))}</h5><ul>{claims}</ul>"
    if note.sources:
        sources = "".join(f"<li>{shown(source)}</li>" for source in note.sources)
        yield f"<h5>{shown(words('sources'))}</h5><ul>{sources}</ul>"
    if note.sure:
        yield f'<p class="quiet">{shown(words(f"sure_{note.sure}"))}</p>'
    yield "</li>"


def _claim(claim: ClaimLine, words: Words) -> str:
    where = words("where", document=claim.document, paragraph=claim.paragraph, sentence=claim.sentence)
    verdict = shown(words(f"verdict_{claim.verdict}"))
    return f'<span class="verdict">{verdict}:</span> {shown(claim.says)} <span class="quiet">({shown(where)})</span>'
