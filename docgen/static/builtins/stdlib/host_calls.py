"""Calls of Python's own functions that cannot but fail, because of their arguments."""

from __future__ import annotations

import copy
import functools
import importlib
import inspect
import warnings
from typing import TYPE_CHECKING, NamedTuple

from docgen.static.builtins.stdlib.host_names import found_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.static.objects.dispatch import Kwargs
    from docgen.static.objects.values import Abstract

_PLAIN = frozenset({bool, bytes, complex, dict, float, frozenset, int, list, set, str, tuple, type(None)})
_FIRST: dict[str, frozenset[type]] = {
    "logging.getLogger": frozenset({str, type(None)}),
    "types.ModuleType": frozenset({str}),
    "weakref.ref": frozenset({frozenset, set}),
    "weakref.proxy": frozenset({frozenset, set}),
    "contextvars.ContextVar": frozenset({str}),
    "typing.NewType": _PLAIN,
}
"""Types of plain data that functions take as their first argument."""
_MOST, _DEEPEST, _LONGEST, _LARGEST = 50, 3, 500, 10_000
"""Bounds of the arguments of a call that is tried out: elements, nesting, characters, and numbers."""
_TRIED = frozenset(
    f"{module}.{name}"
    for module, names in {
        "argparse": "ArgumentParser Namespace",
        "array": "array",
        "ast": "literal_eval",
        "builtins": "bytearray bytes memoryview",
        "collections": "ChainMap Counter deque",
        "configparser": "ConfigParser",
        "contextvars": "ContextVar",
        "datetime": "date datetime time timedelta timezone",
        "datetime.date": "fromisoformat",
        "datetime.datetime": "fromisoformat strptime",
        "decimal": "Decimal",
        "fractions": "Fraction",
        "functools": "cmp_to_key",
        "hashlib": "md5 new sha1 sha256 sha512",
        "heapq": "heapify heappop heappush nlargest nsmallest",
        "io": "BytesIO StringIO",
        "ipaddress": "ip_address ip_network",
        "logging": "Filter Formatter",
        "operator": "attrgetter itemgetter methodcaller",
        "os.path": "basename dirname join normpath split splitext",
        "pathlib": "Path PurePath PurePosixPath",
        "queue": "LifoQueue PriorityQueue Queue",
        "random": "choice choices randint randrange sample shuffle uniform",
        "statistics": "fmean mean median mode stdev",
        "string": "Formatter Template",
        "struct": "calcsize pack unpack",
        "threading": "Barrier BoundedSemaphore Condition Event Lock RLock Semaphore local",
        "time": "gmtime monotonic perf_counter strptime time",
        "types": "MappingProxyType SimpleNamespace",
        "uuid": "UUID",
        "weakref": "WeakKeyDictionary WeakSet WeakValueDictionary",
    }.items()
    for name in names.split()
)
"""Functions and classes that do nothing with plain data but to check it and to make an object."""
_VARIABLES = {"typing.TypeVar": 2}
"""Functions that do not take just so many arguments."""


class Trial(NamedTuple):
    """Knowledge of a call before anything is assumed of it."""

    error: Exception | None = None
    """The exception that it raises, if it is known to raise one."""
    succeeds: bool = False
    """True if it is known to succeed."""


_UNKNOWN = Trial()


def trial(path: str, args: Sequence[Abstract], kwargs: Kwargs) -> Trial:
    """Find out how a call of the function at a dotted path ends, as far as its arguments tell."""
    signature = _signature(path)
    if signature is not None:
        try:
            signature.bind(*args, **kwargs)
        except TypeError as error:
            return Trial(error)
    if path in _VARIABLES and len(args) == _VARIABLES[path]:
        return Trial(TypeError("A single constraint is not allowed"))
    first = _FIRST.get(path)
    if first is not None and args and type(args[0]) in _PLAIN - first:
        return Trial(TypeError(f"{path}() does not take a {type(args[0]).__name__}"))
    if path not in _TRIED or not _is_small([*args, *kwargs.values()]):
        return _UNKNOWN
    module, _, name = path.rpartition(".")
    function = getattr(_owner(module), name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            function(*copy.deepcopy([*args]), **copy.deepcopy(kwargs))
    except Exception as error:  # noqa: BLE001 - whatever it is, the program meets it as well
        return Trial(error)
    return Trial(succeeds=True)


def _owner(path: str) -> object:
    """The module, or the class of a module, at a dotted path."""
    module, _, name = path.rpartition(".")
    return (
        getattr(importlib.import_module(module), name)
        if module == "datetime"
        else importlib.import_module(path)
    )


def _is_small(values: Sequence[Abstract], depth: int = 0) -> bool:
    """Tell whether values are plain data of which there is little."""
    if depth > _DEEPEST or len(values) > _MOST:
        return False
    for value in values:
        kind = type(value)
        if kind in {list, tuple, set, frozenset}:
            if not _is_small([*value], depth + 1):
                return False
        elif kind is dict:
            if not _is_small([*value, *value.values()], depth + 1):
                return False
        elif (
            kind not in _PLAIN
            or (kind in {bytes, str} and len(value) > _LONGEST)
            or (kind is int and abs(value) > _LARGEST)
        ):
            return False
    return True


@functools.cache
def _signature(path: str) -> inspect.Signature | None:
    """The signature of a function of Python's own; None if it is not known."""
    found = found_at(path)
    if not callable(found):
        return None
    try:
        return inspect.signature(found)
    except (TypeError, ValueError):
        return None
