"""What classes say of themselves: read, and assigned with the effect that CPython gives it."""

from __future__ import annotations

import ast
import inspect
import sys
import typing
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.callables import FunctionValue, Native
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_values import EVERY, ClassValue, ReadOnly
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown
from docgen.static.source.nodes import statements_below
from docgen.static.source.scopes import END

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.engine.namespace import Namespace
    from docgen.static.source.tree import Module


class _Plain:
    """Has what CPython adds to the dictionary of every class."""


def of_class(cls: ClassValue, name: str, frame: Frame) -> Abstract:
    """What `type` itself says of a class, or ABSENT."""
    reader = _OF_CLASS.get(name)
    return ABSENT if reader is None else reader(cls, frame)


def _module(cls: ClassValue, frame: Frame) -> Abstract:
    return _own(cls, "__module__", cls.frame.module.name, frame)


def _doc(cls: ClassValue, frame: Frame) -> Abstract:
    return _own(cls, "__doc__", docstring(cls.docstring), frame)


def _own(cls: ClassValue, name: str, default: Abstract, frame: Frame) -> Abstract:
    """An attribute of the class's own dictionary, which subclasses do not inherit."""
    if (unclear := cls.unclear.get(name)) is not None:
        return unclear
    if name in cls.assigned:
        return cls.assigned[name]
    found = cls.namespace.lookup(name, frame.evaluation) if cls.defines(name) and cls.namespace else ABSENT
    return default if found is ABSENT else found


def docstring(text: str | None) -> str | None:
    """A docstring as the running Python keeps it; since 3.13 without its indentation."""
    return inspect.cleandoc(text) if text is not None and sys.version_info >= (3, 13) else text


def _base(cls: ClassValue, _: Frame) -> Abstract:
    return cls.bases[0] if len(cls.bases) == 1 else Unknown("__base__ of several is not modelled", cls.place)


def _mro(cls: ClassValue, _: Frame) -> Abstract:
    return Native("mro", lambda _args, _kwargs, frame, _place: frame.evaluation.owns(list(cls.mro)))


def _subclasses(cls: ClassValue, _: Frame) -> Abstract:
    why = Unknown("which subclasses there are depends on what else was imported", cls.place)
    return Native("__subclasses__", lambda *_: why)


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


def _hash(cls: ClassValue, frame: Frame) -> Abstract:
    """`__hash__`: None for a class that defines equality alone."""
    if cls.defines("__hash__") or not (cls.namespace and "__eq__" in cls.namespace.binders):
        return ABSENT
    return None


def dictionary(cls: ClassValue, frame: Frame) -> Abstract:
    """`cls.__dict__`; unknown where it is not known which names the class binds."""
    body = cls.namespace
    if cls.unclear or is_enum(cls) or (body is not None and (body.stars or body.dynamic)):
        return Unknown("__dict__ of this class is not modelled", cls.place)
    found: dict[Abstract, Abstract] = {"__module__": _module(cls, frame)}
    if cls.docstring is not None:
        found["__doc__"] = _doc(cls, frame)
    asked: dict[str, Callable[[], Abstract]] = {}
    if own_annotations(cls):
        found["__annotations__"] = asked["__annotations__"] = lambda: class_annotations(cls, frame)
    for name in body.binders if body is not None else ():
        if name not in cls.assigned and body is not None:
            value = _later(body, name, frame)
            if value is None:
                value = body.lookup(name, frame.evaluation)
            else:
                asked[name] = value
            if value is not ABSENT:
                found[name] = value
    found.update({name: value for name, value in cls.assigned.items() if value is not ABSENT})
    if not any(isinstance(ancestor, ClassValue) for ancestor in cls.mro[1:]):
        for name in () if cls.defines("__slots__") else ("__dict__", "__weakref__"):
            found.setdefault(name, vars(_Plain)[name])
    found.setdefault("__doc__", None)
    return ReadOnly(found, {name: value for name, value in asked.items() if found.get(name) is value})


