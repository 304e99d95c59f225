"""Bounds of Python's own operations, computed before they run: the number of elements that one handles and makes.

A word of a text or of an integer counts as an element. The estimates are tables by operator and operands; those of
methods and functions are in `docgen.static.builtins.costs`.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from typing import TYPE_CHECKING

from docgen.static.objects.control_flow import Unsupported
from docgen.static.objects.type_aliases import Generic, Union
from docgen.static.objects.values import Abstract, Instance, SourceSpan

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame

HUGE = 1 << 62
"""A cost above any limit."""
_MOST = 1 << 18
"""Number of elements after which a value is not measured any further."""
_DEEPEST = 100
"""Deepest nesting of containers: Python's own operations recurse, some of them without a limit."""

_DIGITS = re.compile(r"\d+")
_SEQUENCES = (list, tuple, set, frozenset)
_CONTAINERS = (*_SEQUENCES, dict)
_NESTED = (*_CONTAINERS, Instance, Generic, Union)
"""Kinds of values that hold others."""

_KINDS = (int | float | complex, str, bytes, list, tuple, dict, set | frozenset)
"""Kinds of plain data that have no order with, and do not equal, data of another kind."""


_FAR = (1 << 61) - 1
"""Numbers beyond it share hashes with others: CPython's hash of a number is its remainder by this prime."""
_CROWD = 256
"""Most numbers that are not looked at for equal hashes."""


def charge(units: int, frame: Frame, place: SourceSpan | None) -> None:
    """Count an operation's cost, and refuse one that is too large.

    Raises:
        Unsupported: it is too large.
    """
    frame.evaluation.spend(units, place)


def charge_for(frame: Frame, place: SourceSpan | None, *values: Abstract) -> None:
    """Count an operation that reads everything in some values once.

    Raises:
        Unsupported: it is too large, or nested too deeply for Python's own recursion.
    """
    frame.evaluation.spend(sum(weight(value, place) for value in values), place)


def weight(value: Abstract, place: SourceSpan | None) -> int:
    """Count the elements of a value, including nested ones; an element that occurs twice counts twice, as for Python.

    Raises:
        Unsupported: it is nested too deeply, or holds itself.
    """
    if type(value) is str or not isinstance(value, _NESTED):
        return size(value)
    total = 0
    far: list[int] = []
    pending: list[tuple[Abstract, int]] = [(value, 0)]
    while pending and total <= _MOST:
        inner, depth = pending.pop()
        if type(inner) is str and depth <= _DEEPEST:
            total += (len(inner) >> 3) + 1
            continue
        if type(inner) is int and not -_FAR < inner < _FAR:
            far.append(hash(inner))
        if depth > _DEEPEST:
            # Python, too, may refuse such a value: one that holds itself cannot be hashed, nor a list in a list.
            raise Unsupported("a value is nested too deeply", place, lost=True)
        total += size(inner)
        if isinstance(inner, _SEQUENCES):
            pending += [(part, depth + 1) for part in inner]
        elif isinstance(inner, Generic | Union):
            held = inner.args if isinstance(inner, Generic) else inner.options
            pending += [(part, depth + 1) for part in held]
        elif isinstance(inner, dict):
            pending += [(part, depth + 1) for pair in inner.items() for part in pair]
        elif isinstance(inner, Instance):
            parts = inner.attributes.values() if inner.cls.fields is not None else (inner.payload,)
            pending += [(part, depth + 1) for part in parts]
    return total + _of_equal_hashes(far)


def _of_equal_hashes(hashes: list[int]) -> int:
    """The comparisons that a set of values of these hashes takes: each value is compared with all of its hash."""
    return max(Counter(hashes).values()) ** 2 if len(hashes) > _CROWD else 0


def of_key(container: Abstract, key: Abstract, place: SourceSpan | None) -> int:
    """The cost of a key that is looked for in a set or a table, or put there."""
    if type(key) is str:
        return size(key)
    far = any(
        isinstance(part, int | float) and not -_FAR < part < _FAR
        for part in (key if type(key) is tuple else (key,))
    )
    return weight(key, place) + (len(container) >> 2 if far else 0)


def size(value: Abstract) -> int:
    """The elements of a value itself."""
    if isinstance(value, str | bytes):
        return (len(value) >> 3) + 1
    if isinstance(value, int):
        return (value.bit_length() >> 6) + 1
    if isinstance(value, _CONTAINERS):
        return len(value) + 1
    return 1


