"""The smallest Textual app that shows one text and four options: what the start is held against."""

from textual.app import App, ComposeResult
from textual.widgets import OptionList, Static


class Smallest(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("The winch-house smells of tar and somebody's supper. You can't come in, he says.")
        yield OptionList("Show him the stamp.", "Ask for tea.", "Slip round behind.", "Go away.")


if __name__ == "__main__":
    Smallest().run()
