"""Random programs, run by CPython and asked as the command line asks: the evaluator agrees, or says that it does not know."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path
from random import Random

import pytest
import python_worlds
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from packages import Answer, answer_of
from program_features import Feature
from programs import Program, program
from python_worlds import OUTSIDE, Endless, Python

from docgen.config import Capability, Config, Discovery, Scenario
from docgen.config.schema import DiscoveryKind
from docgen.errors import DocgenError
from docgen.project.introspection import introspect

PROGRAMS = 40
"""Programs of one part in every run."""
MANY = 2_500
"""Programs of one part in a slow run: 22,500 in all."""
PARTS = {
    "plain": (),
    "imports": (Feature.IMPORTS,),
    "failing": (Feature.FAILING,),
    "cycles": (Feature.CYCLES, Feature.IMPORTS),
    "classes": (Feature.HOOKS, Feature.METACLASSES),
    "effects": (Feature.HANDLERS, Feature.CALLBACKS),
    "unknown": (Feature.UNKNOWN, Feature.HANDLERS),
    "objects": (Feature.OBJECTS, Feature.HANDLERS),
    "all": tuple(Feature),
}
"""Features of the programs of each part."""
UNKNOWN_SHARE = {"plain": 0.1, "all": 0.6}
"""Part of the answers that may be unknown; by default, a half."""
REGISTRY = 'import enum\nclass Registry(enum.Enum): BACKEND = "pkg.main.Backend"\n'


def asked(written: Program, root: Path, missing: tuple[str, ...]) -> list[Answer]:
    """The evaluator's answers, nothing having been read beforehand, without the missing packages."""
    for name, text in {**written.files, "pkg/registry.py": REGISTRY}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    config = Config(
        packages=("pkg",),
        discovery=Discovery(kind=DiscoveryKind.ENUM, path="pkg.registry.Registry"),
        scenario=(Scenario(name="bare", missing=missing, installed=("outside_pkg",)),),
        capability=tuple(
            Capability(key=f"p{number}", header="P", probe=f"cls.p{number}()")
            for number in range(len(written.probes))
        ),
    )
    try:
        (row,) = introspect(root, config).backends
    except DocgenError as error:
        return [Answer("unavailable", str(error))] * len(written.probes)
    return [answer_of(cells[0]) for cells in row.cells.values()]


def excused(right: Answer, static: Answer, world: dict[str, object] | None) -> bool:
    """Allow an answer where CPython raises: no handler saw what an operation on an unknown value raised."""
    return world is not None and right.kind in {"raises", "import"}


def compare(written: Program, root: Path, counts: Counter[str], *, unknowns: bool) -> None:
    """Every answer of the evaluator is CPython's, or an admission."""
    python = Python(written.files)
    worlds = OUTSIDE if unknowns else [None]
    try:
        told = [python.answers(len(written.probes), world) for world in worlds]
    except Endless:
        counts["endless"] += 1
        return
    # Imports that a scenario does not mention are assumed to succeed: no answer could be compared.
    static = asked(written, root, ("absent_pkg",) if unknowns else ("absent_pkg", "maybe_pkg"))
    if any(answer.kind != "import" for answers in told for answer in answers[:1]):
        counts.update(answer.kind for answer in static)
    for number, probe in enumerate(written.probes):
        for world, answers in zip(worlds, told, strict=True):
            right, said = answers[number], static[number]
            if not said.covers(right) and not excused(right, said, world):
                for name, text in written.files.items():
                    note(f"# {name}\n{text}")
                pytest.fail(f"{probe}: CPython says {right}, the evaluator {said}, outside_pkg being {world}")


def run_programs(part: str, count: int, base: Path, *, fixed: bool = True) -> None:
    """Draw programs, the same ones in every run if they are `fixed`, so that a run can be repeated."""
    counts: Counter[str] = Counter()
    roots = itertools.count()
    features = frozenset(PARTS[part])

    @settings(
        max_examples=count,
        deadline=None,
        derandomize=fixed,
        database=None,
        print_blob=True,
        phases=[
            Phase.generate
        ],  # to shrink a number would take longer than to read one program, which is shown
        suppress_health_check=[*HealthCheck],
    )
    @given(st.integers(0, 2**63))
    def agree(number: int) -> None:
        note(f"program {number} of part {part}")
        written = program(Random(f"{part} {number}"), features)
        compare(written, base / str(next(roots)), counts, unknowns=Feature.UNKNOWN in features)

    agree()
    assert counts.total() > count * 3, "too few programs can be imported for the test to mean something"
    assert counts["unknown"] < UNKNOWN_SHARE.get(part, 0.5) * counts.total(), counts


@pytest.mark.parametrize("part", PARTS)
def test_programs_agree_with_cpython(part, tmp_path):
    run_programs(part, PROGRAMS, tmp_path)


@pytest.mark.parametrize("text", ["while True: pass", "x = [1]\nfor v in x: x.append(v)"])
def test_an_endless_program_is_left_out(text, tmp_path, monkeypatch):
    monkeypatch.setattr(python_worlds, "SECONDS", 0.1)
    written = Program({"pkg/__init__.py": "", "pkg/main.py": f"{text}\nclass Backend: pass\n"}, ["1"])
    counts: Counter[str] = Counter()
    compare(written, tmp_path, counts, unknowns=False)
    assert counts == {"endless": 1}


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_many_programs_agree_with_cpython(part, tmp_path):
    run_programs(part, MANY, tmp_path, fixed=False)
