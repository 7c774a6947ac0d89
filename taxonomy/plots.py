"""Plots as SVG for a page: drawn when the site is built, readable without JavaScript, in the page's own colours.

Colours are names of the site's custom properties, so that a plot follows the light or the dark scheme; nothing in it is styled
inline, so that a strict Content-Security-Policy holds.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

from taxonomy.made import made

if TYPE_CHECKING:
    from matplotlib.axes import Axes

P = ParamSpec("P")
_INK = "#010203"
_FAINT = "#010204"
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "unlearning-taxonomy",
    "font.family": "sans-serif",
    "font.size": 9,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _FAINT,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_NUMBERS_FOR_NAMES = 0x010300
"""Colours that stand for custom properties while matplotlib draws, one after the other from here."""


def _as_before(draw: Callable[P, str]) -> Callable[P, str]:
    """Take a plot as it was drawn before of the same numbers."""

    @wraps(draw)
    def drawn(*told: P.args, **named: P.kwargs) -> str:
        of = repr((draw.__name__, told, named))
        return made("plot", of, ("matplotlib", "numpy"), lambda: draw(*told, **named).encode()).decode()

    return drawn


@_as_before
def stacked_bars(title: str, unit: str, series: Mapping[str, Mapping[int, int]], colours: Mapping[str, str]) -> str:
    """Draw counts by year as stacked bars.

    Args:
        title: what is shown, for readers of the picture.
        unit: what is counted, on the axis.
        series: for each name of a part, the count by year.
        colours: for each part, the custom property that holds its colour, such as `--ut-untraining`.

    Returns:
        An SVG element.
    """
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415  # only plots need it

    years = sorted({year for counts in series.values() for year in counts})

    def draw(axes: Axes, ink: Mapping[str, str]) -> None:
        bottom = [0] * len(years)
        for name, counts in series.items():
            heights = [counts.get(year, 0) for year in years]
            axes.bar(list(map(str, years)), heights, bottom=bottom, color=ink[name], label=name, width=0.75)
            bottom = [low + height for low, height in zip(bottom, heights, strict=True)]
        axes.set_ylabel(unit)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.legend(frameon=False, loc="upper left")

    return _drawn(title, draw, colours)


@_as_before
def share_by_year(title: str, unit: str, shares: Mapping[int, float], colour: str) -> str:
    """Draw a share by year, in per cent, as bars with their values.

    Args:
        title: what is shown.
        unit: what the share is of, on the axis.
        shares: share between 0 and 1 by year.
        colour: custom property of the bars' colour.

    Returns:
        An SVG element.
    """

    def draw(axes: Axes, ink: Mapping[str, str]) -> None:
        bars = axes.bar(list(map(str, shares)), [100 * share for share in shares.values()], color=ink["share"], width=0.75)
        axes.bar_label(bars, fmt="%.0f", padding=2)
        axes.set_ylabel(unit)

    return _drawn(title, draw, {"share": colour})


@_as_before
def grouped_bars(title: str, unit: str, rows: Sequence[str], series: Mapping[str, Sequence[int]], colours: Mapping[str, str]) -> str:
    """Draw counts by row as bars side by side.

    Args:
        title: what is shown.
        unit: what is counted.
        rows: names of the rows, the first on top.
        series: for each name of a part, the counts in the order of the rows.
        colours: for each part, the custom property of its colour.

    Returns:
        An SVG element.
    """
    height = 0.8 / max(len(series), 1)

    def draw(axes: Axes, ink: Mapping[str, str]) -> None:
        for index, (name, counts) in enumerate(series.items()):
            axes.barh([row + index * height for row in range(len(rows))], counts, height=height, color=ink[name], label=name)
        axes.set_yticks([row + height * (len(series) - 1) / 2 for row in range(len(rows))], labels=list(rows))
        axes.invert_yaxis()
        axes.set_xlabel(unit)
        if series:
            axes.legend(frameon=False, loc="lower right")

    return _drawn(title, draw, colours, size=(7.2, 0.42 * len(rows) + 1))


@_as_before
def heat_map(title: str, rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]], colour: str) -> str:
    """Draw a table of counts as tiles, the darker the more.

    Args:
        title: what is shown.
        rows: names of the rows.
        columns: names of the columns.
        counts: counts, of the shape rows by columns.
        colour: custom property of the tiles' colour.

    Returns:
        An SVG element.
    """
    most = max((count for row in counts for count in row), default=0) or 1

    def draw(axes: Axes, ink: Mapping[str, str]) -> None:
        from matplotlib.patches import Rectangle  # noqa: PLC0415  # only plots need it

        for y, row in enumerate(counts):
            for x, count in enumerate(row):
                axes.add_patch(Rectangle((x, y), 0.96, 0.92, facecolor=ink["tile"], alpha=0.08 + 0.5 * count / most))
                axes.text(x + 0.48, y + 0.46, str(count or ""), ha="center", va="center")
        axes.set_xlim(0, len(columns))
        axes.set_ylim(len(rows), 0)
        axes.set_xticks([x + 0.48 for x in range(len(columns))], labels=list(columns))
        axes.set_yticks([y + 0.46 for y in range(len(rows))], labels=list(rows))
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)

    return _drawn(title, draw, {"tile": colour}, size=(7.2, 0.36 * len(rows) + 0.7))


def _drawn(
    title: str, draw: Callable[[Axes, Mapping[str, str]], None], colours: Mapping[str, str], size: tuple[float, float] = (7.2, 3.2)
) -> str:
    from matplotlib import rc_context  # noqa: PLC0415  # matplotlib is slow to import
    from matplotlib.figure import Figure  # noqa: PLC0415  # and its figure

    ink = {name: f"#{_NUMBERS_FOR_NAMES + number:06x}" for number, name in enumerate(colours)}
    with rc_context(_STYLE):  # type: ignore[arg-type]  # names of settings are text
        figure = Figure(figsize=size, layout="tight")
        draw(figure.add_subplot(), ink)
        figure.patch.set_visible(False)
        figure.axes[0].patch.set_visible(False)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    names = {_INK: "currentColor", _FAINT: "var(--ut-line)", **{ink[name]: f"var({property_})" for name, property_ in colours.items()}}
    return _of_page(written.getvalue(), title, names)


def _of_page(svg: str, title: str, names: Mapping[str, str]) -> str:
    """The element alone, without a style sheet of its own, inline styles or ids that another plot has, too."""
    element = svg[svg.index("<svg") :]
    element = re.sub(r"<(metadata|style)\b.*?</\1>", "", element, flags=re.DOTALL)
    element = re.sub(r'\sstyle="([^"]*)"', _as_attributes, element)
    for drawn, name in names.items():
        element = element.replace(drawn, name)
    prefix = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    element = re.sub(r'(\bid="|href="#|url\(#)', lambda mark: f"{mark[1]}{prefix}-", element)
    element = re.sub(
        r'<svg\b[^>]*?viewBox="([^"]*)"[^>]*>', rf'<svg class="ut-plot" viewBox="\1" role="img" aria-label="{title}">', element, count=1
    )
    return "\n".join(line.rstrip() for line in element.splitlines() if line.strip()) + "\n"


def _as_attributes(style: re.Match[str]) -> str:
    pairs: list[Any] = [part.split(":", 1) for part in style[1].split(";") if ":" in part]
    return "".join(_attribute(name.strip(), value.strip()) for name, value in pairs)


def _attribute(name: str, value: str) -> str:
    if name == "font":  # size and family in one; the page has its own family
        size = re.search(r"[\d.]+px", value)
        return f' font-size="{size[0]}"' if size else ""
    return f' {name}="{value}"'.replace("'", "")
