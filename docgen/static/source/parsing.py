"""Reading a file of the documented source and parsing it as Python."""

from __future__ import annotations

import ast
import gc
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docgen.errors import SourceError
from docgen.model.location import Location
from docgen.regular_files import read_regular
from docgen.static.source.bounds import refuse_costly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def statements(source: bytes) -> list[ast.stmt]:
    """All statements of a module's text.

    Raises:
        SyntaxError: it is not Python, or takes too much to be parsed.
        ValueError: it cannot be decoded, or holds null bytes.
    """
    refuse_costly(source)
    return ast.parse(source).body


@contextmanager
def undisturbed() -> Iterator[None]:
    """Parse without warnings about the text, and without collections of garbage."""
    collecting = gc.isenabled()
    gc.disable()  # a parse allocates a hundred thousand objects and frees none: collecting meanwhile costs a third
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        if collecting:
            gc.enable()


def parse(
    path: Path, display: str, take: Callable[[bytes], list[ast.stmt]] = statements
) -> tuple[bytes, list[ast.stmt]]:
    """Read a file and parse it as Python.

    Args:
        path: The file.
        display: Its name in errors.
        take: Gives the wanted statements of its text.

    Returns:
        The bytes that were read, and their statements.

    Raises:
        SourceError: it cannot be read, is not text in its declared encoding, or is not Python.
    """
    remedy = "correct the file"
    try:
        source = read_regular(path)
    except OSError as error:
        what = f"cannot read the file: {error.strerror}"
        raise SourceError(
            what, location=Location(display, 1), remedy="make it a file that can be read"
        ) from None
    try:
        with undisturbed():
            return source, take(source)
    except SyntaxError as error:
        where = Location(display, max(error.lineno or 1, 1))
        raise SourceError(f"not Python: {error.msg}", location=where, remedy=remedy) from None
    except (ValueError, RecursionError, MemoryError) as error:
        what = f"cannot be parsed: {str(error) or 'it is too large, or nested too deeply'}"
        raise SourceError(what, location=Location(display, 1), remedy=remedy) from None
