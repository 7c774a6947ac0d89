"""Verdicts, flags, findings and papers as plain mappings: the one shape that commands, pages and exports share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from taxonomy.errors import Finding
from taxonomy.notions.flips import Flip
from taxonomy.notions.verdicts import Fact, Reason, Verdict
from taxonomy.rules import RULES_VERSION
from taxonomy.rules.rule import Flag, Rule
from taxonomy.version import __version__

if TYPE_CHECKING:
    from taxonomy.cases import ClassifiedSetting, Paper
    from taxonomy.model import Evidence

CAUSES = {"entry": "the entry changed", "rules": "rules, vocabulary or another entry changed"}
"""Why a verdict or a flag changed, in words."""
_END = "\r\n"


def versions() -> dict[str, str]:
    """Version of the data and of the rule set; stands in everything that is written out."""
    return {"data_version": __version__, "rules_version": RULES_VERSION}


def finding_to_plain(finding: Finding) -> dict[str, Any]:
    """Code, place, message, fix and help address of a finding."""
    return {
        "code": finding.code,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "fix": finding.fix,
        "url": finding.url,
    }


def verdict_words(verdict: Verdict) -> dict[str, str]:
    """The three words of a verdict."""
    return {"intended": str(verdict.intended), "evaluated": str(verdict.evaluated), "agreement": str(verdict.agreement)}


def verdict_to_plain(verdict: Verdict) -> dict[str, Any]:
    """The three words of a verdict, with reasons, missing facts, flips and the row that decided on each measurement."""
    return {
        **verdict_words(verdict),
        "because": [_reason(reason) for reason in verdict.because],
        "missing": list(verdict.missing),
        "flips": [_flip(flip) for flip in verdict.flips],
        "measurements": [
            {"path": f"measurements[{index}]", "row": row.name, "points_to": str(row.points_to) if row.points_to else None}
            for index, row in enumerate(verdict.readings)
        ],
    }


def flag_to_plain(flag: Flag) -> dict[str, Any]:
    """A flag with the choices that it speaks of, and what to do instead."""
    return {
        "code": flag.rule.code,
        "name": flag.rule.name,
        "severity": str(flag.rule.severity),
        "paper": flag.paper,
        "setting": flag.setting,
        "message": flag.rule.title,
        "choices": [_fact(fact) for fact in flag.choices],
        "instead": flag.rule.instead,
        "acknowledged": flag.acknowledged.model_dump(mode="json") if flag.acknowledged else None,
        "disputes": [dispute.model_dump(mode="json") for dispute in flag.disputes],
    }


def setting_to_plain(setting: ClassifiedSetting) -> dict[str, Any]:
    """A setting: its facts, its verdict, its flags and the rules that could not be applied."""
    return {
        "paper": setting.paper_id,
        "setting": setting.id,
        "facts": setting.facts.model_dump(mode="json"),
        **verdict_to_plain(setting.verdict),
        "flags": [flag_to_plain(flag) for flag in setting.flags],
        "skipped": [{"code": skipped.rule.code, "reason": skipped.reason} for skipped in setting.skipped],
    }


def paper_to_plain(paper: Paper) -> dict[str, Any]:
    """A paper: its bibliographic facts, what it proposes, its notion, its flags and its settings."""
    entry = paper.entry.model_dump(mode="json")
    entry["settings"] = [setting_to_plain(setting) for setting in paper.settings.values()]
    return {**versions(), **entry, "notion": str(paper.notion), "flags": [flag_to_plain(flag) for flag in paper.flags]}


def rule_to_plain(rule: Rule) -> dict[str, Any]:
    """A rule's text and examples."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": str(rule.severity),
        "speaks_of": rule.speaks_of,
        "title": rule.title,
        "rationale": rule.rationale,
        "instead": rule.instead,
        "exceptions": rule.exceptions,
        "applies_to": sorted(map(str, rule.applies_to)),
        "flags": rule.flags,
        "passes": rule.passes,
        "sources": list(rule.sources),
    }


def csv_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] = ()) -> str:
    """Write rows as CSV; a cell that a spreadsheet would run as a formula gets a leading apostrophe.

    Args:
        rows: the rows; several values of a cell are joined by `; `.
        columns: headings, which stand there without any row, too; where left out, the first row's.
    """
    import csv  # noqa: PLC0415  # only this format needs it
    from types import SimpleNamespace  # noqa: PLC0415  # likewise

    listed = list(rows)
    names = list(columns or (listed[0] if listed else ()))
    lines: list[str] = []
    writer = csv.writer(SimpleNamespace(write=lines.append), lineterminator=_END)  # so that a lone carriage return is quoted, too
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in listed)
    return "".join([f"{line.removesuffix(_END)}\n" for line in lines])


def _cell(value: object) -> object:
    if isinstance(value, str):
        return f"'{value}" if value and value[0] in "=+-@\t\r" else value
    return _cell("; ".join(map(str, value))) if isinstance(value, list | tuple) else value


def _fact(fact: Fact) -> dict[str, str]:
    return {"path": str(fact.path), "value": str(fact.value)}


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "criterion": reason.criterion,
        "text": reason.text,
        "points_to": str(reason.points_to),
        "facts": [_fact(fact) for fact in reason.facts],
        "evidence": [_evidence(evidence) for evidence in reason.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return evidence.model_dump(mode="json", exclude={"supports"}, exclude_none=True)


def _flip(flip: Flip) -> dict[str, str]:
    return {
        "path": flip.path,
        "from": str(flip.value),
        "to": str(flip.to),
        "intended": str(flip.intended),
        "evaluated": str(flip.evaluated),
        "agreement": str(flip.agreement),
    }
