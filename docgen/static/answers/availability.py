"""Modules that cannot be imported under a scenario, found by the import statements that always run.

Only `import` and `from` statements at the top level of modules are followed. A submodule that `from package import
name` might import is followed only if nothing in the package could bind that name. Every other import is assumed to
succeed.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.model.needed_import import FollowedImports, NeededImport
from docgen.static.answers.failed_imports import Failures
from docgen.static.answers.import_graph import ImportGraph, parts
from docgen.static.answers.refused_imports import Refusals
from docgen.static.engine import importing
from docgen.static.engine.configuration import INSTALLED, speaks_for
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised, Unavailable, Unsupported
from docgen.static.objects.exception_text import describe
from docgen.static.objects.values import SourceSpan
from docgen.static.source.module import Module
from docgen.static.source.reads import ASKED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docgen.model.evidence import Evidence
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.program import Program

_ASKED = 3
"""Most packages of which each may be missing for itself; of more, some may be."""
_SHOWN = 3
"""Most modules of a chain that a reason names, at its beginning and at its end."""


class Imports:
    """The imports of one program.

    Attributes:
        recall: For a module whose imports an earlier run followed, gives the result and its evidence; else None.
    """

    def __init__(self, program: Program) -> None:
        self._tree = program.tree
        self._assumable = program.assumable
        self._known: dict[str, tuple[str, ...]] = {}
        missing = {
            path.removeprefix(INSTALLED)
            for assumed in program.assumptions.values()
            for path, value in assumed.items()
            if path.startswith(INSTALLED) and value is False
        }
        self._lacking = bool(missing)
        """True if some scenario calls something missing."""
        self._graph = ImportGraph(self._tree, missing)
        self.refusals = Refusals(lambda module: self._graph.imports(module).unsure)
        """The modules that refuse to be imported."""
        self.failures = Failures()
        """The modules that fail to be imported."""
        self._followed: dict[str, FollowedImports] = {}
        self.recall: Callable[[str], tuple[FollowedImports, Evidence] | None] = lambda _: None

    def needed(self, module: str) -> tuple[NeededImport, ...]:
        """Packages that a module needs and some scenario calls missing, in the order of the imports."""
        return self._follow(module).needed if self._lacking else ()

    def refusing(self, module: str, *, far: bool = False) -> tuple[str, ...]:
        """Modules that may refuse to be imported with a module.

        Args:
            module: The module.
            far: Those that it leads to as well, even where no scenario calls anything missing; else those that it
                imports itself are among them at least.
        """
        if self._lacking or far:
            return self._follow(module).refusing
        own = parts(module)
        near = (target for part in own for target, _ in reversed(self._graph.imports(part).targets))
        owned = dict.fromkeys((*own, *filter(self._tree.owns, near)))
        return tuple(part for part in owned if self._graph.imports(part).refuses)

    def _follow(self, module: str) -> FollowedImports:
        with self._tree.reads.by(f"{_FOLLOWED}{module}"):
            if module not in self._followed:
                recalled = self.recall(module)
                if recalled is None:
                    self._followed[module] = self._walk(module)
                else:
                    self._followed[module], evidence = recalled
                    self._tree.adopt(evidence)
        return self._followed[module]

    def unsaid(self, module: str, by: str) -> list[str]:
        """Packages that may be missing when a module imports another one: nobody says that they are there.

        Neither a scenario nor the project does, nor is the importing module, which is there itself, imported with them.

        Args:
            module: The imported module.
            by: The importing module.
        """
        sure = {name.partition(".")[0] for name in self._outside(by)}
        packages = {name.partition(".")[0]: name for name in reversed(self._outside(module))}
        return [
            name
            for package, name in packages.items()
            if package not in sure
            and not dispatch.library_module(name)
            and not speaks_for(name, self._assumable, self._tree)
        ]

    def _outside(self, module: str) -> tuple[str, ...]:
        """Modules of other packages that a module always leads to."""
        with self._tree.reads.by(f"{_OUTSIDE}{module}"):
            if module not in self._known:
                self._lean_on_imports(module)
                self._known[module] = tuple(self._found_outside(module))
        return self._known[module]

    def _lean_on_imports(self, module: str) -> None:
        """Record everything that decides what a module and the packages around it lead to."""
        for part in parts(module):
            for source in self._graph.sources(part):
                self._tree.reads.note(source)

    def _found_outside(self, module: str) -> Iterator[str]:
        seen: set[str] = set()
        pending = [*parts(module)]
        while pending:
            name = pending.pop()
            if name in seen:
                continue
            seen.add(name)
            if self._tree.owns(name):
                pending += [target for target, _ in self._graph.imports(name).targets]
            else:
                yield name

    def followed(self) -> Iterator[tuple[str, FollowedImports, Evidence]]:
        """Yield the modules whose imports the last question followed, with the results and their evidence."""
        for reader in sorted(self._tree.reads.edges[ASKED]):
            if reader.startswith(_FOLLOWED):
                module = reader.removeprefix(_FOLLOWED)
                yield module, self._followed[module], self._tree.evidence_of(reader)

    def _walk(self, module: str) -> FollowedImports:
        self._lean_on_imports(module)
        found: list[NeededImport] = []
        seen: set[str] = set()
        pending: list[tuple[str, tuple[str, ...], SourceSpan | None]]
        pending = [(part, (), None) for part in reversed(parts(module))]
        while pending:
            name, chain, place = pending.pop()
            if name in seen or not self._graph.needs_missing(name):
                continue
            seen.add(name)
            imported = self._graph.imports(name)
            if imported.targets:
                inside = chain if name == module else (*chain, name)
                pending += [(target, inside, at) for target, at in imported.targets]
            elif place and imported.is_missing:
                found.append(NeededImport(name, chain, place.location, place.text))
                self._tree.lean_on(place.module)  # the line of the statement may become part of an answer
        refusing = dict.fromkeys(each for part in parts(module) for each in self._graph.refusing(part))
        return FollowedImports(tuple(found), tuple(refusing))

    def way(self, module: str, target: str) -> tuple[str, ...]:
        """The chain of modules that leads from a module to another one, which ends it."""
        return self._graph.way(module, target)


_OUTSIDE = "outside of "
"""Prefix of the reader under which the other packages that a module leads to are recorded."""
_FOLLOWED = "needed by "
"""Prefix of the reader under which the inputs of a module's imports, followed to their end, are recorded."""


