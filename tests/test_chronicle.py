"""The chronicle: what was read and chosen, as a document that shows whatever was typed as it was typed."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from game.play.carrying import keep_chronicle
from game.play.chronicle import Chronicle, as_html, as_markdown, chronicle
from game.play.chronicle_art import day_line, halves, title_art
from game.play.chronicle_html import shown
from game.play.chronicle_markdown import escaped, inline
from game.play.plays import Plays
from game.play.saves import Saves
from game.play.session import Session
from game.story.linker import load
from game.story.model import Story
from game.words import Words
from tests.test_ui_scene import STORY

EN = Words("en")
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class Reading(HTMLParser):
    """The words of a page, and what tags and attributes it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words, self.tags, self.attributes = "", list[str](), list[tuple[str, str]]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture
def tea(tmp_path: Path) -> Session:
    """A road to the end of the small story, whose texts are full of things that look like markup."""
    path = tmp_path / "story.yaml"
    path.write_text(STORY, encoding="utf-8")
    plays = Plays(load(path), Saves(tmp_path / "saves"))
    session = plays.begin("", "en")
    for choice in ("show", "us"):
        session.choose(choice)
    return session


def walked(story: Story, language: str) -> Chronicle:
    """The first way through the story that ships."""
    session = Session.new(story, language, seed=1)
    while not session.page.ending:
        session.choose(session.page.open_options()[0].id)
    return chronicle(session)


def test_it_tells_pages_choices_hours_notes_and_the_code(tea: Session) -> None:
    road = chronicle(tea)
    for text in (as_markdown(road, EN), Reading(as_html(road, EN)).words):
        plain = text.replace("\\", "")
        assert "Tue 24 October · 4:40 pm (6 November, new style)" in plain
        assert "You showed the stamp." in plain
        assert "Who may order a bridge closed?" in plain
        assert "A memoir, paragraph 4, sentence 2" in plain
        assert "contested" in plain
        assert "A. Rabinowitch (1976)" in plain
        assert "It was brick tea." in plain, "a note that only a note opens is there too"
        assert tea.code() in plain
        assert "Nobody was shot." in plain
        assert plain.count("imagined") == 3


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_story_that_ships_makes_one_in_each_language(shipped: Story, language: str) -> None:
    road, words = walked(shipped, language), Words(language)
    html, markdown = as_html(road, words), as_markdown(road, words)
    read = Reading(html)
    assert f'<html lang="{language}">' in html
    for told in road.pages:
        assert told.page.title in read.words
        assert told.page.paragraphs[-1].lines[0][0].text in read.words
        assert told.record in read.words
    assert read.words.count(words("chronicle_notes")) == 1
    assert f"[^{len(road.notes)}]:" in markdown
    assert road.notes and all(road.number_of(note) for told in road.pages for note in told.page.notes)


def test_the_page_needs_nothing_from_elsewhere(shipped: Story) -> None:
    html = as_html(walked(shipped, "en"), EN)
    read = Reading(html)
    assert not {"script", "link", "img", "iframe", "object", "embed"} & set(read.tags)
    assert not [value for name, value in read.attributes if name == "src" or name.startswith("on")]
    assert all(value.startswith("#") for name, value in read.attributes if name == "href")
    assert "url(" not in html and "@import" not in html
    assert "default-src 'none'" in html
    anchors = [value for name, value in read.attributes if name == "id"]
    assert len(anchors) == len(set(anchors))
    assert {value[1:] for name, value in read.attributes if name == "href"} <= set(anchors)


def test_what_an_author_typed_is_never_markup(tea: Session) -> None:
    road = chronicle(tea)
    read = Reading(as_html(road, EN))
    assert "[/b] [@click=app.quit] stands as typed." in read.words
    assert "[Lenin speaks]" in read.words
    assert "b" not in read.tags or "[b]" in read.words
    rendered = Reading(MARKDOWN.render(as_markdown(road, EN)))
    assert "[/b] [@click=app.quit] stands as typed." in rendered.words
    assert "[Lenin speaks]" in rendered.words


