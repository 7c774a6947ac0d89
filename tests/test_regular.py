"""BibTeX in its usual form is split as the parser splits it, and everything else is left to the parser."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.bibliography import parsed
from taxonomy.records import read_records
from taxonomy.regular import RegularRecord, regular_records
from tests.invented import CORPUS, ROOT

MOST_SECONDS = 5
FILES = [CORPUS / "register.bib", ROOT / "entries" / "register.bib", *sorted((Path(__file__).parent / "data" / "bibtex").iterdir())]
PIECES = st.sampled_from(
    [
        *(
            "@misc{",
            "@Article {",
            "@string{",
            "@comment{x,",
            "@book(",
            "{",
            "}",
            '"',
            ",",
            ", ",
            "=",
            " = ",
            "#",
            "%",
            "\\",
            "\\\\",
            "(",
            ")",
        ),
        *("key,", "other2020,", "title", "Title", "author", "month", "jan", "2020", "Leak@k", '{\\"o}', "{{A} b}", "{a {b {c {d}}}}"),
        *("{T}", '"Q"', '"{Q}"', " ", "\n", "\t", "\r", "\x0b", "\xa0", "é", "\n@", "\n  @misc{", "{\n @misc{}}", "},\n", "\n}\n", ",\n}"),
    ]
)
NAMES = st.sampled_from(["title", "author", "year", "TITLE", "a-b", "note"])
EQUALS = st.sampled_from([" = ", "=", "\n=\t", " =  "])
VALUES = st.sampled_from(
    [
        *("{T}", "{{T} and {U}}", '"Q {R}"', "2020", "jan", "{ a\n b }", "{}", '""', "{Leak@k}"),
        *("{\n@misc}", "{a\\&b}", "{\\{}", '{"}', '{\\"o}', "{{\\'e}}", "{50% of}"),
    ]
)
ENDS = st.sampled_from([",", ", ", ",\n  ", "\n,", ",", " # x,", "\n"])
FIELDS = st.lists(st.tuples(NAMES, EQUALS, VALUES, ENDS).map("".join), max_size=4).map("".join)
HEADS = st.sampled_from(["@misc{", "@Misc {", "\n@InProceedings{\n", "@misc{", "x\n@book{", "@misc\n{"])
KEYS = st.sampled_from([*(f"{letter}2020, " for letter in "abcdef"), "Doe:20/x-1,\n", "a b,", "a"])
CLOSED = st.sampled_from(["}", "\n}\n", "}\n", " } ", "}\n\n", ""])
RECORDS = st.lists(st.tuples(HEADS, KEYS, FIELDS, CLOSED).map("".join), min_size=1, max_size=3).map("".join)
TEXTS = st.one_of(st.lists(PIECES, max_size=14).map("".join), RECORDS)


def by_the_parser(text: str) -> list[RegularRecord] | None:
    """What the parser splits a text into; None where it finds anything but records, or fails."""
    library, raw = parsed(text), parsed(text, ())
    if len(library.blocks) != len(library.entries):
        return None
    return [
        RegularRecord(
            (record.start_line or 0) + 1,
            record.entry_type,
            record.key,
            {field.key.lower(): str(field.value) for field in record.fields},
            tuple(field.key.lower() for field in bare.fields if re.fullmatch(r"\w+", str(field.value))),
        )
        for record, bare in zip(library.entries, raw.entries, strict=True)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_are_split_as_the_parser_splits_them(path: Path) -> None:
    """Registers have the usual form; of other files, those that have it are split likewise."""
    text = path.read_bytes().decode("utf-8", "replace")
    found = regular_records(text)
    assert found is None or found == by_the_parser(text)
    assert path.name != "register.bib" or found


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_texts_are_split_as_the_parser_splits_them_or_left_to_it(text: str) -> None:
    """Whatever a text holds: what is split without the parser is what the parser makes of it."""
    found = regular_records(text)
    assert found is None or found == by_the_parser(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_records_are_read_alike(text: str) -> None:
    """A record in the usual form says the same as one before a line of prose, which is left to the parser."""
    if regular_records(text) is not None:
        assert read_records(text) == read_records(f"{text}\nprose")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("@misc{a, title = {T}} prose", "prose between records"),
        ("% remark\n@misc{a, title = {T}}", "a comment"),
        ("@misc{a, title = {T}, % remark\n year = 2020}", "a comment within"),
        ("@misc{a, title = {T}}\n@misc{a, title = {U}}", "a key comes twice"),
        ("@misc{a, title = {T}, Title = {U}}", "a field comes twice"),
        ('@string{x = "X"}\n@misc{a, title = x}', "a macro is defined"),
        ('@misc{a, title = "T" # x}', "values are joined"),
        ("@misc{a, title = {T} year = 2020}", "a comma is missing"),
        ("@misc{a, title = {T}, year = 2020\n", "the end is missing"),
        ("@misc{a, title = {T\n@misc{b, title = {U}}", "a brace is missing"),
        ("@misc{a, title = {\n  @misc{b}}}", "a record may begin within a value"),
        ("@misc{a, title = {\\{T}}", "braces after a backslash"),
        ("@misc(a, title = {T})", "parentheses"),
        ("@comment{a, title = {T}}", "no record"),
        ("@misc{a}", "no fields"),
        ("@misc\n{a, title = {T}}", "a line ends after the kind"),
        ("@misc{a, title = {a{b{c{d{e}}}}}}", "braces in great depth"),
    ],
)
def test_what_is_unusual_is_left_to_the_parser(text: str, why: str) -> None:
    """Anything that needs a closer look makes the whole text the parser's."""
    assert regular_records(text) is None, why


def test_usual_record_is_split() -> None:
    """Kind, key, line and fields of records as programs write them."""
    first = '\n@InProceedings{Doe:2020,\n  title = {{A} Title},\n  author={Jo {\\"O} and\n B},\n month = jan, note="N {M}",\n year=2020,\n}'
    text = f"{first}\n@misc{{b, x = {{}}}}"
    assert regular_records(text) == [
        RegularRecord(
            *(2, "inproceedings", "Doe:2020"),
            {"title": "{A} Title", "author": 'Jo {\\"O} and\n B', "month": "jan", "note": "N {M}", "year": "2020"},
            ("month", "year"),
        ),
        RegularRecord(9, "misc", "b", {"x": ""}),
    ]
    assert regular_records("") == regular_records(" \n") == []


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, title = {x@" + "\n" * 300_000 + "y}}",
        "@misc{a" + "".join(f",n{number}=1" for number in range(100_000)) + "}",
        "@misc{a, title = {" + "{b}\\c" * 100_000,
        "@misc{a, title = " + '"{b} ' * 100_000,
    ],
    ids=["line ends", "words", "braces", "quotes"],
)
def test_time_grows_with_the_text_only(text: str) -> None:
    """A text from a stranger takes no longer than any other of its size: these took minutes."""
    before = process_time()
    regular_records(text)
    assert process_time() - before < MOST_SECONDS


def test_value_in_which_a_line_begins_with_an_at_sign_is_left_to_the_parser() -> None:
    """Whatever blanks stand before it, and only then."""
    assert regular_records("@misc{a, title = {b \n\t\x0b@c}}") is None
    assert regular_records("@misc{a, title = {b@c\n d@\ne}}") is not None
