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
from docgen.static.objects import dispatch
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
ALWAYS_THERE = frozenset({"__future__", "typing", "typing_extensions"})
"""Modules whose import does not fail."""
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


def refuse_missing_name(module: str, name: str, place: SourceSpan, evaluation: Evaluation) -> None:
    """Refuse a name that a module of the standard library lacks, if a handler catches the error.

    Raises:
        Raised: ImportError.
    """
    if is_guarded(evaluation) and dispatch.library_has(f"{module}.{name}") is False:
        raise Raised(ImportError(f"cannot import name {name!r} from {module!r}", name=module), place)


def imported_name(module: str, name: str, place: SourceSpan, evaluation: Evaluation) -> Abstract:
    """Return the value that `from module import name` binds, once `module` is imported.

    Raises:
        Raised: ImportError, if the module has no such name and no such submodule.
    """
    program = evaluation.program
    replaced = evaluation.outside.get((MODULES, module), ABSENT)
    if replaced is not ABSENT:
        return dispatch.find_attribute(replaced, name, program.running_frame(), place)
    if not program.tree.owns(module) or not program.tree.exists(module):
        refuse_missing_name(module, name, place, evaluation)
        return program.external(f"{module}.{name}", place, evaluation)
    space = program.namespace(module)
    if isinstance(space, LiveNamespace) and space.names.get(name, ABSENT) is not ABSENT:
        return space.bound(name, evaluation)
    value = program.module_attribute(module, name, evaluation)
    if value is ABSENT and program.tree.exists(f"{module}.{name}"):
        return import_path(f"{module}.{name}", place, evaluation)
    return program.without_source(module, name, place, evaluation) if value is ABSENT else value


def import_star(module: str, place: SourceSpan, into: LiveNamespace, evaluation: Evaluation) -> None:
    """Bind the names of `from module import *`.

    Raises:
        Raised: `__all__` holds a name that the module lacks.
    """
    program = evaluation.program
    space = program.namespace(module) if program.tree.owns(module) else None
    if not isinstance(space, LiveNamespace):
        into.lose(Unknown(f"it may come from `from {module} import *`", place), evaluation)
        return
    exported = space.lookup("__all__", evaluation)
    if isinstance(exported, list | tuple) and all(isinstance(name, str) for name in exported):
        names = [*exported]
    elif exported is ABSENT:
        names = [name for name in space.names if not name.startswith("_")]
    else:
        reason = exported.reason if isinstance(exported, Unknown) else f"{module}.__all__ is not followed"
        into.lose(Unknown(reason, place), evaluation)
        return
    if space.lost is not None:
        into.lose(space.lost, evaluation)
    for name in names:
        value = space.bound(name, evaluation) if name in space.names else ABSENT
        if value is ABSENT:
            value = program.module_attribute(module, name, evaluation)
        if value is ABSENT and program.tree.exists(f"{module}.{name}"):
            value = import_path(f"{module}.{name}", place, evaluation)
        if value is ABSENT and exported is ABSENT:
            continue
        if value is ABSENT:
            raise Raised(AttributeError(f"module {module!r} has no attribute {name!r}"), place)
        into.write(name, value, evaluation)


def import_path(name: str, place: SourceSpan | None, evaluation: Evaluation) -> Abstract:
    """Import a module by its absolute name, and return the module itself.

    Raises:
        Raised: ImportError, or any exception of one of the modules.
    """
    import_module(name, place, evaluation)
    replaced = evaluation.outside.get((MODULES, name), ABSENT)
    return evaluation.program.dotted(name, place, evaluation) if replaced is ABSENT else replaced


def import_as(name: str, place: SourceSpan, evaluation: Evaluation) -> Abstract:
    """Return the value that `import a.b as c` binds once `a.b` is imported: the attribute, which may be another module.

    Raises:
        Raised: a name on the way is neither an attribute nor a submodule.
    """
    path, *parts = name.split(".")
    value = import_path(path, place, evaluation)
    for part in parts:
        if not isinstance(value, ModuleValue):
            return import_path(name, place, evaluation)
        value = imported_name(value.namespace.path, part, place, evaluation)
    return value


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
