"""Text and tables for LaTeX: everything from an entry is escaped here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX counts braces even after a backslash
        "}": r"\textbraceright{}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
"""What stands for the characters that LaTeX reads as marks."""


def escape(text: str) -> str:
    """Escape text for LaTeX and BibTeX, on one line; letters stay Unicode."""
    return " ".join(text.split()).translate(SPECIAL)


_NAMES = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi "
    "varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar infty partial nabla emptyset forall "
    "exists neg prime top bot times cdot pm mp div ast star circ bullet oplus otimes cap cup setminus wedge vee le leq ge geq ne "
    "neq ll gg approx sim simeq equiv propto in notin subset subseteq supset supseteq to rightarrow leftarrow Rightarrow "
    "leftrightarrow mapsto mid parallel perp dots ldots cdots sum prod int max min sup inf log ln exp lim arg det dim Pr langle "
    "rangle lfloor rfloor lceil rceil quad"
).replace(" ", "|")
"""Macros that are a symbol, or the name of a function."""
_STYLES = (
    "bar|hat|mathbb|mathbf|mathcal|mathfrak|mathit|mathrm|mathsf|mbox|overline|sqrt|text|textbf|textit|textrm|tilde|vec|widehat|widetilde"
)
"""Macros of one argument that say how it looks."""
_GROUP = "\0"
"""What stands for a pair of braces that was found to be sound."""
_ATOM = (
    rf"(?:[A-Za-z0-9+\-*/=<>()\[\],.;:!|{_GROUP}]|[^\x00-\x7f\W]|\\(?:{_NAMES})(?![A-Za-z])|\\[,;!]"
    rf"|\\(?:{_STYLES})(?: ?{_GROUP}| [A-Za-z0-9])|\\frac ?{_GROUP} ?{_GROUP})"
)
_SCRIPTS = rf"(?:_ ?{_ATOM}(?:\^ ?{_ATOM})?|\^ ?{_ATOM}(?:_ ?{_ATOM})?)"
_ITEMS = rf" *(?:{_ATOM}\'*{_SCRIPTS}? *)*"
_BRACES = re.compile(rf"(?<!\\)\{{{_ITEMS}\}}|\\\{{{_ITEMS}\\\}}")
_MATHEMATICS = re.compile(rf"{_SCRIPTS}?{_ITEMS}")
_BETWEEN_DOLLARS = re.compile(r"\$(?=[^\s$])([^$]{1,200})(?<=[^\s\\])\$(?![0-9])")
_WORDS = re.compile(r"[A-Za-z]{3}|[A-Za-z] +[A-Za-z]|^[0-9]")


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Tell formulas from prose.

    Args:
        text: plain text, in which formulas stand between dollars.

    Yields:
        Each part in order, and whether it is a formula of nothing but symbols, scripts and styles, which LaTeX can be given as it stands.
    """
    start = at = 0
    while found := _BETWEEN_DOLLARS.search(text, at):
        if not _is_mathematics(found[1]):
            at = found.start() + 1
            continue
        yield text[start : found.start()], False
        yield found[0], True
        start = at = found.end()
    yield text[start:], False


def _is_mathematics(text: str) -> bool:
    """Whether LaTeX sets a text between dollars without an error and carries out nothing; words and sums of money are no mathematics."""
    if _GROUP in text or (not re.search(r"[\\^_]", text) and _WORDS.search(text)):
        return False
    before = ""
    while before != text:
        before, text = text, _BRACES.sub(_GROUP, text)
    return _MATHEMATICS.fullmatch(text) is not None


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """Write a table that can be pasted into a paper; it needs the package booktabs.

    Args:
        columns: headings.
        rows: cells as LaTeX (`escape` makes it of text), one sequence a row.
        caption: caption as plain text.

    Returns:
        A `table` environment.
    """
    lines = [
        "% needs \\usepackage{booktabs}",
        "\\begin{table}",
        "\\centering",
        f"\\caption{{{escape(caption)}}}",
        f"\\begin{{tabular}}{{{'l' * len(columns)}}}",
        "\\toprule",
        _row([escape(column) for column in columns]),
        "\\midrule",
        *map(_row, rows),
        "\\bottomrule",
        "\\end{tabular}",
        "\\end{table}",
    ]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return " & ".join(cells) + r" \\"
