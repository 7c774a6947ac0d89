"""LaTeX: any text is set as it stands, and a table is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalker

from taxonomy.latex import escape, pieces, table
from tests.hostile import TEXTS, hostile_corpus, paper_id
from tests.invented import run


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


@pytest.mark.parametrize(
    "text",
    [
        "$x^\0$",
        "$5 and 6$",
        "$for all$",
        "$a_$",
        "$\\input{x}$",
        "$\\alpha b_c\\$",
        "$x^{\\}}$",
        "$ x^2$",
        "$x^2$1",
        "$x^2 % y$",
        "$a & b_1$",
    ],
)
def test_what_is_no_formula_is_prose(text: str) -> None:
    """Words, sums of money, commands and what has no end between dollars are escaped like any other text."""
    assert [*pieces(text)] == [(text, False)]


OURS = {"begin", "end", "begingroup", "endgroup", "footnotesize", "setlength", "tabcolsep", "LTcapwidth", "linewidth", "dimexpr", "caption"}
OURS |= {"raggedright", "arraybackslash", "hspace", "toprule", "midrule", "bottomrule", "endfirsthead", "endhead", "endfoot", "cite", "\\"}
OURS |= {"item", "paragraph", "square"}
ESCAPES = {"textbackslash", "textbraceleft", "textbraceright", "textasciitilde", "textasciicircum", "textless", "textgreater", "textbar"}
ESCAPES |= {"$", "&", "#", "%", "_"}


def nodes_in(nodes: list[Any]) -> Iterator[Any]:
    """Every node of a text of LaTeX, the inner ones included."""
    for node in filter(None, nodes):
        yield node
        yield from nodes_in(getattr(node, "nodelist", None) or [])
        yield from nodes_in(node.nodeargd.argnlist if getattr(node, "nodeargd", None) else [])


@pytest.mark.parametrize("name", TEXTS)
def test_tables_hold_no_command_of_an_entry(name: str, tmp_path: Path) -> None:
    """An independent reader finds in the tables of hostile entries our own commands and escapes, and no formula."""
    hostile_corpus(tmp_path)
    paper = paper_id(name)
    calls = (["query", "--since", "1950"], ["compare", f"{paper}/rows", f"{paper_id('html')}/rows"], ["advise", paper])
    for call in calls if name != "html" else (calls[0], calls[2]):
        told = run(*call, "--entries", tmp_path, "--format", "latex")
        assert told.exit_code == 0, told.output
        nodes = [*nodes_in(LatexWalker(told.stdout, tolerant_parsing=False).get_latex_nodes()[0])]
        assert {node.macroname for node in nodes if hasattr(node, "macroname")} <= OURS | ESCAPES
        assert {node.environmentname for node in nodes if hasattr(node, "environmentname")} <= {"longtable", "itemize"}
        assert {node.latex_verbatim() for node in nodes if type(node).__name__ == "LatexMathNode"} <= {r"$\square$"}
        assert all(node.comment.startswith(" needs ") for node in nodes if type(node).__name__ == "LatexCommentNode")
