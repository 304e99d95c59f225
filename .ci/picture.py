"""Write docs/table.png, the picture in README.md: the first table as readers of a site or of one file see it.

`make picture` runs it; it needs Chromium and `pip install -e '.[browser]'`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = 1400, 860


def main() -> None:
    """Take the picture."""
    with tempfile.TemporaryDirectory() as directory, sync_playwright() as playwright:
        file = Path(directory, "support.html")
        command = [
            sys.executable,
            "-m",
            "docgen",
            "build",
            "--root",
            str(ROOT),
            "--html",
            str(file),
            "--quiet",
        ]
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - our own command
        # The sandbox of Chromium does not start as root, which containers run as; only this file is opened.
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 2 * HEIGHT})
        page.goto(file.as_uri())
        top = page.locator(".docgen-controls").evaluate(
            "element => element.getBoundingClientRect().top + scrollY"
        )
        clip = {"x": 0, "y": top - 8, "width": WIDTH, "height": HEIGHT}
        page.screenshot(path=ROOT / "docs/table.png", clip=clip, full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
