"""Names that every body has without binding them: `__name__` of a module, `__qualname__` of a class."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.objects.metadata import module_name
from docgen.static.objects.values import ABSENT, Abstract, Unknown
from docgen.static.source.nodes import executed

if TYPE_CHECKING:
    from docgen.static.engine.namespace import Namespace

_UNMODELLED = frozenset({"__builtins__", "__cached__", "__doc__", "__loader__", "__spec__"})
"""Names that every module has, and whose values are not modelled."""
_ANNOTATIONS = "__annotations__"


def given_name(name: str, body: Namespace) -> Abstract:
    """The value of a name that a body has from the start; ABSENT if it has none."""
    if name == _ANNOTATIONS and any(map(_annotates, body.body)):
        found = Unknown("the annotations of a body that runs are not modelled", None)
        if body.cls is not None:  # the body may change them
            body.cls.assigned.setdefault(_ANNOTATIONS, found)
        return found
    module = body.module
    if body.cls is not None:
        if name == "__module__":
            return module_name(body.outer) if body.outer is not None else module.name
        return body.cls.qualname if name == "__qualname__" else ABSENT
    if name in _UNMODELLED or (name == "__path__" and module.is_package):
        return Unknown(f"{name} of a module is not modelled", None)
    file = None if module.path.is_dir() else str(module.path)
    return {"__name__": body.path, "__file__": file, "__package__": module.package}.get(name, ABSENT)


def _annotates(node: ast.stmt) -> bool:
    """Tell whether a statement of a body annotates a name of it."""
    return not isinstance(node, ast.ClassDef) and any(
        isinstance(part, ast.AnnAssign) for part in executed(node)
    )
