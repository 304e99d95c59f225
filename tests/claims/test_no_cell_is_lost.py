"""Pages of every form: each cell that the configuration claims is compared, silenced by the configuration, or found.

The page is made from a grid of which all is known, so that nothing depends on how the page is read: for each cell of a
backend's row below a configured header, one of the three has to hold, and none may be counted twice.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_writers import WRITERS
from tiny_project import (
    conditional,
    known,
    make_backend,
    make_config,
    make_model,
    not_declared,
    unavailable,
    unknown,
)

from docgen.claims.check import check_claims
from docgen.claims.formats.pages import read_tables
from docgen.config.claims import ClaimedRows, ClaimedTable, Claims
from docgen.model.finding import Rule

NAMES = ("ALPHA", "BETA", "GAMMA", "DELTA")
COLUMNS = {"Colours": "colours", "Round": "round", "Hollow": "hollow"}
CLAIMS = Claims(
    path="p",
    table=(ClaimedTable(heading="Shapes"),),
    columns=COLUMNS,
    silent={"later": "not yet"},
    rows=(ClaimedRows(match={"Shape": "DELTA"}, skip={"round": "another roundness"}),),
)
CELLS = (
    "✅",
    "❌",
    "yes",
    "no",
    "red",
    "red, blue",
    "All",
    "None",
    "N/A",
    "",
    "perhaps",
    "later",
    "3",
    "16-32",
)
HEADERS = (*COLUMNS, "round", "Ring", "Notes")
LABELS = (*NAMES, "STAR", "alpha", "ALPHA, BETA")
ABOUT_A_CELL = {
    Rule.OVERCLAIM,
    Rule.UNDERCLAIM,
    Rule.DOCS_DRIFT,
    Rule.UNREAD_CELL,
    Rule.EMPTY_CELL,
    Rule.UNCOMPARED_CLAIM,
}
"""Rules that stand at one cell of one backend."""
ANSWERS = st.sampled_from(
    [
        known(True),
        known(False),
        known(["RED"]),
        known(["RED", "BLUE"]),
        known([]),
        known(None),
        known(32),
        (known(True, "cuda-8.0"), known(False, "cuda-9.0", "rocm")),
        (known(True, "cuda-8.0"), unavailable("cuda-9.0", "rocm")),
        unavailable(),
        unknown("why"),
        not_declared(),
        conditional(True, False),
    ]
)


@st.composite
def grids(draw):
    """Lines of a table, headers first: labels and headers may be strange, missing or there twice."""
    headers = draw(st.lists(st.sampled_from(HEADERS), min_size=1, max_size=4))
    rows = [
        [draw(st.sampled_from(LABELS)), *(draw(st.sampled_from(CELLS)) for _ in headers)]
        for _ in range(draw(st.integers(0, 4)))
    ]
    return [["Shape", *headers], *rows]


def about(finding, name: str, label: str, key: str) -> bool:
    """Tell whether a finding stands at a cell: it names the backend, or the label of its row."""
    named = finding.backend == name or finding.message.startswith(f"{label}, ")
    return finding.rule in ABOUT_A_CELL and finding.capability == key and named


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines=grids(), answers=st.lists(ANSWERS, min_size=12, max_size=12))
def test_each_claimed_cell_is_compared_silenced_or_found(form, lines, answers):
    name, write = WRITERS[form]
    cells = iter(answers)
    model = make_model(*(make_backend(each, next(cells), next(cells), next(cells)) for each in NAMES))
    report = check_claims(CLAIMS, read_tables(write("Shapes", lines), name), [], make_config(), model)
    rules = Counter(finding.rule for finding in report.findings)
    (_, *headers), *rows = lines
    if rules.keys() & {Rule.MISSING_PAGE, Rule.MALFORMED_TABLE}:
        assert (name, rows) == ("p.rst", []), "tables without rows are no tables to reStructuredText alone"
        return
    assert bool(rows) or Rule.EMPTY_TABLE in rules
    silenced = 0
    for header, key in COLUMNS.items():
        exactly = [at for at, each in enumerate(headers) if each == header]
        there = exactly or [at for at, each in enumerate(headers) if each.casefold() == header.casefold()]
        if len(there) != 1:
            assert any(f.rule is Rule.MISSING_COLUMN and f.capability == key for f in report.findings)
            continue
        for label, *row in rows:
            text = row[there[0]]
            backends = [each for each in NAMES if each in label.upper().split(", ")]
            if not backends:
                assert any(f.rule is Rule.EXTRA_ROW and label in f.message for f in report.findings)
            for backend in backends:
                if text == "later" or (backend, key, label) == ("DELTA", "round", "DELTA"):
                    silenced += 1
                    continue
                compared = (backend, key) in report.compared_claims
                assert compared or any(about(f, backend, label, key) for f in report.findings), (backend, key)
    shown = {each for label, *_ in rows for each in label.upper().split(", ")}
    for backend in NAMES if rows else ():
        assert backend in shown or any(f.backend == backend for f in report.findings)
    # Nothing is counted twice, and nothing that was counted as not compared lacks its reason.
    assert sum(report.verdicts.values()) == report.compared + sum(report.untold.values())
    assert (
        sum(n for why, n in report.untold.items() if why.startswith(("later: ", "another roundness")))
        == silenced
    )


@pytest.mark.parametrize("form", WRITERS)
def test_each_form_says_the_same(form):
    name, write = WRITERS[form]
    lines = [
        ["Shape", "Colours", "Round", "Notes"],
        ["ALPHA", "red", "✅", "x"],
        ["BETA", "red, blue", "", "x"],
    ]
    model = make_model(make_backend("ALPHA", ["RED"], is_round=True), make_backend("BETA", ["RED"]))
    claims = Claims(path="p", table=CLAIMS.table, columns={"Colours": "colours", "Round": "round"})
    report = check_claims(claims, read_tables(write("Shapes", lines), name), [], make_config(), model)
    assert report.compared == 3
    assert sorted(f.rule.value for f in report.findings) == ["empty-cell", "overclaim"]
