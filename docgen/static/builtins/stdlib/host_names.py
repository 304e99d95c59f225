"""Names in modules of the standard library, as the Python that runs docgen has them.

Only modules that do nothing but define names are imported; nothing of the documented project is.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import logging
import os
import re
import sys
import threading
import types
from pathlib import Path

from docgen.static.builtins.stdlib.care import care_of
from docgen.static.objects.failures import Care
from docgen.static.objects.known_types import VERSIONS
from docgen.static.objects.small_data import PLAIN
from docgen.static.objects.values import ABSENT

_MODULES = frozenset(
    {
        *("array", "binascii", "calendar", "cmath", "csv", "difflib", "fnmatch", "hmac", "html", "ipaddress"),
        *(
            "linecache",
            "locale",
            "posixpath",
            "stat",
            "token",
            "tokenize",
            "unicodedata",
            "urllib.parse",
            "zlib",
        ),
        *(
            "abc",
            "argparse",
            "ast",
            "asyncio",
            "atexit",
            "base64",
            "bisect",
            "builtins",
            "codecs",
            "collections",
        ),
        *(
            "collections.abc",
            "concurrent",
            "concurrent.futures",
            "contextlib",
            "contextvars",
            "copy",
            "ctypes",
        ),
        *(
            "dataclasses",
            "datetime",
            "decimal",
            "enum",
            "errno",
            "fractions",
            "functools",
            "gc",
            "glob",
            "hashlib",
        ),
        *("heapq", "importlib", "importlib.metadata", "importlib.util", "inspect", "io", "itertools", "json"),
        *("keyword", "logging", "math", "multiprocessing", "numbers", "operator", "os", "os.path", "pathlib"),
        *("pickle", "pkgutil", "platform", "pprint", "queue", "random", "re", "reprlib", "secrets", "shutil"),
        *("signal", "socket", "statistics", "string", "struct", "subprocess", "sys", "tempfile", "textwrap"),
        *("threading", "time", "traceback", "types", "typing", "unittest", "uuid", "warnings", "weakref"),
    }
)
"""Modules whose import has no effect that matters."""
_RESULTS: dict[str, object] = {
    **{f"time.{name}": 0.0 for name in ("monotonic", "perf_counter", "process_time", "thread_time", "time")},
    **{f"time.{name}": 0 for name in ("monotonic_ns", "perf_counter_ns", "time_ns")},
    **{f"platform.{name}": "" for name in ("machine", "node", "platform", "processor", "release", "system")},
    **{f"os.path.{name}": False for name in ("exists", "isdir", "isfile", "islink", "lexists", "ismount")},
    "logging.getLogger": logging.getLogger(),
    **{
        f"os.path.{name}": "" for name in ("abspath", "basename", "dirname", "expanduser", "join", "normpath")
    },
    "os.getcwd": "",
    "re.compile": re.compile(""),
    "threading.Lock": threading.Lock(),
    "threading.RLock": threading.RLock(),
    "threading.current_thread": threading.current_thread(),
    "threading.get_ident": 0,
    "threading.local": threading.local(),
}
"""Objects like those that functions return."""
_SEALED = frozenset({bool, int, float, str, type(threading.Lock()), type(threading.RLock()), re.Pattern})
"""Types whose objects have no other attributes than their types."""
_NOT_GENERIC = frozenset({"typing.NamedTuple", "typing.TypedDict", "typing.TypeVar", "typing.NewType"})


@functools.cache
def exists(path: str) -> bool | None:
    """Tell whether the standard library has an object at a dotted path; None if its module is not imported.

    A submodule is assumed to have been imported by the code that uses it.
    """
    owner, _, name = path.rpartition(".")
    if "(" in path:
        made = _RESULTS.get(owner.removesuffix("()"))
        if made is not None:
            return hasattr(made, name) or (False if type(made) in _SEALED else None)
        return True if owner.count("(") == 1 and care_of(owner) is Care.NEVER_RAISES else None
    found = _object(owner)
    if found is None:
        part = found_at(owner)
        return None if part is None else hasattr(part, name) or (False if _is_sealed(part) else None)
    if isinstance(found, types.ModuleType):
        below = f"{found.__name__}.{name}"
        if hasattr(found, "__path__") and importlib.util.find_spec(below):
            return True
    return hasattr(found, name)


def _is_sealed(part: object) -> bool:
    """Tell whether an object has no other attributes than its type, so that every Python's has the same."""
    return isinstance(part, tuple | types.BuiltinFunctionType) or type(part) in _SEALED


@functools.cache
def is_module(path: str) -> bool:
    """Tell whether the standard library of the Python that runs docgen has a module; another may lack it."""
    root, *below = path.split(".")
    if root not in sys.stdlib_module_names:
        return False
    if not below:
        return root in sys.builtin_module_names or importlib.util.find_spec(root) is not None
    if path in _MODULES:
        return True
    place = Path(os.__file__).parent.joinpath(root, *below)
    return (place / "__init__.py").is_file() or place.with_suffix(".py").is_file()


@functools.cache
def is_generic(path: str) -> bool:
    """Tell whether a dotted path is known to be a type that is subscripted to give an alias."""
    root, _, name = path.partition(".")
    if root in {"typing", "typing_extensions"}:
        return "." not in name and path not in _NOT_GENERIC
    owner, _, name = path.rpartition(".")
    found = getattr(_object(owner), name, None)
    return isinstance(found, type) and hasattr(found, "__class_getitem__")


def exported(module: str) -> list[str] | None:
    """The names that `from module import *` binds; None if the module is not imported."""
    found = _object(module)
    public = [name for name in vars(found) if not name.startswith("_")] if found is not None else []
    return None if found is None else [*getattr(found, "__all__", public)]


def found_at(path: str) -> object:
    """The object at a dotted path below a module or a class that may be looked into; None if there is none."""
    owner, _, name = path.rpartition(".")
    if not owner or "(" in path:
        return None
    found = _object(owner)
    return getattr(found_at(owner) if found is None else found, name, None)


@functools.cache
def data_type(path: str) -> type | None:
    """The type of the plain data at a dotted path; None if there is something else."""
    found = found_at(path)
    kind = tuple if path in VERSIONS else type(found)
    return kind if kind in PLAIN and found is not None else None


@functools.cache
def constant(path: str) -> object:
    """The constant at a dotted path that is the same wherever the program runs; ABSENT if there is none."""
    found = found_at(path)
    return found if isinstance(found, re.RegexFlag) else ABSENT


def result_type(path: str) -> type | None:
    """The type of what the function at a dotted path returns, where that is plain data."""
    made = _RESULTS.get(path)
    return type(made) if type(made) in _SEALED else None


def _object(path: str) -> object:
    """The module or class at a dotted path; None if its module is not imported."""
    if path in _MODULES:
        return importlib.import_module(path)
    owner, _, name = path.rpartition(".")
    found = getattr(_object(owner), name, None) if owner else None
    return found if isinstance(found, type) else None
