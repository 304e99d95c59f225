"""Values that JSON cannot hold, as tagged texts: what an answer says survives every format that carries it.

Standard library only: the child that asks imported classes uses it too.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDEST = range(-(1 << 63), 1 << 64)
"""Integers that every format holds (MessagePack's are the narrowest)."""
_DECIMAL_BITS = 8192
"""Longer integers are written in hexadecimal: Python refuses to write very long ones in decimal."""


def portable(value: Any) -> Any:
    """A scalar as JSON holds it; what JSON cannot hold as a text that begins with its kind.

    Args:
        value: A value of one of the `SCALARS`.
    """
    return _FORMS[type(value)](value)


def portable_text(text: str) -> str:
    """A text that can be encoded: half of a surrogate pair alone is written as an escape."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def _same(value: Any) -> Any:
    return value


def _integer(value: int) -> int | str:
    if value in _WIDEST:
        return value
    return f"int:{value}" if value.bit_length() <= _DECIMAL_BITS else f"int:{value:#x}"


def _real(value: float) -> float | str:
    return value if math.isfinite(value) else f"float:{value}"


def _text(value: str) -> str:
    encoded = portable_text(value)
    return value if encoded == value else f"str:{encoded}"


_FORMS: dict[type, Callable[[Any], Any]] = {
    bool: _same,
    bytes: lambda value: f"bytes:{value.hex(' ')}",
    complex: lambda value: f"complex:{value}",
    float: _real,
    int: _integer,
    str: _text,
    type(...): lambda _: "Ellipsis",
    type(None): _same,
    type(NotImplemented): lambda _: "NotImplemented",
}
SCALARS = tuple(_FORMS)
"""Types of the values that have such a form."""
