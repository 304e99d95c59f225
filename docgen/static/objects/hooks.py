"""Hooks that run when a class is made: `__set_name__` of objects in its body, and the inherited `__init_subclass__`.

If a hook cannot be followed to its end, everything that it may still have written is unknown: the attributes of the
class that its text sets, or all of them if its text does not name them, and every object that its text may change.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, failures
from docgen.static.objects.attributes import lookup_in_class
from docgen.static.objects.callables import Descriptor, FunctionValue
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.descriptors import bind, has_method
from docgen.static.objects.metadata import make_unclear
from docgen.static.objects.origins import Origin
from docgen.static.objects.type_values import EVERY, ClassValue
from docgen.static.objects.values import ABSENT, Instance, Unknown
from docgen.static.source.function_scope import function_scope
from docgen.static.source.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import Abstract, SourceSpan

_METHOD = "__init_subclass__"
_READERS = frozenset({
    "bool", "callable", "getattr", "hasattr", "isinstance", "issubclass", "len", "repr", "sorted", "str", "super",
    "tuple", "type", "vars",
})  # fmt: skip
"""Builtins that do not change their arguments."""
_METADATA = frozenset({"__bases__", "__dict__", "__mro__", "__name__", "__qualname__"})
"""Attributes of a class whose methods change nothing."""


def set_names(
    cls: ClassValue, names: Iterable[tuple[str, Abstract]], frame: Frame, place: SourceSpan | None
) -> None:
    """Call `__set_name__` of the descriptors of a new class.

    Raises:
        Unsupported: one of them raises: Python 3.12 lets the exception through, earlier ones wrap it.
    """
    for name, value in names:
        if isinstance(value, Descriptor) and value.kind == "cached_property":
            _tell(value, name, place)
        if not has_method(value, "__set_name__", frame):
            continue
        try:
            dispatch.call_method(value, "__set_name__", [cls, name], frame, place)
        except Raised as signal:
            raise Unsupported(
                "an exception in __set_name__ differs between versions of Python", place, lost=True
            ) from signal


def _tell(value: Descriptor, name: str, place: SourceSpan | None) -> None:
    """Tell a cached property its name; it takes one only."""
    if value.told not in {None, name}:
        raise Unsupported(
            "a second name of a cached property is refused, in ways that differ", place, lost=True
        )
    value.told = name


def run_hook(cls: ClassValue, keywords: dict[str, Abstract], frame: Frame, place: SourceSpan | None) -> None:
    """`super(cls, cls).__init_subclass__(**keywords)`.

    Raises:
        Raised: the hook raises, or nobody takes the keywords.
    """
    hook, owner, position = lookup_in_class(cls, _METHOD, frame, 1)
    if isinstance(hook, Unknown):
        if isinstance(cls.mro[position], ClassValue):  # a base of the tree that may have been changed
            _give_up(cls, Unknown(f"__init_subclass__ is not followed: {hook.reason}", place), frame)
            _doubt(hook, frame, place)
        for base in cls.mro:  # one outside may define it; what the class inherits is unknown with it
            if isinstance(base, Unknown) and base.path is None and base.origin is not Origin.FOREIGN:
                _doubt(base, frame, place)
        return
    if hook is ABSENT or not isinstance(owner, ClassValue):
        if keywords:
            raise Raised(TypeError(f"{cls.name}.__init_subclass__() takes no keyword arguments"), place)
        return
    bound = bind(hook, cls, cls, frame, place)
    try:
        frame.evaluation.without_decisions(lambda: dispatch.call(bound, [], keywords, frame, place))
    except (Unsupported, Indefinite) as signal:
        source = signal.value if isinstance(signal, Indefinite) else signal
        reason = f"__init_subclass__ is not followed: {source.reason}"
        _give_up(cls, Unknown(reason, place, origin=source.origin), frame)
        if (isinstance(signal, Unsupported) and signal.final) or any(frame.evaluation.guards):
            raise  # under a handler it matters that the hook may raise


def _doubt(base: Unknown, frame: Frame, place: SourceSpan | None) -> None:
    """Decide whether a class is not made, because a hook of its base may raise, if a handler catches that."""
    if any(frame.evaluation.guards):
        failures.fork(base, frame.evaluation, place)


def _give_up(cls: ClassValue, cause: Unknown, frame: Frame) -> None:
    names: set[str] = set()
    for position, ancestor in enumerate(cls.mro[1:], 1):
        if isinstance(ancestor, ClassValue) and ancestor.defines(_METHOD):
            hook, _, _ = lookup_in_class(cls, _METHOD, frame, position)
            # One that may have been changed is taken as the body has it.
            if isinstance(hook, Unknown) and ancestor.namespace is not None:
                hook = ancestor.namespace.lookup(_METHOD, frame.evaluation)
            function = hook.function if isinstance(hook, Descriptor) else hook
            if isinstance(function, FunctionValue):
                names |= _Reach(cls, function, cause, frame).written()
            else:
                names.add(EVERY)
    make_unclear(cls, tuple(sorted(names)), cause, frame)


class _Reach:
    """Names and values that the text of a hook may change, if it is unknown how far the hook ran."""

    def __init__(self, cls: ClassValue, hook: FunctionValue, cause: Unknown, frame: Frame) -> None:
        self._cls = cls
        self._hook = hook
        self._cause = cause
        self._frame = frame
        parameters = [*hook.node.args.posonlyargs, *hook.node.args.args]
        self._name = parameters[0].arg if parameters else ""
        self._local = function_scope(hook.node).bound

    def written(self) -> set[str]:
        """Return the attributes that the text sets on the class, or EVERY; havoc everything else it may change."""
        names: set[str] = set()
        for child in walk(self._hook.node):
            match child:
                case ast.Attribute(value=ast.Name(id=owner), attr=name, ctx=ast.Store() | ast.Del()) if (
                    owner == self._name
                ):
                    names.add(name)
                case ast.Attribute(value=owner, ctx=ast.Store() | ast.Del()):
                    names |= self._changed(owner)
                case ast.Subscript(value=owner, ctx=ast.Store() | ast.Del()):
                    names |= self._changed(owner)
                case ast.Call(func=ast.Name(id=name)) if name in _READERS and name not in self._local:
                    pass
                case ast.Call(func=ast.Attribute(value=owner)):
                    names |= self._changed(owner)
                case ast.Call(func=ast.Name(id=name)) if isinstance(self._global(name), Unknown | type):
                    pass  # functions of other packages do not change a class
                case ast.Call():
                    names.add(EVERY)
                    for argument in (*child.args, *(k.value for k in child.keywords)):
                        self._changed(argument)
                case ast.Global() | ast.Nonlocal():
                    names.add(EVERY)
        return names

    def _changed(self, owner: ast.expr) -> set[str]:
        """Havoc the object of an expression that may be changed; return the attribute if it is one of the class."""
        path: list[str] = []
        root: ast.expr = owner
        while isinstance(root, ast.Attribute | ast.Subscript | ast.Call):
            if isinstance(root, ast.Attribute):
                path.append(root.attr)
            root = root.func if isinstance(root, ast.Call) else root.value
        if not isinstance(root, ast.Name):
            return set()
        if root.id == self._name:
            if not path:
                return {EVERY}
            if path[-1] in _METADATA:
                return set()
            self._havoc(lookup_in_class(self._cls, path[-1], self._frame)[0])
            return {path[-1]}
        if root.id not in self._local:
            self._havoc(self._global(root.id))
        return set()

    def _havoc(self, value: Abstract) -> None:
        if isinstance(value, list | dict | set | Instance | ClassValue):
            dispatch.havoc(value, self._cause, self._frame)

    def _global(self, name: str) -> Abstract:
        namespace = self._frame.evaluation.program.namespace(self._hook.frame.module.name)
        return ABSENT if namespace is None else namespace.lookup(name, self._frame.evaluation)
