"""The settings: each a row whose value the arrows change, with a sample of the page below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.binding import Binding, BindingType

from game.settings import MEASURES, PACES, READ_BEFORE, THEMES
from game.ui.leaves import spaced, title_block
from game.ui.screens.leaf import Leaf
from game.ui.setting import Block, blocks_of, heading, words
from game.ui.widgets.keys import Key
from game.ui.widgets.menu import Row


class Setting(NamedTuple):
    """A setting and its values, each with its name."""

    key: str
    values: Sequence[object]
    names: Sequence[str]


class SettingsScreen(Leaf):
    """Every change counts at once and is kept at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "other(1)", show=False),
        Binding("left,h", "other(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(self.sample, (Row("", ""),), numbered=False)
        self.remove_class("list")
        self.add_class("settings")

    def on_mount(self) -> None:
        self.reword()

    def settings(self) -> list[Setting]:
        """All of them, in the language of the moment."""
        say = self.october.words
        spoken = self.october.spoken()
        switch = [say("setting_no"), say("setting_yes")]
        return [
            Setting("language", spoken, [say(f"name_{code}") for code in spoken]),
            Setting("theme", THEMES, [say(f"theme_{name}") for name in THEMES]),
            Setting("measure", MEASURES, [say("setting_cells", count=count) for count in MEASURES]),
            Setting("pace", PACES, [say(f"pace_{name}") for name in PACES]),
            Setting("still", (False, True), switch),
            Setting("read_before", READ_BEFORE, [say(f"read_{name}") for name in READ_BEFORE]),
            Setting("consequences", (False, True), switch),
        ]

    def value(self, key: str) -> object:
        """What is so now; the theme may be another than was set, where there is no colour."""
        october = self.october
        now = {"language": october.language, "theme": october.theme}
        return now[key] if key in now else getattr(october.settings, key)

    def reword(self) -> None:
        say, settings = self.october.words, self.settings()
        labels = [say(f"setting_{setting.key}") for setting in settings]
        column = max(map(cell_len, labels)) + 2
        rows: list[Row] = []
        for setting, label in zip(settings, labels, strict=True):
            value = self.value(setting.key)
            name = setting.names[setting.values.index(value)] if value in setting.values else str(value)
            rows.append(Row(setting.key, f"‹ {name} ›", lead=label + " " * (column - cell_len(label))))
        self.rows = rows
        self.menu.offer(rows, max(0, self.menu.hand))
        self.sheet.measure = self.october.settings.measure
        self.sheet.reset()
        self.put_foot()

    def sample(self, room: int) -> list[Block]:
        """The title, what the setting of the hand is for, and a paragraph as it would be set."""
        say = self.october.words
        held = self.rows[self.menu.hand].id if 0 <= self.menu.hand < len(self.rows) else ""
        blocks = [title_block(say("settings"))]
        if held:
            blocks.append(words(say(f"setting_{held}_about"), "quiet", gap=1))
        if self.october.kept.trouble:
            blocks.append(words(say("settings_unsaved"), "red", lead="! ", lead_role="red"))
        sample = blocks_of(self.october.plays.about(self.october.language).about)
        return [*blocks, heading(say("setting_sample")), *spaced(sample)]

    def put_foot(self) -> None:
        say = self.october.words
        keys = [Key("↑↓", say("key_scroll")), Key("← →", say("key_change"), "other(1)")]
        self.foot.show([*keys, Key(say("name_esc"), say("key_close"), "close")])

    # ------------------------------------------------------------ changing

    def action_hand(self, step: int) -> None:
        super().action_hand(step)
        self.sheet.reset()

    def action_other(self, step: int) -> None:
        """The next value, or the one before, of the setting that the hand points at."""
        if 0 <= self.menu.hand < len(self.rows):
            self.turn(self.rows[self.menu.hand].id, step)

    def taken(self, row: str) -> None:
        if row:
            self.menu.hand = [line.id for line in self.rows].index(row)
            self.turn(row, 1)

    def turn(self, key: str, step: int) -> None:
        setting = next(setting for setting in self.settings() if setting.key == key)
        value = self.value(key)
        at = setting.values.index(value) if value in setting.values else -1
        self.october.change(**{key: setting.values[(at + step) % len(setting.values)]})
