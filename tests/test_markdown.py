"""Text from strangers in Markdown: nothing but code, whatever it holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from taxonomy.markdown import block, code

HOSTILE = [
    "`", "``", "a`b", "`a", "a```b", "![x](https://evil.example/p.png)", "<script>alert(1)</script>", "@everyone", "#1", "a\nb\n\n# c",
    "```\n# out", "~~~", "    x", "", "\r", "\u202e", "[x]: https://evil.example", "<!-- x -->", "a\n```\n\n![x](y)\n\n```yaml\nb",
]  # fmt: skip
"""Text that would be a link, a picture, a tag, or that would end a block of code."""
READER = MarkdownIt("gfm-like", {"linkify": False})


def kinds(text: str) -> set[str]:
    """What Markdown takes a text for."""
    return {inner.type for token in READER.parse(text) for inner in (token, *(token.children or ()))}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_within_a_line_is_code(text: str) -> None:
    """Within a sentence it is code and nothing else."""
    found = kinds(f"It says {code(text)} here.")
    assert found <= {"paragraph_open", "paragraph_close", "inline", "text", "code_inline"}
    assert "\n" not in code(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_block_is_code(text: str) -> None:
    """Between two paragraphs it is one block of code."""
    tokens = READER.parse(f"Before.\n\n{block(text, 'yaml')}\n\nAfter.")
    assert [token.type for token in tokens if token.level == 0] == [
        "paragraph_open", "paragraph_close", "fence", "paragraph_open", "paragraph_close",
    ]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.sampled_from("`~ \n\r\tab<>[]()!@#*_\\|-") | st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_code(text: str) -> None:
    """No text escapes from its marks."""
    assert kinds(f"x {code(text)} y") <= {"paragraph_open", "paragraph_close", "inline", "text", "code_inline"}
    assert [token.type for token in READER.parse(block(text))] == ["fence"]


def test_text_stays_readable() -> None:
    """Harmless text stands there as it is."""
    assert code("forget-set-accuracy") == "`forget-set-accuracy`"
    assert block("a: 1\nb: 2\n", "yaml") == "```yaml\na: 1\nb: 2\n```"
    assert code(" ") == "(empty)"


def test_block_holds_no_control_character() -> None:
    """What speaks to a terminal, or is not seen, is written as an escape; tabs are spaces, and lines stay lines."""
    assert block("a\x1b[2J\u202e\tb\r\nc\x07") == "```\na\\x1b[2J\\u202e    b\nc\\x07\n```"
