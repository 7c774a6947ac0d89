"""The corpus as Turtle: the vocabulary as SKOS concepts, the papers as works with settings and verdicts."""

from __future__ import annotations

from collections.abc import Iterator

from taxonomy.corpus import Corpus


def turtle_files(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """Vocabulary, papers and register in one file."""
    from taxonomy.exports.turtle.triples import all_triples  # noqa: PLC0415  # rdflib is slow to import

    yield "taxonomy.ttl", all_triples(corpus).serialize(format="turtle", encoding="utf-8")
