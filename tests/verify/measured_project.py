"""A project with evidence that no test was run for."""

from __future__ import annotations

from pathlib import Path

from tiny_project import FILES, write_tree

from docgen.model.measurement import Measurement, Outcome
from docgen.verify.evidence_files import EvidenceFile, name_of_reach, write_evidence
from docgen.verify.modules import Modules

VERIFY = """
[verify]
tests = ["checks"]
{more}
[[verify.target]]
name = "host"
scenario = "flat"
mark = "h"

[[verify.target]]
name = "gpu"
"""

REACHES = {
    "CIRCLE": ("shapes", "shapes.base", "shapes.circle", "shapes.colours"),
    "SQUARE": ("shapes", "shapes.base", "shapes.colours", "shapes.square"),
}

DECLARED = {
    ("CIRCLE", "colours", "RED"): True,
    ("CIRCLE", "colours", "BLUE"): True,
    ("CIRCLE", "round", True): True,
    ("SQUARE", "colours", "RED"): True,
    ("SQUARE", "colours", "BLUE"): False,
    ("SQUARE", "round", True): False,
}


def write_project(root: Path, more: str = "") -> Path:
    """The project of shapes, with targets."""
    files = {**FILES, "docgen.toml": FILES["docgen.toml"] + VERIFY.format(more=more)}
    return write_tree(root, files)


def measure(root: Path, changes: dict[tuple, dict] | None = None, target: str = "host", leave_out=()) -> None:
    """Write evidence of the code as it is that everything is as declared, but for `changes`."""
    modules = Modules(root, ("shapes",))
    lines = []
    for (backend, capability, value), declared in DECLARED.items():
        if (backend, capability, value) in leave_out:
            continue
        fields = {
            "declared": declared,
            "outcome": Outcome.VERIFIED,
            "digest": modules.digest(REACHES[backend]),
            "reach": name_of_reach(REACHES[backend]),
            "tests": {f"checks/test_shapes.py::test_{capability}[{backend}-{value}]": "passed"},
        }
        fields |= (changes or {}).get((backend, capability, value), {})
        lines.append(Measurement(backend=backend, capability=capability, value=value, **fields))
    reaches = {name_of_reach(each): each for each in REACHES.values()}
    write_evidence(root / "evidence", EvidenceFile(target, tuple(lines), reaches))


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Replace a text that is there."""
    text = (root / path).read_text()
    assert old in text
    (root / path).write_text(text.replace(old, new))
