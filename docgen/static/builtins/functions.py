"""The builtin functions and names that the documented program finds without importing anything."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from docgen.static.builtins import (
    aggregation,
    arithmetic,
    attribute_functions,
    formatting,
    hashing,
    iterators,
    namespaces,
    plain_functions,
    printing,
)
from docgen.static.builtins.signatures import checked
from docgen.static.builtins.stdlib.importlib import import_module
from docgen.static.builtins.text import to_text
from docgen.static.engine.reach import give_away
from docgen.static.execution.conversions import length
from docgen.static.objects import dispatch, failures, known_types
from docgen.static.objects.callables import (
    BoundMethod,
    Descriptor,
    FunctionValue,
    Manager,
    Native,
    Partial,
    Sentinel,
)
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported, Untold
from docgen.static.objects.origins import READING_BUILTINS, Origin
from docgen.static.objects.special_methods import defines
from docgen.static.objects.type_aliases import Generic, Union
from docgen.static.objects.type_checks import is_instance, is_subclass
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame

Args = list[Abstract]
Kwargs = dict[str, Abstract]


def _len(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return length(args[0], frame, place)


def _fork_on_no_class(candidates: Abstract, frame: Frame, place: SourceSpan) -> None:
    """Decide whether a value that is used as a class is none."""
    for candidate in candidates if isinstance(candidates, tuple) else (candidates,):
        path = candidate.path if isinstance(candidate, Unknown) else None
        if known_types.is_typed(candidate) or (path is not None and dispatch.library_module(path)):
            raise Raised(TypeError("arg 2 must be a type, a tuple of types, or a union"), place)
        if isinstance(candidate, Unknown) and (candidate.path is None or candidate.path.endswith(")")):
            failures.fork(candidate, frame.evaluation, place)


def _isinstance(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    _fork_on_no_class(args[1], frame, place)
    return is_instance(args[0], args[1], frame, place)


def _issubclass(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    for value in args:
        _fork_on_no_class(value, frame, place)
    return is_subclass(args[0], args[1], frame, place)


def _callable(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    value = args[0]
    if known_types.is_typed(value):
        return False
    if isinstance(value, Unknown):
        raise Indefinite(value)
    if isinstance(value, Instance):
        return defines(value, "__call__", frame, place)
    if isinstance(value, Manager):
        return value.receiver is not ABSENT  # those of `contextlib.contextmanager` are decorators, too
    if isinstance(value, Sentinel | Union):
        return Unknown("such an object can be called in some versions of Python", place)
    is_static = isinstance(value, Descriptor) and value.kind == "staticmethod"
    callables = FunctionValue | BoundMethod | Native | Partial | ClassValue | type | Generic
    return is_static or isinstance(value, callables)


def _repr(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    try:
        return to_text(args[0], "__repr__", frame, place)
    except Untold as signal:
        return signal.value.derived(place, kind=str)


def _ascii(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    try:
        return formatting.ascii_of(to_text(args[0], "__repr__", frame, place))
    except Untold as signal:
        return signal.value.derived(place, kind=str)


def _id(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return Unknown("an identity differs from run to run", place, kind=int)


def _format(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    spec = args[1] if len(args) > 1 else ""
    if isinstance(spec, Unknown):
        raise Indefinite(spec)
    if not isinstance(spec, str):
        raise Raised(TypeError("format() argument 2 must be str"), place)
    return formatting.format_value(args[0], "", spec, frame, place)


def _import(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`__import__` of an absolute name gives the package at its top, unless names are to be taken from the module.

    Raises:
        Raised: ModuleNotFoundError, or any exception of the module.
        Unsupported: it may import any module of a tree whose imports run.
    """
    given = dict(zip(("name", "globals", "locals", "fromlist", "level"), args, strict=False)) | kwargs
    wanted = given.get("fromlist", ())
    if given.get("level", 0) != 0 or not isinstance(wanted, tuple | list) or "name" not in given:
        final = frame.evaluation.program.runs_imports
        raise Unsupported("this call of __import__() is not modelled", place, final=final)
    name = given["name"]
    found = import_module([name], {}, frame, place)
    for inner in wanted:
        if isinstance(inner, str) and frame.evaluation.program.tree.exists(f"{name}.{inner}"):
            import_module([f"{name}.{inner}"], {}, frame, place)
    top = str(name).partition(".")[0]
    return found if wanted or top == name else frame.evaluation.program.dotted(top, place, frame.evaluation)


_RUNS_TEXT = frozenset({"eval", "exec"})
"""Builtins that may do anything to the module that calls them; in large trees, the effects of its own statements are
known by their text.
"""


def _unmodelled(name: str) -> Callable[..., Abstract]:
    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        origin = Origin.RISKY if name in READING_BUILTINS else Origin.OWN
        unknown = Unknown(f"{name}() is not modelled", place, origin=origin)
        given = (*args, *kwargs.values())
        if name in _RUNS_TEXT and (frame.scope is not None or frame.evaluation.program.runs_imports):
            given = (*given, frame.evaluation.program.module_value(frame.module.name))
        give_away(given, (), unknown, frame)
        failures.fork(unknown, frame.evaluation, place, may_import=True)
        return unknown

    return run


_FUNCTIONS: dict[str, Callable[..., Abstract]] = {
    "__import__": _import,
    "abs": plain_functions.converted("abs", abs),
    "all": aggregation.all_,
    "any": aggregation.any_,
    "ascii": _ascii,
    "bin": plain_functions.converted("index", bin),
    "callable": _callable,
    "chr": plain_functions.converted("index", chr),
    "delattr": attribute_functions.delattr_,
    "dir": namespaces.dir_,
    "divmod": arithmetic.divmod_,
    "format": _format,
    "getattr": attribute_functions.getattr_,
    "globals": namespaces.globals_,
    "hasattr": attribute_functions.hasattr_,
    "hash": hashing.hash_,
    "hex": plain_functions.converted("index", hex),
    "id": _id,
    "isinstance": _isinstance,
    "issubclass": _issubclass,
    "iter": iterators.iter_,
    "len": _len,
    "locals": namespaces.locals_,
    "max": aggregation.extreme(max),
    "min": aggregation.extreme(min),
    "next": iterators.next_,
    "oct": plain_functions.converted("index", oct),
    "ord": plain_functions.plain_only(ord),
    "pow": arithmetic.pow_,
    "print": printing.print_,
    "repr": _repr,
    "round": arithmetic.round_,
    "setattr": attribute_functions.setattr_,
    "sorted": aggregation.sorted_,
    "sum": aggregation.sum_,
    "vars": namespaces.vars_,
}

BUILTINS: dict[str, Abstract] = {
    **{name: value for name, value in vars(builtins).items() if isinstance(value, type)},
    **{
        name: Native(name, _unmodelled(name))
        for name, value in vars(builtins).items()
        if callable(value) and not isinstance(value, type)
    },
    **{name: Native(name, checked(name, function)) for name, function in _FUNCTIONS.items()},
    "Ellipsis": Ellipsis,
    "NotImplemented": NotImplemented,
    "__debug__": True,
}
"""Every builtin name; functions that are not modelled return an unknown value."""
