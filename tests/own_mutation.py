"""Mutation testing of docgen itself: a random sample of small changes of its code, each of which its tests should notice.

    pip install coverage
    python tests/own_mutation.py --count 160 --seed 1            # draw, run, print
    python tests/own_mutation.py --count 160 --seed 1 --record   # and keep the figures: tests/own_mutation.json, docs/reliability.md
    python tests/own_mutation.py --again --record                # run only those that survived, of all seeds that were kept

A mutant is run by the tests that reach its line, the fastest first, until one fails (`mutation_session`). What no test notices
survives: the record names it, and keeps the reason that somebody wrote beside it.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from mutation_session import UNAPPLIED, Session
from recorded import write_region

OWN = Path(__file__).parents[1]
RECORD = OWN / "tests/own_mutation.json"
PAGE = OWN / "docs/reliability.md"
ROOMS = {
    "docgen/rendering": (
        "tests/rendering",
        "tests/comparison",
        "tests/scaffold",
        "tests/cli",
        "tests/test_diff.py",
        "tests/test_history_command.py",
        "tests/test_include_lines.py",
        "tests/test_page_fuzz.py",
        "tests/test_reconcile.py",
    ),
    "docgen/static": (
        "tests/static",
        "tests/test_cache.py",
        "tests/test_one_place.py",
        "tests/test_origins.py",
        "tests/test_values_alone.py",
    ),
}
"""Directories whose code is changed, with the tests that mirror them."""
SECONDS = 300
"""Longest time of the tests of one mutant in a copy of the repository."""
COMPARED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
"""For each comparison, another one."""
Record = dict[str, dict[str, Any]]
"""For each seed, the number of mutants and the survivors."""


@dataclass(frozen=True)
class Mutant:
    """A change of one line of a file."""

    path: str
    line: int
    edit: str
    """The text before and after."""
    text: str
    """The whole file, changed."""
    statement: int
    """The line that the innermost statement around the change begins on."""


def edits(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that may take the place of one."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in COMPARED:
            yield ast.Compare(node.left, [COMPARED[type(operator)]()], node.comparators)
        case ast.BoolOp():
            yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.If() | ast.IfExp():
            yield ast.UnaryOp(ast.Not(), node.test)
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield ast.Constant(node.value + 1)
        case ast.BinOp(op=ast.Add()):
            yield ast.BinOp(node.left, ast.Sub(), node.right)
        case ast.BinOp(op=ast.Sub()):
            yield ast.BinOp(node.left, ast.Add(), node.right)
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Continue() | ast.Raise():
            yield ast.Pass()


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def places(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes of functions, without annotations, which nothing runs."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            pending: list[ast.AST] = [*function.body]
            while pending:
                node = pending.pop()
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    continue
                yield node
                skipped = node.annotation if isinstance(node, ast.AnnAssign) else None
                pending += [child for child in ast.iter_child_nodes(node) if child is not skipped]


def mutants(path: str, text: str) -> list[Mutant]:
    """Every mutant of a file."""
    found = []
    tree = ast.parse(text)
    starts = sorted(node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt))
    for node in places(tree):
        for new in edits(node):
            target = node.test if isinstance(node, ast.If | ast.IfExp) else node
            start, end = (
                _offset(text, target.lineno, target.col_offset),
                _offset(text, target.end_lineno, target.end_col_offset),
            )
            old = text[start:end]
            put = ast.unparse(ast.fix_missing_locations(new))
            put = put if isinstance(target, ast.stmt) else f"({put})"
            changed = text[:start] + put + text[end:]
            start_line = starts[bisect_right(starts, target.lineno) - 1]
            edit = f"{' '.join(old.split())} -> {put}"
            found.append(Mutant(path, target.lineno, edit, changed, start_line))
    return found


def _offset(text: str, line: int, column: int) -> int:
    """The place of a column, which `ast` counts in bytes."""
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())


def drawn(count: int, seed: int) -> list[Mutant]:
    """A sample, spread over rooms and files: a mutant is of a file that was drawn first, of a room before that."""
    random = Random(seed)  # noqa: S311  (a seed, not a secret)
    files = [sorted(str(p.relative_to(OWN)) for p in (OWN / room).rglob("*.py")) for room in ROOMS]
    found: list[Mutant] = []
    while len(found) < count:
        path = random.choice(random.choice(files))
        some = mutants(path, (OWN / path).read_text(encoding="utf-8"))
        if some:
            found.append(random.choice(some))
    return found


def verdict(mutant: Mutant, tests: Sequence[str]) -> str:
    """Run these tests of a mutant in a copy of the repository: `killed`, `endless` or `survived`."""
    with tempfile.TemporaryDirectory(prefix="docgen-mutation-") as directory:
        copy = Path(directory) / "repository"
        shutil.copytree(OWN, copy, ignore=shutil.ignore_patterns(".git", ".venv", "__pycache__", "site"))
        (copy / mutant.path).write_text(mutant.text, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", *tests]
        try:
            done = subprocess.run(
                command,
                cwd=copy,
                env={**os.environ, "PYTHONPATH": str(copy)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "endless"
    return "survived" if done.returncode == 0 else "killed"


def table(record: Record) -> Iterator[str]:
    """Yield the lines of the page."""
    drawn = sum(run["drawn"] for run in record.values())
    survivors = [each for run in record.values() for each in run["survivors"]]
    share = 100 * len(survivors) / max(drawn, 1)
    yield (
        f"Of {drawn} mutants (seeds {', '.join(record)}), {drawn - len(survivors)} were noticed; "
        f"{len(survivors)} survived ({share:.0f} %):"
    )
    yield ""
    yield "| Place | Change | Reason |"
    yield "| --- | --- | --- |"
    for each in survivors:
        change = each["edit"].replace("|", "\\|").replace("`", "'")
        yield f"| `{each['place']}` | `{change}` | {each['reason'] or 'not looked at'} |"


def kept() -> Record:
    """The runs so far, by their seeds."""
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}


def keep(seed: int, number: int, survivors: Sequence[Mutant]) -> None:
    """Write the record of a run and the page; reasons of survivors that are known stay."""
    record = kept()
    reasons = {
        (each["place"], each["edit"]): each["reason"] for run in record.values() for each in run["survivors"]
    }
    found = [(f"{m.path}:{m.line}", m.edit) for m in survivors]
    listed = [{"place": at, "edit": edit, "reason": reasons.get((at, edit), "")} for at, edit in found]
    record[str(seed)] = {"drawn": number, "survivors": listed}
    RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    write_region(PAGE, "mutation", table(record))


def survivors_of(run: dict[str, Any]) -> list[Mutant]:
    """The recorded survivors of a run: in a file that changed, the nearest place of the same edit, if there is one."""
    made: dict[str, list[Mutant]] = {}
    found = []
    for each in run["survivors"]:
        path, _, line = each["place"].partition(":")
        if path not in made:
            made[path] = mutants(path, (OWN / path).read_text(encoding="utf-8"))
        if same := [mutant for mutant in made[path] if mutant.edit == each["edit"]]:
            found.append(min(same, key=lambda mutant: abs(mutant.line - int(line))))
    return found


def main() -> int:
    """Draw, run, print, and keep the figures where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=600, help="begin no mutant after so many minutes")
    parser.add_argument("--record", action="store_true", help="keep the figures")
    parser.add_argument("--page", action="store_true", help="only write the page from the record")
    parser.add_argument("--again", action="store_true", help="run the survivors of the record")
    options = parser.parse_args()
    if options.page:
        write_region(PAGE, "mutation", table(kept()))
        return 0
    if options.again:
        record = kept()
        found = run([each for one in record.values() for each in survivors_of(one)], options.minutes)
        for seed, one in record.items() if options.record else ():
            mine = survivors_of(one)
            keep(int(seed), one["drawn"], [mutant for mutant in mine if mutant in found])
    else:
        found = run(
            drawn(options.count, options.seed), options.minutes, seed=options.seed if options.record else None
        )
    print(f"{len(found)} survived")
    return 0


