"""Both origins in one model: agreement, conflict, filling, and what neither knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tiny_project import FILES, SCENARIOS, make_backend, make_model, write_tree

from docgen.cli.main import main
from docgen.model.cell import Cell, Origin
from docgen.model.location import Location
from docgen.project.merge_origins import merge
from docgen.runtime.answers import Import, RuntimeBackend, RuntimeModel

LATE = {
    # In a large tree, modules that are only imported for a name are not followed any further.
    "shapes/patch.py": "from shapes.circle import Circle\n\nCircle.is_round = classmethod(lambda cls: False)\n",
    "shapes/helper.py": "import shapes.patch\n\nNAME = 'shapes'\n",
    "shapes/registry.py": FILES["shapes/registry.py"]
    + "\n\nfrom shapes.helper import NAME\n\n\ndef name():\n    return NAME\n",
}
OPEN = {
    "shapes/square.py": """import platform
import sys

from shapes.base import Shape


class Square(Shape):
    @classmethod
    def is_round(cls):
        return platform.python_implementation() == sys.implementation.name
"""
}


class Project:
    """A tree, and what docgen exports of it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._capsys = capsys

    def run(self, *arguments: str) -> tuple[int, str, str]:
        status = main([arguments[0], "--root", str(self.root), *arguments[1:]])
        captured = self._capsys.readouterr()
        return status, captured.out, captured.err

    def export(self, *arguments: str) -> dict:
        status, out, err = self.run("export", "--quiet", *arguments)
        assert status == 0, err
        return json.loads(out)


@pytest.fixture
def project(tmp_path, capsys):
    def make(files: dict[str, str]) -> Project:
        write_tree(tmp_path, {**FILES, **files})
        return Project(tmp_path, capsys)

    return make


def cells(record: dict, backend: str, key: str) -> list[dict]:
    return next(b for b in record["backends"] if b["name"] == backend)["cells"][key]


def rules(record: dict) -> list[str]:
    return [finding["rule"] for finding in record["findings"] if finding["rule"] != "missing-page"]


def test_what_agrees_is_as_the_source_says(project):
    tree = project({})
    both, source = tree.export("--runtime"), tree.export()
    assert (both["backends"], both["lists"]) == (source["backends"], source["lists"])
    assert rules(both) == []


@pytest.mark.usefixtures("_large_trees")
def test_a_conflict_names_both_values_and_both_places(project):
    tree = project(LATE)
    assert rules(tree.export()) == []
    record = tree.export("--runtime")
    assert rules(record) == ["static-runtime-conflict"]
    finding = next(f for f in record["findings"] if f["rule"] == "static-runtime-conflict")
    assert (finding["backend"], finding["capability"]) == ("CIRCLE", "round")
    assert (finding["expected"], finding["answered"]) == ("true", "false")
    assert finding["code_location"].startswith("shapes/circle.py:")
    assert finding["class_location"].startswith("shapes/patch.py:")
    assert cells(record, "CIRCLE", "round")[0]["value"] is True
    tree.run("build", "--runtime")
    status, out, _ = tree.run("check", "--runtime")
    assert status == 1
    assert "code says  true  (shapes/circle.py:" in out
    assert "runtime    false  (shapes/patch.py:" in out
    assert tree.run("check")[0] == 0


def test_what_the_source_leaves_open_is_filled_and_says_so(project):
    tree = project(OPEN)
    assert {cell["state"] for cell in cells(tree.export(), "SQUARE", "round")} <= {"unknown", "conditional"}
    (cell,) = cells(tree.export("--runtime"), "SQUARE", "round")
    assert (cell["state"], cell["origin"], cell["value"]) == ("known", "runtime", False)
    tree.run("build", "--runtime")
    assert "answered at runtime" in (tree.root / "docs/shapes.md").read_text(encoding="utf-8")
    assert tree.run("check", "--runtime")[0] == 0
    assert tree.run("check")[0] == 1
    assert "runtime" in tree.run("show", "--runtime", "--verbose")[1]
    assert "static" in tree.run("show", "--verbose")[1]


def test_an_answer_that_met_a_stand_in_says_of_what(project):
    text = OPEN["shapes/square.py"].replace("import platform", "import elsewhere\nimport platform")
    text = text.replace("        return", "        elsewhere.prepare()\n        return")
    settings = FILES["docgen.toml"].replace("assume = {", 'installed = ["elsewhere"]\nassume = {')
    tree = project({"shapes/square.py": text, "docgen.toml": settings})
    (cell,) = cells(tree.export("--runtime"), "SQUARE", "round")
    assert (cell["origin"], cell["stubs"], cell["value"]) == ("runtime", ["elsewhere"], False)
    assert "runtime (stubbed: elsewhere)" in tree.run("show", "--runtime", "--verbose")[1]


@pytest.mark.usefixtures("_large_trees")
def test_a_backend_that_cannot_be_imported_costs_itself_alone(project):
    text = FILES["shapes/circle.py"]
    # In a large tree, what a call raises is not seen in the text.
    tree = project({"shapes/circle.py": "exec('raise SystemExit(3)')\n" + text})
    record = tree.export("--runtime")
    assert rules(record) == ["failed-import"]
    finding = next(f for f in record["findings"] if f["rule"] == "failed-import")
    assert finding["backend"] == "CIRCLE"
    assert "SystemExit" in finding["message"]
    assert finding["severity"] == "error"
    assert finding["code_location"] == "shapes/circle.py:1"
    assert cells(record, "SQUARE", "round")[0]["state"] == "known"


