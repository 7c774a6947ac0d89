"""`taxonomy show`: one paper as the site shows it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from taxonomy.cases import ClassifiedSetting, Paper
from taxonomy.cli.common import complete_ids, entries_option, format_option, painted, say, sound_corpus, speaks_plainly, write_json
from taxonomy.plain import paper_to_plain


@click.command()
@click.argument("paper_id", metavar="ID", shell_complete=complete_ids)
@entries_option
@format_option("text", "json")
@speaks_plainly
def command(paper_id: str, entries: Path | None, style: str) -> None:
    """Show one paper: its identity, and per setting the facts, the verdict and the flags."""
    paper = sound_corpus(entries)[paper_id]
    if style == "json":
        write_json(paper_to_plain(paper))
    else:
        say(*_paper_lines(paper))


def _paper_lines(paper: Paper) -> Iterator[str]:
    entry = paper.entry
    yield entry.title
    yield f"{', '.join(entry.authors)}. {entry.venue or 'no venue'}, {entry.year}. {entry.kind}"
    yield from textwrap.wrap(entry.summary, 100)
    yield f"notion of the paper: {paper.notion}; confidence of the coding: {entry.curation.confidence}"
    yield from (f"{flag.rule.code} {painted(flag.rule.severity)}: {flag.rule.title}; instead: {flag.rule.instead}" for flag in paper.flags)
    for setting in paper.settings.values():
        yield ""
        yield from _setting_lines(setting)


def _setting_lines(setting: ClassifiedSetting) -> Iterator[str]:
    facts, verdict, forget_set = setting.facts, setting.verdict, setting.facts.forget_set
    yield f"{setting.id}: {facts.name}"
    yield f"  intends {verdict.intended}, evaluated as {verdict.evaluated}: {painted(verdict.agreement)}"
    concept = f" ({forget_set.concept})" if forget_set.concept else ""
    yield f"  removes {forget_set.removes}{concept}; coverage {forget_set.coverage}; guarantee {facts.guarantee}"
    yield f"  references: {', '.join(facts.references)}"
    for measurement, row in zip(facts.measurements, verdict.readings, strict=True):
        speaks = f" -> {row.points_to}" if row.points_to else ""
        yield f"  measures {measurement.metric} on {measurement.on}, {measurement.criterion}{speaks}"
    if facts.baselines:
        yield f"  compares with {', '.join(facts.baselines)}"
    yield from (
        f"  {flag.rule.code} {painted(flag.rule.severity)}: {flag.rule.title}; instead: {flag.rule.instead}" for flag in setting.flags
    )
    yield from (f"  seen in {evidence.source}, {evidence.locator} ({', '.join(evidence.supports)})" for evidence in facts.evidence)
