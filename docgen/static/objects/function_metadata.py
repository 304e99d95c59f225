"""Metadata of functions: read, and assigned with the effect that CPython gives it."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from docgen.static.objects.annotations import function_annotations
from docgen.static.objects.callables import Code
from docgen.static.objects.cells import closure
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.metadata import change, docstring, module_name, require_text
from docgen.static.objects.module_names import names_of
from docgen.static.objects.values import ABSENT, Abstract, Unknown
from docgen.static.source.free_names import free_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.callables import FunctionValue
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import SourceSpan


def of_function(value: FunctionValue, name: str) -> Abstract:
    """Attribute that Python gives a function, or ABSENT."""
    if name == "__qualname__" and _in_comprehension(value.frame):
        return Unknown("a name inside a comprehension differs between versions of Python", value.place)
    reader = _OF_FUNCTION.get(name)
    return ABSENT if reader is None else reader(value)


def of_code(code: Code, name: str) -> Abstract:
    """An attribute of `function.__code__`, or ABSENT."""
    spec = code.node.args
    match name:
        case "co_name":
            return "<lambda>" if isinstance(code.node, ast.Lambda) else code.node.name
        case "co_argcount":
            return len(spec.posonlyargs) + len(spec.args)
        case "co_posonlyargcount":
            return len(spec.posonlyargs)
        case "co_kwonlyargcount":
            return len(spec.kwonlyargs)
    return ABSENT


def _in_comprehension(frame: Frame) -> bool:
    return frame.scope is None and frame.namespace is None and frame.parent is not None


def set_on_function(value: FunctionValue, name: str, new: Abstract, frame: Frame, place: SourceSpan) -> bool:
    """Assign a function's own metadata; return false if the name is an ordinary attribute.

    Raises:
        Raised: TypeError or AttributeError, as CPython has it.
        Unsupported: the effect is not modelled.
    """
    match name:
        case "__name__" | "__qualname__":
            require_text(name, new, place)
            return False
        case "__code__" if isinstance(new, Code):
            _refuse_free_names(value, new, place)
            _keep_texts(value, frame)
            change(value, "node", new.node, frame)
        case "__defaults__" if new is None or isinstance(new, tuple):
            change(value, "defaults", ([*(new or ())], value.defaults[1]), frame)
        case "__kwdefaults__" if new is None or isinstance(new, dict):
            change(value, "defaults", (value.defaults[0], new or {}), frame)
        case "__code__" | "__defaults__" | "__kwdefaults__":
            if isinstance(new, Unknown):
                raise Unsupported(new.reason, place, origin=new.origin)
            raise Raised(TypeError(f"{name} must be set to another kind of object"), place)
        case "__dict__" if isinstance(new, dict) and not any(
            key.startswith("__") for key in value.attributes
        ):
            before = value.attributes
            frame.evaluation.will_change(before, lambda: setattr(value, "attributes", before))
            value.attributes = new
        case "__dict__":
            raise Unsupported("an assignment to __dict__ of a function is not evaluated", place)
        case "__class__":
            raise Raised(TypeError("__class__ assignment only supported for mutable types"), place)
        case "__annotations__" if not isinstance(new, dict | Unknown) and new is not None:
            raise Raised(TypeError("__annotations__ must be set to a dict object"), place)
        case "__globals__" | "__closure__" | "__builtins__":
            raise Raised(AttributeError("readonly attribute"), place)
        case _:
            return False
    return True


def _keep_texts(value: FunctionValue, frame: Frame) -> None:
    """Keep what a function has of its definition when it gets the code of another one."""
    holder = value.attributes
    for name in ("__annotations__", "__doc__"):
        if name not in holder:
            kept = _OF_FUNCTION[name](value)
            frame.evaluation.will_change(holder, partial(holder.pop, name, None))
            holder[name] = kept


def _refuse_free_names(value: FunctionValue, new: Code, place: SourceSpan) -> None:
    """Refuse a code that takes other variables from the functions around it than the function's own.

    Raises:
        Raised: ValueError, if their numbers differ.
        Unsupported: they have other names, or are not known.
    """
    own, given = (
        free_names(each.node, module) for each, module in ((value, value.frame.module), (new, new.module))
    )
    if own is None or given is None:
        raise Unsupported(
            "which variables a function takes from those around it is not known", place, lost=True
        )
    if len(own) != len(given):
        raise Raised(ValueError(f"a code object with {len(own)} free vars is needed"), place)
    if own != given:
        raise Unsupported("a code with other variables is not evaluated", place)


_OF_FUNCTION: dict[str, Callable[[FunctionValue], Abstract]] = {
    "__annotations__": function_annotations,
    "__closure__": closure,
    "__code__": lambda function: Code(function.node, function.frame.module),
    "__defaults__": lambda function: tuple(function.defaults[0]) or None,
    "__doc__": lambda function: docstring(function.docstring),
    "__globals__": lambda function: names_of(function.frame, function.place),
    "__kwdefaults__": lambda function: function.defaults[1] or None,
    "__module__": lambda function: module_name(function.frame),
    "__name__": lambda function: function.name,
    "__qualname__": lambda function: function.qualname,
}
