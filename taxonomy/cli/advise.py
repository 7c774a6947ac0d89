"""`taxonomy advise`: what to report, compare and cite in a planned evaluation."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from taxonomy.advice import Advice, Suggestion, advise, plan_of
from taxonomy.api import complete_setting
from taxonomy.cli.common import entries_option, format_option, report_faults, sound_corpus, speaks_plainly, write_json
from taxonomy.corpus import Corpus, read_entries
from taxonomy.errors import UnknownIdError
from taxonomy.latex import escape
from taxonomy.lexicon import unknown_terms
from taxonomy.model import Entry
from taxonomy.nearest import nearest
from taxonomy.plain import flag_to_plain, verdict_to_plain, versions
from taxonomy.vocabulary.closed import Coverage, Criterion, Family, Guarantee, MeasuredOn, Modality, Polarity, Reference, Removes, Severity
from taxonomy.vocabulary.terms import Metric

_NATURAL = {Polarity.PRESENCE: Criterion.LOWER_IS_BETTER, Polarity.ABSENCE: Criterion.HIGHER_IS_BETTER}
"""The direction in which a metric is read where none is given; any other is to match the reference."""


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--removes", type=click.Choice([str(w) for w in Removes]), default=Removes.NOT_STATED.value, help="What must be gone.")
@click.option(
    "--coverage",
    type=click.Choice([str(w) for w in Coverage]),
    default=Coverage.NOT_REPORTED.value,
    help="How much of the concept S holds.",
)
@click.option("--guarantee", type=click.Choice([str(w) for w in Guarantee]), default=Guarantee.NONE.value, help="What is proved.")
@click.option(
    "--reference", "references", multiple=True, type=click.Choice([str(w) for w in Reference]), help="What scores are held against."
)
@click.option(
    "--metric", "metrics", multiple=True, metavar="ID[:ON[:CRITERION]]", help="Metric, what it is measured on, which direction is good."
)
@click.option("--baseline", "baselines", multiple=True, metavar="ID", help="Method to compare with.")
@click.option("--problem", metavar="ID", help="Problem, to find examples that are alike.")
@click.option("--modality", type=click.Choice([str(w) for w in Modality]), help="Kind of data, to find examples that are alike.")
@entries_option
@format_option("text", "json", "markdown", "latex")
@speaks_plainly
def command(path: Path | None, entries: Path | None, style: str, **given: Any) -> None:
    """Advise on an evaluation that is planned: from a few facts, or from the settings of a draft entry in PATH.

    Says which notion it is, which references, metrics and baselines fit, which mislead, what is missing, who does it well and whom to cite.
    Markdown and LaTeX give a checklist to paste into a paper.
    """
    corpus = sound_corpus(entries)
    entry = _draft(path, corpus) if path else plan_of(complete_setting(_facts(corpus, given)))
    advices = advise(entry, corpus)
    if style == "json":
        write_json({**versions(), "settings": [_plain(each) for each in advices]})
    else:
        write = {"text": _text, "markdown": _markdown, "latex": _latex}[style]
        click.echo("\n".join(line for each in advices for line in write(each)))


def _draft(path: Path, corpus: Corpus) -> Entry:
    read, findings = read_entries([path])
    for entry, document in read:
        findings += unknown_terms(entry, document, corpus.lexicon.joined_with([entry]))
    if findings:
        report_faults(findings)
        sys.exit(1)
    return read[0][0]


def _facts(corpus: Corpus, given: Mapping[str, Any]) -> dict[str, Any]:
    """The options as a mapping of facts; a concept is not named here, so a word stands for it."""
    for method in given["baselines"]:
        _known("method", method, corpus.lexicon.methods)
    if given["problem"]:
        _known("problem", given["problem"], corpus.lexicon.problems)
    concept = "the concept" if given["removes"] == Removes.CONCEPT else None
    facts: dict[str, Any] = {
        "forget_set": {"removes": given["removes"], "coverage": given["coverage"], "concept": concept},
        "guarantee": given["guarantee"],
        "references": list(given["references"]) or [Reference.NONE.value],
        "measurements": [_measurement(text, corpus) for text in given["metrics"]],
        "baselines": list(given["baselines"]),
    }
    return {**facts, **{name: given[name] for name in ("problem", "modality") if given[name]}}


def _measurement(text: str, corpus: Corpus) -> dict[str, str]:
    name, *rest = text.split(":")
    _known("metric", name, corpus.lexicon.metrics)
    metric = corpus.lexicon.metrics[name]
    for kind, word, words in zip(("place", "criterion"), rest, (MeasuredOn, Criterion), strict=False):
        _known(kind, word, [str(each) for each in words])
    on, criterion = [*rest, *_usual(metric)[len(rest) :]][:2]
    return {"metric": name, "on": on, "criterion": criterion}


def _usual(metric: Metric) -> tuple[str, str]:
    criterion = Criterion.CERTIFICATE if metric.family is Family.CERTIFICATE else _NATURAL.get(metric.polarity, Criterion.MATCH_REFERENCE)
    return str(metric.usual_on or MeasuredOn.OTHER), str(criterion)


def _known(kind: str, name: str, known: Iterable[str]) -> None:
    if name not in known:
        raise UnknownIdError(kind, name, nearest(name, known))


def _plain(advice: Advice) -> dict[str, Any]:
    lists = ("references", "metrics", "baselines", "misleading")
    return {
        "setting": advice.setting.model_dump(mode="json"),
        **verdict_to_plain(advice.verdict),
        **{f"fitting_{name}" if name != "misleading" else name: [asdict(each) for each in getattr(advice, name)] for name in lists},
        "flags": [flag_to_plain(flag) for flag in advice.flags],
        "exemplars": [exemplar.address for exemplar in advice.exemplars],
        "cite": list(advice.cite),
    }


def _text(advice: Advice) -> Iterator[str]:
    verdict = advice.verdict
    yield f"{advice.setting.name}: intends {verdict.intended}, evaluated as {verdict.evaluated}: {verdict.agreement}"
    yield f"  because {verdict.because[0].text}"
    yield from (f"  missing {path}: without it the notion cannot be told" for path in verdict.missing)
    yield from _listed("references that fit", advice.references)
    yield from _listed("metrics that fit", advice.metrics)
    yield from _listed("baselines that fit", advice.baselines)
    yield from _listed("misleading", advice.misleading)
    yield from ("  flags", *(f"    {flag.rule.code} {flag.rule.severity}: {flag.rule.title}. {flag.rule.instead}" for flag in advice.flags))
    yield from ("  who does it well", *(f"    {exemplar.address}" for exemplar in advice.exemplars))
    yield f"  cite {', '.join(advice.cite)}"


def _listed(title: str, suggestions: Iterable[Suggestion]) -> Iterator[str]:
    yield f"  {title}"
    for each in suggestions:
        used = f" (in {each.used} coded setting{'s' * (each.used > 1)})" if each.used else ""
        yield f"    {each.id}{used}: {each.reason}{f' Instead: {each.instead}' if each.instead else ''}"


def _points(advice: Advice) -> Iterator[str]:
    """The checklist, one plain sentence a point."""
    forget_set = advice.setting.forget_set
    yield f"Say what must be gone ({forget_set.removes}) and how much of it the forget set holds ({forget_set.coverage})."
    if advice.references:
        yield f"Hold scores against the ideal: {' or '.join(each.name for each in advice.references)}."
    if advice.metrics:
        yield f"Report metrics that fit: {', '.join(each.name for each in advice.metrics)}."
    if advice.baselines:
        yield f"Compare with methods of the same notion: {', '.join(each.name for each in advice.baselines)}."
    yield from (f"{each.name} misleads {each.reason} Instead: {each.instead}" for each in advice.misleading)
    yield from (
        f"{flag.rule.title} ({flag.rule.code}). {flag.rule.instead}" for flag in advice.flags if flag.rule.severity is not Severity.NOTE
    )


def _markdown(advice: Advice) -> Iterator[str]:
    yield f"### {_escaped(advice.setting.name)}: {advice.verdict.intended}"
    yield ""
    yield from (f"- [ ] {_escaped(point)}" for point in _points(advice))
    yield ""


def _escaped(text: str) -> str:
    """Text for Markdown: every mark of its grammar is escaped."""
    return "".join(f"\\{character}" if character in r"\`*_{}[]<>#|~$" else character for character in " ".join(text.split()))


def _latex(advice: Advice) -> Iterator[str]:
    yield f"\\paragraph{{{escape(advice.setting.name)}: {advice.verdict.intended}}}"
    yield "\\begin{itemize}"
    yield from (f"  \\item[$\\square$] {escape(point)}" for point in _points(advice))
    yield "\\end{itemize}"
