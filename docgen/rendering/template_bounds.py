"""Limits on the work of one template, the sizes of its values and its text, so that an untrusted one ends.

Work is counted in items that are looped over and calls that are made. Every value that a template builds is measured
as a tree, so that a list that holds itself twice, nested thirty times, is refused before anything walks it.
"""

from __future__ import annotations

import operator
import re
from functools import wraps
from typing import TYPE_CHECKING, Any

from jinja2.exceptions import SecurityError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

TEXT = 16 << 20
"""Most characters of a text."""
WORK = 3_000_000
"""Most items that are looped over, and calls."""
_ITEMS = 1_000_000
"""Most items of a value, nested ones included."""
_BITS = 4096
"""Most bits of an integer."""
_WIDTH = 10_000
"""The greatest width, count or depth that a filter or a format accepts."""
_PER_ITEM = 64
"""Number of characters that cost as much as one item."""

_WITH_WIDTHS = frozenset({"batch", "center", "indent", "round", "slice", "tojson", "truncate", "wordwrap"})
"""Filters whose integer arguments determine the size of their result."""
_OF_ITEMS = frozenset(
    (
        "batch",
        "groupby",
        "list",
        "map",
        "max",
        "min",
        "reject",
        "rejectattr",
        "reverse",
        "select",
        "selectattr",
    )
) | {"slice", "sort", "sum", "unique"}
"""Filters that take a text for its characters."""
_WIDE = re.compile(r"\d{5,}|\*")
_WHOLE = int | bool
_TEXTS = str | bytes
_SEQUENCES = (list, tuple)
_NESTED = (dict, list, tuple)
_INDENTED = frozenset({"indent", "tojson", "wordwrap"})
"""Filters that put a text, or blanks, before each line."""


