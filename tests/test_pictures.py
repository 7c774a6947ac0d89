"""Pictures for previews: the size that was promised, the same bytes each time, small, and every text fits."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from taxonomy.pictures import SIZE, Picture, _broken, _lines, _loaded, drawn

WORDS = ("unlearning", "untraining", "conflicting")
PICTURE = Picture("A study of erasing", "Ada Example, 2024", (WORDS, WORDS, ("neither", "untested", "not-comparable")))
LARGEST = 40_000
"""Bytes of a picture at most; the usual one has a quarter of it."""
WIDTH = 600
FONT = (33, True)


def test_picture_is_a_small_png_of_the_promised_size() -> None:
    """What pages tell previews about the size is so."""
    content = drawn(PICTURE)
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("PNG", SIZE)
    assert len(content) < LARGEST


def test_same_words_make_the_same_bytes() -> None:
    """A picture tells nothing of when and where it was drawn."""
    assert drawn(PICTURE) == drawn(PICTURE)
    assert drawn(PICTURE) != drawn(Picture("Another", PICTURE.byline, PICTURE.verdicts))


@pytest.mark.parametrize("title", ["x" * 300, "word " * 60, "", "\N{CJK UNIFIED IDEOGRAPH-4E00}" * 100, "a", "Ünïcödé → ε"])
def test_any_title_can_be_drawn(title: str) -> None:
    """Long, empty and foreign titles are drawn within the picture."""
    assert drawn(Picture(title, title, (WORDS,) * 30))
    lines = _lines(title, FONT, WIDTH, 3)
    assert all(_loaded(FONT).getlength(line) <= WIDTH for line in lines)
    assert len(lines) <= 3


def test_lines_keep_the_words() -> None:
    """A text that fits is broken between words and nowhere else."""
    text = "Removing what was learned from examples that somebody handed over for removal"
    assert " ".join(_broken(text.split(), FONT, WIDTH)) == text
