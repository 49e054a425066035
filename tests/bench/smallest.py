"""The smallest Textual app that shows one text and four options: what the game is held against.

A choice shows the next text and four options; without that it would show only one."""

from textual.app import App, ComposeResult
from textual.widgets import OptionList, Static

TEXT = "The winch-house smells of tar and somebody's supper. You can't come in, he says."
OPTIONS = ("Show him the stamp.", "Ask for tea.", "Slip round behind.", "Go away.")


class Smallest(App[None]):
    turned = 0

    def compose(self) -> ComposeResult:
        yield Static(TEXT)
        yield OptionList(*OPTIONS)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.turned += 1
        self.query_one(Static).update(f"{self.turned}. {TEXT}")
        event.option_list.set_options(f"{option[:-1]} {self.turned}." for option in OPTIONS)
        event.option_list.highlighted = 0


if __name__ == "__main__":
    Smallest().run()
