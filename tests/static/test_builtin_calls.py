"""Calls of builtin functions, methods and operators with whatever arguments: the evaluator agrees, or does not know."""

from __future__ import annotations

import warnings
from random import Random

import pytest
from packages import Answer, answer_of_python

CALLS = 100
"""Calls of one package."""
VALUES = (
    *('"ab"', '""', '"a,b"', '"{} {x}"', '"%s"', 'b"xy"', "3", "-1", "0", "2.5", "True", "None", "10**20"),
    *("[1, 2]", "[]", '["a", None]', "[[1], [2]]", '{"a": 1}', "{}", '{"b": [1]}', "{1, 2}", "set()"),
    *(
        "(1, 2)",
        "()",
        "frozenset({1})",
        "range(3)",
        "slice(1, 2)",
        "int",
        "str",
        "list",
        "lambda x: x",
        "len",
    ),
)
FUNCTIONS = (
    *("abs", "all", "any", "ascii", "bin", "bool", "bytes", "callable", "chr", "dict", "divmod", "enumerate"),
    *(
        "filter",
        "float",
        "format",
        "frozenset",
        "getattr",
        "hasattr",
        "hex",
        "int",
        "isinstance",
        "issubclass",
    ),
    *("iter", "len", "list", "map", "max", "min", "next", "oct", "ord", "pow", "range", "repr", "reversed"),
    *("round", "set", "slice", "sorted", "str", "sum", "tuple", "type", "zip"),
)
OPERATORS = ("+", "-", "*", "/", "//", "%", "<", "<=", "==", "!=", "in", "not in", "and", "or", "|", "&", "^")
NAMES = ("key", "default", "sep", "reverse", "start", "end", "x")
SUBSCRIPTS = ("[0]", "[-1]", "[1:]", "[::2]", "['a']", "[None]")


def methods(value: str) -> list[str]:
    return [name for name in dir(eval(value)) if not name.startswith("_")]  # noqa: S307 - one of those above


def expression(random: Random) -> str:
    arguments = [random.choice(VALUES) for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3)))]
    if random.random() < 0.1:
        arguments.append(f"{random.choice(NAMES)}={random.choice(VALUES)}")
    given = f"({', '.join(arguments)})"
    value = random.choice(VALUES)
    kind = random.random()
    if kind < 0.45 and (names := methods(value)):
        return f"({value}).{random.choice(names)}{given}"
    if kind < 0.75:
        return random.choice(FUNCTIONS) + given
    if kind < 0.85:
        return f"({value}){random.choice(SUBSCRIPTS)}"
    return f"({value}) {random.choice(OPERATORS)} ({random.choice(VALUES)})"


def told(answer: Answer) -> bool:
    """Tell whether it is data: the spelling of Python's own objects does not depend on the call."""
    return answer.kind == "raises" or not any(sign in repr(answer.value) for sign in ("<", " | "))


def disagreements(package, seed: int) -> list[tuple[str, Answer, Answer]]:
    random = Random(seed)  # noqa: S311 - programs, not secrets
    calls = [expression(random) for _ in range(CALLS)]
    text = "".join(f"def call_{number}(): return {call}\n" for number, call in enumerate(calls))
    project = package({"pkg/main.py": text})
    questioner = project.questioner()
    wrong = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with project.imported("pkg.main") as names:
            for number, call in enumerate(calls):
                asked = f"pkg.main.call_{number}()"
                right = answer_of_python(asked, names)
                said = project.evaluated(asked, questioner)
                if told(right) and not said.covers(right):
                    wrong.append((call, said, right))
    return wrong


@pytest.mark.parametrize("seed", range(4))
def test_calls_of_builtins(package, seed):
    assert disagreements(package, seed) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1040))
def test_more_calls_of_builtins(package, seed):
    assert disagreements(package, seed) == []
