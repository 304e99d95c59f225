"""A pytest plugin that runs the tests of many mutants in one session: each in a process forked once all tests are collected.

Starting Python and collecting takes longer than the tests that reach one line. A first process runs every test and
records the lines that it reaches; a mutant is then given those that reach its line, the fastest first. A test that fails
as the code is, which a busy machine makes happen, is given to none.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from own_mutation import Mutant

SECONDS = 60
"""Most processor time of the tests of one mutant: one that takes longer does not end, which is noticed."""
ENOUGH = 20
"""Most processor time, as the code is, of the tests that are tried, the fastest first."""
MEMORY = 4 << 30
"""Most bytes that the process that runs them takes, beside what it was forked with."""
_SURVIVED, _KILLED, _UNAPPLIED, _BROKEN = range(4)
UNAPPLIED = "unapplied"
WORDS = {_SURVIVED: "survived", _KILLED: "killed", _UNAPPLIED: UNAPPLIED, _BROKEN: "broken"}
"""Verdicts by the result of a process; one that was ended is endless."""


class UnappliedError(Exception):
    """A mutant cannot be put in the place of functions that exist."""


class Session:
    """Runs mutants once the tests are collected, and no test in this process."""

    def __init__(
        self, mutants: Sequence[Mutant], root: Path, told: Callable[[Mutant, str, Sequence[str]], bool]
    ) -> None:
        """Take the mutants.

        Args:
            mutants: What to run.
            root: The repository.
            told: Takes each verdict and the tests that reach the line; a false result ends the run.
        """
        self._mutants = mutants
        self._root = root
        self._told = told
        self._failed = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the mutants instead of the tests."""
        reached = self._reached(session.items)
        for mutant in self._mutants:
            lines = reached.get(mutant.path, {})
            took = {n: t for line in (mutant.statement, mutant.line) for n, t in lines.get(str(line), ())}
            fastest = sorted(took, key=took.__getitem__)
            so_far = accumulate(took[number] for number in fastest)
            tests = [session.items[n] for n, sum_ in zip(fastest, so_far, strict=True) if sum_ <= ENOUGH]
            verdict = _in_fork(lambda mutant=mutant, tests=tests: self._verdict(mutant, tests))
            if not self._told(mutant, WORDS.get(verdict, "endless"), [test.nodeid for test in tests]):
                break
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Notice a failure."""
        self._failed |= report.failed

    def _verdict(self, mutant: Mutant, tests: Sequence[pytest.Item]) -> int:
        try:
            apply(mutant, self._root)
        except UnappliedError:
            return _UNAPPLIED
        return _SURVIVED if all(self._passes(test) for test in tests) else _KILLED

    def _passes(self, test: pytest.Item) -> bool:
        test.config.hook.pytest_runtest_protocol(item=test, nextitem=None)
        return not self._failed

    def _reached(
        self, items: Sequence[pytest.Item]
    ) -> Mapping[str, Mapping[str, Sequence[tuple[int, float]]]]:
        """The tests that reach each line of each file, by their numbers, with their processor times."""
        with tempfile.NamedTemporaryFile(suffix=".json") as file:
            path = Path(file.name)
            if _in_fork(lambda: self._measure(items, path), seconds=resource.RLIM_INFINITY) != _SURVIVED:
                raise RuntimeError("the tests that reach each line could not be found")
            return json.loads(path.read_text(encoding="utf-8"))

    def _measure(self, items: Sequence[pytest.Item], path: Path) -> int:
        import coverage

        places = {mutant.path for mutant in self._mutants}
        measured = coverage.Coverage(
            data_file=None, config_file=False, include=[str(self._root / each) for each in places]
        )
        measured.start()
        took: dict[str, float] = {}
        for index, item in enumerate(items):
            measured.switch_context(str(index))
            began = time.process_time()
            if self._passes(item):
                took[str(index)] = time.process_time() - began
            self._failed = False
        measured.stop()
        data = measured.get_data()
        found = {
            each: {
                line: [(int(test), took[test]) for test in tests if test in took]
                for line, tests in data.contexts_by_lineno(str(self._root / each)).items()
            }
            for each in places
        }
        path.write_text(json.dumps(found), encoding="utf-8")
        return _SURVIVED


def _in_fork(work: Callable[[], int], seconds: int = SECONDS) -> int:
    """Do something in a process of its own and return its result, or a negative one if it was ended.

    What it prints is dropped, but not the error that ends it.
    """
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    result = _BROKEN
    errors = os.dup(2)
    try:
        silent = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(silent, stream)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        memory = _data() + MEMORY
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        result = work()
    except BaseException:  # noqa: BLE001 - the process ends here, with the verdict that says so
        os.write(errors, traceback.format_exc().encode())
    finally:
        os._exit(result)


def _data() -> int:
    """The bytes of data, stacks included, of this process: those that `RLIMIT_DATA` counts."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()


def apply(mutant: Mutant, root: Path) -> None:
    """Give the functions of a module that exist the code of a mutant.

    Raises:
        UnappliedError: none of them has the code that changed, or it closes over other names.
    """
    path = root / mutant.path
    importlib.import_module(mutant.path.removesuffix(".py").replace("/", "."))
    old = compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    new = compile(mutant.text, str(path), "exec", dont_inherit=True)
    changed = {before: after for before, after in _pairs(old, new) if before != after}
    names = {code.co_name for code in changed}  # not all code can be hashed: constants may be lists
    gc.unfreeze()  # else what was frozen, by whom ever, is not found
    functions = [
        each
        for each in gc.get_objects()
        if type(each) is FunctionType and each.__code__.co_name in names and each.__code__ in changed
    ]
    if not functions:
        raise UnappliedError(mutant.edit)
    for each in functions:
        try:
            each.__code__ = changed[each.__code__]
        except ValueError as error:
            raise UnappliedError(mutant.edit) from error


def _pairs(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The code of each function of a module, with what the mutant has in its place."""
    yield old, new
    inner = [[each for each in code.co_consts if isinstance(each, CodeType)] for code in (old, new)]
    if len(inner[0]) == len(inner[1]):  # else the change took an inner function out, and no other can differ
        for pair in zip(*inner, strict=True):
            yield from _pairs(*pair)
