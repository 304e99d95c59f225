"""Names of a text that is not run: the values that they may have, and the modules that its imports may run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine.choices import Choice
from docgen.static.objects.absence import may_be_absent
from docgen.static.objects.values import ABSENT, Abstract, Deleted
from docgen.static.source.nodes import children
from docgen.static.source.relative_imports import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.namespace import Namespace
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import Unknown


def open_values(name: str, frame: Frame) -> Iterator[Abstract]:
    """The values that a name may have in a frame, where decisions about it are left open."""
    return values_of(_bound(name, frame), frame)


def values_of(bound: Abstract, frame: Frame) -> Iterator[Abstract]:
    """The values that a name may have that is bound to something; several if that is a choice."""
    for value in bound.leaves() if isinstance(bound, Choice) else [bound]:
        if value is not ABSENT and not isinstance(value, Deleted):
            yield frame.evaluation.program.resolve_local(value, frame.evaluation)


def _bound(name: str, frame: Frame) -> Abstract:
    evaluation = frame.evaluation
    current: Frame | None = frame
    while current is not None:
        if name in current.names:
            return current.names[name]
        current = current.parent
    namespace = evaluation.program.readable_namespace(frame.module.name) if frame.module.name else None
    return namespace.live_names().get(name, ABSENT) if namespace is not None else ABSENT


def may_bind(namespace: Namespace, name: str, cause: Unknown, evaluation: Evaluation) -> None:
    """Note that a name of a module or a class may have been bound; one that was not before may still not be there."""
    before = namespace.live_names().get(name, ABSENT)
    is_open = before is ABSENT or isinstance(before, Choice | Deleted) or may_be_absent(before)
    key = ("unclear", object()) if is_open else cause.key
    namespace.write(name, cause.derived(cause.place, key=key, lost=True, holds=cause.holds), evaluation)


def imports_left(node: ast.stmt | ast.expr, frame: Frame, *, calls: bool = False) -> frozenset[str]:
    """The modules of the tree that a text imports, and that no statement before it has imported.

    Args:
        node: The text.
        frame: The frame in which it would run.
        calls: True if functions that it defines may be called.
    """
    pending: list[ast.AST] = [node]
    named: set[str] = set()
    while pending:
        part = pending.pop()
        if isinstance(part, ast.Import):
            named |= {alias.name for alias in part.names}
        elif isinstance(part, ast.ImportFrom):
            source = absolute(part, frame.module)
            named |= {source, *(f"{source}.{alias.name}" for alias in part.names)}
        elif calls or not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            pending += children(part)
    evaluation = frame.evaluation
    tree, modules = evaluation.program.tree, evaluation.world.modules
    return frozenset(name for name in named if name not in modules and tree.exists(name))
