"""`divmod`, `pow` and `round`, which ask methods of two operands or three; signatures have been checked."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.builtins.plain_functions import plain_only
from docgen.static.execution import operators
from docgen.static.execution.conversions import convert
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.special_methods import call_method, defines, type_name
from docgen.static.objects.values import ABSENT, Abstract, Modelled, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_divmod = plain_only(divmod)
_pow = plain_only(pow)
_round = plain_only(round)


def divmod_(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`divmod(a, b)`."""
    left, right = args
    if _are_modelled(args):
        result = operators.by_methods("divmod", left, right, frame, place)
        if result is not NotImplemented:
            return result
    return _divmod([_data(value, place) for value in args], kwargs, frame, place)


def pow_(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`pow(base, exp)` and `pow(base, exp, mod)`.

    Raises:
        Raised: TypeError, if no operand knows how.
        Unsupported: only the reflected method may; versions of Python differ.
    """
    given = [*args, *(kwargs[name] for name in ("base", "exp", "mod")[len(args) :] if name in kwargs)]
    if not _are_modelled(given):
        return _pow(args, kwargs, frame, place)
    base, exponent, *modulus = given
    if not modulus or modulus[0] is None:
        return operators.binary(ast.Pow(), base, exponent, frame, place)
    result = call_method(base, "__pow__", [exponent, *modulus], frame, place)
    if isinstance(result, Unknown):
        raise Indefinite(result)
    if result is not ABSENT and result is not NotImplemented:
        return result
    if any(defines(value, "__rpow__", frame, place) for value in (exponent, *modulus)):
        raise Unsupported("which __rpow__ is asked differs between versions of Python", place, lost=True)
    return _pow([_data(value, place) for value in given], {}, frame, place)


def round_(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`round(number)` and `round(number, ndigits)`."""
    given = [*args, *(kwargs[name] for name in ("number", "ndigits")[len(args) :] if name in kwargs)]
    if not given or not _are_modelled(given):
        return _round(args, kwargs, frame, place)
    number, *digits = given
    if not digits or digits[0] is None:
        return convert("round", number, frame, place)
    result = call_method(number, "__round__", digits, frame, place)
    if result is not ABSENT:
        return result
    if isinstance(digits[0], Modelled):
        digits = [convert("index", digits[0], frame, place)]
    return _round([_data(number, place), *digits], {}, frame, place)


def _are_modelled(values: Args) -> bool:
    return any(isinstance(value, Modelled) for value in values) and not any(
        isinstance(value, Unknown) for value in values
    )


def _data(value: Abstract, place: SourceSpan) -> Abstract:
    """The number that an operand holds.

    Raises:
        Raised: TypeError, if it holds none.
    """
    plain = operators.plain(value)
    if isinstance(plain, Modelled):
        raise Raised(TypeError(f"unsupported operand type: {type_name(plain)!r}"), place)
    return plain
