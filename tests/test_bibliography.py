"""BibTeX in and out: records that cannot be read, LaTeX accents, and round trips."""

from __future__ import annotations

import pickle
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from taxonomy.bibliography import Work, read_bibtex, read_register, to_bibtex, work_of
from taxonomy.characters import in_parts, unseen
from taxonomy.corpus import Corpus
from taxonomy.messages import reason
from tests.invented import CORPUS, ROOT

REGISTERS = [CORPUS / "register.bib", ROOT / "entries" / "register.bib"]


def work(**facts: Any) -> Work:
    """A work with one author, unless facts say otherwise."""
    plain: dict[str, Any] = {"key": "ada2024study", "title": "A study", "authors": ("Ada Example",), "more_authors": False, "year": 2024}
    return Work(**{**plain, **facts})


def record(key: str = "ada2024study", **fields: str) -> str:
    """A BibTeX record with title, author and year, unless fields say otherwise; an empty field is left out."""
    plain = {"title": "A study", "author": "Ada Example", "year": "2024"}
    lines = [f"  {name} = {{{value}}},\n" for name, value in {**plain, **fields}.items() if value]
    return f"@misc{{{key},\n{''.join(lines)}}}\n"


def read(text: str) -> Work:
    """The one work of a text that holds no fault."""
    works, findings = read_bibtex(text, "x.bib")
    assert findings == []
    (found,) = works
    return found


@pytest.mark.parametrize("path", REGISTERS, ids=["invented", "real"])
def test_register_survives_writing_and_reading(path: Path) -> None:
    """What is written from a register reads back as the same works, and is written again byte by byte the same."""
    works, findings = read_register(path)
    assert findings == []
    written = to_bibtex(works)
    assert read_bibtex(written, "again.bib") == (sorted(works, key=lambda each: each.key), [])
    assert to_bibtex(reversed(works)) == written


def test_register_file_is_as_it_would_be_written() -> None:
    """The committed register is in the form that the package writes, so that a program can change it line by line."""
    works, _ = read_register(ROOT / "entries" / "register.bib")
    assert to_bibtex(works) == (ROOT / "entries" / "register.bib").read_text(encoding="utf-8")


def test_work_is_written_with_what_is_known() -> None:
    """A record holds title, authors, year, venue, identifiers and an address, one a line."""
    found = to_bibtex([work(venue="ICLR", arxiv="2401.00001", doi="10.1234/a_b", more_authors=True)])
    assert found == (
        "@inproceedings{ada2024study,\n"
        "  title = {{A study}},\n"
        "  author = {Ada Example and others},\n"
        "  year = {2024},\n"
        "  booktitle = {ICLR},\n"
        "  eprint = {2401.00001},\n"
        "  archiveprefix = {arXiv},\n"
        "  doi = {10.1234/a_b},\n"
        "  url = {https://arxiv.org/abs/2401.00001},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("venue", "arxiv", "kind", "field"),
    [
        ("ICLR", None, "@inproceedings", "  booktitle = {ICLR},\n"),
        ("TMLR", None, "@article", "  journal = {TMLR},\n"),
        ("Journal of Invented Results", None, "@article", "  journal = {Journal of Invented Results},\n"),
        ("arXiv", "2401.00001", "@misc", "  archiveprefix = {arXiv},\n"),
        ("arXiv", None, "@misc", "  howpublished = {arXiv},\n"),
        (None, None, "@misc", "  year = {2024},\n"),
    ],
)
def test_kind_of_record_follows_the_venue(venue: str | None, arxiv: str | None, kind: str, field: str) -> None:
    """Papers of conferences, articles of journals and preprints are records of their own kinds, and keep their venue."""
    written = to_bibtex([work(venue=venue, arxiv=arxiv)])
    assert written.startswith(f"{kind}{{")
    assert field in written
    assert read(written).venue == venue