class Budget:
    """Remaining work of one rendering."""

    def __init__(self) -> None:
        self._left = WORK

    def renew(self) -> None:
        """Begin a rendering."""
        self._left = WORK

    def spend(self, cost: int = 1) -> None:
        """Subtract a cost.

        Raises:
            SecurityError: less than that is left.
        """
        self._left -= cost
        if self._left < 0:
            raise SecurityError(f"the template takes more than {WORK:,} steps")

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items, each of which costs one."""
        for item in items:
            self.spend()
            yield item

    def measured(self, value: Any) -> Any:
        """Return `value` itself, if it is not too large.

        Raises:
            SecurityError: it is too large.
        """
        pending, items = [value], 0
        while pending:
            each = pending.pop()
            items += 1
            if isinstance(each, _TEXTS):
                refuse_text(len(each))
                items += len(each) // _PER_ITEM
            elif isinstance(each, int):
                _refuse_integer(each.bit_length())
            elif isinstance(each, dict):
                pending += [*each, *each.values()]
            elif isinstance(each, (list, tuple, set, frozenset)):
                pending += each
            if items + len(pending) > _ITEMS:
                raise SecurityError(f"a value of the template has more than {_ITEMS:,} items")
        self.spend(items)
        return value

    def joined(self, pieces: Iterable[str]) -> str:
        """The pieces as one text.

        Raises:
            SecurityError: it is too long.
        """
        kept, size = [], 0
        for piece in pieces:
            size += len(piece)
            refuse_text(size)
            self.spend()
            kept.append(piece)
        return "".join(kept)

    def shown(self, value: Any) -> str:
        """Return the text for a value between double braces."""
        text = str(value)
        self.spend(1 + len(text) // _PER_ITEM)
        return text

    def concatenated(self, *values: Any) -> str:
        """Return the result of the operator `~`."""
        return self.joined(str(value) for value in values)

    def filtered(
        self, name: str, function: Callable[..., Any], *, by_character: bool = False
    ) -> Callable[..., Any]:
        """A filter that refuses input that is too large before it works, and output that is too large after.

        Args:
            name: Its name.
            function: The filter.
            by_character: True if each character of a text costs as much as an item.
        """
        passed = int(hasattr(function, "jinja_pass_arg"))  # the context, which is no value of the template

        @wraps(function)
        def bounded(*arguments: Any, **named: Any) -> Any:
            given = [*arguments[passed:], *named.values()]
            self.measured(given)
            if by_character or name in _OF_ITEMS:
                self.spend(sum(len(value) for value in given if isinstance(value, str)))
            if name in _WITH_WIDTHS:
                _refuse_widths(given[1:])
            refuse_growth(name, given)
            return self.measured(function(*arguments, **named))

        return bounded


def refuse_text(size: int) -> None:
    """Refuse a text of more than `TEXT` characters."""
    if size > TEXT:
        raise SecurityError(f"a text of the template has more than {TEXT:,} characters")


def refuse_growth(name: str, given: list[Any]) -> None:
    """Refuse a replacement, a join or a format whose result is too long, although its inputs are not.

    Args:
        name: The name of the method or filter.
        given: The object that it works on, and its arguments.

    Raises:
        SecurityError: the result would be too long.
    """
    texts = [value for value in given if isinstance(value, str)]
    lengths = [len(text) for text in texts]
    if name == "replace" and lengths:
        refuse_text(lengths[0] + (lengths[0] + 1) * lengths[-1])
    elif name == "join" and lengths:
        parts = next((len(value) for value in given if hasattr(value, "__len__") and value not in texts), 0)
        refuse_text(parts * max(lengths))
    elif name == "format" and texts:
        _refuse_format(texts[0], given[1:])
    elif name in _INDENTED and given:
        _refuse_indented(name, given)
    elif name == "sum" and any(isinstance(value, (*_SEQUENCES, str)) for value in given[1:]):
        raise SecurityError("sum adds numbers")


def _refuse_indented(name: str, given: list[Any]) -> None:
    """Refuse a long text, or a great width, in front of each line of a result."""
    value, *others = given
    texts = max((len(each) for each in others if isinstance(each, str)), default=0)
    widths = max((each for each in others if isinstance(each, int)), default=0)
    if name == "tojson":  # a line is indented by its depth
        items, depth = _extent(value)
        refuse_text(items * depth * max(texts, widths))
    elif isinstance(value, str):
        # Each line of a wrapped text has a character at least.
        lines, longest = (
            (len(value), texts) if name == "wordwrap" else (len(value.splitlines()), texts + widths)
        )
        refuse_text(len(value) + lines * longest)


def _extent(value: Any) -> tuple[int, int]:
    """The number of values in a value, itself included, and how deeply they are nested."""
    items, depth, level = 0, 0, [value]
    while level:
        items, depth = items + len(level), depth + 1
        nested = (
            each.values() if isinstance(each, dict) else each for each in level if isinstance(each, _NESTED)
        )
        level = [inner for each in nested for inner in each]
    return items, depth


def operate(sign: str, left: Any, right: Any) -> Any:
    """Compute a binary operator.

    Raises:
        SecurityError: the result would be too large.
    """
    if sign in {"*", "**"}:
        _refuse_product(sign, left, right)
    if sign == "%" and isinstance(left, str):
        _refuse_format(left, [right])
    return _OPERATORS[sign](left, right)


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "**": operator.pow,
    "%": operator.mod,
}


def _refuse_product(sign: str, left: Any, right: Any) -> None:
    if isinstance(left, _WHOLE) and isinstance(right, _WHOLE):
        times = abs(right) if sign == "**" else 1
        _refuse_integer(left.bit_length() * times if sign == "**" else left.bit_length() + right.bit_length())
    for held, times in ((left, right), (right, left)):
        if isinstance(times, int) and isinstance(held, (*_SEQUENCES, str, bytes)):
            most = TEXT if isinstance(held, _TEXTS) else _ITEMS
            if len(held) * max(times, 0) > most:
                raise SecurityError("the template repeats a value too often")


def _refuse_integer(bits: int) -> None:
    if bits > _BITS:
        raise SecurityError(f"an integer of the template has more than {_BITS:,} bits")


def _refuse_widths(values: Iterable[Any]) -> None:
    if any(isinstance(value, int) and value > _WIDTH for value in values):
        raise SecurityError(f"a filter of the template is given more than {_WIDTH:,}")


def _refuse_format(form: str, given: Iterable[Any]) -> None:
    if any(_WIDE.search(part) for part in form.split("%")[1:]):
        raise SecurityError("a format of the template names too great a width")
    values = [value for each in given for value in (each if isinstance(each, tuple) else (each,))]
    values += [value for each in values if isinstance(each, dict) for value in each.values()]
    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    refuse_text(len(form) + form.count("%") * longest)