def _later(body: Namespace, name: str, frame: Frame) -> Callable[[], Abstract] | None:
    """What looks a name up once its value is asked for, where the text says that the body binds it."""
    plain = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign
    if all(isinstance(body.body[index], plain) for index in body.binders[name]):
        return lambda: body.lookup(name, frame.evaluation)
    return None


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


def class_annotations(cls: ClassValue, frame: Frame) -> Abstract:
    """`cls.__annotations__`: those of its own body."""
    if "__annotations__" in cls.assigned:
        return cls.assigned["__annotations__"]
    as_text = _postponed(cls.frame.module)
    found: dict[str, Abstract] = {}
    for node in own_annotations(cls):
        name = node.target.id if isinstance(node.target, ast.Name) else ""
        found[name] = ast.unparse(node.annotation) if as_text else annotation(cls, node.annotation, frame)
    return frame.evaluation.owns(found)


def annotation(cls: ClassValue, node: ast.expr, frame: Frame) -> Abstract:
    """The value of an annotation of a class body; its text where annotations are not evaluated."""
    module = cls.frame.module
    if _postponed(module):
        return ast.unparse(node)
    body = Frame(frame.evaluation, module, parent=cls.frame, namespace=cls.namespace, position=END, owner=cls)
    try:
        return dispatch.evaluate(node, body)
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
        change(cls, "mro", [cls, cause], frame)
        make_unclear(cls, (EVERY,), cause, frame)
        return True
    if name in {"__dict__", "__mro__"}:
        raise Raised(AttributeError(f"attribute {name!r} of 'type' objects is not writable"), place)
    return False


def make_unclear(cls: ClassValue, names: tuple[str, ...], cause: Unknown, frame: Frame) -> None:
    """From here on the path does not know what a class itself binds to these names."""
    before = dict(cls.unclear)

    def undo() -> None:
        cls.unclear = before

    frame.evaluation.will_change(cls.assigned, undo)
    cls.unclear = {**cls.unclear, **dict.fromkeys(names, cause)}


def _rename(cls: ClassValue, slot: str, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    require_text(f"__{slot}__", new, place)
    change(cls, slot, new, frame)


def require_text(name: str, new: Abstract, place: SourceSpan) -> None:
    """Refuse a name that is no text.

    Raises:
        Raised: TypeError.
        Unsupported: it is unknown.
    """
    if isinstance(new, Unknown):
        raise Unsupported(new.reason, place)
    if not isinstance(new, str):
        raise Raised(TypeError(f"{name} must be set to a string object"), place)


def change(value: ClassValue | FunctionValue, slot: str, new: Abstract, frame: Frame) -> None:
    """Set what CPython keeps outside the dictionary; a path that began later undoes it."""
    before = getattr(value, slot)
    holder = value.assigned if isinstance(value, ClassValue) else value.attributes
    frame.evaluation.will_change(holder, lambda: setattr(value, slot, before))
    setattr(value, slot, new)


_OF_CLASS: dict[str, Callable[[ClassValue, Frame], Abstract]] = {
    "__abstractmethods__": _of_typing,
    "__annotations__": class_annotations,
    "__base__": _base,
    "__bases__": lambda cls, _: cls.unclear.get(EVERY) or tuple(cls.bases),
    "__class__": lambda cls, _: cls.metaclass or type,
    "__dict__": dictionary,
    "__doc__": _doc,
    "__hash__": _hash,
    "__module__": _module,
    "__mro__": lambda cls, _: cls.unclear.get(EVERY) or tuple(cls.mro),
    "__name__": lambda cls, _: cls.name,
    "__orig_bases__": _original_bases,
    "__parameters__": _of_typing,
    "__qualname__": lambda cls, _: cls.qualname,
    "__subclasses__": _subclasses,
    "mro": _mro,
}