@pytest.mark.parametrize(
    ("kind", "field", "again"),
    [
        ("article", "journal = {Unlikely Name}", "article"),
        ("article", "booktitle = {Unlikely Name}", "article"),
        ("inproceedings", "booktitle = {Journal of Invented Results}", "inproceedings"),
        ("conference", "booktitle = {Unlikely Name}", "inproceedings"),
        ("incollection", "booktitle = {Unlikely Name}", "incollection"),
        ("inbook", "publisher = {Unlikely Name}", "book"),
        ("book", "publisher = {Unlikely Name}", "book"),
        ("phdthesis", "school = {Unlikely Name}", "phdthesis"),
        ("mastersthesis", "school = {Unlikely Name}", "mastersthesis"),
        ("report", "institution = {Unlikely Name}", "techreport"),
        ("misc", "howpublished = {Unlikely Name}", "misc"),
        ("misc", "journal = {Unlikely Name}", "article"),
        ("software", "booktitle = {Unlikely Name}", "inproceedings"),
        ("article", "journal = {arXiv}", "misc"),
        ("article", "publisher = {Unlikely Name}", "misc"),
    ],
)
def test_kind_of_record_is_kept(kind: str, field: str, again: str) -> None:
    """What a record says it is it stays, whatever its venue is called; where its kind tells nothing, the field of the venue does."""
    found = read(f"@{kind}{{ada2024study, title = {{A study}}, author = {{Ada Example}}, year = 2024, {field}}}")
    written = to_bibtex([found])
    assert written.startswith(f"@{again}{{")
    assert to_bibtex([read(written)]) == written


def test_kind_of_record_survives_a_copy() -> None:
    """A work that is copied or sent to another process is written as before."""
    found = read("@article{ada2024study, title = {T}, author = {{The Invented Board}}, year = {2024}, journal = {Unlikely Name}}")
    for other in (deepcopy(found), pickle.loads(pickle.dumps(found))):  # noqa: S301  # our own bytes
        assert to_bibtex([other]) == to_bibtex([found])


def test_records_are_sorted_by_key() -> None:
    """The order of the works makes no difference."""
    works = [work(key=key) for key in ("c2024x", "a2024x", "b2024x")]
    assert [found.key for found in read_bibtex(to_bibtex(works), "x.bib")[0]] == ["a2024x", "b2024x", "c2024x"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"M{\"u}ller", "Müller"),
        (r"M\"uller", "Müller"),
        (r"M\"{u}ller", "Müller"),
        (r"{\'E}chantillon", "Échantillon"),
        (r"Fran\c{c}oise", "Françoise"),
        (r"Fran{\c c}oise", "Françoise"),
        (r"{\L}ucja", "Łucja"),
        (r"{\o}re {\AA}se {\ae} {\OE}uvre", "øre Åse æ Œuvre"),
        (r"Stra{\ss}e", "Straße"),
        (r"Sm{\"\i}th", "Smïth"),
        (r"Mu{\~n}oz", "Muñoz"),
        (r"Ho\v{r}ej\v{s}{\'\i}", "Hořejší"),
        (r"Erd\H{o}s", "Erdős"),
        (r"{\.I}stanbul", "İstanbul"),
        (r"Gr\^{o}{\`e}", "Grôè"),
        (r"\k{A}dam", "Ądam"),
        (r"{\bf B}old \emph{words}", "Bold words"),
        (r"100\% \& 5\$ \#1 a\_b \{c\}", "100% & 5$ #1 a_b {c}"),
        (r"{Deep} {{Nets}}", "Deep Nets"),
        ("two\n    lines", "two lines"),
        ("Łucja Müller", "Łucja Müller"),
        (r"from $\mathcal{O}(n^2)$ to $n$", r"from $\mathcal{O}(n^2)$ to $n$"),
    ],
)
def test_latex_is_decoded_in_prose(written: str, meant: str) -> None:
    """Accents, escapes and groups of titles, names and venues become plain text; formulas stay as they are."""
    found = read(record(title=f"On {written} once", author=f"Ada {written}x", booktitle=f"J. {written}"))
    assert (found.title, found.venue) == (f"On {meant} once", f"J. {meant}")
    assert found.authors == (f"Ada {meant}x",)


