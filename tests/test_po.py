"""A language goes out as a PO file and comes back, as Weblate and Poedit would send it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from game import paths
from game.desk.po import as_po, bring_in, write_po
from game.desk.translate import open_translation, rewrite
from game.desk.translated import text_of
from game.story.linker import check, load
from tests.test_translate import change, make, october, translate, write

ODD = [
    *"\"'\\|#:>*-?%&!@`~,=",
    *"{}[]",
    *("a", "B ", " é", "日本", "—¿Sí? ", "# no", ": ", " #", "- ", "> ", "|", "* ", "...", "---", "%s", "\\n", "\\\\"),
    *("\n\n", "\n", "\n> TO ALL.\n> STOP\n", "\n\n> a\n\n", "\u00a0", "\\{", "\\*", "*so*", "[[tea|tea]]", "[[tea]]"),
    *("{trust == 1: some | none}", "{lamp: lit}", "{you}", "{trust > 0: a *b* {lamp: c | d}}", "# en | x", "  ", "\t"),
]
prose = st.lists(st.sampled_from(ODD), min_size=1, max_size=9).map("".join)


def story_of(texts: list[str]) -> str:
    """A story whose endings have these titles."""
    titles = "".join(f"  e{number}: {{title: {json.dumps(text)}}}\n" for number, text in enumerate(texts))
    return (
        "story: odd\ntitle: Odd\nlanguage: en\nvariables:\n  trust: {from: 0, to: 2}\n  lamp: {about: it is lit}\n"
        f"phrases: {{you: you}}\nendings:\n{titles}---\nchapter: one\ntitle: One\nstarts: {{s: {{scene: a}}}}\n"
        "scenes:\n  a: {title: A, text: A., ending: e0}\n---\nnotes:\n  tea: {title: Tea, text: Tea.}\n"
    )


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@example(texts=['"', "> \n> TO ALL.\n> STOP\n"], flow=False, wrap=0)
@given(texts=st.lists(prose, min_size=2, max_size=6), flow=st.booleans(), wrap=st.sampled_from([0, 30, 78]))
def test_odd_prose_goes_out_and_comes_back_as_it_was(tmp_path: Path, texts: list[str], flow: bool, wrap: int) -> None:
    """Any text that a story may hold, into a PO file and from there into a language that has none of them."""
    folder = tmp_path / "odd"
    shutil.rmtree(folder, ignore_errors=True)
    write(folder / "story.yaml", story_of(texts))
    read = check(folder)
    assume(not read.faults)
    wanted = {key: text_of(text) for key, text in read.texts.items()}
    assume(all(text.strip() for text in wanted.values()))
    if flow:
        write(folder / "es" / "story.yaml", "story: odd\nendings: {e0: , e1: {}}\n")
    file = as_po(open_translation(folder, "es"))
    for entry in file:
        assert entry.msgid == wanted[entry.msgctxt]
        entry.msgstr = entry.msgid
    file.wrapwidth = wrap
    file.save(str(tmp_path / "es.po"))
    incoming = bring_in(open_translation(folder, "es"), tmp_path / "es.po")
    assert not incoming.refused
    again = open_translation(folder, "es")
    assert {key: text_of(text) for key, text in again.told.items()} == wanted
    assert not again.missing and not again.stale
    # And once more: nothing is new, nothing is written.
    before = (folder / "es" / "story.yaml").read_bytes()
    assert not bring_in(again, tmp_path / "es.po").texts
    assert (folder / "es" / "story.yaml").read_bytes() == before
    # Over what is there, text by text, in any order.
    turned = dict(
        zip([f"endings/e{n}/title" for n in range(len(texts))], reversed(list(wanted.values())), strict=False)
    )
    turned = {key: turned[key] for key in wanted if key in turned}
    rewrite(open_translation(folder, "es"), turned)
    assert {key: text_of(text) for key, text in load(folder).texts["es"].items()} == {**wanted, **turned}


def test_the_language_that_ships_goes_out_and_comes_back_to_the_byte(tmp_path: Path) -> None:
    folder = tmp_path / "october"
    shutil.copytree(paths.shipped_story(), folder)
    translate(folder, "--done", "all")
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    translate(folder, "--po", tmp_path / "es.po")
    assert "Took in 0 texts" in translate(folder, "--from-po", tmp_path / "es.po")
    assert before == {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    told = load(folder).texts["es"]
    shutil.rmtree(folder / "es")
    texts = check(folder).texts
    own = [key for key in told if key not in texts]  # phrases that only the language has
    phrases = "".join(f"  {key.removeprefix('phrases/')}: {json.dumps(text_of(told[key]))}\n" for key in own)
    write(folder / "es" / "story.yaml", f"story: october\nphrases:\n{phrases}")
    assert f"Took in {len(told) - len(own)} texts" in translate(folder, "--from-po", tmp_path / "es.po")
    again = load(folder).texts["es"]
    assert {key: text.parts for key, text in again.items()} == {key: text.parts for key, text in told.items()}


def test_gettext_itself_finds_nothing_wrong(tmp_path: Path) -> None:
    if shutil.which("msgfmt") is None:
        pytest.skip("gettext is not installed")
    po = tmp_path / "es.po"
    folder = make(tmp_path / "tea")
    translate(folder)
    change(folder / "chapters" / "bridge.yaml", "title: The Bridge", "title: The Other Bridge")
    for story in (folder, paths.shipped_story()):
        write_po(open_translation(story, "es"), po, force=True)
        done = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", po], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_an_entry_says_what_it_is_of_and_a_stale_one_is_fuzzy(tmp_path: Path) -> None:
    folder = make(tmp_path / "tea")
    translate(folder)
    change(folder / "chapters" / "bridge.yaml", "title: The Winch", "title: The Old Winch")
    translate(folder, "--po", tmp_path / "es.po")
    file = polib.pofile(str(tmp_path / "es.po"))
    entry = file.find("scenes/winch/title", by="msgctxt")
    assert (entry.msgid, entry.msgstr, entry.previous_msgid) == ("The Old Winch", "El torno", "The Winch")
    assert entry.fuzzy and entry.occurrences == [("chapters/bridge.yaml", "6")]
    other = file.find("scenes/winch/text", by="msgctxt")
    assert other.msgid == "Four cadets, {you}.\n\n> TO ALL.\n> STOP\n\n# 3: it rains."
    assert not other.msgstr and not other.fuzzy
    assert [entry.msgctxt for entry in file][:3] == ["title", "variables/trust/journal/0", "variables/trust/journal/1"]


def edited(folder: Path, po: Path, **changes: str) -> polib.POFile:
    """The PO file of a story, with some of its texts changed as an editor would."""
    translate(folder, "--po", po)
    file = polib.pofile(str(po))
    for key, text in changes.items():
        file.find(key.replace("__", "/"), by="msgctxt").msgstr = text
    file.save(str(po))
    return file


def test_texts_come_in_and_a_fuzzy_one_that_is_settled_is_up_to_date(tmp_path: Path) -> None:
    folder, po = make(tmp_path / "tea"), tmp_path / "es.po"
    translate(folder)
    change(folder / "chapters" / "bridge.yaml", "title: The Winch", "title: The Old Winch")
    file = edited(folder, po, scenes__winch__text="Cuatro.\n\n> A TODOS.\n> STOP", scenes__stairs__text="Arriba.")
    assert "1 stale" in translate(folder, "--from-po", po)
    entry = file.find("scenes/winch/title", by="msgctxt")
    entry.flags.remove("fuzzy")
    entry.previous_msgid = entry.previous_msgctxt = None
    file.save(str(po))
    assert "none stale" in translate(folder, "--from-po", po)
    overlay = (folder / "es" / "chapters" / "bridge.yaml").read_text(encoding="utf-8")
    assert "        text: |\n          Cuatro.\n\n          > A TODOS.\n          > STOP\n" in overlay
    assert "# la escena del torno" in overlay and '        title: "El torno"\n' in overlay
    assert "No faults." in october("check", "--fast", folder)


def test_a_text_marked_as_in_need_of_work_is_stale(tmp_path: Path) -> None:
    folder, po = make(tmp_path / "tea"), tmp_path / "es.po"
    file = edited(folder, po)
    file.find("scenes/winch/title", by="msgctxt").flags.append("fuzzy")
    guess = file.find("scenes/stairs/title", by="msgctxt")
    guess.msgstr = "El puente"
    guess.flags.append("fuzzy")
    file.save(str(po))
    told = translate(folder, "--from-po", po)
    assert "1 stale" in told and "not known what it was translated from" in told
    assert "scenes/stairs/title" not in load(folder).texts["es"], "a guess is no translation"
    translate(folder, "--po", po, "--force")
    assert polib.pofile(str(po)).find("scenes/winch/title", by="msgctxt").fuzzy


def test_what_is_wrong_in_a_text_is_told_by_its_key_and_not_written(tmp_path: Path) -> None:
    folder, po = make(tmp_path / "tea"), tmp_path / "es.po"
    file = edited(
        folder,
        po,
        scenes__winch__text="Cuatro {trust = 2: cadetes}.",
        scenes__stairs__text="*Arriba",
        scenes__winch__title="El {tu}",
        scenes__done__text="Hecho\u202e.",
        scenes__stairs__title="La escalera",
    )
    file.append(polib.POEntry(msgctxt="scenes/nowhere/title", msgid="x", msgstr="y"))
    file.append(polib.POEntry(msgid="without", msgstr="sin"))
    file.save(str(po))
    told = translate(folder, "--from-po", po, status=1)
    for key in ("scenes/winch/text", "scenes/stairs/text", "scenes/winch/title", "scenes/done/text", "no msgctxt"):
        assert f", {key}: " in told, told
    assert "The story has no text of this msgctxt" in told and "Took in 1 text from" in told
    assert set(load(folder).texts["es"]) == {
        *("chapters/bridge/title", "scenes/winch/title", "scenes/winch/choices/show/say"),
        *("scenes/done/title", "scenes/stairs/title"),
    }
    assert text_of(load(folder).texts["es"]["scenes/winch/title"]) == "El torno"


def test_a_po_file_with_texts_not_taken_in_is_not_written_over(tmp_path: Path) -> None:
    folder, po = make(tmp_path / "tea"), tmp_path / "es.po"
    file = edited(folder, po, scenes__stairs__title="La escalera")
    file.find("scenes/winch/title", by="msgctxt").tcomment = "¿torno o cabrestante?"
    file.metadata["Last-Translator"] = "Ana <ana@example.org>"
    file.save(str(po))
    before = po.read_bytes()
    assert "1 text that is not in the story" in translate(folder, "--po", po, status=1)
    assert po.read_bytes() == before
    translate(folder, "--from-po", po)
    translate(folder, "--po", po)
    again = polib.pofile(str(po))
    assert again.find("scenes/winch/title", by="msgctxt").tcomment == "¿torno o cabrestante?"
    assert again.metadata["Last-Translator"] == "Ana <ana@example.org>"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'msgid "\nmsgstr oops\n', "PO file"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b'msgid ""\nmsgstr "Language: de\\n"\n', "is in de, not in es"),
        (None, "could not be read"),
    ],
)
def test_what_is_no_po_file_of_the_language_is_told(tmp_path: Path, data: bytes | None, said: str) -> None:
    folder, po = make(tmp_path / "tea"), tmp_path / "es.po"
    if data is not None:
        po.write_bytes(data)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert said in translate(folder, "--from-po", po, status=1)
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
