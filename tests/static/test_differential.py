"""Random programs, run by CPython and by the evaluator: the evaluator agrees, or says that it does not know."""

from __future__ import annotations

import itertools
import sys
import types
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st
from packages import Answer, Package, answer_of_python
from programs import Program, program

PARTS = 4
PROGRAMS = 500
"""Programs of one part: 2,000 a run."""
PROBES = 8
"""Questions to ask about each."""
UNKNOWN_SHARE = 0.1


class Python:
    """A program in CPython: compiled once, imported anew for each question."""

    def __init__(self, files: dict[str, str]) -> None:
        names = {name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): name for name in files}
        self._codes = {module: compile(files[name], name, "exec") for module, name in names.items()}

    @contextmanager
    def imported(self, outside: types.ModuleType | None) -> Iterator[types.ModuleType]:
        names = [*self._codes, "outside_pkg"]
        if outside is not None:
            sys.modules["outside_pkg"] = outside
        try:
            for name in self._codes:
                module = sys.modules[name] = types.ModuleType(name)
                parent, _, last = name.rpartition(".")
                if parent:
                    setattr(sys.modules[parent], last, module)
                else:
                    module.__path__ = []
            for name, code in self._codes.items():
                exec(code, vars(sys.modules[name]))  # noqa: S102 - a program that this test wrote
            yield sys.modules["pkg"]
        finally:
            for name in names:
                sys.modules.pop(name, None)

    def answer(self, expression: str, outside: types.ModuleType | None = None) -> Answer:
        with self.imported(outside) as package:
            return answer_of_python(expression, {"pkg": package})

    def imports(self, outside: types.ModuleType | None = None) -> bool:
        try:
            with self.imported(outside):
                return True
        except Exception:  # whatever the random program raises  # noqa: BLE001
            return False


def show(written: Program) -> None:
    for name, text in written.files.items():
        if text:
            note(f"# {name}\n{text}")


def compare(written: Program, root, counts: Counter[str]) -> None:
    """Every answer of the evaluator is CPython's, or an admission."""
    python = Python(written.files)
    assume(python.imports())
    package = Package(root, written.files)
    questioner = package.questioner()
    for probe in written.probes[:PROBES]:
        static = package.evaluated(probe, questioner)
        counts[static.kind] += 1
        right = python.answer(probe)
        if not static.covers(right):
            show(written)
            pytest.fail(f"{probe}: CPython says {right}, the evaluator {static}")


def budget(examples: int, *, fixed: bool = True):
    """How many programs to draw; the same ones in every run unless told otherwise, so that a run can be repeated."""
    checks = [
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ]
    return settings(
        max_examples=examples, deadline=None, derandomize=fixed, database=None, print_blob=True, suppress_health_check=checks
    )  # fmt: skip


SEEDS = st.integers(0, 2**63)
"""A program is drawn by a generator that a number seeds: shrinking thousands of choices would take longer than
reading one program, which is shown with the number that made it."""


@pytest.mark.parametrize("part", range(PARTS))
def test_programs_agree_with_cpython(part, tmp_path_factory):
    run_programs(PROGRAMS, tmp_path_factory, part)


@pytest.mark.slow
def test_many_programs_agree_with_cpython(tmp_path_factory):
    run_programs(20_000, tmp_path_factory, fixed=False)


def run_programs(count: int, tmp_path_factory, part: int = 0, *, fixed: bool = True) -> None:
    counts: Counter[str] = Counter()
    roots = itertools.count()
    base = tmp_path_factory.mktemp("programs")

    @budget(count, fixed=fixed)
    @given(SEEDS)
    def agree(number: int) -> None:
        note(f"program {number}")
        compare(program(Random(number * PARTS + part)), base / str(next(roots)), counts)

    agree()
    asked = counts.total()
    assert asked > count * PROBES / 2, "too few programs can be imported for the test to mean something"
    assert counts["unknown"] < UNKNOWN_SHARE * asked, counts


OUTSIDE = [
    {"number": number, "word": word, "flag": flag, "sizes": sizes}
    for number, word, flag, sizes in [(0, "", False, ()), (1, "a", True, (1,)), (7, "fp8", 1, (3, 1, 2)), (-1, "b", 0, (0, 0))]
]  # fmt: skip
"""What the outside package may turn out to hold."""


def stub(values: dict[str, object]) -> types.ModuleType:
    module = types.ModuleType("outside_pkg")
    vars(module).update(values)
    module.sizes = lambda: list(values["sizes"])
    return module


def test_changes_from_another_module_are_covered(tmp_path_factory):
    roots = itertools.count()
    base = tmp_path_factory.mktemp("programs")

    @budget(400)
    @given(SEEDS)
    def cover(number: int) -> None:
        note(f"program {number} that changes another module")
        written = program(Random(number), abroad=True)
        python = Python(written.files)
        assume(python.imports())
        package = Package(base / str(next(roots)), written.files)
        questioner = package.questioner()
        for probe in written.probes[:PROBES]:
            excuse_or_agree(written, probe, package.evaluated(probe, questioner), python.answer(probe))

    cover()


def excuse_or_agree(written: Program, probe: str, static: Answer, right: Answer) -> None:
    """An operation on an unknown value is taken to succeed: there is no answer where it does not."""
    if right.kind == "known" and static.kind != "raises" and not static.covers(right):
        show(written)
        pytest.fail(f"{probe}: CPython says {right}, the evaluator {static}")


def test_answers_cover_whatever_the_outside_holds(tmp_path_factory):
    counts: Counter[str] = Counter()
    roots = itertools.count()
    base = tmp_path_factory.mktemp("programs")

    @budget(400)
    @given(SEEDS)
    def cover(number: int) -> None:
        note(f"program {number} with an outside package")
        written = program(Random(number), outside=True)
        python = Python(written.files)
        worlds = [world for values in OUTSIDE if python.imports(world := stub(values))]
        assume(worlds)
        package = Package(base / str(next(roots)), written.files)
        questioner = package.questioner()
        for probe in written.probes[:PROBES]:
            static = package.evaluated(probe, questioner)
            counts[static.kind] += 1
            for world in worlds:
                excuse_or_agree(written, probe, static, python.answer(probe, world))

    cover()
    assert counts["known"] > counts.total() / 4
    assert counts["conditional"] > 0