@pytest.mark.parametrize(
    ("author", "names", "more"),
    [
        ("Example, Ada", ("Ada Example",), False),
        ("Example, Ada and Bo Sample", ("Ada Example", "Bo Sample"), False),
        ("Ada Example and others", ("Ada Example",), True),
        ("van der Muster, Eve", ("Eve van der Muster",), False),
        ("Alexander Sandman and Andy Landers", ("Alexander Sandman", "Andy Landers"), False),
        ("Ada Example\n  and\n  Bo Sample", ("Ada Example", "Bo Sample"), False),
        ("{The Invented Consortium}", ("The Invented Consortium",), False),
        ("{Research and Development} and Ada Example", ("Research and Development", "Ada Example"), False),
        ("{Invented Things, Inc.} and Ada Example", ("Invented Things, Inc.", "Ada Example"), False),
        ("Muster, Jr., Max", ("Max Muster, Jr.",), False),
    ],
)
def test_names_come_given_name_first(author: str, names: tuple[str, ...], more: bool) -> None:  # noqa: FBT001  # a column of the table
    """Names are told apart by `and` outside braces, given names come first, and `others` says that the list is cut."""
    found = read(record(author=author))
    assert (found.authors, found.more_authors) == (names, more)


@pytest.mark.parametrize("author", ["{NIIS}", "{The Invented Board} and Ada Example", "Muster, Jr., Max and King, III, Martin Luther"])
def test_names_are_written_as_they_came(author: str) -> None:
    """Braces around a group, and commas around a suffix, are there again when the work is written."""
    assert f"author = {{{author}}}" in to_bibtex([read(record(author=author))])


def test_addresses_and_identifiers_are_left_alone() -> None:
    """What is not prose is taken letter by letter."""
    found = read(record(url="https://a.invalid.example/x_y?q=%20&r=~z#t", doi="10.1234/a_(b)%c", eprint="2401.00001"))
    assert (found.url, found.doi) == ("https://a.invalid.example/x_y?q=%20&r=~z#t", "10.1234/a_(b)%c")
    assert (found.arxiv, found.venue) == ("2401.00001", "arXiv")


BROKEN: dict[str, tuple[str, str]] = {
    "no title": (record(title=""), "record 'ada2024study' has no title; add it"),
    "nothing but a year": (record(title="", author=""), "record 'ada2024study' has no title and no author; add it"),
    "year in words": (record(year="in press"), "record 'ada2024study' has the year 'in press'; write four digits"),
    "field given twice": (
        "@misc{b2024x,\n title = {A},\n title = {B},\n author = {C D},\n year = {2024}}\n",
        "a record has the field 'title' twice",
    ),
    "key given twice": (record("before2020x"), "the key 'before2020x' is already used by an earlier record"),
    "brace not closed": ("@misc{b2024x,\n  title = {A,\n  author = {B C},\n  year = {2024},\n}\n", "a record cannot be read"),
    "no key": ("@misc{\n  title = {A},\n}\n", "a record cannot be read"),
    "comma forgotten": ("@misc{b2024x,\n  title = {A}\n  author = {B C},\n year = {2024}}\n", "record 'b2024x' has no author; add it"),
}


@pytest.mark.parametrize(("broken", "says"), BROKEN.values(), ids=BROKEN)
def test_broken_record_is_a_finding_at_its_line(broken: str, says: str) -> None:
    """A record that cannot be used is told with the line where it begins, and the records around it are read."""
    works, (finding,) = read_bibtex(f"% a remark\n\n{record('before2020x')}\n{broken}\n{record('after2025x')}", "x.bib")
    assert (finding.path, finding.line, finding.column, finding.code) == ("x.bib", 9, 1, "DOC017")
    assert says in f"{finding.message}; {finding.fix}"
    assert [found.key for found in works] == ["before2020x", "after2025x"]


def test_message_about_an_unreadable_record_is_a_sentence() -> None:
    """The message about a record that cannot be read says something and does not end in a mark."""
    _, (finding,) = read_bibtex("@misc{b2024x,\n  title = {A},\n", "x.bib")
    assert finding.message[-1].isalnum()


