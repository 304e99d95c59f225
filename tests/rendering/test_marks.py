"""Marks for evidence in tables."""

from __future__ import annotations

import pytest
from tiny_project import COLOURS, ROUND, make_backend, make_config, make_model

from docgen.config import Table
from docgen.config.verify import Target, Verify
from docgen.model.measurement import Judged, Measured, Measurement, Outcome, Standing
from docgen.rendering.context import page_context
from docgen.rendering.markdown import table_text

VERIFY = Verify(
    tests=("checks",),
    target=(
        Target(name="host", mark="h"),
        Target(name="sm_80", mark="c"),
        Target(name="sm_90", mark="c"),
        Target(name="gpu"),
    ),
)
V, R, S = Standing.VERIFIED, Standing.REFUTED, Standing.STALE


def judged(capability, value, standing, target="host", declared=True, backend="CIRCLE"):
    failed = {"tests": {"t": "failed: 0.3 off"}, "outcome": Outcome.REFUTED}
    fields = {"outcome": Outcome.VERIFIED} | (failed if standing is R else {})
    line = Measurement(
        backend=backend,
        capability=capability,
        value=value,
        declared=declared,
        digest="d",
        reach="r",
        **fields,
    )
    return Judged(target, line, standing, declared, 7)


def page(*judged, verify=VERIFY):
    config = make_config(
        capability=(COLOURS, ROUND), verify=verify, list=(), table=(Table(name="all", title="All"),)
    )
    backend = make_backend("CIRCLE", ["RED", "BLUE"], is_round=True)
    return page_context(
        config, make_model(backend, lists=()), Measured(("host", "sm_80", "sm_90", "gpu"), judged)
    )


def cells(context):
    row = table_text(context.tables[0], lambda place: None).splitlines()[2]
    return [cell.strip() for cell in row.strip("|").split("|")][1:]


RED, BLUE = ("colours", "RED"), ("colours", "BLUE")


@pytest.mark.parametrize(
    ("claims", "mark"),
    [
        ((), "°"),
        (((*RED, V), (*BLUE, V)), "h"),
        (((*RED, V), (*BLUE, V, "gpu")), "h,gpu"),
        (((*RED, V, "sm_80"), (*RED, V, "sm_90"), (*BLUE, V, "sm_90")), "c"),
        (((*RED, V), (*BLUE, Standing.UNTESTABLE)), "½h"),
        (((*RED, V), (*BLUE, S)), r"\*h"),
        (((*RED, S), (*BLUE, S, "gpu")), r"\*h,gpu"),
        (((*RED, S), (*RED, V, "gpu"), (*BLUE, V)), "h,gpu"),
        (((*RED, V), (*BLUE, R)), "✗h 1"),
        (((*RED, Standing.UNTESTED),), "°"),
    ],
)
def test_a_cell_has_a_mark(claims, mark):
    context = page(*(judged(*each) for each in claims))
    assert cells(context)[0] == f"All<sup>{mark}</sup>"


def test_refusals_prove_a_cell_of_no_value_and_no_other():
    context = page(
        judged("round", True, V, declared=False), judged(*RED, V), judged(*BLUE, V, declared=False)
    )
    assert cells(context) == ["All<sup>h</sup>", "✅<sup>h</sup>"]


def test_what_refutes_a_cell_is_a_note():
    context = page(judged(*RED, R))
    (note,) = context.tables[0].notes
    assert note.reason == "CIRCLE, colours RED, on host: 0.3 off"
    assert str(note.location) == "evidence/host.jsonl:7"


def test_the_legend_explains_the_marks_that_occur():
    context = page(judged(*RED, V, "sm_80"), judged(*BLUE, S))
    assert [(each.term, each.meaning) for each in context.marks] == [
        ("*", "measured before the code was changed, in part at least"),
        ("°", "declared, and not measured anywhere"),
        ("h", "verified on host"),
        ("c", "verified on sm_80, sm_90"),
    ]


def test_a_project_that_measures_nothing_has_no_marks():
    context = page(verify=None)
    assert cells(context) == ["All", "✅"]
    assert context.marks == ()
