"""Real mkdocs builds of a small project."""

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tiny_project import write_tree

from docgen.cli.main import main

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


def cells(page: str) -> list[str]:
    """The texts of the cells of all tables of docgen, as readers see them."""
    soup = BeautifulSoup(page, "html.parser")
    for link in soup.select(".docgen-anchor"):
        link.decompose()
    return [cell.get_text(" ", strip=True) for cell in soup.select(".docgen-table th, .docgen-table td")]


def test_a_true_page_builds_strictly(root):
    result = build(root, "--strict")
    assert result.returncode == 0, result.stderr
    page = (root / "site/shapes/index.html").read_text()
    assert "CIRCLE" in cells(page)
    assert "All" in cells(page)


def test_the_site_shows_a_class_that_cannot_be_imported(root):
    settings = (root / "docgen.toml").read_text()
    (root / "docgen.toml").write_text(settings.replace("assume =", 'missing = ["accel"]\nassume ='))
    circle = root / "shapes/circle.py"
    circle.write_text(f"import accel\n{circle.read_text()}")
    assert build(root).returncode == 0
    page = (root / "site/shapes/index.html").read_text()
    assert "unavailable 1" in cells(page)
    assert "cannot be imported: ModuleNotFoundError: No module named 'accel'" in page


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
    assert "red" in cells((root / "site/shapes/index.html").read_text())
    assert page.read_bytes() == drifted


@pytest.mark.parametrize(
    ("drift", "status", "logged"), [("warn", 1, "WARNING"), ("info", 0, "INFO"), ("ignore", 0, None)]
)
def test_how_drift_is_logged_is_configured(root, drift, status, logged):
    (root / "mkdocs.yml").write_text(
        MKDOCS.replace("- docgen", f"- docgen:\n      validation: {{drift: {drift}}}")
    )
    page = root / "docs/shapes.md"
    page.write_bytes(page.read_bytes().replace(b"| red ", b"| All "))
    result = build(root, "--strict")
    assert result.returncode == status
    told = [line for line in result.stderr.splitlines() if "the docs say All" in line]
    assert [line.split()[0] for line in told] == ([logged] if logged else [])


def test_what_is_not_drift_is_a_warning_all_the_same(root):
    (root / "mkdocs.yml").write_text(
        MKDOCS.replace("- docgen", "- docgen:\n      validation: {drift: ignore}")
    )
    registry = root / "shapes/registry.py"
    registry.write_text(registry.read_text() + '    OVAL = "shapes.oval.Oval"\n')
    result = build(root, "--strict")
    assert result.returncode == 1
    assert "shapes/registry.py:7" in result.stderr


def test_another_word_for_drift_is_an_error_of_the_configuration(root):
    (root / "mkdocs.yml").write_text(
        MKDOCS.replace("- docgen", "- docgen:\n      validation:\n        drift: warning")
    )
    assert "Expected one of: ('warn', 'info', 'ignore')" in build(root).stderr


def test_drift_in_its_old_place_says_where_it_belongs(root):
    (root / "mkdocs.yml").write_text(MKDOCS.replace("- docgen", "- docgen:\n      drift: warn"))
    result = build(root)
    assert result.returncode == 1
    assert (
        "Plugin 'docgen' option 'drift': write `drift` under `validation`: `validation: {drift: warn}`"
        in (result.stderr)
    )


VALUE = "A circle is <!-- docgen:value backend=CIRCLE capability=colours -->{}<!-- /docgen -->.\n"


@pytest.mark.parametrize("drift", ["warn", "ignore"])
def test_drift_of_a_page_that_no_entry_lists_is_told(root, drift):
    (root / "mkdocs.yml").write_text(
        MKDOCS.replace("- docgen", f"- docgen:\n      validation: {{drift: {drift}}}")
    )
    (root / "docs/guide.md").write_text("# Guide\n\n" + VALUE.format("red"))
    result = build(root, "--strict")
    assert result.returncode == (drift == "warn")
    told = "docs/guide.md:3: CIRCLE, Colours: the docs say red, the code says All; to fix: list docs/guide.md, or a pattern"
    assert (told in result.stderr) is (drift == "warn")


@pytest.mark.parametrize(
    "text", [VALUE.format("All"), VALUE.format(""), "<!-- docgen:begin legend -->\n<!-- docgen:end -->\n"]
)
def test_nothing_is_told_of_an_unlisted_page_that_is_true_or_left_to_the_site(root, text):
    (root / "docs/guide.md").write_text("# Guide\n\n" + text)
    result = build(root, "--strict")
    assert result.returncode == 0, result.stderr


