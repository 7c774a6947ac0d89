"""The corpus as Turtle: the vocabulary as SKOS concepts, the papers as works with settings and verdicts."""

from __future__ import annotations

from collections.abc import Iterator

from taxonomy.corpus import Corpus


def turtle_files(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """Vocabulary, papers and register in one file."""
    from taxonomy.exports.turtle.triples import turtle  # noqa: PLC0415  # its names are many

    yield "taxonomy.ttl", turtle(corpus)
