"""Reports that are kept about editions: what `taxonomy diff` prints can be kept as it is, and faults are told by place."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from taxonomy.difference import Change, Difference
from taxonomy.editions import Edition, read_editions
from taxonomy.plain import versions
from tests.invented import CORPUS, run

CHANGES = (
    Change("ersatz2024two", "", "FRM107", "", "flagged", "entry"),
    Change(
        "sample2022poisons", "backdoor", "", "coincident, evaluated as mixed: aligned", "unlearning, evaluated as mixed: aligned", "rules"
    ),
    Change("sample2022poisons", "backdoor", "REF203", "flagged", "", "rules"),
)


def report(**facts: object) -> dict[str, Any]:
    """What `taxonomy diff --format json` prints."""
    found = Difference("v1", ("muster2024certified",), ("gone2020paper",), ("sample2022poisons",), (), (), CHANGES, "")
    return {**versions(), **asdict(found), **facts}


def kept(folder: Path, name: str, told: object) -> Path:
    """Keep a report in a folder of entries."""
    (folder / "changes").mkdir(exist_ok=True)
    (folder / "changes" / name).write_text(json.dumps(told, indent=2), encoding="utf-8")
    return folder


def test_folder_without_reports_has_no_editions(tmp_path: Path) -> None:
    """The first edition needs no report."""
    assert read_editions(tmp_path) == ([], [])


def test_reports_are_kept_as_they_were_printed(tmp_path: Path) -> None:
    """The day comes from the file's name, everything else from the report; the newest edition comes first."""
    kept(tmp_path, "2026-12-01.yaml", report(changes=[]))
    editions, findings = read_editions(kept(tmp_path, "2027-01-31.yaml", report()))
    assert findings == []
    assert [(edition.day, len(edition.changes)) for edition in editions] == [(date(2027, 1, 31), 3), (date(2026, 12, 1), 0)]
    told = editions[0].model_dump(mode="json")
    assert told.pop("day") == "2027-01-31"
    assert told == json.loads(json.dumps(report()))


def test_fields_are_those_of_the_command() -> None:
    """A field that `taxonomy diff` prints is one that an edition has."""
    assert set(report()) | {"day"} == set(Edition.model_fields)


@pytest.mark.parametrize(
    ("name", "told", "code"),
    [
        ("2026-02-30.yaml", report(), "DOC009"),
        ("latest.yaml", report(), "DOC009"),
        ("2026-12-01.yaml", report(faulty=["ersatz2024two"]), "DOC004"),
        ("2026-12-01.yaml", report(more=1), "DOC005"),
        ("2026-12-01.yaml", {}, "DOC006"),
        ("2026-12-01.yaml", report(revision="a\u202eb"), "DOC011"),
        ("2026-12-01.yaml", [], "DOC014"),
    ],
)
def test_faults_are_told(tmp_path: Path, name: str, told: object, code: str) -> None:
    """A name that is no day, an entry with faults, and whatever else no command wrote is a fault of that file."""
    editions, findings = read_editions(kept(tmp_path, name, told))
    assert editions == []
    assert code in {finding.code for finding in findings}
    assert {Path(finding.path).name for finding in findings} == {name}


def test_site_with_a_faulty_report_is_not_built(tmp_path: Path) -> None:
    """`taxonomy pages` tells the fault instead of writing pages."""
    entries = tmp_path / "entries"
    (entries / "papers").mkdir(parents=True)
    for path in (CORPUS / "papers").iterdir():
        (entries / "papers" / path.name).write_bytes(path.read_bytes())
    kept(entries, "2026-12-01.yaml", {})
    result = run("pages", tmp_path / "pages", "--entries", entries)
    assert result.exit_code == 1
    assert "2026-12-01.yaml:1:1: DOC006" in result.stderr
