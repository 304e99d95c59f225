"""Claims through the command: checked, counted and never rewritten."""

import json

import pytest
from tiny_project import FILES, write_tree

from docgen.cli.main import main

CLAIMS = """
[[claims]]
path = "README.md"
table = [{ heading = "Shapes" }]
columns = { Round = "round" }
"""
README = "# Shapes\n\n| Shape | Round |\n| - | - |\n| CIRCLE | ✅ |\n| SQUARE | ✅ |\n"


@pytest.fixture
def root(tmp_path, monkeypatch):
    configuration = FILES["docgen.toml"] + CLAIMS
    write_tree(tmp_path, FILES | {"docgen.toml": configuration, "README.md": README})
    monkeypatch.chdir(tmp_path)
    assert main(["build", "-q"]) == 0
    return tmp_path


def test_a_wrong_claim_fails_the_check_and_stays(root, capsys):
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "README.md:6: error: SQUARE, Round: the docs say ✅, the code says ❌ [overclaim]" in out
    assert "code says  ❌  (shapes/base.py:10)" in out
    assert (
        "README.md: 2 cells of hand-written tables compared: 1 agree, 0 agree in part, 1 drifted, 0 not compared"
        in out
    )
    assert main(["build", "-q"]) == 0
    assert (root / "README.md").read_text() == README


def test_the_counts_stand_in_the_json(root, capsys):
    assert main(["check", "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["claims"] == [
        {"path": "README.md", "compared": 2, "cells": {"agree": 1, "drifted": 1}, "not_compared": {}}
    ]
    # Two rows of two columns on the page that docgen writes, and the list below them.
    assert report["compared"] == 2 + 4


def test_a_page_that_is_gone_is_a_finding_unless_it_is_optional(root, capsys):
    (root / "README.md").unlink()
    assert main(["check"]) == 1
    assert "the page README.md does not exist [missing-page]" in capsys.readouterr().out
    (root / "docgen.toml").write_text(FILES["docgen.toml"] + CLAIMS + "optional = true\n")
    assert main(["check"]) == 0


@pytest.mark.parametrize(
    "claims",
    [
        '\n[[claims]]\npath = "README.md"\ntable = [{ heading = "T" }]\ncolumns = { Round = "rund" }\n',
        '\n[[claims]]\npath = "README.md"\ntable = [{ heading = "T" }]\n[claims.columns]\nRound = "rund"\n',
        (
            '\n[[claims]]\npath = "README.md"\ntable = [{ heading = "T", where = { rund = true } }]\n'
            'columns = { Round = "round" }\n'
        ),
        (
            '\n[[claims]]\npath = "README.md"\ntable = [{ heading = "T" }]\ncolumns = { Round = "round" }\n'
            'together = ["rund"]\n'
        ),
        (
            '\n[[claims]]\npath = "README.md"\ntable = [{ heading = "T" }]\ncolumns = { Round = "round" }\n'
            "\n[claims.words]\nrund = { x = true }\n"
        ),
        (
            '\n[[claims]]\npath = "README.md"\ntable = [{ heading = "T" }]\ncolumns = { Round = "round" }\n'
            '\n[[claims.rows]]\nmatch = { Round = "x" }\nskip = { rund = "later" }\n'
        ),
    ],
)
def test_an_unknown_capability_is_an_error_at_the_line_that_names_it(root, capsys, claims):
    text = FILES["docgen.toml"].rstrip() + "\n" + claims
    (root / "docgen.toml").write_text(text)
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "rund" in line)
    assert main(["check"]) == 2
    assert (
        f"docgen.toml:{line}: the claims of 'README.md' names the unknown capability 'rund', did you mean 'round'?"
        in capsys.readouterr().err
    )
