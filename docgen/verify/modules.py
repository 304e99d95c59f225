"""The modules of the documented packages: their files, their imports and the digests of their syntax."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.digests import ABSENT, digest
from docgen.errors import SourceError
from docgen.regular_files import read_regular
from docgen.verify.import_lists import Imported, imports_of
from docgen.verify.syntax_digest import syntax_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docgen.verify.import_lists import Functions


class Modules:
    """The packages of one project, by dotted name; each module is read once."""

    def __init__(self, root: Path, packages: Iterable[str]) -> None:
        self._root = Path(os.path.realpath(root))
        self._tops = {Path(package).name: self._root / package for package in packages}
        self._sources: dict[str, bytes | None] = {}
        self._digests: dict[str, str] = {}
        self._together: dict[frozenset[str], str] = {}
        self._imports: dict[str, tuple[Imported, ...]] = {}

    def name_of(self, path: str) -> str | None:
        """Dotted name of the module in the file at `path`; None if it is in none of the packages."""
        real = Path(os.path.realpath(path))
        for top, directory in self._tops.items():
            resolved = Path(os.path.realpath(directory))
            if real == resolved.with_name(f"{resolved.name}.py"):
                return top
            if real.is_relative_to(resolved) and real.suffix == ".py":
                parts = [top, *real.relative_to(resolved).with_suffix("").parts]
                return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        return None

    def source(self, name: str) -> bytes | None:
        """The text of a module; None if the packages have none of this name, or one without a text."""
        if name not in self._sources:
            self._sources[name] = self._read(name)
        return self._sources[name]

    def content(self, name: str) -> str:
        """Digest of the bytes of a module."""
        source = self.source(name)
        return ABSENT if source is None else digest(source)

    def digests(self, names: Iterable[str]) -> dict[str, str]:
        """Digest of the syntax of each module."""
        return {name: self._syntax(name) for name in names}

    def adopt(self, digests: dict[str, str]) -> None:
        """Adopt digests that were computed before, of modules with the same content."""
        self._digests |= digests

    def digest(self, names: Iterable[str]) -> str:
        """Digest of the syntax of all these modules; a module that no longer exists counts as such."""
        # Every line of an evidence file asks for this, and most lines depend on the same modules.
        key = frozenset(names)
        if key not in self._together:
            lines = [f"{name} {self._syntax(name)}" for name in sorted(key)]
            self._together[key] = digest("\n".join(lines).encode())[:24]
        return self._together[key]

    @cached_property
    def everything(self) -> tuple[str, ...]:
        """Dotted names of all modules, sorted."""
        found = []
        for top, directory in self._tops.items():
            single = directory.with_name(f"{directory.name}.py")
            found += [top] if single.is_file() else []
            found += [name for path in sorted(directory.rglob("*.py")) if (name := self.name_of(str(path)))]
        return tuple(sorted(set(found)))

    def closure(self, ran: dict[str, Functions], paths: Iterable[str] = ()) -> frozenset[str]:
        """The modules of `ran` and of `paths`, those that their imports bring in, and so on.

        Imports inside a function count only if the function ran, because a registry that imports each backend in a
        branch would otherwise tie all of them together. Imports for type checkers never run.

        Args:
            ran: For the name of each module, the functions of it that ran.
            paths: Dotted paths of objects in modules that count as well.
        """
        found: set[str] = set()
        pending = [name for each in (*ran, *paths) for name in _parents(each)]
        while pending:
            name = pending.pop()
            source = self.source(name)
            if name in found or source is None:
                continue
            found.add(name)
            functions = ran.get(name, frozenset())
            for imported in self._imported(name, source):
                if imported.runs(functions):
                    pending += imported.names
        return frozenset(found)

    def _imported(self, name: str, source: bytes) -> tuple[Imported, ...]:
        """Imports of a module from the packages, with the packages around; computed once for all tests."""
        if name not in self._imports:
            found = imports_of(source, name, is_package=self._is_package(name))
            self._imports[name] = tuple(
                Imported(tuple(names), each.inside) for each in found if (names := self._known(each.names))
            )
        return self._imports[name]

    def _known(self, names: Iterable[str]) -> list[str]:
        return [each for name in names if name.partition(".")[0] in self._tops for each in _parents(name)]

    def _syntax(self, name: str) -> str:
        if name not in self._digests:
            source = self.source(name)
            self._digests[name] = ABSENT if source is None else syntax_digest(source)
        return self._digests[name]

    def _is_package(self, name: str) -> bool:
        return (self._place(name) / "__init__.py").is_file()

    def _place(self, name: str) -> Path:
        top, *rest = name.split(".")
        return self._tops[top].joinpath(*rest)

    def _read(self, name: str) -> bytes | None:
        if name.partition(".")[0] not in self._tops:
            return None
        place = self._place(name)
        for path in (place / "__init__.py", place.with_name(f"{place.name}.py")):
            try:
                return read_regular(path)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise SourceError(f"cannot read {path}: {error.strerror}", remedy="see to it") from None
        return None


def _parents(name: str) -> Iterator[str]:
    """A dotted name and those of the packages around it, all of which an import runs."""
    parts = name.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts) + 1))