def imports_of(program: Program) -> Imports:
    """The imports of a program."""
    if Imports not in program.kept:
        program.kept[Imports] = Imports(program)
    found: Imports = program.kept[Imports]
    return found


def require_importable(module: str, evaluation: Evaluation) -> None:
    """Refuse a module that the running scenario cannot import.

    Raises:
        Unavailable: an import that always runs needs a package that the scenario calls missing, or refuses.
    """
    program = evaluation.program
    if program.runs_imports:
        try:
            program.enter(module)
        except Raised as signal:
            chain = tuple(name for name in reversed(signal.way) if name != module)
            raise Unavailable(f"{describe(signal.exception)}{_way(chain)}", signal.place) from None
        return
    imports = imports_of(program)
    for needed in imports.needed(module):
        missing = _missing_part(needed.name, evaluation)
        if missing is not None:
            reason = f"ModuleNotFoundError: No module named {missing!r}{_way(needed.chain)}"
            raise Unavailable(reason, _statement(needed))
    refusal = imports.refusals.sure(imports.refusing(module), evaluation)
    if refusal is not None:
        way = _way(imports.way(module, refusal.module))
        raise Unavailable(f"{describe(refusal.exception)}{way}", refusal.place)
    refusal = imports.failures.first(module, evaluation)
    if refusal is not None and refusal.is_sure:
        raise Unavailable(describe(refusal.exception), refusal.place)
    if refusal is not None:
        raise Unsupported(refusal.exception.reason, refusal.place, lost=True)


def refuse_missing(module: str, place: SourceSpan, evaluation: Evaluation) -> None:
    """Fail as the import of a module of a large tree would, whose imports are not run.

    It fails for a package that the module leads to and the scenario calls missing. Where a handler catches that, it may
    also fail for a package that the module leads to and of which nobody says that it is there.

    Raises:
        Raised: ModuleNotFoundError.
    """
    program = evaluation.program
    imports = imports_of(program)
    lacking = (_missing_part(needed.name, evaluation) for needed in imports.needed(module))
    missing = next(filter(None, lacking), None)
    if missing is None and importing.is_guarded(evaluation):
        unsaid = imports.unsaid(module, place.module.name)
        if len(unsaid) > _ASKED or program.abroad.of_module(module) is not None:
            missing = None if evaluation.decide_import(module, place) else module
        else:
            missing = next((name for name in unsaid if not program.imports(name, place, evaluation)), None)
    if missing is not None:
        raise Raised(ModuleNotFoundError(f"No module named {missing!r}", name=missing), place)
    if not program.runs_imports:
        _let_refuse(module, place, evaluation)


def _let_refuse(module: str, place: SourceSpan, evaluation: Evaluation) -> None:
    """Fail as an import does whose module refuses it, where a handler may catch that.

    Raises:
        Raised: the exception of the module; unknown, if the path decides that it refuses for an unknown reason.
    """
    program = evaluation.program
    imports = imports_of(program)
    done = {*imports.refusing(place.module.name, far=True)}
    if evaluation.subject is not None and not evaluation.running:  # the class that is asked has been imported
        done.update(imports.refusing(evaluation.subject.frame.module.name, far=True))
    met = [each for each in imports.refusing(module, far=True) if each not in done]
    if evaluation.subject is None and not evaluation.running:
        # A list, or an order of preference: the table says of each class if it can be imported.
        refusal = imports.refusals.sure(met, evaluation)
    else:
        refusal = imports.refusals.first(met, evaluation)
    if refusal is not None and (refusal.is_sure or not evaluation.decide_import(module, place)):
        raise Raised(refusal.exception, place)
    if any(names - importing.UNRAISED for names in evaluation.guards):
        failure = imports.failures.first(module, evaluation)
        if failure is not None and (failure.is_sure or not evaluation.decide_import(module, place)):
            raise Raised(failure.exception, place)


def _statement(needed: NeededImport) -> SourceSpan:
    """The place of an import, of which an earlier run may have read the file."""
    node = ast.parse(needed.text).body[0]
    ast.increment_lineno(node, needed.location.line - node.lineno)
    return SourceSpan(Module(needed.location.path, Path(), needed.location.path, [], is_package=False), node)


def _missing_part(name: str, evaluation: Evaluation) -> str | None:
    """The part of a dotted name that the scenario calls missing; the longest part that it mentions decides."""
    for part in reversed(parts(name)):
        installed = evaluation.assumption(INSTALLED + part)
        if installed is not None:
            return None if installed else part
    return None


def _way(chain: tuple[str, ...]) -> str:
    """The modules on the way to a failed import, in words; empty if the module itself holds the import."""
    shown = chain if len(chain) <= 2 * _SHOWN else (*chain[:_SHOWN], "...", *chain[-_SHOWN:])
    return f", imported by way of {', '.join(shown)}" if chain else ""
