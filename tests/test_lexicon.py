"""Every word that an entry may use: lists joined with what entries propose, and findings about unknown words."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest

from taxonomy import lexicon as lexicon_module
from taxonomy import names as names_module
from taxonomy.corpus import Corpus
from taxonomy.documents import Document, parse_document
from taxonomy.errors import Finding, InvalidEntriesError
from taxonomy.lexicon import Lexicon, declared_by, load_lexicon, unknown_terms, used_by
from taxonomy.model import Entry
from tests.invented import entry, measurement, setting

METRIC: dict[str, Any] = {"id": "eraser-score", "name": "Score", "definition": "A score.", "family": "utility", "polarity": "neither"}
DATASET: dict[str, Any] = {"id": "eraser-data", "name": "Data", "definition": "Invented rows."}
PROPOSES: dict[str, Any] = {
    "methods": [{"id": "eraser", "name": "Eraser", "aliases": ["Row Eraser", "RE-2"]}],
    "metrics": [METRIC],
    "datasets": [DATASET],
}


def valid(paper: str = "ada2024study", **facts: object) -> Entry:
    """An invented entry as the model holds it."""
    return Entry.model_validate(entry(paper, **facts))


def findings_of(facts: dict[str, Any], lexicon: Lexicon) -> list[Finding]:
    """Findings about the words of an entry with one setting."""
    return list(unknown_terms(valid(settings=[setting(**facts)]), Document("x.yaml", {}), lexicon))


def test_vocabulary_holds_no_proposals() -> None:
    """The lists that come with the package name no method of a paper, and nobody as their proposer."""
    lexicon = load_lexicon()
    assert (lexicon.proposed_methods, lexicon.proposed_by) == ({}, {})


def test_proposals_join_their_lists() -> None:
    """What an entry proposes stands beside the vocabulary's terms, sorted, with the paper that proposes it."""
    joined = load_lexicon().joined_with([valid(proposes=PROPOSES)])
    for terms, name in ((joined.metrics, "eraser-score"), (joined.datasets, "eraser-data"), (joined.proposed_methods, "eraser")):
        assert name in terms
        assert list(terms) == sorted(terms)
        assert joined.proposed_by[name] == "ada2024study"


def test_joining_leaves_the_vocabulary_as_it_is() -> None:
    """The vocabulary is read once, and no corpus adds to that of another."""
    load_lexicon().joined_with([valid(proposes=PROPOSES)])
    assert "eraser-score" not in load_lexicon().metrics


def test_first_declaration_stays() -> None:
    """Where an id is declared twice, the vocabulary comes first and then the first paper by id, whatever their order."""
    first = valid("ada2024study", proposes={**PROPOSES, "metrics": [{**METRIC, "name": "First"}, {**METRIC, "id": "fid", "name": "Other"}]})
    second = valid("bo2024study", proposes={**PROPOSES, "metrics": [{**METRIC, "name": "Second"}]})
    for order in ((first, second), (second, first)):
        joined = load_lexicon().joined_with(order)
        assert joined.metrics["eraser-score"].name == "First"
        assert joined.metrics["fid"] == load_lexicon().metrics["fid"]
        assert joined.proposed_by["eraser"] == "ada2024study"


def test_methods_of_all_kinds_stand_in_one_list() -> None:
    """Generic methods, methods of papers not coded yet and proposed ones are one list in order of id, with names to show."""
    joined = load_lexicon().joined_with([valid(proposes=PROPOSES)])
    assert list(joined.methods) == sorted({*joined.generic_methods, *joined.pending_methods, "eraser"})
    assert (joined.method_names["eraser"], joined.method_names["retraining"]) == ("Eraser", joined.generic_methods["retraining"].name)


def test_lists_give_other_names(corpus: Corpus) -> None:
    """For each kind of term, the other names of each term are at hand."""
    lists = corpus.lexicon.lists()
    assert set(lists) == {"metric", "method", "problem", "dataset"}
    assert lists["method"]["row-eraser"] == ("row erasure",)
    assert lists["metric"]["hazard-quiz-accuracy"] == ()


def test_declarations_have_a_place() -> None:
    """Everything that an entry declares comes with its place in the entry."""
    assert list(declared_by(valid(proposes=PROPOSES))) == [
        (("proposes", "methods", 0, "id"), "eraser"),
        (("proposes", "metrics", 0, "id"), "eraser-score"),
        (("proposes", "datasets", 0, "id"), "eraser-data"),
    ]


