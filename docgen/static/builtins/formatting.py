"""f-strings, `%` and `str.format`: each field by the rules of the value that fills it."""

from __future__ import annotations

import enum
import functools
import operator
import re
import string
from typing import TYPE_CHECKING

from docgen.static.builtins.costs import widths
from docgen.static.engine import havoc
from docgen.static.execution import operators
from docgen.static.execution.costs import size
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.native import native
from docgen.static.objects.special_methods import type_name
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

_DIRECTIVE = re.compile(
    r"%(?:\((?P<key>[^)]*)\))?[#0\- +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?P<kind>.)", re.DOTALL
)
_CONVERSIONS = {"r": "repr", "s": "str", "a": "ascii", None: ""}


def percent(template: str, values: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`template % values`."""
    directives = [match for match in _DIRECTIVE.finditer(template) if match["kind"] != "%"]
    frame.evaluation.spend(size(template) + widths(template), place)
    if any("*" in match[0] for match in directives):
        raise Unsupported("a * in a format is not evaluated", place)
    if any(match["key"] is not None for match in directives):
        if not isinstance(values, dict):
            raise Unsupported("a format by keys of something that is no dict is not evaluated", place)
        havoc.refuse_havocked_within(values, frame)
        shown = {
            key: _shown(values[key], match["kind"], frame, place)
            for match in directives
            if (key := match["key"]) in values
        }
        return native(lambda: template % shown, place)
    if isinstance(values, Unknown):
        raise Indefinite(values)
    if not directives and isinstance(values, dict | list):
        return template.replace("%%", "%")  # what may be a mapping need not be used
    given = values if isinstance(values, tuple) else (values,)
    if len(given) != len(directives):
        return native(lambda: template % tuple(0 for _ in given), place)  # raises what Python raises
    filled = tuple(_shown(v, m["kind"], frame, place) for v, m in zip(given, directives, strict=True))
    return native(lambda: template % filled, place)


def _shown(value: Abstract, kind: str, frame: Frame, place: SourceSpan) -> Abstract:
    if isinstance(value, Unknown):
        raise Indefinite(value)
    if kind == "s":
        return dispatch.to_text(value, "__str__", frame, place)
    if kind in "ra":
        return _Shown(dispatch.to_text(value, "__repr__", frame, place))
    return operators.plain(value)


class _Shown:
    """An object whose `repr` is known."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def format_text(
    template: str, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan
) -> str:
    """`template.format(*args, **kwargs)`; fields that look into their value are not evaluated."""
    result: list[str] = []
    automatic = 0
    for literal, field, spec, conversion in native(lambda: list(string.Formatter().parse(template)), place):
        result.append(literal)
        if field is None:
            continue
        if "{" in (spec or "") or not re.fullmatch(r"\w*", field):
            raise Unsupported("such a format field is not evaluated", place)
        key: Abstract = field
        if not field or field.isdigit():
            key = int(field) if field else automatic
            automatic += not field
        holder: Abstract = args if isinstance(key, int) else kwargs
        value = native(functools.partial(operator.getitem, holder, key), place)
        result.append(format_value(value, _CONVERSIONS[conversion], spec or "", frame, place))
    return "".join(result)


def format_value(value: Abstract, convert: str, spec: str, frame: Frame, place: SourceSpan) -> str:
    """One replacement field of an f-string."""
    if isinstance(value, Unknown):
        raise Indefinite(value)
    if isinstance(spec, Unknown):
        raise Indefinite(spec)
    if convert:
        text = dispatch.to_text(value, "__str__" if convert == "str" else "__repr__", frame, place)
        return _formatted(ascii_of(text) if convert == "ascii" else text, spec, frame, place)
    if isinstance(value, int | float | complex | str):
        return _formatted(value, spec, frame, place)
    if isinstance(value, Instance | ClassValue):
        result = dispatch.call_method(value, "__format__", [spec], frame, place)
        if result is not ABSENT:
            if isinstance(result, Unknown):
                raise Indefinite(result)
            text = operators.plain(result)
            if not isinstance(text, str):
                raise Raised(TypeError("__format__ must return a str"), place)
            return text
    if isinstance(value, Instance):
        if value.cls.derives_from(enum.ReprEnum) and not _shows_itself(value, frame):
            return format_value(value.payload, convert, spec, frame, place)
        if is_enum(value.cls) and value.payload is not ABSENT:
            raise Indefinite(Unknown("the format of such an Enum differs between versions of Python", place))
        if value.payload is not ABSENT and spec:
            return format_value(value.payload, convert, spec, frame, place)
    if spec and isinstance(value, Instance) and value.cls.outside_base() is not None:
        raise Indefinite(Unknown("the format of such an object is not modelled", place))
    if spec:
        raise Raised(TypeError(f"unsupported format string passed to {type_name(value)}.__format__"), place)
    return dispatch.to_text(value, "__str__", frame, place)


def _shows_itself(value: Instance, frame: Frame) -> bool:
    """Whether an Enum of the tree has a `__str__` of its own, which versions of Python treat differently."""
    return isinstance(dispatch.lookup_in_class(value.cls, "__str__", frame)[1], ClassValue)


def _formatted(value: Abstract, spec: str, frame: Frame, place: SourceSpan) -> str:
    """`format(value, spec)` of plain data, if it is not too wide."""
    frame.evaluation.spend(size(value) + widths(spec), place)
    return str(native(lambda: format(value, spec), place))


def ascii_of(text: str) -> str:
    """`ascii(value)`, `text` being its `repr`."""
    return text.encode("ascii", "backslashreplace").decode()
