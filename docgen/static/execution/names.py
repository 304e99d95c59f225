"""Look-up of names, by the rules of scopes, class bodies and modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.choices import Choice
from docgen.static.engine.namespace import Namespace
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.enum_bodies import seen_in_body
from docgen.static.objects.outside_state import BUILTINS
from docgen.static.objects.super_objects import refuse_first
from docgen.static.objects.values import ABSENT, Abstract, Deleted, SourceSpan
from docgen.static.source.mangling import mangled
from docgen.static.source.scopes import END, Import

if TYPE_CHECKING:
    import ast

    from docgen.static.objects.frames import Frame
    from docgen.static.objects.type_values import ClassValue


_LINKS = frozenset({Choice, Deleted, Import})
"""Kinds of bindings that stand for another value, or for none."""


def load_name(name: str, frame: Frame, node: ast.AST) -> Abstract:
    """The value that a name has in a frame, by Python's scoping.

    Raises:
        Raised: NameError or UnboundLocalError.
    """
    scope = frame.scope
    if name.startswith("__") and (scope is None or name not in scope.bound):
        name = mangled(name, frame)
    value = frame.names.get(name, ABSENT)
    if value is not ABSENT:
        if frame.namespace is None and value.__class__ not in _LINKS:
            return value
        value = frame.evaluation.program.resolve_local(value, frame.evaluation)
        if frame.namespace is not None and frame.namespace.cls is not None:
            value = seen_in_body(value, name, frame.namespace.cls, frame.evaluation)
        elif isinstance(value, Deleted):
            raise Raised(NameError(f"name {name!r} is not defined"), SourceSpan(frame.module, node))
        if value is not ABSENT and not isinstance(value, Deleted):
            return value
    if scope is not None and name in scope.bound:
        message = f"cannot access local variable {name!r} where it is not associated with a value"
        raise Raised(UnboundLocalError(message), SourceSpan(frame.module, node))
    value = _load_outer(name, frame, skip_enclosing=scope is not None and name in scope.global_names)
    if value is not ABSENT:
        return value
    written = (
        frame.evaluation.outside.get(f"{BUILTINS}.{name}", ABSENT) if frame.evaluation.outside else ABSENT
    )
    if written is not ABSENT:
        return written
    if name in dispatch.builtin_names:
        return dispatch.builtin_names[name]
    if name == "__class__" and (owner := _class_around(frame)) is not None:
        refuse_first(owner, name, SourceSpan(frame.module, node))
        return owner
    if _is_assumed(frame) and frame.evaluation.program.tree.owns(name):
        return frame.evaluation.program.dotted(name, None, frame.evaluation)
    raise Raised(NameError(f"name {name!r} is not defined"), SourceSpan(frame.module, node))


def _is_assumed(frame: Frame) -> bool:
    """Tell whether the frame is that of an assumption's expression, or of a function or comprehension in one."""
    while frame.parent is not None:
        frame = frame.parent
    return frame.position == END


def _class_around(frame: Frame) -> ClassValue | None:
    """The class whose body holds the function that a frame runs."""
    current: Frame | None = frame
    while current is not None:
        if current.scope is not None and current.owner is not None:
            return current.owner
        current = current.parent
    return None


def _load_outer(name: str, frame: Frame, *, skip_enclosing: bool) -> Abstract:
    evaluation = frame.evaluation
    if frame.namespace is not None:
        value = frame.namespace.lookup(name, evaluation, frame.position if frame.position != END else None)
        if frame.namespace.cls is not None:
            value = seen_in_body(value, name, frame.namespace.cls, evaluation)
        if value is not ABSENT or frame.namespace.cls is None:
            return value
        # A name that a class body binds is never a variable of the function around it.
        skip_enclosing |= name in frame.namespace.binders
    current = frame.parent
    while current is not None:
        if current.namespace is not None:
            if current.namespace.cls is None:
                return current.namespace.lookup(name, evaluation)
        elif not skip_enclosing:
            if name in current.names:
                return evaluation.program.resolve_local(current.names[name], evaluation)
            if current.scope is not None and name in current.scope.bound:
                message = f"cannot access free variable {name!r}"
                raise Raised(NameError(message), None)
        current = current.parent
    if not frame.module.name:
        return _top_level(name, frame)
    namespace = evaluation.program.namespace(frame.module.name)
    return namespace.lookup(name, evaluation) if isinstance(namespace, Namespace) else ABSENT


def _top_level(name: str, frame: Frame) -> Abstract:
    """In an expression of the configuration, a name that is no builtin is a top-level package."""
    return (
        ABSENT
        if name in dispatch.builtin_names
        else frame.evaluation.program.dotted(name, None, frame.evaluation)
    )
