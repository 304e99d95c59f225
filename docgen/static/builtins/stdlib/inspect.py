"""inspect: signatures of the functions and classes of the tree, and abstract classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.execution.calls import call_outside
from docgen.static.objects.attributes import lookup_in_class
from docgen.static.objects.callables import BoundMethod, FunctionValue
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.failures import Care
from docgen.static.objects.signature_values import EMPTY, KINDS, ParameterValue, SignatureValue
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown
from docgen.static.objects.virtual_classes import abstract_methods, is_abc

if TYPE_CHECKING:
    import ast

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_SIGNATURE = "inspect.signature"
_PLAIN = frozenset({bool, bytes, complex, dict, float, frozenset, int, list, set, str, tuple, type(None)})


def _signature(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if type(args[0]) in _PLAIN:
        raise Raised(TypeError(f"{args[0]!r} is not a callable object"), place)
    parameters = _parameters(args[0], frame, place)
    if parameters is None:
        outside = Unknown.outside(_SIGNATURE, place)
        return call_outside(outside, args, kwargs, frame, place, Care.LEAVES)
    return SignatureValue(parameters)


def _parameters(value: Abstract, frame: Frame, place: SourceSpan) -> list[ParameterValue] | None:
    """The parameters of a callable; None if they are not modelled."""
    match value:
        case FunctionValue():
            if "__signature__" in value.attributes:
                return None
            wrapped = value.attributes.get("__wrapped__")
            return _parameters(wrapped, frame, place) if wrapped is not None else _of_function(value)
        case BoundMethod():
            return _bound(_parameters(value.function, frame, place))
        case ClassValue():
            return _of_class(value, frame, place)
    return None


def _of_class(cls: ClassValue, frame: Frame, place: SourceSpan) -> list[ParameterValue] | None:
    """Parameters of a call of a class: those of its `__init__`, if nothing else takes the arguments first."""
    if isinstance(cls.metaclass, ClassValue) and cls.metaclass.mentions("__call__"):
        return None
    if isinstance(cls.metaclass, Unknown) or cls.mentions("__signature__"):
        return None
    maker, owner, _ = lookup_in_class(cls, "__new__", frame)
    if maker is not ABSENT and not isinstance(owner, type):
        return None
    initialiser, owner, _ = lookup_in_class(cls, "__init__", frame)
    if initialiser is ABSENT and all(isinstance(base, ClassValue) or base is object for base in cls.mro):
        return []
    if not isinstance(initialiser, FunctionValue) or not isinstance(owner, ClassValue):
        return None
    return _bound(_parameters(initialiser, frame, place))


def _bound(parameters: list[ParameterValue] | None) -> list[ParameterValue] | None:
    """Remove the first parameter, which is bound; `*args` takes any number."""
    if not parameters or parameters[0].kind == "VAR_POSITIONAL":
        return parameters
    return parameters[1:]


def _of_function(function: FunctionValue) -> list[ParameterValue]:
    spec = function.node.args
    by_position, by_name = function.defaults
    positional = [*spec.posonlyargs, *spec.args]
    without = len(positional) - len(by_position)
    found = [
        ParameterValue(
            parameter.arg,
            "POSITIONAL_ONLY" if number < len(spec.posonlyargs) else "POSITIONAL_OR_KEYWORD",
            by_position[number - without] if number >= without else EMPTY,
        )
        for number, parameter in enumerate(positional)
    ]
    found += _variadic(spec.vararg, "VAR_POSITIONAL")
    found += [ParameterValue(p.arg, "KEYWORD_ONLY", by_name.get(p.arg, EMPTY)) for p in spec.kwonlyargs]
    return found + _variadic(spec.kwarg, "VAR_KEYWORD")


def _variadic(parameter: ast.arg | None, kind: str) -> list[ParameterValue]:
    return [ParameterValue(parameter.arg, kind)] if parameter is not None else []


def _is_abstract(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    cls = args[0]
    if not isinstance(cls, ClassValue):
        return Unknown("inspect.isabstract() of such an object is not modelled", place)
    if isinstance(cls.metaclass, Unknown):
        raise Indefinite(cls.metaclass)
    return is_abc(cls) and bool(abstract_methods(cls, frame))


def _static(args: Args, __: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`inspect.getattr_static` of a class: the unbound value in its body, or in that of an ancestor."""
    cls, name, *default = args
    if not isinstance(cls, ClassValue) or not isinstance(name, str):
        return Unknown("inspect.getattr_static() of such an object is not modelled", place)
    found, _, _ = lookup_in_class(cls, name, frame)
    if isinstance(found, Unknown):
        raise Indefinite(found)
    if found is not ABSENT:
        return found
    if default:
        return default[0]
    if isinstance(cls.metaclass, ClassValue | Unknown) or hasattr(type, name):
        return Unknown(f"{name} of a metaclass is not modelled", place)
    raise Raised(AttributeError(name), place)


FUNCTIONS: dict[str, Model] = {
    "inspect.getattr_static": Model(_static, "obj attr default", 2, care=Care.LEAVES),
    _SIGNATURE: Model(_signature, "obj", 1, care=Care.LEAVES),
    "inspect.isabstract": Model(_is_abstract, "object", 1, care=Care.LEAVES),
}
TYPES: dict[str, Abstract] = {
    **{f"inspect.{owner}.empty": EMPTY for owner in ("Parameter", "Signature")},
    "inspect._empty": EMPTY,
    **{f"inspect.Parameter.{name}": kind for name, kind in KINDS.items()},
}
