"""`hash`, which differs between runs for texts and for objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.execution import operators
from docgen.static.execution.comparison import HASH, hash_of
from docgen.static.execution.costs import charge_for
from docgen.static.objects.callables import Native
from docgen.static.objects.native import native
from docgen.static.objects.special_methods import special_method
from docgen.static.objects.values import ABSENT, Abstract, Modelled, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def hash_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`hash(value)`; unknown if it differs between runs, but equal for equal values."""
    value = args[0]
    reason = "a hash differs from run to run"
    if isinstance(value, Modelled):
        found = hash_of(value, frame, place)
        if found is ABSENT:
            return Unknown(reason, place, kind=int)
        if isinstance(found, Unknown):
            return found
        method = special_method(value, "__hash__", frame, place)
        if method is ABSENT or isinstance(getattr(method, "function", None), Native):
            held = operators.plain(value)
            is_fixed = _hash_is_fixed(held) and found == hash(held)
            return found if is_fixed else Unknown(reason, place, key=(HASH, found), kind=int)
        return found
    charge_for(frame, place, value)
    found = native(lambda: hash(value), place)
    return found if _hash_is_fixed(value) else Unknown(reason, place, key=(HASH, found), kind=int)


def _hash_is_fixed(value: Abstract) -> bool:
    """Tell whether a hash is the same in every run: that of numbers is, that of texts and of objects is not."""
    if type(value) is tuple:
        return all(map(_hash_is_fixed, value))
    return type(value) in _NUMBERS and value == value  # noqa: PLR0124 - NaN hashes by its identity


_NUMBERS = frozenset({bool, complex, float, int})
