from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget


class Poster(Widget):
    def show(self, a: str, b: str) -> None:
        self.a = a
        self.b = b

    def render_line(self, y: int) -> Strip:
        return Strip([Segment(" " * self.size.width)])
