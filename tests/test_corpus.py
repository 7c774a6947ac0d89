"""A folder of entries: loading, asking by id, faults across files, and queries."""

from __future__ import annotations

import pickle
import re
import shutil
from collections.abc import Callable, Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import taxonomy
from taxonomy import bundled
from taxonomy.bundled import bundled_entries
from taxonomy.corpus import Corpus
from taxonomy.errors import Finding, InvalidEntriesError, SetupError, UnknownIdError
from taxonomy.lexicon import load_lexicon
from taxonomy.reading import read_corpus, seen_with
from taxonomy.selection import FACETS, Selection, facets
from taxonomy.vocabulary.closed import Notion
from tests.invented import CORPUS, ROOT, edited, entry, folder_of, measurement, place_of, setting

PAPERS = [
    *("dummy2023relabelling", "ersatz2024two", "example2021erasing", "example2025survey", "muster2024certified"),
    *("nobody2025unstated", "placeholder2023hazards", "sample2022poisons", "sample2025audit"),
]
SETTINGS = [
    *("dummy2023relabelling/forced-errors", "ersatz2024two/pictures", "ersatz2024two/style", "example2021erasing/random-rows"),
    *("example2021erasing/whole-class", "muster2024certified/few-nodes", "nobody2025unstated/requests", "nobody2025unstated/unknown-part"),
    *("placeholder2023hazards/stand-in-texts", "placeholder2023hazards/name-only", "sample2022poisons/found-part"),
    *("sample2025audit/canary", "sample2025audit/speed"),
]
"""Every setting of the invented corpus: papers in order of id, settings in the order of their file."""


def addresses(settings: Iterable[Any]) -> list[str]:
    """Addresses of settings, in order."""
    return [each.address for each in settings]


def test_papers_come_in_order_of_id(corpus: Corpus) -> None:
    """Iteration, length, papers and entries agree, sorted by id, whatever the order of the file system."""
    assert [paper.id for paper in corpus] == list(corpus.papers) == [each.id for each in corpus.entries] == PAPERS
    assert len(corpus) == len(PAPERS)


def test_settings_keep_the_order_of_their_file(corpus: Corpus) -> None:
    """Settings come paper by paper, and within a paper as the entry lists them."""
    assert addresses(corpus.settings()) == SETTINGS


def test_register_is_read_beside_the_papers(corpus: Corpus) -> None:
    """The works that nobody has coded yet come in the order of the register."""
    assert [work.key for work in corpus.register] == ["beispiel2019vergessen", "nowhere2020forgetting", "placeholder2024wanted"]


def test_representation_says_how_much_there_is(corpus: Corpus) -> None:
    """The representation counts papers, settings and works not coded yet."""
    assert repr(corpus) == "<Corpus of 9 papers with 13 settings; 3 known works not coded yet>"


@pytest.mark.parametrize("spelt", [str(CORPUS), f"{CORPUS}/", CORPUS], ids=["text", "trailing slash", "path"])
def test_folder_can_be_named_in_several_ways(spelt: str | Path) -> None:
    """A folder is a path or its text, with or without a slash at the end."""
    assert [paper.id for paper in taxonomy.load(spelt)] == PAPERS


def test_default_folder_is_that_of_the_checkout() -> None:
    """In a checkout the data that comes with the package is the checkout's own."""
    assert bundled_entries() == ROOT / "entries"


def test_package_without_entries_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where neither wheel nor checkout holds entries, the error says what to do."""
    monkeypatch.setattr(bundled, "__file__", str(tmp_path / "taxonomy" / "bundled.py"))
    with pytest.raises(SetupError, match=r"no entries were found.*name a folder of entries"):
        bundled_entries()


def test_paper_is_found_by_id_and_by_alias(corpus: Corpus) -> None:
    """A former id leads to the paper of today."""
    assert corpus["example2020rows"] is corpus["example2021erasing"]


def test_settings_of_a_paper_are_found_by_id(corpus: Corpus) -> None:
    """A paper's settings are a mapping by id, each with facts, verdict and address."""
    found = corpus["ersatz2024two"].settings["style"]
    assert (found.address, found.facts.problem, found.verdict.intended) == ("ersatz2024two/style", "style-removal", Notion.UNLEARNING)


@pytest.mark.parametrize("paper", ["example2021erasing", "example2020rows"])
def test_what_can_be_asked_for_is_contained(corpus: Corpus, paper: str) -> None:
    """An id or alias that leads to a paper is contained in the corpus."""
    assert corpus[paper].id == "example2021erasing"
    assert paper in corpus


