"""Names: where each is looked up, by the rules of scopes, class bodies and modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.namespace import Namespace
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.values import ABSENT, Abstract, Deleted, SourceSpan, Unknown
from docgen.static.source.mangling import mangled
from docgen.static.source.scopes import END

if TYPE_CHECKING:
    import ast

    from docgen.static.objects.frames import Frame
    from docgen.static.objects.type_values import ClassValue


def load_name(name: str, frame: Frame, node: ast.AST) -> Abstract:
    """The value that a name has in a frame, by Python's scoping.

    Raises:
        Raised: NameError or UnboundLocalError.
    """
    scope = frame.scope
    if name.startswith("__") and (scope is None or name not in scope.bound):
        name = mangled(name, frame)
    value = frame.names.get(name, ABSENT)
    if isinstance(value, Deleted):
        if frame.namespace is not None and frame.namespace.cls is not None:
            place = SourceSpan(frame.module, node)
            raise Indefinite(Unknown(f"{name} is looked up after the class body deleted it", place))
        raise Raised(NameError(f"name {name!r} is not defined"), SourceSpan(frame.module, node))
    if value is not ABSENT:
        return frame.evaluation.program.resolve_local(value, frame.evaluation)
    if scope is not None and name in scope.bound:
        message = f"cannot access local variable {name!r} where it is not associated with a value"
        raise Raised(UnboundLocalError(message), SourceSpan(frame.module, node))
    value = _load_outer(name, frame, skip_enclosing=scope is not None and name in scope.global_names)
    if value is not ABSENT:
        return value
    patched = frame.evaluation.outside.get(f"builtins.{name}", ABSENT)
    if patched is not ABSENT:
        frame.evaluation.reads(frame.evaluation.outside)
        return Unknown(f"the program binds {name} among the builtins", SourceSpan(frame.module, node))
    if name in dispatch.builtin_names:
        return dispatch.builtin_names[name]
    if name == "__class__" and (owner := _class_around(frame)) is not None:
        return owner
    if frame.position == END and frame.evaluation.program.tree.owns(name):
        return frame.evaluation.program.dotted(name, None, frame.evaluation)  # an assumption's expression
    if name.startswith("__") and name.endswith("__"):
        return Unknown(f"{name} is not modelled here", SourceSpan(frame.module, node))
    raise Raised(NameError(f"name {name!r} is not defined"), SourceSpan(frame.module, node))


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
        if value is not ABSENT or frame.namespace.cls is None:
            return value
        # What a class body binds is never a variable of the function around it.
        skip_enclosing |= name in frame.namespace.binders
    current = frame.parent
    in_body = frame.namespace is not None
    while current is not None:
        if current.namespace is not None:
            if current.namespace.cls is None:
                # A class body sees the names of its module as they were at its place, a function as they are.
                limit = current.position if in_body and current.position != END else None
                return current.namespace.lookup(name, evaluation, limit)
        elif not skip_enclosing:
            if name in current.names:
                return evaluation.program.resolve_local(current.names[name], evaluation)
            if current.scope is not None and name in current.scope.bound:
                message = f"cannot access free variable {name!r}"
                raise Raised(NameError(message), None)
        in_body = in_body and current.namespace is not None
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