def run(sample: Sequence[Mutant], minutes: float, *, seed: int | None = None) -> list[Mutant]:
    """Run mutants, print each verdict, and return those that survived.

    Args:
        sample: The mutants.
        minutes: Begin none after so many.
        seed: The seed of the record that is written after each, so that a run that is cut off keeps it; None for none.

    Raises:
        SystemExit: none was run, as where the tests cannot be collected.
    """
    end = time.monotonic() + 60 * minutes
    survivors: list[Mutant] = []
    numbers = iter(range(1, len(sample) + 1))

    def told(mutant: Mutant, found: str, tests: Sequence[str]) -> bool:
        if found == UNAPPLIED:
            found = verdict(mutant, tests)
        print(f"{found:<9} {mutant.path}:{mutant.line}: {mutant.edit} ({len(tests)} tests)", flush=True)
        if found == "survived":
            survivors.append(mutant)
        number = next(numbers)
        if seed is not None:
            keep(seed, number, survivors)
        return time.monotonic() < end

    tests = [str(OWN / test) for room in ROOMS.values() for test in room]
    options = ["-q", "-n", "0", "-s", "-p", "no:cacheprovider", "-p", "no:randomly"]
    pytest.main([*options, *tests], plugins=[Session(sample, OWN, told)])
    if sample and next(numbers, 0) == 1:
        raise SystemExit("no mutant was run")
    return survivors


if __name__ == "__main__":
    sys.exit(main())
