"""october schema, held against the reader and used in a real yaml-language-server."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from game import paths
from game.cli import main
from game.desk.schema import language_schema, story_schema
from game.story.keys import PARTS, REFERENCE
from game.story.linker import check
from tests.languageserver import Editor, installed

HERE = Path(__file__).parent
FIRST = paths.story("first")


def right(*words: str) -> str:
    done = CliRunner().invoke(main, list(words))
    assert done.exit_code == 0, done.output
    return done.output


# ---------------------------------------------------------------- what is written


def test_the_schema_is_printed_or_written(tmp_path: Path) -> None:
    printed = right("schema")
    right("schema", "-o", str(tmp_path / "october.json"))
    assert (tmp_path / "october.json").read_text(encoding="utf-8") == printed
    assert json.loads(printed)["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_every_key_is_described_and_nothing_else_may_stand() -> None:
    definitions = story_schema()["definitions"]
    for part, keys in (*PARTS.items(), ("reference", REFERENCE)):
        schema = definitions[part]
        schema = schema.get("anyOf", [schema])[0]
        assert schema["additionalProperties"] is False
        assert schema["properties"].keys() >= keys.keys()
        assert all(told["description"] for told in schema["properties"].values())


def test_the_schemas_of_a_story_lie_beside_it_and_the_reader_passes_them_by(tmp_path: Path) -> None:
    story = tmp_path / "story"
    shutil.copytree(FIRST, story)
    before = check(story)
    told = right("schema", "--workspace", "--story", str(story))
    assert "# yaml-language-server: $schema=.schema/story.json" in told
    assert check(story).texts.keys() == before.texts.keys()
    told = right("schema", "--workspace", "--modelines", "--story", str(story))
    assert "6" in told
    for file in story.rglob("*.yaml"):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(.*)", first)
        assert match and (file.parent / match[1]).is_file()
    assert "0" in right("schema", "--workspace", "--modelines", "--story", str(story))
    assert check(story).texts.keys() == before.texts.keys()


def test_names_that_came_later_are_offered_once_they_are_there(tmp_path: Path) -> None:
    right("new", "story", "ferry", str(tmp_path / "ferry"))
    right("new", "scene", "landing", "--chapter", "opening", "--story", str(tmp_path / "ferry"))
    schema = (tmp_path / "ferry" / ".schema" / "story.json").read_text(encoding="utf-8")
    assert '"landing"' in schema


def test_a_language_may_tell_what_the_story_tells_and_nothing_else() -> None:
    schema = language_schema(check(FIRST).texts)
    scene = schema["properties"]["scenes"]["properties"]["act"]
    assert scene["properties"].keys() == {"title", "text", "choices"}
    assert scene["additionalProperties"] is False
    assert scene["properties"]["title"]["description"] == "The Tsar Plays Chess"


# ---------------------------------------------------------------- a real server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return installed(tmp_path_factory.mktemp("npm"))


def open_editor(server: list[str], story: Path) -> Editor:
    """An editor in the folder of a story whose files name their schemas."""
    right("schema", "--workspace", "--modelines", "--story", str(story))
    settings = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
    return Editor(server, story, settings)


@pytest.fixture(scope="module")
def first(server: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Editor, Path]]:
    story = tmp_path_factory.mktemp("editor") / "first"
    shutil.copytree(FIRST, story)
    editor = open_editor(server, story)
    yield editor, story
    editor.close()


@pytest.mark.parametrize("name", paths.shipped_stories())
def test_the_server_has_nothing_against_the_stories_that_ship(server: list[str], name: str, tmp_path: Path) -> None:
    story = tmp_path / name
    shutil.copytree(paths.story(name), story)
    editor = open_editor(server, story)
    try:
        files = sorted(story.rglob("*.yaml"))
        assert len(files) > 5
        assert {str(file): told for file in files if (told := editor.faults(file))} == {}
    finally:
        editor.close()


def test_the_server_has_nothing_against_a_story_that_uses_every_key(server: list[str], tmp_path: Path) -> None:
    for name in ("small", "tea"):
        shutil.copy(HERE / f"{name}.yaml", tmp_path)
        right("schema", "--workspace", "--modelines", "--story", str(tmp_path / f"{name}.yaml"))
        editor = Editor(server, tmp_path, {"schemaStore": {"enable": False}})
        assert editor.faults(tmp_path / f"{name}.yaml") == []
        editor.close()


COMPLETIONS = [
    (
        "a key in a scene",
        "    basis: imagined\n    text: |\n      He dies",
        "    ‸\n    text: |\n      He dies",
        "council",
    ),
    ("a key in a choice", "        do: bucket\n", "        ‸\n", "locked"),
    ("a whole scene", "\n  wardrobe:\n", "\n  ‸\n\n  wardrobe:\n", "a new scene"),
    ("a whole choice", "\n      keep_bucket:\n", "\n      ‸\n      keep_bucket:\n", "a new choice"),
    ("a scene to go to", "goto: wardrobe", "goto: ‸", "refund"),
    ("return", "goto: return", "goto: ‸", "return"),
    ("a scene to visit", "visit: hole", "visit: ‸", "hole"),
    ("a basis", "basis: imagined", "basis: ‸", "plausible"),
    ("a place", "place: theatre", "place: ‸", "corner"),
    ("somebody present", "present: [savely]", "present: [‸]", "mishin"),
    ("an ending", "ending: engaged", "ending: ‸", "stage_door"),
    ("a condition", "if: bucket", "if: ‸", "beard == crooked"),
    ("an effect", "do: fee += 1", "do: ‸", "beard = straight"),
    ("yes or no", "once: yes", "once: ‸", "yes"),
]


@pytest.mark.parametrize(("old", "new", "wanted"), [c[1:] for c in COMPLETIONS], ids=[c[0] for c in COMPLETIONS])
def test_what_a_writer_wants_is_offered(first: tuple[Editor, Path], old: str, new: str, wanted: str) -> None:
    editor, story = first
    text = (story / "evening.yaml").read_text(encoding="utf-8")
    assert old in text
    assert wanted in editor.completions(story / "evening.yaml", text.replace(old, new, 1))


def test_what_a_document_may_begin_with_is_offered(first: tuple[Editor, Path]) -> None:
    editor, story = first
    head = "# yaml-language-server: $schema=.schema/story.json\n"
    assert {"chapter", "people", "notes"} <= set(editor.completions(story / "new.yaml", f"{head}‸"))
    offered = editor.completions(story / "new.yaml", f"{head}chapter: night\n‸")
    assert {"title", "starts", "scenes"} <= set(offered)
    assert "people" not in offered


def test_a_translator_is_offered_what_is_left_and_shown_the_words(first: tuple[Editor, Path]) -> None:
    editor, story = first
    file = story / "es" / "evening.yaml"
    text = file.read_text(encoding="utf-8")
    line = "    title: Doscientas seis\n"
    assert "title" in editor.completions(file, text.replace(line, "    ‸\n"))
    assert "Two Hundred and Six" in editor.hover(file, text.replace(line, line.replace("tit", "tit‸")))


def test_a_key_says_what_it_is_for(first: tuple[Editor, Path]) -> None:
    editor, story = first
    text = (story / "evening.yaml").read_text(encoding="utf-8")
    assert "single time in a play" in editor.hover(story / "evening.yaml", text.replace("once:", "on‸ce:", 1))


FAULTS = [
    ("goto: wardrobe", "gotto: wardrobe", "gotto is not allowed"),
    ("basis: imagined", "basis: document", '"documented", "plausible", "imagined"'),
    ("once: yes", "once: true", "Write yes or no"),
    ("at: 1917-10-24 19:40", "at: 19:40", "1917-10-24 16:40"),
    ("    title: Eleven Pins\n", "", 'Missing property "title"'),
]


@pytest.mark.parametrize(("old", "new", "told"), FAULTS)
def test_a_slip_is_marked_as_it_is_typed(first: tuple[Editor, Path], old: str, new: str, told: str) -> None:
    editor, story = first
    text = (story / "evening.yaml").read_text(encoding="utf-8")
    assert old in text
    assert told in " ".join(editor.faults(story / "evening.yaml", text.replace(old, new, 1)))


def test_a_name_that_came_after_the_schema_is_no_fault(first: tuple[Editor, Path]) -> None:
    editor, story = first
    text = (story / "evening.yaml").read_text(encoding="utf-8").replace("goto: wardrobe", "goto: written_later", 1)
    assert editor.faults(story / "evening.yaml", text) == []
