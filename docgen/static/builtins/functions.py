"""The builtin functions and names that the documented program finds without importing anything."""

from __future__ import annotations

import ast
import builtins
import contextlib
from typing import TYPE_CHECKING, Any

from docgen.static.builtins import attribute_functions, formatting, iterators
from docgen.static.builtins.costs import of_function, refuse_foreign
from docgen.static.builtins.signatures import checked
from docgen.static.builtins.stdlib.importlib import import_module
from docgen.static.builtins.text import to_text
from docgen.static.engine.reach import give_away
from docgen.static.execution import operators
from docgen.static.execution.calls import call
from docgen.static.execution.comparison import HASH, hash_of
from docgen.static.execution.conversions import convert, length
from docgen.static.execution.costs import charge_for
from docgen.static.execution.iteration import gathered, items
from docgen.static.objects import dispatch, failures
from docgen.static.objects.callables import BoundMethod, FunctionValue, Native, Partial
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.native import native
from docgen.static.objects.special_methods import defines, special_method, type_name
from docgen.static.objects.type_aliases import Generic
from docgen.static.objects.type_checks import is_instance, is_subclass
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Instance, Modelled, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docgen.static.objects.frames import Frame

Args = list[Abstract]
Kwargs = dict[str, Abstract]


def _truth(value: Abstract, frame: Frame) -> bool:
    return dispatch.truth(value, frame)


