"""Real mkdocs builds of a small project."""

import subprocess
import sys
import time
import urllib.request

import pytest
from tiny_project import write_tree

from docgen.cli import main

MKDOCS = """site_name: shapes
docs_dir: docs
plugins:
  - docgen
"""


@pytest.fixture
def root(tmp_path):
    write_tree(tmp_path)
    (tmp_path / "mkdocs.yml").write_text(MKDOCS)
    assert main(["build", "--root", str(tmp_path)]) == 0
    return tmp_path


def build(root, *more: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "mkdocs", "build", *more]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=60)


def test_a_true_page_builds_strictly(root):
    result = build(root, "--strict")
    assert result.returncode == 0, result.stderr
    page = (root / "site/shapes/index.html").read_text()
    assert "<td>CIRCLE</td>" in page
    assert "<td>All</td>" in page


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("repo_url: https://github.com/o/r/", "https://github.com/o/r/blob/HEAD/shapes/circle.py#L5"),
        ("repo_url: https://gitlab.com/o/r", "https://gitlab.com/o/r/-/blob/HEAD/shapes/circle.py#L5"),
        ("      source_url: https://h/x/", "https://h/x/shapes/circle.py#L5"),
    ],
)
def test_links_lead_to_the_repository(root, line, expected):
    text = MKDOCS.replace("- docgen", "- docgen:") if line.startswith(" ") else MKDOCS
    (root / "mkdocs.yml").write_text(f"{text}{line}\n")
    assert build(root, "--strict").returncode == 0
    assert f'href="{expected}"' in (root / "site/shapes/index.html").read_text()


def test_drift_fails_a_strict_build_and_the_site_shows_the_code(root):
    page = root / "docs/shapes.md"
    drifted = page.read_bytes().replace(b"| red ", b"| All ")
    page.write_bytes(drifted)
    strict = build(root, "--strict")
    assert strict.returncode == 1
    assert "docs/shapes.md:12: SQUARE, Colours: the docs say All, the code says red" in strict.stderr
    assert build(root).returncode == 0
    assert "<td>red</td>" in (root / "site/shapes/index.html").read_text()
    assert page.read_bytes() == drifted


def test_a_page_that_is_not_there_is_added_with_a_warning(root):
    (root / "docs/shapes.md").unlink()
    (root / "docs/index.md").write_text("# Home\n")
    result = build(root)
    assert result.returncode == 0
    assert "the page docs/shapes.md does not exist" in result.stderr
    assert "<td>CIRCLE</td>" in (root / "site/shapes/index.html").read_text()
    assert not (root / "docs/shapes.md").exists()


def test_front_matter_stays_mkdocs_own(root):
    toml = root / "docgen.toml"
    toml.write_text(toml.read_text().replace('template = "attention_backends.md.j2"\n', ""))
    (root / "docs/shapes.md").write_text(
        "---\ntitle: By hand\n---\n\n<!-- docgen:begin table=support -->\n<!-- docgen:end -->\n"
    )
    main(["build", "--root", str(root)])
    assert build(root, "--strict").returncode == 0
    page = (root / "site/shapes/index.html").read_text()
    assert "<title>By hand" in page
    assert "<td>CIRCLE</td>" in page


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [("docgen.toml", "packages = 1", "docgen.toml:1"), ("shapes/circle.py", "clas X:", "shapes/circle.py:1")],
)
def test_what_cannot_be_read_stops_the_build(root, name, text, message):
    (root / name).write_text(text)
    result = build(root)
    assert result.returncode != 0
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_serve_builds_again_when_a_backend_changes(root):
    (root / "mkdocs.yml").write_text(f"{MKDOCS}dev_addr: 127.0.0.1:0\n")
    (root / "serve.py").write_text(SERVE)
    command = [sys.executable, "serve.py"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = server.stdout.readline().strip()
            assert "<td>red</td>" in fetch(address)
            circle = root / "shapes/base.py"
            circle.write_text(circle.read_text().replace("return False", "return True"))
            deadline = time.monotonic() + 30
            while "❌" in fetch(address):
                assert time.monotonic() < deadline, "no rebuild"
                time.sleep(0.2)
        finally:
            server.terminate()


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
    print(f"http://127.0.0.1:{self.server_address[1]}/shapes/", flush=True)
    start(self, **options)

LiveReloadServer.serve = say_and_start
serve()
"""
