"""Calls of Python's own functions, types and methods on unknown values, by the types of what they are given."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, NoReturn

from docgen.static.objects import dispatch, failures, known_types
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.small_data import SCALARS
from docgen.static.objects.values import ABSENT, Abstract, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.values import SourceSpan

_COMPUTING = frozenset(
    {
        *(
            "abs",
            "all",
            "any",
            "ascii",
            "bin",
            "chr",
            "complex",
            "dict",
            "divmod",
            "enumerate",
            "float",
            "format",
        ),
        *(
            "frozenset",
            "hash",
            "hex",
            "int",
            "iter",
            "len",
            "list",
            "max",
            "min",
            "next",
            "oct",
            "ord",
            "pow",
        ),
        *("range", "repr", "reversed", "round", "set", "sorted", "str", "sum", "tuple", "zip"),
    }
)
"""Builtin functions and types that do nothing with plain data but compute a result."""
_OF_FUNCTIONS: dict[str, type] = {
    **dict.fromkeys(("ascii", "bin", "chr", "format", "hex", "oct", "repr"), str),
    **dict.fromkeys(("all", "any", "callable", "hasattr", "isinstance", "issubclass"), bool),
    **dict.fromkeys(("hash", "id", "len", "ord"), int),
    **dict.fromkeys(("dir", "sorted"), list),
    "divmod": tuple,
}
"""Types of the results of builtin functions, whatever they are given."""
_TO_TEXT = frozenset(
    {
        *(
            "capitalize",
            "casefold",
            "center",
            "expandtabs",
            "format",
            "format_map",
            "join",
            "ljust",
            "lower",
            "lstrip",
        ),
        *(
            "removeprefix",
            "removesuffix",
            "replace",
            "rjust",
            "rstrip",
            "strip",
            "swapcase",
            "title",
            "translate",
        ),
        *("upper", "zfill"),
    }
)
_OF_METHODS: dict[str, type] = {
    **dict.fromkeys(("count", "find", "index", "rfind", "rindex"), int),
    **dict.fromkeys(("endswith", "startswith"), bool),
    **dict.fromkeys(("rsplit", "split", "splitlines"), list),
    **dict.fromkeys(("partition", "rpartition"), tuple),
    "encode": bytes,
    "decode": str,
}
"""Types of the results of methods of texts and bytes, whatever they are given."""
_SURE = _TO_TEXT - {
    "center",
    "expandtabs",
    "format",
    "format_map",
    "join",
    "ljust",
    "rjust",
    "translate",
    "zfill",
} | {
    *("count", "endswith", "find", "partition", "rfind", "rpartition", "rsplit", "split", "splitlines"),
    "startswith",
}
"""Methods of texts that raise for no text, if they do not for samples."""
_COPIES = frozenset({dict, frozenset, list, set, tuple})
_CHANGEABLE = frozenset({dict, list, set})


def result(
    callee: Native | type,
    cause: Unknown,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    evaluation: Evaluation,
    place: SourceSpan | None,
) -> Abstract:
    """The unknown result of a function, a type or a method of Python's own.

    Args:
        callee: What is called.
        cause: The unknown value that it was given, or is a method of.
        args: Arguments by position.
        kwargs: Arguments by name.
        evaluation: The evaluation that runs it.
        place: The place of the call.

    Raises:
        Raised: TypeError if no values of these types are allowed; what it raises otherwise, if the path decides so.
    """
    host, operands = (None, ()) if kwargs else _host_call(callee, args)
    found: Abstract = ABSENT
    if host is not None:
        is_sure = isinstance(callee, Native) and (callee.name in _SURE or _asks(callee, args))
        found = known_types.operated(host, operands, cause, evaluation, place, is_sure=is_sure)
    if found is ABSENT:
        found = failures.outcome(cause, evaluation, place)
    if not isinstance(found, Unknown):
        return found
    if found.kind is None:
        found.kind = _result_type(callee)
    found.filled = _is_filled(callee, args, evaluation)
    return found


def _asks(callee: Native, args: list[Abstract]) -> bool:
    """Tell whether a method looks a key up in a table without an exception if it is not there."""
    is_hashable = bool(args) and known_types.known_type(args[0]) in SCALARS
    return callee.name == "get" and known_types.known_type(callee.receiver) is dict and is_hashable


def _is_filled(callee: Native | type, args: list[Abstract], evaluation: Evaluation) -> bool:
    """Tell whether a result is not empty: a copy of what is not, or the parts of a text."""
    if isinstance(callee, type):
        return callee in _COPIES and bool(args) and known_types.is_filled(args[0], evaluation.havocked)
    if dispatch.builtin_names.get(callee.name) is callee:
        return callee.name == "sorted" and known_types.is_filled(args[0], evaluation.havocked)
    in_parts = (
        callee.name in {"rsplit", "split"} and bool(args) and known_types.known_type(args[0]) in {bytes, str}
    )
    return in_parts or callee.name in {"partition", "rpartition"}


def _host_call(
    callee: Native | type, args: list[Abstract]
) -> tuple[Callable[..., object] | None, Sequence[Abstract]]:
    """The function that a call runs, if it does nothing but to compute a result, and its operands."""
    name = callee.__name__ if isinstance(callee, type) else callee.name
    if dispatch.builtin_names.get(name) is callee:
        return (getattr(builtins, name) if name in _COMPUTING else None), args
    receiver = ABSENT if isinstance(callee, type) else callee.receiver
    kind = known_types.known_type(receiver)
    if kind is None or not callable(getattr(kind, name, None)):
        return None, ()
    return (lambda sample, *given: getattr(sample, name)(*given)), (receiver, *args)


def _result_type(callee: Native | type) -> type | None:
    """The type of the result, whatever the arguments are."""
    if isinstance(callee, type):
        return callee if known_types.has_samples(callee) else None
    if dispatch.builtin_names.get(callee.name) is callee:
        return _OF_FUNCTIONS.get(callee.name)
    kind = known_types.known_type(callee.receiver)
    if kind is str or kind is bytes:
        return kind if callee.name in _TO_TEXT else _OF_METHODS.get(callee.name)
    return None


def attribute(value: Unknown, name: str) -> Abstract | None:
    """An attribute of a value by its type: ABSENT if the type has none of the name, None if nothing is known of it."""
    kind = known_types.known_type(value)
    if kind is None:
        return None
    if name == "__class__":
        return kind
    found = getattr(kind, name, ABSENT)
    if found is ABSENT:
        return ABSENT
    if not callable(found) or kind in _CHANGEABLE:
        return None

    def give_back(*_: object) -> NoReturn:
        raise Indefinite(value)

    return Native(name, give_back, value)
