"""Bounds of Python's methods and functions, computed before they run; those of operators are in `execution.costs`.

Functions that are not in the tables read their receiver and each argument once.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.execution.costs import HUGE, extent, of_key, of_operator, size, weight
from docgen.static.execution.operators import BINARY
from docgen.static.objects.control_flow import Indefinite, Unsupported
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame

    Args = list[Abstract]
    Cost = Callable[[Abstract, Args], int]

_DATA = (bool, int, float, complex, str, bytes, bytearray, range, slice, type(None), type(...))
_CONTAINERS = (list, tuple, dict, set, frozenset)
_FAR = 1000
"""Number of places before the point beyond which rounding makes no sense."""


def refuse_foreign(values: Args, frame: Frame, place: SourceSpan) -> None:
    """Refuse objects of the documented program, which Python's own functions cannot read.

    Raises:
        Indefinite: there is something unknown.
        Unsupported: there is an object, which may raise.
    """
    for value in values:
        if isinstance(value, Unknown):
            raise Indefinite(value)
        if isinstance(value, _CONTAINERS):
            frame.evaluation.spend(weight(value, place), place)
            refuse_foreign([*value, *value.values()] if isinstance(value, dict) else [*value], frame, place)
        elif not isinstance(value, (*_DATA, type)):
            raise Unsupported("such an object is not looked into", place, lost=True)


def _integer(args: Args, at: int, default: int = 0) -> int:
    return args[at] if len(args) > at and isinstance(args[at], int) else default


def _padded(value: Abstract, args: Args) -> int:
    return size(value) + max(0, _integer(args, 0))


def _tabs(value: Abstract, args: Args) -> int:
    tab = "\t" if isinstance(value, str) else b"\t"
    return size(value) + int(value.count(tab)) * max(1, _integer(args, 0, 8))


def _replaced(value: Abstract, args: Args) -> int:
    kind = type(value)
    if len(args) < 2 or not isinstance(args[0], kind) or not isinstance(args[1], kind):  # noqa: PLR2004
        return 1
    return len(value) + (len(value) + 1 if not args[0] else value.count(args[0])) * len(args[1])


def _translated(value: Abstract, args: Args) -> int:
    table = args[0] if args else {}
    longest = (
        max((len(v) for v in table.values() if isinstance(v, str)), default=1)
        if isinstance(table, dict)
        else 1
    )
    return len(value) * max(1, longest)


def _joined(value: Abstract, args: Args) -> int:
    parts = args[0] if args and isinstance(args[0], list | tuple | dict) else ()
    return sum(map(size, parts)) + size(value) * len(parts)


def _sized(value: Abstract, args: Args) -> int:
    return size(value) + abs(_integer(args, 0))


def _constant(_: Abstract, __: Args) -> int:
    return 1


def _handled(value: Abstract, args: Args) -> int:
    return weight(value, None) + sum(weight(arg, None) for arg in args)


def _keyed(value: Abstract, args: Args) -> int:
    key = of_key(value, args[0], None) if args and isinstance(value, set | frozenset | dict) else 0
    return key + _handled(None, args)


def _of_operator(op: type[ast.operator], *, reflected: bool = False) -> Cost:
    def cost(value: Abstract, args: Args) -> int:
        if len(args) != 1:
            return _handled(value, args)
        return of_operator(op, args[0], value) if reflected else of_operator(op, value, args[0])

    return cost


_METHODS: dict[str, Cost] = {
    **dict.fromkeys(("append", "clear", "popitem", "items", "keys", "values"), _constant),
    **dict.fromkeys(("add", "discard", "get", "setdefault"), _keyed),
    **dict.fromkeys(("center", "ljust", "rjust", "zfill"), _padded),
    **dict.fromkeys(("copy", "insert", "pop", "reverse"), lambda value, _: size(value)),
    "expandtabs": _tabs,
    "join": _joined,
    "replace": _replaced,
    "sort": lambda value, _: weight(value, None) * len(value).bit_length(),
    "to_bytes": _sized,
    "translate": _translated,
    **{f"__{kind}{name}__": _of_operator(op) for op, (name, _) in BINARY.items() for kind in ("", "i")},
    **{f"__r{name}__": _of_operator(op, reflected=True) for op, (name, _) in BINARY.items()},
}


def of_method(value: Abstract, name: str, args: Args, place: SourceSpan | None) -> int:
    """The cost of `value.name(*args)`."""
    if isinstance(value, range):
        return weight(value, place) if args and isinstance(args[0], int) else HUGE
    return _METHODS.get(name, _handled)(value, args)


def _power(args: Args) -> int:
    if len(args) < 3 or not isinstance(args[1], int):  # noqa: PLR2004
        return of_operator(ast.Pow, *args[:2]) if len(args) > 1 else 1
    return size(args[1]) * 64 * (1 + (size(args[2]) * size(args[2]) >> 6)) + size(args[0])


def _rounded(args: Args) -> int:
    return size(args[0]) if abs(_integer(args, 1)) <= _FAR else HUGE


def _counted(factors: int, each: int) -> int:
    """The product of so many integers of so many bits."""
    words = factors * each >> 6
    return 1 + words + (words * words >> 6)


def _chosen(args: Args) -> int:
    number, chosen = _integer(args, 0), _integer(args, 1, _integer(args, 0))
    return _counted(min(number, max(0, chosen)), number.bit_length()) + sum(map(size, args))


def _multiplied(args: Args) -> int:
    factors = args[0] if args and isinstance(args[0], list | tuple | range) else ()
    most = (factors.start, factors.stop) if isinstance(factors, range) else factors
    bits = max((abs(factor).bit_length() for factor in most if isinstance(factor, int)), default=1)
    return _counted(extent(factors) if isinstance(factors, range) else len(factors), bits)


def _divided(args: Args) -> int:
    """The cost of functions that divide repeatedly, such as a greatest common divisor or a root."""
    words = sum(map(size, args))
    return words + (words * words >> 6)


def _operated(op: type[ast.operator]) -> Callable[[Args], int]:
    return lambda args: of_operator(op, *args) if len(args) == 2 else 1  # noqa: PLR2004


_FUNCTIONS: dict[str, Callable[[Args], int]] = {
    **{name: _operated(op) for op, (name, _) in BINARY.items()},
    **{f"i{name}": _operated(op) for op, (name, _) in BINARY.items()},
    **dict.fromkeys(("comb", "factorial", "perm"), _chosen),
    **dict.fromkeys(("gcd", "isqrt", "lcm"), _divided),
    "prod": _multiplied,
    "divmod": lambda args: of_operator(ast.FloorDiv, *args) if len(args) == 2 else 1,  # noqa: PLR2004
    "pow": _power,
    "round": lambda args: _rounded(args) if args else 1,
}


def of_function(name: str, args: Args, place: SourceSpan | None) -> int:
    """The cost of a builtin function of plain data."""
    if name in _FUNCTIONS:
        return _FUNCTIONS[name](args)
    return sum(weight(arg, place) for arg in args)
