"""What lies outside the documented tree and is known all the same: parts of the standard library, torch's dtypes.

Tables of data: a dotted path and what stands for it. What is not in them is unknown, under its own path.
"""

from __future__ import annotations

import abc
import collections.abc as abstract_containers
import copy
import importlib.metadata
import math
import numbers
import operator
import typing
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib import collections, dataclasses, enum, ordering, types
from docgen.static.builtins.stdlib.functools import FUNCTION_TOOLS, decorator, identity
from docgen.static.engine import havoc
from docgen.static.execution import operators
from docgen.static.objects.callables import Descriptor, Native
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.named_tuples import NAMED_TUPLE
from docgen.static.objects.native import native
from docgen.static.objects.type_values import Generic, Union
from docgen.static.objects.types import is_subclass
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Symbol, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


_DTYPES: dict[str, int] = {
    "bfloat16": 2, "bool": 1, "complex128": 16, "complex64": 8, "float16": 2, "float32": 4, "float64": 8,
    "float8_e4m3fn": 1, "float8_e4m3fnuz": 1, "float8_e5m2": 1, "float8_e5m2fnuz": 1, "float8_e8m0fnu": 1,
    "float4_e2m1fn_x2": 1, "int16": 2, "int32": 4, "int64": 8, "int8": 1, "quint8": 1, "qint8": 1, "uint16": 2,
    "uint32": 4, "uint64": 8, "uint8": 1,
}  # fmt: skip
"""torch's dtypes and the bytes of an element (torch's documentation, "torch.dtype")."""

ALIASES: dict[str, str] = {
    "torch.double": "torch.float64",
    "torch.float": "torch.float32",
    "torch.half": "torch.float16",
    "torch.int": "torch.int32",
    "torch.long": "torch.int64",
    "torch.short": "torch.int16",
    "torch.cfloat": "torch.complex64",
    "torch.cdouble": "torch.complex128",
}
"""Two names of one object."""


def symbol_attribute(value: Symbol, name: str, place: SourceSpan | None) -> Abstract:
    """An attribute of a symbol."""
    dtype = value.path.rpartition(".")[2]
    match name:
        case "itemsize":
            return _DTYPES[dtype]
        case "is_floating_point":
            return "float" in dtype
        case "is_complex":
            return "complex" in dtype
    return Unknown(f"{value.path}.{name} is not modelled", place)


def lookup(path: str) -> Abstract:
    """What stands for an outside path, or ABSENT; `typing_extensions` offers what `typing` does."""
    return _KNOWN.get(path.replace("typing_extensions.", "typing.", 1), ABSENT)


def _plain(function: Callable[..., Abstract]) -> Callable[..., Abstract]:
    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        plain = [operators.plain(argument) for argument in args]
        return native(lambda: function(*plain, **kwargs), place, *plain, *kwargs.values())

    return run


