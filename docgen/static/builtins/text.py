"""`str()` and `repr()` of values."""

from __future__ import annotations

import collections
import enum
from typing import TYPE_CHECKING

from docgen.static.engine.evaluation import DEPTH_LIMIT
from docgen.static.engine.world import SET_ORDER
from docgen.static.execution.costs import weight
from docgen.static.objects import dispatch
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported, Untold
from docgen.static.objects.metadata import full_name
from docgen.static.objects.native import native, spoken
from docgen.static.objects.origins import Origin
from docgen.static.objects.tables import Defaulting
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, ModuleValue, SourceSpan, Symbol, Unknown

if TYPE_CHECKING:
    from collections.abc import Collection

    from docgen.static.objects.frames import Frame

_PLAIN = (str, int, float, complex, bytes, type(None), bool, range, type(...), type(NotImplemented))

_WITH_WORDS_OF_THEIR_OWN = (BaseExceptionGroup, ImportError, OSError, SyntaxError, UnicodeError)
"""Exceptions whose text holds more than their arguments."""


def to_text(value: Abstract, method: str, frame: Frame, place: SourceSpan) -> str:
    """`str(value)` or `repr(value)`, by the name of the method.

    Raises:
        Indefinite: it is unknown, or would show an address in memory.
    """
    if isinstance(value, Instance):
        return _of_instance(value, method, frame, place)
    if isinstance(value, list | tuple | dict):
        dispatch.refuse_havocked(value, frame, safe=True)
        evaluation = frame.evaluation
        # An object that occurs twice is written twice: after a few dozen such levels this would never end.
        evaluation.spend(weight(value, place), place)
        if evaluation.depth >= DEPTH_LIMIT:
            raise Unsupported("the text of a value that holds itself", place, final=True)
        evaluation.depth += 1
        try:
            return _of_container(value, frame, place)
        finally:
            evaluation.depth -= 1
    if isinstance(value, _PLAIN) or (
        isinstance(value, BaseException) and spoken(value) and _all_plain(value.args)
    ):
        frame.evaluation.spend(weight(getattr(value, "args", value), place), place)
        return str(native(lambda: str(value) if method == "__str__" else repr(value), place))
    if isinstance(value, set | frozenset):
        dispatch.refuse_havocked(value, frame, safe=True)
        return _of_set(value, frame, place)
    if isinstance(value, Symbol) and value.type_path == "torch.dtype":
        return value.path
    if isinstance(value, ClassValue):
        own = _by_methods(value, method, frame, place)
        if own is not ABSENT:
            return str(own)
        if is_enum(value):
            return f"<{'flag' if value.derives_from(enum.Flag) else 'enum'} {value.name!r}>"
        return f"<class {full_name(value, frame)!r}>"
    if isinstance(value, type):
        return repr(value)
    if isinstance(value, BaseException):
        raise Untold(Unknown("the words of an error differ between versions of Python", place))
    if isinstance(value, Unknown):
        raise Indefinite(value)
    kind = (
        "function"
        if isinstance(value, FunctionValue)
        else "module"
        if isinstance(value, ModuleValue)
        else "object"
    )
    raise Untold(Unknown(f"the text of a {kind} holds an address", place))


def _of_container(value: Abstract, frame: Frame, place: SourceSpan) -> str:
    if isinstance(value, collections.OrderedDict):
        _texts([*value, *value.values()], frame, place)
        raise Untold(Unknown("the text of an OrderedDict differs between versions of Python", place))
    if isinstance(value, Defaulting):
        made_by = to_text(value.factory, "__repr__", frame, place)
        return f"defaultdict({made_by}, {_of_container(dict(value), frame, place)})"
    frame.evaluation.spend(len(value), place)
    if isinstance(value, dict):
        texts = iter(_texts([part for pair in value.items() for part in pair], frame, place))
        return "{" + ", ".join(f"{k}: {v}" for k, v in zip(texts, texts, strict=True)) + "}"
    inside = ", ".join(_texts(value, frame, place))
    if isinstance(value, list):
        return f"[{inside}]"
    return f"({inside},)" if len(value) == 1 else f"({inside})"


