"""october translate, as a translator uses it: what is missing gets its place, what is stale is told, and
nothing that they wrote moves."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game import paths
from game.desk.gaps import word_diff
from game.desk.overlay import Entry, documents
from game.desk.translate import open_translation, rewrite
from game.story.linker import check, load
from game.story.prose import print_prose

HERE = Path(__file__).parent
STORY = """\
story: tea
title: The Teapot
language: en
variables:
  trust: {from: 0, to: 2, journal: {0: Nobody trusts you., 1: Some do.}}
phrases: {you: "{trust == 2: comrade | citizen}"}
endings: {held: {title: Held, about: It held.}}
---
people:
  kolya: {name: Kolya, about: "A cadet: polite."}
"""
CHAPTER = """\
chapter: bridge
title: The Bridge
starts: {one: {scene: winch, say: You are here.}}
scenes:
  winch:
    title: The Winch
    text: |
      Four cadets, {you}.

      > TO ALL.
      > STOP

      # 3: it rains.
    choices:
      show: {say: Show him., record: You showed him., goto: stairs}
      wait: {say: Wait., goto: stairs}

  stairs:
    title: The Stairs
    text: Up.
    goto: done

  done:
    title: Done
    text: It is done.
    ending: held
"""
SPANISH = """\
# De Ana. No tocar el orden.
chapter: bridge
title:   'El puente'   # sic
scenes:
    # la escena del torno
    winch:
        title: "El torno"
        choices:
            # corto
            show: Mostrárselo. \x20

    done: {title: Hecho}
# fin
"""


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    return make(tmp_path / "tea")


def make(folder: Path, spanish: str = SPANISH) -> Path:
    write(folder / "story.yaml", STORY)
    write(folder / "chapters" / "bridge.yaml", CHAPTER)
    write(folder / "es" / "chapters" / "bridge.yaml", spanish)
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def october(*options: str | Path, status: int = 0) -> str:
    command = [sys.executable, "-m", "game", *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, input="")
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def translate(story: Path, *options: str | Path, language: str = "es", status: int = 0) -> str:
    return october("translate", language, "--story", story, *options, status=status)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert text.count(old) == 1
    path.write_bytes(text.replace(old, new).encode())


# ---------------------------------------------------------------- what is missing


def test_each_missing_text_gets_its_place_and_nothing_else_moves(tea: Path) -> None:
    told = translate(tea)
    assert "19 texts, 15 missing" in told
    overlay = (tea / "es" / "chapters" / "bridge.yaml").read_bytes().decode()
    assert (
        overlay
        == """\
# De Ana. No tocar el orden.
chapter: bridge
title:   'El puente'   # sic
starts:
  one:
    # en | You are here.
    say:
scenes:
    # la escena del torno
    winch:
        title: "El torno"
        # en | Four cadets, {you}.
        # en |
        # en | > TO ALL.
        # en | > STOP
        # en |
        # en | # 3: it rains.
        text: |
        choices:
            # corto
            show:
              say: Mostrárselo. \x20
              # en | You showed him.
              record:
            wait:
              # en | Wait.
              say:

    stairs:
      # en | The Stairs
      title:
      # en | Up.
      text: |

    # en | text: It is done.
    done: {title: Hecho, text: }
