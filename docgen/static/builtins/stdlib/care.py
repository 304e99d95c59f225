"""Functions outside the tree that are known to leave what they are given as it is."""

from __future__ import annotations

import functools
import sys

from docgen.static.objects.failures import Care

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
        *("torch.library", "triton", "types", "warnings"),
    }
)
"""Decorators and registries: what they return may call what they were given, they themselves do not."""
_LEAVES = frozenset({"dataclasses", "enum", "inspect", "time", "typing", "typing_extensions"})
"""Functions that look at what they are given and keep nothing of it."""
_NEVER_RAISES = frozenset(
    {
        *("abc.abstractclassmethod", "abc.abstractproperty", "abc.abstractstaticmethod"),
        *("logging.critical", "logging.debug", "logging.error", "logging.exception", "logging.getLogger"),
        *("logging.info", "logging.log", "logging.warning"),
        *("threading.Condition", "threading.Event", "threading.Lock", "threading.RLock", "threading.local"),
        *("threading.current_thread", "threading.get_ident", "threading.main_thread"),
        *("time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.perf_counter_ns"),
        *("time.process_time", "time.thread_time", "time.time", "time.time_ns"),
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
"""Paths of what calls nothing when it is called although it was given something: it makes what will."""
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
"""Names, whole or last, of functions that are no such thing although what they belong to is."""


_TRANSPARENT = frozenset(
    {
        *("torch.compile", "torch.compile()", "torch.compiler.allow_in_graph", "torch.compiler.disable"),
        *("torch.compiler.disable()", "torch.enable_grad", "torch.enable_grad()", "torch.inference_mode"),
        *("torch.inference_mode()", "torch.jit.export", "torch.jit.ignore", "torch.jit.ignore()"),
        *("torch.jit.unused", "torch.no_grad", "torch.no_grad()"),
    }
)
"""Decorators of functions: calls of what they return are calls of the function, under a mode that declares nothing."""


def returns_its_argument(path: str) -> bool:
    """Tell whether a decorator at a dotted path, `()` for a call on the way, is taken to return its function."""
    return path in _TRANSPARENT


def is_third_party(path: str) -> bool:
    """Tell whether a dotted path leads neither into the tree nor into the standard library."""
    return path.partition(".")[0] not in sys.stdlib_module_names


@functools.cache
def care_of(path: str, *, holds: bool = False) -> Care:
    """The care that the function at a dotted path takes; that of what its owner's calls return is the owner's.

    Args:
        path: The path, with `()` for a call on the way.
        holds: Whether it holds something that it may call.
    """
    if holds:
        return Care.KEEPS if path in _MAKERS else Care.NONE
    if path in _CALLS_BACK or (path.rpartition(".")[2] in _CALLS_BACK and path not in _KEEPS):
        return Care.NONE
    parts = path.replace("()", "").split(".")
    prefixes = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    if any(prefix in _NEVER_RAISES for prefix in prefixes):
        return Care.NEVER_RAISES
    if any(prefix in _LEAVES for prefix in prefixes):
        return Care.LEAVES
    return Care.KEEPS if any(prefix in _KEEPS for prefix in prefixes) else Care.NONE
