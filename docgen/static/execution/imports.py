"""Import statements: they bind names without reading the module; a binding is resolved when it is used."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from docgen.static.engine.broken_modules import refuse_broken
from docgen.static.engine.configuration import speaks_for
from docgen.static.engine.imported_names import (
    import_as,
    import_star,
    import_submodules,
    imported_name,
    refuse_missing_name,
)
from docgen.static.engine.importing import ALWAYS_THERE, import_module, is_guarded
from docgen.static.engine.live_names import LiveNamespace
from docgen.static.execution.assignment import store
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.values import ABSENT, ModuleValue, SourceSpan
from docgen.static.source.relative_imports import absolute
from docgen.static.source.scopes import STARS, Import

if TYPE_CHECKING:
    import ast

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import Abstract


def run_import(node: ast.Import, frame: Frame) -> None:
    """`import a.b` and `import a.b as c`.

    Raises:
        Raised: ImportError, if the program handles it and the module does not exist.
    """
    if _runs(frame):
        _run_now(node, frame)
        return
    for alias in node.names:
        place = SourceSpan(frame.module, node)
        _check(alias.name, None, frame, place)
        top, _, _ = alias.name.partition(".")
        if alias.asname:
            store(alias.asname, Import(alias.name, None, place), frame)
        else:
            store(top, Import(top, None, place), frame)


def run_import_from(node: ast.ImportFrom, frame: Frame) -> None:
    """`from m import a, b as c`; a star is resolved by the namespace when a name is looked up.

    Raises:
        Raised: ImportError, if the program handles it and the module or the name does not exist.
    """
    module = absolute(node, frame.module)
    place = SourceSpan(frame.module, node)
    if node.level > (frame.module.package.count(".") + 1 if frame.module.package else 0):
        raise Raised(ImportError("attempted relative import beyond top-level package"), place)
    if _runs(frame):
        _run_from_now(node, module, frame, place)
        return
    for alias in node.names:
        _check(module, alias.name, frame, place)
        if alias.name == "*":
            frame.names.setdefault(STARS, []).append(Import(module, None, place))
        else:
            store(alias.asname or alias.name, _imported(module, alias.name, frame, place), frame)


def _runs(frame: Frame) -> bool:
    """Tell whether an import runs the imported module; in a module that imports lazily it does not."""
    lazy = frame.namespace is not None and not isinstance(frame.namespace, LiveNamespace)
    return frame.evaluation.program.runs_imports and not lazy


def _run_now(node: ast.Import, frame: Frame) -> None:
    """Import modules, and bind them."""
    evaluation = frame.evaluation
    for alias in node.names:
        place = SourceSpan(frame.module, node)
        import_module(alias.name, place, evaluation)
        top, _, _ = alias.name.partition(".")
        value = import_as(alias.name if alias.asname else top, place, evaluation)
        store(alias.asname or top, value, frame)


def _run_from_now(node: ast.ImportFrom, module: str, frame: Frame, place: SourceSpan) -> None:
    """Import a module, and bind names of it."""
    evaluation = frame.evaluation
    import_module(module, place, evaluation)
    import_submodules(module, [alias.name for alias in node.names], place, evaluation)
    for alias in node.names:
        if alias.name != "*":
            value = imported_name(module, alias.name, place, evaluation)
            store(alias.asname or alias.name, value, frame)
        elif isinstance(frame.namespace, LiveNamespace):
            import_star(module, place, frame.namespace, evaluation)


def _imported(module: str, name: str, frame: Frame, place: SourceSpan) -> Abstract:
    """Return the value that `from module import name` binds.

    A package that imports from itself gets its current binding of that name, or else its submodule.

    Raises:
        Raised: ImportError, if it has neither.
    """
    space = frame.namespace
    if space is None or space.path != module:
        return Import(module, name, place)
    bound = space.lookup(name, frame.evaluation, frame.position)
    if bound is not ABSENT:
        return bound
    program = frame.evaluation.program
    if program.tree.exists(f"{module}.{name}"):
        return Import(f"{module}.{name}", None, place)
    return program.without_source(module, name, place, frame.evaluation)


def _check(module: str, name: str | None, frame: Frame, place: SourceSpan) -> None:
    """Fail as Python would if the program has a handler for it, or runs the import in a function that a question calls.

    Imports of modules are otherwise assumed to succeed.
    """
    evaluation = frame.evaluation
    if name is not None and name != "*":
        refuse_missing_name(module, name, place, evaluation)
    program = evaluation.program
    if program.tree.owns(module):
        refuse_broken(module, place, evaluation)
    if module in ALWAYS_THERE or (not evaluation.guards and evaluation.running):
        return
    inside = program.tree.owns(module) and program.tree.exists(module)
    guarded = is_guarded(evaluation)
    if evaluation.guards and inside and not guarded:
        dispatch.refuse_missing(module, place, evaluation)
    if name == "*" and inside:
        _refuse_unbound_export(module, place, evaluation)
    if not guarded and evaluation.running:
        return
    is_said = not guarded and (inside or speaks_for(module, program.assumable, program.tree))
    if not is_said and not program.imports(module, place, evaluation):
        names = accumulate(module.split("."), "{}.{}".format)
        missing = next((part for part in names if program.is_installed(part, evaluation) is False), module)
        raise Raised(ModuleNotFoundError(f"No module named {missing!r}", name=missing), place)
    if name is None or name == "*" or not inside:
        return
    found = program.module_attribute(module, name, evaluation)
    if found is not ABSENT:
        if isinstance(found, ModuleValue) and found.namespace.path == f"{module}.{name}":
            program.imports(f"{module}.{name}", place, evaluation)
        return
    if not program.may_be_compiled(module, name, place, evaluation):
        raise Raised(ImportError(f"cannot import name {name!r} from {module!r}", name=module), place)


def _refuse_unbound_export(module: str, place: SourceSpan, evaluation: Evaluation) -> None:
    """Refuse a star import of a module whose `__all__` holds a name that it lacks.

    Raises:
        Raised: AttributeError.
    """
    program = evaluation.program
    exported = program.module_attribute(module, "__all__", evaluation)
    for name in exported if isinstance(exported, list | tuple) else ():
        if isinstance(name, str) and program.module_attribute(module, name, evaluation) is ABSENT:
            raise Raised(AttributeError(f"module {module!r} has no attribute {name!r}"), place)