# fin
"""
    )
    assert "story: tea\n# en | The Teapot\ntitle:\n" in (tea / "es" / "story.yaml").read_text(encoding="utf-8")
    told = october("check", "--fast", tea)
    assert "No faults." in told and "Missing in es: 15 texts of 19" in told


def test_a_second_time_nothing_is_written(tea: Path) -> None:
    translate(tea)
    before = {path: path.read_bytes() for path in tea.rglob("*") if path.is_file()}
    assert "Wrote" not in translate(tea)
    assert before == {path: path.read_bytes() for path in tea.rglob("*") if path.is_file()}


def test_a_text_that_is_filled_in_loses_its_remark_and_stands_as_it_was_typed(tea: Path) -> None:
    translate(tea)
    path = tea / "es" / "chapters" / "bridge.yaml"
    change(path, "        text: |\n        choices", "        text: |\n\n          Cuatro   cadetes.\n        choices")
    change(path, "text: }", "text: 'Ya, está.' }")
    assert "13 missing" in translate(tea)
    after = path.read_text(encoding="utf-8")
    assert "TO ALL" not in after and "It is done." not in after
    assert '        title: "El torno"\n        text: |\n\n          Cuatro   cadetes.\n        choices:' in after
    assert "done: {title: Hecho, text: 'Ya, está.' }" in after
    assert "# en | The Stairs" in after and "# corto" in after


def test_a_remark_inside_a_text_is_the_text(tea: Path) -> None:
    path = tea / "es" / "chapters" / "bridge.yaml"
    write(path, SPANISH.replace("        choices", "        text: |\n          # en | not a remark\n        choices"))
    translate(tea)
    assert "          # en | not a remark\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("change_file", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text,
                                         lambda text: text.rstrip("\n")])  # fmt: skip
def test_line_ends_and_marks_of_other_systems_stay(tmp_path: Path, change_file: object) -> None:
    assert callable(change_file)
    plain, other = make(tmp_path / "plain"), make(tmp_path / "other", change_file(SPANISH))
    translate(plain)
    translate(other)
    name = Path("es") / "chapters" / "bridge.yaml"
    assert (other / name).read_bytes().decode() == change_file((plain / name).read_bytes().decode())


def test_a_third_language_is_a_folder_that_plays_at_once(tea: Path) -> None:
    told = translate(tea, language="fr")
    assert "fr: 19 texts, 19 missing" in told
    assert (tea / "fr" / "chapters" / "bridge.yaml").is_file()
    assert load(tea).languages == ("en", "es", "fr")
    change(
        tea / "fr" / "chapters" / "bridge.yaml", "    title:\n    # en | Four", "    title: Le treuil\n    # en | Four"
    )
    assert "18 missing" in translate(tea, language="fr")
    assert "LE TREUIL" in october("--plain", "--new", "--language", "fr", "--story", tea, "--saves", tea / "saves")


def test_a_story_of_one_file_has_its_languages_in_it(tmp_path: Path) -> None:
    for name in ("tea.yaml", "small.yaml"):
        path = tmp_path / name
        shutil.copy(HERE / name, path)
        before = path.read_text(encoding="utf-8")
        for language in ("es", "fr"):
            count = len(open_translation(path, language).missing)
            assert f"{count} missing" in translate(path, language=language)
        assert not check(path).faults
        assert path.read_text(encoding="utf-8").count("\nlanguage: fr\n") >= 3
        if name == "tea.yaml":  # in the other one a choice written short has to give way
            kept = iter(path.read_text(encoding="utf-8").split("\n"))
            assert all(line in kept for line in before.rstrip("\n").split("\n") if "{" not in line)
        assert "Wrote" not in translate(path, language="fr")


def removable(entry: Entry, path: str = "") -> list[tuple[str, Entry]]:
    found: list[tuple[str, Entry]] = []
    for name, inner in entry.entries().items():
        if name not in ("chapter", "story") and not inner.in_braces:
            found.append((f"{path}/{name}", inner))
            found += removable(inner, f"{path}/{name}")
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_taken_out_of_a_language_gets_its_place_again(tmp_path: Path, data: st.DataObject) -> None:
    """Entries of the Spanish that ships are cut out with all that is below them; each is then asked for anew in
    the order of the story, and the lines that were left are there as they were."""
    folder = tmp_path / "october"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(paths.shipped_story(), folder)
    shutil.rmtree(folder / "es" / "notes")
    path = folder / "es" / "chapters" / "bridges.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    for _, entry in data.draw(st.lists(st.sampled_from(removable(documents("\n".join(lines), "")[0])), max_size=12)):
        for number in range(entry.key[0], entry.end[0] + 1):
            lines[number] = "\0"
    left = [line for line in lines if line != "\0"]
    write(path, "\n".join(left))
    before = open_translation(folder, "es")
    rewrite(before, {})
    after = path.read_text(encoding="utf-8").split("\n")
    kept = iter(after)
    assert all(line in kept for line in left if line.strip())
    again = open_translation(folder, "es")
    assert [prose.key for prose in again.missing] == [prose.key for prose in before.missing]
    assert rewrite(again, {}) == []
    order = [key for key, _ in removable(documents("\n".join(after), "")[0])]
    story = [f"/{prose.key}" for prose in again.texts if prose.where.file == "chapters/bridges.yaml"]
    assert [key for key in order if key in story] == [key for key in story if key.startswith("/scenes")]


# ---------------------------------------------------------------- what is stale


def test_a_changed_source_is_stale_with_its_words_until_it_is_translated_again(tea: Path) -> None:
    translate(tea)
    story, overlay = tea / "chapters" / "bridge.yaml", tea / "es" / "chapters" / "bridge.yaml"
    change(story, "title: The Winch", "title: The Old Winch")
    change(overlay, '"El torno"', '"El tornillo"')  # a slip mended by one who has not seen the new source
    told = translate(tea)
    assert "1 stale" in told and "scenes/winch/title (chapters/bridge.yaml:6)" in told
    assert "The {+Old +}Winch" in told
    assert "1 stale" in translate(tea)
    change(overlay, '"El tornillo"', '"El viejo torno"')
    assert "none stale" in translate(tea, "--check", status=1)
    assert "none stale" in translate(tea)
    change(story, "title: The Old Winch", "title: The Winch")
    assert "The [-Old -]Winch" in translate(tea)


def test_a_stale_text_that_still_holds_is_said_to_be_done(tea: Path) -> None:
    translate(tea)
    change(tea / "chapters" / "bridge.yaml", "title: The Bridge", "title: The bridge")
    assert "1 stale" in translate(tea)
    assert "is not stale" in translate(tea, "--done", "scenes/winch/title", status=1)
    assert "none stale" in translate(tea, "--done", "chapters/bridge/title")
    assert "none stale" in translate(tea)


def test_lines_that_are_only_broken_elsewhere_are_not_stale(tea: Path) -> None:
    translate(tea)
    change(tea / "chapters" / "bridge.yaml", "title: The Bridge\n", "title: >-\n  The\n  Bridge\n")
    assert "none stale" in translate(tea)


def test_check_writes_nothing_and_tells_by_its_status(tea: Path) -> None:
    before = sorted(tea.rglob("*"))
    assert "15 missing" in translate(tea, "--check", status=1)
    assert sorted(tea.rglob("*")) == before
    translation = open_translation(tea, "es")
    rewrite(translation, {prose.key: "Sí." for prose in translation.missing})
    assert "none missing, none stale" in translate(tea, "--check")


def test_the_words_that_changed_are_shown_and_long_stretches_left_out() -> None:
    assert word_diff("a b c", "a x c") == "a [-b-]{+x+} c"
    long = " ".join(f"word{number}" for number in range(200))
    told = word_diff(f"{long} end", f"New {long} end!")
    assert told.startswith("{+New +}word0") and told.endswith(" end{+!+}") and len(told) < 200
    assert "…" in told


@pytest.mark.parametrize("options", [["english"], ["en"], ["../es"]])
def test_what_is_no_other_language_is_told(tea: Path, options: list[str]) -> None:
    assert "language" in october("translate", *options, "--story", tea, status=1)


def test_a_story_with_faults_is_told_and_not_touched(tea: Path) -> None:
    change(tea / "es" / "chapters" / "bridge.yaml", "    done: {title: Hecho}", "    dane: {title: Hecho}")
    before = (tea / "es" / "chapters" / "bridge.yaml").read_bytes()
    assert "language-extra" in translate(tea, status=1)
    assert (tea / "es" / "chapters" / "bridge.yaml").read_bytes() == before


def test_a_broken_record_is_told_and_left_alone(tea: Path) -> None:
    translate(tea)
    record = tea / "es" / "translated.json"
    record.write_text("<<<<<<< ours\n", encoding="utf-8")
    assert "translated.json, line 1" in translate(tea, status=1)
    assert record.read_text(encoding="utf-8") == "<<<<<<< ours\n"


def test_the_texts_of_a_story_are_its_own_whatever_a_language_says(tea: Path) -> None:
    assert print_prose(check(tea).texts["scenes/winch/title"].parts) == "The Winch"
