"""Names of packages that are names of their submodules, too, in large trees, whose imports are not run.

Importing a submodule binds it in its package, and replaces any other value of that name. A package that imports the
submodule itself before it binds the name has its own value: later imports of the submodule bind nothing.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.objects.values import ABSENT, ModuleValue, SourceSpan, Unknown
from docgen.static.source.nodes import walk
from docgen.static.source.relative_imports import absolute

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.namespace import Namespace
    from docgen.static.objects.values import Abstract
    from docgen.static.source.module import Module


def own_or_submodule(package: Namespace, name: str, value: Abstract) -> Abstract:
    """The value of a package's name that its text gives it; unknown if a submodule may have taken its place."""
    path = f"{package.path}.{name}"
    if value is ABSENT or not package.module.is_package or not package.program.tree.exists(path):
        return value
    if isinstance(value, ModuleValue) or name not in package.binders or package.lazy:
        return value
    bound = package.binders[name][-1]
    for unit in package.units[: bound + 1]:
        if any(_imports(node, path, package.module) for node in package.index.executed(unit.node)):
            return value
    place = SourceSpan(package.module, package.units[bound].node)
    return Unknown(f"{path} may be the submodule of that name", place, key=("submodule", path))


def unless_imported(
    module: Abstract, name: str, found: Abstract, place: SourceSpan | None, evaluation: Evaluation
) -> Unknown | None:
    """An unknown value for a submodule that only its import makes an attribute, if imports are not run; else None."""
    if not isinstance(module, ModuleValue) or evaluation.program.runs_imports:
        return None
    path = f"{module.namespace.path}.{name}"
    if not isinstance(found, ModuleValue) or found.namespace.path != path or name in module.namespace.binders:
        return None
    return Unknown(f"{path} may have been imported by now", place, key=("imported", path))


def is_imported_above(path: str, place: SourceSpan) -> bool:
    """Tell whether the text of a module imports another one, or something in it, no later than at a place."""
    line = getattr(place.node, "lineno", 0)
    nodes = (node for statement in place.module.body for node in walk(statement))
    return any(getattr(node, "lineno", 0) <= line and _imports(node, path, place.module) for node in nodes)


def _imports(node: ast.AST, path: str, module: Module) -> bool:
    """Tell whether a node of a module's text imports another module, or something in it."""
    match node:
        case ast.Import(names=names):
            found = [alias.name for alias in names]
        case ast.ImportFrom(names=names):
            base = absolute(node, module)
            found = [base, *(f"{base}.{alias.name}" for alias in names)]
        case _:
            return False
    return any(name == path or name.startswith(f"{path}.") for name in found)
