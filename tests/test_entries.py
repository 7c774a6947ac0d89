"""The real entries: no faults, ids and links as they should be, facts with evidence, and nothing twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from taxonomy.bibliography import Work, work_of
from taxonomy.corpus import Corpus
from taxonomy.crosscheck import read_entries, sound
from taxonomy.errors import Finding
from taxonomy.identity import paper_id
from taxonomy.model import Entry
from taxonomy.reading import read_corpus
from taxonomy.vocabulary.closed import Confidence, EvidenceSource, Notion, Removes
from tests.invented import ROOT

FOLDER = ROOT / "entries"
FILES = sorted((FOLDER / "papers").iterdir())
EACH_FILE = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
FIRST_HAND = {EvidenceSource.PAPER, EvidenceSource.APPENDIX, EvidenceSource.CODE}
SHINGLE_BYTES = 6
MODELINE = "# yaml-language-server: $schema=../../taxonomy/schema.json\n"


@cache
def everything() -> tuple[Corpus, dict[str, list[Finding]]]:
    """The corpus of the sound entries, and the faults of all files by path."""
    corpus, findings = read_corpus(FOLDER)
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    return corpus, by_path


@cache
def entries() -> dict[Path, Entry]:
    """Every entry that is valid by itself, by its file."""
    return {Path(document.path): entry for entry, document in sound(read_entries(FILES)[0])}


def entry_of(path: Path) -> Entry:
    """The entry of a file; one that is not valid by itself is told by the first test of its file."""
    if path not in entries():
        pytest.fail(f"{path.name} is not valid by itself")
    return entries()[path]


def texts_of(value: Any) -> Iterator[str]:
    """Every text within a plain value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)


@cache
def shingles_of_abstracts() -> frozenset[bytes]:
    """Digests of every eight words in a row of the abstracts that the register's seed holds; the abstracts are not ours to publish."""
    packed = (ROOT / "tests" / "data" / "abstract-shingles.bin").read_bytes()
    return frozenset(packed[start : start + SHINGLE_BYTES] for start in range(0, len(packed), SHINGLE_BYTES))


