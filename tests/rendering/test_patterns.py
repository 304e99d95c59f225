"""Patterns of pages: the files that they match, and the results of a check and a build."""

import pytest
from tiny_project import write_tree

from docgen.cli.main import main
from docgen.config import Page
from docgen.rendering.patterns import listed

VALUE = "A circle is <!-- docgen:value backend=CIRCLE capability=colours -->{}<!-- /docgen -->.\n"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("docs/*.md", ["docs/a.md", "docs/b.md"]),
        ("docs/**/*.md", ["docs/a.md", "docs/b.md", "docs/deep/er/c.md"]),
        ("docs/?.md", ["docs/a.md", "docs/b.md"]),
        ("**/*.md", ["README.md", "docs/a.md", "docs/b.md", "docs/deep/er/c.md"]),
        ("*.rst", []),
    ],
)
def test_a_pattern_stands_for_the_files_that_match(tmp_path, pattern, expected):
    names = [
        "README.md",
        "docs/b.md",
        "docs/a.md",
        "docs/x.txt",
        "docs/deep/er/c.md",
        "docs/.hidden/d.md",
        ".venv/e.md",
    ]
    write_tree(tmp_path, dict.fromkeys(names, ""))
    (tmp_path / "docs/directory.md").mkdir()
    found = listed(tmp_path, [Page(path=pattern)])
    assert [page.path for page in found] == expected
    assert all(page.optional for page in found)


def test_an_entry_of_one_file_counts_before_a_pattern_wherever_it_stands(tmp_path):
    write_tree(tmp_path, {"docs/a.md": "", "docs/b.md": ""})
    whole = Page(path="docs/b.md", template="x.md.j2")
    for pages in ([Page(path="docs/*.md"), whole], [whole, Page(path="docs/*.md")]):
        assert {page.path: page.template for page in listed(tmp_path, pages)} == {
            "docs/a.md": None,
            "docs/b.md": "x.md.j2",
        }


@pytest.fixture
def root(tmp_path, monkeypatch):
    root = write_tree(tmp_path)
    with (root / "docgen.toml").open("a") as file:
        file.write('\n[[page]]\npath = "docs/**/*.md"\n')
    write_tree(root, {"docs/prose.md": "nothing\n", "docs/deep/guide.md": VALUE.format("red")})
    monkeypatch.chdir(root)
    return root


def test_a_page_in_a_pattern_is_checked_and_kept_true(root, capsys):
    assert main(["check"]) == 1
    assert (
        "docs/deep/guide.md:1: error: CIRCLE, Colours: the docs say red, the code says All"
        in capsys.readouterr().out
    )
    assert main(["build"]) == 0
    assert (root / "docs/deep/guide.md").read_text() == VALUE.format("All")
    assert (root / "docs/prose.md").read_text() == "nothing\n"
    assert main(["check"]) == 0
    write_tree(root, {"docs/new.md": VALUE.format("red")})
    assert main(["check"]) == 1


def test_a_marker_of_a_site_that_asks_for_what_there_is_not_is_found(root, capsys):
    write_tree(root, {"docs/site.md": "# Site\n\n<!-- docgen:table suport -->\n"})
    assert main(["check"]) == 2
    assert "docs/site.md:3: no table 'suport', did you mean 'support'?; to fix: use one of support" in (
        capsys.readouterr().err
    )
    write_tree(root, {"docs/site.md": "x <!-- docgen:cell backend=OVAL capability=round -->\n"})
    assert main(["check"]) == 2
    assert "docs/site.md:1: unknown backend 'OVAL'" in capsys.readouterr().err
    write_tree(root, {"docs/site.md": "# Site\n\n<!-- docgen:table support -->\n"})
    main(["build"])
    assert main(["check"]) == 0


def test_a_pattern_that_matches_nothing_is_a_finding(root, capsys):
    config = root / "docgen.toml"
    config.write_text(config.read_text().replace("docs/**/*.md", "doc/**/*.md"))
    main(["build", "--quiet"])
    line = config.read_text().splitlines().index('path = "doc/**/*.md"') + 1
    capsys.readouterr()
    assert main(["check"]) == 1
    assert f"docgen.toml:{line}: error: no page matches doc/**/*.md [missing-page]" in capsys.readouterr().out
    # The line is that of the file as it is, also where the verdict is recalled.
    config.write_text("# moved\n" + config.read_text())
    assert main(["check"]) == 1
    assert f"docgen.toml:{line + 1}: error: no page matches" in capsys.readouterr().out
    config.write_text(config.read_text() + "optional = true\n")
    assert main(["check"]) == 0


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            'path = "docs/*.md"\ntemplate = "rules.md.j2"',
            "has a `template`, which makes one page, and a path of many",
        ),
        ('path = "/docs/*.md"', "a pattern is relative to the root"),
        ('path = "../*.md"', "a pattern is relative to the root"),
    ],
)
def test_a_pattern_that_cannot_be_meant_is_an_error_with_its_line(root, capsys, entry, message):
    config = root / "docgen.toml"
    config.write_text(config.read_text().replace('path = "docs/**/*.md"', entry))
    assert main(["check"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("docgen: docgen.toml:")
    assert message in error