TYPED = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp", "Cs"]), max_size=30)
AWKWARD = st.lists(st.one_of(TYPED, st.sampled_from(["<b>", "</p>", "*", "_", "[x](y)", "1.", "2)", "#", "- ", "> ",
    "`", "~~", "|", "&lt;", "\\", "http://a.b", "<a@b.c>", "!", "===", "---", "+", "    x", "$", "^", "[^1]"])),
    min_size=1, max_size=6).map(" ".join)  # fmt: skip


@given(AWKWARD)
def test_any_words_come_through_markdown_as_they_are(text: str) -> None:
    rendered = MARKDOWN.render(f"{escaped(text)}\n\n> {escaped(text)}\n")
    words = " ".join(text.split())
    found = Reading(rendered)
    assert " ".join(found.words.split()) == f"{words} {words}".strip()
    assert set(found.tags) <= {"p", "blockquote"}


@given(AWKWARD)
def test_any_words_come_through_within_a_line_as_they_are(text: str) -> None:
    found = Reading(MARKDOWN.render(f"word {inline(text)} word"))
    assert " ".join(found.words.split()) == f"word {' '.join(text.split())} word".replace("  ", " ")
    assert set(found.tags) == {"p"}


@given(AWKWARD)
def test_any_words_come_through_html_as_they_are(text: str) -> None:
    found = Reading(f"<p>{shown(text)}</p>")
    assert (found.words, found.tags) == (text, ["p"])


def test_the_pictures_are_drawn_from_coordinates(tea: Session, shipped: Story) -> None:
    assert halves("The Bridges of October") == ["THE BRIDGES", "OF OCTOBER"]
    art = title_art('A "<b>Title</b>"')
    assert "<b>" not in art and art.count("<polygon") == 6
    assert 'class="stop"' in day_line(walked(shipped, "en"), EN)
    unmoved = chronicle(Session.new(tea.story, "en"))
    assert day_line(unmoved, EN) == "", "a single hour is no line"
    assert "This is as far as the road was walked." in as_html(unmoved, EN)


def test_it_is_kept_beside_the_game_and_never_over_another(tea: Session, tmp_path: Path) -> None:
    plays = Plays(tea.story, Saves(tmp_path / "saves"))
    first, second = keep_chronicle(plays, tea, EN), keep_chronicle(plays, tea, EN)
    assert [path.name for path in (first, second)] == ["chronicle-play-001.html", "chronicle-play-001-2.html"]
    assert keep_chronicle(plays, tea, EN, html=False).name == "chronicle-play-001.md"
    assert [line.slot for line in plays.saves.list()] == ["play-001"], "it is no play"


def command(*options: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "game", "chronicle", *options]
    return subprocess.run(call, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


def test_the_command_writes_it_and_never_over_a_file_unasked(tea: Session, tmp_path: Path) -> None:
    common = ["--saves", str(tmp_path / "saves"), "--story", str(tmp_path / "story.yaml")]
    out = tmp_path / "road.md"
    assert command(*common, "-o", str(out)).stdout.strip() == str(out)
    assert out.read_text(encoding="utf-8").startswith("# Tea")
    refused = command(*common, "-o", str(out))
    assert (refused.returncode, "there already" in refused.stderr) == (1, True)
    assert command(*common, "-o", str(out), "--force", "--html").returncode == 0
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "Los puentes" in command(*common, "-o", "-", "--markdown", "--language", "es").stdout
    assert command(*common).stdout.strip().endswith("chronicle-play-001.html")
    for wrong in (["--slot", "none"], ["--language", "fr"], ["-o", str(tmp_path / "story.yaml" / "x")]):
        refused = command(*common, *wrong)
        assert refused.returncode == 1
        assert refused.stderr.strip() and "Traceback" not in refused.stderr
