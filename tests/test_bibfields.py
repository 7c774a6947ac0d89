"""Values of BibTeX fields: what LaTeX means, and names."""

from __future__ import annotations

import re

import pytest

from taxonomy.bibfields import names_in, names_written, plain, printable, split_outside_braces, written


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (r"\mbox{in a box} and \texttt{code}", "in a box and code"),
        (r"\href{https://x.invalid.example}{a link}", "a link"),
        (r"\textcolor{red}{words} \url{https://x.invalid.example/a_b}", "words https://x.invalid.example/a_b"),
        (r"\LaTeX{} and \TeX, \S 3, \copyright{} A", "LaTeX and TeX, §3, © A"),
        (r"a\-b a~b a\ b", "ab a b a b"),
        (r"50% of A & B {\em c}", "50% of A & B c"),
        (r"\unknownmacro{kept} \relax x", "kept x"),
        (r"\footnote{gone}stays", "stays"),
        (r"{unbalanced} } { \'e", "unbalanced é"),
        (r"$\alpha$ and \$5", r"$\alpha$ and $5"),
        ("no {LaTeX} but {braces}", "no LaTeX but braces"),
    ],
)
def test_prose_keeps_its_words(value: str, meant: str) -> None:
    """Macros that say how text looks vanish, the text stays; signs that only LaTeX reads in its own way are themselves."""
    assert plain(value) == meant


@pytest.mark.parametrize("macro", ["href", "textcolor", "colorbox", "verb", "sqrt", "footnote", "input", "title", "author", "frac"])
@pytest.mark.parametrize("form", [r"x \%s", r"x \%s{", r"{x \%s}", r"x \%s$", r"x \%s{a}"])
def test_macro_without_its_arguments_does_no_harm(macro: str, form: str) -> None:
    """A macro that stands where it cannot, as at the end of a value, loses no text before it."""
    assert plain(form % macro).startswith("x")


def test_no_file_is_read(tmp_path: object) -> None:
    """A macro that reads a file in LaTeX reads none here."""
    assert plain(rf"\input{{{tmp_path}}}") == str(tmp_path)


@pytest.mark.parametrize("text", ["a -- b", "a --- b", "``quoted''", "what?` and !`", r"\{$&#%_~^", "a{b}c", "{", "ends with \\"])
def test_written_text_is_read_as_it_was(text: str) -> None:
    """Whatever LaTeX would set in another way is written so that it is not."""
    assert plain(written(text)) == text


@pytest.mark.parametrize("name", ["others", "Research and Development", "Muster, Jr.", "Foo & Bar", "A; B", "Ada Example et al.", "and"])
def test_odd_names_stay_one_name(name: str) -> None:
    """A name that holds what tells names apart is written in braces."""
    assert names_in(names_written((name, "Ada Example"), more=True)) == ((name, "Ada Example"), True)


def test_braces_hold_together() -> None:
    """Text is split outside braces only, and braces after a backslash are none."""
    assert split_outside_braces(r"a;{b;c};\{d;e\}", re.compile(";")) == ["a", "{b;c}", r"\{d", r"e\}"]


def test_invisible_characters_go() -> None:
    """What no reader sees is left out, and white space is single."""
    assert printable("a\u200bb\u202e c\n\td\x1b e") == "ab c d e"
