"""What classes and functions say of themselves: read, and assigned with the effect that CPython gives it."""

from __future__ import annotations

import ast
import inspect
import sys
import typing
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.callables import Code, FunctionValue
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_values import EVERY, ClassValue
from docgen.static.objects.types import is_enum, metaclass_of
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown
from docgen.static.source.nodes import statements_below

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.source.tree import Module


class ReadOnly(dict[Abstract, Abstract]):
    """A mapping that cannot be written to, such as `cls.__dict__`."""


def of_class(cls: ClassValue, name: str, frame: Frame) -> Abstract:
    """What `type` itself says of a class, or ABSENT."""
    reader = _OF_CLASS.get(name)
    return ABSENT if reader is None else reader(cls, frame)


def of_function(value: FunctionValue, name: str) -> Abstract:
    """What a function says of itself, or ABSENT."""
    if (
        name == "__qualname__"
        and value.frame.scope is None
        and value.frame.namespace is None
        and value.frame.parent
    ):
        return Unknown("a name inside a comprehension differs between versions of Python", value.place)
    reader = _OF_FUNCTION.get(name)
    return ABSENT if reader is None else reader(value)


def _module(cls: ClassValue, frame: Frame) -> Abstract:
    return _own(cls, "__module__", cls.frame.module.name, frame)


def _doc(cls: ClassValue, frame: Frame) -> Abstract:
    return _own(cls, "__doc__", _docstring(cls.docstring), frame)


def _own(cls: ClassValue, name: str, default: Abstract, frame: Frame) -> Abstract:
    """An attribute of the class's own dictionary, which subclasses do not inherit."""
    if (unclear := cls.unclear.get(name)) is not None:
        return unclear
    if name in cls.assigned:
        return cls.assigned[name]
    found = cls.namespace.lookup(name, frame.evaluation) if cls.defines(name) and cls.namespace else ABSENT
    return default if found is ABSENT else found


def _docstring(text: str | None) -> str | None:
    """A docstring as the running Python keeps it; since 3.13 without its indentation."""
    return inspect.cleandoc(text) if text is not None and sys.version_info >= (3, 13) else text


def _base(cls: ClassValue, _: Frame) -> Abstract:
    return cls.bases[0] if len(cls.bases) == 1 else Unknown("__base__ of several is not modelled", cls.place)


def _order(cls: ClassValue, _: Frame) -> Abstract:
    """`__mro__`."""
    if cls.outside_base() is not None and EVERY not in cls.unclear:
        return Unknown("the order of a class with a base outside the tree is not known", cls.place)
    return cls.unclear.get(EVERY) or tuple(cls.mro)


def _original_bases(cls: ClassValue, _: Frame) -> Abstract:
    """`__orig_bases__`, which a class has whose bases stand for others, or one that inherits from such a class."""
    for ancestor in cls.mro:
        node = ancestor.node if isinstance(ancestor, ClassValue) else None
        plain = node is not None and all(isinstance(base, ast.Name | ast.Attribute) for base in node.bases)
        if isinstance(ancestor, ClassValue) and (not plain or "_fields" in ancestor.assigned):
            return Unknown("__orig_bases__ is not modelled", cls.place)
    return _of_typing(cls, _)


def _of_typing(cls: ClassValue, _: Frame) -> Abstract:
    """What `typing` and `abc` add to the classes that derive from theirs."""
    if cls.derives_from(typing.Generic) or isinstance(cls.metaclass, type):
        return Unknown("what a library adds to this class is not modelled", cls.place)
    return ABSENT


def dictionary(cls: ClassValue, frame: Frame) -> Abstract:
    """`cls.__dict__`; unknown where it is not known which names the class binds."""
    body = cls.namespace
    if cls.unclear or is_enum(cls):
        return Unknown("__dict__ of this class is not modelled", cls.place)
    found = ReadOnly({"__module__": _module(cls, frame)})
    if cls.docstring is not None:
        found["__doc__"] = _doc(cls, frame)
    if any(own_annotations(cls)):
        found["__annotations__"] = annotations_of(cls, frame)
    for name in body.binders if body is not None else ():
        value = body.lookup(name, frame.evaluation) if body is not None else ABSENT
        if value is not ABSENT and name not in cls.assigned:
            found[name] = value
    found.update({name: value for name, value in cls.assigned.items() if value is not ABSENT})
    for name in ("__dict__", "__weakref__"):
        found.setdefault(name, Unknown(f"{name} of a class is not modelled", cls.place))
    found.setdefault("__doc__", None)
    return found


def own_annotations(cls: ClassValue) -> list[ast.AnnAssign]:
    """The annotated names of a class body, in order.

    Raises:
        Unsupported: some stand inside other statements.
    """
    body = cls.node.body if cls.node is not None else []
    for node in body:
        if isinstance(node, ast.If | ast.Try | ast.With | ast.For | ast.While) and any(
            isinstance(child, ast.AnnAssign) for child in statements_below(node)
        ):
            raise Unsupported("annotations inside other statements are not evaluated", cls.place)
    return [n for n in body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)]


def annotations_of(cls: ClassValue, frame: Frame) -> Abstract:
    """`cls.__annotations__`: those of its own body."""
    if "__annotations__" in cls.assigned:
        return cls.assigned["__annotations__"]
    as_text = _postponed(cls.frame.module)
    found: dict[str, Abstract] = {}
    for node in own_annotations(cls):
        name = node.target.id if isinstance(node.target, ast.Name) else ""
        found[name] = ast.unparse(node.annotation) if as_text else annotation(cls, node, frame)
    return frame.evaluation.owns(found)


