"""The choice of a backend and what was rejected before it, in the forms that are printed."""

from __future__ import annotations

import json

import pytest
from explained_project import FILES, SETTINGS, choices, examined


def test_the_choice_is_a_line_with_what_was_rejected_before_it(explain):
    status, out, _ = explain("size=50", "kind=round")
    assert status == 0
    assert (
        out
        == """small:
  size=50, kind=ROUND: SECOND; rejected: FIRST (size 50 is more than 10)

large:
  size=50, kind=ROUND: FIRST
"""
    )


def test_all_backends_have_a_line_each_with_the_deciding_place(explain):
    status, out, _ = explain("size=50", "kind=round", "--all")
    assert status == 0
    assert (
        out
        == """small:
  size=50, kind=ROUND: SECOND
    FIRST: rejected: size 50 is more than 10  (pkg/shapes.py:6)
    SECOND: chosen  (pkg/shapes.py:17)
    THIRD: not in the order of preference: unknown: elsewhere.reasons() is outside the documented tree  (pkg/shapes.py:26)
    ABSENT: not in the order of preference: unknown: there is no module pkg.nowhere  (pkg/registry.py:8)

large:
  size=50, kind=ROUND: FIRST
    FIRST: chosen  (pkg/shapes.py:6)
    SECOND: lower priority: would fit  (pkg/shapes.py:17)
    THIRD: not in the order of preference: unknown: elsewhere.reasons() is outside the documented tree  (pkg/shapes.py:26)
    ABSENT: not in the order of preference: unknown: there is no module pkg.nowhere  (pkg/registry.py:8)
"""
    )


def test_a_table_for_pages(explain, tmp_path):
    model = tmp_path / "config.json"
    model.write_text('{"width": 7, "kinds": ["ROUND", "FLAT"]}')
    _, out, _ = explain("--scenario", "small", "--model-config", str(model), "--format", "markdown")
    assert (
        out
        == """| Scenario | Layer              | Backend | Rejected before it |
| -------- | ------------------ | ------- | ------------------ |
| small    | size=7, kind=ROUND | FIRST   |                    |
| small    | size=7, kind=FLAT  | SECOND  | FIRST (only round) |
| small    | all of these       | SECOND  |                    |
"""
    )
    _, out, _ = explain("--scenario", "small", "size=50", "--format", "markdown", "--all")
    assert "| small    | size=50 | FIRST   | rejected: size 50 is more than 10 " in out
    assert "| small    | size=50 | SECOND  | chosen " in out


def test_no_more_is_examined_than_the_choice_depends_on(explain):
    asked = ("size=50", "--format", "json")
    assert examined(explain(*asked)[1]) == {"small": ["FIRST", "SECOND"], "large": ["FIRST"]}
    everything = ["FIRST", "SECOND", "THIRD", "ABSENT"]
    assert examined(explain(*asked, "--all")[1]) == {"small": everything, "large": everything}


def test_choices_are_remembered_until_what_they_were_drawn_from_changes(explain, monkeypatch):
    from docgen.explain import selection

    first = explain("size=50")
    with monkeypatch.context() as patched:
        patched.setattr(selection, "explain", None)  # calling it would raise
        assert explain("size=50") == first
    shapes = FILES["pkg/shapes.py"].replace("is more than", "exceeds")
    assert "size 50 exceeds 10" in explain("size=50", **{"pkg/shapes.py": shapes})[1]


def test_defaults_stand_for_what_is_not_set(explain):
    assert choices(explain("--format", "json")[1]) == {"small": "FIRST", "large": "FIRST"}


def test_nothing_is_chosen_after_what_is_unknown(explain):
    order = FILES["pkg/world.py"].replace("[Registry.FIRST,", "[Registry.THIRD, Registry.FIRST,")
    status, out, _ = explain("--scenario", "large", **{"pkg/world.py": order})
    assert status == 1
    assert out.splitlines()[1].startswith("  the defaults: unknown: THIRD: elsewhere.reasons")


def test_a_model_s_configuration_is_asked_layer_by_layer(explain, tmp_path):
    model = tmp_path / "config.json"
    model.write_text('{"width": 7, "kinds": ["ROUND", "FLAT"]}')
    status, out, _ = explain("--scenario", "small", "--model-config", str(model))
    assert status == 0
    assert "size=7, kind=ROUND: FIRST\n" in out
    assert "size=7, kind=FLAT: SECOND; rejected: FIRST (only round)\n" in out
    assert out.endswith("  all of these: SECOND\n")
    assert "size=70, kind=FLAT" in explain("--model-config", str(model), "size=70")[1]


def test_what_a_case_gives_as_none_is_left_to_the_default(explain, tmp_path):
    model = tmp_path / "config.json"
    model.write_text('{"width": null, "kinds": [null]}')
    status, out, _ = explain("--format", "json", "--model-config", str(model))
    assert status == 0
    assert [choice["settings"] for choice in json.loads(out)["choices"]] == [{}, {}]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["sise=3"], "no parameter 'sise', did you mean 'size'?; to fix: use one of size, kind"),
        (["kind=FALT"], "kind has no value 'FALT', did you mean 'FLAT'?; to fix: use one of ROUND, FLAT"),
        (["size"], "'size' is no setting; to fix: write NAME=VALUE, as in head_size=64"),
        (["--scenario", "smal"], "no scenario 'smal', did you mean 'small'?"),
    ],
)
def test_what_is_not_known_is_said_with_what_is(explain, arguments, message):
    status, out, err = explain(*arguments)
    assert (status, out) == (2, "")
    assert message in err


def test_a_model_that_the_expression_cannot_read_is_an_error(explain, tmp_path):
    model = tmp_path / "config.json"
    model.write_text('{"width": 7}')
    status, _, err = explain("--model-config", str(model))
    assert status == 2
    assert "KeyError: 'kinds'" in err
    model.write_text("{")
    assert "cannot read" in explain("--model-config", str(model))[2]


def test_a_project_that_does_not_say_how_it_chooses(explain):
    settings = SETTINGS[: SETTINGS.index("[explain]")]
    status, _, err = explain(**{"docgen.toml": settings})
    assert status == 2
    assert "no [explain] in the configuration" in err
