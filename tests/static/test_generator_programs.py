"""Random generator functions and their consumers: the evaluator says what CPython says, or does not know."""

from __future__ import annotations

import warnings
from random import Random
from textwrap import indent

import pytest
from packages import answer_of_python
from program_generators import Writer

PROGRAMS = 60
"""Functions of one package."""


def disagreements(package, seed: int) -> list[tuple[str, object, object]]:
    writer = Writer(Random(seed))  # noqa: S311 - programs, not secrets
    programs = [writer.program() for _ in range(PROGRAMS)]
    text = "".join(f"def run_{n}():\n{indent(body, '    ')}\n" for n, body in enumerate(programs))
    project = package({"pkg/main.py": text})
    questioner = project.questioner()
    wrong = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with project.imported("pkg.main") as names:
            for number, program in enumerate(programs):
                asked = f"pkg.main.run_{number}()"
                right = answer_of_python(asked, names)
                said = project.evaluated(asked, questioner)
                if not said.covers(right):
                    wrong.append((program, said, right))
    return wrong


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("seed", range(3))
def test_generators(package, seed):
    assert disagreements(package, seed) == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("seed", range(1000, 1040))
def test_more_generators(package, seed):
    assert disagreements(package, seed) == []