def _all(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return all(_truth(value, frame) for value in _asked(args[0], frame, place))


def _any(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return any(_truth(value, frame) for value in _asked(args[0], frame, place))


def _asked(value: Abstract, frame: Frame, place: SourceSpan) -> Iterable[Abstract]:
    """The elements of which only the truth matters; that of plain data has no effects."""
    if isinstance(value, set | frozenset) and not any(isinstance(v, Instance | Unknown) for v in value):
        return gathered(value, frame, place)
    return items(value, frame, place)


def _len(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return length(args[0], frame, place)


def _extreme(function: Callable[..., Abstract]) -> Callable[..., Abstract]:
    def call_extreme(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        if len(args) > 1 and "default" in kwargs:
            raise Raised(TypeError("cannot specify a default for several arguments"), place)
        key = kwargs.get("key")
        values = _comparable(args[0], key, frame, place) if len(args) == 1 else args
        _refuse_unknown(values)
        rank = (lambda value: call(key, [value], {}, frame, place)) if key is not None else None
        options: dict[str, Any] = {"default": kwargs["default"]} if "default" in kwargs else {}
        charge_for(frame, place, values)
        return native(lambda: function(values, key=rank, **options), place)

    return call_extreme


def _sorted(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    key = kwargs.get("key")
    values = list(_comparable(args[0], key, frame, place))
    _refuse_unknown(values)
    rank = (lambda value: call(key, [value], {}, frame, place)) if key is not None else None
    reverse = _truth(kwargs.get("reverse", False), frame)
    charge_for(frame, place, *[values] * len(values).bit_length())
    return frame.evaluation.owns(native(lambda: sorted(values, key=rank, reverse=reverse), place))


def _comparable(value: Abstract, key: Abstract, frame: Frame, place: SourceSpan) -> Args:
    """The elements of which the order of comparison picks none: of a set, they are of one type with a total order."""
    if isinstance(value, set | frozenset) and key is None and len({type(v) for v in value}) == 1:
        values = gathered(value, frame, place)
        if isinstance(values[0], str | int | bytes):
            return values
    return list(items(value, frame, place))


def _sum(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    source = args[0]
    if isinstance(source, set | frozenset) and all(isinstance(v, int) for v in source):
        values = gathered(source, frame, place)
    else:
        values = list(items(source, frame, place))
    start = args[1] if len(args) > 1 else kwargs.get("start", 0)
    _refuse_unknown([*values, start])
    if isinstance(start, str | bytes | bytearray):
        raise Raised(TypeError(f"sum() can't sum {type(start).__name__} [use join instead]"), place)
    if all(type(value) in _NUMBERS for value in (*values, start)):
        charge_for(frame, place, values)
        return native(lambda: sum(values, start), place)
    for value in values:
        start = operators.binary(ast.Add(), start, value, frame, place)
    return start


_NUMBERS = frozenset({bool, complex, float, int})


def _refuse_unknown(values: Args) -> None:
    for value in values:
        if isinstance(value, Unknown):
            raise Indefinite(value)


def _fork_on_no_class(candidates: Abstract, frame: Frame, place: SourceSpan) -> None:
    """What is asked for as a class may be none."""
    for candidate in candidates if isinstance(candidates, tuple) else (candidates,):
        if isinstance(candidate, Unknown) and candidate.path is None:
            failures.fork(candidate, frame.evaluation, place)


def _isinstance(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    _fork_on_no_class(args[1], frame, place)
    return is_instance(args[0], args[1], frame, place)


def _issubclass(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    for value in args:
        _fork_on_no_class(value, frame, place)
    return is_subclass(args[0], args[1], frame, place)


def _print(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    for value in args:
        with contextlib.suppress(Indefinite):  # nobody sees the text, but making it may raise
            to_text(value, "__str__", frame, place)
    return None


def _callable(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    value = args[0]
    if isinstance(value, Unknown):
        raise Indefinite(value)
    if isinstance(value, Instance):
        return defines(value, "__call__", frame, place)
    return isinstance(value, FunctionValue | BoundMethod | Native | Partial | ClassValue | type | Generic)


def _repr(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return to_text(args[0], "__repr__", frame, place)


def _ascii(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return formatting.ascii_of(to_text(args[0], "__repr__", frame, place))


def _hash(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    value = args[0]
    reason = "a hash differs from run to run"
    if isinstance(value, Modelled):
        found = hash_of(value, frame, place)
        if found is ABSENT:
            return Unknown(reason, place)
        if isinstance(found, Unknown):
            return found
        method = special_method(value, "__hash__", frame, place)
        if method is ABSENT or isinstance(getattr(method, "function", None), Native):
            held = operators.plain(value)
            is_fixed = _hash_is_fixed(held) and found == hash(held)
            return found if is_fixed else Unknown(reason, place, key=(HASH, found))
        return found
    value = operators.hashable(value, frame, place)
    found = native(lambda: hash(value), place)
    return found if _hash_is_fixed(value) else Unknown(reason, place, key=(HASH, found))


def _hash_is_fixed(value: Abstract) -> bool:
    """Whether a hash is the same in every run: that of numbers is, that of texts and of objects is not."""
    if type(value) is tuple:
        return all(map(_hash_is_fixed, value))
    return type(value) in _NUMBERS and value == value  # noqa: PLR0124 - NaN hashes by its identity


def _id(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return Unknown("an identity differs from run to run", place)


def _format(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    spec = args[1] if len(args) > 1 else ""
    if isinstance(spec, Unknown):
        raise Indefinite(spec)
    if not isinstance(spec, str):
        raise Raised(TypeError("format() argument 2 must be str"), place)
    return formatting.format_value(args[0], "", spec, frame, place)


def _import(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`__import__` of an absolute name gives the package at its top."""
    if len(args) != 1 or kwargs:
        raise Indefinite(Unknown("this call of __import__() is not modelled", place))
    found = import_module(args, {}, frame, place)
    top = str(args[0]).partition(".")[0]
    return found if top == args[0] else frame.evaluation.program.dotted(top, place, frame.evaluation)


def _plain(function: Callable[..., Abstract]) -> Callable[..., Abstract]:
    """A builtin that works on plain data only."""

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        plain = [plain_argument(argument, frame, place) for argument in args]
        refuse_foreign([*plain, *kwargs.values()], frame, place)
        frame.evaluation.spend(of_function(function.__name__, plain, place), place)
        return native(lambda: function(*plain, **kwargs), place)

    return run


def plain_argument(value: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """The plain data of an argument, for a function that looks at the data alone."""
    if not isinstance(value, Instance | ClassValue):
        return value
    for name in _LOOKED_AT:
        if defines(value, name, frame, place):
            raise Indefinite(Unknown(f"a builtin function of an object with {name} is not modelled", place))
    plain = operators.plain(value)
    if isinstance(plain, Instance | ClassValue):
        raise Raised(TypeError(f"{type_name(value)!r} object is no such argument"), place)
    return plain


_LOOKED_AT = (
    *("__divmod__", "__rdivmod__", "__pow__", "__rpow__", "__repr__", "__index__"),
    *("__abs__", "__round__", "__float__", "__int__", "__floor__", "__ceil__", "__trunc__"),
)
"""Methods of an argument that some builtin function of plain data asks for."""


def _converted(kind: str, function: Callable[..., Abstract]) -> Callable[..., Abstract]:
    """A builtin of one number, for objects that convert to one as well."""

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        if len(args) == 1 and not kwargs and isinstance(args[0], Modelled):
            value = convert(kind, args[0], frame, place)
            return value if kind in {"abs", "round"} else native(lambda: function(value), place)
        return _plain(function)(args, kwargs, frame, place)

    return run


_RUNS_TEXT = frozenset({"eval", "exec"})
"""Builtins that may do anything to the module that calls them; of its own statements the text tells."""


def _unmodelled(name: str) -> Callable[..., Abstract]:
    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        unknown = Unknown(f"{name}() is not modelled", place)
        given = (*args, *kwargs.values())
        if name in _RUNS_TEXT and frame.scope is not None:
            given = (*given, frame.evaluation.program.module_value(frame.module.name))
        give_away(given, (), unknown, frame)
        failures.fork(unknown, frame.evaluation, place, may_import=True)
        return unknown

    return run


_FUNCTIONS: dict[str, Callable[..., Abstract]] = {
    "__import__": _import,
    "abs": _converted("abs", abs),
    "all": _all,
    "any": _any,
    "ascii": _ascii,
    "bin": _converted("index", bin),
    "callable": _callable,
    "chr": _converted("index", chr),
    "delattr": attribute_functions.delattr_,
    "divmod": _plain(divmod),
    "format": _format,
    "getattr": attribute_functions.getattr_,
    "hasattr": attribute_functions.hasattr_,
    "hash": _hash,
    "hex": _converted("index", hex),
    "id": _id,
    "isinstance": _isinstance,
    "issubclass": _issubclass,
    "iter": iterators.iter_,
    "len": _len,
    "max": _extreme(max),
    "min": _extreme(min),
    "next": iterators.next_,
    "oct": _converted("index", oct),
    "ord": _plain(ord),
    "pow": _plain(pow),
    "print": _print,
    "repr": _repr,
    "round": _converted("round", round),
    "setattr": attribute_functions.setattr_,
    "sorted": _sorted,
    "sum": _sum,
    "vars": attribute_functions.vars_,
}

BUILTINS: dict[str, Abstract] = {
    **{name: value for name, value in vars(builtins).items() if isinstance(value, type)},
    **{
        name: Native(name, _unmodelled(name))
        for name, value in vars(builtins).items()
        if callable(value) and not isinstance(value, type)
    },
    **{name: Native(name, checked(name, function)) for name, function in _FUNCTIONS.items()},
    "Ellipsis": Ellipsis,
    "NotImplemented": NotImplemented,
    "__debug__": True,
}
"""Every builtin name; functions that are not modelled answer with an unknown value."""
