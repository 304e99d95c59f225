"""The chosen backend for a configuration, and the reasons against each other one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tiny_project import write_tree

from docgen.cli.main import main

SETTINGS = """
packages = ["pkg"]

[discovery]
kind = "enum"
path = "pkg.registry.Registry"

[defaults]
installed = ["elsewhere"]

[[scenario]]
name = "small"
assume = { "pkg.world.limit" = "10" }

[[scenario]]
name = "large"
assume = { "pkg.world.limit" = "1000" }

[explain]
order = ["pkg.world.order(kind, size, 'new')", "pkg.world.order(kind)"]
refusals = ["cls.refusals(size, kind)"]
parameter = [
  { name = "size", default = "5" },
  { name = "kind", default = "pkg.world.Kind.ROUND", values = "pkg.world.Kind" },
]
cases = "[{'size': config['width'], 'kind': kind} for kind in config['kinds']]"
"""
FILES = {
    "docgen.toml": SETTINGS,
    "pkg/__init__.py": "",
    "pkg/world.py": """import enum

from pkg.registry import Registry

limit = 0


class Kind(enum.Enum):
    ROUND = 1
    FLAT = 2


def order(kind):
    return [Registry.FIRST, Registry.SECOND]
""",
    "pkg/registry.py": """import enum


class Registry(enum.Enum):
    FIRST = "pkg.shapes.First"
    SECOND = "pkg.shapes.Second"
    THIRD = "pkg.shapes.Third"
    ABSENT = "pkg.nowhere.Absent"
""",
    "pkg/shapes.py": """from pkg import world


class First:
    @classmethod
    def refusals(cls, size, kind):
        reasons = []
        if size > world.limit:
            reasons.append(f"size {size} is more than {world.limit}")
        if kind is not world.Kind.ROUND:
            reasons.append("only round")
        return reasons


class Second(First):
    @classmethod
    def refusals(cls, size, kind):
        return []


class Third(First):
    @classmethod
    def refusals(cls, size, kind):
        import elsewhere

        return elsewhere.reasons(size)
""",
}


@pytest.fixture
def explain(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    def run(*arguments: str, **files: str) -> tuple[int, str, str]:
        write_tree(tmp_path, {**FILES, **files})
        status = main(["explain", "--root", str(tmp_path), *arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def choices(out: str) -> dict[str, str | None]:
    return {choice["scenario"]: choice["chosen"] for choice in json.loads(out)["choices"]}


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


def examined(out: str) -> dict[str, list[str]]:
    return {each["scenario"]: [c["name"] for c in each["candidates"]] for each in json.loads(out)["choices"]}


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


ASSUMING = """
asked = ["pkg.world.make(size, kind, 'new')", "pkg.world.make(size, kind)"]
order = ["pkg.world.loaded(asked)"]
refusals = ["cls.refusals(asked[0], kind)"]
assume = { "pkg.world.limit" = "[size * 2 for _ in 'once'][0] + config.get('more', 0)" }
order_assume = { "pkg.world.load" = "lambda name: pkg.world.Kind.ROUND" }
"""


def test_what_the_code_makes_of_the_parameters_and_what_is_assumed_of_a_case(explain, tmp_path):
    settings = SETTINGS.replace(
        'order = ["pkg.world.order(kind, size, \'new\')", "pkg.world.order(kind)"]\n', ""
    )
    settings = settings.replace('refusals = ["cls.refusals(size, kind)"]\n', ASSUMING)
    world = (
        FILES["pkg/world.py"]
        + """

def make(size, kind):
    return size * 3, kind


def load(name):
    raise RuntimeError("loading takes a device")


def loaded(asked):
    return [each for each in (Registry.FIRST, Registry.SECOND) if load(each.name) is asked[1]]
"""
    )
    files = {"docgen.toml": settings, "pkg/world.py": world}
    model = tmp_path / "config.json"
    model.write_text('{"more": 5, "width": 5, "kinds": ["ROUND"]}')
    status, out, _ = explain("--scenario", "small", "size=5", **files)
    assert (status, out) == (0, "small:\n  size=5: SECOND; rejected: FIRST (size 15 is more than 10)\n")
    assert explain("--scenario", "small", "--model-config", str(model), **files)[1].endswith(": FIRST\n")
    assert explain("kind=flat", **files)[0] == 1  # no backend is tried


def test_what_is_rejected_whatever_it_depends_on_is_rejected(explain):
    shapes = FILES["pkg/shapes.py"].replace(
        "        reasons = []\n",
        """        try:
            import faraway
        except ImportError:
            return ["never", "no faraway"]
        reasons = ["never"]
