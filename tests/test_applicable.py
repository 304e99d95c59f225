"""Questions that have no meaning for some backends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tiny_project import write_tree

from docgen.cli.main import main

FILES = {
    "docgen.toml": """
packages = ["pkg"]

[discovery]
kind = "enum"
path = "pkg.Registry"

[[capability]]
key = "cards"
header = "Cards"
applies = "cls.vendor == 'green'"
probe = "cls.runs_on(card)"
over = { card = ["7", "8"] }
every = "Any"

[[claims]]
path = "page.md"
table = [{ heading = "Cards" }]
columns = { "Cards" = "cards" }
""",
    "pkg/__init__.py": """import enum


class Green:
    vendor = "green"

    @classmethod
    def runs_on(cls, card):
        return card == 8


class Red(Green):
    vendor = "red"

    @classmethod
    def runs_on(cls, card):
        raise NotImplementedError


class Registry(enum.Enum):
    GREEN = "pkg.Green"
    RED = "pkg.Red"
""",
    "page.md": """# Cards

| Name | Cards |
|---|---|
| GREEN | 8 |
| RED | N/A |
""",
}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    def run(command: str, *arguments: str, **files: str) -> tuple[int, str]:
        write_tree(tmp_path, {**FILES, **files})
        status = main([command, "--root", str(tmp_path), *arguments])
        return status, capsys.readouterr().out

    return run


@pytest.mark.parametrize("origin", ["--static-only", "--runtime"])
def test_the_probe_is_not_asked_where_it_has_no_meaning(run, origin):
    status, out = run("export", "--quiet", origin)
    assert status == 0
    cells = {row["name"]: row["cells"]["cards"][0] for row in json.loads(out)["backends"]}
    assert (cells["GREEN"]["state"], cells["GREEN"]["value"]) == ("known", [8])
    assert cells["RED"]["state"] == "not-declared"
    assert cells["RED"]["reason"] == "the question does not apply to the backend"


def test_a_table_says_so_in_a_word_that_is_no_no(run):
    out = run("show")[1]
    assert [line.split() for line in out.splitlines() if "RED" in line] == [["RED", "N/A"]]


def test_claims_of_it_agree_and_others_do_not(run):
    assert run("check")[0] == 0
    page = FILES["page.md"].replace("N/A", "7, 8")
    out = run("check", "--format", "json", **{"page.md": page})[1]
    assert [finding["backend"] for finding in json.loads(out)["findings"]] == ["RED"]


def test_an_applicability_that_is_unknown_is_an_unknown_answer(run):
    package = FILES["pkg/__init__.py"].replace('vendor = "red"', "vendor = elsewhere()")
    package = package.replace("import enum\n", "import enum\n\nfrom outside import elsewhere\n")
    out = run("export", "--quiet", **{"pkg/__init__.py": package})[1]
    cells = {row["name"]: row["cells"]["cards"][0] for row in json.loads(out)["backends"]}
    assert cells["RED"]["state"] in {"unknown", "unavailable"}


def test_a_broken_expression_is_an_error(run):
    settings = FILES["docgen.toml"].replace("cls.vendor == 'green'", "cls.vendor ==")
    assert run("show", **{"docgen.toml": settings})[0] == 2
