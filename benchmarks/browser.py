"""Measure the finished site in a browser that is slowed down: `python -m benchmarks.browser SITE`, with Chromium installed.

What a reader waits for is what the browser itself tells of an event: from the press to the next picture, in steps of 8 ms.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

_SLOWED = 4
_WAITED = """
() => { window.waited = []; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (["click", "keydown"].includes(entry.name)) window.waited.push(entry.duration);
}).observe({ type: "event", durationThreshold: 16, buffered: false }); }
"""
_NETWORK = """
async ([library, count, degree]) => {
  let seed = 1; const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const nodes = Array.from({ length: count }, (_, at) => ({ id: `n${at}`, name: `Name ${at}`, x: chance() * 1500, y: chance() * 1000, size: 9 + 12 * chance(), kind: ["ellipse", "diamond"][at % 2] }));
  const edges = Array.from({ length: count * degree }, () => ({ source: `n${Math.floor(chance() * count)}`, target: `n${Math.floor(chance() * count)}`, width: 1, strong: false }));
  document.querySelector("article").replaceChildren(Object.assign(document.createElement("div"), { className: "ut-graph ut-network", id: "bench" }));
  const holder = document.getElementById("bench"); scrollTo(0, 0);
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  await frame();
  const before = performance.now();
  let move;
  if (library === "network") {
    const look = () => ({ colours: { ellipse: "#1d4ed8", diamond: "#b45309" }, shapes: { ellipse: "ellipse", diamond: "diamond" }, text: "#000", line: "#999", strong: "#f00", ground: "#fff" });
    const network = window.taxonomyNetwork(holder, nodes, edges, { look, open: () => {} });
    network.show(nodes.map(() => true), edges.map(() => true));
    move = () => network.move(3, 2);
  } else {
    const graph = window.cytoscape({ container: holder, layout: { name: "preset" }, style: [{ selector: "node", style: { width: "data(size)", height: "data(size)" } }, { selector: "edge", style: { width: 1, "curve-style": "haystack" } }],
      elements: [...nodes.map((node) => ({ data: node, position: { x: node.x, y: node.y } })), ...edges.map((edge, at) => ({ data: { id: `e${at}`, ...edge } }))] });
    await new Promise((done) => graph.one("render", done));
    move = () => graph.panBy({ x: 3, y: 2 });
  }
  await frame();
  const first = performance.now() - before;
  await new Promise((done) => setTimeout(done, 500));
  const times = [];
  await new Promise((done) => { const step = (time) => { times.push(time); if (time - times[0] > 2000) done(); else { move(); requestAnimationFrame(step); } }; requestAnimationFrame(step); });
  return [first, (1000 * (times.length - 1)) / (times.at(-1) - times[0])];
}
"""  # noqa: E501  # another language's lines
"""Draw a network with one of two libraries, and move it for two seconds: milliseconds to the first picture, pictures a second."""


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        pass


@contextmanager
def _served(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def _slowed(browser: Browser, address: str) -> Page:
    page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 900})
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": _SLOWED})
    return page


def _waits(page: Page) -> list[float]:
    page.wait_for_timeout(600)
    found: list[float] = page.evaluate("window.waited.splice(0)")
    return found


def papers(browser: Browser, address: str, rounds: int) -> dict[str, str]:
    """How long the table of settings takes to its first rows, after a click on a facet, and after a letter."""
    clicks, keys, first = [], [], []
    for _ in range(rounds):
        page = _slowed(browser, address)
        page.goto("papers/index.html?notion=unlearning")
        first.append(
            page.evaluate("""() => new Promise((done) => { const look = () => document.querySelector('#facets:not([hidden])')
            ? done(performance.now()) : requestAnimationFrame(look); look(); })""")
        )
        page.evaluate(_WAITED)
        boxes = page.locator("#facets details[open] input[type=checkbox]")
        for number in range(4):
            boxes.nth(number).click()
            clicks.append(max(_waits(page), default=8))
        page.locator("#facets input[name=text]").focus()
        page.wait_for_timeout(1500)
        for letter in "unle":
            page.keyboard.press(letter)
            keys.append(max(_waits(page), default=8))
        page.close()
    return {"first rows asked for by an address": _told(first), "a click on a facet": _told(clicks), "a letter": _told(keys)}


def networks(browser: Browser, address: str, rounds: int) -> dict[str, str]:
    """How long the drawing of a whole network and of a neighbourhood takes, and how fluently it moves, beside cytoscape."""
    found: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for _ in range(rounds):
        for count in (300, 3_000):
            for library in ("network", "vendor/cytoscape"):
                page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 900})
                page.goto("explore.html")
                page.add_script_tag(url=f"{address}assets/{library}.js")
                first, rate = page.evaluate(_NETWORK, [library, count, 10])
                found.setdefault((library, count), []).append((first, rate))
                page.close()
    told = {}
    for (library, count), seen in found.items():
        first, rate = (median(values) for values in zip(*seen, strict=True))
        told[f"{count} nodes, {library}"] = f"first picture {first:.0f} ms, {rate:.0f} a second"
    return told


def _told(times: list[float]) -> str:
    return f"median {median(times):.0f} ms, most {max(times):.0f} ms, of {len(times)}"


def main() -> None:
    """Measure a site, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.browser", description="Measure a finished site in a slowed browser.")
    parser.add_argument("site", type=Path, help="folder of the finished site")
    parser.add_argument("--rounds", type=int, default=5, help="how often each page is opened")
    options = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with _served(options.site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for measure in (papers, networks):
            for name, figure in measure(browser, address, options.rounds).items():
                sys.stdout.write(f"{name}: {figure}\n")
        browser.close()


if __name__ == "__main__":
    main()
