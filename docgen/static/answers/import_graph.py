"""The imports that modules always run, and for each module what they lead to.

Modules that import each other in a circle share what they lead to: the strongly connected components of the graph are
found once (Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1(2), 1972).
"""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from docgen.errors import SourceError
from docgen.static.objects.values import SourceSpan
from docgen.static.source.refusals import refuses
from docgen.static.source.relative_imports import absolute
from docgen.static.source.scopes import Import

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from docgen.static.source.module import Module
    from docgen.static.source.tree import SourceTree

_WORD = re.compile(rb"\w+")


class Imported(NamedTuple):
    """Modules that one module always imports."""

    targets: tuple[tuple[str, SourceSpan], ...]
    """The modules, the last first, each with the statement that imports it."""
    is_missing: bool
    """True if it is no module of the tree, and some scenario calls it missing."""
    sources: int
    """Set of the sources that say so, by the bits of their numbers."""
    refuses: bool
    """True if its text holds a statement that may refuse the import, or imports a name that may be unbound."""
    unsure: tuple[Import, ...]
    """Names that it imports from modules that bind them on some ways only."""


class _Reached(NamedTuple):
    """All that a module imports, directly or indirectly, itself included."""

    sources: int
    """As in `Imported`."""
    needs_missing: bool
    """True if some of it is missing."""
    refusing: int
    """Set of the modules among it that may refuse their import, by the bits of their numbers."""


