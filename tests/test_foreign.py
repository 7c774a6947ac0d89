"""Records of strangers' bibliographies as works."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.bibfields import names_in, printable
from taxonomy.bibliography import Work, read_bibtex, to_bibtex
from taxonomy.errors import SetupError
from taxonomy.foreign import _authors, decoded, read_bibliography, read_text
from tests.test_bibfields import PROSE
from tests.test_bibliography import WORKS
from tests.test_records import BITS, DATA


def works(name: str) -> dict[str, Work]:
    """The works of a file under data/bibtex, by key."""
    return {work.key: work for _, work in read_bibliography((DATA / name).read_text(encoding="utf-8"), name).works}


def test_latex_becomes_plain_text() -> None:
    """Accents, signs, boxes and links of titles, names and venues become plain text."""
    found = works("latex.bib")
    assert found["uber"].title == "Über das Vergessen — 100% of $S_{full}$ & more"
    assert found["uber"].authors == ("Jörg Beispiel", "Łucja Muster-Beispiel")
    assert found["uber"].venue == "Science & Forgetting"
    assert found["raw"].title == "Forgetting & remembering 50% of everything, with code and a link"
    assert found["raw"].authors == ("Françoise Échantillon",)
    assert (found["odd"].title, found["odd"].authors) == ("Caps in a box, LaTeX and TeX, a softhyphen and a tie", ("Jan Hořejší",))


def test_biblatex_is_read() -> None:
    """Dates, subtitles, journal titles and other archives of BibLaTeX are understood."""
    found = works("biblatex.bib")
    web = found["example:web"]
    assert (web.title, web.year, web.arxiv, web.venue) == ("Unlearning: An invented tutorial", 2023, "2305.00017", "arXiv")
    assert web.url == "https://web.invalid.example/a_b"
    assert (found["sample:span"].year, found["sample:span"].venue) == (2019, "Journal of Invented Results")
    assert found["sample:span"].doi == "10.1234/Span_2019"
    assert (found["jstor"].arxiv, found["jstor"].venue) == (None, "JIR")


@pytest.mark.parametrize(
    ("key", "arxiv"),
    [("scholar2021", "2101.00001"), ("dblp", "2102.00002"), ("own", "2103.00003"), ("zotero", "2104.00004"), ("address", None)],
)
def test_preprints_are_known_however_they_are_written(key: str, arxiv: str | None) -> None:
    """The arXiv id is found where each program puts it, and arXiv is the venue."""
    found = works("preprints.bib")[key]
    assert (found.arxiv, found.venue) == (arxiv, "arXiv" if arxiv else None)


def test_addresses_are_plain() -> None:
    """An address in a macro is taken out of it; one that could run a program is left out, with a remark."""
    reading = read_bibliography((DATA / "preprints.bib").read_text(encoding="utf-8"), "preprints.bib")
    found = {work.key: work.url for _, work in reading.works}
    assert (found["address"], found["script"]) == ("https://pages.invalid.example/five", None)
    (remark,) = reading.remarks
    assert (remark.line, "'javascript:alert(1)' is left out" in remark.message) == (6, True)


@pytest.mark.parametrize(
    ("key", "names", "more"),
    [
        ("semicolons", ("Ada Example", "Bo Sample"), False),
        ("commas", ("A. Example", "B. Sample", "C. Placeholder"), False),
        ("full", ("Ada Example", "Bo Sample", "Cy Placeholder"), False),
        ("ampersand", ("A. Example", "B. Sample"), False),
        ("etal", ("Ada Example",), True),
        ("others", ("Ada Example",), True),
        ("group", ("Society for Research and Forgetting, Inc.", "Ada Example"), False),
        ("junior", ("Max van Muster, Jr.",), False),
        ("double", ("Per Olaf Brinch Muster",), False),
    ],
)
def test_names_are_told_apart(key: str, names: tuple[str, ...], more: bool) -> None:  # noqa: FBT001  # a column of the table
    """Lists of names are read whatever stands between the names, and a cut list is known to be cut."""
    found = works("names.bib")[key]
    assert (found.authors, found.more_authors) == (names, more)


@pytest.mark.parametrize(
    ("author", "names", "more"),
    [
        ("Ada Example and and Bo Sample and", ("Ada Example", "Bo Sample"), False),
        ("Eve Muster 0002 and Bo Sample", ("Eve Muster", "Bo Sample"), False),
        (r"Ada Example\thanks{To all} and Bo Sample$^{1,*}$", ("Ada Example", "Bo Sample"), False),
        ("Ada Example, et al.", ("Ada Example",), True),
    ],
)
def test_debris_of_names_goes(author: str, names: tuple[str, ...], more: bool) -> None:  # noqa: FBT001  # a column of the table
    """Dangling `and`s, numbers of namesakes, thanks and marks of affiliations are no parts of names."""
    ((_, work),) = read_bibliography(f"@misc{{a, title = {{T}}, author = {{{author}}}, year = 2020}}", "x.bib").works
    assert (work.authors, work.more_authors) == (names, more)


def remarks(fields: str) -> tuple[int | None, list[str]]:
    """The year of a record with these fields, and what is said of it."""
    reading = read_bibliography(f"@misc{{a, title = {{T}}, author = {{Ada Example}}, {fields}}}", "x.bib")
    return next((work.year for _, work in reading.works), None), [finding.message for finding in (*reading.remarks, *reading.unread)]


@pytest.mark.parametrize(
    ("fields", "year", "says"),
    [
        ("year = {c. 1999}", 1999, "is read, but its year 'c. 1999' is taken as 1999"),
        ("year = {'98}", 1998, 'is read, but its year "\'98" is taken as 1998'),
        ("year = {07}", 2007, "is read, but its year '07' is taken as 2007"),
        ("year = {2019/2020}", 2019, "is read, but its year '2019/2020' is taken as 2019"),
        ("year = {1687}", 1687, "is read, but 1687 is an odd year"),
        ("year = {3020}", 3020, "is read, but 3020 is an odd year"),
        (
            "year = {to appear}, eprint = {2307.00001}",
            2023,
            "is read, but its year is that of its arXiv id, 2023, since it has the year 'to appear'",
        ),
        ("eprint = {2307.00001}", 2023, "is read, but its year is that of its arXiv id, 2023, since it tells none"),
        ("year = {to appear}", None, "has the year 'to appear'"),
        ("year = {0098}", None, "has the year '0098'"),
        ("note = {x}", None, "has no year"),
    ],
)
def test_odd_year_is_a_remark(fields: str, year: int | None, says: str) -> None:
    """A year that can be made out keeps the record, with a word of caution; the arXiv id tells it where the record does not."""
    assert remarks(fields) == (year, [f"record 'a' {says}"])


def test_usual_dates_are_no_remark() -> None:
    """Dates of BibLaTeX, spans included, are read without a word."""
    for fields in ("year = 2020", "date = {2020-05-17}", "date = {2020/2021}", "year = {in press}, date = {2020}"):
        assert remarks(fields) == (2020, [])


def test_unknown_latex_is_a_remark() -> None:
    """A LaTeX command that means nothing here is left out with a word."""
    text = r"year = 2020, journal = {\apj}, note = {\whatever}"
    assert remarks(text)[1] == [r"record 'a' is read, but the LaTeX command `\apj` is not known and is left out"]


def test_volume_is_no_fault() -> None:
    """A record of proceedings, or of a book, that others name is told as their volume; one that nobody names has no author."""
    reading = read_bibliography(
        "@misc{a, title = {T}, author = {Ada Example}, crossref = {b}}\n"
        "@proceedings{b, title = {P}, year = 2020}\n@proceedings{c, title = {Q}, year = 2020}\n",
        "x.bib",
    )
    assert [work.key for _, work in reading.works] == ["a"]
    assert [(finding.line, finding.message) for finding in reading.remarks] == [
        (2, "record 'b' is the volume of record 'a', and no work of its own")
    ]
    assert [finding.line for finding in reading.unread] == [3]


def test_book_that_has_chapters_is_a_work() -> None:
    """A book with authors that another record names is kept as any work."""
    text = "@misc{a, title = {T}, author = {Ada Example}, crossref = {b}}\n@book{b, title = {P}, author = {Bo Sample}, year = 2020}\n"
    assert [work.key for _, work in read_bibliography(text, "x.bib").works] == ["a", "b"]


def test_remarks_come_in_order_of_line() -> None:
    """What is said of records is said in order of the file, volumes included."""
    lines = [finding.line for finding in read_bibliography((DATA / "mixed.bib").read_text(encoding="utf-8"), "mixed.bib").remarks]
    assert lines == sorted(lines)
    assert len(set(lines)) > 5


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("neuro21", "article"),
        ("chapter1", "incollection"),
        ("wk1", "inproceedings"),
        ("nist20", "techreport"),
        ("diss", "phdthesis"),
        ("mthesis", "mastersthesis"),
        ("openai", "misc"),
        ("scholar", "misc"),
    ],
)
def test_types_are_kept(key: str, kind: str) -> None:
    """A work is written as what the file says it is; a preprint is none of a journal."""
    assert to_bibtex([works("mixed.bib")[key]]).startswith(f"@{kind}{{")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (r"https://x.invalid.example/$\sim$ada/a\_b", "https://x.invalid.example/~ada/a_b"),
        (r"\url{https://x.invalid.example/a\%20b}", "https://x.invalid.example/a%20b"),
        ("www.invalid.example/ada", None),
    ],
)
def test_addresses_are_taken_out_of_latex(written: str, address: str | None) -> None:
    """What LaTeX needs to set an address is no part of it."""
    text = f"@misc{{a, title = {{T}}, author = {{Ada Example}}, year = 2020, url = {{{written}}}}}"
    assert [work.url for _, work in read_bibliography(text, "x.bib").works] == [address]


def test_what_cannot_be_kept_is_told_with_line_and_reason() -> None:
    """Every record is either kept or told; nothing is lost without a word."""
    reading = read_bibliography((DATA / "broken.bib").read_text(encoding="utf-8"), "broken.bib")
    told = {finding.line: finding.message for finding in reading.unread}
    assert told == {
        37: "record 'notitle' has no title",
        38: "record 'noyear' has the year 'to appear'",
        39: "this record cannot be read, or holds nothing",
        40: "record 'swallowed' holds 'Everything after this stands in the title, since nothing ...', which is 383 characters long",
    }
    assert [line for line, _ in reading.works] == [1, 7, 13, 19, 25, 32, 33, 34, 35, 43]
    assert {finding.code for finding in (*reading.unread, *reading.remarks)} == {"DOC017"}


def test_lines_are_counted_whatever_ends_them() -> None:
    """Windows and old Macintosh files give the same works and lines."""
    text = (DATA / "broken.bib").read_text(encoding="utf-8")
    expected = read_bibliography(text, "x.bib")
    assert read_bibliography(text.replace("\n", "\r\n"), "x.bib") == expected
    assert read_bibliography(text.replace("\n", "\r"), "x.bib") == expected


@pytest.mark.parametrize(
    ("raw", "text", "guessed"),
    [
        ("Müller".encode(), "Müller", False),
        ("\ufeffMüller".encode(), "Müller", False),
        ("Müller".encode("utf-16"), "Müller", False),
        ("Müller".encode("cp1252"), "Müller", True),
        ("% Encoding: iso-8859-2\nHořejší".encode("iso-8859-2"), "% Encoding: iso-8859-2\nHořejší", False),
        ("% Encoding: nonsense\nMüller".encode("cp1252"), "% Encoding: nonsense\nMüller", True),
    ],
)
def test_encodings_are_recognised(raw: bytes, text: str, guessed: bool) -> None:  # noqa: FBT001  # a column of the table
    """Byte order marks and declared encodings are heeded; a guess is told."""
    found, remark = decoded(raw)
    assert (found, bool(remark)) == (text, guessed)


def test_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A file that is not there, or a folder, is one sentence."""
    for path, why in ((tmp_path / "none.bib", "there is no such file"), (tmp_path, "it is a folder")):
        with pytest.raises(SetupError, match=f"cannot be read: {why}; check"):
            read_text(str(path))