def _cast(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return args[1]


def _get_args(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    match args[0]:
        case Generic():
            return literal_values(args[0])
        case Union(options=inner):
            return inner
        case Unknown():
            raise Indefinite(args[0])
    return ()


def literal_values(alias: Generic) -> tuple[Abstract, ...]:
    """The arguments of a subscripted type; of a Literal, nested ones resolved and repetitions removed (PEP 586)."""
    origin = alias.origin
    if not (isinstance(origin, Unknown) and origin.path in {"typing.Literal", "typing_extensions.Literal"}):
        return alias.args
    flat: list[Abstract] = []
    for arg in alias.args:
        for value in literal_values(arg) if isinstance(arg, Generic) else (arg,):
            if not any(type(value) is type(known) and value == known for known in flat):
                flat.append(value)
    return tuple(flat)


def _get_origin(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return args[0].origin if isinstance(args[0], Generic) else None


def _suppress(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    def enter(__: Args, ___: Kwargs, inner: Frame, at: SourceSpan) -> Abstract:
        def leave(exception: Abstract) -> Abstract:
            if exception is None:
                return False
            if isinstance(exception, Unknown):
                return Exception in args or BaseException in args or Unknown(exception.reason, at)
            cls = exception.cls if isinstance(exception, Instance) else type(exception)
            return is_subclass(cls, tuple(args), inner, at)

        return None, leave

    return Native("contextlib.suppress", enter)


def _nullcontext(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return Native("contextlib.nullcontext", lambda *__: (args[0] if args else None, lambda ___: False))


def _find_spec(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if not isinstance(args[0], str):
        raise Indefinite(args[0])
    found = frame.evaluation.program.imports(args[0], place, frame.evaluation)
    return (
        Symbol(f"importlib.machinery.ModuleSpec({args[0]})", "importlib.machinery.ModuleSpec")
        if found
        else None
    )


def _import_module(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if not isinstance(args[0], str) or args[0].startswith("."):
        return Unknown("which module is imported is not known", place)
    program = frame.evaluation.program
    if not program.imports(args[0], place, frame.evaluation):
        raise Raised(ModuleNotFoundError(f"No module named {args[0]!r}", name=args[0]), place)
    return program.dotted(args[0], place, frame.evaluation)


def _copy(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    value = args[0]
    if isinstance(value, list | dict | set):
        havoc.refuse_havocked(value, frame)
        return frame.evaluation.owns(copy.copy(value))
    return (
        value
        if isinstance(value, int | float | str | tuple | frozenset | type(None))
        else Unknown("a copy of this is not modelled", place)
    )


def _version(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`importlib.metadata.version`: fails for a package that is not installed, else some text."""
    if not isinstance(args[0], str):
        raise Indefinite(args[0])
    name = args[0].replace("-", "_")
    if not frame.evaluation.program.imports(name, place, frame.evaluation):
        raise Raised(importlib.metadata.PackageNotFoundError(args[0]), place)
    return Unknown(f"which version of {args[0]} is installed is not known", place, key=("version", name))


def _getenv(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`os.getenv`: from the environment that the scenario assumes, else unknown."""
    environment = frame.evaluation.program.external("os.environ", place, frame.evaluation)
    if not isinstance(environment, dict):
        return Unknown("the environment is not known", place, key=("environment", args[0]))
    return environment.get(args[0], args[1] if len(args) > 1 else None)


def _nothing(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return None


_FUNCTIONS: dict[str, Callable[..., Abstract]] = {
    **FUNCTION_TOOLS,
    **collections.FUNCTIONS,
    **dataclasses.FUNCTIONS,
    **enum.FUNCTIONS,
    **ordering.FUNCTIONS,
    **types.FUNCTIONS,
    "abc.abstractmethod": identity,
    "contextlib.nullcontext": _nullcontext,
    "contextlib.suppress": _suppress,
    "copy.copy": _copy,
    "functools.cached_property": lambda args, kwargs, frame, place: Descriptor("cached_property", args[0]),
    "importlib.import_module": _import_module,
    "importlib.metadata.version": _version,
    "importlib.util.find_spec": _find_spec,
    "os.getenv": _getenv,
    "typing.cast": _cast,
    "typing.dataclass_transform": decorator,
    "typing.final": identity,
    "typing.get_args": _get_args,
    "typing.get_origin": _get_origin,
    "typing.no_type_check": identity,
    "typing.overload": identity,
    "typing.override": identity,
    "typing.runtime_checkable": identity,
    "warnings.warn": _nothing,
}

_PLAIN_MODULES = {"math": math, "operator": operator}
_TYPES: dict[str, Abstract] = {
    "abc.ABC": abc.ABC,
    "abc.ABCMeta": abc.ABCMeta,
    "builtins.object": object,
    "collections.OrderedDict": dict,
    "typing.Generic": typing.Generic,
    "typing.Protocol": typing.Protocol,
    "typing.Any": typing.Any,
    **dataclasses.TYPES,
    **enum.TYPES,
    "typing.NamedTuple": NAMED_TUPLE,
    **{f"collections.abc.{name}": getattr(abstract_containers, name) for name in abstract_containers.__all__},
    "importlib.metadata.PackageNotFoundError": importlib.metadata.PackageNotFoundError,
    **{f"numbers.{name}": getattr(numbers, name) for name in numbers.__all__},
}

_KNOWN: dict[str, Abstract] = {
    **_TYPES,
    **{f"torch.{name}": Symbol(f"torch.{name}", "torch.dtype") for name in _DTYPES},
    **{path: Native(path, function) for path, function in _FUNCTIONS.items()},
    **{
        f"{module}.{name}": value if isinstance(value, float) else Native(name, _plain(value))
        for module, content in _PLAIN_MODULES.items()
        for name, value in vars(content).items()
        if not name.startswith("_")
        and (callable(value) or isinstance(value, float))
        and not isinstance(value, type)
    },
    "typing.TYPE_CHECKING": False,
}
"""Every outside path that stands for something known."""
