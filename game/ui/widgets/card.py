"""The card of a chapter: what its writer drew, with the title in block letters on the diagonal."""

from __future__ import annotations

from game.story.model import Card, Shape, Spot
from game.ui.widgets.dots import GROUND, INK, RED, STEEL, WATER, Canvas, Dot
from game.ui.widgets.letters import can_be_set
from game.ui.widgets.poster import PICTURE_FROM, Picture
from game.ui.widgets.typeset import Type, fit_title, set_type

COLOURS = {"ink": INK, "red": RED, "water": WATER, "steel": STEEL, "ground": GROUND}
MARGIN = 2.0  # dots around the letters of a card without a picture


def draw_card(card: Card, title: str, width: int, height: int, *, halo: bool) -> Canvas | None:
    """The card on a canvas of dots; None where not even its letters fit. In a narrow
    window there are only the letters."""
    canvas = Canvas(width, height)
    if width < PICTURE_FROM:
        set_lines = _fit(title, width - 2 * MARGIN, height - 2 * MARGIN)
        if set_lines is None:
            return None
        lines, kind = set_lines
        left, top = (width - kind.width) / 2, max(MARGIN, (height - kind.height) / 2)
        set_type(canvas, lines, kind, left, top, halo=False)
        return canvas
    for shape in card.shapes:
        _draw_shape(canvas, shape)
    (left, top), (right, bottom) = (_dot(canvas, spot) for spot in card.letters)
    if set_lines := _fit(title, right - left, bottom - top):
        set_type(canvas, *set_lines, left, top, halo=halo)
    return canvas


def has_letters(card: Card, title: str, width: int, height: int) -> bool:
    """Whether the title stands on the card in a window with so many dots for it."""
    if width < PICTURE_FROM:
        return _fit(title, width - 2 * MARGIN, height - 2 * MARGIN) is not None
    (left, top), (right, bottom) = card.letters
    return _fit(title, (right - left) * width / 100, (bottom - top) * height / 100) is not None


def _fit(title: str, width: float, height: float) -> tuple[tuple[str, ...], Type] | None:
    return fit_title(title, width, height) if can_be_set(title) else None


def _dot(canvas: Canvas, spot: Spot) -> Dot:
    return spot[0] * canvas.width / 100, spot[1] * canvas.height / 100


def _draw_shape(canvas: Canvas, shape: Shape) -> None:
    colour, size = COLOURS[shape.colour], max(1.0, shape.size * canvas.height / 100)
    first = [_dot(canvas, spot) for spot in shape.spots]
    across, down = _dot(canvas, shape.step)
    for time in range(shape.times):
        # By whole dots, so that each looks like the first.
        x, y = round(across * time), round(down * time)
        dots = [(left + x, top + y) for left, top in first]
        if shape.kind == "disc":
            canvas.disc(dots[0], size, colour)
        elif shape.kind == "beam":
            canvas.bar(dots[0], dots[1], size, colour)
        else:
            canvas.shape(dots, colour)


class CardPicture(Picture):
    """The card of a chapter."""

    def __init__(self, card: Card, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.card = card

    def show(self, title: str) -> None:
        """Set another title."""
        self.words = (title,)
        self.redraw()

    def draw(self, width: int, height: int, *, halo: bool) -> Canvas | None:
        return draw_card(self.card, self.words[0], width, height, halo=halo)
