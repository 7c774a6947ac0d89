"""`taxonomy show`: one paper as the site shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taxonomy.bundled import entries_folder
from taxonomy.cli.common import (
    complete_settings,
    entries_option,
    flag_lines,
    format_option,
    json_of,
    painted,
    remembered,
    sound_corpus,
    speaks_plainly,
    width,
    wrapped,
)
from taxonomy.kept import SOUND, shelf_of
from taxonomy.messages import on_one_line

if TYPE_CHECKING:
    from taxonomy.cases import ClassifiedSetting, Paper
    from taxonomy.corpus import Corpus


@click.command()
@click.argument("target", metavar="ID[/SETTING]", shell_complete=complete_settings)
@entries_option
@format_option("text", "json")
@speaks_plainly
def command(target: str, entries: Path | None, style: str) -> None:
    """Show one paper: its identity, and per setting the verdict with its reasons, the facts, the flags and the sources.

    ID/SETTING shows the paper with that setting alone.
    """
    folder = entries_folder(entries)
    asked = ["show", target, style, str(width())]
    click.echo(remembered(lambda: shelf_of(folder), asked, lambda: _shown(sound_corpus(folder), target, style), SOUND))


def _shown(corpus: Corpus, target: str, style: str) -> str:
    from taxonomy.plain import paper_to_plain

    paper_id, _, name = target.partition("/")
    paper = corpus[paper_id].only(corpus.setting(target).id) if name else corpus[paper_id]
    return json_of(paper_to_plain(paper)) if style == "json" else "\n".join(map(on_one_line, _paper_lines(paper)))


def _paper_lines(paper: Paper) -> Iterator[str]:
    from taxonomy.bibliography import work_of
    from taxonomy.citing import addresses_of

    entry, proposes = paper.entry, paper.entry.proposes
    yield from wrapped(entry.title)
    yield from wrapped(f"{', '.join(entry.authors)}. {entry.venue or 'no venue'}, {entry.year}. {entry.kind}")
    yield from wrapped(entry.summary)
    yield from _fact("read at", addresses_of(work_of(entry)), indent="")
    yield from _fact("code", entry.links.code, indent="")
    for name, terms in (("methods", proposes.methods), ("metrics", proposes.metrics), ("data sets", proposes.datasets)):
        yield from _fact(
            f"proposes the {name}" if len(terms) > 1 else f"proposes the {name[:-1]}", (term.name for term in terms), indent=""
        )
    yield f"notion of the paper: {paper.notion}; confidence of the coding: {entry.curation.confidence}"
    for flag in paper.flags:
        yield from flag_lines(flag)
    for setting in paper.settings.values():
        yield ""
        yield from _setting_lines(setting)


def _setting_lines(setting: ClassifiedSetting) -> Iterator[str]:
    from taxonomy.pages.words import IF, flip_sentences

    facts, verdict = setting.facts, setting.verdict
    yield from wrapped(f"{setting.id}: {facts.name}")
    yield f"  intends {verdict.intended}, evaluated as {verdict.evaluated}: {painted(verdict.agreement)}"
    for points_to, text in dict.fromkeys((reason.points_to, reason.text) for reason in verdict.because):
        yield from wrapped(f"because {text} -> {points_to}", "  ")
    yield from (f"  missing {path}" for path in verdict.missing)
    yield from _forget_set_lines(setting)
    yield from _fact("problem", [facts.problem, facts.modality, *([facts.task] if facts.task else [])])
    yield f"  guarantee {facts.guarantee}"
    yield from _fact("references", facts.references)
    for measurement, row in zip(facts.measurements, verdict.readings, strict=True):
        speaks = f" -> {row.points_to}" if row.points_to else ""
        against = f", held against {measurement.reference}" if measurement.reference else ""
        condition = f", {measurement.condition}" if measurement.condition else ""
        told = f"measures {measurement.metric} on {measurement.on}{condition}, {measurement.criterion}{against}{speaks}"
        yield from wrapped(told, "  ")
    yield from _fact("compares with", facts.baselines)
    yield from _fact("data", facts.datasets)
    yield from _fact("models", facts.models)
    for flag in setting.flags:
        yield from flag_lines(flag, "  ")
    listed = [sentence for sentence, flip in zip(flip_sentences(setting), verdict.flips, strict=True) if flip.path in IF]
    for outcome, condition in listed:
        yield from wrapped(f"would be {outcome} if {condition}", "  ")
    if more := len(verdict.flips) - len(listed):
        yield f"  {more} further changes of one fact: taxonomy classify {setting.address} --explain"
    for evidence in facts.evidence:
        address = f" {evidence.url}" if evidence.url else ""
        yield from wrapped(f"seen in {evidence.source}, {evidence.locator} ({', '.join(evidence.supports)}){address}", "  ")
    yield from wrapped(f"note: {facts.note}", "  ") if facts.note else ()


def _forget_set_lines(setting: ClassifiedSetting) -> Iterator[str]:
    forget_set = setting.facts.forget_set
    concept = f" ({forget_set.concept})" if forget_set.concept else ""
    yield from wrapped(f"removes {forget_set.removes}{concept}; coverage {forget_set.coverage}; membership {forget_set.membership}", "  ")
    yield from _fact("granularity", forget_set.granularity)
    yield from _fact("rows", map(str, forget_set.sizes))
    yield from _fact("share of the training set", map(str, forget_set.share_of_training_set))
    yield from _fact("share of the concept", map(str, forget_set.share_of_concept))


def _fact(name: str, values: Iterable[str], indent: str = "  ") -> list[str]:
    """A fact with its values; nothing where it has none."""
    listed = ", ".join(values)
    return wrapped(f"{name} {listed}", indent) if listed else []
