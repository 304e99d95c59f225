"""A site that is served while backends change."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from built_site import MKDOCS, cells


def test_serve_builds_again_when_a_backend_changes(root):
    (root / "mkdocs.yml").write_text(f"{MKDOCS}dev_addr: 127.0.0.1:0\n")
    (root / "serve.py").write_text(SERVE)
    (root / "docs/guide.md").write_text("<!-- docgen:table support -->\n")
    command = [sys.executable, "serve.py"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = server.stdout.readline().strip()
            assert "red" in cells(fetch(f"{address}shapes/"))
            base = root / "shapes/base.py"
            # As an editor saves, twice: the file of the first build is gone.
            for old, new, last in (
                ("return False", "return True", "✅ yes"),
                ("return True", "return False", "❌ no"),
            ):
                replace(base, base.read_text().replace(old, new))
                wait_until(
                    lambda last=last: all(
                        cells(fetch(f"{address}{page}/"))[-1] == last for page in ("shapes", "guide")
                    )
                )
            # What cannot be read does not end the server, and a backend in a new file is seen.
            registry = root / "shapes/registry.py"
            whole = registry.read_text()
            replace(registry, "class")
            (root / "shapes/oval.py").write_text(
                "from shapes.circle import Circle\n\n\nclass Oval(Circle):\n    pass\n"
            )
            replace(registry, whole + '    OVAL = "shapes.oval.Oval"\n')
            wait_until(lambda: "OVAL" in cells(fetch(f"{address}guide/")))
            (root / "shapes/oval.py").write_text(
                "from shapes.base import Shape\n\n\nclass Oval(Shape):\n    pass\n"
            )
            wait_until(lambda: cells(fetch(f"{address}guide/")).count("❌ no") == 2)
        finally:
            server.terminate()


def replace(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not done():
        assert time.monotonic() < deadline, "no rebuild"
        time.sleep(0.2)


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  (our own server)
        return answer.read().decode()


# mkdocs does not say which port it was given, so the server is asked.
SERVE = """
from mkdocs.commands.serve import serve
from mkdocs.livereload import LiveReloadServer

start = LiveReloadServer.serve

def say_and_start(self, **options):
    self.server_bind()
    self.server_activate()
    self.server_bind = self.server_activate = lambda: None
    print(f"http://127.0.0.1:{self.server_address[1]}/", flush=True)
    start(self, **options)

LiveReloadServer.serve = say_and_start
serve()
"""
