"""Libraries by what calling them while a module is imported can do to the documented packages."""

from __future__ import annotations

HARMLESS = frozenset(
    {
        *(
            "abc",
            "attr",
            "attrs",
            "contextlib",
            "dataclasses",
            "enum",
            "functools",
            "numba",
            "pydantic",
            "pytest",
        ),
        *("torch", "triton", "typing", "typing_extensions"),
    }
)
"""Libraries whose decorators keep what they are given, or make something of it, without calling or changing it."""

PROCESS_STATE = frozenset(
    {
        *(
            "atexit",
            "builtins",
            "gc",
            "importlib",
            "os",
            "random",
            "signal",
            "site",
            "sys",
            "threading",
            "unittest",
        ),
        *("warnings", "weakref"),
    }
)
"""Libraries with a state of the whole process, which calls in other places change."""
