"""Imports: a module of the tree is run with its parents, one of another package is there or is not."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docgen.static.engine.bindings import Import
from docgen.static.engine.journal import Change
from docgen.static.engine.ordered_execution import run_module, skip_module
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.values import ABSENT, ModuleValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.values import SourceSpan

IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException", "*"})
"""Names of handlers that catch a failed import."""

_DEEP = 20_000
"""Frames of Python's own that chains of imports may take; none of them holds a frame in C."""


def import_module(name: str, place: SourceSpan | None, evaluation: Evaluation, *, used: bool = False) -> None:
    """Import a module by its absolute name, its parents first.

    Args:
        name: The name.
        place: Where the import stands.
        evaluation: On whose behalf.
        used: Whether a name of it is asked for, so that it has to run also in a large tree.

    Raises:
        Raised: ImportError, or whatever running one of the modules raises.
    """
    _note(name, evaluation)
    if name in evaluation.modules:
        if any(evaluation.guards):
            evaluation.record.assumptions |= evaluation.modules[name].record.assumptions
        return
    with _deep():
        parts = name.split(".")
        for length in range(1, len(parts) + 1):
            _import_one(".".join(parts[:length]), place, evaluation, used=used and length == len(parts))


@contextmanager
def _deep() -> Iterator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEP))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _import_one(name: str, place: SourceSpan | None, evaluation: Evaluation, *, used: bool) -> None:
    program = evaluation.program
    if not program.tree.owns(name) or not program.tree.exists(name):
        _find_outside(name, place, evaluation)
        return
    space = program.readable_namespace(name)
    if space is None or name in evaluation.modules:
        return
    if space.scope.is_lazy:
        skip_module(space, evaluation)
        return
    if not program.runs_imports and not used:
        return
    run_module(space, evaluation)
    _bind_in_parent(name, evaluation)


def _note(name: str, evaluation: Evaluation) -> None:
    """Note which module imports which."""
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        evaluation.program.tree.reads.note(".".join(parts[:length]))
    run = evaluation.run
    if run is not None and run.module not in evaluation.recalled:
        imports = run.imports
        evaluation.journal.note(Change(imports, lambda: imports.__delitem__(-1), lambda _: None))
        imports.append(name)
        if not any(evaluation.guards):
            run.unguarded.add(name)


def _bind_in_parent(name: str, evaluation: Evaluation) -> None:
    """A package gets its submodule as an attribute, whatever else it has under that name."""
    parent, _, last = name.rpartition(".")
    if not parent or parent in evaluation.recalled:
        return
    program = evaluation.program
    outer = program.readable_namespace(parent)
    space = program.readable_namespace(name)
    if outer is not None and space is not None and last in outer.binders and parent in evaluation.modules:
        outer.write(last, ModuleValue(space), evaluation)


def _find_outside(name: str, place: SourceSpan | None, evaluation: Evaluation) -> None:
    """Look for a module of another package, or for a compiled one of the tree.

    Raises:
        Raised: ModuleNotFoundError, where the scenario says that it is missing, or a handler waits and this path takes
            it for missing. Elsewhere imports are taken to succeed: there is no answer where they do not.
    """
    if name.partition(".")[0] in _ALWAYS_THERE:
        return
    program = evaluation.program
    found = program.is_installed(name, evaluation)
    if found is None and place is not None and any(names & IMPORT_ERRORS for names in evaluation.guards):
        found = program.imports(name, place, evaluation)
    if found is False:
        raise Raised(ModuleNotFoundError(f"No module named {name!r}", name=name), place)


_ALWAYS_THERE = frozenset({"__future__", "typing", "typing_extensions"})


def imported_name(module: str, name: str, place: SourceSpan, evaluation: Evaluation) -> object:
    """What `from module import name` binds, `module` being imported.

    Of a module that has run, a binding that is resolved when it is used. Of one that is still running, what it has
    bound so far.

    Raises:
        Raised: ImportError, if the module has no such name and no such submodule.
    """
    program = evaluation.program
    if not program.tree.owns(module) or not program.tree.exists(module):
        guarded = any(names & IMPORT_ERRORS for names in evaluation.guards)
        if guarded and dispatch.library_has(f"{module}.{name}") is False:
            raise Raised(ImportError(f"cannot import name {name!r} from {module!r}", name=module), place)
        return Import(module, name, place)
    space = program.readable_namespace(module)
    if space is None or space.scope.is_lazy:
        return Import(module, name, place)
    if not program.runs_imports and not any(evaluation.guards):
        return Import(module, name, place)
    run = space.run_of(evaluation)
    if run.is_done and space.certainly_binds(name):
        return Import(module, name, place)
    value = space.lookup(name, evaluation)
    if value is not ABSENT:
        return Import(module, name, place) if run.is_done else value
    if program.tree.exists(f"{module}.{name}"):
        import_module(f"{module}.{name}", place, evaluation)
        return Import(f"{module}.{name}", None, place)
    value = program.module_attribute(module, name, evaluation)
    return program.without_source(module, name, place, evaluation) if value is ABSENT else value
