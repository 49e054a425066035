"""Typesetting: what is wrapped, and what is never read as anything but words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from game.play.page import Paragraph, Run
from game.ui.setting import Block, Piece, blocks_of, clean, cuts, set_block, set_blocks, shortened, width_of


def test_lines_break_at_spaces_and_after_a_dash_between_words() -> None:
    assert [text[a:b] for text in ["one two three"] for a, b in cuts(text, 7)] == ["one two", "three"]
    assert [text[a:b] for text in ["door—and out"] for a, b in cuts(text, 6)] == ["door—", "and", "out"]
    assert [text[a:b] for text in ["—Esos pies —dice"] for a, b in cuts(text, 6)] == ["—Esos", "pies", "—dice"]


def test_a_space_that_does_not_break_keeps_its_words_together() -> None:
    assert [text[a:b] for text in ["at 4\u00a0pm today"] for a, b in cuts(text, 6)] == ["at", "4\u00a0pm", "today"]


@given(st.text(max_size=200), st.integers(1, 80))
def test_no_line_is_wider_than_the_measure_and_no_word_is_lost(text: str, width: int) -> None:
    text = clean(text)
    spans = cuts(text, width)
    wide = max((cell_len(letter) for letter in text), default=0)
    assert all(cell_len(text[a:b]) <= max(width, wide) for a, b in spans)
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")


def test_the_terminal_gets_no_orders_from_a_story() -> None:
    assert clean("a\x1b[31mb\x07\x9b\u202ec") == "a [31mb   c"


def test_words_of_a_note_end_in_its_sign_once_and_can_be_hit() -> None:
    line = (Run("Four "), Run("ca", note="j"), Run("dets", True, "j"), Run(", here."))
    pieces = blocks_of([Paragraph((line,))])[0].pieces
    assert "".join(piece.text for piece in pieces) == "Four cadets°, here."
    assert [piece.hit for piece in pieces] == ["", "note:j", "note:j", ""]


def test_a_wire_keeps_its_lines() -> None:
    wire = Paragraph(((Run("TO ALL."),), (Run("STOP"),)), quoted=True)
    lines = set_blocks(blocks_of([wire]), 40)
    assert ["".join(piece.text for piece in line) for line in lines] == ["  ▏ TO ALL.", "  ▏ STOP"]


def test_a_lead_hangs_or_stands_over_the_words_where_there_is_no_room() -> None:
    block = Block((Piece("one two three"),), (Piece("said  "),))
    assert all(width_of(line) <= 14 for line in set_block(block, 14))
    assert ["".join(p.text for p in line) for line in set_block(block, 9)] == ["said  ", "  one two", "  three"]


def test_a_line_too_long_ends_in_an_ellipsis() -> None:
    assert shortened("Liteiny bridge · Rudakov", 16) == "Liteiny bridge…"
    assert shortened("short", 16) == "short"
