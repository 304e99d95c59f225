"""Statements and expressions that cannot be followed: whatever their text may change is unknown."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine.configuration import IMPORTABLE
from docgen.static.engine.open_names import imports_left, may_bind
from docgen.static.engine.reach import Walk
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Unsupported
from docgen.static.source import nodes
from docgen.static.source.name_uses import uses_of_text

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import Unknown


def give_up(node: ast.stmt | ast.expr, cause: Unknown, frame: Frame) -> None:
    """Havoc everything that a statement or expression that cannot be followed may have changed, by its text.

    Raises:
        Unsupported: it may have called too many functions.
    """
    walk = Walk(cause, frame)
    for use in uses_of_text(node):
        walk.follow(use, frame, node)
    walk.finish()
    evaluation = frame.evaluation
    if not evaluation.program.runs_imports:
        return
    for part in nodes.walk(node):
        if isinstance(part, ast.NamedExpr):
            _may_be_named(part.target, cause, frame)
    loads = {name for text, inside in walk.followed for name in imports_left(text, inside, calls=True)}
    may_load = loads and evaluation.assumption(IMPORTABLE) is not True
    if walk.imports or may_load or imports_left(node, frame):
        reason = f"which modules are imported is not known: {cause.reason}"
        raise Unsupported(reason, cause.place, final=True, origin=cause.origin)
    for name in loads:
        _may_be_there(name, cause, evaluation)


def _may_be_there(name: str, cause: Unknown, evaluation: Evaluation) -> None:
    """Note that a module may have become an attribute of its package."""
    package, _, leaf = name.rpartition(".")
    namespace = evaluation.world.modules.get(package)
    if namespace is not None and leaf not in namespace.live_names():
        may_bind(namespace, leaf, cause, evaluation)


def _may_be_named(target: ast.Name, cause: Unknown, frame: Frame) -> None:
    """Note that a named expression may have bound its name, outside of the comprehensions around it."""
    around = frame.around
    if around.namespace is not None:
        may_bind(around.namespace, target.id, cause, frame.evaluation)
    else:
        dispatch.assign(target, cause.derived(cause.place, lost=True, holds=cause.holds), around)
