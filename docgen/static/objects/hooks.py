"""`__init_subclass__`: run when the class is made if it may do anything, else when somebody asks for what it sets.

Hooks commonly set a class attribute or two from annotations and library calls that the source does not determine.
Running such a hook for an answer that has nothing to do with those attributes would cost the answer.
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.callables import Descriptor, FunctionValue
from docgen.static.objects.control_flow import Indefinite, Unsupported
from docgen.static.objects.type_values import ClassValue, Deferred
from docgen.static.objects.values import Unknown
from docgen.static.source.function_scope import function_scope
from docgen.static.source.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import Abstract, SourceSpan

_METHOD = "__init_subclass__"


def run_hook(cls: ClassValue, frame: Frame, place: SourceSpan | None) -> None:
    """Run the hook that a new class inherits, or set it aside for the attributes that it sets."""
    hooks = list(_hooks(cls, frame))
    if not hooks:
        return
    settings = [_known_settings(hook) for hook in hooks]
    if any(names is None for names in settings):
        dispatch.call(hooks[0], [cls], dict(cls.keywords), frame, place)
        return
    names = frozenset(name for found in settings for name in found or ())
    cls.deferred = Deferred(hooks[0], names, place)


def run_deferred(cls: ClassValue, deferred: Deferred, frame: Frame) -> None:
    """Run a hook that was set aside; what it would set is unknown where it cannot be followed."""
    cls.deferred = None
    evaluation = frame.evaluation
    evaluation.will_change(cls.assigned, lambda: _set_aside_again(cls, deferred))
    try:
        dispatch.call(deferred.function, [cls], dict(cls.keywords), frame, deferred.place)
    except (Unsupported, Indefinite) as signal:
        if isinstance(signal, Unsupported) and signal.final:
            raise
        reason = signal.reason if isinstance(signal, Unsupported) else signal.value.reason
        for name in deferred.names - cls.assigned.keys():
            cls.assigned[name] = Unknown(reason, deferred.place)


def _set_aside_again(cls: ClassValue, deferred: Deferred) -> None:
    cls.deferred = deferred
    for name in deferred.names:
        cls.assigned.pop(name, None)


def _hooks(cls: ClassValue, frame: Frame) -> Iterator[FunctionValue]:
    for ancestor in cls.mro[1:]:
        if isinstance(ancestor, ClassValue) and ancestor.namespace and _METHOD in ancestor.namespace.binders:
            found: Abstract = ancestor.namespace.lookup(_METHOD, frame.evaluation)
            found = found.function if isinstance(found, Descriptor) else found
            if isinstance(found, FunctionValue):
                yield found


def _known_settings(hook: FunctionValue) -> frozenset[str] | None:
    """`_attributes_set`, worked out once for a definition: thousands of classes inherit one hook."""
    known = _SETTINGS.get(id(hook.node))
    if known is None or known[0] is not hook.node:
        known = _SETTINGS[id(hook.node)] = (hook.node, _attributes_set(hook))
    return known[1]


_SETTINGS: dict[int, tuple[ast.AST, frozenset[str] | None]] = {}


def _attributes_set(hook: FunctionValue) -> frozenset[str] | None:
    """The attributes of the class that a hook sets, if that is all it does; None if it may do more."""
    node = hook.node
    parameters = [*node.args.posonlyargs, *node.args.args]
    if isinstance(node, ast.Lambda) or not parameters:
        return None
    cls = parameters[0].arg
    local = function_scope(node).bound - {cls}
    names: set[str] = set()
    for child in walk(node):
        match child:
            case ast.Global() | ast.Nonlocal() | ast.Delete() | ast.Yield() | ast.YieldFrom() | ast.Await():
                return None
            case ast.Attribute(value=ast.Name(id=owner), attr=name, ctx=ast.Store()) if owner == cls:
                names.add(name)
            case ast.Attribute(value=ast.Name(id=owner), ctx=ast.Store()) if owner in local:
                pass
            case ast.Subscript(value=ast.Name(id=owner), ctx=ast.Store()) if owner in local:
                pass
            case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
                return None
            case ast.Call() if not _harmless(child, hook, local | {cls}):
                return None
    return frozenset(names)


def _harmless(node: ast.Call, hook: FunctionValue, local: set[str]) -> bool:
    """Whether a call cannot change the class: `super()`'s hook, a builtin, a method of a local, a library function."""
    root: ast.expr = node.func
    while isinstance(root, ast.Attribute | ast.Call):
        root = root.func if isinstance(root, ast.Call) else root.value
    if not isinstance(root, ast.Name) or root.id in {"setattr", "delattr"}:
        return False
    if root.id in local or hasattr(builtins, root.id):
        return True
    program = hook.frame.evaluation.program
    namespace = program.namespace(hook.frame.module.name)
    statement = namespace.binding(root.id) if namespace else None
    if isinstance(statement, ast.ImportFrom):
        return not statement.level and not program.tree.owns(statement.module or "")
    if isinstance(statement, ast.Import):
        return not any(program.tree.owns(alias.name) for alias in statement.names)
    return False
