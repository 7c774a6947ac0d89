"""`taxonomy advise`: what to report, compare and cite in a planned evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from taxonomy.advice import advise
from taxonomy.cli.advising import WRITERS, advice_to_plain
from taxonomy.cli.common import entries_option, format_option, say, sound_corpus, speaks_plainly, write_json
from taxonomy.corpus import Corpus
from taxonomy.errors import InvalidEntriesError
from taxonomy.lexicon import require_known, unknown_terms
from taxonomy.model import Entry
from taxonomy.plain import versions
from taxonomy.plans import complete_setting, direction_of, plan_of, read_plan
from taxonomy.vocabulary.closed import Coverage, Criterion, Guarantee, MeasuredOn, Modality, Reference, Removes


@click.command()
@click.argument("target", required=False, metavar="[PATH|ID]")
@click.option("--removes", type=click.Choice([str(w) for w in Removes]), help="What must be gone.")
@click.option("--coverage", type=click.Choice([str(w) for w in Coverage]), help="How much of the concept the forget set holds.")
@click.option("--guarantee", type=click.Choice([str(w) for w in Guarantee]), help="What is proved.")
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
def command(target: str | None, entries: Path | None, style: str, **given: Any) -> None:
    """Advise on an evaluation that is planned: from a few facts, from the settings of a draft in PATH, or from those of a coded paper.

    Says which notion it is, which references, metrics and baselines fit, which mislead, what is missing, who does it well and whom to cite.
    A draft needs no more than `settings`, or `forget_set` and `measurements`. Markdown and LaTeX give a checklist to paste into a paper.
    """
    told = [f"--{name.removesuffix('s') if isinstance(value, tuple) else name}" for name, value in given.items() if value]
    if target and told:
        raise click.UsageError(f"{target} gives the facts already; leave out {', '.join(told)}, or leave out {target}")
    if not target and not told:
        raise click.UsageError("say what is planned: --removes and further facts, a draft in PATH, or the id of a coded paper")
    corpus = sound_corpus(entries)
    entry, questions = (_draft(target, corpus), ()) if target else _planned(corpus, given)
    advices = advise(entry, corpus)
    if style == "json":
        write_json({**versions(), "settings": [advice_to_plain(each, questions) for each in advices]})
    else:
        say(*WRITERS[style](advices, questions))


def _draft(target: str, corpus: Corpus) -> Entry:
    """A coded paper, or a draft; terms that nobody declared are faults of it."""
    path = Path(target)
    if not path.exists() and path.suffix not in {".yaml", ".yml"}:
        return corpus[target].entry
    entry, document = read_plan(path)
    findings = list(unknown_terms(entry, document, corpus.lexicon.joined_with([entry])))
    if findings:
        raise InvalidEntriesError(findings)
    return entry


def _planned(corpus: Corpus, given: Mapping[str, Any]) -> tuple[Entry, tuple[str, ...]]:
    """The options as a plan, and what they leave open; a concept is not named here, so a word stands for it."""
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
    return plan_of(complete_setting(facts)), tuple(question for _, question in measurements if question)


def _measurement(text: str, corpus: Corpus, references: tuple[Reference, ...], removes: Removes) -> tuple[dict[str, str], str]:
    """A measurement as an entry holds it; and the question that it leaves open, if any."""
    name, *rest = text.split(":")
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
