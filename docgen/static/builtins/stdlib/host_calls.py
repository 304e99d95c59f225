"""Calls of Python's own functions that cannot but fail, because of their arguments."""

from __future__ import annotations

import copy
import functools
import importlib
import inspect
import warnings
from typing import TYPE_CHECKING, NamedTuple

from docgen.static.builtins.stdlib.host_names import found_at
from docgen.static.builtins.stdlib.sure_calls import never_raises
from docgen.static.objects.small_data import PLAIN, is_small
from docgen.static.objects.values import ABSENT

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from docgen.static.objects.dispatch import Kwargs
    from docgen.static.objects.values import Abstract

_FIRST: dict[str, frozenset[type]] = {
    "logging.getLogger": frozenset({str, type(None)}),
    "types.ModuleType": frozenset({str}),
    "weakref.ref": frozenset({frozenset, set}),
    "weakref.proxy": frozenset({frozenset, set}),
    "contextvars.ContextVar": frozenset({str}),
    "typing.NewType": PLAIN,
}
"""Types of plain data that functions take as their first argument."""
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
        "struct": "Struct calcsize pack unpack",
        "threading": "Barrier BoundedSemaphore Condition Event Lock RLock Semaphore local",
        "time": "gmtime monotonic perf_counter strptime time",
        "typing": "Any",
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
    made: object = ABSENT
    """Object that it makes, if it was tried out."""


_UNKNOWN = Trial()


def trial(path: str, args: Sequence[Abstract], kwargs: Kwargs, havocked: Container[int] = ()) -> Trial:
    """Find out how a call of the function at a dotted path ends, as far as its arguments tell.

    Args:
        path: The path.
        args: Arguments by position.
        kwargs: Arguments by name.
        havocked: Identities of containers that may have been changed.
    """
    signature = _signature(path)
    if signature is not None:
        try:
            signature.bind(*args, **kwargs)
        except TypeError as error:
            return Trial(error)
    if path in _VARIABLES and len(args) == _VARIABLES[path]:
        return Trial(TypeError("A single constraint is not allowed"))
    first = _FIRST.get(path)
    if first is not None and args and type(args[0]) in PLAIN - first:
        return Trial(TypeError(f"{path}() does not take a {type(args[0]).__name__}"))
    if path not in _TRIED or not is_small([*args, *kwargs.values()], havocked):
        return Trial(succeeds=never_raises(path, list(args), kwargs))
    module, _, name = path.rpartition(".")
    function = getattr(_owner(module), name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = function(*copy.deepcopy([*args]), **copy.deepcopy(kwargs))
    except Exception as error:  # noqa: BLE001 - whatever it is, the program meets it as well
        return Trial(error)
    return Trial(succeeds=True, made=made)


def _owner(path: str) -> object:
    """The module, or the class of a module, at a dotted path."""
    module, _, name = path.rpartition(".")
    return (
        getattr(importlib.import_module(module), name)
        if module == "datetime"
        else importlib.import_module(path)
    )


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
