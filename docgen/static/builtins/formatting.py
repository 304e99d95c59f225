"""f-strings, `%` and `str.format`: each field by the rules of the value that fills it."""

from __future__ import annotations

import enum
import functools
import operator
import re
import string
from typing import TYPE_CHECKING

from docgen.static.execution import operators, subscripts
from docgen.static.execution.costs import size, widths
from docgen.static.objects import dispatch, known_types
from docgen.static.objects.attributes import get_attribute
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.native import native
from docgen.static.objects.special_methods import defines, type_name
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
        return _by_keys(template, directives, values, frame, place)
    if isinstance(values, Unknown):
        raise Indefinite(values)
    if not directives and isinstance(values, dict | list):
        return template.replace("%%", "%")  # a value that may be a mapping need not be used
    given = values if isinstance(values, tuple) else (values,)
    if len(given) != len(directives):
        return native(lambda: template % tuple(0 for _ in given), place)  # raises the same as Python
    filled = tuple(_shown(v, m["kind"], frame, place) for v, m in zip(given, directives, strict=True))
    return native(lambda: template % filled, place)


def _by_keys(
    template: str, directives: list[re.Match[str]], values: Abstract, frame: Frame, place: SourceSpan
) -> Abstract:
    """`template % mapping`: each directive asks the mapping for its key."""
    if isinstance(values, Unknown):
        raise Indefinite(values)
    if not isinstance(operators.plain(values), dict) and not defines(values, "__getitem__", frame, place):
        raise Raised(TypeError("format requires a mapping"), place)
    if any(match["key"] is None or "(" in match["key"] for match in directives):
        raise Unsupported("a format with and without keys is not evaluated", place)
    shown = [
        _shown(subscripts.get_item(values, match["key"], frame, place), match["kind"], frame, place)
        for match in directives
    ]
    places = iter(range(len(shown)))
    numbered = _DIRECTIVE.sub(
        lambda match: match[0] if match["kind"] == "%" else f"%({next(places)}){match[0].partition(')')[2]}",
        template,
    )
    return native(lambda: numbered % {str(index): value for index, value in enumerate(shown)}, place)


def _shown(value: Abstract, kind: str, frame: Frame, place: SourceSpan) -> Abstract:
    if isinstance(value, Unknown):
        known_types.refuse(lambda sample: f"%{kind}" % (sample,), [value], place)
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


_FIELD = re.compile(r"(?P<first>\w*)(?P<rest>(?:\.\w+|\[[^\[\]]+\])*)")
_STEP = re.compile(r"\.(?P<name>\w+)|\[(?P<key>[^\[\]]+)\]")


def format_text(
    template: str, args: list[Abstract] | None, mapping: Abstract, frame: Frame, place: SourceSpan
) -> str:
    """`template.format(*args, **mapping)`, or, with None for the arguments, `template.format_map(mapping)`."""
    return _Fields(args, mapping, frame, place).filled(template, nested=False)


class _Fields:
    """The replacement fields of one call of `str.format`, which are numbered through nested formats too."""

    def __init__(
        self, args: list[Abstract] | None, mapping: Abstract, frame: Frame, place: SourceSpan
    ) -> None:
        self._args = args
        self._mapping = mapping
        self._frame = frame
        self._place = place
        self._automatic = 0
        self._numbered = False

    def filled(self, template: str, *, nested: bool) -> str:
        """The template with its fields filled."""
        result: list[str] = []
        parts = native(lambda: list(string.Formatter().parse(template)), self._place)
        for literal, field, spec, conversion in parts:
            result.append(literal)
            if field is None:
                continue
            value = self._value(field)
            if spec and "{" in spec:
                if nested:
                    raise Raised(ValueError("Max string recursion exceeded"), self._place)
                spec = self.filled(spec, nested=True)  # noqa: PLW2901
            if conversion not in _CONVERSIONS:
                raise Raised(ValueError("Unknown conversion specifier"), self._place)
            convert = _CONVERSIONS[conversion]
            result.append(format_value(value, convert, spec or "", self._frame, self._place))
        return "".join(result)

    def _value(self, field: str) -> Abstract:
        match = _FIELD.fullmatch(field)
        if match is None:
            raise Unsupported("such a format field is not evaluated", self._place)
        first = match["first"]
        key: Abstract = first
        if not first or first.isdigit():
            self._numbered |= bool(first)
            key = int(first) if first else self._automatic
            self._automatic += not first
            if self._numbered and self._automatic:
                what = "cannot mix automatic and manual field numbering"
                raise Raised(ValueError(what), self._place)
        if isinstance(key, str):
            value = subscripts.get_item(self._mapping, key, self._frame, self._place)
        elif self._args is None:
            raise Raised(ValueError("Format string contains positional fields"), self._place)
        else:
            value = native(functools.partial(operator.getitem, self._args, key), self._place)
        for step in _STEP.finditer(match["rest"]):
            if step["name"] is not None:
                value = get_attribute(value, step["name"], self._frame, self._place)
            else:
                index = int(step["key"]) if step["key"].isdigit() else step["key"]
                value = subscripts.get_item(value, index, self._frame, self._place)
        return value


def format_value(value: Abstract, convert: str, spec: str, frame: Frame, place: SourceSpan) -> str:
    """One replacement field of an f-string."""
    if isinstance(value, Unknown):
        if not convert:
            known_types.refuse(format, [value, spec], place, (TypeError, ValueError))
        raise Indefinite(value)
    if isinstance(spec, Unknown):
        dispatch.let_act((value,), spec, frame)
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
    if isinstance(value, Instance) and (is_enum(value.cls) or (value.payload is not ABSENT and spec)):
        return _of_held_data(value, spec, frame, place)
    if spec and isinstance(value, Instance) and value.cls.outside_base() is not None:
        raise Unsupported("the format of such an object is not modelled", place, lost=True)
    if spec:
        raise Raised(TypeError(f"unsupported format string passed to {type_name(value)}.__format__"), place)
    return dispatch.to_text(value, "__str__", frame, place)


def _of_held_data(value: Instance, spec: str, frame: Frame, place: SourceSpan) -> str:
    """The format of an Enum's member, or of an object of a builtin base."""
    if value.cls.derives_from(enum.ReprEnum) and not _shows_itself(value, frame):
        return format_value(value.payload, "", spec, frame, place)
    if not is_enum(value.cls):
        return format_value(value.payload, "", spec, frame, place)
    if value.payload is not ABSENT:
        what = "the format of such an Enum differs between versions of Python"
        if not spec:
            raise Indefinite(Unknown(what, place))
        raise Unsupported(what, place, lost=True)
    return _formatted(dispatch.to_text(value, "__str__", frame, place), spec, frame, place)


def _shows_itself(value: Instance, frame: Frame) -> bool:
    """Tell whether an Enum of the tree has a `__str__` of its own, which versions of Python treat differently."""
    return isinstance(dispatch.lookup_in_class(value.cls, "__str__", frame)[1], ClassValue)


def _formatted(value: Abstract, spec: str, frame: Frame, place: SourceSpan) -> str:
    """`format(value, spec)` of plain data, if it is not too wide."""
    frame.evaluation.spend(size(value) + widths(spec), place)
    return str(native(lambda: format(value, spec), place))


def ascii_of(text: str) -> str:
    """`ascii(value)`, `text` being its `repr`."""
    return text.encode("ascii", "backslashreplace").decode()
