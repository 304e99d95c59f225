"""Rows and columns of tables by name, and the forms in which tables are written."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tiny_project import FILES, write_tree

from docgen.cli import console
from docgen.cli.main import main


@pytest.fixture
def show(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    write_tree(tmp_path, FILES)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["show", "--quiet", "--root", str(tmp_path), *arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def cells(show, *arguments: str) -> list[list[str]]:
    return [*csv.reader(io.StringIO(show("--format", "csv", *arguments)[1]))]


def test_all_rows_and_columns_as_values_that_are_separated_by_commas(show):
    header, *rows = cells(show)
    assert header == ["Backend", "Colours", "Round"]
    assert [row[0] for row in rows] == ["CIRCLE", "SQUARE"]
    assert {row[2] for row in rows} <= {"yes", "no"} | {row[2] for row in rows if " (" in row[2]}


@pytest.mark.parametrize("name", ["CIRCLE", "circle", "C*", "c?rcle"])
def test_rows_by_name_and_pattern(show, name):
    assert [row[0] for row in cells(show, name)[1:]] == ["CIRCLE"]
    assert "Order" not in show(name)[1]


@pytest.mark.parametrize("columns", ["round,colours", "Round, COLOURS", "r*,col*"])
def test_columns_by_key_heading_and_pattern_in_the_order_asked(show, columns):
    assert cells(show, "--columns", columns)[0] == ["Backend", "Round", "Colours"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["CIRCEL"], "no backend 'CIRCEL', did you mean 'CIRCLE'?; to fix: use one of CIRCLE, SQUARE"),
        (["--columns", "roud"], "no column 'roud', did you mean 'round'?; to fix: use one of colours, round"),
    ],
)
def test_what_matches_nothing_is_an_error(show, arguments, message):
    status, out, err = show(*arguments)
    assert (status, out) == (2, "")
    assert message in err


def test_markdown_for_pages(show):
    out = show("circle", "--columns", "round", "--format", "markdown")[1]
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "| Backend | Round |" in lines
    assert any(line.startswith("| CIRCLE |") for line in lines)
    assert "**Order**" in show("--format", "markdown")[1]


def test_json_has_the_cells_of_an_export(show, tmp_path, capsys):
    (table,) = json.loads(show("circle", "--columns", "round", "--format", "json")[1])["tables"]
    main(["export", "--quiet", "--root", str(tmp_path)])
    exported = json.loads(capsys.readouterr().out)["backends"]
    assert table["columns"] == [{"key": "round", "header": "Round"}]
    assert table["rows"][0]["cells"] == {
        "round": next(row for row in exported if row["name"] == "CIRCLE")["cells"]["round"]
    }


def test_every_answer_has_its_deciding_place_on_demand_and_fits_eighty_columns(show, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    out = show("-v")[1]
    assert max(map(len, out.splitlines())) <= 80
    lines = [line.strip() for line in out.splitlines()]
    for position, line in enumerate(lines):
        if line.startswith(("Colours: ", "Round: ")):
            assert lines[position + 1].startswith("shapes/")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_is_longer_than_the_terminal_is_shown_in_a_pager(monkeypatch):
    paged: list[str] = []
    monkeypatch.setattr(console.click, "echo_via_pager", lambda text, color: paged.append(text))
    monkeypatch.setattr(console.sys, "stdin", Terminal())
    monkeypatch.setattr(console.sys, "stdout", Terminal())
    monkeypatch.setenv("LINES", "10")
    console.show_pages("a line\n" * 9)
    assert paged == []
    console.show_pages("a line\n" * 10)
    assert paged == ["a line\n" * 10]
    monkeypatch.setattr(console.sys, "stdout", io.StringIO())
    console.show_pages("a line\n" * 10)
    assert len(paged) == 1