@pytest.mark.parametrize("absent", ["example2021", "", 2021, None])
def test_what_leads_nowhere_is_not_contained(corpus: Corpus, absent: object) -> None:
    """Other text and other objects are not contained."""
    assert absent not in corpus


@pytest.mark.parametrize(
    ("wanted", "nearest", "message"),
    [
        ("example2021erasings", ("example2021erasing",), "unknown paper 'example2021erasings'; did you mean 'example2021erasing'?"),
        ("Ersatz2024Two", ("ersatz2024two",), "unknown paper 'Ersatz2024Two'; did you mean 'ersatz2024two'?"),
        ("zzz", (), "unknown paper 'zzz'"),
    ],
)
def test_unknown_id_names_the_nearest(corpus: Corpus, wanted: str, nearest: tuple[str, ...], message: str) -> None:
    """An unknown id is a KeyError whose message reads as a sentence and names the nearest ids."""
    with pytest.raises(KeyError) as caught:
        corpus[wanted]
    assert isinstance(caught.value, UnknownIdError)
    assert (caught.value.wanted, caught.value.nearest, str(caught.value)) == (wanted, nearest, message)


class Slip(NamedTuple):
    """One edit of the sound corpus, and the one finding that it causes."""

    file: str
    before: str
    after: str
    needle: str
    """Text at the place of the finding."""
    code: str
    says: str
    told: str = ""
    """The file of the finding, where it is not the edited one."""


