"""CPython's side of the differential tests: programs imported from their texts, by the import system itself."""

from __future__ import annotations

import importlib
import signal
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec

from packages import Answer, answer_of_python

OUTSIDE = [
    {"number": number, "word": word, "flag": flag, "sizes": sizes, "table": table}
    for number, word, flag, sizes, table in [
        (0, "", False, (), {}), (1, "a", True, (1,), {"a": 1}), (7, "fp8", 1, (3, 1, 2), {"a": [2]}), (-1, "b", 0, (0, 0), {}),
    ]
]  # fmt: skip
"""Contents that the outside package may turn out to have."""


SECONDS = 3
"""Processor time that one import of a program may take, and one probe."""


class Endless(BaseException):
    """A program that does not end: no handler for exceptions in it catches this."""


@contextmanager
def _bounded() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise Endless

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def outside(values: dict[str, object]) -> types.ModuleType:
    """A stub of the outside package: it changes its arguments if its flag says so."""
    module = types.ModuleType("outside_pkg")
    vars(module).update(values)
    kept: list[object] = []

    def use(thing: object) -> None:
        if values["flag"] and hasattr(thing, "clear"):
            thing.clear()

    def call(function: object) -> None:
        if values["number"]:
            function()

    def fails() -> int:
        if values["number"] > 0:
            raise LookupError
        return 3

    module.sizes = lambda: list(values["sizes"])
    module.use, module.call, module.fails, module.keep = use, call, fails, kept.append
    module.fire = lambda: [use(thing) for thing in kept]
    return module


class Python:
    """A program in CPython: compiled once, imported again for each question."""

    def __init__(self, files: dict[str, str]) -> None:
        self._codes = {}
        for name, text in files.items():
            path = name.removesuffix(".py").replace("/", ".")
            self._codes[path.removesuffix(".__init__")] = (
                compile(text, name, "exec"),
                path.endswith(".__init__"),
            )

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """A module of the program; nothing else of that name is found."""
        root = name.partition(".")[0]
        if name in self._codes:
            return ModuleSpec(name, self, is_package=self._codes[name][1])
        if root in {"pkg", "absent_pkg", "maybe_pkg"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to the import system."""

    def exec_module(self, module: types.ModuleType) -> None:
        exec(self._codes[module.__name__][0], vars(module))

    @contextmanager
    def _finding(self, world: dict[str, object] | None) -> Iterator[None]:
        sys.meta_path.insert(0, self)
        if world is not None:
            sys.modules["outside_pkg"] = outside(world)
        try:
            yield
        finally:
            sys.meta_path.remove(self)
            for name in [*sys.modules]:
                if name.partition(".")[0] in {"pkg", "outside_pkg"}:
                    del sys.modules[name]

    def answers(self, probes: int, world: dict[str, object] | None = None) -> list[Answer]:
        """The class's answer to each probe, imported again for each; `import` where it cannot be imported.

        Raises:
            Endless: a program, or a probe, does not end.
        """
        answers = []
        for number in range(probes):
            with self._finding(world), _bounded():
                try:
                    cls = importlib.import_module("pkg.main").Backend
                except Exception as error:
                    return [Answer("import", type(error).__name__)] * probes
                answers.append(answer_of_python(f"cls.p{number}()", {"cls": cls}))
        return answers
