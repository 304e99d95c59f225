"""Records the functions of the documented packages that run, as cheaply as the running Python allows.

`sys.monitoring` (from 3.12) reports each function once and then costs nothing. Before, a trace function is called for
every call but for no line; if another tool traces, such as coverage, the profile function is used, which costs more.
"""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from inspect import CO_OPTIMIZED
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType, FrameType

    from docgen.verify.import_lists import Functions
    from docgen.verify.modules import Modules


class Tracer:
    """Functions that ran since the last query."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._names: dict[str, str | None] = {}
        # Keyed by identity, because hashing a code object hashes all its parts each time.
        self._seen: dict[int, CodeType] = {}

    @contextmanager
    def running(self) -> Iterator[None]:
        """Record the functions that run inside, in this thread and in those that start meanwhile."""
        self._seen = {}
        if sys.version_info >= (3, 12):
            with self._monitoring():
                yield
            return
        slot = _PROFILE if sys.gettrace() else _TRACE
        set_one, set_new, before = slot[0], slot[1], slot[2]()
        set_new(self._called)
        set_one(self._called)
        try:
            yield
        finally:
            set_one(before)
            set_new(before)

    @contextmanager
    def apart(self, kept: dict[int, CodeType]) -> Iterator[None]:
        """Record the functions that run inside in `kept` as well."""
        before, self._seen = self._seen, {}
        self._again()
        try:
            yield
        finally:
            kept.update(self._seen)
            self._seen = {**before, **self._seen}

    def ran(self, *more: dict[int, CodeType]) -> dict[str, Functions]:
        """For the modules in which a function ran, here or in `more`, the first lines of those functions."""
        found: dict[str, set[int]] = {}
        # A list is made first, because the loop below is Python too, and may be traced.
        for code in [code for seen in (dict(self._seen), *more) for code in seen.values()]:
            name = self._name(code.co_filename)
            # Bodies of modules and classes run in whichever test imports them first, by chance and not because of the
            # claim.
            if name and code.co_flags & CO_OPTIMIZED:
                found.setdefault(name, set()).add(code.co_firstlineno)
        return {name: frozenset(lines) for name, lines in found.items()}

    def _name(self, filename: str) -> str | None:
        if filename not in self._names:
            self._names[filename] = self._modules.name_of(filename)
        return self._names[filename]

    def _called(self, frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event == "call" and id(code) not in self._seen:
            self._seen[id(code)] = code

    def _again(self) -> None:
        """Report functions again that were reported before."""
        if sys.version_info >= (3, 12):
            sys.monitoring.restart_events()

    @contextmanager
    def _monitoring(self) -> Iterator[None]:
        monitoring: Any = sys.monitoring  # type: ignore[attr-defined,unused-ignore]
        tool = next(number for number in range(5, -1, -1) if monitoring.get_tool(number) is None)
        start = monitoring.events.PY_START

        def started(code: CodeType, _offset: int) -> object:
            self._seen[id(code)] = code
            return monitoring.DISABLE

        monitoring.use_tool_id(tool, "docgen")
        monitoring.register_callback(tool, start, started)
        self._again()
        monitoring.set_events(tool, start)
        try:
            yield
        finally:
            monitoring.set_events(tool, 0)
            monitoring.register_callback(tool, start, None)
            monitoring.free_tool_id(tool)


@contextmanager
def paused() -> Iterator[None]:
    """Record no function that runs inside, in this thread, where recording costs time: before Python 3.12.

    It is for tests that run much Python of other packages, such as an interpreter of kernels, which takes three times
    as long when each of its calls is reported. Modules that are to
    count must have been reached before, or be imported by one that was.
    """
    for get, put in ((sys.gettrace, sys.settrace), (sys.getprofile, sys.setprofile)):
        told: Any = get()
        if getattr(told, "__func__", None) is Tracer._called:
            put(None)
            try:
                yield
            finally:
                put(told)
            return
    yield


_TRACE: Any = (sys.settrace, threading.settrace, sys.gettrace)
_PROFILE: Any = (sys.setprofile, threading.setprofile, sys.getprofile)
"""Functions that set the profile function of this thread and of new threads, and the one that reads it."""