def annotation(cls: ClassValue, node: ast.AnnAssign, frame: Frame) -> Abstract:
    """The value of an annotation; its text where annotations are not evaluated."""
    module = cls.frame.module
    if _postponed(module):
        return ast.unparse(node.annotation)
    position = cls.node.body.index(node) if cls.node is not None else 0
    body = Frame(
        frame.evaluation, module, parent=cls.frame, namespace=cls.namespace, position=position, owner=cls
    )
    try:
        return dispatch.evaluate(node.annotation, body)
    except (Raised, Unsupported, Indefinite) as signal:
        if isinstance(signal, Unsupported) and signal.final:
            raise
        return Unknown("the annotation is not understood", SourceSpan(module, node))


def _postponed(module: Module) -> bool:
    """Whether annotations of a module are kept as text (PEP 563)."""
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "annotations" for alias in node.names)
        for node in module.body
    )


def set_on_class(cls: ClassValue, name: str, new: Abstract, frame: Frame, place: SourceSpan) -> bool:
    """Assign what `type` keeps of a class; false where the name is an ordinary attribute.

    Raises:
        Raised: TypeError or AttributeError, as CPython has it.
    """
    if name in {"__name__", "__qualname__"}:
        _rename(cls, name.strip("_"), new, frame, place)
        return True
    if name in {"__bases__", "__class__"}:
        cause = Unknown(f"{name} of {cls.name} is assigned", place)
        _change(cls, "mro", [cls, cause], frame)
        make_unclear(cls, (EVERY,), cause, frame)
        return True
    if name in {"__dict__", "__mro__"}:
        raise Raised(AttributeError(f"attribute {name!r} of 'type' objects is not writable"), place)
    return False


def make_unclear(cls: ClassValue, names: tuple[str, ...], cause: Unknown, frame: Frame) -> None:
    """From here on the path does not know what a class itself binds to these names."""
    before = dict(cls.unclear)

    after = {**cls.unclear, **dict.fromkeys(names, cause)}
    frame.evaluation.will_change(
        cls.assigned, lambda: setattr(cls, "unclear", before), redo=lambda: setattr(cls, "unclear", after)
    )
    cls.unclear = after


def set_on_function(value: FunctionValue, name: str, new: Abstract, frame: Frame, place: SourceSpan) -> bool:
    """Assign what a function keeps of itself; false where the name is an ordinary attribute.

    Raises:
        Raised: TypeError or AttributeError, as CPython has it.
        Unsupported: the effect is not modelled.
    """
    match name:
        case "__name__" | "__qualname__":
            _require_text(name, new, place)
            return False
        case "__code__" if isinstance(new, Code):
            _change(value, "node", new.node, frame)
        case "__defaults__" if new is None or isinstance(new, tuple):
            _change(value, "defaults", ([*(new or ())], value.defaults[1]), frame)
        case "__kwdefaults__" if new is None or isinstance(new, dict):
            _change(value, "defaults", (value.defaults[0], new or {}), frame)
        case "__code__" | "__defaults__" | "__kwdefaults__":
            if isinstance(new, Unknown):
                raise Unsupported(new.reason, place)
            raise Raised(TypeError(f"{name} must be set to another kind of object"), place)
        case "__dict__":
            cause = Unknown("an assignment to __dict__ of a function is not evaluated", place)
            if not isinstance(new, dict | Unknown):
                raise Raised(TypeError("__dict__ must be set to a dictionary"), place)
            for names in (value.attributes, new):  # which are one and the same from here on
                dispatch.havoc(names, cause, frame)
        case "__globals__" | "__closure__" | "__builtins__":
            raise Raised(AttributeError("readonly attribute"), place)
        case _:
            return False
    return True


def _rename(cls: ClassValue, slot: str, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    _require_text(f"__{slot}__", new, place)
    _change(cls, slot, new, frame)


def _require_text(name: str, new: Abstract, place: SourceSpan) -> None:
    if isinstance(new, Unknown):
        raise Unsupported(new.reason, place)
    if not isinstance(new, str):
        raise Raised(TypeError(f"{name} must be set to a string object"), place)


def _change(value: ClassValue | FunctionValue, slot: str, new: Abstract, frame: Frame) -> None:
    before = getattr(value, slot)
    holder = value.assigned if isinstance(value, ClassValue) else value.attributes
    frame.evaluation.will_change(
        holder, lambda: setattr(value, slot, before), redo=lambda: setattr(value, slot, new)
    )
    setattr(value, slot, new)


_OF_CLASS: dict[str, Callable[[ClassValue, Frame], Abstract]] = {
    "__annotations__": annotations_of,
    "__base__": _base,
    "__bases__": lambda cls, _: cls.unclear.get(EVERY) or tuple(cls.bases),
    "__class__": lambda cls, _: metaclass_of(cls),
    "__dict__": dictionary,
    "__doc__": _doc,
    "__module__": _module,
    "__mro__": _order,
    "__name__": lambda cls, _: cls.name,
    "__orig_bases__": _original_bases,
    "__parameters__": _of_typing,
    "__qualname__": lambda cls, _: cls.qualname,
}
_OF_FUNCTION: dict[str, Callable[[FunctionValue], Abstract]] = {
    "__code__": lambda function: Code(function.node),
    "__defaults__": lambda function: tuple(function.defaults[0]) or None,
    "__doc__": lambda function: _docstring(function.docstring),
    "__kwdefaults__": lambda function: function.defaults[1] or None,
    "__module__": lambda function: function.frame.module.name,
    "__name__": lambda function: function.name,
    "__qualname__": lambda function: function.qualname,
}
