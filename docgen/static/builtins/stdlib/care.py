"""Functions outside the tree that are known not to change their arguments."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING

from docgen.static.objects.failures import Care
from docgen.static.objects.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.static.objects.values import Abstract

_KEEPS = frozenset(
    {
        *(
            "abc",
            "atexit.register",
            "attr.make_class",
            "attrs.make_class",
            "click",
            "contextlib.asynccontextmanager",
            "contextlib.contextmanager",
        ),
        *(
            "functools",
            "msgspec.defstruct",
            "numba",
            "pydantic",
            "pytest",
            "torch.compile",
            "torch.compiler",
            "torch.jit",
        ),
        *("torch.library", "triton", "types", "warnings", "weakref.proxy", "weakref.ref"),
    }
)
"""Decorators and registries: their results may call the arguments, they themselves do not."""
_LEAVES = frozenset({"dataclasses", "enum", "inspect", "time", "typing", "typing_extensions"})
"""Functions that read their arguments and keep none of them."""
_NO_ARGUMENTS = frozenset(
    {
        *("os.cpu_count", "os.getpid", "platform.machine", "platform.node", "platform.platform"),
        *(
            "platform.processor",
            "platform.python_implementation",
            "platform.python_version",
            "platform.release",
        ),
        *("platform.system", "platform.version"),
        *("threading.Event", "threading.Lock", "threading.RLock", "threading.current_thread"),
        *("threading.get_ident", "threading.local", "threading.main_thread"),
        *("time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.perf_counter_ns"),
        *("time.process_time", "time.thread_time", "time.time", "time.time_ns"),
    }
)
"""Functions that do not raise if they are given nothing."""
_NEVER_RAISES = _NO_ARGUMENTS | frozenset(
    {
        *("abc.abstractclassmethod", "abc.abstractproperty", "abc.abstractstaticmethod"),
        *("logging.critical", "logging.debug", "logging.error", "logging.exception", "logging.getLogger"),
        *("logging.info", "logging.log", "logging.warning", "threading.Condition"),
        *(
            "os.path.exists",
            "os.path.isdir",
            "os.path.isfile",
            "os.path.islink",
            "os.path.lexists",
            "os.path.ismount",
        ),
        *("torch.enable_grad", "torch.inference_mode", "torch.no_grad"),
        *("typing.NewType", "typing.ParamSpec", "typing.TypeVar", "typing.TypeVarTuple"),
        *("typing_extensions.ParamSpec", "typing_extensions.TypeVar", "typing_extensions.TypeVarTuple"),
    }
)
_MAKERS = frozenset(
    {
        *("contextlib.contextmanager()", "contextlib.contextmanager()()"),
        *("contextlib.asynccontextmanager()", "contextlib.asynccontextmanager()()"),
    }
)
"""Paths of callables that do not call their arguments, but return objects that will."""
_CALLS_BACK = frozenset(
    {
        "addFilter",
        "addHandler",
        "functools.reduce",
        "register",
        "setLevel",
        "setLogRecordFactory",
        "setLoggerClass",
    }
)
"""Names, whole or last, of functions that call their arguments although other functions of their owner do not."""


_TRANSPARENT = frozenset(
    {
        *("public.private", "public.public"),
        *("torch.compile", "torch.compile()", "torch.compiler.allow_in_graph", "torch.compiler.disable"),
        *("torch.compiler.disable()", "torch.enable_grad", "torch.enable_grad()", "torch.inference_mode"),
        *("torch.inference_mode()", "torch.jit.export", "torch.jit.ignore", "torch.jit.ignore()"),
        *("torch.jit.unused", "torch.no_grad", "torch.no_grad()"),
    }
)
"""Decorators whose results behave like the decorated function, in a mode that does not affect declarations."""


def returns_its_argument(path: str) -> bool:
    """Tell whether a decorator at a dotted path, with `()` for a call on the way, is assumed to return its function."""
    return path in _TRANSPARENT


def is_third_party(path: str) -> bool:
    """Tell whether a dotted path leads neither into the tree nor into the standard library."""
    return path.partition(".")[0] not in sys.stdlib_module_names


def care_of(path: str, args: Sequence[Abstract] = (), *, holds: bool = False) -> Care:
    """The known effects of the function at a dotted path; methods of an owner's results have the owner's.

    Args:
        path: The path, with `()` for a call on the way.
        args: Positional arguments: those that a function is not used with make it raise.
        holds: True if it holds a value that it may call.
    """
    care = _care_of(path, holds=holds)
    named = path == "logging.getLogger" and any(not isinstance(arg, str | None | Unknown) for arg in args)
    return Care.LEAVES if named or (args and path in _NO_ARGUMENTS) else care


@functools.cache
def _care_of(path: str, *, holds: bool) -> Care:
    if holds:
        return Care.KEEPS if path in _MAKERS else Care.NONE
    if path in _CALLS_BACK or (path.rpartition(".")[2] in _CALLS_BACK and path not in _KEEPS):
        return Care.NONE
    if path.endswith("().release"):  # of a lock that may not be held
        return Care.LEAVES
    parts = path.replace("()", "").split(".")
    prefixes = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    sure = _NEVER_RAISES - _NO_ARGUMENTS if path.endswith("()") else _NEVER_RAISES
    if any(prefix in sure for prefix in prefixes):
        return Care.NEVER_RAISES
    if any(prefix in _LEAVES for prefix in prefixes):
        return Care.LEAVES
    return Care.KEEPS if any(prefix in _KEEPS for prefix in prefixes) else Care.NONE
