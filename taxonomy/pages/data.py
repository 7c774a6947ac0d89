"""The page on data: every download with how to open it, how to cite, and what each field means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from taxonomy import limits
from taxonomy.bibfields import GroupName
from taxonomy.bibliography import Work, to_bibtex
from taxonomy.citing import sentence
from taxonomy.corpus import Corpus
from taxonomy.errors import SITE_URL
from taxonomy.pages.fields import field_reference
from taxonomy.pages.overview import coverage_of
from taxonomy.pages.page import Page
from taxonomy.plain import versions


@dataclass(frozen=True, slots=True)
class Download:
    """A file that is published beside the pages.

    Attributes:
        name: its name, which is its address below the site's root.
        size: number of bytes.
    """

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class _About:
    """What a download is.

    Attributes:
        style: format, in words.
        what: what it holds.
        how: how to open it: code, or words.
    """

    style: str
    what: str
    how: str


_ABOUT: dict[str, _About] = {
    "corpus.json": _About(
        "JSON",
        "Everything: papers with facts, evidence, verdicts, reasons and flags; vocabulary, rules, register",
        '`json.load(open("corpus.json"))`',
    ),
    "corpus.schema.json": _About("JSON Schema", "What every field of corpus.json holds", "any validator of JSON Schema 2020-12"),
    "settings.csv": _About(
        "CSV",
        "One row a setting: facts, verdict, codes of flags",
        '`pandas.read_csv("settings.csv")`; several words stand in one cell with `; ` between, several numbers as a list of JSON',
    ),
    "flags.csv": _About("CSV", "One row a flag: rule, choices, what to do instead", '`pandas.read_csv("flags.csv")`'),
    "comparisons.csv": _About("CSV", "One row a method that a setting is compared with", '`pandas.read_csv("comparisons.csv")`'),
    "datapackage.json": _About(
        "Data Package", "The columns of the CSV files, their types and missing values", '`frictionless.Package("datapackage.json")`'
    ),
    "settings.parquet": _About("Parquet", "The same rows, several values as lists", '`polars.read_parquet("settings.parquet")`'),
    "flags.parquet": _About("Parquet", "The same rows, several values as lists", '`polars.read_parquet("flags.parquet")`'),
    "comparisons.parquet": _About("Parquet", "The same rows, several values as lists", '`polars.read_parquet("comparisons.parquet")`'),
    "papers.bib": _About("BibTeX", "Every coded paper, by its id", "`\\bibliography{papers}`, or any reference manager"),
    "register.bib": _About("BibTeX", "Every known work that nobody has coded yet", "any reference manager"),
    "papers.csl.json": _About("CSL-JSON", "Every coded paper, by its id", "`pandoc --citeproc --bibliography papers.csl.json`, or Zotero"),
    "register.csl.json": _About("CSL-JSON", "Every known work that nobody has coded yet", "Zotero, or any citation processor"),
    "graph.graphml": _About(
        "GraphML",
        "Papers, settings, methods, metrics, references, problems, datasets and what joins them",
        '`networkx.read_graphml("graph.graphml")`, or Gephi',
    ),
    "taxonomy.ttl": _About(
        "Turtle",
        "The vocabulary as SKOS, papers and verdicts as linked data; its names are addresses of this site",
        '`rdflib.Graph().parse("taxonomy.ttl")`',
    ),
    "manifest.json": _About("JSON", "Versions, and the SHA-256 of every file above", '`json.load(open("manifest.json"))`'),
}
_BESIDE: tuple[tuple[str, str], ...] = (
    ("schema.json", "The JSON Schema of an entry's file, for editors"),
    ("graph.json", "The graph as nodes and edges (node-link JSON)"),
    ("papers/index.json", "Every setting with its verdict (JSON)"),
    ("mismatches.json", "Every mismatch (JSON)"),
    ("rules/index.json", "Every rule and kind of fault (JSON)"),
    ("questions.json", "The open questions, as far as the data answer them (JSON)"),
    ("agreement.json", "Second readings and how they agree (JSON)"),
    ("changes.json", "The changelog (JSON)"),
)
_THOUSAND = 1_000


def data_page(corpus: Corpus, downloads: Sequence[Download]) -> Page:
    """Downloads, citation, and the reference of fields.

    Args:
        corpus: the corpus.
        downloads: the files that are published at the site's root.
    """
    lead = "Everything on this site as files, and what each field means."
    data, _ = versions().values()
    own = _work(corpus, data)
    context = {
        "versions": versions(),
        "coverage": coverage_of(corpus),
        "downloads": [(each.name, _ABOUT[each.name], in_words(each.size)) for each in downloads],
        "beside": _BESIDE,
        "cite": [("Text", sentence(own)), ("BibTeX", to_bibtex([own]).strip())],
        "reference": field_reference(),
        "limits": limits.table(),
        "lead": lead,
    }
    return Page("data.html", "Data", lead, "data.html", context)


def in_words(size: int) -> str:
    """A number of bytes as people say it: 512 B, 8.6 kB, 1.2 MB."""
    if size < _THOUSAND:
        return f"{size} B"
    return f"{size / _THOUSAND:.0f} kB" if size < _THOUSAND * _THOUSAND else f"{size / _THOUSAND / _THOUSAND:.1f} MB"


def _work(corpus: Corpus, edition: str) -> Work:
    """The data of this edition as a work that can be cited."""
    year = int(edition.partition(".")[0])
    coded = f"{len(corpus)} papers"
    title = f"Unlearning taxonomy: what papers on machine unlearning remove and how they measure it, edition {edition} ({coded})"
    return Work("unlearningtaxonomy", title, (GroupName("unlearning-taxonomy contributors"),), more_authors=False, year=year, url=SITE_URL)
