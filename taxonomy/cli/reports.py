"""Findings as people, GitHub and other programs read them: one table of formats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from taxonomy.errors import SITE_URL, Finding
from taxonomy.faults import FAULTS
from taxonomy.plain import finding_to_plain, versions
from taxonomy.rules.rule import Flag
from taxonomy.vocabulary.closed import Severity

_MOST_ANNOTATIONS = 10
"""GitHub shows ten annotations of a level and step, and drops the others without a word."""
_LEVELS = {Severity.MISMATCH: "warning", Severity.GAP: "notice", Severity.NOTE: "notice"}


def as_text(findings: Iterable[Finding]) -> str:
    """One finding a line, as `path:line:column: code message; fix <help>`."""
    return "".join(f"{finding}\n" for finding in findings)


def as_json(findings: Iterable[Finding]) -> str:
    """All findings with the versions of data and rules."""
    listed = {**versions(), "findings": [finding_to_plain(finding) for finding in findings]}
    return json.dumps(listed, indent=2, ensure_ascii=False) + "\n"


def as_github(findings: Iterable[Finding]) -> str:
    """Workflow commands that annotate lines; what GitHub would not show is summed up file by file in a last one."""
    listed = list(findings)
    lines = [
        annotation("error", place_of(finding), f"{finding.message}; {finding.fix} {finding.url}") for finding in listed[:_MOST_ANNOTATIONS]
    ]
    return "".join(f"{line}\n" for line in [*lines, *_rest(listed[_MOST_ANNOTATIONS:])])


def flags_as_github(flags: Iterable[Flag], files: Mapping[str, Path]) -> str:
    """Workflow commands that annotate the choices that flags speak of: mismatches as warnings, gaps and notes as notices.

    Args:
        flags: the flags.
        files: the entry file of each paper, by id.
    """
    listed = sorted(flags, key=lambda flag: list(Severity).index(flag.rule.severity))
    lines = [annotation(_LEVELS[flag.rule.severity], _place_of_flag(flag, files[flag.paper]), _said(flag)) for flag in listed]
    shown: list[str] = []
    for level in dict.fromkeys(_LEVELS.values()):
        shown += [line for line in lines if line.startswith(f"::{level} ")][:_MOST_ANNOTATIONS]
    if len(shown) < len(lines):
        text = f"{len(lines) - len(shown)} more flags are not annotated; `taxonomy flags` lists them"
        shown.append(annotation("notice", {"title": "taxonomy flags"}, text))
    return "".join(f"{line}\n" for line in shown)


def _said(flag: Flag) -> str:
    return f"{flag.rule.title}; instead: {flag.rule.instead} {SITE_URL}rules/{flag.rule.code}.html"


def _place_of_flag(flag: Flag, file: Path) -> dict[str, str | int]:
    """The first choice that a flag speaks of, in its file; where it speaks of the paper, the settings."""
    from taxonomy.documents import Document, read_document

    document = read_document(file)
    line, column = 1, 1
    if isinstance(document, Document):
        settings = [setting.get("id") for setting in document.value["settings"]]
        choice = re.findall(r"\w+", flag.choices[0].path) if flag.setting else []
        steps = [int(step) if step.isdigit() else step for step in choice]
        line, column = document.place(("settings", *([settings.index(flag.setting), *steps] if flag.setting else ())))
    return {"file": file.as_posix(), "line": line, "col": column, "title": flag.rule.code}


def annotation(level: str, properties: Mapping[str, str | int], message: str) -> str:
    """A workflow command of GitHub; what its grammar takes for itself is escaped.

    Args:
        level: `error`, `warning` or `notice`.
        properties: `file`, `line`, `col` and `title`.
        message: the text.
    """
    named = ",".join(f"{name}={_escaped(str(value), inside=True)}" for name, value in properties.items())
    return f"::{level} {named}::{_escaped(message)}"


def place_of(finding: Finding) -> dict[str, str | int]:
    """The properties of a finding's annotation."""
    return {"file": finding.path, "line": finding.line, "col": finding.column, "title": finding.code}


def _rest(findings: list[Finding]) -> list[str]:
    if not findings:
        return []
    files = [f"{path} ({sum(finding.path == path for finding in findings)})" for path in dict.fromkeys(f.path for f in findings)]
    message = f"{len(findings)} more faults are not annotated: {', '.join(files)}; `taxonomy check` lists them"
    return [annotation("notice", {"title": "taxonomy check"}, message)]


def _escaped(text: str, *, inside: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if inside else text


def as_sarif(findings: Iterable[Finding]) -> str:
    """A SARIF 2.1.0 log, for code scanning."""
    codes = list(FAULTS)
    driver = {
        "name": "taxonomy check",
        "version": versions()["data_version"],
        "informationUri": SITE_URL,
        "rules": [_sarif_rule(code) for code in codes],
    }
    results = [_sarif_result(finding, codes) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return (
        json.dumps(
            {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False
        )
        + "\n"
    )


def _sarif_rule(code: str) -> dict[str, Any]:
    fault = FAULTS[code]
    return {
        "id": code,
        "name": fault.name,
        "shortDescription": {"text": fault.title},
        "fullDescription": {"text": fault.rationale},
        "help": {"text": fault.instead},
        "helpUri": f"{SITE_URL}rules/{code}.html",
        "defaultConfiguration": {"level": "error"},
    }


def _sarif_result(finding: Finding, codes: list[str]) -> dict[str, Any]:
    place = {
        "artifactLocation": {"uri": quote(finding.path, errors="surrogateescape")},
        "region": {"startLine": finding.line, "startColumn": finding.column},
    }
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": "error",
        "message": {"text": f"{finding.message}; {finding.fix}"},
        "locations": [{"physicalLocation": place}],
    }


REPORTS: dict[str, Callable[[Iterable[Finding]], str]] = {"text": as_text, "json": as_json, "github": as_github, "sarif": as_sarif}
"""Formats by name."""
