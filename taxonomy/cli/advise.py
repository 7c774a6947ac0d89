"""`taxonomy advise`: what to report, compare and cite in a planned evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from taxonomy.cli.common import (
    complete_targets,
    complete_terms,
    entries_option,
    format_option,
    names_file,
    say,
    sound_corpus,
    speaks_plainly,
    write_json,
)
from taxonomy.errors import InvalidEntriesError, SetupError
from taxonomy.plain import versions
from taxonomy.vocabulary.closed import Coverage, Criterion, Guarantee, MeasuredOn, Modality, Reference, Removes

if TYPE_CHECKING:
    from taxonomy.corpus import Corpus
    from taxonomy.model import Entry


@click.command()
@click.argument("target", required=False, metavar="[PATH|ID[/SETTING]]", shell_complete=complete_targets)
@click.option("--removes", type=click.Choice([str(w) for w in Removes]), help="What must be gone.")
@click.option("--coverage", type=click.Choice([str(w) for w in Coverage]), help="How much of the concept the forget set holds.")
@click.option("--guarantee", type=click.Choice([str(w) for w in Guarantee]), help="What is proved.")
@click.option(
    "--reference", "references", multiple=True, type=click.Choice([str(w) for w in Reference]), help="What scores are held against."
)
@click.option(
    "--metric",
    "metrics",
    multiple=True,
    metavar="ID[:ON[:CRITERION]]",
    shell_complete=complete_terms("metric"),
    help="Metric, what it is measured on, which direction is good.",
)
@click.option(
    "--baseline", "baselines", multiple=True, metavar="ID", shell_complete=complete_terms("method"), help="Method to compare with."
)
@click.option("--problem", metavar="ID", shell_complete=complete_terms("problem"), help="Problem, to find examples that are alike.")
@click.option("--modality", type=click.Choice([str(w) for w in Modality]), help="Kind of data, to find examples that are alike.")
@entries_option
@format_option("text", "json", "markdown", "latex")
@speaks_plainly
def command(target: str | None, entries: Path | None, style: str, **given: Any) -> None:
    """Advise on an evaluation that is planned: from a few facts, from the settings of a draft in PATH, or from those of a coded paper.

    Says which notion it is, which references, metrics and baselines fit, which mislead, what is missing, who does it well and whom to cite.
    A draft needs no more than `settings`, or `forget_set` and `measurements`. Markdown and LaTeX give a checklist to paste into a paper.
    """
    from taxonomy.advice import advise
    from taxonomy.cli.advising import WRITERS, advice_to_plain
    from taxonomy.plans import told

    named = [f"--{name.removesuffix('s') if isinstance(value, tuple) else name}" for name, value in given.items() if value]
    if target and named:
        raise click.UsageError(f"{target} gives the facts already; leave out {', '.join(named)}, or leave out {target}")
    if not target and not named:
        raise click.UsageError("say what is planned: --removes and further facts, a draft in PATH, or the id of a coded paper")
    corpus = sound_corpus(entries)
    plan = _drafted(target, corpus) if target and names_file(target) else _coded(target, corpus) if target else _planned(corpus, given)
    advices = [advice for advice in advise(plan.entry, corpus) if advice.setting.id in plan.given]
    if style == "json":
        facts = {advice.setting.id: told(advice.setting, plan.given[advice.setting.id]) for advice in advices}
        write_json({**versions(), "settings": [advice_to_plain(each, facts[each.setting.id], plan.questions) for each in advices]})
    elif style == "latex":  # for LaTeX an escape is a command, and its own escapes leave none to a workflow's runner
        click.echo("\n".join(WRITERS[style](advices, plan.questions)))
    else:
        say(*WRITERS[style](advices, plan.questions))


class _Plan(NamedTuple):
    """What is to be advised on."""

    entry: Entry
    """The plan, with plain words for what it leaves open."""
    given: Mapping[str, Mapping[str, Any]]
    """What was said of each setting, by id."""
    questions: tuple[str, ...] = ()
    """What it leaves open."""


def _coded(target: str, corpus: Corpus) -> _Plan:
    """A coded paper, or one of its settings."""
    paper_id, _, name = target.partition("/")
    paper = corpus[paper_id]
    chosen = [corpus.setting(target)] if name else list(paper.settings.values())
    if not chosen:
        raise SetupError(f"the entry of {paper_id} has no settings, so that there is nothing to advise on")
    return _Plan(paper.entry, {setting.id: setting.facts.model_dump() for setting in chosen})


def _drafted(target: str, corpus: Corpus) -> _Plan:
    """A draft in a file; terms that nobody declared are faults of it."""
    from taxonomy.lexicon import unknown_terms
    from taxonomy.plans import read_plan

    entry, document = read_plan(Path(target))
    findings = list(unknown_terms(entry, document, corpus.lexicon.joined_with([entry])))
    if findings:
        raise InvalidEntriesError(findings)
    given = document.value.get("settings") or [document.value]
    return _Plan(entry, {setting.id: facts or {} for setting, facts in zip(entry.settings, given, strict=True)})


def _planned(corpus: Corpus, given: Mapping[str, Any]) -> _Plan:
    """The options as a plan, and what they leave open; a concept is not named here, so a word stands for it."""
    from taxonomy.lexicon import require_known
    from taxonomy.plans import complete_setting, plan_of

    lists = corpus.lexicon.lists()
    for method in given["baselines"]:
        require_known("method", method, lists["method"])
    if given["problem"]:
        require_known("problem", given["problem"], lists["problem"])
    removes = Removes(given["removes"] or Removes.NOT_STATED)
    coverage = given["coverage"] or (Coverage.NOT_REPORTED if removes is Removes.CONCEPT else Coverage.NOT_APPLICABLE)
    references = tuple(map(Reference, given["references"]))
    measurements = [_measurement(text, corpus, references, removes) for text in given["metrics"]]
    facts: dict[str, Any] = {
        "forget_set": {"removes": removes, "coverage": coverage, "concept": "the concept" if removes is Removes.CONCEPT else None},
        "guarantee": given["guarantee"] or Guarantee.NONE,
        "references": references or (Reference.NONE,),
        "measurements": [facts for facts, _ in measurements],
        "baselines": list(given["baselines"]),
        **{name: given[name] for name in ("problem", "modality") if given[name]},
    }
    entry = plan_of(complete_setting(facts))
    named = {name for name in ("guarantee", "references", "baselines", "problem", "modality") if given[name]}
    forget_set = {name: given[name] for name in ("removes", "coverage") if given[name]}
    said = {**{name: facts[name] for name in named}, **({"forget_set": forget_set} if forget_set else {}), "measurements": measurements}
    return _Plan(entry, {entry.settings[0].id: said}, tuple(question for _, question in measurements if question))


def _measurement(text: str, corpus: Corpus, references: tuple[Reference, ...], removes: Removes) -> tuple[dict[str, str], str]:
    """A measurement as an entry holds it; and the question that it leaves open, if any."""
    from taxonomy.lexicon import require_known
    from taxonomy.plans import direction_of

    name, *rest = text.split(":")
    if len(rest) > 2:  # noqa: PLR2004  # place and criterion
        raise click.UsageError(f"--metric {text}: write ID, ID:ON or ID:ON:CRITERION; {':'.join(rest[2:])!r} is too much")
    require_known("metric", name, corpus.lexicon.lists()["metric"])
    for kind, word, words in zip(("place", "criterion"), rest, (MeasuredOn, Criterion), strict=False):
        require_known(kind, word, [str(each) for each in words])
    metric = corpus.lexicon.metrics[name]
    on = MeasuredOn(rest[0] if rest else metric.usual_on or MeasuredOn.OTHER)
    criterion = Criterion(rest[1]) if len(rest) > 1 else direction_of(metric, on, references, removes)
    question = (
        "" if criterion else f"{metric.name}: which direction counts as good? Write --metric {name}:{on}:{Criterion.MATCH_REFERENCE}, say"
    )
    return {"metric": name, "on": on, "criterion": criterion or Criterion.REPORTED_ONLY}, question
