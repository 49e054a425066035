"""The colours: four themes, and the ink that each gives to a role.

A widget names a role (`prose`, `quiet`, `note`); the theme says what that looks like.
Whatever a colour tells is told by a word or a sign too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from rich.style import Style
from textual.theme import Theme

Role = Literal["prose", "strong", "quiet", "red", "shape", "note", "gold", "water", "chosen", "closed", "on_red"]
ThemeName = Literal["poster", "newsprint", "contrast", "plain"]


class Palette(NamedTuple):
    """One theme's colours, as Textual writes them."""

    ground: str
    prose: str
    quiet: str
    shape: str  # red in masses
    red: str  # red in words, lighter so that it can be read
    note: str
    water: str
    on_red: str  # letters over the red
    dark: bool = True
    terminal: bool = False  # the terminal's own sixteen colours


PALETTES: Mapping[str, Palette] = {
    "poster": Palette("#14110F", "#EDE4D3", "#A89C8A", "#E5383B", "#FF6B5E", "#D9B44A", "#8FB0C6", "#EDE4D3"),
    "newsprint": Palette("#F2EADB", "#1A1613", "#5E5446", "#A4161A", "#A4161A", "#6B4E00", "#2F5068", "#F2EADB", False),
    "contrast": Palette("#000000", "#FFFFFF", "#D8D0C4", "#FF6B5E", "#FF8A80", "#FFD75F", "#A8D4F0", "#000000"),
    "plain": Palette("default", "default", "default", "red", "red", "yellow", "cyan", "bright_white", True, True),
}
THEME_NAMES = tuple(PALETTES)


class Ink:
    """The styles of one theme, by role."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        prose = Style(color=palette.prose, bgcolor=palette.ground)
        quiet = prose + Style(color=palette.quiet, dim=palette.terminal)
        self.styles: Mapping[str, Style] = {
            "prose": prose,
            "strong": prose + Style(color=palette.prose, bold=True),
            "quiet": quiet,
            "red": prose + Style(color=palette.red, bold=palette.terminal),
            "shape": prose + Style(color=palette.shape),
            "note": prose + Style(color=palette.note, underline=True),
            "gold": prose + Style(color=palette.note),
            "water": prose + Style(color=palette.water),
            "on_red": prose + Style(color=palette.on_red),
            "chosen": prose + Style(color=palette.red, bold=True),
            "closed": quiet,
        }
        self.italic = Style(italic=True)

    def style(self, role: str, italic: bool = False) -> Style:
        """The style of a role; an unknown one is set as prose."""
        style = self.styles.get(role, self.styles["prose"])
        return style + self.italic if italic else style


INKS: Mapping[str, Ink] = {name: Ink(palette) for name, palette in PALETTES.items()}


# Textual's own rules name these; its themes of sixteen colours define them one by one.
TERMINAL_VARIABLES = {
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
    "border-blurred": "ansi_default",
    "input-cursor-background": "ansi_default",
    "input-cursor-foreground": "ansi_default",
    "input-cursor-text-style": "reverse",
    "input-selection-background": "ansi_default",
    "input-selection-foreground": "ansi_default",
    "screen-selection-background": "ansi_default",
    "screen-selection-foreground": "ansi_default",
}


def textual_theme(name: str) -> Theme:
    """The theme as Textual knows it, for its grounds and its few widgets that we use."""
    colours = PALETTES[name]

    def colour(value: str) -> str:
        return f"ansi_{value}" if colours.terminal else value

    ground, prose = colour(colours.ground), colour(colours.prose)
    return Theme(
        name=name,
        primary=colour(colours.shape),
        secondary=colour(colours.water),
        accent=colour(colours.note),
        warning=colour(colours.note),
        error=colour(colours.red),
        success=colour(colours.water),
        foreground=prose,
        background=ground,
        surface=ground,
        panel=ground,
        boost=ground,
        dark=colours.dark,
        variables=TERMINAL_VARIABLES if colours.terminal else {},
        ansi=colours.terminal,
    )


def first_theme(wanted: str, no_color: bool, colours: str | None) -> str:
    """The theme to begin with: the one asked for, unless the terminal cannot show it.

    `colours` is Rich's name for what the terminal can do: None, standard, 256, truecolor.
    """
    if no_color or colours in (None, "standard", "windows"):
        return "plain"
    return wanted if wanted in PALETTES else "poster"
