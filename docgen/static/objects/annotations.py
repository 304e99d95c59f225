"""Annotations of classes and functions: their values, or their texts where they are not evaluated (PEP 563)."""

from __future__ import annotations

import ast
import contextlib
import sys
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_values import Annotations
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown
from docgen.static.source.mangling import mangled_in
from docgen.static.source.nodes import executed, walk
from docgen.static.source.scopes import END

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.static.objects.callables import FunctionValue
    from docgen.static.objects.type_values import ClassValue
    from docgen.static.source.module import Module

ANNOTATIONS = "__annotations__"
"""Name of the attribute; a wrapper keeps under it the function whose annotations it has taken over."""
_COMPOUND = (ast.If, ast.Try, ast.TryStar, ast.With, ast.For, ast.While, ast.Match)


def own_annotations(cls: ClassValue) -> list[ast.AnnAssign]:
    """The annotated names of a class body, in order; names in parentheses are left out.

    Raises:
        Unsupported: some stand inside other statements.
    """
    body = cls.node.body if cls.node is not None else []
    for node in body:
        nested = isinstance(node, _COMPOUND)
        if nested and any(isinstance(part, ast.AnnAssign) for part in executed(node)):
            raise Unsupported("annotations inside other statements are not evaluated", cls.place)
    return [n for n in body if isinstance(n, ast.AnnAssign) and n.simple]


def class_annotations(cls: ClassValue, frame: Frame) -> Abstract:
    """`cls.__annotations__`: those of its own body."""
    if ANNOTATIONS in cls.assigned:
        return cls.assigned[ANNOTATIONS]
    found: dict[str, Abstract] = {}
    for node in own_annotations(cls):
        name = node.target.id if isinstance(node.target, ast.Name) else ""
        found[mangled_in(cls.name, name)] = annotation(cls, node.annotation, frame)
    return frame.evaluation.owns(Annotations(found, cls.assigned))


def annotation(cls: ClassValue, node: ast.expr, frame: Frame) -> Abstract:
    """The value of an annotation of a class body; its text where annotations are not evaluated."""
    module = cls.frame.module
    body = Frame(frame.evaluation, module, parent=cls.frame, namespace=cls.namespace, position=END, owner=cls)
    return _value(node, body)


def function_annotations(function: FunctionValue) -> Abstract:
    """`function.__annotations__`: parameters in the order of the signature, then `return`."""
    if isinstance(function.node, ast.Lambda):
        return {}
    spec = function.node.args
    parameters = [*spec.posonlyargs, *spec.args, spec.vararg, *spec.kwonlyargs, spec.kwarg]
    named = [(p.arg, p.annotation) for p in parameters if p is not None]
    frame = function.frame
    owner = function.owner.name if function.owner is not None else None
    found = {
        name if owner is None else mangled_in(owner, name): _value(node, frame)
        for name, node in (*named, ("return", function.node.returns))
        if node is not None
    }
    return frame.evaluation.owns(Annotations(found, function.attributes))


def run_annotations(nodes: Iterable[ast.expr | None], frame: Frame) -> None:
    """Evaluate annotations, as happens until Python 3.14 with the definition that has them.

    Where imports do not run, only those that call something are evaluated.

    Raises:
        Raised: an annotation names what does not exist, or raises otherwise.
    """
    if sys.version_info >= (3, 14):
        return
    runs = frame.evaluation.program.runs_imports
    plain = (node for node in nodes if node is not None and not isinstance(node, ast.Constant))
    asked = [node for node in plain if runs or _calls(node)]
    if not asked or is_postponed(frame.module):
        return
    for node in asked:
        if _calls(node):
            dispatch.evaluate(node, frame)
        elif _is_known(node, frame):
            with contextlib.suppress(Indefinite):
                dispatch.evaluate(node, frame)


def _is_known(node: ast.expr, frame: Frame) -> bool:
    """Tell whether an annotation consists of objects that are known.

    Raises:
        Raised: NameError, if there is no object of a name in it.
    """
    names = [part for part in walk(node) if isinstance(part, ast.Name)]
    found = [dispatch.load_name(part.id, frame, part) for part in names]
    return not any(isinstance(value, Unknown) for value in found)


def _calls(node: ast.expr) -> bool:
    """Tell whether an annotation calls or binds anything; computed once."""
    known = _CALLING.get(node)
    if known is None:
        known = _CALLING[node] = any(isinstance(part, ast.Call | ast.NamedExpr) for part in walk(node))
    return known


_CALLING: WeakKeyDictionary[ast.expr, bool] = WeakKeyDictionary()


def _value(node: ast.expr, frame: Frame) -> Abstract:
    if is_postponed(frame.module):
        return ast.unparse(node)
    place = SourceSpan(frame.module, node)
    if frame.scope is not None and not isinstance(node, ast.Constant):
        return Unknown("an annotation inside a function is not kept", place)
    try:
        return dispatch.evaluate(node, frame)
    except (Raised, Unsupported, Indefinite) as signal:
        if isinstance(signal, Unsupported) and signal.final:
            raise
        return Unknown("the annotation is not understood", place)


def is_postponed(module: Module) -> bool:
    """Tell whether annotations of a module are kept as text (PEP 563)."""
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "annotations" for alias in node.names)
        for node in module.body
    )


def note_change(container: Annotations, frame: Frame, place: SourceSpan | None) -> None:
    """Make the annotations of the class or function unknown from here on."""
    before = container.owner.get(ANNOTATIONS, ABSENT)

    def undo() -> None:
        if before is ABSENT:
            container.owner.pop(ANNOTATIONS, None)
        else:
            container.owner[ANNOTATIONS] = before

    frame.evaluation.will_change(container.owner, undo)
    container.owner[ANNOTATIONS] = Unknown("annotations are changed", place)
