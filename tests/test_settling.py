"""What would settle an unknown answer."""

import pytest

from docgen.checks.settling import OTHERWISE, settled_by


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (
            "accel.probe() is outside the documented tree",
            '`assume = { "accel.probe" = "lambda *args, **kwargs: ..." }` in the scenario',
        ),
        (
            "accel.LEVEL is outside the documented tree",
            '`assume = { "accel.LEVEL" = "..." }` in the scenario',
        ),
        (
            "a.b.deco()() is outside the documented tree, when import jaraco.classes",
            'list "jaraco.classes" under',
        ),
        ("hangs on something", OTHERWISE),
    ],
)
def test_the_line_that_settles_a_reason(reason, expected):
    assert expected in settled_by(reason)
