"""How much one template may do: work, sizes of values, and text, so that a stranger's ends.

Work is counted in items walked over and calls made. Every value that a template builds is measured as a tree, so that
a list that holds itself twice, thirty times over, is refused before anything walks it.
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
"""Characters of a text."""
WORK = 3_000_000
"""Items walked over, and calls."""
_ITEMS = 1_000_000
"""Items of a value, those of its items included."""
_BITS = 4096
"""Bits of an integer."""
_WIDTH = 10_000
"""The greatest width, count or depth that a filter takes, and that a format asks for."""
_PER_ITEM = 64
"""Characters whose handling costs as much as an item."""

_WITH_WIDTHS = frozenset({"batch", "center", "indent", "round", "slice", "truncate", "wordwrap"})
"""Filters whose integers say how much they make."""
_WIDE = re.compile(r"\d{5,}|\*")
_WHOLE = int | bool
_TEXTS = str | bytes
_SEQUENCES = (list, tuple)


class Budget:
    """What is left to one rendering."""

    def __init__(self) -> None:
        self._left = WORK

    def renew(self) -> None:
        """Begin a rendering."""
        self._left = WORK

    def spend(self, cost: int = 1) -> None:
        """Take some of it.

        Raises:
            SecurityError: there is not so much left.
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
        """`value` itself, if it is not too large.

        Raises:
            SecurityError: it is.
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
        """Return what stands for a value between double braces."""
        text = str(value)
        self.spend(1 + len(text) // _PER_ITEM)
        return text

    def concatenated(self, *values: Any) -> str:
        """Return what `~` makes of its operands."""
        return self.joined(str(value) for value in values)

    def filtered(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """A filter that refuses what is too large before it works, and what it makes."""

        @wraps(function)
        def bounded(*arguments: Any, **named: Any) -> Any:
            given = [*arguments, *named.values()]
            self.measured(given)
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
    """Refuse a replacement, a join or a format that makes too much of texts that are not too long themselves.

    Args:
        name: Of the method or filter.
        given: What it works on, and its arguments.

    Raises:
        SecurityError: it makes too much.
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
    elif name == "sum" and any(isinstance(value, (*_SEQUENCES, str)) for value in given[1:]):
        raise SecurityError("sum adds numbers")


def operate(sign: str, left: Any, right: Any) -> Any:
    """Return what a binary operator makes of its operands.

    Raises:
        SecurityError: it would be too large.
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
