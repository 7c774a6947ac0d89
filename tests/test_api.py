"""Questions that need no loaded corpus, and the package's public names."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import taxonomy
from taxonomy.corpus import Corpus
from taxonomy.documents import Document, read_document
from taxonomy.errors import InvalidEntriesError, SetupError
from taxonomy.notions.verdicts import Verdict
from tests.invented import CONCEPT, CORPUS, edited, entry, folder_of, measurement, run, setting

BY_THEMSELVES = [
    *("dummy2023relabelling", "example2021erasing", "example2025survey", "nobody2025unstated"),
]
"""Invented papers that name nothing that another invented paper proposes."""


def path_of(paper: str) -> Path:
    """The file of an invented paper."""
    return CORPUS / "papers" / f"{paper}.yaml"


def words(verdict: dict[str, Verdict] | Verdict) -> tuple[str, str, str]:
    """The three words of a single verdict."""
    assert isinstance(verdict, Verdict)
    return verdict.intended, verdict.evaluated, verdict.agreement


@pytest.mark.parametrize("paper", BY_THEMSELVES)
def test_entry_is_classified_alike_from_every_source(paper: str, corpus: Corpus) -> None:
    """A path, its text, a mapping and an entry give the verdicts of the corpus."""
    document = read_document(path_of(paper))
    assert isinstance(document, Document)
    expected = {name: each.verdict for name, each in corpus[paper].settings.items()}
    for source in (path_of(paper), str(path_of(paper)), document.value, corpus[paper].entry):
        assert taxonomy.classify(source) == expected


SINGLE: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"forget_set": {"removes": "examples"}}, ("untraining", "untested", "untested")),
    ({"forget_set": {"removes": "not-stated"}}, ("undetermined", "untested", "not-comparable")),
    ({"forget_set": CONCEPT, "guarantee": "exact"}, ("unlearning", "untraining", "conflicting")),
    (
        {
            "forget_set": CONCEPT,
            "measurements": [
                measurement("forget-set-accuracy", "held-out-concept", "lower-is-better"),
                measurement("membership-inference-attack", "forget-set", "lower-is-better"),
            ],
        },
        ("unlearning", "mixed", "mixed"),
    ),
    (setting(references=["original-model"]), ("untraining", "untested", "untested")),
]


@pytest.mark.parametrize(("source", "expected"), SINGLE)
def test_single_setting_needs_only_its_facts(source: dict[str, Any], expected: tuple[str, str, str]) -> None:
    """A mapping with a forget set is a setting, of which name, problem and modality may be left out; the answer is one verdict."""
    assert words(taxonomy.classify(source)) == expected


def test_source_is_left_as_it_is() -> None:
    """Classifying does not write into the mapping that was given."""
    source = {"forget_set": dict(CONCEPT)}
    taxonomy.classify(source)
    assert source == {"forget_set": CONCEPT}


def test_verdict_explains_itself() -> None:
    """A verdict names the facts it rests on, and the changes that would turn it."""
    verdict = taxonomy.classify({"forget_set": {**CONCEPT, "coverage": "complete"}, "guarantee": "exact"})
    assert isinstance(verdict, Verdict)
    assert [reason.criterion for reason in verdict.because] == ["forget-set", "by-construction", "complete-coverage"]
    assert ("forget_set.coverage", "sample", "unlearning") in {(flip.path, flip.to, flip.intended) for flip in verdict.flips}


REFUSED: dict[str, tuple[object, list[str]]] = {
    "setting with a word that is not allowed": ({"forget_set": {"removes": "rows"}}, ["DOC008"]),
    "setting with an unknown field": ({"forget_set": {"removes": "examples"}, "colour": "red"}, ["DOC005"]),
    "setting with an unknown metric": (
        {"forget_set": {"removes": "examples"}, "measurements": [measurement("nope", "other", "reported-only")]},
        ["DOC007"],
    ),
    "setting that contradicts itself": ({"forget_set": {"removes": "concept"}}, ["DOC013"]),
    "forget set that is no mapping": ({"forget_set": "rows"}, ["DOC008"]),
    "mapping that is neither entry nor setting": ({"removes": "examples"}, ["DOC005", *["DOC006"] * 7]),
    "entry with faults": (entry(year="2024", kind="methods"), ["DOC008", "DOC008"]),
    "entry with an unknown term": (entry(settings=[setting(baselines=["nope"])]), ["DOC007"]),
    "file that is not there": ("nowhere.yaml", ["DOC014"]),
    "folder": (CORPUS, ["DOC014"]),
}


@pytest.mark.parametrize(("source", "codes"), REFUSED.values(), ids=REFUSED)
def test_source_with_faults_is_refused_with_all_of_them(source: Any, codes: list[str]) -> None:
    """What holds faults is not classified; the error carries every fault as a finding."""
    with pytest.raises(InvalidEntriesError) as caught:
        taxonomy.classify(source)
    assert sorted(finding.code for finding in caught.value.findings) == codes


def test_entry_object_with_an_unknown_metric_is_refused(corpus: Corpus) -> None:
    """An entry that names what nobody declared is refused as a file with the same fault is."""
    speed = corpus["sample2025audit"].settings["speed"].facts
    unknown = speed.measurements[0].model_copy(update={"metric": "nope"})
    broken = corpus["sample2025audit"].entry.model_copy(update={"settings": (speed.model_copy(update={"measurements": (unknown,)}),)})
    with pytest.raises(InvalidEntriesError, match="unknown metric 'nope'"):
        taxonomy.classify(broken)


def test_error_is_a_value_error_that_lists_the_faults() -> None:
    """The error can be caught as a ValueError, and its text holds a line for each fault."""
    with pytest.raises(ValueError, match=r"2 fault\(s\)") as caught:
        taxonomy.classify(entry(year="2024", kind="methods"))
    assert len(str(caught.value).splitlines()) == 3


def test_folder_is_checked_as_a_whole(tmp_path: Path) -> None:
    """A folder of entries is checked with the faults between its files."""
    folder = edited(tmp_path / "entries", ("papers/nobody2025unstated.yaml", "2505.00005", "2101.00001"))
    assert [finding.code for finding in taxonomy.check(folder)] == ["DOC010"]
    assert taxonomy.check(str(CORPUS)) == []


def test_folder_without_entries_cannot_be_checked(tmp_path: Path) -> None:
    """A folder that holds no entries is a mistake in use."""
    with pytest.raises(SetupError):
        taxonomy.check(tmp_path)


def test_file_is_checked_by_itself() -> None:
    """A file without a fault has no findings, named as a path or as text."""
    assert taxonomy.check(path_of("example2021erasing")) == taxonomy.check(str(path_of("example2021erasing"))) == []


FILE_FAULTS: dict[str, tuple[str, str, str]] = {
    "shape": ("kind: method", "kind: methods", "DOC008"),
    "syntax": ("title: ", "title: a: ", "DOC001"),
    "unknown term": ("test-accuracy", "test-acuracy", "DOC007"),
    "id unlike the name": ("id: ada2024study", "id: ada2024studies", "DOC009"),
    "unknown rule": ("acknowledged: []", "acknowledged: [{code: MET999, setting: rows, note: N, evidence: E}]", "DOC007"),
    "declared by the vocabulary": ("proposes: {}", "proposes: {methods: [{id: retraining, name: R}]}", "DOC016"),
}


@pytest.mark.parametrize(("before", "after", "code"), FILE_FAULTS.values(), ids=FILE_FAULTS)
def test_every_fault_of_a_file_is_found(before: str, after: str, code: str, tmp_path: Path) -> None:
    """A single file is held to everything that can be told without its neighbours."""
    sound = entry(
        proposes={}, acknowledged=[], settings=[setting(measurements=[measurement("test-accuracy", "test-set", "reported-only")])]
    )
    path = folder_of(tmp_path, sound) / "papers" / "ada2024study.yaml"
    assert taxonomy.check(path) == []
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    assert [finding.code for finding in taxonomy.check(path)] == [code]


def test_finding_has_what_other_programs_read(tmp_path: Path) -> None:
    """A finding tells code, path, line, column, message, fix and the address of its help page."""
    path = folder_of(tmp_path, entry(kind="methods")) / "papers" / "ada2024study.yaml"
    (finding,) = taxonomy.check(path)
    assert (finding.code, finding.path, finding.line, finding.column) == ("DOC008", path.as_posix(), 7, 7)
    assert (finding.fix, finding.url) == ("did you mean 'method'?", "https://unlearning-taxonomy.github.io/rules/DOC008.html")
    assert finding.message.startswith("`kind` is 'methods', but one of method, benchmark,")
    assert str(finding) == f"{path.as_posix()}:7:7: DOC008 {finding.message}; {finding.fix} <{finding.url}>"


@pytest.mark.parametrize("name", taxonomy.__all__)
def test_public_name_is_there(name: str) -> None:
    """Every public name can be taken from the package, is listed, and says what it is."""
    assert getattr(taxonomy, name).__doc__
    assert name in dir(taxonomy)


def test_other_names_are_not_there() -> None:
    """A name that does not exist is an ordinary AttributeError that names it."""
    with pytest.raises(AttributeError, match="module 'taxonomy' has no attribute 'laod'"):
        taxonomy.laod  # noqa: B018  # reading it raises


def test_import_brings_only_what_is_used() -> None:
    """Importing the package loads neither pydantic nor anything else that takes time, and loading a corpus no pandas."""
    code = (
        "import sys, json, taxonomy\n"
        "slow = ('pydantic', 'yaml', 'networkx', 'pandas', 'mkdocs', 'jinja2', 'bibtexparser')\n"
        "first = [name for name in slow if name in sys.modules]\n"
        "taxonomy.load(sys.argv[1])\n"
        "print(json.dumps([first, [name for name in ('pandas', 'mkdocs', 'jinja2') if name in sys.modules]]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(CORPUS)], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[], []]


def test_parts_of_a_folder_are_checked_as_in_the_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register, the folder of papers, a paper and readings are checked as what they are, with the same answer as `taxonomy check`."""
    edits = ("papers/nobody2025unstated.yaml", "user-deletion", "user-delete"), ("register.bib", "year = {2024},", "")
    edited(tmp_path / "entries", *edits)
    readings = tmp_path / "entries" / "readings"
    readings.mkdir()
    (readings / "ersatz2024two.yaml").write_text("paper: ersatz2024two\n")
    (tmp_path / "entries" / "papers" / "notes.md").write_text("none\n")
    monkeypatch.chdir(tmp_path)
    expected = {
        "entries": 5,
        "entries/papers": 2,
        "entries/papers/": 2,
        "entries/register.bib": 1,
        "entries/readings": 2,
        "entries/readings/ersatz2024two.yaml": 2,
        "entries/papers/nobody2025unstated.yaml": 1,
        "entries/papers/ersatz2024two.yaml": 0,
        str(tmp_path / "entries" / "papers"): 2,
    }
    for path, count in expected.items():
        found = taxonomy.check(path)
        assert run("check", path).stdout == "".join(f"{finding}\n" for finding in found)
        assert (path, len(found)) == (path, count)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("entries/papers/ersatz2024too.yaml", "there is no such file; did you mean entries/papers/ersatz2024two.yaml?"),
        ("ersatz2024two", "there is no such file; did you mean entries/papers/ersatz2024two.yaml?"),
        ("ersatz2024two.yaml", "there is no such file; did you mean entries/papers/ersatz2024two.yaml?"),
        ("entries/papers/ersatz2024two", "there is no such file; did you mean entries/papers/ersatz2024two.yaml?"),
        ("entries/registers.bib", "there is no such file; did you mean entries/register.bib?"),
        ("zzz", "there is no such file; correct the path"),
        ("draft.yml", "the name of the file does not end in `.yaml`; rename it to draft.yaml"),
        ("paper.pdf", "the name of the file does not end in `.yaml`; rename, move or remove it"),
    ],
)
def test_path_that_leads_nowhere_is_told_with_the_nearest(path: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An id, a path without its ending or with a slip, and a file that is no entry are each told with what to write."""
    edited(tmp_path / "entries")
    (tmp_path / "draft.yml").write_text("id: a\n")
    (tmp_path / "paper.pdf").write_text("%PDF\n")
    monkeypatch.chdir(tmp_path)
    (finding,) = taxonomy.check(path)
    assert says in f"{finding.message}; {finding.fix}"


def test_folder_around_the_entries_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who names the folder that holds the folder of entries is told the latter."""
    edited(tmp_path / "entries")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SetupError, match=r"did you mean entries\?"):
        taxonomy.check(".")
