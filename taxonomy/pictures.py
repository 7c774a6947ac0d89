"""Pictures that previews of shared links show: title and verdicts of a page, drawn when the site is built."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIZE = (800, 420)
"""Width and height that previews are made for."""
_MARGIN = 48
_INK, _FAINT, _GROUND = "#1f2328", "#57606a", "#ffffff"
_COLOURS = {
    "untraining": "#1d4ed8",
    "unlearning": "#b45309",
    "coincident": "#7c3aed",
    "aligned": "#15803d",
    "conflicting": "#b91c1c",
    "mixed": "#a16207",
}
"""Colours of verdicts, as the site's light scheme has them; other words are grey."""
_TITLE_LINES, _MOST_VERDICTS = 3, 4
_FOOTER = "Unlearning taxonomy"
Words: TypeAlias = tuple[str, str, str]
"""What is intended, what is evaluated, and how the two agree."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture says.

    Attributes:
        title: the largest text.
        byline: a line below it.
        verdicts: words of verdicts, one for each setting: what is intended, what is evaluated, and how the two agree.
    """

    title: str
    byline: str
    verdicts: tuple[Words, ...]


def drawn(picture: Picture) -> bytes:
    """Draw a picture as PNG; the same words make the same bytes."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  # only a build of the site needs it

    image = Image.new("RGB", SIZE, _GROUND)
    draw = ImageDraw.Draw(image)
    _draw(draw, picture)
    written = io.BytesIO()
    image.quantize(colors=32, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(written, "PNG", compress_level=6)
    return written.getvalue()


def _draw(draw: ImageDraw, picture: Picture) -> None:
    width, height = SIZE
    draw.rectangle((0, 0, width // 2, 10), fill=_COLOURS["untraining"])
    draw.rectangle((width // 2, 0, width, 10), fill=_COLOURS["unlearning"])
    y = 40
    for line in _lines(picture.title, _font(33, bold=True), width - 2 * _MARGIN, _TITLE_LINES):
        draw.text((_MARGIN, y), line, _INK, _font(33, bold=True))
        y += 42
    for line in _lines(picture.byline, _font(19), width - 2 * _MARGIN, 1):
        draw.text((_MARGIN, y + 2), line, _FAINT, _font(19))
    y += 50
    counted = Counter(picture.verdicts).most_common(_MOST_VERDICTS)
    for words, count in counted:
        _draw_verdict(draw, y, words, count)
        y += 36
    draw.text((_MARGIN, height - 40), _FOOTER, _FAINT, _font(17))


def _draw_verdict(draw: ImageDraw, y: int, words: Words, count: int) -> None:
    x: float = _MARGIN
    for before, word in zip(("intends ", "   evaluated as ", "   "), words, strict=True):
        for text, colour, font in ((before, _FAINT, _font(20)), (word, _COLOURS.get(word, _INK), _font(20, bold=True))):
            draw.text((x, y), text, colour, font)
            x += font.getlength(text)
    if count > 1:
        draw.text((x, y), f"   {count} settings", _FAINT, _font(20))


@lru_cache(maxsize=8)
def _font(size: int, *, bold: bool = False) -> FreeTypeFont:
    """The font that comes with matplotlib, so that every machine draws the same."""
    from matplotlib import get_data_path  # noqa: PLC0415  # only a build of the site needs it
    from PIL import ImageFont  # noqa: PLC0415  # likewise

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(Path(get_data_path()) / "fonts" / "ttf" / name, size, layout_engine=ImageFont.Layout.BASIC)


def _lines(text: str, font: FreeTypeFont, width: int, most: int) -> Sequence[str]:
    """Break a text into lines; what does not fit ends in dots."""
    broken = list(_broken(text.split(), font, width))
    return broken if len(broken) <= most else [*broken[: most - 1], _cut(f"{broken[most - 1]} …", font, width)]


def _broken(words: list[str], font: FreeTypeFont, width: int) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > width:
            yield _cut(line, font, width)
            line = word
        else:
            line = longer
    if line:
        yield _cut(line, font, width)


def _cut(line: str, font: FreeTypeFont, width: int) -> str:
    while font.getlength(line) > width:
        line = f"{line.removesuffix('…')[:-1].rstrip()}…"
    return line
