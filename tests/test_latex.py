"""LaTeX: any text is set as it stands, and a table is whole."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from taxonomy.latex import escape, table


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="{}`'\"-<>^~?!/|"), max_size=40))
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


def test_signs_that_old_fonts_lack_are_named() -> None:
    """In the fonts that LaTeX takes by itself `<` is no less-than sign, so signs are named; a line may end after a slash."""
    assert escape("a<b>c|d/e") == r"a\textless{}b\textgreater{}c\textbar{}d/\hspace{0pt}e"


def test_table_has_a_column_for_each_heading() -> None:
    """A table names the packages that it needs, may run over pages, and has as many columns as headings, which share the width."""
    lines = table({"A": 50, "B & C": 950}, [["x", "y"]], "100 %").splitlines()
    assert lines[0].startswith(r"% needs \usepackage{array,booktabs,longtable}")
    assert re.findall(r"p\{\\dimexpr (0\.\d+)\\linewidth-2\\tabcolsep\}", lines[2]) == ["0.050", "0.950"]
    assert lines.count(r"A & B \& C \\") == 2  # on the first page, and on the others
    assert r"x & y \\" in lines
    assert r"\caption{100 \%}\\" in lines
    assert [lines.count(rule) for rule in (r"\toprule", r"\midrule", r"\bottomrule")] == [2, 2, 1]