def shingles(text: str) -> dict[str, bytes]:
    """Every eight words in a row of a text, with the digest."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    runs = (" ".join(words[start : start + 8]) for start in range(len(words) - 7))
    return {run: blake2b(run.encode(), digest_size=SHINGLE_BYTES).digest() for run in runs}


def identities(work: Work) -> set[tuple[str, str]]:
    """What two records of one work have in common: the title's letters with the first author's family name, the arXiv id or the DOI."""
    found = {("title", f"{work.authors[0].split()[-1]}: {re.sub(r'[^a-z0-9]', '', work.title.casefold())}".casefold())}
    return found | {(kind, value.casefold()) for kind, value in (("arxiv", work.arxiv), ("doi", work.doi)) if value}


@EACH_FILE
def test_entry_has_no_fault(path: Path) -> None:
    """`taxonomy check` finds nothing in the file."""
    assert [str(finding) for finding in everything()[1].get(path.as_posix(), [])] == []


def test_register_has_no_fault() -> None:
    """`taxonomy check` finds nothing in the register."""
    assert [str(finding) for finding in everything()[1].get((FOLDER / "register.bib").as_posix(), [])] == []


def test_folder_holds_entries_only() -> None:
    """The folder of papers holds entries, all of them with the ending that is read, and there are enough to be useful."""
    assert {path.suffix for path in FILES} == {".yaml"}
    assert len(FILES) >= 50


@EACH_FILE
def test_editors_find_the_schema(path: Path) -> None:
    """The first line leads editors to the schema, and the file is UTF-8 with plain line ends."""
    raw = path.read_bytes()
    assert raw.decode("utf-8").startswith(MODELINE)
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


@EACH_FILE
def test_id_is_file_name_and_says_who_and_when(path: Path) -> None:
    """The id is the file's name: first author's family name, year and first significant title word, perhaps a letter.

    A particle may belong to the family name; year and title may be those of an earlier version, which then stands among the other names.
    """
    entry = entry_of(path)
    assert entry.id == path.stem
    titles = [entry.title, *(alias for alias in entry.aliases if " " in alias)]
    assert any(is_id_of(entry.id, replace(work_of(entry), title=title)) for title in titles)


def is_id_of(name: str, work: Work) -> bool:
    """Whether an id says who, when and what, as far as the work tells."""
    family, year, word = re.findall(r"([a-z]+)([0-9]{4})([a-z0-9]+)", paper_id(work))[0]
    years = "|".join(str(int(year) - before) for before in range(4))
    return re.fullmatch(f"(de|di|van|von)?{family}({years}){re.escape(word)}[a-z]?", name) is not None


@EACH_FILE
def test_year_and_venue_are_plausible(path: Path) -> None:
    """The year lies between the preprint's and the coding's, and the venue is a short name without year."""
    entry = entry_of(path)
    assert entry.year <= entry.curation.coded.year
    if entry.links.arxiv and entry.links.arxiv[0].isdigit():
        assert int(f"20{entry.links.arxiv[:2]}") <= entry.year + 1
    assert entry.venue is not None
    assert len(entry.venue) <= 80
    assert not re.search(r"\b(19|20)[0-9]{2}\b|^Proceedings|[.,;]$", entry.venue)


@EACH_FILE
def test_paper_can_be_found(path: Path) -> None:
    """At least one link leads to the paper; a preprint has its arXiv id."""
    links = entry_of(path).links
    assert links.arxiv or links.doi or links.openreview or links.page
    assert entry_of(path).venue != "arXiv" or links.arxiv


@EACH_FILE
def test_links_are_well_formed(path: Path) -> None:
    """Identifiers are in their plain form, and addresses are encrypted and stand once."""
    links = entry_of(path).links
    if links.arxiv and links.arxiv[0].isdigit():
        assert 1 <= int(links.arxiv[2:4]) <= 12
    assert links.doi is None or links.doi == links.doi.lower()
    assert links.doi is None or "arxiv" not in links.doi
    addresses = [*links.code, *([links.page] if links.page else [])]
    assert [address for address in addresses if not address.startswith("https://")] == []
    assert len(set(addresses)) == len(addresses)


@EACH_FILE
def test_every_setting_says_where_it_was_read(path: Path) -> None:
    """Each setting has evidence for what its verdict rests on first: the forget set."""
    for setting in entry_of(path).settings:
        assert "forget_set" in {part for evidence in setting.evidence for part in evidence.supports}, setting.id


@EACH_FILE
def test_concepts_are_named_where_they_go(path: Path) -> None:
    """A concept is named if, and only if, one is to be removed, and what was compared and measured is listed once."""
    for setting in entry_of(path).settings:
        assert (setting.forget_set.concept is not None) is (setting.forget_set.removes is Removes.CONCEPT), setting.id
        for listed in (setting.baselines, setting.datasets, setting.references, setting.models, setting.measurements):
            assert [item for item, times in Counter(listed).items() if times > 1] == [], setting.id


@EACH_FILE
def test_words_are_our_own(path: Path) -> None:
    """No text quotes more than a term."""
    quoted = [
        found
        for text in texts_of(entry_of(path).model_dump(mode="json", exclude={"title"}))
        for found in re.findall(r"[\"“]([^\"“”]+)[\"”]", text)
    ]
    assert [found for found in quoted if len(found.split()) > 7] == []


@EACH_FILE
def test_no_sentence_is_taken_from_an_abstract(path: Path) -> None:
    """No eight words in a row stand in an abstract, titles aside."""
    texts = texts_of(entry_of(path).model_dump(mode="json", exclude={"title", "aliases"}))
    assert [run for text in texts for run, digest in shingles(text).items() if digest in shingles_of_abstracts()] == []


def test_abstracts_are_at_hand() -> None:
    """The digests that texts are compared with are as many as the abstracts give, and one of them is found."""
    found = shingles("Machine unlearning aims at removing what a model has learned from some of its data.")
    assert (len(shingles_of_abstracts()), len(found)) == (13333, 8)
    assert (
        shingles("an on line recursive algorithm for training support")["an on line recursive algorithm for training support"]
        in shingles_of_abstracts()
    )


@EACH_FILE
def test_summary_is_one_sentence(path: Path) -> None:
    """The summary is one sentence of moderate length that begins with a capital and ends in a full stop."""
    summary = entry_of(path).summary
    assert re.fullmatch(r"[A-Z].{20,300}\.", summary)
    assert not re.search(r"[a-z]{3}\. [A-Z]", summary)


def test_no_paper_is_coded_twice_or_still_wanted() -> None:
    """No two entries, and no entry and no record of the register, are one work."""
    seen: dict[tuple[str, str], str] = {work_identity: work.key for work in everything()[0].register for work_identity in identities(work)}
    twins = []
    for path, entry in entries().items():
        twins += [(path.stem, seen[each]) for each in sorted(identities(work_of(entry))) if each in seen]
        seen |= dict.fromkeys(identities(work_of(entry)), path.stem)
    assert twins == []


def test_register_holds_no_work_twice() -> None:
    """No two records of the register are one work."""
    found = Counter(each for work in everything()[0].register for each in identities(work))
    assert [each for each, times in found.items() if times > 1] == []


def test_no_id_is_used_again() -> None:
    """A former id leads to one paper only."""
    names = Counter(name for entry in entries().values() for name in (entry.id, *entry.aliases))
    assert [name for name, times in names.items() if times > 1] == []


def test_acknowledged_and_disputed_flags_are_there() -> None:
    """What an entry says about a flag is about one that is raised."""
    idle = []
    for paper in everything()[0]:
        raised = {(flag.rule.code, flag.setting) for flag in paper.all_flags()}
        raised |= {(code, name) for code, setting in raised if setting is None for name in paper.settings}
        said = [(item.code, item.setting) for item in paper.entry.acknowledged]
        said += [(item.code, item.setting) for item in paper.entry.disputes]
        idle += [(paper.id, *each) for each in said if each not in raised]
    assert idle == []


def test_entries_exercise_the_tables() -> None:
    """Taken together the entries show every intended and every evaluated notion, and every agreement."""
    verdicts = [setting.verdict for setting in everything()[0].settings()]
    assert {verdict.intended for verdict in verdicts} >= {"untraining", "unlearning", "coincident", "neither"}
    assert {verdict.evaluated for verdict in verdicts} == {"untraining", "unlearning", "coincident", "mixed", "untested"}
    assert {verdict.agreement for verdict in verdicts} == {"aligned", "conflicting", "mixed", "untested", "not-comparable"}


def test_corpus_is_large_and_known_at_first_hand() -> None:
    """There are 150 papers and more, and most rest on the paper itself or on its official code."""
    corpus = everything()[0]
    sources = [{evidence.source for setting in entry.settings for evidence in setting.evidence} for entry in corpus.entries]
    assert len(sources) >= 150
    assert sum(bool(each & FIRST_HAND) for each in sources) / len(sources) >= 0.6


def test_memory_alone_is_marked() -> None:
    """An entry without any evidence is of low confidence, unless it has no settings that could have some."""
    unsupported = [entry for entry in everything()[0].entries if entry.settings and not any(setting.evidence for setting in entry.settings)]
    assert [entry.id for entry in unsupported if entry.curation.confidence is not Confidence.LOW] == []


def test_every_metric_has_a_note_for_each_notion() -> None:
    """Every metric, those that papers propose included, says what it shows of either notion or how it misleads there."""
    metrics = everything()[0].lexicon.metrics.values()
    noted = {metric.id: {fit.notion for fit in metric.fits} | {misfit.notion for misfit in metric.misleads} for metric in metrics}
    assert [name for name, notions in noted.items() if notions != {Notion.UNTRAINING, Notion.UNLEARNING}] == []


def test_most_compared_methods_are_known() -> None:
    """Less than a twentieth of all comparisons are with methods of which nobody knows what they were made for."""
    corpus = everything()[0]
    unknown = [choice for setting in corpus.settings() for flag in setting.flags if flag.rule.code == "BAS404" for choice in flag.choices]
    assert len(unknown) / sum(len(setting.facts.baselines) for setting in corpus.settings()) < 0.05
