"""Values that import statements bind, once the modules that they name are imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.choices import Choice
from docgen.static.engine.importing import import_module, is_guarded
from docgen.static.engine.live_names import LiveNamespace
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.outside_state import MODULES
from docgen.static.objects.values import ABSENT, Deleted, ModuleValue, Unknown

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.values import Abstract, SourceSpan


def refuse_missing_name(module: str, name: str, place: SourceSpan, evaluation: Evaluation) -> None:
    """Refuse a name that a module of the standard library lacks; in large trees, if a handler catches the error.

    Raises:
        Raised: ImportError.
    """
    asked = evaluation.program.runs_imports or is_guarded(evaluation)
    if asked and dispatch.library_has(f"{module}.{name}") is False:
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
        value = _bound(space, name, evaluation)
    else:
        value = program.module_attribute(module, name, evaluation)
    if value is ABSENT and program.tree.exists(f"{module}.{name}"):
        return import_path(f"{module}.{name}", place, evaluation)
    return program.without_source(module, name, place, evaluation) if value is ABSENT else value


def _bound(space: LiveNamespace, name: str, evaluation: Evaluation) -> Abstract:
    """The value of a name with open decisions left open; ABSENT if it is not bound, or was deleted."""
    value = space.bound(name, evaluation)
    if isinstance(value, Choice) and any(isinstance(leaf, Deleted) for leaf in value.leaves()):
        value = value.picked(evaluation)
    return ABSENT if isinstance(value, Deleted) else value


def import_submodules(module: str, names: list[str], place: SourceSpan, evaluation: Evaluation) -> None:
    """Ask a package for the names of a `from` import, and import those that are submodules, before any is bound.

    A module counts as a package if its `__getattr__` gives it a `__path__`.
    """
    program = evaluation.program
    space = evaluation.world.modules.get(module)
    if not isinstance(space, LiveNamespace) or (MODULES, module) in evaluation.outside:
        return
    if not space.module.is_package and program.module_attribute(module, "__path__", evaluation) is ABSENT:
        return
    for name in names:
        if name != "*" and space.names.get(name, ABSENT) is ABSENT:
            found = program.module_attribute(module, name, evaluation)
            if found is ABSENT and program.tree.exists(f"{module}.{name}"):
                import_module(f"{module}.{name}", place, evaluation)


def import_star(module: str, place: SourceSpan, into: LiveNamespace, evaluation: Evaluation) -> None:
    """Bind the names of `from module import *`.

    Raises:
        Raised: `__all__` holds a name that the module lacks.
    """
    program = evaluation.program
    space = program.namespace(module) if program.tree.owns(module) else None
    own = dispatch.library_exports(module) if space is None else None
    for name in own or ():
        into.write(name, program.external(f"{module}.{name}", place, evaluation), evaluation)
    if own is not None:
        return
    if not isinstance(space, LiveNamespace):
        into.lose(Unknown(f"it may come from `from {module} import *`", place), evaluation)
        return
    exported = space.lookup("__all__", evaluation)
    if isinstance(exported, list | tuple) and all(isinstance(name, str) for name in exported):
        names = [*exported]
    elif exported is ABSENT:
        names = [name for name in space.names if not name.startswith("_")]
    else:
        unfollowed = Unknown(f"{module}.__all__ is not followed", place)
        into.lose(exported.derived(place) if isinstance(exported, Unknown) else unfollowed, evaluation)
        return
    if space.lost is not None:
        into.lose(space.lost, evaluation)
    for name in names:
        value = _bound(space, name, evaluation) if name in space.names else ABSENT
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