def test_a_page_that_a_pattern_lists_is_shown_true_and_its_drift_told(root):
    with (root / "docgen.toml").open("a") as file:
        file.write('\n[[page]]\npath = "docs/**/*.md"\n')
    (root / "docs/guide.md").write_text("# Guide\n\n" + VALUE.format("red"))
    result = build(root)
    assert (
        "docs/guide.md:3: CIRCLE, Colours: the docs say red, the code says All; to fix: docgen build"
        in result.stderr
    )
    assert (
        "A circle is <!-- docgen:value backend=CIRCLE capability=colours -->All"
        in (root / "site/guide/index.html").read_text()
    )


GUIDE = """---
title: Guide
---

A circle is <!-- docgen:cell backend=CIRCLE capability=colours -->:

<!-- docgen:table support -->

```
<!-- docgen:table nothing -->
```
"""


def test_any_page_asks_for_tables_and_values(root):
    (root / "docs/guide.md").write_text(GUIDE)
    result = build(root, "--strict")
    assert result.returncode == 0, result.stderr
    page = (root / "site/guide/index.html").read_text()
    assert "A circle is All:" in page
    assert "CIRCLE" in cells(page)
    assert "&lt;!-- docgen:table nothing --&gt;" in page
    assert (root / "docs/guide.md").read_text() == GUIDE


def test_markers_without_an_end_are_filled_and_said_to_be_deprecated(root):
    (root / "docs/guide.md").write_text(GUIDE)
    result = build(root, "--strict")
    assert result.returncode == 0, result.stderr
    assert (
        "docs/guide.md:5: the marker <!-- docgen:cell backend=CIRCLE capability=colours --> is deprecated"
        in result.stderr
    )
    assert "to fix: write <!-- docgen:begin table=support --> and <!-- docgen:end -->" in result.stderr


REGIONS = """# Guide

- A circle is <!-- docgen:value backend=CIRCLE capability=colours --><!-- /docgen -->:

    <!-- docgen:begin table=support -->
    <!-- docgen:end -->
"""


def test_regions_and_values_do_the_same_in_a_list_as_well(root):
    (root / "docs/guide.md").write_text(REGIONS)
    result = build(root, "--strict")
    assert result.returncode == 0, result.stderr
    assert "deprecated" not in result.stderr
    page = (root / "site/guide/index.html").read_text()
    assert re.search(r"A circle is .*All.*:", page)
    assert BeautifulSoup(page, "html.parser").select_one("li tr[data-row=CIRCLE]")
    assert (root / "docs/guide.md").read_text() == REGIONS


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("table support", "table suport", "docs/guide.md:7: no table 'suport', did you mean 'support'?"),
        ("CIRCLE", "CIRCEL", "docs/guide.md:5: unknown backend 'CIRCEL', did you mean 'CIRCLE'?"),
        (
            "docgen:table support",
            "docgen:tabel support",
            "docs/guide.md:7: unknown marker 'tabel', did you mean 'table'?",
        ),
    ],
)
def test_a_name_that_there_is_not_stops_the_build_with_its_line(root, old, new, message):
    (root / "docs/guide.md").write_text(GUIDE.replace(old, new, 1))
    result = build(root)
    assert result.returncode != 0
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_edit_links_lead_to_files_that_there_are(root):
    (root / "mkdocs.yml").write_text(f"{MKDOCS}repo_url: https://github.com/o/r\nedit_uri: edit/main/docs/\n")
    (root / "docs/guide.md").write_text(GUIDE)
    assert build(root).returncode == 0
    edit = "https://github.com/o/r/edit/main/docs/"
    assert f"{edit}guide.md" in (root / "site/guide/index.html").read_text()
    assert f"{edit}shapes.md" in (root / "site/shapes/index.html").read_text()
    (root / "docs/shapes.md").unlink()
    assert build(root).returncode == 0
    assert edit not in (root / "site/shapes/index.html").read_text()


def test_a_page_that_is_not_there_is_added_with_a_warning(root):
    (root / "docs/shapes.md").unlink()
    (root / "docs/index.md").write_text("# Home\n")
    result = build(root)
    assert result.returncode == 0
    assert "the page docs/shapes.md does not exist" in result.stderr
    assert "CIRCLE" in cells((root / "site/shapes/index.html").read_text())
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
    assert "CIRCLE" in cells(page)


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
