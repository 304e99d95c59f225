"""Modules that cannot be imported under a scenario, found by the import statements that always run.

Only `import` and `from` statements at the top level of modules are followed. A submodule that `from package import
name` might import is followed only if nothing in the package could bind that name. Every other import is assumed to
succeed.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from docgen.errors import SourceError
from docgen.model.needed_import import NeededImport
from docgen.static.engine.configuration import INSTALLED
from docgen.static.objects.control_flow import Raised, Unavailable
from docgen.static.objects.exception_text import describe
from docgen.static.objects.values import SourceSpan
from docgen.static.source.module import Module
from docgen.static.source.reads import ASKED
from docgen.static.source.relative_imports import absolute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docgen.model.evidence import Evidence
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.program import Program
    from docgen.static.source.tree import SourceTree

_SHOWN = 3
"""Most modules of a chain that a reason names, at its beginning and at its end."""


class _Imported(NamedTuple):
    """Modules that one module always imports."""

    targets: tuple[tuple[str, SourceSpan], ...]
    """The modules, the last first, each with the statement that imports it."""
    is_missing: bool
    """True if it is no module of the tree, and some scenario calls it missing."""


class Imports:
    """The imports of one program.

    Attributes:
        recall: For a module whose imports an earlier run followed, gives the result and its evidence; else None.
    """

    def __init__(self, program: Program) -> None:
        self._tree = program.tree
        self._missing = {
            path.removeprefix(INSTALLED)
            for assumed in program.assumptions.values()
            for path, value in assumed.items()
            if path.startswith(INSTALLED) and value is False
        }
        """Everything that some scenario calls missing."""
        self._imported: dict[str, _Imported] = {}
        self._needed: dict[str, tuple[NeededImport, ...]] = {}
        self.recall: Callable[[str], tuple[tuple[NeededImport, ...], Evidence] | None] = lambda _: None
        self._complete: set[str] = set()
        """Modules known to need nothing that is missing, however far their imports are followed."""

    def needed(self, module: str) -> tuple[NeededImport, ...]:
        """Packages that a module needs and some scenario calls missing, in the order of the imports."""
        with self._tree.reads.by(f"{_NEEDED}{module}"):
            if module not in self._needed:
                recalled = self.recall(module)
                if recalled is None:
                    self._needed[module] = self._walk(module)
                else:
                    self._needed[module], evidence = recalled
                    self._tree.adopt(evidence)
        return self._needed[module]

    def followed(self) -> Iterator[tuple[str, tuple[NeededImport, ...], Evidence]]:
        """Yield the modules whose imports the last question followed, with the results and their evidence."""
        for reader in sorted(self._tree.reads.edges[ASKED]):
            if reader.startswith(_NEEDED):
                module = reader.removeprefix(_NEEDED)
                yield module, self._needed[module], self._tree.evidence_of(reader)

    def _walk(self, module: str) -> tuple[NeededImport, ...]:
        if not self._missing:
            return ()
        found: list[NeededImport] = []
        seen: set[str] = set()
        pending: list[tuple[str, tuple[str, ...], SourceSpan | None]]
        pending = [(part, (), None) for part in reversed(_parts(module))]
        for part, _, _ in pending:
            self._tree.reads.note(_reader(part))
        while pending:
            name, chain, place = pending.pop()
            if name in seen or name in self._complete:
                continue
            seen.add(name)
            imported = self._imports_of(name)
            if imported.targets:
                inside = chain if name == module else (*chain, name)
                pending += [(target, inside, at) for target, at in imported.targets]
            elif place and imported.is_missing:
                found.append(NeededImport(name, chain, place.location, place.text))
                self._tree.lean_on(place.module)  # the line of the statement may become part of an answer
        if not found:
            self._complete |= seen
        return tuple(found)

    def _imports_of(self, name: str) -> _Imported:
        """Return the imports of a module; a result that depends on them depends on those of these modules too."""
        if name not in self._imported:
            with self._tree.reads.by(_reader(name)):
                targets = tuple(_targets(name, self._tree))
                for target, _ in targets:
                    self._tree.reads.note(_reader(target))
                missing = not targets and not self._tree.exists(name)
                is_missing = missing and not self._missing.isdisjoint(_parts(name))
                self._imported[name] = _Imported(targets[::-1], is_missing)
        return self._imported[name]


def _reader(module: str) -> str:
    """The name of the reader under which the inputs of a module's imports are recorded."""
    return f"imports of {module}"