POISONS, HAZARDS, CERTIFIED = "papers/sample2022poisons.yaml", "papers/placeholder2023hazards.yaml", "papers/muster2024certified.yaml"
SURVEY, UNSTATED, AUDIT, REGISTER = (
    "papers/example2025survey.yaml",
    "papers/nobody2025unstated.yaml",
    "papers/sample2025audit.yaml",
    "register.bib",
)
SLIPS: dict[str, Slip] = {
    "metric that nobody declared": Slip(
        POISONS,
        "metric: test-accuracy",
        "metric: test-acuracy",
        "test-acuracy",
        "DOC007",
        "unknown metric 'test-acuracy'; did you mean 'test-accuracy'",
    ),
    "method that nobody declared": Slip(
        POISONS, "[row-eraser", "[row-erasr", "row-erasr", "DOC007", "unknown method 'row-erasr'; did you mean 'row-eraser'"
    ),
    "other name of a method": Slip(
        POISONS,
        "[row-eraser",
        "[row-erasure",
        "row-erasure",
        "DOC007",
        "unknown method 'row-erasure'; write 'row-eraser', of which it is another name",
    ),
    "dataset that nobody declared": Slip(
        CERTIFIED,
        "datasets: [cora]",
        "datasets: [zzzz]",
        "zzzz",
        "DOC007",
        "unknown dataset 'zzzz'; declare it under `proposes` of the paper that introduces it",
    ),
    "problem that nobody declared": Slip(
        CERTIFIED,
        "problem: node-removal",
        "problem: zzzz",
        "zzzz",
        "DOC007",
        "unknown problem 'zzzz'; add it to taxonomy/vocabulary/problems.yaml",
    ),
    "rule that does not exist": Slip(
        POISONS, "code: BAS401", "code: BAS409", "BAS409", "DOC007", "unknown rule 'BAS409'; did you mean 'BAS40"
    ),
    "id unlike the file's name": Slip(
        SURVEY,
        "id: example2025survey",
        "id: example2025all",
        "example2025all",
        "DOC009",
        "the entry's id is 'example2025all', but its file is called 'example2025survey.yaml'",
    ),
    "arXiv id of another entry": Slip(
        UNSTATED, "2505.00005", "2101.00001", '"2101.00001"', "DOC010", "the entry 'example2021erasing' has the same arXiv id"
    ),
    "DOI of another entry in other letters": Slip(
        CERTIFIED,
        "{page:",
        "{doi: 10.1234/ERASING_rows.2021, page:",
        "10.1234",
        "DOC010",
        "the entry 'example2021erasing' has the same DOI",
    ),
    "title of another entry in other letters": Slip(
        AUDIT,
        "An audit of erasers\nauthors: [Bo Sample]",
        '"Two Things: at Once!"\nauthors: [Émile Ersatz, Eve Muster]',
        '"Two Things',
        "DOC010",
        "the entry 'ersatz2024two' has the same title",
    ),
    "title of a register record": Slip(
        SURVEY,
        "A survey of nothing\nauthors: [Ada Example, Bo Sample, Cy Placeholder]",
        '"Wanted: an entry"\nauthors: [Cy Placeholder]',
        '"Wanted',
        "DOC010",
        "the register record 'placeholder2024wanted' has the same title; run `taxonomy new",
    ),
    "arXiv id of a register record": Slip(
        UNSTATED, "2505.00005", "2001.00006", '"2001.00006"', "DOC010", "the register record 'nowhere2020forgetting' has the same arXiv id"
    ),
    "id of a register record": Slip(
        REGISTER,
        "{placeholder2024wanted",
        "{example2025survey",
        "example2025survey",
        "DOC010",
        "the register record 'example2025survey' has the same id",
        SURVEY,
    ),
    "method of another entry": Slip(
        AUDIT,
        "kind: evaluation",
        "kind: evaluation\nproposes: {methods: [{id: node-eraser, name: N}]}",
        "node-eraser",
        "DOC016",
        "'node-eraser' is declared already, by the entry muster2024certified",
    ),
    "method of the vocabulary": Slip(
        CERTIFIED, "{id: node-eraser", "{id: fine-tuning", "fine-tuning", "DOC016", "'fine-tuning' is declared already, by the vocabulary"
    ),
    "metric of the vocabulary": Slip(
        AUDIT,
        "kind: evaluation",
        "kind: evaluation\nproposes: {metrics: [{id: fid, name: F, definition: F., family: utility, polarity: neither}]}",
        "fid,",
        "DOC016",
        "'fid' is declared already, by the vocabulary",
    ),
    "alias that is another paper's id": Slip(
        AUDIT,
        "kind: evaluation",
        "kind: evaluation\naliases: [muster2024certified]",
        "muster2024certified]",
        "DOC016",
        "the alias 'muster2024certified' is the id of the entry 'muster2024certified'",
    ),
    "alias of another paper": Slip(
        AUDIT,
        "kind: evaluation",
        "kind: evaluation\naliases: [example2020rows]",
        "example2020rows]",
        "DOC016",
        "the alias 'example2020rows' is another name of the entry 'example2021erasing'",
    ),
    "alias that is a record's key": Slip(
        AUDIT,
        "kind: evaluation",
        "kind: evaluation\naliases: [placeholder2024wanted]",
        "placeholder2024wanted]",
        "DOC016",
        "the alias 'placeholder2024wanted' is the key of a record in the register",
    ),
    "register key given twice": Slip(
        REGISTER,
        "@misc{placeholder2024wanted",
        "@misc{nowhere2020forgetting",
        "@misc{nowhere",
        "DOC017",
        "the key 'nowhere2020forgetting' is already used",
    ),
    "register record without a year": Slip(
        REGISTER, "year = {2024},", "", "@misc{placeholder2024wanted", "DOC017", "record 'placeholder2024wanted' has no year"
    ),
    "register record that is not closed": Slip(
        REGISTER,
        "title = {{Wanted: an entry}}",
        "title = {{Wanted: an entry}",
        "@misc{placeholder2024wanted",
        "DOC017",
        "a record cannot be read",
    ),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_fault_between_files_is_told_at_its_place(slip: Slip, tmp_path: Path) -> None:
    """What no file shows by itself is one finding, with file, line, column, code and the way out."""
    folder = edited(tmp_path / "entries", (slip.file, slip.before, slip.after))
    (finding,) = read_corpus(folder)[1]
    told = folder / (slip.told or slip.file)
    assert (finding.path, finding.line, finding.column, finding.code) == (told.as_posix(), *place_of(told, slip.needle), slip.code)
    assert slip.says in f"{finding.message}; {finding.fix}"


def test_two_papers_may_have_one_title(tmp_path: Path) -> None:
    """Two papers of one title by others, each with an arXiv id of its own, are two papers."""
    assert read_corpus(edited(tmp_path / "entries", (UNSTATED, "What must be gone is left unstated", "Two things at once")))[1] == []


def test_invented_corpus_is_sound() -> None:
    """What the slips are made in holds no fault."""
    assert read_corpus(CORPUS)[1] == []


def test_faults_of_all_files_are_told_in_one_run(tmp_path: Path) -> None:
    """One run tells every fault of every file, of syntax, shape, words and register alike, in order of path and line."""
    folder = edited(
        tmp_path / "entries",
        (AUDIT, "kind: evaluation", "kind: evaluation: audit"),
        (CERTIFIED, "kind: theory", "kind: theories"),
        (CERTIFIED, "modality: graph", "modalities: graph"),
        (UNSTATED, "user-deletion", "user-deletions"),
        (UNSTATED, "id: nobody2025unstated", "id: nobody2025"),
        (POISONS, "row-eraser, ", "row-erasing, "),
        (REGISTER, "year = {2020},", "year = {soon},"),
    )
    with pytest.raises(InvalidEntriesError) as caught:
        taxonomy.load(folder)
    found = [(Path(finding.path).name, finding.code) for finding in caught.value.findings]
    assert found == [
        ("muster2024certified.yaml", "DOC008"),
        ("muster2024certified.yaml", "DOC005"),
        ("nobody2025unstated.yaml", "DOC008"),
        ("nobody2025unstated.yaml", "DOC007"),
        ("sample2022poisons.yaml", "DOC007"),
        ("sample2025audit.yaml", "DOC001"),
        ("register.bib", "DOC017"),
    ]
    assert all(str(finding) in str(caught.value) for finding in caught.value.findings)


def test_sound_papers_survive_the_faults_of_others(tmp_path: Path) -> None:
    """A corpus with faults still holds the papers that have none."""
    folder = edited(tmp_path / "entries", (SURVEY, "kind: survey", "kind: surveys"), (UNSTATED, "user-deletion", "user-deletion-x"))
    corpus, findings = read_corpus(folder)
    assert [finding.code for finding in findings] == ["DOC008", "DOC007"]
    assert list(corpus.papers) == [paper for paper in PAPERS if paper not in {"example2025survey", "nobody2025unstated"}]


def test_terms_of_a_faulty_paper_do_not_break_the_others(tmp_path: Path) -> None:
    """A paper that uses what a faulty paper proposes is judged, or left out with a finding, but never an error."""
    user = entry("bo2025user", settings=[setting(measurements=[measurement("hazard-quiz-accuracy", "forget-set", "lower-is-better")])])
    folder = edited(tmp_path / "entries", (HAZARDS, "2303.00003", "2001.00006"))
    shutil.copy(folder_of(tmp_path / "more", user) / "papers" / "bo2025user.yaml", folder / "papers")
    corpus, findings = read_corpus(folder)
    assert "DOC010" in {finding.code for finding in findings}
    assert set(corpus.papers) >= {"example2021erasing", "muster2024certified"}


def test_files_that_are_no_entries_are_told(tmp_path: Path) -> None:
    """Anything in the folder of papers that is not an entry is a finding; hidden files of editors are passed over."""
    folder = edited(tmp_path / "entries")
    (folder / "papers" / "notes.txt").write_text("notes")
    (folder / "papers" / "old.yaml").mkdir()
    (folder / "papers" / ".example2021erasing.yaml.swp").write_text("%")
    assert [(Path(finding.path).name, finding.code) for finding in read_corpus(folder)[1]] == [
        ("notes.txt", "DOC014"),
        ("old.yaml", "DOC014"),
    ]


def test_register_that_is_no_text_is_a_finding(tmp_path: Path) -> None:
    """A register in another encoding is told by name, and the papers are still read."""
    folder = edited(tmp_path / "entries")
    (folder / "register.bib").write_bytes("@misc{a, title = {Müller}}".encode("latin-1"))
    corpus, (finding,) = read_corpus(folder)
    assert (finding.path, finding.code) == ((folder / "register.bib").as_posix(), "DOC014")
    assert (len(corpus), corpus.register) == (len(PAPERS), ())


def test_register_may_be_absent(tmp_path: Path) -> None:
    """A folder without a register is a corpus without works to be coded."""
    corpus = taxonomy.load(folder_of(tmp_path / "entries", entry()))
    assert (list(corpus.papers), corpus.register) == (["ada2024study"], ())


def test_corpus_may_be_empty(tmp_path: Path) -> None:
    """A folder without any entry is a corpus of no papers, of which everything can be asked."""
    corpus = taxonomy.load(folder_of(tmp_path / "entries"))
    assert (len(corpus), [*corpus.settings()], len(corpus.query()), corpus.papers) == (0, [], 0, {})


@pytest.mark.parametrize("name", ["absent", "empty", "file"])
def test_folder_without_papers_is_told_in_a_sentence(name: str, tmp_path: Path) -> None:
    """A path that is not a folder of entries is a mistake in use and not a finding."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(SetupError, match=f"{name} is not a folder of entries: it has no folder `papers`"):
        taxonomy.load(tmp_path / name)


QUERIES: list[tuple[dict[str, Any], list[str]]] = [
    ({"notion": "coincident"}, ["example2021erasing/whole-class"]),
    ({"notion": Notion.NEITHER}, ["dummy2023relabelling/forced-errors"]),
    ({"notion": ["undetermined", "neither"]}, [SETTINGS[0], SETTINGS[6], SETTINGS[7]]),
    ({"evaluated": "mixed"}, ["ersatz2024two/pictures"]),
    ({"evaluated": "coincident"}, ["example2021erasing/whole-class", "sample2025audit/canary"]),
    ({"agreement": "conflicting"}, ["sample2022poisons/found-part"]),
    ({"agreement": ("conflicting", "mixed")}, ["ersatz2024two/pictures", "sample2022poisons/found-part"]),
    ({"flag": "MET301"}, ["sample2022poisons/found-part"]),
    ({"flag": "FRM107"}, ["ersatz2024two/pictures", "ersatz2024two/style"]),
    ({"flag": "REF2"}, ["placeholder2023hazards/name-only", "sample2022poisons/found-part", "sample2025audit/speed"]),
    ({"flag": ["BAS402", "MET308"]}, ["ersatz2024two/pictures", "sample2022poisons/found-part"]),
    ({"metric": "hazard-quiz-accuracy"}, ["placeholder2023hazards/stand-in-texts", "placeholder2023hazards/name-only"]),
    ({"baseline": "row-eraser"}, ["muster2024certified/few-nodes", "sample2022poisons/found-part", "sample2025audit/canary"]),
    ({"reference": "never-exposed-model"}, ["placeholder2023hazards/stand-in-texts"]),
    ({"reference": "not-reported"}, ["nobody2025unstated/requests", "nobody2025unstated/unknown-part"]),
    ({"problem": "style-removal"}, ["ersatz2024two/style"]),
    ({"modality": "graph"}, ["muster2024certified/few-nodes"]),
    ({"modality": dict.fromkeys(["graph", "tabular"])}, ["dummy2023relabelling/forced-errors", "muster2024certified/few-nodes"]),
    ({"granularity": "label"}, ["dummy2023relabelling/forced-errors"]),
    ({"since": 2025}, SETTINGS[6:8] + SETTINGS[11:]),
    ({"until": 2021}, SETTINGS[3:5]),
    ({"since": 2022, "until": 2022}, ["sample2022poisons/found-part"]),
    ({"since": 2026}, []),
    ({"text": "MUSTER node"}, ["muster2024certified/few-nodes"]),
    ({"text": "émile style"}, SETTINGS[1:3]),
    ({"text": "ships"}, ["example2021erasing/whole-class"]),
    ({"text": "2E"}, SETTINGS[1:3]),
    ({"text": "2101.00001"}, SETTINGS[3:5]),
    ({"text": "example2020rows class"}, ["example2021erasing/random-rows", "example2021erasing/whole-class"]),
    ({"text": "no such words"}, []),
    ({}, SETTINGS),
    ({"text": "  "}, SETTINGS),
    ({"notion": "untraining", "metric": "membership-inference-attack"}, ["example2021erasing/random-rows"]),
    ({"notion": "untraining", "modality": "text", "flag": "MET305"}, ["sample2025audit/speed"]),
    ({"text": "sample", "baseline": "retraining", "until": 2022, "agreement": "conflicting"}, ["sample2022poisons/found-part"]),
    ({"notion": "coincident", "agreement": "conflicting"}, []),
]


@pytest.mark.parametrize(("filters", "expected"), QUERIES, ids=[str(filters) for filters, _ in QUERIES])
def test_query(corpus: Corpus, filters: dict[str, Any], expected: list[str]) -> None:
    """Each filter admits settings with one of its values, several filters all have to admit, and the order is kept."""
    assert addresses(corpus.query(**filters)) == expected


FILTERS = [(name, value) for filters, _ in QUERIES for name, value in filters.items()]


@settings(max_examples=60, deadline=None)
@given(
    filters=st.lists(
        st.sampled_from([pair for pair in FILTERS if pair[0] != "until"]), min_size=2, max_size=4, unique_by=lambda pair: pair[0]
    )
)
def test_combined_filters_admit_what_each_admits(corpus: Corpus, filters: list[tuple[str, Any]]) -> None:
    """A query with several filters holds exactly what all queries with one of them hold."""
    found = set(addresses(corpus.query(**dict(filters))))
    assert found == set.intersection(*(set(addresses(corpus.query(**{name: value}))) for name, value in filters))


def test_query_gives_a_selection(corpus: Corpus) -> None:
    """The answer is a sequence of settings that knows its papers."""
    found = corpus.query(notion="unlearning")
    assert isinstance(found, Selection)
    assert [paper.id for paper in found.papers()] == ["ersatz2024two", "placeholder2023hazards", "sample2022poisons"]


def test_unknown_filter_names_the_filters(corpus: Corpus) -> None:
    """A filter that does not exist is refused by a sentence that lists those that do."""
    with pytest.raises(TypeError, match=r"there is no filter 'notions'; the filters are notion, evaluated, .*since, until, text"):
        corpus.query(notions="untraining")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("notion", "untrainning", "unknown notion 'untrainning'; did you mean 'untraining'?"),
        ("evaluated", "tested", "unknown evaluated 'tested'; did you mean 'untested'?"),
        ("agreement", "agreed", "unknown agreement 'agreed'"),
        ("flag", "MET399", "unknown flag 'MET399'; did you mean "),
        ("metric", "forget-set-acuracy", "unknown metric 'forget-set-acuracy'; did you mean 'forget-set-accuracy'"),
        ("baseline", "row-erasr", "unknown baseline 'row-erasr'; did you mean 'row-eraser'"),
        ("reference", "chance", "unknown reference 'chance'; did you mean 'chance-level'?"),
        ("problem", "node removal", "unknown problem 'node removal'; did you mean 'node-removal'?"),
        ("modality", "images", "unknown modality 'images'; did you mean 'image'"),
        ("granularity", "classes", "unknown granularity 'classes'; did you mean "),
    ],
)
def test_value_that_no_setting_can_have_is_refused(corpus: Corpus, name: str, value: str, message: str) -> None:
    """A misspelt value is told with the nearest known ones, and is not an empty answer."""
    with pytest.raises(UnknownIdError) as caught:
        corpus.query(**{name: value})
    assert str(caught.value).startswith(message)


def test_misspelt_value_among_others_is_refused(corpus: Corpus) -> None:
    """One unknown value among known ones is refused, too."""
    with pytest.raises(UnknownIdError, match="unknown metric 'fidd'; did you mean 'fid'"):
        corpus.query(metric=["exposure", "fidd"])


def test_corpus_and_papers_never_change(corpus: Corpus) -> None:
    """Neither a field of the corpus nor a paper, a setting or a home notion can be put in or exchanged."""
    paper = corpus["sample2022poisons"]
    with pytest.raises(AttributeError):
        corpus.papers = {}  # what must not work
    with pytest.raises(AttributeError):
        corpus.entries = ()  # what must not work
    for mapping in (corpus.papers, paper.settings, corpus.home_notions, corpus.lexicon.metrics, load_lexicon().problems):
        with pytest.raises(TypeError):
            mapping["x"] = None  # type: ignore[index]  # what must not work


def test_graph_is_a_copy_of_ones_own(corpus: Corpus) -> None:
    """Whoever changes the graph changes nobody else's."""
    corpus.graph().clear()
    assert corpus.graph().number_of_nodes()


def test_corpus_papers_and_errors_travel(corpus: Corpus) -> None:
    """Everything can be sent to another process and comes out the same; papers and settings can be members of a set."""
    again = pickle.loads(pickle.dumps(corpus))  # noqa: S301  # our own
    paper = corpus["sample2022poisons"]
    assert (again.papers, again.home_notions) == (corpus.papers, corpus.home_notions)
    assert pickle.loads(pickle.dumps(paper)) == paper  # noqa: S301  # our own
    assert len({paper, again["sample2022poisons"]}) == 1
    found = corpus.query(notion="unlearning")
    assert found.to_bibtex() == deepcopy(found).to_bibtex() == pickle.loads(pickle.dumps(found)).to_bibtex() != ""  # noqa: S301  # our own
    error = UnknownIdError("paper", "x", ("y",), "so it is")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301  # our own
    faulty = InvalidEntriesError([Finding("x.yaml", 1, 1, "DOC001", "m", "f")])
    assert pickle.loads(pickle.dumps(faulty)).findings == faulty.findings  # noqa: S301  # our own


@pytest.mark.parametrize(
    ("ask", "error", "says"),
    [
        (lambda corpus: corpus["sample2022poisons"].settings["found-prat"], KeyError, "did you mean 'sample2022poisons/found-part'"),
        (lambda corpus: corpus[0], TypeError, "a paper is asked for by its id"),
        (lambda corpus: corpus["poisons"], KeyError, "did you mean 'sample2022poisons'"),
        (lambda corpus: corpus.setting(3), TypeError, "a setting is asked for by its address"),
        (lambda corpus: corpus.query(3), TypeError, "`text` is words to search for, not 3"),
        (lambda corpus: corpus.query(notion=3), TypeError, "`notion` is a word or several words, not 3"),
        (lambda corpus: corpus.query(notion=["untraining", 3]), TypeError, "`notion` is a word or several words"),
        (lambda corpus: corpus.query(since="2024"), TypeError, "`since` is a year such as 2024, not '2024'"),
        (lambda corpus: corpus.query(since=2025, until=2024), ValueError, "exchange the two"),
        (lambda corpus: corpus.query(metric="MIA"), KeyError, "did you mean 'membership-inference-attack'"),
        (lambda corpus: corpus.query(modality="qqq"), KeyError, "known are image"),
        (lambda corpus: corpus.query(metric="qqq"), KeyError, "metrics/ lists them"),
        (lambda corpus: corpus.query().to_dataframe("foo"), ValueError, "pandas or polars"),
        (lambda corpus: taxonomy.classify(corpus["sample2022poisons"]), TypeError, "hold their verdicts already"),
        (lambda _: taxonomy.classify(cast("Any", 3)), TypeError, "takes an entry, a mapping or the path of an entry file, not a int"),
    ],
)
def test_wrong_questions_are_answered_in_words(corpus: Corpus, ask: Callable[[Corpus], object], error: type[Exception], says: str) -> None:
    """A wrong kind of argument is refused at once, with what would be right."""
    with pytest.raises(error, match=re.escape(says)):
        ask(corpus)


def test_filter_that_is_none_admits_all(corpus: Corpus) -> None:
    """None means that nothing is asked for."""
    assert addresses(corpus.query(notion=None, since=None)) == addresses(corpus.query())


def test_register_record_is_told_apart_from_the_unknown(corpus: Corpus) -> None:
    """The id of a known work that nobody has coded says so, and how to begin."""
    key = corpus.register[0].key
    with pytest.raises(UnknownIdError, match=f"taxonomy new {key}"):
        corpus[key]


@pytest.mark.parametrize(("before", "after"), [("kind: method", "kind: methods"), ("kind: method", "kind method")])
def test_one_slip_is_one_fault(tmp_path: Path, before: str, after: str) -> None:
    """A fault in the entry that proposes a method makes no fault of those who compare with it; they stay, and its home is unknown."""
    folder = edited(tmp_path / "entries", ("papers/dummy2023relabelling.yaml", before, after))
    found, findings = read_corpus(folder)
    assert {Path(finding.path).name for finding in findings} == {"dummy2023relabelling.yaml"}
    assert set(found.papers) == set(PAPERS) - {"dummy2023relabelling"}
    user = found["muster2024certified"]
    assert any(flag.rule.code == "BAS404" for flag in user.all_flags())
    alone = seen_with(found, [folder / "papers" / "muster2024certified.yaml"], against_register=True)
    assert alone.findings == []


def user_of(folder: Path, *edits: tuple[str, str, str]) -> Path:
    """The invented corpus with edits, and one more paper, which uses a metric and a data set that another one proposes."""
    edited(folder, *edits)
    measured = [measurement("hazard-quiz-accuracy", "forget-set", "lower-is-better")]
    user = entry("bo2024user", settings=[setting(measurements=measured, datasets=["hazard-quiz"])])
    shutil.copy(folder_of(folder.parent / "more", user) / "papers" / "bo2024user.yaml", folder / "papers")
    return folder


def test_words_of_a_file_with_faults_are_looked_up(tmp_path: Path) -> None:
    """A wrong field hides no unknown term, no wrong id, no unknown rule, nothing declared twice and no second paper."""
    settings = [setting(problem="zzzz", baselines=["No Id", "zzz"], datasets=[7, "zz"], measurements=[{"metric": "zzzzz"}, "fid"])]
    broken = entry(
        "ada2024twice",
        kind="methods",
        links={"arxiv": "2101.00001"},
        settings=settings,
        proposes={"methods": [{"id": "row-eraser"}]},
        disputes=[{"code": "MET999", "setting": "rows"}],
    )
    folder = edited(tmp_path / "entries")
    path = folder_of(tmp_path / "more", broken) / "papers" / "ada2024twice.yaml"
    shutil.copy(path, folder / "papers" / "zoe2024twice.yaml")
    told = {(finding.code, finding.message) for finding in read_corpus(folder)[1]}
    assert told >= {
        ("DOC007", "unknown problem 'zzzz'"),
        ("DOC007", "unknown method 'zzz'"),
        ("DOC007", "unknown dataset 'zz'"),
        ("DOC007", "unknown metric 'zzzzz'"),
        ("DOC007", "unknown rule 'MET999'"),
        ("DOC009", "the entry's id is 'ada2024twice', but its file is called 'zoe2024twice.yaml'"),
        ("DOC010", "the paper is known already: the entry 'example2021erasing' has the same arXiv id"),
        ("DOC016", "'row-eraser' is declared already, by the entry example2021erasing"),
    }
    assert len([message for code, message in told if code == "DOC007"]) == 5
    alone = seen_with(read_corpus(CORPUS)[0], [folder / "papers" / "zoe2024twice.yaml"], against_register=True)
    assert {(finding.code, finding.message) for finding in alone.findings} == told


def test_draft_keeps_its_record(tmp_path: Path) -> None:
    """A draft that is not valid yet is not blamed for the record in the register, which leaves it in the end."""
    draft = entry("placeholder2024wanted", kind="")
    folder = edited(tmp_path / "entries")
    shutil.copy(folder_of(tmp_path / "more", draft) / "papers" / "placeholder2024wanted.yaml", folder / "papers")
    assert [finding.code for finding in read_corpus(folder)[1]] == ["DOC008"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("kind: benchmark", "kind: benchmarks"),
        ("kind: benchmark", "kind benchmark"),
        ("name: Accuracy on", "names: Accuracy on"),
        ("id: hazard-quiz-accuracy", "id: Hazard-Quiz-Accuracy"),
    ],
    ids=["shape", "syntax", "of the metric itself", "capitals"],
)
def test_slip_makes_no_fault_of_those_who_use_a_metric_or_data(tmp_path: Path, before: str, after: str) -> None:
    """Who uses a metric or a data set that a file with faults declares is not blamed, and is left out where it cannot be judged."""
    folder = user_of(tmp_path / "entries", (HAZARDS, before, after))
    found, findings = read_corpus(folder)
    assert {Path(finding.path).name for finding in findings} == {Path(HAZARDS).name}
    is_known = after == "kind: benchmarks"
    assert ("bo2024user" in found) is is_known
    alone = seen_with(found, [folder / "papers" / "bo2024user.yaml"], against_register=True)
    assert [finding.fix for finding in alone.findings] == ([] if is_known else ["mend the faults of placeholder2023hazards.yaml first"])
    both = seen_with(found, [folder / "papers" / "bo2024user.yaml", folder / HAZARDS], against_register=True)
    assert {Path(finding.path).name for finding in both.findings} == {Path(HAZARDS).name}


