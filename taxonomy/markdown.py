"""Text from strangers within Markdown that GitHub shows: always as code, which knows no links, mentions, pictures or tags."""

from __future__ import annotations

import re

from taxonomy.messages import on_one_line, visible


def code(text: str) -> str:
    """Write text as code within a line; it stays one line, and no mark in it ends the code.

    Args:
        text: anything.
    """
    line = on_one_line(text).strip()
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    room = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{room}{line}{room}{fence}" if line else "(empty)"


def block(text: str, language: str = "") -> str:
    """Write text as a block of code; its lines stay, and no line of it ends the block.

    Args:
        text: anything.
        language: what the text is written in, for colours.
    """
    lines = [visible(line.replace("\t", "    ")) for line in re.split(r"\r\n|\r|\n", text.strip("\n"))]
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text) or [""]))
    return "\n".join([f"{fence}{language}", *lines, fence])
