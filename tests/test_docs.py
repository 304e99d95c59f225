"""The documentation: every code block runs or is compared with its subject, and every link leads somewhere."""

import json
import os
import re
import runpy
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docs_blocks import EVALUATORS, blocks, languages, matches
from docs_pages import PAGES as RUN
from docs_pages import UNRUN
from tiny_project import write_tree

from docgen.cli.main import cli, main

ROOT = Path(__file__).parents[1]
SITE = "https://example.org/attention-docgen/"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
GENERATED = {"docs/attention_backends.md", "docs/evidence_matrix.md"}
"""Pages that docgen writes; a check compares every cell of them with the code."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parameter(path: Path):
    page = RUN.get(name(path))
    return pytest.param(path, id=name(path), marks=[pytest.mark.slow] if page and page.slow else [])


@pytest.mark.parametrize("path", [parameter(path) for path in PAGES if name(path) not in GENERATED])
def test_every_block_runs(path, tmp_path, monkeypatch):
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.chdir(root)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("DOCGEN_CACHE_DIR", str(tmp_path / ".cache"))
    page = RUN.get(name(path))
    later = {0: page.tree, **page.later} if page else {}
    context = {"run": page is not None, "used": set()}
    if page:
        context |= {"skipped": page.skipped, "names": page.names()}
    for number, block in enumerate(blocks(path)):
        if number in later:
            os.chdir(tmp_path)
            shutil.rmtree(root)
            root.mkdir()
            os.chdir(root)
            later[number](root)
        block.namespace.update(context)
        block.evaluate()
    assert context["used"] == set(page.skipped if page else ()), "a reason that no command needs"


def test_every_page_with_blocks_runs_or_says_why_not():
    with_blocks = {
        name(path)
        for path in PAGES
        if any(language != "text" for _, language in languages(path.read_text(encoding="utf-8")))
    }
    assert with_blocks - {*RUN, *UNRUN} == set()
    assert {*RUN, *UNRUN} - with_blocks == set()
    assert RUN.keys().isdisjoint(UNRUN)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_block_has_a_language_that_is_tested(path):
    found = list(languages(path.read_text(encoding="utf-8")))
    assert [(line, language) for line, language in found if language not in EVALUATORS] == []


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub and mkdocs make them."""
    headings = re.findall(
        r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE), re.MULTILINE
    )
    plain = [re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading) for heading in headings]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in plain}


def links(text: str) -> list[str]:
    prose = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"\]\(([^)\s]+)\)", prose)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_link_leads_somewhere(path):
    broken = []
    for link in links(path.read_text(encoding="utf-8")):
        target, _, anchor = link.partition("#")
        if link.startswith(SITE):
            file = ROOT / target.removeprefix(SITE).split("/", 2)[-1]
        elif "://" in link:
            continue
        else:
            file = (path.parent / target) if target else path
        text = file.read_text(encoding="utf-8") if file.suffix == ".md" and file.is_file() else ""
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(text)):
            broken.append(link)
    assert broken == []


def test_the_readme_has_no_relative_link_for_it_is_shown_elsewhere():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [link for link in links(text) if "://" not in link] == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_mkdocs_can_read_every_page(path):
    # mkdocs feeds whole pages to Python's parser of HTML, which raises at some texts even in code.
    HTMLParser().feed(path.read_text(encoding="utf-8"))


def test_every_page_is_in_the_navigation():
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = [path.relative_to(ROOT / "docs").as_posix() for path in PAGES[1:]]
    assert [page for page in pages if page not in nav] == []


def test_the_reference_is_of_this_code():
    made = runpy.run_path(str(ROOT / ".ci/reference.py"))["pages"]()
    there = {path: (ROOT / "docs" / path).read_text(encoding="utf-8") for path in made}
    assert [path for path in made if made[path] != there[path]] == [], "run `make reference`"


def test_the_reference_describes_every_command_and_every_key():
    pages = runpy.run_path(str(ROOT / ".ci/reference.py"))["pages"]()
    assert re.findall(r"^## docgen (\w+)$", pages["reference/cli.md"], re.MULTILINE) == [*cli.every()]
    assert [line for text in pages.values() for line in text.splitlines() if line.endswith("|  |")] == []


def test_the_reference_of_the_export_has_every_field(tmp_path, capsys):
    root = write_tree(tmp_path)
    assert main(["export", "--root", str(root), "--quiet"]) == 0
    record = json.loads(capsys.readouterr().out)
    page = (ROOT / "docs/reference/export.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    backend = record["backends"][0]
    answer = next(iter(backend["cells"].values()))[0]
    fields = {*record, *backend, *answer, *record["findings"][0]}
    optional = {
        "evidence",
        "holds",
        "undecided",
        "stubs",
        "answered",
        "class_location",
        "measured",
        "measured_location",
    }
    assert documented == fields | optional


@pytest.mark.parametrize(
    ("said", "expected", "same"),
    [
        ("a\nb\n", "a\nb", True),
        ("a\nb\n", "a", False),
        ("a\nb\nc\n", "a\n...\nc", True),
        ("a\nc\n", "a\n...\nc", True),
        ("x a  b\n", "x a b", True),
        ("docs/a.md:12: error", "docs/a.md:...: error", True),
        ("docs/a.md:12: warning", "docs/a.md:...: error", False),
    ],
)
def test_outputs_are_compared_line_by_line(said, expected, same):
    assert matches(said, expected) is same
