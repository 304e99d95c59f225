"""Choices that hang on what is unknown, assumed, absent or raised."""

from __future__ import annotations

from explained_project import FILES, SETTINGS, choices

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