def of_comparison(left: Abstract, right: Abstract, place: SourceSpan | None) -> int:
    """The cost of `left == right` or `left < right`: that of both, but data of two kinds is not read to compare it.

    Raises:
        Unsupported: a side is too large, or nested too deeply for Python's own recursion.
    """
    if type(left) is type(right):
        return weight(left, place) + weight(right, place)
    kinds = {next((kind for kind in _KINDS if isinstance(side, kind)), None) for side in (left, right)}
    return 1 if len(kinds) > 1 and None not in kinds else weight(left, place) + weight(right, place)


def of_union(left: Abstract, right: Abstract, place: SourceSpan | None) -> int:
    """The cost of `left | right` of types: each option is compared with all before it."""
    options = sum(len(side.options) if isinstance(side, Union) else 1 for side in (left, right))
    return weight(left, place) + weight(right, place) + options * options


def of_search(container: Abstract, value: Abstract, place: SourceSpan | None) -> int:
    """The cost of `value in container`."""
    if isinstance(container, range):
        return 1 if isinstance(value, int) else extent(container)
    if isinstance(container, set | frozenset | dict):
        return of_key(container, value, place)
    return weight(container, place) + weight(value, place)


def of_item(container: Abstract, index: Abstract, place: SourceSpan | None) -> int:
    """The cost of `container[index]`, read or bound."""
    if isinstance(index, slice):
        return size(container)
    return of_key(container, index, place) if isinstance(container, dict) else 1


def extent(value: range) -> int:
    """`len(value)`, which Python refuses if it does not fit into a word."""
    return max(0, (value.stop - value.start + value.step - (1 if value.step > 0 else -1)) // value.step)


def _together(left: Abstract, right: Abstract) -> int:
    return sum(map(_sized, (left, right)))


def _sized(value: Abstract) -> int:
    """The elements that an operator reads; of large sets and tables also the comparisons of equal hashes."""
    if not isinstance(value, set | frozenset | dict) or len(value) <= _CROWD:
        return size(value)
    return size(value) + _of_equal_hashes([hash(key) for key in value if type(key) is int])


def widths(text: str) -> int:
    """The characters that the numbers of a format may ask for."""
    return sum(int(digits[:9]) << 3 for digits in _DIGITS.findall(text))


def _remainder(left: Abstract, right: Abstract) -> int:
    """The cost of `left % right`: of numbers a division, of a text or of bytes what they make of the values."""
    if not isinstance(left, str | bytes | bytearray):
        return _quotient(left, right)
    text = left if isinstance(left, str) else left.decode("latin-1")
    given = (
        right if isinstance(right, tuple) else tuple(right.values()) if isinstance(right, dict) else (right,)
    )
    wide = sum(abs(each) for each in given if isinstance(each, int)) if "*" in text else 0
    longest = max((weight(each, None) for each in given), default=0)
    return size(left) + widths(text) + wide + text.count("%") * longest


def _product(left: Abstract, right: Abstract) -> int:
    """The cost of a product: of integers, the schoolbook method; of a sequence and a number, the repetition."""
    if isinstance(left, int) and isinstance(right, int):
        return _together(left, right) + (size(left) * size(right) >> 6)
    sequence, count = (left, right) if isinstance(right, int) else (right, left)
    if isinstance(count, int) and isinstance(sequence, str | bytes | list | tuple):
        return size(sequence) * max(1, count)
    return 1


def _quotient(left: Abstract, right: Abstract) -> int:
    return _product(left, right) if isinstance(left, int) and isinstance(right, int) else 1


def _power(left: Abstract, right: Abstract) -> int:
    if not isinstance(left, int) or not isinstance(right, int) or abs(left) <= 1:
        return 1
    words = left.bit_length() * max(0, right) >> 6
    return 1 + words + (words * words >> 6)


def _shift(left: Abstract, right: Abstract) -> int:
    return size(left) + (max(0, right) >> 6) if isinstance(left, int) and isinstance(right, int) else 1


_OPERATORS: dict[type[ast.operator], Callable[[Abstract, Abstract], int]] = {
    ast.Div: _quotient,
    ast.FloorDiv: _quotient,
    ast.LShift: _shift,
    ast.Mod: _remainder,
    ast.Mult: _product,
    ast.Pow: _power,
}
"""Estimates of the elements that an operator handles and makes; other operators read both sides once."""


def of_operator(op: type[ast.operator], left: Abstract, right: Abstract) -> int:
    """The cost of `left op right`."""
    return _OPERATORS.get(op, _together)(left, right)
