"""Functions outside the tree that are known to leave what they are given as it is."""

from __future__ import annotations

import functools

from docgen.static.objects.failures import Care

_KEEPS = frozenset(
    {
        *("abc", "atexit.register", "click", "contextlib.asynccontextmanager", "contextlib.contextmanager"),
        *("dataclasses", "enum", "functools", "inspect", "numba", "pydantic", "pytest", "time", "torch.compile"),
        *("torch.compiler", "torch.jit", "torch.library", "triton", "types", "typing", "typing_extensions"),
        *("types.MappingProxyType", "warnings"),
    }
)
"""Decorators and registries: what they return may call what they were given, they themselves do not."""
_NEVER_RAISES = frozenset(
    {
        *("abc.abstractclassmethod", "abc.abstractproperty", "abc.abstractstaticmethod"),
        *("contextlib.contextmanager", "contextlib.asynccontextmanager", "logging.getLogger"),
        *("threading.Condition", "threading.Event", "threading.Lock", "threading.RLock", "threading.local"),
        *("threading.current_thread", "threading.get_ident", "threading.main_thread"),
        *("time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.perf_counter_ns"),
        *("time.process_time", "time.thread_time", "time.time", "time.time_ns"),
        *("torch.enable_grad", "torch.inference_mode", "torch.no_grad"),
        *("typing.NewType", "typing.ParamSpec", "typing.TypeVar", "typing.TypeVarTuple"),
        *("typing_extensions.ParamSpec", "typing_extensions.TypeVar", "typing_extensions.TypeVarTuple"),
    }
)
_CALLS_BACK = frozenset(
    {"addFilter", "addHandler", "functools.reduce", "register", "setLevel", "setLogRecordFactory", "setLoggerClass"}
)
"""Names, whole or last, of functions that are no such thing although what they belong to is."""


@functools.cache
def care_of(path: str) -> Care:
    """The care that the function at a dotted path takes; that of what its owner's calls return is the owner's."""
    if path in _CALLS_BACK or path.rpartition(".")[2] in _CALLS_BACK and path not in _KEEPS:
        return Care.NONE
    parts = path.replace("()", "").split(".")
    prefixes = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    if any(prefix in _NEVER_RAISES for prefix in prefixes):
        return Care.NEVER_RAISES
    return Care.KEEPS if any(prefix in _KEEPS for prefix in prefixes) else Care.NONE
