"""Signatures of builtin functions: CPython refuses any other call with a TypeError, and so does the interpreter.

`inspect.signature` knows only half of them; the others are from the library reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docgen.static.objects.control_flow import Raised
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame


class Signature(NamedTuple):
    """Arguments of a function: their number by position, and those by name."""

    least: int
    """Fewest arguments by position."""
    most: int | None
    """Most arguments by position; None if there may be any number."""
    keywords: frozenset[str] = frozenset()
    """Names of the other arguments."""

    def refuse(
        self, name: str, args: list[Abstract], kwargs: dict[str, Abstract], place: SourceSpan | None
    ) -> None:
        """Refuse arguments that do not fit.

        Raises:
            Raised: TypeError, as CPython has it.
        """
        if strange := kwargs.keys() - self.keywords:
            raise Raised(TypeError(f"{name}() got an unexpected keyword argument {min(strange)!r}"), place)
        if len(args) < self.least:
            raise Raised(
                TypeError(f"{name}() expected at least {self.least} argument(s), got {len(args)}"), place
            )
        if self.most is not None and len(args) > self.most:
            raise Raised(
                TypeError(f"{name}() expected at most {self.most} argument(s), got {len(args)}"), place
            )


_SIGNATURES = {
    "all": Signature(1, 1),
    "any": Signature(1, 1),
    "ascii": Signature(1, 1),
    "bool": Signature(0, 1),
    "callable": Signature(1, 1),
    "delattr": Signature(2, 2),
    "dict": Signature(0, 1),
    "dir": Signature(0, 1),
    "enumerate": Signature(1, 2, frozenset({"start"})),
    "filter": Signature(2, 2),
    "format": Signature(1, 2),
    "frozenset": Signature(0, 1),
    "getattr": Signature(2, 3),
    "globals": Signature(0, 0),
    "hasattr": Signature(2, 2),
    "hash": Signature(1, 1),
    "id": Signature(1, 1),
    "isinstance": Signature(2, 2),
    "issubclass": Signature(2, 2),
    "iter": Signature(1, 2),
    "len": Signature(1, 1),
    "list": Signature(0, 1),
    "locals": Signature(0, 0),
    "map": Signature(2, None),
    "max": Signature(1, None, frozenset({"key", "default"})),
    "min": Signature(1, None, frozenset({"key", "default"})),
    "next": Signature(1, 2),
    "print": Signature(0, None, frozenset({"sep", "end", "file", "flush"})),
    "repr": Signature(1, 1),
    "reversed": Signature(1, 1),
    "set": Signature(0, 1),
    "setattr": Signature(3, 3),
    "slice": Signature(1, 3),
    "sorted": Signature(1, 1, frozenset({"key", "reverse"})),
    "sum": Signature(1, 2, frozenset({"start"})),
    "tuple": Signature(0, 1),
    "vars": Signature(0, 1),
    "zip": Signature(0, None, frozenset({"strict"})),
}
_NAMING = frozenset({"delattr", "getattr", "hasattr", "setattr"})
"""Functions whose second argument is the name of an attribute."""


def refuse_strange(
    name: str, args: list[Abstract], kwargs: dict[str, Abstract], place: SourceSpan | None
) -> None:
    """Refuse a call that a builtin's signature does not allow; a builtin without a signature checks its own arguments.

    Raises:
        Raised: TypeError.
    """
    if name in _SIGNATURES:
        # `dict` takes any name.
        _SIGNATURES[name].refuse(name, args, {} if name == "dict" else kwargs, place)
    if name in _NAMING and not isinstance(getattr(args[1], "payload", args[1]), str | Unknown):
        raise Raised(TypeError("attribute name must be string"), place)


def checked(
    name: str, function: Callable[[list[Abstract], dict[str, Abstract], Frame, SourceSpan], Abstract]
) -> Callable[[list[Abstract], dict[str, Abstract], Frame, SourceSpan], Abstract]:
    """A builtin function that refuses the same arguments as CPython's."""

    def run(args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan) -> Abstract:
        refuse_strange(name, args, kwargs, place)
        return function(args, kwargs, frame, place)

    return run
