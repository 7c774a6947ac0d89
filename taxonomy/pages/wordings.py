"""The translator: words that papers use for what they do, and how an entry says it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from taxonomy.corpus import Corpus
from taxonomy.pages.page import Link, Page, link
from taxonomy.pages.terms import source_links
from taxonomy.plain import versions
from taxonomy.vocabulary.closed import REFERENCE_NAMES, Reference
from taxonomy.vocabulary.terms import Coding

_LEAD = "Words that papers use for themselves, and what entries say instead. The same words often stand for different things."


def wordings_page(corpus: Corpus) -> Page:
    """Wordings with their translation, then every other name of a metric, method, problem or dataset."""
    wordings = corpus.lexicon.wordings.values()
    rows = [
        {
            "id": term.id,
            "names": [term.name, *term.aliases],
            "definition": term.definition,
            "codes": [_code(coding, corpus) for coding in term.codes],
            "sources": source_links(corpus, list(term.sources)),
        }
        for term in wordings
    ]
    names = sorted(_names(corpus), key=lambda pair: (pair[0].casefold(), pair[1].name))
    context = {"lead": _LEAD, "rows": rows, "names": names}
    data = {**versions(), "wordings": [term.model_dump(mode="json") for term in wordings]}
    search = " ".join(name for term in wordings for name in (term.name, *term.aliases))
    return Page("wordings.html", "Words that papers use", _LEAD, "wordings.html", context, data, search=search)


def _code(coding: Coding, corpus: Corpus) -> dict[str, Any]:
    value = Link(coding.value, "")
    if coding.field == "reference":
        value = link("reference", coding.value, REFERENCE_NAMES[Reference(coding.value)])
    elif coding.field == "metric":
        value = link("metric", coding.value, corpus.lexicon.metrics[coding.value].name)
    elif coding.field == "problem":
        value = link("problem", coding.value, corpus.lexicon.problems[coding.value].name)
    return {"field": coding.field, "value": value, "when": coding.when}


def _names(corpus: Corpus) -> Iterator[tuple[str, Link, str]]:
    """Every other name of a term, with the term's page and kind."""
    lists = corpus.lexicon
    for kind, terms in (("metric", lists.metrics), ("method", lists.methods), ("problem", lists.problems), ("dataset", lists.datasets)):
        yield from ((alias, link(kind, term.id, term.name), kind) for term in terms.values() for alias in term.aliases)
