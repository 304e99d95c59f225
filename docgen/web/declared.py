"""The source of a backend as griffe models it: its class, the methods that it declares, and functions beside it."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from textwrap import dedent
from typing import TYPE_CHECKING

import griffe

from docgen.confinement import Confines
from docgen.regular_files import RefusedError, read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from docgen.model.support import Backend


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a docstring."""

    title: str
    """Heading, such as `Returns`; empty for plain text."""
    text: str = ""
    """Text of a plain part."""
    items: tuple[tuple[str, str], ...] = ()
    """Names, or types where there is no name, with their descriptions."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A class, a method or a function."""

    name: str
    """Name, as the heading shows it."""
    path: str
    """Dotted path, which is its anchor."""
    file: str
    """File, relative to the root."""
    line: int
    """Line of its definition."""
    signature: str
    """Signature, or the class and its bases."""
    sections: tuple[Section, ...]
    """Parts of its docstring."""
    source: str
    """Source text of a method or a function, from its first decorator on."""


def declared(root: Path, backend: Backend, decorators: Sequence[str]) -> Iterator[Declared]:
    """Yield the class of a backend, its methods, and the functions beside it that are decorated so.

    Args:
        root: The documented project.
        backend: The backend; without a class there is nothing.
        decorators: Patterns of decorators, such as `triton.jit`, of functions in modules of the same package.
    """
    file = backend.location.path
    module, lines = _module(root, file)
    name = (backend.object or "").rpartition(".")[2]
    found = module.classes.get(name) if module else None
    if found is None:
        return
    yield _declared(found, file, f"class {name}({', '.join(map(str, found.bases))})", "")
    for method in found.functions.values():
        yield _declared(method, file, str(method.signature()), _source(method, lines))
    if decorators and file.count("/") > 1:
        folder = PurePosixPath(file).parent
        for path in sorted((root / folder).glob("*.py")):
            beside, lines = _module(root, (folder / path.name).as_posix())
            for function in beside.functions.values() if beside else ():
                if any(_matches(function, pattern) for pattern in decorators):
                    place = (folder / path.name).as_posix()
                    yield _declared(function, place, str(function.signature()), _source(function, lines))


def _module(root: Path, file: str) -> tuple[griffe.Module | None, list[str]]:
    """The model of a file, and its lines; None if it cannot be read or parsed, which other commands report."""
    try:
        code = read_regular(Confines(root).locate(file)).decode()
        return griffe.visit(_dotted(file), filepath=root / file, code=code), code.splitlines()
    except (RefusedError, OSError, UnicodeDecodeError, SyntaxError):
        return None, []


def _source(found: griffe.Function, lines: list[str]) -> str:
    return dedent("\n".join(lines[(found.lineno or 1) - 1 : found.endlineno]))


def _dotted(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _matches(function: griffe.Function, pattern: str) -> bool:
    return any(fnmatchcase(str(each.value).partition("(")[0], pattern) for each in function.decorators)


def _declared(found: griffe.Class | griffe.Function, file: str, signature: str, source: str) -> Declared:
    return Declared(
        name=found.name,
        path=found.path,
        file=file,
        line=found.lineno or 1,
        signature=signature,
        sections=tuple(_sections(found)),
        source=source,
    )


def _sections(found: griffe.Class | griffe.Function) -> Iterator[Section]:
    if found.docstring is None:
        return
    for part in found.docstring.parse("google", returns_multiple_items=False, warnings=False):
        title = (part.title or part.kind.value.title()) if part.kind.value != "text" else ""
        if isinstance(part.value, str):
            yield Section(title, text=part.value)
        elif isinstance(part.value, list):
            named = [
                (
                    str(getattr(each, "name", "") or getattr(each, "annotation", "") or ""),
                    str(each.description),
                )
                for each in part.value
                if hasattr(each, "description")
            ]
            yield Section(title, items=tuple(named))
