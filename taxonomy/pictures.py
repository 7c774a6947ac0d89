"""Pictures that previews of shared links show: title and verdicts of a page, drawn when the site is built."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from taxonomy.made import made

if TYPE_CHECKING:
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
_SHADES = 6
"""Shades of a colour at the edges of letters, from almost white to the colour itself."""
_STARTS = {colour: number * _SHADES for number, colour in enumerate(dict.fromkeys((_INK, _FAINT, *_COLOURS.values())))}
"""For each colour the place in the palette before its lightest shade; white comes first of all."""
_PALETTE = bytes(
    round(255 + (int(part, 16) - 255) * shade / _SHADES)
    for colour, shade in ((_GROUND, _SHADES), *((colour, shade) for colour in _STARTS for shade in range(1, _SHADES + 1)))
    for part in (colour[1:3], colour[3:5], colour[5:7])
)
Font: TypeAlias = tuple[int, bool]
"""Size of letters, and whether they are bold."""
_TITLE, _BYLINE, _PLAIN, _STRONG, _SMALL = (33, True), (19, False), (20, False), (20, True), (17, False)
_TITLE_LINES, _MOST_VERDICTS = 3, 4
_FOOTER = "Unlearning taxonomy"
Words: TypeAlias = tuple[str, str, str]
"""What is intended, what is evaluated, and how the two agree."""
Canvas: TypeAlias = NDArray[np.uint8]
"""Rows of pixels, each the number of a colour in the palette."""


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
    """Draw a picture as PNG, or take it as it was drawn before; the same words make the same bytes."""
    return made("picture", repr(picture), ("pillow", "matplotlib", "numpy"), lambda: _drawn(picture))


def _drawn(picture: Picture) -> bytes:
    from PIL import Image  # noqa: PLC0415  # only a build of the site needs it

    canvas = np.zeros(SIZE[::-1], dtype=np.uint8)
    _draw(canvas, picture)
    image = Image.fromarray(canvas)
    image.putpalette(_PALETTE)
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=3)
    return written.getvalue()


def _draw(canvas: Canvas, picture: Picture) -> None:
    width, height = SIZE
    canvas[:11, : width // 2] = _STARTS[_COLOURS["untraining"]] + _SHADES
    canvas[:11, width // 2 :] = _STARTS[_COLOURS["unlearning"]] + _SHADES
    y = 40
    for line in _lines(picture.title, _TITLE, width - 2 * _MARGIN, _TITLE_LINES):
        _write(canvas, y, line, _INK, _TITLE)
        y += 42
    for line in _lines(picture.byline, _BYLINE, width - 2 * _MARGIN, 1):
        _write(canvas, y + 2, line, _FAINT, _BYLINE)
    y += 50
    for words, count in Counter(picture.verdicts).most_common(_MOST_VERDICTS):
        _write_verdict(canvas, y, words, count)
        y += 36
    _put(canvas, (_MARGIN, height - 40), _FOOTER, _FAINT, _SMALL)


def _write(canvas: Canvas, y: int, line: str, colour: str, font: Font) -> None:
    """Write words, each drawn once however many pictures it stands in."""
    x: float = _MARGIN
    for word in line.split():
        x = _put(canvas, (x, y), word, colour, font) + _width(" ", font)


def _write_verdict(canvas: Canvas, y: int, words: Words, count: int) -> None:
    x: float = _MARGIN
    for before, word in zip(("intends ", "   evaluated as ", "   "), words, strict=True):
        x = _put(canvas, (x, y), before, _FAINT, _PLAIN)
        x = _put(canvas, (x, y), word, _COLOURS.get(word, _INK), _STRONG)
    if count > 1:
        _put(canvas, (x, y), f"   {count} settings", _FAINT, _PLAIN)


def _put(canvas: Canvas, at: tuple[float, int], text: str, colour: str, font: Font) -> float:
    """Put a text on the canvas and return where it ends."""
    x, y = at
    drawn_text = _shades(text, font)
    high, wide = drawn_text.shape
    place = canvas[y : y + high, round(x) : round(x) + wide]
    fitting = drawn_text[: place.shape[0], : place.shape[1]]
    np.copyto(place, fitting + _STARTS[colour], where=fitting > 0)
    return x + _width(text, font)


@lru_cache(maxsize=8_192)
def _shades(text: str, font: Font) -> Canvas:
    """How dark each pixel of a text is, from 0 to `_SHADES`."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  # only a build of the site needs it

    image = Image.new("L", (ceil(_width(text, font)) + font[0], 2 * font[0]))
    ImageDraw.Draw(image).text((0, 0), text, 255, _loaded(font))
    return (np.asarray(image).astype(np.uint16) * _SHADES // 255).astype(np.uint8)


@lru_cache(maxsize=8_192)
def _width(text: str, font: Font) -> float:
    return _loaded(font).getlength(text)


@cache
def _loaded(font: Font) -> FreeTypeFont:
    """The font that comes with matplotlib, so that every machine draws the same."""
    from matplotlib import get_data_path  # noqa: PLC0415  # only a build of the site needs it
    from PIL import ImageFont  # noqa: PLC0415  # likewise

    size, is_bold = font
    name = "DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf"
    return ImageFont.truetype(Path(get_data_path()) / "fonts" / "ttf" / name, size, layout_engine=ImageFont.Layout.BASIC)


def _lines(text: str, font: Font, width: int, most: int) -> Sequence[str]:
    """Break a text into lines; what does not fit ends in dots."""
    broken = list(_broken(text.split(), font, width))
    return broken if len(broken) <= most else [*broken[: most - 1], _cut(f"{broken[most - 1]} …", font, width)]


def _broken(words: list[str], font: Font, width: int) -> Iterator[str]:
    line: list[str] = []
    for word in words:
        if line and _length([*line, word], font) > width:
            yield _cut(" ".join(line), font, width)
            line = [word]
        else:
            line.append(word)
    if line:
        yield _cut(" ".join(line), font, width)


def _cut(line: str, font: Font, width: int) -> str:
    while _length(line.split(), font) > width:
        line = f"{line.removesuffix('…')[:-1].rstrip()}…"
    return line


def _length(words: Sequence[str], font: Font) -> float:
    """Width of words with spaces between."""
    return sum(_width(word, font) for word in words) + _width(" ", font) * (len(words) - 1)
