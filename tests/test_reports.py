"""Findings for people, for GitHub and for code scanning."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no types
import pytest

from taxonomy.cli.reports import as_github, as_sarif, as_text
from taxonomy.errors import Finding
from taxonomy.faults import FAULTS
from tests.invented import CORPUS, ROOT, run

SCHEMA = json.loads((ROOT / "tests" / "data" / "sarif" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
BROKEN = ROOT / "tests" / "data" / "rejected" / "DOC005-misspelt-fields.yaml"


def finding(path: str = "entries/papers/a.yaml", line: int = 3, message: str = "something is wrong") -> Finding:
    """A finding about an invented file."""
    return Finding(path, line, 7, "DOC008", message, "mend it")


def sarif(findings: list[Finding]) -> dict[str, Any]:
    """A SARIF log that holds against the published schema."""
    log: dict[str, Any] = json.loads(as_sarif(findings))
    jsonschema.validate(log, SCHEMA)
    return log


@pytest.mark.parametrize("findings", [[], [finding()], [finding("a b:c/ü.yaml"), finding(message='a "b" \u2028 <c>')]], ids=len)
def test_sarif_holds_against_the_published_schema(findings: list[Finding]) -> None:
    """No finding, one, or odd names and messages: the log is valid, and the schema would refuse a broken one."""
    log = sarif(findings)
    assert len(log["runs"][0]["results"]) == len(findings)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**log, "version": "3"}, SCHEMA)


def test_sarif_says_where_what_and_which_rule() -> None:
    """Each result names file, line, column, message and fix, and points to its rule."""
    (result,) = sarif([finding()])["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "entries/papers/a.yaml"}, "region": {"startLine": 3, "startColumn": 7}}
    assert result["message"]["text"] == "something is wrong; mend it"
    rules = sarif([])["runs"][0]["tool"]["driver"]["rules"]
    assert (rules[result["ruleIndex"]]["id"], len(rules)) == ("DOC008", len(FAULTS))


def test_sarif_paths_are_addresses() -> None:
    """Spaces and letters of a path are encoded, and a colon in it begins no scheme."""
    places = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in _results("a b.yaml", "ü.yaml", "x:y.yaml")
    ]
    assert places == ["a%20b.yaml", "%C3%BC.yaml", "x%3Ay.yaml"]


def _results(*paths: str) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = sarif([finding(path) for path in paths])["runs"][0]["results"]
    return results


def test_github_annotates_the_right_line() -> None:
    """An annotation names file, line, column and code."""
    assert as_github([finding()]).splitlines() == [
        f"::error file=entries/papers/a.yaml,line=3,col=7,title=DOC008::something is wrong; mend it {finding().url}"
    ]


@pytest.mark.parametrize("text", ["a\n::error::b", "a\r::set-output name=b::c", "100%0A::warning::x"])
def test_text_cannot_give_commands_to_github(text: str) -> None:
    """A message or a path from a stranger stays within its annotation."""
    for told in (as_github([finding(message=text)]), as_github([finding(path=text)])):
        assert len(told.splitlines()) == 1
        assert told.startswith("::error file=")
    assert ":" not in as_github([finding(path=text)]).removeprefix("::error file=").partition(",line=")[0]


def understood(line: str) -> tuple[dict[str, str], str]:
    """Properties and message of an annotation, as the runner reads them."""
    head, message = line.removeprefix("::error ").split("::", 1)
    plain = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    told = {name: re.sub("%..", lambda found: plain[found[0]], value) for name, value in (each.split("=", 1) for each in head.split(","))}
    return told, re.sub("%(?:0D|0A|25)", lambda found: plain[found[0]], message)


@pytest.mark.parametrize("text", ["a,line=1,b", "100%0A::warning::x", "%253A", "a:b", "a\r\nb", "50 %, a=b"])
def test_github_understands_what_was_meant(text: str) -> None:
    """What the runner makes of an annotation is the path and the message that were given, whatever stands in them."""
    told, message = understood(as_github([finding(path=text, message=text)]).removesuffix("\n"))
    assert told == {"file": text, "line": "3", "col": "7", "title": "DOC008"}
    assert message == f"{text}; mend it {finding().url}"


def test_github_shows_ten_and_sums_up_the_rest() -> None:
    """What GitHub would drop without a word is summed up by file."""
    many = [finding(line=line) for line in range(1, 13)] + [finding("b.yaml")]
    lines = as_github(many).splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error"] * 10 + ["::notice"]
    assert "3 more faults are not annotated: entries/papers/a.yaml (2), b.yaml (1)" in lines[-1]


def test_formats_of_check_tell_the_same_faults(tmp_path: Path) -> None:
    """Text, JSON, GitHub and SARIF name the same places and codes."""
    told = {style: run("check", BROKEN, "--entries", CORPUS, "--format", style).stdout for style in ("text", "json", "github", "sarif")}
    places = [(each["line"], each["column"], each["code"]) for each in json.loads(told["json"])["findings"]]
    regions = [
        (result["locations"][0]["physicalLocation"]["region"], result["ruleId"])
        for result in json.loads(told["sarif"])["runs"][0]["results"]
    ]
    assert len(places) > 1
    assert [(region["startLine"], region["startColumn"], code) for region, code in regions] == places
    assert all(f",line={line},col={column},title={code}::" in told["github"] for line, column, code in places)
    assert all(f":{line}:{column}: {code} " in told["text"] for line, column, code in places)
    assert as_text([]) == ""
    assert not list(tmp_path.iterdir())
