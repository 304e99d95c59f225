"""Calls of Python's own functions on objects of the program that are known not to raise."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from docgen.static.objects.callables import BoundMethod, Descriptor, FunctionValue, Native, Partial
from docgen.static.objects.exact import is_referable
from docgen.static.objects.known_types import known_type
from docgen.static.objects.type_values import ClassValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs

_CALLABLE = (BoundMethod, ClassValue, FunctionValue, Native, Partial)
_LEVELS = frozenset({"CRITICAL", "DEBUG", "ERROR", "FATAL", "INFO", "NOTSET", "WARN", "WARNING"})
_SETTINGS = frozenset({"datefmt", "force", "format", "level"})
_THREAD = frozenset({"args", "daemon", "kwargs", "name", "target"})


def _no_arguments(args: Args, kwargs: Kwargs) -> bool:
    return not args and not kwargs


def _one(args: Args, kwargs: Kwargs) -> bool:
    return len(args) == 1 and not kwargs


def _callable_first(args: Args, _: Kwargs) -> bool:
    return bool(args) and isinstance(args[0], _CALLABLE)


def _method_first(args: Args, _: Kwargs) -> bool:
    return bool(args) and isinstance(args[0], (*_CALLABLE, Descriptor))


def _callables(args: Args, kwargs: Kwargs) -> bool:
    return not args and all(isinstance(value, _CALLABLE) for value in kwargs.values())


def _texts(args: Args, kwargs: Kwargs) -> bool:
    return bool(args) and not kwargs and all(known_type(value) is str for value in args)


def _of_plain(*kinds: type) -> Callable[[Args, Kwargs], bool]:
    """Make a rule for arguments by position that are plain data of some types."""

    def fits(args: Args, kwargs: Kwargs) -> bool:
        return not kwargs and all(type(value) in kinds for value in args)

    return fits


def _referable(args: Args, kwargs: Kwargs) -> bool:
    """Tell whether a weak reference to the first argument can be made."""
    if kwargs or not args:
        return False
    return is_referable(args[0])


def _named_referables(args: Args, kwargs: Kwargs) -> bool:
    return not args and all(_referable([value], {}) for value in kwargs.values())


def _insertion(args: Args, kwargs: Kwargs) -> bool:
    return len(args) == 2 and not kwargs and known_type(args[0]) is int  # noqa: PLR2004 - place and value


def _level(args: Args, kwargs: Kwargs) -> bool:
    is_number = _one(args, kwargs) and known_type(args[0]) is int
    return is_number or (_one(args, kwargs) and type(args[0]) is str and args[0] in _LEVELS)


def _settings(args: Args, kwargs: Kwargs) -> bool:
    level = kwargs.get("level", logging.INFO)
    texts = [value for name, value in kwargs.items() if name in {"datefmt", "format"}]
    is_plain = known_type(level) is int and all(type(text) is str and "%" in text for text in texts)
    return not args and kwargs.keys() <= _SETTINGS and is_plain


def _thread(args: Args, kwargs: Kwargs) -> bool:
    return not args and kwargs.keys() <= _THREAD and isinstance(kwargs.get("target"), _CALLABLE)


_PATHS = ("abspath", "basename", "dirname", "expanduser", "expandvars", "join", "normcase", "normpath")
_SURE: dict[str, Callable[[Args, Kwargs], bool]] = {
    "asyncio.iscoroutinefunction": _one,
    "atexit.register": _callable_first,
    "collections.ChainMap": _of_plain(dict),
    "collections.deque": _of_plain(dict, list, str, tuple),
    "enum.member": _one,
    "enum.nonmember": _one,
    "functools.partialmethod": _method_first,
    "functools.singledispatchmethod": _method_first,
    "logging.NullHandler": _no_arguments,
    "logging.StreamHandler": _no_arguments,
    "logging.basicConfig": _settings,
    "logging.getLogger().addFilter": _one,
    "logging.getLogger().addHandler": _one,
    "logging.getLogger().setLevel": _level,
    "os.getcwd": _no_arguments,
    "os.register_at_fork": _callables,
    "random.random": _no_arguments,
    "sys.path.append": _one,
    "sys.path.insert": _insertion,
    "threading.Thread": _thread,
    "types.MappingProxyType": _of_plain(dict),
    "uuid.uuid4": _no_arguments,
    "types.ModuleType": _texts,
    "weakref.WeakKeyDictionary": _no_arguments,
    "weakref.WeakMethod": lambda args, kwargs: _one(args, kwargs) and isinstance(args[0], BoundMethod),
    "weakref.WeakValueDictionary": _named_referables,
    "weakref.proxy": _referable,
    "weakref.ref": _referable,
    **{f"os.path.{name}": _texts for name in _PATHS},
}
"""For functions by their paths, the arguments that they never refuse."""


def never_raises(path: str, args: Args, kwargs: Kwargs) -> bool:
    """Tell whether the function at a dotted path is given what it never refuses."""
    if path.startswith("inspect.is"):
        return _one(args, kwargs)
    rule = _SURE.get(path)
    return rule is not None and rule(args, kwargs)
