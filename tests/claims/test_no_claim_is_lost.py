"""On random pages every configured claim is compared, or a finding stands at its cell, its row or its table."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_project import (
    SCENARIOS,
    conditional,
    known,
    make_backend,
    make_config,
    make_model,
    not_declared,
    unknown,
)

from docgen.claims.check import check_claims
from docgen.claims.formats.pages import read_tables
from docgen.claims.verdicts import Verdict
from docgen.config.claims import ClaimedTable, Claims

COLUMNS = {"Colours": "colours", "Round": "round"}
CLAIMS = Claims(
    path="p.md", table=(ClaimedTable(heading="Shapes"),), columns=COLUMNS, silent={"later": "not yet"}
)
HEADERS = [*COLUMNS, "`Round`", "COLOURS", "Rounds", "", "Colours / Round", "Notes", "Shape"]
LABELS = [
    "CIRCLE",
    "`SQUARE`",
    "circle",
    "[SQUARE](s.md) (old)",
    "CIRCLE and SQUARE",
    "STAR",
    "",
    "**Group**",
    "RING",
]
CELLS = [
    "✅",
    "no",
    "red",
    "red, blue",
    "All",
    "",
    "perhaps",
    "N/A",
    "✅ no",
    "red <br> blue",
    "later",
    "❌[^1]",
    "3",
]
ANSWERS = st.sampled_from(
    [
        known(True),
        known(False),
        known(["RED"]),
        known([]),
        unknown("why"),
        not_declared(),
        conditional(True, False),
    ]
)
COMPARED = (Verdict.AGREES, Verdict.PARTLY, Verdict.DRIFTED)


@st.composite
def pages(draw):
    """The text of a page, and how many cells its table has."""
    width = draw(st.integers(1, 4))
    headers = ["Shape", *(draw(st.sampled_from(HEADERS)) for _ in range(width))]
    rows = [
        [draw(st.sampled_from(LABELS)), *(draw(st.sampled_from(CELLS)) for _ in range(width))]
        for _ in range(draw(st.integers(0, 4)))
    ]
    if draw(st.booleans()):
        headers, *rows = [list(column) for column in zip(headers, *rows, strict=True)]
    lines = [headers, ["-"] * len(headers), *rows]
    heading = draw(st.sampled_from(["# Shapes", "# `shapes`", "# Others"]))
    return f"{heading}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages(), st.lists(ANSWERS, min_size=4, max_size=4), st.booleans())
def test_every_configured_claim_is_compared_or_found(text, answers, together):
    model = make_model(
        make_backend("CIRCLE", answers[0], is_round=answers[1]),
        make_backend("SQUARE", answers[2], is_round=answers[3]),
    )
    claims = Claims(**{name: getattr(CLAIMS, name) for name in CLAIMS.__struct_fields__} | {
        "together": ("colours",) if together else ()
    })  # fmt: skip
    report = check_claims(claims, read_tables(text, "p.md"), [], make_config(), model)
    assert all(finding.remedy for finding in report.findings)
    rules = {finding.rule.value for finding in report.findings}
    tables = [table for table in read_tables(text, "p.md") if table.heading.casefold() == "shapes"]
    if not tables:
        assert "missing-page" in rules
        return
    # Claims that the configuration itself silences are counted, and are all that may have neither.
    silenced = sum(number for reason, number in report.untold.items() if reason.startswith("later: "))
    for backend in model.backends:
        for key in COLUMNS.values():
            about = {finding.rule.value for finding in report.findings if finding.backend == backend.name}
            column = {finding.rule.value for finding in report.findings if finding.capability == key}
            compared = (backend.name, key) in report.compared_claims
            assert compared or about or column or silenced or "empty-table" in rules, (
                backend.name,
                key,
                report,
            )
    cells = sum(report.verdicts.values())
    assert cells == report.compared + sum(report.untold.values())
    assert report.compared == sum(report.verdicts.get(verdict, 0) for verdict in COMPARED)


def test_scenarios_that_are_not_asked_are_for_another_run():
    page = read_tables("# Shapes\n\n| Shape | Round |\n| - | - |\n| CIRCLE | ✅ |\n", "p.md")
    claims = Claims(path="p.md", table=CLAIMS.table, columns={"Round": "round"}, scenarios=("rocm",))
    cells = {"is_round": (known(True, "cuda-8.0"),), "hollow": (known(False, "cuda-8.0"),)}
    model = make_model(make_backend("CIRCLE", known(["RED"], "cuda-8.0"), **cells), scenarios=("cuda-8.0",))
    report = check_claims(claims, page, [], make_config(), model)
    assert (report.findings, report.compared, report.untold) == ([], 0, {"no such scenario is asked": 1})
    whole = make_model(make_backend("CIRCLE", is_round=(known(True, *SCENARIOS[:2]),)))
    (finding,) = check_claims(claims, page, [], make_config(), whole).findings
    assert finding.rule.value == "uncompared-claim"


@pytest.mark.parametrize("label", LABELS)
def test_a_row_is_of_a_backend_a_heading_or_a_finding(label):
    page = read_tables(
        f"# Shapes\n\n| Shape | Colours | Round |\n| - | - | - |\n| {label} | red | no |\n", "p.md"
    )
    report = check_claims(CLAIMS, page, [], make_config(), make_model())
    named = {finding.backend for finding in report.findings if finding.rule.value == "missing-row"}
    assert len(named) < 2 or "extra-row" in {finding.rule.value for finding in report.findings}