def test_uses_have_a_place() -> None:
    """Every term that settings name comes with its kind and its place in the entry."""
    second = setting("b", measurements=[measurement("fid", "other", "reported-only")], baselines=["x", "y"], datasets=["z"])
    assert list(used_by(valid(settings=[setting("a"), second]))) == [
        ("problem", ("settings", 0, "problem"), "example-deletion"),
        ("problem", ("settings", 1, "problem"), "example-deletion"),
        ("metric", ("settings", 1, "measurements", 0, "metric"), "fid"),
        ("method", ("settings", 1, "baselines", 0), "x"),
        ("method", ("settings", 1, "baselines", 1), "y"),
        ("dataset", ("settings", 1, "datasets", 0), "z"),
    ]


@pytest.mark.parametrize(
    ("facts", "message", "fix"),
    [
        ({"baselines": ["re-2"]}, "unknown method 're-2'", "write 'eraser', of which it is another name"),
        ({"baselines": ["row-eraser"]}, "unknown method 'row-eraser'", "write 'eraser', of which it is another name"),
        ({"datasets": ["cifar10"]}, "unknown dataset 'cifar10'", "write 'cifar-10', of which it is another name"),
        ({"baselines": ["erasser"]}, "unknown method 'erasser'", "did you mean 'eraser'"),
        ({"problem": "class-removals"}, "unknown problem 'class-removals'", "did you mean 'class-removal'"),
        ({"problem": "zzz"}, "unknown problem 'zzz'", "add it to taxonomy/vocabulary/problems.yaml"),
        ({"datasets": ["zzz"]}, "unknown dataset 'zzz'", "or add it to taxonomy/vocabulary/datasets.yaml"),
        ({"measurements": [measurement("zzz", "other", "reported-only")]}, "unknown metric 'zzz'", "taxonomy/vocabulary/metrics.yaml"),
    ],
)
def test_unknown_word_comes_with_a_way_out(facts: dict[str, Any], message: str, fix: str) -> None:
    """An unknown word is told with its other name, else with the nearest ones, else with where to declare it."""
    (finding,) = findings_of(facts, load_lexicon().joined_with([valid(proposes=PROPOSES)]))
    assert (finding.code, finding.message) == ("DOC007", message)
    assert fix in finding.fix


def test_word_is_known_within_its_kind_only() -> None:
    """The id of a metric is no method, and that of a method no dataset."""
    found = findings_of({"baselines": ["fid"], "datasets": ["retraining"]}, load_lexicon())
    assert [finding.message for finding in found] == ["unknown method 'fid'", "unknown dataset 'retraining'"]


def test_every_use_of_an_unknown_word_is_told() -> None:
    """A word that is unknown in two settings is two findings, each at its place."""
    text = "settings:\n  - {baselines: [zzz]}\n  - {baselines: [retraining, zzz]}\n"
    document = parse_document(text, "x.yaml")
    assert isinstance(document, Document)
    user = valid(settings=[setting("a", baselines=["zzz"]), setting("b", baselines=["retraining", "zzz"])])
    found = list(unknown_terms(user, document, load_lexicon()))
    assert [(finding.line, finding.column) for finding in found] == [(2, 18), (3, 30)]


def test_known_words_are_no_findings(corpus: Corpus) -> None:
    """The corpus's lexicon knows all that its entries name."""
    assert [*(finding for each in corpus.entries for finding in unknown_terms(each, Document("x", {}), corpus.lexicon))] == []


def test_vocabulary_file_with_a_fault_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken vocabulary file is told as a broken entry is, with file, line and column."""
    (tmp_path / "metrics.yaml").write_text("terms:\n  - id: fid\n    name: FID\n    family: utilities\n")
    monkeypatch.setattr(names_module, "files", lambda _: tmp_path)
    monkeypatch.setattr(lexicon_module, "term_file", names_module.term_file.__wrapped__)
    with pytest.raises(InvalidEntriesError) as caught:
        load_lexicon.__wrapped__()
    places = {(Path(finding.path).name, finding.line, finding.code) for finding in caught.value.findings}
    assert ("metrics.yaml", 4, "DOC008") in places
    assert ("metrics.yaml", 2, "DOC006") in places


def test_lexicon_cannot_be_changed() -> None:
    """Corpora share the vocabulary, so its lists cannot be exchanged."""
    with pytest.raises(FrozenInstanceError):
        load_lexicon().metrics = {}  # type: ignore[misc]


def test_joining_twice_keeps_what_was_joined_first(corpus: Corpus) -> None:
    """A draft that is joined to a corpus may name what the corpus's own papers propose."""
    joined = corpus.lexicon.joined_with([])
    assert joined.proposed_methods == corpus.lexicon.proposed_methods
    assert joined.proposed_by == corpus.lexicon.proposed_by
