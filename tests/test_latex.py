"""LaTeX: any text is set as it stands, and a table is whole."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from taxonomy.latex import escape, table


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="{}`'\"-<>^~?!"), max_size=40))
def test_escaped_text_is_set_as_it_stands(text: str) -> None:
    """An independent reader of LaTeX, which does not know the macros of braces, gets the text back."""
    assert LatexNodes2Text(keep_comments=True).latex_to_text(escape(text)) == text


def test_special_characters_are_escaped() -> None:
    """Nothing in a text can begin a command, a formula, a comment, a column or a group."""
    assert escape("50 % & $x_1$ #2 {a}\\b~^") == (
        r"50 \% \& \$x\_1\$ \#2 \textbraceleft{}a\textbraceright{}\textbackslash{}b\textasciitilde{}\textasciicircum{}"
    )


def test_text_stays_on_one_line() -> None:
    """Line ends become spaces, so that no text ends a row or begins a paragraph."""
    assert escape("a\n\n b\tc") == "a b c"


def test_table_has_a_column_for_each_heading() -> None:
    """A table names the package that it needs and has as many columns as headings."""
    lines = table(("A", "B & C"), [["x", "y"]], "100 %").splitlines()
    assert lines[0] == r"% needs \usepackage{booktabs}"
    assert r"\begin{tabular}{ll}" in lines
    assert r"A & B \& C \\" in lines
    assert r"x & y \\" in lines
    assert r"\caption{100 \%}" in lines