class ImportGraph:
    """The imports of the modules of a tree, each read when it is first asked for."""

    def __init__(self, tree: SourceTree, missing: AbstractSet[str]) -> None:
        """Begin with nothing read.

        Args:
            tree: The documented source.
            missing: Everything that some scenario calls missing.
        """
        self._tree = tree
        self._missing = missing
        self._imported: dict[str, Imported] = {}
        self._reached: dict[str, _Reached] = {}
        self._numbers: dict[str, int] = {}
        self._refusing: list[str] = []
        """Modules that may refuse their import, by their numbers."""
        self._words: dict[str, frozenset[bytes] | None] = {}
        """Words in the text of each package; None if it may bind names that it does not spell."""

    def sources(self, module: str) -> Iterator[str]:
        """Files, directories and imports of files that decide what a module imports, directly or indirectly."""
        return compress(self._numbers, map("1".__eq__, reversed(f"{self._all(module).sources:b}")))

    def needs_missing(self, module: str) -> bool:
        """Tell whether a module imports something missing, directly or indirectly."""
        return self._all(module).needs_missing

    def refusing(self, module: str) -> Iterator[str]:
        """Modules that a module imports, directly or indirectly, and that may refuse their import; itself included."""
        return compress(self._refusing, map("1".__eq__, reversed(f"{self._all(module).refusing:b}")))

    def way(self, module: str, target: str) -> tuple[str, ...]:
        """The chain of modules that leads from a module to another one, which ends it; empty for the module itself."""
        seen: set[str] = set()
        pending: list[tuple[str, tuple[str, ...]]] = [(part, ()) for part in reversed(parts(module))]
        while pending:
            name, chain = pending.pop()
            inside = chain if name == module else (*chain, name)
            if name == target:
                return inside
            if name not in seen:
                seen.add(name)
                pending += [(each, inside) for each, _ in self.imports(name).targets]
        return ()

    def imports(self, module: str) -> Imported:
        """Modules that a module always imports."""
        if module not in self._imported:
            with self._tree.reads.apart() as read:
                outline = self._outline(module)
                targets = tuple(self._targets(outline)) if outline else ()
                unsure = tuple(self._unsure(outline)) if outline else ()
                missing = not targets and not self._tree.exists(module)
            is_missing = missing and not self._missing.isdisjoint(parts(module))
            sources = 0
            for source in read:
                sources |= 1 << self._numbers.setdefault(source, len(self._numbers))
            refusing = bool(unsure) or (outline is not None and any(map(refuses, outline.body)))
            self._imported[module] = Imported(targets[::-1], is_missing, sources, refusing, unsure)
        return self._imported[module]

    def _all(self, module: str) -> _Reached:
        if module not in self._reached:
            self._search(module)
        return self._reached[module]

    def _search(self, first: str) -> None:
        """Find the components that a module leads to."""
        numbers: dict[str, int] = {}
        lowest: dict[str, int] = {}
        circle: list[str] = []
        pending: list[tuple[str, Iterator[tuple[str, SourceSpan]]]] = []

        def enter(name: str) -> None:
            numbers[name] = lowest[name] = len(numbers)
            circle.append(name)
            pending.append((name, iter(self.imports(name).targets)))

        enter(first)
        while pending:
            name, rest = pending[-1]
            for target, _ in rest:
                if target not in numbers and target not in self._reached:
                    enter(target)
                    break
                if target not in self._reached:
                    lowest[name] = min(lowest[name], numbers[target])
            else:
                pending.pop()
                if pending:
                    around = pending[-1][0]
                    lowest[around] = min(lowest[around], lowest[name])
                if lowest[name] == numbers[name]:
                    at = circle.index(name)
                    self._close(circle[at:])
                    del circle[at:]

    def _close(self, circle: list[str]) -> None:
        """Record what the modules of one component lead to; those that it imports are known already."""
        sources, needs, refusing = 0, False, 0
        for name in circle:
            imported = self._imported[name]
            sources |= imported.sources
            needs |= imported.is_missing
            if imported.refuses:
                refusing |= 1 << len(self._refusing)
                self._refusing.append(name)
            for target in {target for target, _ in imported.targets} & self._reached.keys():
                sources |= self._reached[target].sources
                needs |= self._reached[target].needs_missing
                refusing |= self._reached[target].refusing
        self._reached |= dict.fromkeys(circle, _Reached(sources, needs, refusing))

    def _targets(self, module: Module) -> Iterator[tuple[str, SourceSpan]]:
        """Dotted names of the modules that a module always imports, in order, packages before their contents."""
        for node in module.body:
            place = SourceSpan(module, node)
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield from ((part, place) for part in parts(alias.name))
            elif isinstance(node, ast.ImportFrom):
                package = absolute(node, module)
                yield from ((part, place) for part in parts(package))
                outline = self._outline(package) if self._tree.owns(package) else None
                if outline is None or not outline.is_package:
                    continue
                for alias in node.names:
                    if self._is_submodule(outline, alias.name):
                        yield f"{package}.{alias.name}", place

    def _unsure(self, module: Module) -> Iterator[Import]:
        """Names that a module imports from another one, whose text binds them on some ways only."""
        for node in module.body:
            if isinstance(node, ast.ImportFrom) and self._tree.owns(package := absolute(node, module)):
                outline = self._outline(package)
                for alias in node.names if outline and outline.conditional else ():
                    if outline and alias.name in outline.conditional:
                        yield Import(package, alias.name, SourceSpan(module, node))

    def _outline(self, name: str) -> Module | None:
        """The imports of a module; None if none can be read, which the tree reports if the module is needed."""
        try:
            return self._tree.outline(name)
        except SourceError:
            return None

    def _is_submodule(self, package: Module, name: str) -> bool:
        """Tell whether `from package import name` imports a submodule: no text of the package could bind the name."""
        if not self._tree.exists(f"{package.name}.{name}"):
            return False
        self._tree.lean_on(package)
        if package.name not in self._words:
            file = self._tree.file(package.name)
            self._words[package.name] = frozenset() if file is None else _words(file.read_bytes())
        words = self._words[package.name]
        return words is not None and name.isascii() and name.encode() not in words


def _words(text: bytes) -> frozenset[bytes] | None:
    """The words of a text; None if it may bind names that it does not spell."""
    return None if b"import *" in text or b"__getattr__" in text else frozenset(_WORD.findall(text))


@cache
def parts(name: str) -> tuple[str, ...]:
    """`a`, `a.b` and `a.b.c` for `a.b.c`."""
    around, _, _ = name.rpartition(".")
    return (*parts(around), name) if around else (name,)
