"""Files that mean harm, or that are no texts at all: refused with a fault, and cheaply."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from game.story import files
from game.story.faults import LONGEST_HINT, LONGEST_MESSAGE, MOST_FAULTS
from game.story.linker import Checked, check

ROOT = Path(__file__).parent.parent
HEAD = "story: s\ntitle: T\n"
MOST_MEMORY = 1536 * 1024 * 1024  # bytes of address space, Python and all
MOST_TIME = 20  # seconds of one processor

# Each is made where it is needed: (what it is, an expression for its text, a code that it must give).
LARGE = [
    ("a million keys", '"story: s\\n" + "".join(f"k{i}: 1\\n" for i in range(1_000_000))', "file-too-large"),
    ("a key a hundred thousand times", '"story: s\\n" + "a: 1\\n" * 100_000', "yaml-duplicate"),
    ("ten thousand gotos to nowhere", "GOTOS", "name-unknown"),
    ("a list of many in one line", '"story: {" + "a, " * 200_000 + "}"', "yaml-duplicate"),
    ("a hundred thousand tags in one line", '"story: [" + "!a b, " * 100_000 + "]"', "yaml-tag"),
    ("texts cut by commas in one line", '"story: {" + "a: b, c, " * 100_000 + "}"', "yaml-duplicate"),
    ("brackets in brackets", '"story: " + "[" * 8_000_000', "file-too-deep"),
    ("braces in braces", '"story: " + "{a: " * 3_000_000', "file-too-deep"),
    ("dashes in dashes", '"story: s\\na:\\n  " + "- " * 4_000_000', "file-too-deep"),
    ("steps in steps", '"".join(" " * i + "a:\\n" for i in range(5_000))', "file-too-deep"),
    ("a tab before each line", '"story:\\n" + "\\tb: c\\n" * 100_000', "yaml-syntax"),
    ("a line of spaces", '"story: a: b" + " " * 15_000_000', "yaml-syntax"),
    ("a bite in each line", '"say: a: b\\n" * 1_500_000', "yaml-prose"),
    ("a bite at the end", '"a: b\\n" * 10 + "x: y\\n" * 30_000 + "say: a: b\\n" * 40', "yaml-prose"),
    ("an aliased bomb", '"a: &a [x, x]\\n" + "b: [*a, *a, *a, *a]\\n" * 20_000', "yaml-tag"),
    ("a text of millions", '"story: s\\nabout: " + "x" * 16_000_000', "file-too-large"),
    ("a key of millions", '"story: s\\n" + "x" * 16_000_000 + ": 1"', "yaml-syntax"),
    ("a file beyond all bounds", '"#" * (16 * 1024 * 1024 + 1)', "file-too-large"),
    ("braces in a text", '"story: s\\nabout: " + "\'" + "{" * 60_000 + "\'"', "prose-mark"),
    ("stars and notes in a text", '"story: s\\nabout: " + "\'" + "*[[a|" * 12_000 + "\'"', "prose-mark"),
    ("groups in a text", '"story: s\\nabout: " + "\'" + "{a: " * 12_000 + "}" * 12_000 + "\'"', "prose-deep"),
    ("brackets in a condition", '"story: s\\ntitle: T\\nalways:\\n  - " + "(" * 399', "condition-syntax"),
    ("nots in a condition", '"story: s\\ntitle: T\\nalways:\\n  - " + "not " * 99 + "a"', "name-unknown"),
    ("minuses in a condition", '"story: s\\ntitle: T\\nalways:\\n  - " + "-" * 398 + "1"', "condition-syntax"),
    ("a number of many digits", '"story: s\\ntitle: T\\nalways:\\n  - 1 == " + "9" * 390', "condition-kind"),
]
GOTOS = (
    '"story: s\\n---\\nchapter: c\\nscenes:\\n"'
    ' + "".join(f" s{i}: {{title: a, text: b, goto: q{i}}}\\n" for i in range(10_000))'
)
PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
resource.setrlimit(resource.RLIMIT_CPU, ({time}, {time}))
from pathlib import Path
from game.story.linker import check
path = Path(sys.argv[1])
path.write_text({text}, encoding="utf-8")
for fault in check(path).faults:
    print(fault.code, len(fault.message), len(fault.hint))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of this kind")
@pytest.mark.parametrize(
    ("text", "code"), [(text, code) for _, text, code in LARGE], ids=[name for name, _, _ in LARGE]
)
def test_a_file_made_to_be_costly_is_refused_at_little_cost(text: str, code: str, tmp_path: Path) -> None:
    """Little: a bounded amount of memory and of processor, and no more faults than anybody reads."""
    made = GOTOS if text == "GOTOS" else text
    program = PROGRAM.format(memory=MOST_MEMORY, time=MOST_TIME, text=made)
    command = [sys.executable, "-c", program, str(tmp_path / "story.yaml")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    told = [line.split() for line in done.stdout.splitlines()]
    assert code in {line[0] for line in told}
    assert len(told) <= 2 * MOST_FAULTS
    assert all(int(message) <= LONGEST_MESSAGE and int(hint) <= LONGEST_HINT for _, message, hint in told)


def story(folder: Path) -> Path:
    """A folder with a story in it that has no fault."""
    folder.mkdir(exist_ok=True)
    text = "chapter: c\ntitle: C\nstarts:\n  a: {scene: s}\nscenes:\n  s: {title: S, text: T., ending: e}\n"
    (folder / "story.yaml").write_text(f"{HEAD}endings:\n  e: {{title: E}}\n", encoding="utf-8")
    (folder / "chapter.yaml").write_text(text, encoding="utf-8")
    return folder


def told(checked: Checked) -> list[tuple[str, str, int, int]]:
    return [(fault.file, fault.code, fault.line, fault.column) for fault in checked.faults]


def test_the_story_of_these_tests_is_well(tmp_path: Path) -> None:
    assert told(check(story(tmp_path / "story"))) == []


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        ("# el ni\u00f1o\n# el ".encode() + "ni\u00f1o".encode("latin-1"), "file-encoding", 2, 8),
        ("# \u0434\u0430 ".encode() + b"\xff", "file-encoding", 1, 6),
        ("story: s\n".encode("utf-16"), "file-encoding", 1, 1),
        ("story: s\n".encode("utf-16-le"), "file-character", 1, 2),
        (b"# one\n# t\x00wo\n", "file-character", 2, 4),
        ("# \u202eone\n".encode(), "file-character", 1, 3),
        ("# one\u2066\n".encode(), "file-character", 1, 6),
        ("# one\u2028two\n".encode(), "file-character", 1, 6),
        (b"# one\rtwo\n", "file-character", 1, 6),
        (b"# one\x1b[2J\n", "file-character", 1, 6),
        (b"\xed\xa0\x80", "file-encoding", 1, 1),
    ],
)
def test_a_file_that_is_no_text(data: bytes, code: str, line: int, column: int, tmp_path: Path) -> None:
    folder = story(tmp_path / "story")
    (folder / "more.yaml").write_bytes(data)
    assert told(check(folder)) == [("more.yaml", code, line, column)]


@pytest.mark.parametrize("spelt", ["\\u202e", "\\0", "\\e", "\\x07", "\\L", "\\uFEFF"])
def test_a_character_that_is_spelt_out_is_refused_too(spelt: str, tmp_path: Path) -> None:
    folder = story(tmp_path / "story")
    (folder / "more.yaml").write_text(f'works:\n  w: {{title: "One{spelt}two"}}\n', encoding="utf-8")
    assert told(check(folder)) == [("more.yaml", "file-character", 2, 18)]


def test_a_mark_of_utf_8_and_the_line_ends_of_windows_do_no_harm(tmp_path: Path) -> None:
    folder = story(tmp_path / "story")
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert told(check(folder)) == []


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "---\n---\n", "# a\n---\n# b\n...\n"])
def test_a_file_with_nothing_in_it_is_no_story(text: str, tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(text, encoding="utf-8")
    assert told(check(path)) == [("story.yaml", "story-missing", 0, 0)]
    folder = story(tmp_path / "story")
    (folder / "more.yaml").write_text(text, encoding="utf-8")
    assert told(check(folder)) == []


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.system ['true']",
        "!!python/name:os.system",
        "!!binary aGVsbG8=",
        "!!set {a, b}",
        "!mine words",
        "&a words",
        "*a",
        "!<tag:yaml.org,2002:python/module:os> words",
    ],
)
def test_tags_anchors_and_aliases_are_never_followed(value: str, tmp_path: Path) -> None:
    folder = story(tmp_path / "story")
    (folder / "more.yaml").write_text(f"people:\n  p:\n    name: Petya\n    gone: {value}\n", encoding="utf-8")
    found = told(check(folder))
    assert ("more.yaml", "yaml-tag", 4, 11) in found
    # What stands behind an anchor is read as it stands.
    assert {code for _, code, _, _ in found} <= {"yaml-tag", "name-unknown"}


def test_links_that_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = story(tmp_path / "story")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "own.yaml").write_text("people:\n  p: {name: Petya}\n", encoding="utf-8")
    (folder / "folder").symlink_to(tmp_path / "elsewhere")
    (folder / "file.yaml").symlink_to(tmp_path / "elsewhere" / "own.yaml")
    (folder / "secret.yaml").symlink_to("/etc/passwd")
    (folder / "upwards.yaml").symlink_to("../elsewhere/own.yaml")
    (folder / "home").symlink_to(".")
    (folder / "zero.yaml").symlink_to("/dev/zero")
    (folder / "alike").symlink_to(tmp_path / "story")
    names = ("alike", "file.yaml", "folder", "home", "secret.yaml", "upwards.yaml", "zero.yaml")
    assert told(check(folder)) == [(name, "file-outside", 0, 0) for name in names]


def test_a_link_within_the_folder_is_read_and_a_neighbour_of_like_name_is_outside(tmp_path: Path) -> None:
    folder = story(tmp_path / "story")
    story(tmp_path / "story2")
    (folder / "notes.txt").write_text("people:\n  p: {name: Petya}\n", encoding="utf-8")
    (folder / "people.yaml").symlink_to("notes.txt")
    checked = check(folder)
    assert checked.story is not None
    assert list(checked.story.people) == ["p"]
    (folder / "more.yaml").symlink_to(tmp_path / "story2" / "story.yaml")
    assert told(check(folder)) == [("more.yaml", "file-outside", 0, 0)]


def test_what_cannot_be_read(tmp_path: Path) -> None:
    folder = story(tmp_path / "story")
    (folder / "gone.yaml").symlink_to("nobody.yaml")
    (folder / "round.yaml").symlink_to("round.yaml")
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.yaml").mkdir()
    names = ("gone.yaml", "pipe.yaml", "round.yaml")
    assert told(check(folder)) == [(name, "file-unreadable", 0, 0) for name in names]


@pytest.mark.skipif(sys.platform != "linux", reason="only there are names of files mere bytes")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    folder = story(tmp_path / "story")
    (folder / os.fsdecode(b"caf\xe9.yaml")).write_text("works:\n", encoding="utf-8")
    checked = check(folder)
    assert told(checked) == [("caf?.yaml", "file-unreadable", 0, 0)]
    str(checked.faults[0]).encode()


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = story(tmp_path / "story")
    (folder / "closed").mkdir()
    scan = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert told(check(folder)) == [("closed", "file-unreadable", 0, 0)]


def test_what_is_not_there_is_no_story(tmp_path: Path) -> None:
    path = tmp_path / "nothing"
    assert told(check(path)) == [(str(path), "file-unreadable", 0, 0)]
    path.mkdir()
    assert told(check(path)) == [(str(path), "story-missing", 0, 0)]


def test_a_story_may_not_grow_without_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files beyond the limits of a story are not even read."""
    folder = story(tmp_path / "story")
    for number in range(20):
        (folder / f"more{number:02}.yaml").write_text("# nothing\n", encoding="utf-8")
    monkeypatch.setattr(files, "MOST_FILES", 5)
    assert [code for _, code, _, _ in told(check(folder))] == ["file-too-large"]
    assert len(files.read_files(folder)) == 6
    monkeypatch.setattr(files, "MOST_FILES", 100)
    monkeypatch.setattr(files, "LARGEST_STORY", 100)
    assert "file-too-large" in [code for _, code, _, _ in told(check(folder))]
    assert len(files.read_files(folder)) < 5