def test_a_package_of_somebody_else_that_is_not_there_is_a_warning(project):
    tree = project({"shapes/circle.py": "import elsewhere_not_there\n" + FILES["shapes/circle.py"]})
    (finding,) = [f for f in tree.export("--runtime")["findings"] if f["rule"] == "failed-import"]
    assert finding["severity"] == "warning"
    assert "No module named 'elsewhere_not_there'" in finding["message"]


LACKS = FILES["docgen.toml"].replace("assume = {", 'missing = ["accel"]\nassume = {')
CIRCLE = FILES["shapes/circle.py"]


def test_both_origins_agree_that_a_class_cannot_be_imported(project):
    tree = project({"docgen.toml": LACKS, "shapes/circle.py": "import accel\n" + CIRCLE})
    record = tree.export("--runtime")
    assert rules(record) == []
    assert {(c["state"], c["origin"]) for c in cells(record, "CIRCLE", "round")} == {
        ("unavailable", "static")
    }
    assert record["backends"] == tree.export()["backends"]


@pytest.mark.usefixtures("_large_trees")
def test_a_class_that_is_imported_all_the_same_is_one_conflict(project):
    registry = "import sys\nsys.modules['accel'] = sys\n" + FILES["shapes/registry.py"]
    files = {"shapes/circle.py": "import accel\n" + CIRCLE, "shapes/registry.py": registry}
    tree = project({"docgen.toml": LACKS, **files})
    record = tree.export("--runtime")
    assert rules(record) == ["static-runtime-conflict"]
    finding = next(f for f in record["findings"] if f["rule"] == "static-runtime-conflict")
    assert finding["message"] == (
        "CIRCLE: the source says that it cannot be imported (ModuleNotFoundError: No module named 'accel'), "
        "and it is imported (flat, solid)"
    )
    assert (finding["expected"], finding["answered"]) == ("unavailable", "imported")
    assert (finding["code_location"], finding["class_location"]) == (
        "shapes/circle.py:1",
        "shapes/circle.py:6",
    )
    assert {cell["state"] for cell in cells(record, "CIRCLE", "round")} == {"unavailable"}


@pytest.mark.usefixtures("_large_trees")
def test_an_import_that_fails_fills_what_the_source_leaves_open(project):
    name = "from shapes.world import absent\n"
    open_import = OPEN["shapes/square.py"].replace("import sys\n", f"import sys\n{name}")
    record = project({"shapes/square.py": open_import, "shapes/circle.py": name + CIRCLE}).export("--runtime")
    assert rules(record) == ["failed-import", "failed-import"]
    (cell,) = cells(record, "SQUARE", "round")
    assert (cell["state"], cell["origin"]) == ("unavailable", "runtime")
    assert cell["reason"].startswith("ImportError: cannot import name 'absent' from 'shapes.world'")
    assert {cell["state"] for cell in cells(record, "CIRCLE", "round")} == {"known"}


def test_a_package_of_which_the_scenario_says_nothing_makes_no_class_unavailable(project):
    text = OPEN["shapes/square.py"].replace("import sys\n", "import sys\nimport elsewhere_not_there\n")
    record = project({"shapes/square.py": text}).export("--runtime")
    states = {cell["state"] for cell in cells(record, "SQUARE", "round")}
    assert states <= {"unknown", "conditional"}


def test_rows_of_one_origin_are_rows_and_findings():
    absent = RuntimeBackend(
        name="DISC",
        imports=(Import(scenarios=SCENARIOS, object="shapes.disc.Disc", problem="raises ValueError: no"),),
        cells={"round": (Cell.unknown("raises ValueError: no", None, SCENARIOS, Origin.RUNTIME),)},
    )
    runtime = RuntimeModel(
        scenarios=SCENARIOS, backends=(absent,), lists={}, domains={}, broken={}, durations=()
    )
    model = merge(make_model(make_backend("CIRCLE")), runtime, Location("shapes/registry.py", 1))
    assert [backend.name for backend in model.backends] == ["CIRCLE", "DISC"]
    assert str(model.backends[1].location) == "shapes/registry.py:1"
    assert [finding.message for finding in model.findings] == [
        "the source has CIRCLE, the imported registry has not",
        "the imported registry has DISC, the source has not",
    ]


def test_a_registry_that_cannot_be_imported_is_a_finding_and_loses_no_row():
    runtime = RuntimeModel(
        scenarios=SCENARIOS,
        backends=(),
        lists={},
        domains={},
        broken=dict.fromkeys(SCENARIOS, "SystemExit: 3"),
        durations=(),
    )
    static = make_model()
    model = merge(static, runtime, Location("shapes/registry.py", 1))
    assert model.backends == static.backends
    (finding,) = model.findings
    assert finding.message == f"the registry cannot be imported ({', '.join(SCENARIOS)}): SystemExit: 3"
    assert finding.code_location == Location("shapes/registry.py", 1)


def test_no_python_there_is_a_plain_error(project):
    status, _, err = project({}).run("check", "--runtime", "--python", "/no/such/python")
    assert status == 2
    assert "/no/such/python" in err
    assert "Traceback" not in err


def test_python_without_runtime_is_wrong_usage(project):
    status, _, err = project({}).run("check", "--python", "python3")
    assert status == 2
    assert "--runtime" in err