def test_reading_says_nothing_by_itself(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    """What is wrong with a record is told by the finding alone, and not by the parser besides."""
    read_bibtex("@misc{b2024x,\n  title = {A},\n", "x.bib")
    assert (caplog.records, capfd.readouterr().err) == ([], "")


def test_all_broken_records_are_told() -> None:
    """One run tells every broken record, in order of line."""
    text = record("a2024x", title="") + record("b2024x") + record("c2024x", year="soon") + record("b2024x")
    works, findings = read_bibtex(text, "x.bib")
    assert [finding.line for finding in findings] == [1, 10, 15]
    assert [found.key for found in works] == ["b2024x"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "data:text/html,x"),
        ("title", "A \u202edecnever\u202c study"),
        ("author", "Ada\u200b Example"),
        ("title", "A \x1b[31mred study"),
    ],
)
def test_unsafe_record_is_a_finding(field: str, value: str) -> None:
    """A register comes from strangers as entries do: addresses are http(s) only, and text holds nothing invisible."""
    works, findings = read_bibtex(record(**{field: value}), "x.bib")
    assert ([finding.line for finding in findings], works) == ([1], [])


def test_unsafe_key_is_a_finding() -> None:
    """A key is shown like any other text, so it holds nothing invisible either."""
    works, (finding,) = read_bibtex(record("ada\u202e2024x"), "x.bib")
    assert (works, finding.line) == ([], 1)
    assert "U+202E" in finding.message


def test_comments_and_texts_between_records_are_passed_over() -> None:
    """Comments, preambles and stray text are no records and no faults; strings are filled in."""
    text = f'@comment{{x}}\n@preamble{{"y"}}\nstray text\n@string{{icml = "ICML"}}\n{record()}'.replace("}\n}", "}\n  booktitle = icml\n}")
    assert read(text.replace("{2024},\n}", "{2024},\n  booktitle = icml,\n}")).venue == "ICML"


def test_absent_register_is_empty(tmp_path: Path) -> None:
    """A register that is not there has no works and no faults."""
    assert read_register(tmp_path / "register.bib") == ([], [])


def test_register_that_is_a_folder_is_a_finding(tmp_path: Path) -> None:
    """What cannot be read as a file is told under the name that was given, in words."""
    works, (finding,) = read_register(tmp_path)
    assert (works, finding.path, finding.code) == ([], tmp_path.as_posix(), "DOC014")
    assert finding.message == "the register cannot be read: it is a folder"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(2, "x"), "there is no such file"),
        (NotADirectoryError(20, "x"), "a part of its path is no folder"),
        (PermissionError(13, "x"), "you have no permission"),
        (OSError(5, "Input/output error"), "input/output error"),
        (OSError([("a", "b", "[Errno 28] No space left on device")]), "no space left on device"),
    ],
)
def test_trouble_with_files_is_told_in_words(error: OSError, words: str) -> None:
    """Why a file cannot be read or written is told in words of our own where the trouble is a usual one, else in the system's."""
    assert reason(error) == words


def test_register_that_is_not_utf8_is_told_with_the_line(tmp_path: Path) -> None:
    """Bytes of another encoding are told where they stand."""
    path = tmp_path / "register.bib"
    path.write_bytes(b"@misc{a,\n  title = {Caf\xe9},\n}\n")
    _, (finding,) = read_register(path)
    assert (finding.line, finding.message, finding.fix) == (2, "the register is not UTF-8 text", "save it as UTF-8")


def test_entry_is_a_work(corpus: Corpus) -> None:
    """A coded paper is cited with its id as key; its own page comes before OpenReview."""
    assert work_of(corpus["muster2024certified"].entry) == work(
        key="muster2024certified",
        title="Certified removal of nodes from an invented graph",
        authors=("Eve Muster",),
        venue="Journal of Invented Results",
        url="https://journal.invalid.example/2024/certified",
    )
    assert work_of(corpus["ersatz2024two"].entry).url == "https://openreview.net/forum?id=InventedId2"