""",
    )
    status, out, _ = explain("--scenario", "large", **{"pkg/shapes.py": shapes})
    assert (status, out) == (0, "large:\n  the defaults: SECOND; rejected: FIRST (never)\n")
    shapes = shapes.replace('reasons = ["never"]', "reasons = []")
    status, out, _ = explain("--scenario", "large", **{"pkg/shapes.py": shapes})
    assert (status, out) == (1, "large:\n  the defaults: unknown: FIRST: it fits when import faraway\n")


def test_defaults_stand_for_what_is_not_set(explain):
    assert choices(explain("--format", "json")[1]) == {"small": "FIRST", "large": "FIRST"}


def test_nothing_is_chosen_after_what_is_unknown(explain):
    order = FILES["pkg/world.py"].replace("[Registry.FIRST,", "[Registry.THIRD, Registry.FIRST,")
    status, out, _ = explain("--scenario", "large", **{"pkg/world.py": order})
    assert status == 1
    assert out.splitlines()[1].startswith("  the defaults: unknown: THIRD: elsewhere.reasons")


def test_a_class_that_cannot_be_imported_is_rejected_with_the_import(explain):
    settings = SETTINGS.replace('["elsewhere"]', '["accel"]')
    settings = settings.replace('name = "large"\n', 'name = "large"\nmissing = ["accel"]\n')
    registry = FILES["pkg/registry.py"].replace("pkg.shapes.First", "pkg.fast.First")
    files = {
        "docgen.toml": settings,
        "pkg/registry.py": registry,
        "pkg/fast.py": "import accel\nfrom pkg.shapes import First\n",
    }
    status, out, _ = explain("--scenario", "large", **files)
    assert status == 0
    no_accel = "ModuleNotFoundError: No module named 'accel'"
    assert out == f"large:\n  the defaults: SECOND; rejected: FIRST (unavailable: {no_accel})\n"
    out = explain("--scenario", "large", "--all", **files)[1]
    assert f"    FIRST: rejected: unavailable: {no_accel}  (pkg/fast.py:1)\n" in out
    assert choices(explain("--format", "json", **files)[1]) == {"small": "FIRST", "large": "SECOND"}


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


def test_an_order_that_raises_chooses_nothing(explain):
    world = FILES["pkg/world.py"].replace(
        "    return [", "    raise ValueError('no sparse kinds here')\n    return ["
    )
    status, out, _ = explain("--scenario", "small", **{"pkg/world.py": world})
    raised = "the order of preference raises ValueError: no sparse kinds here"
    assert (status, out) == (1, f"small:\n  the defaults: no backend is chosen: {raised}\n")


def all_of_these(out: str) -> str:
    return out.splitlines()[-1].removeprefix("  all of these: ")


def test_no_backend_is_said_to_serve_all_where_one_kind_has_none_or_it_is_unknown(explain, tmp_path):
    model = tmp_path / "config.json"
    model.write_text('{"width": 7, "kinds": ["ROUND", "FLAT"]}')
    asked = ("--scenario", "small", "--model-config", str(model))
    no_second = FILES["pkg/world.py"].replace(", Registry.SECOND]", "]")
    assert all_of_these(explain(*asked, **{"pkg/world.py": no_second})[1]) == "no backend fits"
    third = FILES["pkg/world.py"].replace("Registry.SECOND]", "Registry.THIRD, Registry.SECOND]")
    doubt = "unknown: THIRD: elsewhere.reasons() is outside the documented tree"
    assert all_of_these(explain(*asked, **{"pkg/world.py": third})[1]) == doubt
    by_kind = third.replace("    return ", "    if kind is Kind.FLAT:\n        return [FLAT]\n    return ")
    flat = "Registry.SECOND, Registry.THIRD"
    assert (
        all_of_these(explain(*asked, **{"pkg/world.py": by_kind.replace("FLAT]", f"{flat}]", 1)})[1]) == doubt
    )
    only_flat = by_kind.replace("Registry.SECOND]", "Registry.THIRD]").replace("FLAT]", "Registry.SECOND]", 1)
    one_each = "no backend serves them all, one for each does"
    assert all_of_these(explain(*asked, **{"pkg/world.py": only_flat})[1]) == one_each


def test_an_unknown_order_is_not_taken_for_one_without_these(explain, tmp_path):
    model = tmp_path / "config.json"
    model.write_text('{"width": 7, "kinds": ["ROUND", "FLAT"]}')
    unknown = FILES["pkg/world.py"].replace(
        "    return [", "    import elsewhere\n    return elsewhere.order() or ["
    )
    status, out, _ = explain("--scenario", "small", "--model-config", str(model), **{"pkg/world.py": unknown})
    assert status == 1
    assert all_of_these(out).startswith("the order of preference is unknown: ")
    asked = ("--scenario", "small", "--model-config", str(model), "--all")
    out = explain(*asked, **{"pkg/world.py": unknown})[1]
    assert "    SECOND: would fit  (pkg/shapes.py:17)\n" in out
    assert "not in the order" not in out


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
