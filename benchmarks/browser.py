"""Measure the finished site in a browser that is slowed down: `python -m benchmarks.browser SITE`, with Chromium installed.

What a reader waits for is what the browser itself tells of an event: from the press to the next picture, in steps of 8 ms.
"""

from __future__ import annotations

import argparse
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from gzip import compress
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
_FRAMES = """
(act) => new Promise((done) => {
  const times = [];
  const step = (time) => { times.push(time); if (times.length > 90) done(1000 * 90 / (times[90] - times[0])); else { act && window[act]?.(times.length); requestAnimationFrame(step); } };
  requestAnimationFrame(step);
})
"""


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
        for name, figure in papers(browser, address, options.rounds).items():
            print(f"{name}: {figure}")
        browser.close()


if __name__ == "__main__":
    main()
