"""Text and tables for LaTeX: everything from an entry is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
