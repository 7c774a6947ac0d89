"""The page on the shell says what the commands really print."""

from __future__ import annotations

import json
import re

import pytest

from taxonomy.model import Entry
from tests.invented import ROOT, run

TEXT = (ROOT / "site" / "pages" / "shell.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
CALLS = {
    "check": ["tests/data/rejected/DOC005-misspelt-fields.yaml"],
    "compare": ["fan2024salun/random-samples", "fan2024salun/nudity"],
    "advise": ["--removes", "examples"],
    "show": ["fan2024salun"],
    "diff": ["HEAD"],
}
"""Arguments of the commands that need some."""


@pytest.mark.parametrize(("command", "fields", "items"), ROWS, ids=[row[0] for row in ROWS])
def test_documented_fields_are_printed(command: str, fields: str, items: str) -> None:
    """Each command prints the fields of its row, and its items have the fields of the last cell, in this order."""
    told = json.loads(run(command, *CALLS.get(command, []), "--format", "json").stdout)
    versions = ["data_version", "rules_version"]
    names = re.findall(r"`(\w+)`", fields)
    own = [name for name in Entry.model_fields if name not in names] if command == "show" else []
    assert sorted(told) == sorted({*versions, *names, *own})
    assert list(told)[:2] == versions
    listed = told[names[-1]]
    if command != "diff":
        assert list(listed[0]) == re.findall(r"`(\w+)`", items)


def test_every_command_that_prints_json_has_a_row() -> None:
    """No command with JSON is left out of the page."""
    listed = {row[0] for row in ROWS} | set(re.findall(r"`(graph|export)(?: --format json)?`", TEXT))
    commands = re.findall(r"^  (\w+) ", run("--help").stdout, re.MULTILINE)
    with_json = {command for command in commands if re.search(r"[\[|]json[|\]]", run(command, "--help").stdout)}
    assert with_json - {"new", "import", "review"} <= listed
    assert all(f"`{command}`" in TEXT for command in ("new", "import", "review"))
