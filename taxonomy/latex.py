"""Text and tables for LaTeX: everything from an entry is escaped here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

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
"""What stands for the characters that LaTeX and BibTeX read as marks."""
SET = SPECIAL | str.maketrans({"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", "/": r"/\hspace{0pt}"})
"""The same for text that is set: old fonts show other signs for some, and a line may end after a slash."""


def escape(text: str) -> str:
    """Escape text for LaTeX, on one line; letters stay Unicode."""
    return " ".join(text.split()).translate(SET)


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
_BETWEEN_DOLLARS = re.compile(r"\$(?=[^\s$])([^$]{1,200})(?<=[^\s\\])\$(?![0-9])")
_WORDS = re.compile(r"[A-Za-z]{3}|[A-Za-z] +[A-Za-z]|^[0-9]")


NEEDED = "% needs \\usepackage{array,booktabs,longtable}, and one column of text: in a paper of two it goes after \\onecolumn"
"""First line of a table."""
ENDING = "\\end{longtable}\n\\endgroup"
"""Last lines of a table, after its rows."""


@cache
def _braces() -> re.Pattern[str]:
    """A pair of braces around a formula; it takes so long to compile that those who have none should not wait for it."""
    return re.compile(rf"(?<!\\)\{{{_ITEMS}\}}|\\\{{{_ITEMS}\\\}}")


@cache
def _mathematics() -> re.Pattern[str]:
    """A formula without braces; likewise."""
    return re.compile(rf"{_SCRIPTS}?{_ITEMS}")


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
        before, text = text, _braces().sub(_GROUP, text)
    return _mathematics().fullmatch(text) is not None


def table(columns: Mapping[str, int], rows: Iterable[Sequence[str]], caption: str) -> str:
    """Write a table that can be pasted into a paper; it may run over several pages.

    Args:
        columns: headings as plain text, each with its share of the width, in thousandths.
        rows: cells as LaTeX (`escape` makes it of text), one sequence a row.
        caption: caption as plain text.

    Returns:
        A `longtable` environment that is as wide as the text.
    """
    heading = ["\\toprule", _row(map(_heading, columns)), "\\midrule"]
    lines = [
        NEEDED,
        "\\begingroup\\footnotesize\\setlength{\\tabcolsep}{3pt}\\setlength{\\LTcapwidth}{\\linewidth}",
        f"\\begin{{longtable}}{{@{{}}{''.join(map(_column, columns.values()))}@{{}}}}",
        f"\\caption{{{escape(caption)}}}\\\\",
        *heading,
        "\\endfirsthead",
        *heading,
        "\\endhead",
        "\\bottomrule",
        "\\endfoot",
        *map(_row, rows),
        ENDING,
    ]
    return "\n".join(lines) + "\n"


def _heading(text: str) -> str:
    """A heading, in which a line may also end before and after the year within an id."""
    return re.sub(r"([0-9]{4})(?=[a-z])", r"\\hspace{0pt}\1\\hspace{0pt}", escape(text))


def _column(share: int) -> str:
    return f">{{\\raggedright\\arraybackslash\\hspace{{0pt}}}}p{{\\dimexpr 0.{share:03}\\linewidth-2\\tabcolsep}}"


def _row(cells: Iterable[str]) -> str:
    return " & ".join(cells) + r" \\"
