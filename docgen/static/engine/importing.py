"""Imports that run: a module of the tree runs after its parents; a module of another package exists or not.

Imports run in small trees (`Program.runs_imports`); in a large one, names are looked up without them (`namespace`).
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from docgen.errors import SourceError
from docgen.static.engine.broken_modules import not_python
from docgen.static.engine.configuration import speaks_for
from docgen.static.engine.live_names import LiveNamespace
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.outside_state import MODULES
from docgen.static.objects.values import ABSENT, DELETED, ModuleValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.namespace import Namespace
    from docgen.static.objects.values import Abstract, SourceSpan

IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException", "*"})
"""Names of handlers that catch a failed import."""
UNRAISED = frozenset({"ImportError", "ModuleNotFoundError"})
"""Names of handlers that catch no other failure of an imported module."""
ALWAYS_THERE = frozenset({"__future__", "typing", "typing_extensions"})
"""Modules whose import does not fail."""
_LOADED = frozenset({"builtins", "sys"})
"""Modules that are loaded from the start."""
_DEEP = 20_000
"""Most frames of Python's own that chains of imports may take; none of them holds a frame in C."""


def import_module(name: str, place: SourceSpan | None, evaluation: Evaluation) -> None:
    """Import a module by its absolute name, its parents first.

    Raises:
        Raised: ImportError, or any exception of one of the modules.
    """
    if name in evaluation.world.modules and (MODULES, name) not in evaluation.outside:
        return
    parts = name.split(".")
    with _deep():
        for length in range(1, len(parts) + 1):
            _import_one(".".join(parts[:length]), place, evaluation)


@contextmanager
def _deep() -> Iterator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEP))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _import_one(name: str, place: SourceSpan | None, evaluation: Evaluation) -> None:
    program = evaluation.program
    replaced = evaluation.outside.get((MODULES, name), ABSENT)
    if replaced is None:
        raise Raised(ModuleNotFoundError(f"import of {name} halted; None in sys.modules", name=name), place)
    if replaced is not ABSENT:
        return
    if not program.tree.owns(name) or not program.tree.exists(name):
        _find_outside(name, place, evaluation)
        return
    if name in evaluation.world.modules:
        return
    try:
        space = program.namespace(name)
    except SourceError as error:
        raise not_python(name, error, place, evaluation) from None
    if isinstance(space, LiveNamespace):
        _run(space, evaluation)
        _bind_in_parent(name, evaluation)


def _run(space: LiveNamespace, evaluation: Evaluation) -> None:
    """Run the body of a module; one that raises is not imported, and runs again at the next import."""
    name = space.path
    _keep(name, space, evaluation)
    evaluation.undo.append(partial(_drop, name, evaluation))
    depth, evaluation.depth = evaluation.depth, 0
    hook, evaluation.hook = evaluation.hook, None
    try:
        with evaluation.program.tree.reads.by(name):
            _run_body(space, evaluation)
            space.done = True
    except Raised as signal:
        signal.way.append(name)
        _drop(name, evaluation)
        raise
    finally:
        evaluation.depth = depth
        evaluation.hook = hook


def _run_body(space: LiveNamespace, evaluation: Evaluation) -> None:
    for index in range(len(space.body)):
        space.run(index, evaluation)


def _keep(name: str, space: Namespace, evaluation: Evaluation) -> None:
    evaluation.world.modules[name] = evaluation.world.namespaces[name] = space


def _drop(name: str, evaluation: Evaluation) -> None:
    evaluation.world.modules.pop(name, None)
    evaluation.world.namespaces.pop(name, None)


def _bind_in_parent(name: str, evaluation: Evaluation) -> None:
    """Bind a submodule as an attribute of its package, replacing any other value of that name."""
    parent, _, last = name.rpartition(".")
    outer, space = (evaluation.world.modules.get(path) for path in (parent, name))
    if isinstance(outer, LiveNamespace) and space is not None:
        replaced = evaluation.outside.get((MODULES, name), ABSENT)
        outer.write(last, ModuleValue(space) if replaced is ABSENT else replaced, evaluation)


def _find_outside(name: str, place: SourceSpan | None, evaluation: Evaluation) -> None:
    """Look for a module of another package, or for a compiled one of the tree.

    Raises:
        Raised: ModuleNotFoundError, if the scenario says that it is missing, or this path assumes so. A module of
            another package that is expected to be installed is assumed missing only where a handler catches the error.
    """
    if name in ALWAYS_THERE:
        return
    program = evaluation.program
    found = program.is_installed(name, evaluation)
    guarded = is_guarded(evaluation)
    if found is None and program.tree.owns(name) and program.tree.has_remains(name):
        found = None if guarded else True  # a compiled module: of another language, or with a stub
    elif found is None and program.tree.owns(name):
        guarded = True
    if (
        found is None
        and place is not None
        and (guarded or not speaks_for(name, program.assumable, program.tree))
    ):
        found = program.imports(name, place, evaluation)
    if found is False:
        raise Raised(ModuleNotFoundError(f"No module named {name!r}", name=name), place)


def is_guarded(evaluation: Evaluation) -> bool:
    """Tell whether a handler catches a failed import."""
    return any(names & IMPORT_ERRORS for names in evaluation.guards)


def reload(space: Namespace, evaluation: Evaluation) -> None:
    """Run the body of a module once more.

    Raises:
        Raised: it raises.
    """
    if isinstance(space, LiveNamespace):
        position = space.position
        evaluation.undo.append(lambda: setattr(space, "position", position))
        space.position = 0
        _run_body(space, evaluation)


def item(name: Abstract, evaluation: Evaluation, place: SourceSpan) -> Abstract:
    """`sys.modules[name]`, or ABSENT where nothing is known of it.

    Raises:
        Raised: KeyError for a module of the tree that was not imported.
    """
    replaced = evaluation.outside.get((MODULES, name), ABSENT)
    if replaced is not ABSENT or not isinstance(name, str) or not evaluation.program.tree.owns(name):
        return replaced
    if name not in evaluation.world.modules:
        raise Raised(KeyError(name), place)
    return evaluation.program.module_value(name)


def is_loaded(name: Abstract, evaluation: Evaluation) -> Abstract:
    """`name in sys.modules`; ABSENT where nothing is known of a module."""
    if not isinstance(name, str):
        return ABSENT
    tree = evaluation.program.tree
    if (MODULES, name) in evaluation.outside or name in _LOADED:
        return True
    if tree.owns(name) and (tree.exists(name) or not tree.has_remains(name)):
        return name in evaluation.world.modules
    return Unknown("which modules are loaded is not known", None, key=("loaded", name), kind=bool)


def replace(name: Abstract, value: Abstract, place: SourceSpan | None, evaluation: Evaluation) -> None:
    """`sys.modules[name] = value` or, with DELETED, `del sys.modules[name]`.

    Raises:
        Raised: KeyError, where there is nothing to delete.
        Unsupported: the name is unknown.
    """
    if not isinstance(name, str):
        raise Unsupported("which of sys.modules is changed is not known", place, final=True)
    space = evaluation.world.modules.get(name)
    if value is not DELETED:
        evaluation.outside[MODULES, name] = value
        return
    replaced = evaluation.outside.pop((MODULES, name), ABSENT)
    if space is not None:
        _drop(name, evaluation)
        evaluation.undo.append(partial(_keep, name, space, evaluation))
    elif replaced is ABSENT and evaluation.program.tree.owns(name):
        raise Raised(KeyError(name), place)
