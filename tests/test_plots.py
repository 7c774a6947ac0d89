"""Plots: well-formed SVG in the page's colours, without inline styles, the same bytes every time."""

from __future__ import annotations

import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

from taxonomy.plots import grouped_bars, heat_map, share_by_year, stacked_bars

PLOTS = {
    "stacked": stacked_bars("A by year", "settings", {"one": {2020: 2, 2022: 1}, "two": {2022: 3}}, {"one": "--ut-a", "two": "--ut-b"}),
    "share": share_by_year("Share by year", "per cent", {2020: 0.5, 2021: 0.25}, "--ut-a"),
    "grouped": grouped_bars("Rows", "settings", ["x", "y"], {"one": [1, 2], "two": [3, 4]}, {"one": "--ut-a", "two": "--ut-b"}),
    "map": heat_map("Map", ["x", "y"], ["one", "two"], [[1, 0], [0, 4]], "--ut-a"),
}
EACH = pytest.mark.parametrize("svg", PLOTS.values(), ids=PLOTS)


@EACH
def test_plot_is_one_element_with_a_name(svg: str) -> None:
    """It is a well-formed picture that a screen reader can name."""
    root = ET.fromstring(svg.replace("xlink:href", "href"))  # noqa: S314  # our own
    assert (root.tag, root.get("role")) == ("svg", "img")
    assert root.get("aria-label")


@EACH
def test_plot_follows_the_page(svg: str) -> None:
    """Colours are the page's own, and nothing is styled inline, so a strict policy and both schemes hold."""
    assert "var(--ut-a)" in svg
    assert re.findall(r"style=|<style|<script|#01020|#01030|https?:", svg) == []


@EACH
def test_text_stays_text(svg: str) -> None:
    """Labels can be read, searched and scaled."""
    assert "<text" in svg


def test_two_plots_share_no_id() -> None:
    """Several plots stand on one page."""
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in PLOTS.values()]
    assert not set.intersection(*ids)
    assert all(ids)


def test_another_process_draws_the_same_bytes() -> None:
    """Neither the seed of hashes nor the locale shows."""
    code = "from tests.test_plots import PLOTS; print(''.join(PLOTS.values()), end='')"
    environment = {"PYTHONHASHSEED": "5", "LC_ALL": "C", "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    assert done.stdout.decode() == "".join(PLOTS.values())
