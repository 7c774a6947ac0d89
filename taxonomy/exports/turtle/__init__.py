"""The corpus as Turtle: the vocabulary as SKOS concepts, the papers as works with settings and verdicts."""

from __future__ import annotations

from taxonomy.corpus import Corpus
from taxonomy.exports.files import Files


def turtle_files(corpus: Corpus) -> Files:
    """Vocabulary, papers and register in one file."""
    from taxonomy.exports.turtle.triples import turtle  # noqa: PLC0415  # its names are many

    yield "taxonomy.ttl", turtle(corpus)
