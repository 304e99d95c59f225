"""Drift that a build of the site tells, or keeps to itself."""

import pytest
from built_site import MKDOCS, build, cells


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