LIGATURES = ("--", "``", "''", "?`", "!`")
"""What LaTeX sets as one character, and what is therefore read as that character."""
BITS = [*r"\{}$&#%_~^\"'`@=,;-<>!?/ ", r"\textbf", r"\alpha", "@misc{y,", " and ", "and", "others", "é", "∖", "x"]
# Text as entries may hold it: nothing unseen, no letters in parts; with all that BibTeX and LaTeX read in their own way.
NASTY = (
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=30) | st.lists(st.sampled_from(BITS), max_size=10).map("".join)
).filter(lambda text: text.strip() and not unseen(text) and in_parts(text) is None and not any(each in text for each in LIGATURES))
NAMES = NASTY.map(lambda name: " ".join(name.split()))
WORKS = st.builds(
    Work,
    key=st.from_regex(r"[a-z]{1,8}[0-9]{4}[a-z0-9]{1,8}", fullmatch=True),
    title=NAMES,
    authors=st.lists(NAMES, min_size=1, max_size=4).map(tuple),
    more_authors=st.booleans(),
    year=st.integers(1950, 2100),
    venue=st.none()
    | st.sampled_from(["arXiv", "ICLR", "TMLR", "Journal of Invented Results"])
    | NAMES.filter(lambda name: "arxiv" not in name.casefold() and name.casefold() not in {"corr", "computing research repository"}),
    arxiv=st.none() | st.just("2401.00001"),
    doi=st.none()
    | st.from_regex(r"10\.[0-9]{4,9}/[^\s<>\"{}\\]{1,20}", fullmatch=True).filter(
        lambda text: text.isprintable() and in_parts(text) is None
    ),
    url=st.none() | st.sampled_from(["https://a.invalid.example/x_y?q=%20&r=~z#t", "http://b.invalid.example/"]),
)


@settings(max_examples=100, deadline=None)
@given(title=NAMES)
@example(title="a { b")
@example(title="a } b, c = {d")
def test_any_title_comes_back(title: str) -> None:
    """Whatever a title holds, it is written so that it reads back letter by letter."""
    assert read(to_bibtex([work(title=title)])).title == title


@settings(max_examples=100, deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=4))
@example(names=["Research and Development Group"])
@example(names=["Max Muster, Jr."])
@example(names=["others"])
def test_any_names_come_back(names: list[str]) -> None:
    """Whatever names hold, they are written so that as many read back as they were."""
    found = read(to_bibtex([work(authors=tuple(names))]))
    assert (found.authors, found.more_authors) == (tuple(names), False)


@settings(max_examples=100, deadline=None)
@given(works=st.lists(WORKS, min_size=1, max_size=4, unique_by=lambda each: each.key))
def test_writing_is_stable(works: list[Work]) -> None:
    """Any works give records that all read, as many as there were, and that are written again byte by byte the same."""
    written = to_bibtex(works)
    again, findings = read_bibtex(written, "x.bib")
    assert findings == []
    assert [(found.key, found.year, found.doi) for found in again] == [
        (each.key, each.year, each.doi) for each in sorted(works, key=lambda each: each.key)
    ]
    assert to_bibtex(again) == written


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=120)
    | st.lists(st.sampled_from([*'@{}",=#%\\\n ', "@misc{a,", "title", "author", "year", "2024", "and", "@string{"]), max_size=40).map(
        "".join
    )
)
def test_nothing_makes_the_reader_raise(text: str) -> None:
    """Any text is works and findings, each finding in a line of the text."""
    works, findings = read_bibtex(text, "x.bib")
    assert all(found.title and found.authors for found in works)
    assert all(1 <= finding.line <= text.count("\n") + 1 and finding.code == "DOC017" for finding in findings)


@pytest.mark.parametrize(
    "field",
    [
        *("eprint = {2310.12508v2}", "eprint = {arXiv:2310.12508}", "eprint = {2313.12508}", "eprint = {../../etc}"),
        *("doi = {https://doi.org/10.1234/x}", r"doi = {10.1234/a\_b}", "doi = {10.1234/a b}", "doi = {10.1234/<b>}", "doi = {x}"),
    ],
)
def test_identifiers_are_plain_or_refused(field: str) -> None:
    """The register holds arXiv ids without version and DOIs without address; another form would become a broken link."""
    text = f"@misc{{work2020x,\n  title = {{T}},\n  author = {{Ada Example}},\n  year = {{2020}},\n  {field},\n}}\n"
    works, (finding,) = read_bibtex(text, "register.bib")
    assert works == []
    assert (finding.code, finding.line) == ("DOC017", 1)
    assert "no plain " in finding.message
