"""How large things from strangers may be. The page "Data" lists these numbers."""

from __future__ import annotations

from typing import NamedTuple


class FileLimits(NamedTuple):
    """How large a YAML file may be.

    Attributes:
        kib: size in KiB (1,024 bytes).
        depth: nesting of lists and mappings.
        nodes: number of values.
    """

    kib: int
    depth: int
    nodes: int


ENTRY = FileLimits(kib=64, depth=8, nodes=2_000)
"""An entry; the largest coded one has 15 KiB, 7 levels and 600 values."""
VOCABULARY = FileLimits(kib=1_024, depth=8, nodes=50_000)
"""A list of the vocabulary, which comes with the package."""
EDITION = FileLimits(kib=8_192, depth=4, nodes=500_000)
"""What changed in an edition, which a command writes; ten thousand changes fit."""
NUMBER = 24
"""Characters of a number; every float that Python writes fits."""
LINE = 300
"""Characters of a text on one line."""
SUMMARY = 600
"""Characters of a summary; the longest one has 288, an abstract a thousand."""
NOTE = 5_000
"""Characters of a note."""
AUTHORS = 500
"""Authors of a paper."""


FORM_KIB = 256
"""Size of an issue's text in KiB; GitHub takes 65,536 characters."""
REGISTER_MIB = 16
"""Size of the register in MiB (1,048,576 bytes); 100,000 works fit."""


def table() -> list[tuple[str, str]]:
    """Return the limits of an entry as rows of what and how much."""
    return [
        ("size of an entry's file", f"{ENTRY.kib} KiB"),
        ("levels of lists and mappings", str(ENTRY.depth)),
        ("values in a file", f"{ENTRY.nodes:,}"),
        ("a text on one line", f"{LINE} characters"),
        ("a summary", f"{SUMMARY} characters"),
        ("a note", f"{NOTE:,} characters"),
        ("a number", f"{NUMBER} characters"),
        ("authors of a paper", str(AUTHORS)),
        ("text of an issue", f"{FORM_KIB} KiB"),
        ("size of the register", f"{REGISTER_MIB} MiB"),
    ]
