"""Errors that Python's compiler finds and its parser does not: `await` outside of a function, a late `from __future__`.

Compiling runs nothing, but there are texts of a few hundred bytes for which it takes gigabytes: a `finally` inside
another one doubles what the compiler writes, and a sum of constant texts is kept with all its parts. A text that is not
plainly cheap is compiled in a process of its own, which is limited.
"""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING

from docgen.apart import CAN_FORK, apart, limits_in_words
from docgen.errors import SourceError
from docgen.model.location import Location

if TYPE_CHECKING:
    from docgen.static.source.module import Module
    from docgen.static.source.tree import SourceTree

_SHORT = 16_000
"""Bytes of a text that is cheap to compile, whatever it holds."""
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
    error = _compile(source) if cheap or not CAN_FORK else _compile_apart(source)
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
    said = apart(lambda: json.dumps(_compile(source)).encode())
    if said is None:
        return 1, f"cannot be compiled in {limits_in_words()}"
    found: tuple[int, str] | None = json.loads(said)
    return found
