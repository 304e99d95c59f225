"""The script that runs docgen on public trees: on an existing tree, and its report of differences."""

import dataclasses
import sys

import ecosystem
import pytest
from tiny_project import FILES, write_tree

OUTCOME = ecosystem.Outcome("a 1", "enum a.R", 3, 6, 5, 0, 1.0, 2.5, 50)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"known": 4}, ["known: 5 -> 4"]),
        ({"found": "dict a.D", "rows": 4}, ["found: enum a.R -> dict a.D", "rows: 3 -> 4"]),
        ({"seconds": 3.0}, []),
        ({"seconds": 4.0}, ["seconds: 2.5 -> 4.0"]),
        ({"init_seconds": 1.9}, []),
        ({"mebibytes": 80}, ["mebibytes: 50 -> 80"]),
    ],
)
def test_what_differs_is_told(change, expected):
    assert [*ecosystem.differences(OUTCOME, dataclasses.replace(OUTCOME, **change))] == expected


def test_what_is_new_is_told():
    assert [*ecosystem.differences(None, OUTCOME)] == ["not recorded yet"]


def test_the_committed_page_is_of_the_record():
    outcomes = [*ecosystem.recorded().values()]
    assert {each.tree for each in outcomes} <= {
        f"{name} {version}" for name, version in ecosystem.TREES.items()
    }
    assert ecosystem.PAGE.read_text(encoding="utf-8") == ecosystem.page(outcomes)
    assert sum(each.known > 0 for each in outcomes) >= 12


def test_a_tree_is_run_and_kept(tmp_path, monkeypatch, capsys):
    shapes = {f"shapes-1.0/{name}": text for name, text in FILES.items() if name != "docgen.toml"}
    write_tree(tmp_path, shapes)
    monkeypatch.setattr(ecosystem, "TREES", {"shapes": "1.0"})
    monkeypatch.setattr(ecosystem, "RECORD", tmp_path / "record.json")
    monkeypatch.setattr(ecosystem, "PAGE", tmp_path / "page.md")
    monkeypatch.setattr(sys, "argv", ["ecosystem.py", "--trees", str(tmp_path), "--record"])
    assert ecosystem.main() == 0
    assert "not recorded yet" in capsys.readouterr().out
    (outcome,) = ecosystem.recorded().values()
    assert outcome.found == "enum shapes.registry.ShapeEnum"
    assert outcome.rows > 0
    assert 0 < outcome.known <= outcome.cells
    assert ecosystem.main() == 0
    assert "->" not in capsys.readouterr().out


def test_a_command_that_is_given_up_costs_its_tree_alone(tmp_path, monkeypatch):
    shapes = {f"shapes-1.0/{name}": text for name, text in FILES.items() if name != "docgen.toml"}
    write_tree(tmp_path, shapes)
    real = ecosystem.run

    def run(arguments, cache):
        ran = real(arguments, cache)
        return dataclasses.replace(ran, status=-9, output="") if arguments[0] == "check" else ran

    monkeypatch.setattr(ecosystem, "run", run)
    outcome = ecosystem.examined("shapes", "1.0", tmp_path / "shapes-1.0", tmp_path)
    assert outcome.found == "docgen check ended with -9"
