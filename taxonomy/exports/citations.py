"""Citations of the coded papers and of the register: BibTeX, and CSL-JSON for citation processors."""

from __future__ import annotations

from taxonomy.bibliography import to_bibtex
from taxonomy.citing import csl_item
from taxonomy.corpus import Corpus
from taxonomy.exports.files import Files, json_bytes
from taxonomy.exports.works import coded_works, registered_works
from taxonomy.plain import versions


def bibtex_files(corpus: Corpus) -> Files:
    """Coded papers and register as BibTeX; text before the first record, where BibTeX reads none, tells the versions."""
    data, rules = versions().values()
    head = f"% unlearning-taxonomy: data_version {data}, rules_version {rules}\n\n"
    yield "papers.bib", [f"{head}{to_bibtex(coded_works(corpus))}".encode()]
    yield "register.bib", [f"{head}{to_bibtex(registered_works(corpus))}".encode()]


def csl_files(corpus: Corpus) -> Files:
    """Coded papers and register as CSL-JSON; the `source` of each item tells the versions."""
    yield "papers.csl.json", [json_bytes([csl_item(work) for work in coded_works(corpus)])]
    yield "register.csl.json", [json_bytes([csl_item(work) for work in registered_works(corpus)])]