def _texts(values: Collection[Abstract], frame: Frame, place: SourceSpan) -> list[str]:
    """The `repr` of each value.

    Raises:
        Untold: one is unknown; that of each other one is made first, because it may raise.
    """
    texts, unknown = [], None
    for value in values:
        try:
            texts.append(to_text(value, "__repr__", frame, place))
        except Untold as signal:
            unknown = unknown or signal
    if unknown is not None:
        raise unknown
    return texts


def _of_set(value: Collection[Abstract], frame: Frame, place: SourceSpan) -> str:
    kind = "frozenset" if isinstance(value, frozenset) else ""
    if not value:
        return f"{kind or 'set'}()"
    texts = _texts(value, frame, place)
    if len(texts) > 1:
        raise Untold(Unknown(SET_ORDER, place, origin=Origin.ORDER))
    inside = f"{{{texts[0]}}}"
    return f"{kind}({inside})" if kind else inside


def _of_instance(value: Instance, method: str, frame: Frame, place: SourceSpan) -> str:
    own = _by_methods(value, method, frame, place)
    if own is not ABSENT:
        return str(own)
    if value.cls.derives_from(enum.Enum):
        name, number = value.attributes["_name_"], value.attributes["_value_"]
        if isinstance(name, Unknown):
            raise Indefinite(name)
        shown = to_text(number, "__repr__", frame, place)
        if method == "__repr__":
            return (
                f"<{value.cls.name}.{name}: {shown}>" if name is not None else f"<{value.cls.name}: {shown}>"
            )
        if value.cls.derives_from(enum.ReprEnum):
            return str(value.payload)
        return f"{value.cls.name}.{name}" if name is not None else f"{value.cls.name}({shown})"
    if isinstance(value.payload, set | frozenset):
        elements = to_text(set(value.payload), "__repr__", frame, place) if value.payload else ""
        return f"{value.cls.name}({elements})"
    if value.payload is not ABSENT:
        return to_text(value.payload, method, frame, place)
    bases = [c for c in value.cls.mro if isinstance(c, type) and issubclass(c, BaseException)]
    if any(issubclass(base, _WITH_WORDS_OF_THEIR_OWN) for base in bases):
        raise Indefinite(Unknown("the words of such an exception are not modelled", place))
    if bases:
        args = value.attributes.get("args", ())
        shown = to_text(args, "__repr__", frame, place)
        if method == "__repr__":
            return f"{value.cls.name}{shown.removesuffix(',)') + ')' if len(args) == 1 else shown}"
        if len(args) == 1:
            key = any(issubclass(base, KeyError) for base in bases)
            return to_text(args[0], "__repr__" if key else "__str__", frame, place)
        return shown if args else ""
    raise Untold(Unknown(f"the text of a {value.cls.name} holds an address", place))


def _by_methods(value: Abstract, method: str, frame: Frame, place: SourceSpan) -> Abstract:
    """The text of a value by its class; ABSENT if the class defines none.

    Raises:
        Raised: TypeError if it makes something else.
    """
    result = dispatch.call_method(value, method, [], frame, place)
    if result is ABSENT and method == "__str__" and not _has_own_text(value):
        result = dispatch.call_method(value, "__repr__", [], frame, place)
    if isinstance(result, Unknown):
        raise Untold(result) if result.kind is str else Indefinite(result)
    if result is ABSENT:
        return ABSENT
    text = result.payload if isinstance(result, Instance) else result
    if not isinstance(text, str):
        raise Raised(TypeError(f"{method} returned non-string"), place)
    return text


def _has_own_text(value: Abstract) -> bool:
    """Tell whether a builtin base has a `__str__` that goes before the `__repr__` of the class."""
    bases = value.cls.mro if isinstance(value, Instance) else ()
    return any(isinstance(base, type) and base is not object and "__str__" in vars(base) for base in bases)


def _all_plain(values: Collection[Abstract]) -> bool:
    return all(isinstance(value, _PLAIN) for value in values)
