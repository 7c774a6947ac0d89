"""Values of BibTeX fields: what LaTeX means, and names."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.bibfields import (
    GroupName,
    is_enclosed,
    is_group,
    names_in,
    names_written,
    plain,
    printable,
    split_outside_braces,
    unknown_macros,
    written,
)


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
        (r"\noopsort{1973b}Sorted\thanks{to all}", "Sorted"),
        (r"\verb|a_b{| and \verb*+c+ \textless x\textgreater", "a_b{ and c <x>"),
        (r"{unbalanced} } { \'e", "unbalanced é"),
        (r"$\alpha$ and \$5", r"$\alpha$ and $5"),
        (r"\(\mathcal{O}(n)\) and $a & b$, 100% of $x\%$", r"$\mathcal{O}(n)$ and $a & b$, 100% of $x\%$"),
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


FORMULAS = (
    *(
        r"$\ell_1$-norm",
        r"CO$_2$",
        r"$k$-NN",
        r"$(\varepsilon, \delta)$-DP",
        r"in $\tilde{O}(n^{1/2} \log n)$ time",
        r"$\{0,1\}^d$",
        r"10$\times$",
    ),
    *(r"$\mathbb{R}^d$ and $\text{GAN}^2$", r"$\frac{a}{b} \leq \sqrt{c}$", "$ε$ and $x'$", r"$\mathcal O(n)$", r"$f: \mathcal{X} \to Y$"),
)
"""Texts whose formulas are plain mathematics."""


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_written_as_formulas(text: str) -> None:
    """Plain mathematics stays readable for people and for LaTeX, and is read as it was."""
    assert written(text) == text
    assert plain(written(text)) == text


NO_FORMULAS = (
    *(
        "costs $5 and $6",
        "US$5-$6",
        "$",
        "$$",
        "$ a $",
        r"$\input{/etc/passwd}$",
        r"$\write18{ls}$",
        r"$\def\a{b}$",
        r"$\csname input\endcsname x$",
    ),
    *(
        "$a{b$",
        "$a}{b$",
        r"$a\{b$",
        r"$a\$",
        "$a % b$",
        "$a # b$",
        "$a & b$",
        "$a ~ b$",
        "$a \\\\ b$",
        r"$\catcode37$",
        '$a "b$',
        r"$^^5cinput$",
        "$x^^M$",
    ),
)
"""Texts with dollars that are money, or what LaTeX would carry out or choke on."""


@pytest.mark.parametrize("text", NO_FORMULAS)
def test_other_dollars_are_written_as_dollars(text: str) -> None:
    """Money, and every macro but those of plain mathematics, is written so that LaTeX sets it and does not carry it out."""
    assert r"\$" in written(text)
    assert "$" not in re.sub(r"\\\$", "", written(text))
    assert plain(written(text)) == text


def test_formula_after_money_is_one() -> None:
    """A dollar that begins no formula does not hide the next one."""
    assert written("$5 for $x^2$") == r"\$5 for $x^2$"


@pytest.mark.parametrize("text", ["a -- b", "a --- b", "``quoted''", "what?` and !`", r"\{$&#%_~^", "a{b}c", "{", "ends with \\"])
def test_written_text_is_read_as_it_was(text: str) -> None:
    """Whatever LaTeX would set in another way is written so that it is not."""
    assert plain(written(text)) == text


@pytest.mark.parametrize(
    "name",
    ["others", "Research and Development", "Muster, Jr.", "Foo & Bar", "A; B", "Ada Example et al.", "and", "Ada and Bo Muster, Jr."],
)
def test_odd_names_stay_one_name(name: str) -> None:
    """A name that holds what tells names apart is written in braces."""
    assert names_in(names_written((name, "Ada Example"), more=True)) == ((name, "Ada Example"), True)


def test_names_in_braces_are_those_of_groups() -> None:
    """A name that stands in braces as a whole is a group's and is written in braces again; others are people's."""
    value = r"{NIIS} and {\'E}mile {\'E} and {The Board}, X. and {A and B}"
    names, _ = names_in(value)
    assert [name for name in names if isinstance(name, GroupName)] == ["NIIS", "A and B"]
    assert names_written(names[:1], more=True) == "{NIIS} and others"


@pytest.mark.parametrize(
    ("text", "whole"),
    [("{a}", True), ("{a{b}c}", True), ("{a}{b}", False), ("a{b}", False), (r"{a\}", False), ("}{a}", False), ("", False)],
)
def test_enclosing_braces_are_recognised(text: str, whole: bool) -> None:  # noqa: FBT001  # a column of the table
    """One pair of braces holds a text together only if it closes at the very end."""
    assert is_enclosed(text) is whole


@pytest.mark.parametrize(
    ("name", "group"),
    [("The Invented Collaboration", True), ("Invented Things, Inc.", True), ("Ada Example", False), ("Team", False), ("NIIS", False)],
)
def test_groups_are_known_by_their_names(name: str, group: bool) -> None:  # noqa: FBT001  # a column of the table
    """A name that ends as no person's does is a group's also without braces."""
    assert is_group(name) is group


@pytest.mark.parametrize("error", [AttributeError, IndexError, KeyError])
def test_what_the_decoder_lets_escape_is_no_error(error: type[Exception]) -> None:
    """Text on which the decoder fails loses its macros and braces, and is read."""
    with patch("taxonomy.bibfields.latexwalker.LatexWalker", side_effect=error):
        assert plain(rf"{{\emph{{A}} \& {error.__name__}}}") == f"A {error.__name__}"


@pytest.mark.parametrize(
    ("value", "unknown"),
    [
        (r"\apj", ["apj"]),
        (r"\foo{x} and \foo{y}, \baz", ["foo", "baz"]),
        (r"{\relax C}, \'e, \emph{x}, \alpha, $\nothing$, \(\nothing\)", []),
    ],
)
def test_unknown_macros_are_told(value: str, unknown: list[str]) -> None:
    """Macros that vanish are named once each; formulas keep theirs, and macros that only say how text looks are known."""
    assert unknown_macros(value) == unknown


def test_braces_hold_together() -> None:
    """Text is split outside braces only, and braces after a backslash are none."""
    assert split_outside_braces(r"a;{b;c};\{d;e\}", re.compile(";")) == ["a", "{b;c}", r"\{d", r"e\}"]


def test_invisible_characters_go() -> None:
    """What no reader sees is left out, and white space is single."""
    assert printable("a\u200bb\u202e c\n\td\x1b e") == "ab c d e"


PLAIN = "Ada Bo and AND And. and.x others Others et al al. et. Example, Jr Jr., van Łucja E\u0301mile O'Brien X-Y A. 3"
REMARKABLE = "University un\u0131vers\u0130ty a\u017f\u017fociation Team inc. Ltd {Group} { } \\'e ~ $x$ -- '' ?` & ; % _ \u200b"
WORDS = st.sampled_from([*PLAIN.split(), *REMARKABLE.split(), "\u00a0", "\n", "\t"])
PROSE = st.lists(WORDS, max_size=9).flatmap(lambda words: st.sampled_from([" ".join(words), "".join(words)]))


@settings(max_examples=400, deadline=None)
@given(PROSE)
def test_lists_of_names_are_read_alike_however_plain_they_are(value: str) -> None:
    """A list that holds nothing remarkable is read at once, and says what it says when every name is looked at."""
    with patch("taxonomy.bibfields._MARKED", re.compile("")):
        with_care = names_in.__wrapped__(value)
    found = names_in.__wrapped__(value)
    assert (found, [*map(type, found[0])]) == (with_care, [*map(type, with_care[0])])


@settings(max_examples=400, deadline=None)
@given(st.lists(PROSE | PROSE.map(GroupName), max_size=3), st.booleans())
def test_names_and_prose_are_written_alike_however_plain_they_are(names: list[str], more: bool) -> None:  # noqa: FBT001  # drawn
    """What stands for itself is written at once, as it is when every name and every character is looked at."""
    with patch("taxonomy.bibfields._ESCAPED", re.compile("")):
        with_care = names_written(tuple(names), more=more), [*map(written, names)]
    assert (names_written(tuple(names), more=more), [*map(written, names)]) == with_care
