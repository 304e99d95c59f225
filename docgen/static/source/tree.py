"""The documented source tree: modules are found by name and parsed when an answer needs them.

Only the abstract syntax tree is kept. griffe's object tree, which suits the documented objects of a page, costs as much
again as parsing, and merges conditional definitions, which an evaluator must distinguish.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

from docgen.digests import ABSENT, SEVERAL, digest, digest_of_names
from docgen.errors import SourceError
from docgen.model.evidence import Evidence
from docgen.model.location import Location
from docgen.regular_files import module_names, read_regular
from docgen.static.source.bounds import TreeBounds, unlistable
from docgen.static.source.conditional_names import conditional_names
from docgen.static.source.dynamic_names import may_bind
from docgen.static.source.extent import modules, tops
from docgen.static.source.module import Module
from docgen.static.source.outline import digest_of_imports, imports
from docgen.static.source.parsing import parse
from docgen.static.source.reads import ASKED, Reads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

T = TypeVar("T")

_IMPORTS = " imports"
"""Suffix of a file's path and of a module's name: reader of the file's imports."""


class SourceTree:
    """The packages of one project, by dotted name."""

    def __init__(
        self,
        root: Path,
        packages: tuple[str, ...],
        outside: tuple[Path, ...] = (),
        reads: Reads | None = None,
    ) -> None:
        """Look the packages up without reading them.

        Args:
            root: The documented project.
            packages: Directories of packages (or single-file modules), relative to `root`.
            outside: Directories outside the root that links may lead to.
            reads: The record of all readers and reads; a new one if None.

        Raises:
            SourceError: a package does not exist.
        """
        self.root = root.resolve()
        self._modules: dict[str, Module | None] = {}
        self._outlines: dict[str, tuple[Module | SourceError | None, str | None]] = {}
        self._directories: dict[Path, tuple[str, frozenset[str]]] = {}
        self._tops = tops(root, packages)
        places = [parent / name for name, parent in self._tops.items()]
        files = [place.with_name(f"{place.name}.py") for place in places]
        self._bounds = TreeBounds(self.root, [*places, *files], outside)
        self.unreadable: dict[str, SourceError] = {}
        self.reads = Reads() if reads is None else reads
        self._read, self._imported, self._listed = dict[str, str](), dict[str, str](), dict[str, str]()
        self._found: dict[str, tuple[Path | None, tuple[str, ...]]] = {}

    def owns(self, path: str) -> bool:
        """Tell whether a dotted path starts in one of the documented packages."""
        return path.partition(".")[0] in self._tops

    def witnessed(self, compute: Callable[[], T]) -> tuple[T, Evidence]:
        """Return the result of a computation with its evidence, including that of kept results that it took."""
        self.reads.begin()
        return compute(), self.evidence_of(ASKED)

    def evidence_of(self, reader: str) -> Evidence:
        """Return the evidence of a kept result."""
        reached = self.reads.leaned_on(reader)
        return Evidence(
            {path: self._read[path] for path in reached & self._read.keys()},
            {path[:-1]: self._listed[path] for path in reached & self._listed.keys()},
            {path.removesuffix(_IMPORTS): self._imported[path] for path in reached & self._imported.keys()},
        )

    def adopt(self, evidence: Evidence) -> None:
        """Record that a result is taken that an earlier run kept, and whose sources are unchanged."""
        for path, content in evidence.files.items():
            self._noted(path, content)
            self.reads.note(path)
        for path, content in evidence.listings.items():
            self._listed.setdefault(f"{path}/", content)
            self.reads.note(f"{path}/")
        for path, content in evidence.imports.items():
            self._imported.setdefault(f"{path}{_IMPORTS}", content)
            self.reads.note(f"{path}{_IMPORTS}")

    def names(self) -> Iterator[str]:
        """Dotted names of all modules of the tree; only directories are read."""
        return modules(self._tops, self._entries, self._refuse_circle)

    def _refuse_circle(self, directory: Path) -> None:
        self._bounds.refuse_circle(directory, self._display(directory))

    def forget(self, name: str) -> None:
        """Drop a module's syntax tree."""
        self._modules.pop(name, None)

    def exists(self, name: str) -> bool:
        """Tell whether the tree has a module or package of this dotted name."""
        return self._find(name) is not None

    def has_remains(self, name: str) -> bool:
        """Tell whether a file other than Python source has the name of a module: a stub, a library, for example."""
        above, _, last = name.rpartition(".")
        parent = self._find(above)
        directory = parent.parent if parent is not None and parent.suffix == ".py" else parent
        return directory is not None and any(n.startswith(f"{last}.") for n in self._entries(directory))

    def split(self, path: str) -> tuple[str | None, list[str]]:
        """The longest module of the tree that a dotted path starts with, and the rest."""
        parts = path.split(".")
        for length in range(len(parts) - 1, 0, -1):
            if self.exists(".".join(parts[:length])):
                return ".".join(parts[:length]), parts[length:]
        return None, []

    def first_line(self, name: str) -> Location:
        """The place of a module that the tree has."""
        return Location(self._display(found) if (found := self._find(name)) else name, 1)

    def file(self, name: str) -> Path | None:
        """The file of the module of this dotted name; None if the tree has none, or it is a namespace package."""
        found = self._find(name)
        if found is None or found.suffix != ".py":
            return None
        self._refuse_way_out(found)
        return found

    def text(self, name: str) -> bytes:
        """The bytes of a module, recorded as read; empty if they cannot be read."""
        return self._bytes(found) if (found := self.file(name)) is not None else b""

    def listed(self, directory: str = "") -> frozenset[str]:
        """Names in a directory, given by its path from the root; none if there is no such directory."""
        return self._entries(self.root / directory)

    def beside(self, path: str) -> bytes | None:
        """The bytes of a file by its path from the root, recorded as read; None if there is none."""
        file = self.root / path
        return self._bytes(file) if file.name in self._entries(file.parent) else None

    def _bytes(self, path: Path) -> bytes:
        self._refuse_way_out(path)
        try:
            content = read_regular(path)
        except OSError:
            return b""
        self._note(self._display(path), content)
        self.reads.bodies.read_text(self._display(path))
        return content

    def module(self, name: str) -> Module | None:
        """The module of this dotted name, parsed; None if the tree has none.

        Raises:
            SourceError: the file cannot be read or is not Python.
        """
        if name in self.unreadable:
            raise self.unreadable[name]
        if name not in self._modules:
            try:
                with self.reads.by(name):
                    self._modules[name] = self._load(name)
            except SourceError as error:
                self.unreadable[name] = error
                raise
        self.reads.note(name)
        return self._modules[name]

    def outline(self, name: str) -> Module | None:
        """The module with only the imports that it always runs; None if the tree has no such module.

        The caller depends on these imports, but not on their lines; `lean_on` adds the rest of the file.

        Raises:
            SourceError: the file cannot be read or is not Python.
        """
        found = self._find(name)
        if name not in self._outlines:
            self._outlines[name] = self._outlined(name, found)
        outline, imported = self._outlines[name]
        if imported is not None:
            self.reads.note(imported)
        if isinstance(outline, SourceError):
            raise outline
        return outline

    def lean_on(self, module: Module) -> None:
        """Record that the whole file counts."""
        self.reads.note(module.display)

    def _outlined(self, name: str, found: Path | None) -> tuple[Module | SourceError | None, str | None]:
        """A module's imports, and the name under which they are recorded as read, where they are those of a file."""
        if found is None:
            return None, None
        display = self._display(found)
        if found.suffix != ".py":
            return Module(name, found, display, [], is_package=True), None
        key = f"{display}{_IMPORTS}"
        try:
            self._refuse_way_out(found)
            source, imported = parse(found, display, imports)
        except SourceError as error:
            self._imported[key] = f"{SEVERAL} {ABSENT}"
            return error, key
        outline = Module(name, found, display, imported, is_package=found.name == "__init__.py")
        outline.conditional = names = conditional_names(source, imported)
        self._imported[key] = digest_of_imports(self._noted(display, digest(source)), imported, names)
        return outline, key

    def _load(self, name: str) -> Module | None:
        if (found := self._find(name)) is None:
            return None
        display = self._display(found)
        if found.is_dir():
            return Module(name, found, display, [], is_package=True)
        self._refuse_way_out(found)
        source, body = parse(found, display, lambda text: self.reads.bodies.statements(display, text))
        self._note(display, source)
        module = Module(name, found, display, body, is_package=found.name == "__init__.py")
        module.may_bind_by_text = may_bind(source)
        module.bodies = self.reads.bodies.begin(display, body)
        return module

    def _refuse_way_out(self, path: Path) -> None:
        """Refuse a file that is a link out of the project; its directory was looked at when it was listed."""
        if os.path.islink(path):  # noqa: PTH114 - for speed
            self._bounds.refuse_way_out(path, self._display(path))

    def _note(self, display: str, source: bytes) -> None:
        """Record the digest of a file that was read, and its reader."""
        self._noted(display, digest(source))
        self.reads.note(display, len(source))

    def _noted(self, display: str, content: str) -> str:
        if self._read.setdefault(display, content) != content:
            self._read[display] = SEVERAL
        return content

    def _find(self, name: str) -> Path | None:
        """The file of a module, or the directory of a namespace package."""
        if name not in self._found:
            self._found[name] = self._searched(name)
        found, listings = self._found[name]
        for shown in listings:
            self.reads.note(shown)
        return found

    def _searched(self, name: str) -> tuple[Path | None, tuple[str, ...]]:
        """Search a module; the directories that were looked into are given beside it."""
        *parents, last = name.split(".")
        base = self._tops.get(name.partition(".")[0])
        if base is None:
            return None, ()
        directory = base.joinpath(*parents)
        shown, entries = self._listing(directory)
        below, inside = self._listing(directory / last) if last in entries else (shown, frozenset())
        if "__init__.py" in inside:
            return directory / last / "__init__.py", (shown, below)
        if f"{last}.py" in entries:
            return directory / f"{last}.py", (shown, below)
        return directory / last if inside else None, (shown, below)

    def _entries(self, directory: Path) -> frozenset[str]:
        """Names in a directory, recorded as read."""
        shown, names = self._listing(directory)
        self.reads.note(shown)
        return names

    def _listing(self, directory: Path) -> tuple[str, frozenset[str]]:
        """Names in a directory, as spelt there: a file system that folds case must not find `Types` for `types`."""
        if directory not in self._directories:
            shown = f"{self._display(directory)}/"  # no file and no module has such a name
            try:
                self._bounds.refuse_way_out(directory, shown)
                names = module_names(directory)
                self._directories[directory] = shown, names
                self._listed[shown] = digest_of_names(names)
            except (FileNotFoundError, NotADirectoryError):
                self._directories[directory] = shown, frozenset()
                self._listed[shown] = ABSENT
            except OSError as error:
                raise unlistable(shown, error) from None
        return self._directories[directory]

    def _display(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()
