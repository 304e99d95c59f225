"""Values that JSON cannot hold, as tagged texts, so that answers survive every format that carries them.

Standard library only: the child process that asks imported classes uses this module too.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDEST = range(-(1 << 63), 1 << 64)
"""Integers that every format can hold (MessagePack has the narrowest range)."""
_DECIMAL_BITS = 8192
"""Longest integer, in bits, that is written in decimal; Python refuses to convert very long ones to decimal."""


def portable(value: Any) -> Any:
    """Convert a scalar to a form that JSON can hold; if JSON cannot hold it, to a text that begins with its kind.

    Args:
        value: A value of one of the `SCALARS`.
    """
    return _FORMS[type(value)](value)


def portable_text(text: str) -> str:
    """Return a text that can be encoded: an unpaired surrogate is written as an escape."""
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
