"""A project with tests of its own, and a pytest that runs them with the plugin."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tiny_project import FILES, write_tree

VERIFY = """
[verify]
tests = ["checks"]

[[verify.target]]
name = "host"
scenario = "flat"

[[verify.target]]
name = "other"
"""

TESTS = {
    "checks/test_shapes.py": """
from docgen.verify import claims
from shapes.colours import Colour
from shapes.registry import ShapeEnum


def shape(name):
    module, _, attribute = ShapeEnum[name].value.rpartition(".")
    return getattr(__import__(module, fromlist=[attribute]), attribute)


@claims("colours")
def test_colours(backend, value, declared, record_property):
    record_property("error", 0.12345)
    assert shape(backend).supports_colour(Colour[value]) is declared


@claims("round")
def test_round(claim, declared):
    assert shape(claim.backend).is_round() is declared
""",
}


class Project:
    """A documented project in a directory of its own."""

    def __init__(self, pytester: pytest.Pytester, files: dict[str, str]) -> None:
        self.pytester = pytester
        self.root = pytester.path
        write_tree(self.root, files)

    def run(self, *arguments: str) -> pytest.RunResult:
        """Run its tests in a process of their own."""
        plugin = ("-p", "docgen.verify.plugin", "-p", "no:cacheprovider")
        return self.pytester.runpytest_subprocess(*plugin, *arguments)

    def evidence(self, target: str = "host"):
        """Its evidence, by claim in words."""
        from docgen.verify.evidence_files import read_evidence

        found = read_evidence(self.root / "evidence", target)
        return {str(each.claim): each for each in found.measurements}

    def reach(self, claim: str, target: str = "host") -> tuple[str, ...]:
        """The modules that the tests of a claim reached."""
        from docgen.verify.evidence_files import read_evidence

        found = read_evidence(self.root / "evidence", target)
        return next(found.reaches[each.reach] for each in found.measurements if str(each.claim) == claim)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that is there."""
        file = self.root / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    """The project of shapes, with tests of its claims."""
    repository = Path(__file__).parents[2]
    paths = [str(repository), str(pytester.path), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    # Each run of pytest would load every plugin of the environment first, hypothesis' strategies among them.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_PLUGINS", "xdist.plugin")
    files = {**FILES, **TESTS, "docgen.toml": FILES["docgen.toml"] + VERIFY}
    return Project(pytester, files)
