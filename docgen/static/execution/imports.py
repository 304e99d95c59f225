"""Import statements: they import, and bind names; what is bound is resolved when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.bindings import Import
from docgen.static.engine.importing import import_module, imported_name
from docgen.static.execution.assignment import store
from docgen.static.objects.values import SourceSpan
from docgen.static.source.scopes import STARS
from docgen.static.source.tree import absolute

if TYPE_CHECKING:
    import ast

    from docgen.static.objects.frames import Frame


def run_import(node: ast.Import, frame: Frame) -> None:
    """`import a.b` and `import a.b as c`.

    Raises:
        Raised: a module is not there, or raises.
    """
    for alias in node.names:
        place = SourceSpan(frame.module, node)
        if not _is_lazy(frame):
            import_module(alias.name, place, frame.evaluation)
        top, _, _ = alias.name.partition(".")
        if alias.asname:
            store(alias.asname, Import(alias.name, None, place), frame)
        else:
            store(top, Import(top, None, place), frame)


def run_import_from(node: ast.ImportFrom, frame: Frame) -> None:
    """`from m import a, b as c`; a star is resolved by the namespace when a name is looked up.

    Raises:
        Raised: the module or a name is not there, or the module raises.
    """
    module = absolute(node, frame.module)
    place = SourceSpan(frame.module, node)
    if not _is_lazy(frame):
        import_module(module, place, frame.evaluation)
    for alias in node.names:
        if alias.name == "*":
            frame.names.setdefault(STARS, []).append(Import(module, None, place))
        elif _is_lazy(frame):
            store(alias.asname or alias.name, Import(module, alias.name, place), frame)
        else:
            value = imported_name(module, alias.name, place, frame.evaluation)
            store(alias.asname or alias.name, value, frame)


def _is_lazy(frame: Frame) -> bool:
    """Whether the module imports lazily: what its text imports is there, and imported when it is used."""
    return frame.namespace is not None and frame.namespace.scope.is_lazy
