"""Programs to start fuzzing from, and random changes of a program that is still one in most cases.

The parts come from the evaluator's own tables of cases: a change puts an expression or a statement of one program into
another, where the grammar allows it.
"""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random
from textwrap import dedent, indent

HERE = Path(__file__).parent / "static"
LONGEST = 1_500
"""Characters of a program to start from."""
HOSTILE = (
    "-1", "10**12", "2**70", "1e308", "float('nan')", "''", "'a' * 999", "()", "[]", "{}", "None", "...", "b'\\xff'",
    "'\\ud800'", "'\\0'", "range(10**9)", "iter(())", "type", "object()", "NotImplemented", "lambda *a, **k: a",
)  # fmt: skip
"""Expressions that take the place of others."""
WRAPPED = (
    "for _ in range(60):\n{}",
    "while True:\n{}",
    "try:\n{}\nexcept BaseException: pass",
    "class _W:\n{}",
    "def _f(*a, **k):\n{}\n_f()",
    "with _ as _:\n{}",
)
"""Statements around others."""


def _texts() -> Iterator[str]:
    """Every program of the tables of cases."""
    sys.path.insert(0, str(HERE))
    for path in sorted(HERE.glob("cases_*.py")):
        cases = getattr(import_module(path.stem), "CASES", ())
        if isinstance(cases, dict):
            bodies = (body for body in cases.values() if isinstance(body, str))
            yield from (f"def answer():\n{indent(dedent(body).strip(), '    ')}\n" for body in bodies)
        else:
            yield from (dedent(case.main) for case in cases if hasattr(case, "main"))


def parsed(text: str) -> ast.Module | None:
    """The program; None if it is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


SEEDS = tuple(dict.fromkeys(text for text in _texts() if len(text) <= LONGEST and parsed(text)))
"""Programs whose `answer()` is asked for."""


@cache
def _parts() -> tuple[list[ast.expr], list[ast.stmt]]:
    """The expressions and the statements of all programs."""
    nodes = [node for text in SEEDS for node in ast.walk(ast.parse(text))]
    loaded = [
        n
        for n in nodes
        if isinstance(n, ast.expr) and isinstance(getattr(n, "ctx", None), (ast.Load, type(None)))
    ]
    hostile = [ast.parse(text, mode="eval").body for text in HOSTILE] * (len(loaded) // 100)
    return loaded + hostile, [node for node in nodes if isinstance(node, ast.stmt)]


def mutated(text: str, random: Random) -> str | None:
    """Return the program with one to four changes; None if it is none, or cannot be written."""
    tree = parsed(text)
    if tree is None:
        return None
    try:
        for _ in range(random.choice((1, 1, 2, 4))):
            _change(tree, random)
        written = ast.unparse(ast.fix_missing_locations(tree))
    except (SyntaxError, ValueError, RecursionError):
        return None
    return (
        written if parsed(written) is not None else None
    )  # a change inside of a pattern may leave no Python


def _change(tree: ast.Module, random: Random) -> None:
    expressions, statements = _parts()
    if random.random() < 0.6:
        places = [
            (node, name, index)
            for node in ast.walk(tree)
            for name, value in ast.iter_fields(node)
            for index, part in enumerate(value if isinstance(value, list) else [value])
            if isinstance(part, ast.expr) and isinstance(getattr(part, "ctx", None), (ast.Load, type(None)))
            if not isinstance(node, (ast.JoinedStr, ast.pattern))
        ]
        if places:
            node, name, index = random.choice(places)
            _put(node, name, index, deepcopy(random.choice(expressions)))
        return
    bodies = [
        value
        for node in ast.walk(tree)
        for _, value in ast.iter_fields(node)
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt)
    ]
    body = random.choice(bodies or [tree.body])
    place = random.randrange(len(body) + 1)
    match random.choice(("insert", "insert", "delete", "wrap", "copy")):
        case "insert":
            body.insert(place, deepcopy(random.choice(statements)))
        case "delete" if len(body) > 1:
            body.pop(place - 1)
        case "wrap" if body:
            inner = indent(ast.unparse(body[place - 1]), "    ")
            body[place - 1 : place or None] = ast.parse(random.choice(WRAPPED).format(inner)).body
        case _:
            body.insert(place, deepcopy(random.choice(body or statements)))


def _put(node: ast.AST, name: str, index: int, part: ast.expr) -> None:
    value = getattr(node, name)
    if isinstance(value, list):
        value[index] = part
    else:
        setattr(node, name, part)
