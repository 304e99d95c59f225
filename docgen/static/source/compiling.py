"""Errors that Python's compiler finds and its parser does not: `await` outside of a function, a late `from __future__`.

Compiling runs nothing, but there are texts of a few hundred bytes for which it takes gigabytes: a `finally` inside
another one doubles what the compiler writes, and a sum of constant texts is kept with all its parts. A text that is not
plainly cheap is compiled in a process of its own, which is limited.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import warnings
from typing import TYPE_CHECKING, NoReturn

from docgen.errors import SourceError
from docgen.model.location import Location

if TYPE_CHECKING:
    from docgen.static.source.module import Module
    from docgen.static.source.tree import SourceTree

_SHORT = 16_000
"""Bytes of a text that is cheap to compile, whatever it holds."""
_SECONDS = 10
"""Most processor time of compiling one module."""
_MEMORY = 512 << 20
"""Most bytes that compiling one module may take."""
_REMEDY = "correct the file"


def compiled_module(name: str, tree: SourceTree) -> Module | None:
    """The module of this dotted name, parsed, which Python's compiler takes too; None if the tree has none.

    Raises:
        SourceError: the file cannot be read, or is not Python.
    """
    module = tree.module(name)
    if module is None or module.is_compiled:
        return module
    try:
        refuse_uncompilable(tree.text(name), module.display)
    except SourceError as error:
        tree.unreadable[name] = error
        raise
    module.is_compiled = True
    return module


def refuse_uncompilable(source: bytes, display: str) -> None:
    """Refuse a text that the parser takes and the compiler does not, without running it.

    Args:
        source: The text of a module, which the parser takes.
        display: Its name in errors.

    Raises:
        SourceError: it is not Python, or takes too much time or memory to compile.
    """
    cheap = len(source) <= _SHORT and source.count(b"finally") <= 1
    error = _compile(source) if cheap or not hasattr(os, "fork") else _compile_apart(source)
    if error is not None:
        line, what = error
        raise SourceError(what, location=Location(display, line), remedy=_REMEDY)


def _compile(source: bytes) -> tuple[int, str] | None:
    """The line of the error of a text, and what it is; None if the compiler takes it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "module", "exec", dont_inherit=True)
    except SyntaxError as error:
        return max(error.lineno or 1, 1), f"not Python: {error.msg}"
    except (ValueError, RecursionError, MemoryError) as error:
        return 1, f"cannot be compiled: {str(error) or 'it is too large, or nested too deeply'}"
    return None


def _compile_apart(source: bytes) -> tuple[int, str] | None:
    """The same, found by a process of its own, under limits."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the new process does nothing that needs another thread
        pid = os.fork()
    if not pid:
        _tell(source, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as answer:
            said = answer.read()
    finally:
        os.kill(
            pid, signal.SIGKILL
        )  # it has nothing more to say; a finished one remains until it is waited for
        os.waitpid(pid, 0)
    if not said:
        return 1, f"cannot be compiled in {_SECONDS} s and {_MEMORY >> 20} MiB"
    found: tuple[int, str] | None = json.loads(said)
    return found


def _tell(source: bytes, writing: int) -> NoReturn:
    try:
        _limit_this_process()
        os.write(writing, json.dumps(_compile(source)).encode())
    finally:
        os._exit(0)


def _limit_this_process() -> None:
    import resource  # noqa: PLC0415 - which some systems lack, as they lack `os.fork`

    limits = {resource.RLIMIT_CPU: _SECONDS, resource.RLIMIT_CORE: 0}
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as sizes:  # noqa: PTH123 - shows pages of this process
            data = int(sizes.read().split()[5]) * resource.getpagesize()
        limits[resource.RLIMIT_DATA] = data + _MEMORY
    for which, most in limits.items():
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
