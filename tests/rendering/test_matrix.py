"""The evidence of a backend, claim by claim."""

from __future__ import annotations

import pytest
from tiny_project import COLOURS, ROUND, make_config

from docgen.config.verify import Target, Verify
from docgen.model.measurement import Judged, Measured, Measurement, Outcome, Standing
from docgen.rendering.matrix import SIGNS, matrices

CONFIG = make_config(capability=(ROUND, COLOURS))


def judged(capability, value, standing, target="host", declared=True, **fields):
    line = Measurement(
        backend="CIRCLE",
        capability=capability,
        value=value,
        declared=True,
        outcome=fields.pop("outcome", Outcome.VERIFIED),
        digest="d",
        reach="r",
        **fields,
    )
    return Judged(target, line, standing, declared, 3)


def matrix(*lines):
    (found,) = matrices(CONFIG, Measured(("host", "gpu", "other"), lines))
    return found


def test_rows_are_claims_and_columns_the_targets_that_measured():
    found = matrix(
        judged("colours", "RED", Standing.VERIFIED),
        judged("colours", "BLUE", Standing.STALE, "gpu", declared=False),
        judged("round", True, Standing.VERIFIED),
        judged("round", True, Standing.UNTESTABLE, "gpu"),
        judged("sizes", [], Standing.UNTESTED, declared=None),
    )
    assert found.rows == (
        ("Claim", "Declared", "host", "gpu"),
        ("Round", "yes", "✅", "untestable"),
        ("Colours blue", "no", "", "stale"),
        ("Colours red", "yes", "✅", ""),
        ("sizes of any size", "?", "untested", ""),
    )


def test_what_is_refuted_and_recorded_stands_below():
    found = matrix(
        judged("round", True, Standing.REFUTED, outcome=Outcome.REFUTED, tests={"t": "failed: 0.3 off"}),
        judged("colours", "RED", Standing.VERIFIED, measured={"error": 0.25, "kernels": ["b", "a"]}),
        judged("colours", "BLUE", Standing.VERIFIED, measured={"error": 0.5, "kernels": ["a"]}),
    )
    assert found.refuted == ("CIRCLE, round on host: 0.3 off",)
    assert found.measured == ("host: largest error 0.5", "host: kernels: a, b")


def test_rows_that_tests_recorded_are_a_table_of_all_targets():
    small, large = {"kernel": "draw", "registers": 8}, {"kernel": "fill", "registers": 64, "note": None}
    found = matrix(
        judged("round", True, Standing.VERIFIED, "gpu", measured={"peak_use": [large], "kernels": ["a"]}),
        judged("round", True, Standing.VERIFIED, measured={"peak_use": [small]}),
        judged("colours", "RED", Standing.VERIFIED, measured={"peak_use": [small]}),
    )
    (table,) = found.tables
    assert table.name == "Peak use"
    assert table.rows == (
        ("Target", "Kernel", "Registers", "Note"),
        ("host", "draw", "8", ""),
        ("gpu", "fill", "64", ""),
    )
    assert found.measured == ("gpu: kernels: a",)


@pytest.mark.parametrize(
    ("standings", "sign"),
    [
        ((Standing.VERIFIED, Standing.VERIFIED), "✅"),
        ((Standing.VERIFIED, Standing.STALE), "stale"),
        ((Standing.STALE, Standing.REFUTED), "❌"),
        ((Standing.VERIFIED, Standing.UNTESTABLE), "untestable"),
    ],
)
def test_targets_of_one_mark_share_a_column_which_has_the_worst(standings, sign):
    targets = tuple(Target(name=f"build-{name}", mark="b") for name in ("old", "new"))
    config = make_config(capability=(ROUND,), verify=Verify(tests=("t",), target=targets))
    names = tuple(target.name for target in targets)
    lines = tuple(
        judged("round", True, standing, name, measured={"tool": ["1.0"]})
        for name, standing in zip(names, standings, strict=True)
    )
    (found,) = matrices(config, Measured(names, lines))
    assert found.rows == (("Claim", "Declared", "build"), ("Round", "yes", sign))
    assert found.measured == ("build-old, build-new: tool: 1.0",)


@pytest.mark.parametrize("standing", Standing)
def test_every_standing_has_a_sign(standing):
    assert SIGNS[standing]


def test_nothing_measured_is_no_matrix():
    assert matrices(CONFIG, Measured()) == ()