@settings(max_examples=150, deadline=None)
@given(works=st.lists(WORKS, min_size=1, max_size=3, unique_by=lambda each: each.key))
def test_own_bibtex_is_read_without_loss(works: list[Work]) -> None:
    """What the package writes itself is read as strictly as it was written: the same bytes come out again."""
    text = to_bibtex(works)
    reading = read_bibliography(text, "x.bib")
    assert (reading.unread, reading.remarks) == ((), ())
    assert to_bibtex([work for _, work in reading.works]) == text


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80) | st.lists(st.sampled_from(BITS), max_size=40).map("".join))
def test_whatever_is_read_can_be_written(text: str) -> None:
    """Works of any text at all are sound records of a register."""
    works = [replace(work, key=f"k{at}") for at, (_, work) in enumerate(read_bibliography(text, "x.bib").works)]
    assert read_bibtex(to_bibtex(works), "x.bib")[1] == []


LEFT_OUT = "@misc{a, title = {A \u200bstudy\u202e}, author = {Ada Example}, year = {2020}, %s}\n"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("doi = {10.1/x}", "the DOI '10.1/x' is left out, since it does not look like one"),
        ("url = {https://example}", "the address 'https://example' is left out, since it is no plain web address"),
        ("note = {\\url{https://me@example.org/}, then https://example.org/b}", None),
    ],
)
def test_what_cannot_be_shown_is_left_out_with_a_word(fields: str, words: str | None) -> None:
    """Invisible characters go; an identifier or an address that no link can be made of goes with a remark, and a sound one is kept."""
    reading = read_bibliography(LEFT_OUT % fields, "x.bib")
    ((_, work),) = reading.works
    assert (work.title, work.doi, work.url) == ("A study", None, None if words else "https://example.org/b")
    assert [words in remark.message for remark in reading.remarks if words] == ([True] if words else [])


@pytest.mark.parametrize("raw", [b"\xff\xfea", b"\xfe\xffa", b"\xef\xbb\xbfa\xff", b"\x81\x8d"])
def test_bytes_that_are_no_text_are_replaced(raw: bytes) -> None:
    """Half a letter of UTF-16, a broken letter behind the mark of UTF-8, and bytes that Windows-1252 lacks end no reading."""
    assert decoded(raw)[0].endswith("\ufffd")


def test_standard_input_is_read_to_its_bound_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What never ends is refused like what is a byte too large."""
    endless = SimpleNamespace(buffer=SimpleNamespace(read=lambda most: b"x" * most))
    monkeypatch.setattr("sys.stdin", endless)
    with pytest.raises(SetupError, match="- is larger than 64 MiB; split it"):
        read_text("-")


@settings(max_examples=400, deadline=None)
@given(PROSE)
def test_lists_of_names_are_put_right_alike_however_plain_they_are(value: str) -> None:
    """A list in which nothing has to be put right says what it says when every name is looked at."""
    with patch("taxonomy.foreign._is_regular", return_value=False):
        with_care = names_in(printable(_authors(value)))
    assert names_in(printable(_authors(value))) == with_care
