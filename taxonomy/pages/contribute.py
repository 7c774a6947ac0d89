"""The page for contributors: the three ways, what is wanted most, how much is covered, and who did it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from taxonomy.corpus import Corpus
from taxonomy.errors import REPOSITORY_URL
from taxonomy.forms import forms
from taxonomy.pages.overview import coverage_of
from taxonomy.pages.page import Link, Page, address_of, link

_MOST = 60
"""Most works that are listed."""


def contribute_page(corpus: Corpus) -> Page:
    """What can be contributed, and how."""
    lead = "Add a paper, name one, correct a fact, or answer a flag."
    used = uses_of_works(corpus)
    wanted = sorted(corpus.register, key=lambda work: (-used[work.key], -(work.year or 0), work.key))
    people = (paper.entry.curation for paper in corpus)
    context = {
        "coverage": coverage_of(corpus),
        "methods": [(link("method", name, corpus.lexicon.method_names[name]), count) for name, count in _unknown_methods(corpus)],
        "works": [(Link(work.title, address_of(work)), work.year, work.key, used[work.key]) for work in wanted[:_MOST]],
        "more": max(0, len(wanted) - _MOST),
        "used": sum(1 for count in used.values() if count),
        "credits": _credits(name for each in people for name in {*each.coders, *each.reviewers}),
        "forms": [(form.name, f"{REPOSITORY_URL}/issues/new?template={form.id}.yml", form.about) for form in forms()],
        "repository": REPOSITORY_URL,
        "register": f"{REPOSITORY_URL}/edit/main/entries/register.bib",
        "lead": lead,
    }
    return Page("contribute.html", "Contribute", lead, "contribute.html", context)


def uses_of_works(corpus: Corpus) -> Counter[str]:
    """In how many coded settings a method, metric or dataset stands of which a work of the register is a source, by the work's key."""
    lexicon = corpus.lexicon
    known = {work.key for work in corpus.register}
    groups = (lexicon.pending_methods, lexicon.generic_methods, lexicon.metrics, lexicon.datasets)
    sources = {name: known & set(term.sources) for group in groups for name, term in group.items()}
    used: Counter[str] = Counter(dict.fromkeys(known, 0))
    for setting in corpus.settings():
        facts = setting.facts
        named = {*facts.baselines, *facts.datasets, *(measurement.metric for measurement in facts.measurements)}
        used.update({work for name in named for work in sources.get(name, ())})
    return used


def _unknown_methods(corpus: Corpus) -> list[tuple[str, int]]:
    """Compared methods whose home notion is unknown, most compared first."""
    compared = (method for setting in corpus.settings() for method in setting.facts.baselines)
    counted = Counter(method for method in compared if not corpus.home_notions.get(method))
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def _credits(names: Iterable[str]) -> list[tuple[str, int]]:
    """Who coded or reviewed, and how many entries."""
    return sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))
