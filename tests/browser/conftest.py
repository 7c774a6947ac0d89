"""The finished site, served below a folder as on a project's pages, and a browser that notes every fault."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, Response, expect, sync_playwright

from taxonomy.cli.build import build_site

FOLDER = "some/where"
"""Where the site stands on its host: any folder will do, so the tests take one that nobody has thought of."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK = {"width": 1280, "height": 900}
BAD = 400
PATIENCE = 20_000
"""Milliseconds after which something that was waited for counts as missing; a busy machine needs seconds for a page."""
expect.set_options(timeout=PATIENCE)

Opens: TypeAlias = Callable[..., Page]
"""Opens an empty page of the site, with options of Playwright's `new_context`."""


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        pass


class _Server(ThreadingHTTPServer):
    """Serves readers who may leave before a file has arrived."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; gives the address of the site in it."""
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/{FOLDER}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Visitor:
    """Opens pages of a site, and notes errors, dialogs, failed answers and requests that leave the site.

    Attributes:
        address: address of the site.
        faults: what went wrong so far.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        """Make a context of the browser that pages without options of their own share, so that they share its cache."""
        self.address = address
        self.faults: list[str] = []
        self._browser = browser
        self._shared = self._context()
        self._others: list[BrowserContext] = []

    def open(self, **options: Any) -> Page:
        """Open an empty page; options are those of Playwright's `new_context`."""
        if not options:
            return self._shared.new_page()
        self._others.append(self._context(**options))
        return self._others[-1].new_page()

    def leave(self) -> list[str]:
        """Close all pages, and give up the faults that they met."""
        for part in (*self._shared.pages, *self._others):
            part.close()
        met, self.faults, self._others = self.faults, [], []
        return met

    def _context(self, **options: Any) -> BrowserContext:
        context = self._browser.new_context(**{"base_url": self.address, "viewport": DESK, **options})
        context.set_default_timeout(PATIENCE)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        context.on("dialog", self._dialog)
        context.on("response", self._response)
        context.on("request", self._request)
        return context

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _response(self, answer: Response) -> None:
        if answer.status >= BAD:
            self.faults.append(f"{answer.status}: {answer.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"left the site: {request.url}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the whole finished site, built once however many processes run the tests."""
    own = tmp_path_factory.getbasetemp()
    host = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "host"
    host.mkdir(exist_ok=True)
    built = host / "built"
    with (host / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            build_site(None, host / FOLDER)
            built.touch()
    return host / FOLDER


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address at which the site is served."""
    with served(site.parents[1]) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless browser; a machine without one fails the tests in one sentence."""
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        pytest.fail("no browser was found: install Chromium or Chrome, or set CHROMIUM to its path (`make test` does both)", pytrace=False)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def visitor(browser: Browser, address: str) -> Visitor:
    """A visitor of the site; take `opens` or `page`, which look at the faults."""
    return Visitor(browser, address)


@pytest.fixture
def opens(visitor: Visitor) -> Iterator[Opens]:
    """Opens pages of the site; the test fails if one of them met an error, a failed answer or another host."""
    yield visitor.open
    assert visitor.leave() == []


@pytest.fixture
def page(opens: Opens) -> Page:
    """An empty page of the size of a small desk screen."""
    return opens()


@pytest.fixture(scope="session")
def rows(site: Path) -> list[dict[str, Any]]:
    """Every setting as the site's data tell it."""
    found: list[dict[str, Any]] = json.loads((site / "papers" / "index.json").read_text(encoding="utf-8"))["settings"]
    return found
