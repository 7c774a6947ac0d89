"""BibTeX as people write it: macros, merged fields, broken records."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.records import Record, read_records

DATA = Path(__file__).parent / "data" / "bibtex"
BY_FIELD = "braces, quotes or commas do not match, and it was read field by field"


def records(name: str) -> list[Record]:
    """The records of a file under data/bibtex."""
    return read_records((DATA / name).read_text(encoding="utf-8"))


def test_macros_are_filled_in() -> None:
    """Strings, concatenations of strings and text, upper-case names, parentheses, quotes and comments are read as BibTeX reads them."""
    example, paren, child, parent, undefined = records("macros.bib")
    assert (example.kind, example.key, example.line) == ("inproceedings", "Example:2020", 9)
    assert example.fields["booktitle"] == "Invented Proceedings on Forgetting 2020"
    assert (example.fields["title"], example.fields["year"]) == ("Forgetting by {Macros}", "2020")
    assert paren.fields == {
        "title": 'Parentheses around, and {"}quotes{"} within',
        "author": "Cy Placeholder",
        "journal": "Journal of Invented Results",
        "year": "2019",
    }
    assert (child.fields["booktitle"], child.fields["year"]) == ("Proceedings of the Invented Workshop", "2018")
    assert "booktitle" not in parent.fields
    assert undefined.fields["author"] == "NOBODY and Ada Example"
    assert undefined.remarks == ("the macro 'NOBODY' is not defined, and its name stands for it",)


@pytest.mark.parametrize(
    ("line", "key", "title", "author", "year", "remark"),
    [
        (1, "commas", "Commas are missing", "Ada Example", "2001", "a comma is missing before `author`"),
        (7, "unclosed", "A brace is not closed", r"Bo {\"U}nclosed", "2002", BY_FIELD),
        (13, "nocomma", "No comma after the key", "Cy Placeholder", "2003", BY_FIELD),
        (19, "", "No key at all", "Eve Muster", "2004", BY_FIELD),
        (25, "extra", "One brace too many", "Guy Nowhere", "2005", BY_FIELD),
        (32, "line", "All in one line", "Ada Example", "2006", "a comma is missing before `author`"),
        (33, "commas", "The key is used before", "Bo Sample", "2007", "its key is that of the record in line 1"),
        (34, "twice", "A field is given twice", "Cy Placeholder", "2008", "the field `title` is given twice, the first is kept"),
        (35, "quote", "A quote is not closed", "Eve Muster", "2009", BY_FIELD),
    ],
)
def test_broken_record_is_read_as_far_as_it_goes(  # noqa: PLR0913, PLR0917  # the columns of the table
    line: int, key: str, title: str, author: str, year: str, remark: str
) -> None:
    """What is missing or superfluous is put right, and a remark says so."""
    (found,) = [record for record in records("broken.bib") if record.line == line]
    assert (found.key, found.fields["title"], found.fields["author"], found.fields["year"]) == (key, title, author, year)
    assert found.remarks[0] == remark


def test_record_that_the_file_cuts_is_read() -> None:
    """A file that ends within a record keeps what came before its end."""
    assert records("broken.bib")[-1].fields == {"title": "The file ends within the record", "author": "Bo Sample", "year": "2012"}


def test_text_after_a_record_is_no_field() -> None:
    """A whole record takes nothing of the text between records."""
    (found,) = read_records("@misc{a, title = {T}}\n\nauthor = {Nobody}\n")
    assert found.fields == {"title": "T", "author": "Nobody"}
    assert found.remarks == (BY_FIELD,)
    whole = read_records("@misc{a, title = {T}, author = {A B}}\n\nyear = {1999}\n")
    assert whole[0].fields == {"title": "T", "author": "A B"}


def test_parent_that_is_not_there_gives_nothing() -> None:
    """A record whose `crossref` leads nowhere, or to itself, is as it is."""
    for parent in ("nowhere", "a"):
        (found,) = read_records(f"@misc{{a, title = {{T}}, author = {{A B}}, crossref = {{{parent}}}}}")
        assert found.fields == {"title": "T", "author": "A B", "crossref": parent}
        assert found.remarks == (f"its `crossref` names '{parent}', which is no other record of the file",)


def test_parent_knows_a_child() -> None:
    """A record of which another one takes its venue tells so, wherever it stands; others do not."""
    child, parent, other = read_records(
        "@misc{a, title = {T}, crossref = {B}}\n@proceedings{b, title = {P}, year = 2020}\n@misc{c, title = {U}, year = 2020}"
    )
    assert (child.child, parent.child, other.child) == (None, "a", None)


@pytest.mark.parametrize(
    ("value", "remarks"),
    [
        ('jir # " and " # nobody', ("the macro 'nobody' is not defined, and its name stands for it",)),
        ('jir # " {# odd} " # jan', ()),
        ("{J # one}, note = other", ()),
        ("Bare words", ("the macro 'Bare' is not defined, and its name stands for it",)),
    ],
)
def test_undefined_macro_is_told(value: str, remarks: tuple[str, ...]) -> None:
    """A macro that nothing defines is told where a value is made of it; months are defined by every style."""
    text = f"@string{{jir = {{Journal}}}}\n@article{{a, title = {{T}}, author = {{A B}}, journal = {value}, year = 2020}}"
    assert read_records(text)[0].remarks == remarks


def test_key_without_comma_is_read() -> None:
    """A record whose key and first field stand on one line, with nothing between them, keeps both."""
    (found,) = read_records("@article{a20 author={Ada Example}, title={T}, year={2019}}")
    assert (found.key, found.fields) == ("a20", {"author": "Ada Example", "title": "T", "year": "2019"})


VOLUME = "@proceedings{v, booktitle = {Invented Proceedings}, year = 2021}\n"
LONE = "@inproceedings{a, title = {T}, author = {A B}}\n"


def test_only_volume_of_a_file_dates_its_papers() -> None:
    """Papers without a year belong to the volume that the file describes, if it describes one; a remark says so."""
    _, found = read_records(VOLUME + LONE)
    assert (found.fields["year"], found.fields["booktitle"]) == ("2021", "Invented Proceedings")
    assert found.remarks == ("year and venue are those of 'v', the only volume in the file",)
    for text in (VOLUME + VOLUME.replace("{v", "{w") + LONE, VOLUME + LONE.replace("@inproceedings", "@misc")):
        assert "year" not in read_records(text)[-1].fields


BITS = [*'@{}()",=#%\\\n ', "@misc{a,", "@string{s=", "@comment{", "title", "author = ", "year", "2024", " and ", "crossref={a}"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80) | st.lists(st.sampled_from(BITS), max_size=40).map("".join))
def test_nothing_makes_the_reader_raise(text: str) -> None:
    """Any text is records, each beginning in a line of the text."""
    assert all(1 <= record.line <= text.count("\n") + 1 for record in read_records(text))


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a,\n  author = {Ada}, % who\n  title = {T},\n  year = 2020 % when\n}",
        '@misc{a, % a key\n  author = {Ada},\n  % year = 2019, {unclosed " quote\n  title = {T},\n  year = 2020,\n}',
        '@misc{a,\n  author = "Ada",%\n  title = "T", % a = {b}\n  year = 2020}',
        "@misc(a,\n  author = {Ada}, % (who)\n  title = {T},\n  year = 2020 % when\n)",
        "@misc{b, title = {open, % never closed\n@misc{a,\n  author = {Ada}, % who\n  title = {T},\n  year = 2020\n}",
    ],
)
def test_comments_between_fields_are_skipped(text: str) -> None:
    """What stands from a per cent sign to the end of the line, outside values, hides no field and is none."""
    *_, found = read_records(text)
    assert (found.key, found.fields) == ("a", {"author": "Ada", "title": "T", "year": "2020"})
    assert found.line == text[: text.index("@misc{a") if "@misc{a" in text else 0].count("\n") + 1


@pytest.mark.parametrize(
    "value", ["{50 % of it}", '"50 % of it"', "{a {50 % of it} b}", r"{50 \% of it}", "http://x.invalid/a%20b", '"{"} % {"}"']
)
def test_percent_signs_within_values_stay(value: str) -> None:
    """Within a value a per cent sign is one, as BibTeX has it."""
    (found,) = read_records(f"@misc{{a,\n  title = {value},\n  year = 2020\n}}")
    bare = value[1:-1] if value[0] in '{"' else value
    assert found.fields == {"title": bare, "year": "2020"}


def test_comment_that_holds_percent_signs_ends() -> None:
    """A comment of BibTeX's own ends at its brace, whatever marks it holds, and is no record."""
    assert [found.key for found in read_records("@comment{% a file {of} works\n% and more}\n\n@misc{a, year = 2020}")] == ["a"]
