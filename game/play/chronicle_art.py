"""The pictures of the chronicle, drawn from coordinates as SVG: the title and the line of the day."""

from __future__ import annotations

from datetime import datetime
from html import escape

from game.play import dates
from game.play.chronicle import Chronicle
from game.story.model import Card
from game.words import Words

GROUND, PAPER, RED, STEEL, WATER = "#14110F", "#EDE4D3", "#E5383B", "#A89C8A", "#8FB0C6"
WIDTH, HEIGHT = 1000, 440
FACE = "Impact,Haettenschweiler,'Arial Narrow Bold','Arial Black',sans-serif"
APART = 96  # between two hours that are written out, in the line's own units

Point = tuple[float, float]


def _shape(corners: list[Point], colour: str) -> str:
    points = " ".join(f"{x:g},{y:g}" for x, y in corners)
    return f'<polygon points="{points}" fill="{colour}"/>'


def _beam(start: Point, end: Point, thick: float, colour: str) -> str:
    (x1, y1), (x2, y2) = start, end
    return _shape([(x1, y1), (x2, y2), (x2, y2 + thick), (x1, y1 + thick)], colour)


def halves(title: str) -> list[str]:
    """The title in two lines of about the same length, or in one when it is a single word."""
    words = title.upper().split()
    if len(words) < 2:
        return words or [""]
    best = min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))))
    return [" ".join(words[:best]), " ".join(words[best:])]


def title_art(title: str) -> str:
    """The poster: a red wedge under a raised bridge, the title on the diagonal, water."""
    water, deck = HEIGHT - 26.0, HEIGHT * 0.74
    left, right, pier, leaf, up = 660.0, 960.0, 15.0, 132.0, 150.0
    drawn = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>']
    for x in (left, right):
        drawn.append(_shape([(x - pier, deck), (x + pier, deck), (x + 27, water), (x - 27, water)], STEEL))
    drawn.append(_beam((right, deck), (WIDTH, deck), 22, STEEL))
    drawn.append(_beam((left - pier, deck), (left + leaf, deck - up), 22, STEEL))
    drawn.append(_beam((right + pier, deck), (right - leaf, deck - up), 22, STEEL))
    drawn.append(_shape([(0, HEIGHT * 0.42), (830, HEIGHT * 0.82), (0, water - 6)], RED))
    drawn.append(f'<rect y="{water:g}" width="{WIDTH}" height="6" fill="{WATER}"/>')
    lines, letters = halves(title), list[str]()
    for number, line in enumerate(lines):
        size = 112 if number == 0 and len(lines) > 1 else 96
        wide = min(660, round(len(line) * size * 0.52))
        y = 186 + number * 106 if len(lines) > 1 else 220
        letters.append(
            f'<text x="40" y="{y}" font-size="{size}" textLength="{wide}" lengthAdjust="spacingAndGlyphs">'
            f"{escape(line)}</text>"
        )
    drawn.append(f'<g transform="rotate(-7 40 220)" font-family="{FACE}" font-weight="900" fill="{PAPER}">')
    body = "".join([*drawn, *letters]) + "</g>"
    label = escape(title, quote=True)
    return f'<svg class="poster" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{body}</svg>'


CARD = (100, 48)  # a card's own units, wide and high
COLOURS = {"ink": PAPER, "red": RED, "water": WATER, "steel": STEEL, "ground": GROUND}


def card_art(card: Card) -> str:
    """The card of a chapter, without its letters."""
    wide, high = CARD
    drawn = [f'<rect width="{wide}" height="{high}" fill="{GROUND}"/>']
    for shape in card.shapes:
        colour, size = COLOURS[shape.colour], shape.size * high / 100
        for time in range(shape.times):
            across, down = shape.step[0] * time, shape.step[1] * time
            spots = [((x + across) * wide / 100, (y + down) * high / 100) for x, y in shape.spots]
            if shape.kind == "disc":
                (x, y) = spots[0]
                drawn.append(f'<circle cx="{x:g}" cy="{y:g}" r="{size / 2:g}" fill="{colour}"/>')
            elif shape.kind == "beam":
                (x1, y1), (x2, y2) = spots
                line = f'x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"'
                drawn.append(f'<line {line} stroke="{colour}" stroke-width="{size:g}"/>')
            else:
                drawn.append(_shape(spots, colour))
    return f'<svg class="card" viewBox="0 0 {wide} {high}" aria-hidden="true">{"".join(drawn)}</svg>'


def day_line(road: Chronicle, words: Words) -> str:
    """The road along the clock: a stop for each page, its hour where there is room; empty for fewer than two."""
    stops = [(told.page.at, told.page.title) for told in road.pages if told.page.at and not told.page.aside]
    first, last = (min(at for at, _ in stops), max(at for at, _ in stops)) if stops else (None, None)
    if first is None or last is None or first == last:
        return ""
    span = (last - first).total_seconds()

    def across(at: datetime) -> float:
        return 50 + 900 * (at - first).total_seconds() / span

    drawn = ['<path d="M50 26H950" class="rail"/>']
    written: float = -APART
    for at, title in sorted(stops):
        x = across(at)
        hour = dates.clock(at, words)
        tip = escape(f"{hour} {title}")
        drawn.append(f'<circle cx="{x:.1f}" cy="26" r="6" class="stop"><title>{tip}</title></circle>')
        if x - written >= APART and (at == last or across(last) - x >= APART):
            drawn.append(f'<text x="{x:.1f}" y="56">{escape(hour)}</text>')
            written = x
    label = escape(words("chronicle_line"), quote=True)
    return f'<svg class="line" viewBox="0 0 1000 66" role="img" aria-label="{label}">{"".join(drawn)}</svg>'