_NEEDED = "needed by "
"""Prefix of the reader under which the inputs of a module's imports, followed to their end, are recorded."""

_IMPORTS: WeakKeyDictionary[Program, Imports] = WeakKeyDictionary()


def imports_of(program: Program) -> Imports:
    """The imports of a program."""
    if program not in _IMPORTS:
        _IMPORTS[program] = Imports(program)
    return _IMPORTS[program]


def require_importable(module: str, evaluation: Evaluation) -> None:
    """Refuse a module that the running scenario cannot import.

    Raises:
        Unavailable: an import that always runs needs a package that the scenario calls missing.
    """
    program = evaluation.program
    if program.runs_imports:
        try:
            program.enter(module)
        except Raised as signal:
            chain = tuple(name for name in reversed(signal.way) if name != module)
            raise Unavailable(f"{describe(signal.exception)}{_way(chain)}", signal.place) from None
        return
    for needed in imports_of(program).needed(module):
        missing = _missing_part(needed.name, evaluation)
        if missing is not None:
            reason = f"ModuleNotFoundError: No module named {missing!r}{_way(needed.chain)}"
            raise Unavailable(reason, _statement(needed))


def _statement(needed: NeededImport) -> SourceSpan:
    """The place of an import, of which an earlier run may have read the file."""
    node = ast.parse(needed.text).body[0]
    ast.increment_lineno(node, needed.location.line - node.lineno)
    return SourceSpan(Module(needed.location.path, Path(), needed.location.path, [], is_package=False), node)


def _missing_part(name: str, evaluation: Evaluation) -> str | None:
    """The part of a dotted name that the scenario calls missing; the longest part that it mentions decides."""
    for part in reversed(_parts(name)):
        installed = evaluation.assumption(INSTALLED + part)
        if installed is not None:
            return None if installed else part
    return None


def _way(chain: tuple[str, ...]) -> str:
    """The modules on the way to a failed import, in words; empty if the module itself holds the import."""
    shown = chain if len(chain) <= 2 * _SHOWN else (*chain[:_SHOWN], "...", *chain[-_SHOWN:])
    return f", imported by way of {', '.join(shown)}" if chain else ""


def _targets(name: str, tree: SourceTree) -> Iterator[tuple[str, SourceSpan]]:
    """Dotted names of the modules that a module always imports, in order, packages before their contents."""
    module = _outline(name, tree)
    if module is None:
        return
    for node in module.body:
        place = SourceSpan(module, node)
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from ((part, place) for part in _parts(alias.name))
        elif isinstance(node, ast.ImportFrom):
            package = absolute(node, module)
            yield from ((part, place) for part in _parts(package))
            for alias in node.names:
                if _is_submodule(package, alias.name, tree):
                    yield f"{package}.{alias.name}", place


def _outline(name: str, tree: SourceTree) -> Module | None:
    """The imports of a module; None if the tree has none that can be read, which the tree reports if it is needed."""
    try:
        return tree.outline(name)
    except SourceError:
        return None


def _is_submodule(package: str, name: str, tree: SourceTree) -> bool:
    """Tell whether `from package import name` imports a submodule: no text of the package could bind the name."""
    outline = _outline(package, tree)
    if outline is None or not outline.is_package or not tree.exists(f"{package}.{name}"):
        return False
    file = tree.file(package)
    tree.lean_on(outline)
    names = rf"\b{re.escape(name)}\b|__getattr__|import \*"
    return file is None or re.search(names.encode(), file.read_bytes()) is None


def _parts(name: str) -> list[str]:
    """`a`, `a.b` and `a.b.c` for `a.b.c`."""
    words = name.split(".")
    return [".".join(words[: length + 1]) for length in range(len(words))]
