"""The commands, end to end on a small project."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tiny_project import write_tree

from docgen.cli.main import main

PAGE = "docs/shapes.md"
NOTHING = "nothing to write: 1 page is as the code says\n"


@pytest.fixture
def root(tmp_path, monkeypatch):
    write_tree(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


@pytest.fixture
def docgen(root, capsys):
    """Run a command; give its exit status, output and complaints."""

    def docgen(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return docgen


@pytest.fixture
def page(root, docgen):
    """The built page."""
    assert docgen("build")[0] == 0
    return root / PAGE


def state_of(path) -> tuple[int, int, bytes]:
    """Everything that a write would change; a read changes only the time of access."""
    found = path.stat()
    return found.st_mtime_ns, found.st_ino, path.read_bytes()


def edit(path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def test_build_writes_the_page_and_check_agrees(docgen, root):
    assert docgen("build") == (0, f"wrote {PAGE}\n", "")
    text = (root / PAGE).read_text()
    assert "| [CIRCLE](../shapes/circle.py#L5) | All     | ✅    |" in text
    assert "| [SQUARE](../shapes/square.py#L4) | red     | ❌    |" in text
    assert "- **flat**: CIRCLE, SQUARE\n- **solid**: SQUARE\n" in text
    assert docgen("check") == (0, "4 cells compared\ndocumentation and code agree\n", "")


def test_a_second_build_touches_nothing(docgen, page):
    before = state_of(page)
    assert docgen("build") == (0, NOTHING, "")
    assert docgen("build", "-v") == (0, f"{PAGE} is as it should be\n{NOTHING}", "")
    assert docgen("build", "-q") == (0, "", "")
    assert state_of(page) == before


def test_builds_at_once_all_end_well(root):
    command = [sys.executable, "-m", "docgen", "build", "--quiet"]
    builds = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(4)]
    assert [(build.communicate()[1], build.returncode) for build in builds] == [(b"", 0)] * 4
    assert main(["check", "-q"]) == 0
    assert [path.name for path in (root / PAGE).parent.iterdir()] == ["shapes.md"]


def test_check_names_the_cell_and_both_places_and_writes_nothing(docgen, page, root):
    edit(root / "shapes/circle.py", "(Colour.RED, Colour.BLUE)", "(Colour.BLUE,)")
    before = page.read_bytes()
    status, out, _ = docgen("check")
    assert status == 1
    assert "CIRCLE, Colours: the docs say All, the code says blue [docs-drift]" in out
    assert "docs say   All  (docs/shapes.md:11)" in out
    assert "code says  blue  (shapes/circle.py:9)" in out
    assert "+| [CIRCLE](../shapes/circle.py#L5) | blue    | ✅    |" in out
    assert out.endswith("to fix: docgen build\n")
    assert page.read_bytes() == before
    assert docgen("build")[0] == 0
    assert docgen("check")[0] == 0


def test_check_as_json(docgen, page):
    edit(page, "| red ", "| All ")
    status, out, _ = docgen("check", "--format", "json")
    (finding,) = json.loads(out)["findings"]
    assert status == 1
    assert (finding["backend"], finding["capability"]) == ("SQUARE", "colours")
    assert (finding["docs_location"], finding["code_location"]) == ("docs/shapes.md:12", "shapes/base.py:6")


def test_a_quiet_check_says_it_by_its_status(docgen, page):
    assert docgen("check", "--quiet") == (0, "", "")
    edit(page, "| red ", "| All ")
    assert docgen("check", "--quiet") == (1, "", "")


def test_a_verbose_check_lists_what_was_read(docgen, page):
    assert "read shapes/circle.py\n" in docgen("check", "-v")[2]


def test_a_missing_page_is_a_finding(docgen):
    status, out, _ = docgen("check")
    assert status == 1
    assert "the page docs/shapes.md does not exist [missing-page]" in out


def test_windows_line_ends_are_kept_and_no_difference(docgen, page):
    windows = page.read_bytes().replace(b"\n", b"\r\n")
    page.write_bytes(windows)
    assert docgen("check")[0] == 0
    assert docgen("build") == (0, NOTHING, "")
    edit(page, "| red ", "| All ")
    docgen("build")
    assert page.read_bytes() == windows


def test_the_remedy_repeats_the_options_that_led_there(docgen, root):
    _, out, _ = docgen("check", "--root", str(root), "--scenario", "flat")
    assert out.endswith(f"to fix: docgen build --root {root}\n")


def test_regions_of_a_page_by_hand(docgen, root):
    edit(root / "docgen.toml", 'template = "attention_backends.md.j2"\n', "")
    page = root / PAGE
    page.parent.mkdir()
    page.write_bytes(
        b"# Mine\r\n\r\n<!-- docgen:begin table=support -->\r\n<!-- docgen:end -->\r\nno newline"
    )
    assert docgen("build")[0] == 0
    text = page.read_bytes()
    assert text.startswith(b"# Mine\r\n\r\n<!-- docgen:begin table=support -->\r\n\r\n| Backend")
    assert re.search(rb"\r\n\r\n<!-- docgen:end [0-9a-f]{8} -->\r\nno newline$", text)
    assert docgen("check")[0] == 0
    edit(root / "shapes/base.py", "Colour.RED", "Colour.BLUE")
    assert docgen("check")[0] == 1
    assert docgen("build")[0] == 0
    assert docgen("check")[0] == 0


def test_a_region_that_somebody_edited_is_a_finding_and_not_overwritten(docgen, root):
    edit(root / "docgen.toml", 'template = "attention_backends.md.j2"\n', "")
    page = (
        write_tree(root, {PAGE: "# Mine\n\n<!-- docgen:begin table=support -->\n<!-- docgen:end -->\n"})
        / PAGE
    )
    docgen("build")
    built = page.read_bytes()
    edit(page, "| red ", "| red, at times ")
    edited = page.read_bytes()
    status, out, _ = docgen("check", "--format", "json")
    cell, region = json.loads(out)["findings"]
    assert status == 1
    assert (cell["rule"], cell["backend"], cell["capability"]) == ("docs-drift", "SQUARE", "colours")
    assert (region["rule"], region["docs_location"]) == ("hand-edited-region", f"{PAGE}:3")
    assert cell["remedy"] == region["remedy"] == "docgen build --force"
    status, _, err = docgen("build")
    assert (status, page.read_bytes()) == (2, edited)
    assert f"{PAGE}:3: the region table=support was edited since docgen wrote it; to fix: move" in err
    assert "`docgen build --force` overwrites" in err
    assert docgen("build", "--force")[0] == 0
    assert page.read_bytes() == built


def test_every_region_that_somebody_edited_is_named(docgen, root):
    edit(root / "docgen.toml", 'template = "attention_backends.md.j2"\n', '\n[[page]]\npath = "docs/b.md"\n')
    region = "<!-- docgen:begin {} -->\n<!-- docgen:end -->\n\n"
    text = region.format("table=support") + region.format("list=order") + region.format("legend")
    write_tree(root, {PAGE: text, "docs/b.md": text})
    docgen("build")
    for name in (PAGE, "docs/b.md"):
        edit(root / name, "| red ", "| red, at times ")
        edit(root / name, "CIRCLE, SQUARE", "CIRCLE, then SQUARE")
    lines = [f"{n}:{at}" for n in (PAGE, "docs/b.md") for at in _opening_lines(root / n, "table=", "list=")]
    status, out, _ = docgen("check", "--format", "json")
    found = json.loads(out)["findings"]
    assert status == 1
    assert [f["docs_location"] for f in found if f["rule"] == "hand-edited-region"] == lines
    status, out, err = docgen("build")
    assert (status, out) == (2, "")
    assert [line.split(": ")[1] for line in err.splitlines()] == lines


def _opening_lines(path, *shown: str) -> list[int]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [n for n, line in enumerate(lines, 1) if any(f"begin {each}" in line for each in shown)]


def test_a_checksum_is_nothing_that_a_page_says(docgen, root):
    edit(root / "docgen.toml", 'template = "attention_backends.md.j2"\n', "")
    page = write_tree(root, {PAGE: "<!-- docgen:begin table=support -->\n<!-- docgen:end -->\n"}) / PAGE
    docgen("build")
    edit(root / "shapes/circle.py", "return True", "return False")
    (finding,) = json.loads(docgen("check", "--format", "json")[1])["findings"]
    assert (finding["backend"], finding["capability"], finding["remedy"]) == (
        "CIRCLE",
        "round",
        "docgen build",
    )
    docgen("build")
    page.write_text(re.sub("docgen:end [0-9a-f]+", "docgen:end", page.read_text()))
    assert docgen("check") == (0, "4 cells compared\ndocumentation and code agree\n", "")


def test_a_build_that_stops_has_written_nothing(docgen, root):
    edit(root / "docgen.toml", "[[page]]", '[[page]]\npath = "a.md"\n\n[[page]]')
    write_tree(root, {"a.md": "<!-- docgen:begin table=support -->\nx\n<!-- docgen:end 00000000 -->\n"})
    assert docgen("build")[0] == 2
    assert not (root / PAGE).exists()


VALUE = (
    "# Mine\n\nA square is <!-- docgen:value backend=SQUARE capability=colours -->?<!-- /docgen -->, by {}.\n"
)


def test_a_value_in_prose_is_checked_and_kept_true(docgen, root):
    edit(root / "docgen.toml", 'template = "attention_backends.md.j2"\n', "")
    page = write_tree(root, {PAGE: VALUE}) / PAGE
    status, out, _ = docgen("check", "--format", "json")
    (finding,) = json.loads(out)["findings"]
    assert status == 1
    assert (finding["rule"], finding["backend"], finding["capability"]) == ("docs-drift", "SQUARE", "colours")
    assert (finding["docs_location"], finding["documented"], finding["expected"]) == (f"{PAGE}:3", "?", "red")
    assert docgen("build")[0] == 0
    assert page.read_text() == VALUE.replace("?", "red")
    assert docgen("check") == (0, "1 cell compared\ndocumentation and code agree\n", "")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("SQUARE", "SQUAR", "unknown backend 'SQUAR', did you mean 'SQUARE'?"),
        ("colours", "colors", "unknown capability 'colors', did you mean 'colours'?"),
        ("colours", "colours scenario=solids", "unknown scenario 'solids', did you mean 'solid'?"),
    ],
)
def test_a_value_of_a_strange_name_is_an_error_with_its_line(docgen, root, old, new, message):
    edit(root / "docgen.toml", 'template = "attention_backends.md.j2"\n', "")
    write_tree(root, {PAGE: VALUE.replace(old, new)})
    for command in ("check", "build"):
        status, _, err = docgen(command)
        assert status == 2
        assert f"{PAGE}:3: {message}" in err


def test_show(docgen):
    status, out, _ = docgen("show")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert status == 0
    assert "CIRCLE All ✅" in lines
    assert "SQUARE red ❌" in lines
    assert "solid: SQUARE" in lines


def test_show_with_places(docgen):
    assert "shapes/square.py:4" in docgen("show", "--verbose")[1]


def test_show_one_scenario(docgen):
    out = docgen("show", "--scenario", "solid")[1]
    assert "  SQUARE\n" in out
    assert "flat" not in out


def test_a_backend_that_does_not_exist_keeps_its_row(docgen, root, page):
    edit(root / "shapes/registry.py", "shapes.square.Square", "shapes.square.Sqare")
    status, out, err = docgen("show")
    assert status == 0
    assert "SQUARE" in out
    assert "dangling-registry-entry" in err
    status, out, _ = docgen("check")
    assert status == 1
    assert "[dangling-registry-entry]" in out
    status, out, err = docgen("build")
    assert (status, out) == (1, f"wrote {PAGE}\n")
    assert "[dangling-registry-entry]" in err


def test_export(docgen, page):
    status, out, err = docgen("export")
    assert (status, err) == (0, "")
    record = json.loads(out)
    circle = record["backends"][0]
    assert (circle["name"], circle["object"]) == ("CIRCLE", "shapes.circle.Circle")
    assert circle["cells"]["round"][0]["value"] is True
    assert circle["cells"]["round"][0]["scenarios"] == ["flat", "solid"]


def test_export_lists_the_findings_of_a_check(docgen, page):
    edit(page, "| red ", "| All ")
    status, out, _ = docgen("export", "--quiet")
    assert status == 0
    assert json.loads(out)["findings"][0]["rule"] == "docs-drift"


def test_export_of_the_inputs(docgen, root):
    status, out, err = docgen("export", "--inputs", "--root", str(root))
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "shapes/__init__.py",
        "shapes/base.py",
        "shapes/circle.py",
        "shapes/colours.py",
        "shapes/registry.py",
        "shapes/square.py",
        "shapes/world.py",
    ]
    assert docgen("export", "--inputs", "--verbose") == (0, out, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("chek",), "'check'"),
        (("--profile", "vllm", "check"), "put it behind the command, as in docgen build --profile"),
        (("check", "--roo", "x"), "Did you mean '--root'?"),
        (("check", "--format", "xml"), "'xml' is not one of"),
        (("check", "--scenario", "flut"), "no scenario 'flut', did you mean 'flat'?"),
        (("check", "--profile", "nope"), "no such profile: 'nope'"),
        (("check", "--root", "nowhere"), "no such directory: nowhere"),
        (
            ("check", "--config", "none.toml"),
            "none.toml:1: cannot read the configuration: No such file or directory; to fix: ",
        ),
        ((), "Usage: docgen"),
    ],
)
def test_wrong_usage_exits_with_2(docgen, arguments, message):
    status, out, err = docgen(*arguments)
    assert status == 2
    assert message in out + err
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("docgen.toml", 'header = "Round"', 'heading = "Round"', "docgen.toml:26: unknown key 'heading'"),
        ("docgen.toml", 'kind = "enum"', 'kind = "enum', "docgen.toml:5: not TOML"),
        ("docgen.toml", "attention_backends.md.j2", "none.md.j2", "no template 'none.md.j2'"),
        ("shapes/circle.py", "class Circle", "clas Circle", "shapes/circle.py:5: "),
    ],
)
def test_what_cannot_be_read_exits_with_2_and_the_line(docgen, root, name, old, new, message):
    edit(root / name, old, new)
    status, out, err = docgen("check")
    assert status == 2
    assert message in err
    assert "Traceback" not in out + err


def test_help_has_examples(docgen):
    status, out, _ = docgen("check", "--help")
    assert status == 0
    assert "Example: docgen check --format json" in out


def run(*arguments: str, root, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "docgen", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, check=False, timeout=60, **options)


def test_as_a_module(root):
    assert run("--version", root=root).stdout.startswith(b"docgen, version")
    assert run("-V", root=root).stdout == run("--version", root=root).stdout


def test_the_list_of_commands_cuts_no_summary(docgen):
    status, out, _ = docgen("--help")
    assert status == 0
    assert "..." not in out.partition("Commands:")[2]
    assert "that agree with it are not touched." in " ".join(out.split())


def test_a_build_without_pages_says_that(docgen, root):
    text = (root / "docgen.toml").read_text(encoding="utf-8")
    (root / "docgen.toml").write_text(text.partition("[[page]]")[0], encoding="utf-8")
    assert docgen("build") == (0, "nothing to write: no page is configured\n", "")


def test_runtime_says_where_it_works(docgen, monkeypatch):
    monkeypatch.setattr("docgen.cli.options.IS_POSIX", False)
    status, _, err = docgen("show", "--runtime")
    assert status == 2
    assert "--runtime needs a POSIX system, such as Linux or macOS" in err


def test_the_package_is_a_command_by_its_own_name():
    scripts = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]["scripts"]
    assert scripts["attention-docgen"] == scripts["docgen"]


@pytest.mark.parametrize("command", ["export", "show", "check"])
def test_a_reader_that_goes_away_is_no_error(page, root, command):
    arguments = [sys.executable, "-m", "docgen", command]
    with subprocess.Popen(arguments, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_console_without_utf8_is_no_error(page, root):
    old_console = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    shown = run("show", root=root, env=old_console)
    assert (shown.returncode, b"yes" in shown.stdout) == (0, True)
    edit(page, "✅", "❌")
    result = run("check", root=root, env=old_console)
    assert result.returncode == 1
    assert b"the code says \\u2705" in result.stdout
