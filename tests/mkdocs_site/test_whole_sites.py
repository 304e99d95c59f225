"""Whole sites: tables, links, and pages that are not there or cannot be read."""

import pytest
from built_site import MKDOCS, build, cells

from docgen.cli.main import main


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


def test_edit_links_lead_to_files_that_there_are(root):
    (root / "mkdocs.yml").write_text(f"{MKDOCS}repo_url: https://github.com/o/r\nedit_uri: edit/main/docs/\n")
    (root / "docs/guide.md").write_text("# Guide\n")
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