def test_paper_that_uses_what_another_proposes_is_sound(tmp_path: Path) -> None:
    """What the slips of the test before are made in holds no fault."""
    assert read_corpus(user_of(tmp_path / "entries"))[1] == []


def test_text_that_reads_two_ways_hides_nothing(tmp_path: Path) -> None:
    """A field given twice and a number that programs read differently hide no fault on other lines, and make none up on their own."""
    folder = edited(
        tmp_path / "entries",
        (AUDIT, "kind: evaluation", "kind: evaluations\nkind: evaluation"),
        (POISONS, "year: 2022", "year: 02022"),
        (POISONS, "modality: image", "modality: images"),
        (POISONS, "[row-eraser", "[row-erasr"),
        (CERTIFIED, "kind: theory", "kind theory"),
        (CERTIFIED, "modality: graph", "modality: graphs"),
    )
    findings = read_corpus(folder)[1]
    assert [(Path(finding.path).name, finding.code) for finding in findings] == [
        ("muster2024certified.yaml", "DOC001"),
        ("sample2022poisons.yaml", "DOC015"),
        ("sample2022poisons.yaml", "DOC008"),
        ("sample2022poisons.yaml", "DOC007"),
        ("sample2025audit.yaml", "DOC008"),
        ("sample2025audit.yaml", "DOC002"),
    ]
    assert [finding.path for finding in findings if "the rest of the file was not checked" in finding.fix] == [findings[0].path]


def test_name_of_what_an_entry_proposes_is_told_by_its_id(tmp_path: Path) -> None:
    """Who writes the display name of a method that another entry proposes, read before or after, is told its id."""
    folder = edited(
        tmp_path / "entries",
        (CERTIFIED, "baselines: [", "baselines: [Trigger eraser, "),
        (AUDIT, "baselines: [", "baselines: [Row Erasure, "),
    )
    fixes = [finding.fix for finding in read_corpus(folder)[1]]
    assert fixes == ["write 'trigger-eraser'", "write 'row-eraser', of which it is another name"]


def test_queries_ask_for_every_fact_by_which_settings_are_found(corpus: Corpus) -> None:
    """What the index is asked for is all that it holds, and one value finds what a look at every setting finds."""
    every = list(corpus.settings())
    assert {tuple(facets(each)) for each in every} == {FACETS}
    for name, value in {(name, value) for each in every for name, values in facets(each).items() for value in values}:
        assert list(corpus.query(**{name: str(value)})) == [each for each in every if value in facets(each)[name]]
