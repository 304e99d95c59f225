"""A browser, our own site as `make docs` builds it, and the file of `docgen build --html`."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def browser():
    sync = pytest.importorskip("playwright.sync_api", reason="pip install -e '.[browser]'")
    path = os.environ.get("DOCGEN_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync.sync_playwright() as playwright:
        # The sandbox of Chromium does not start as root, which containers run as; only our own pages are opened.
        yield playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """The address of our own site."""
    target = tmp_path_factory.mktemp("site")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=300)
    handler = functools.partial(Quiet, directory=target)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def document(tmp_path_factory) -> str:
    """The address of the file that holds everything."""
    file = tmp_path_factory.mktemp("file") / "support.html"
    command = [sys.executable, "-m", "docgen", "build", "--root", str(ROOT), "--html", str(file), "--quiet"]
    subprocess.run(command, cwd=ROOT, check=True, timeout=300)
    return file.as_uri()


class Visit:
    """A page that is open, with all that it asked for and all that went wrong."""

    def __init__(self, page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.problems: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", self._noted)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("requestfailed", self._failed)

    def _noted(self, message) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(message.text)

    def _failed(self, request) -> None:
        # What a page still loads when the next one is opened is given up.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.problems.append(f"failed: {request.url}")

    def to(self, address: str):
        """Open an address."""
        self.page.goto(address)
        return self.page


@pytest.fixture
def visit(browser) -> Iterator[Visit]:
    """A new page of a large screen; at the end of the test nothing has gone wrong on it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    opened = Visit(context.new_page())
    yield opened
    context.close()
    assert opened.problems == []


def shown_rows(page, table: str = "standard") -> list[str]:
    """The names of the rows of a table that are shown."""
    script = """name => [...document.getElementById(name).tBodies[0].rows]
        .filter(row => row.checkVisibility()).map(row => row.dataset.row)"""
    return page.evaluate(script, table)
