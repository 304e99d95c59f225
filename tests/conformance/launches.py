"""Kernels that are launched, by the interpreter or on a GPU."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docgen.verify.tracing import paused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass
class Launches:
    """Kernels in the order of their launches."""

    found: list[tuple[str, str]] = field(default_factory=list)
    """Module and name of each."""


@contextmanager
def recorded() -> Iterator[Launches]:
    """Note what is launched inside."""
    found = Launches()
    replaced = []
    for owner, name, function_of in _launching():
        before = getattr(owner, name)
        replaced.append((owner, name, before))
        setattr(owner, name, _noting(before, function_of, found))
    try:
        yield found
    finally:
        for owner, name, before in replaced:
            setattr(owner, name, before)


def _noting(
    before: Callable[..., Any], function_of: Callable[[Any], Any], found: Launches
) -> Callable[..., Any]:
    def launch(self: Any, *args: Any, **kwargs: Any) -> Any:
        function = function_of(self)
        found.found.append((function.__module__, function.__name__))
        # A kernel calls nothing but what its module imports, and the interpreter makes a million calls.
        with paused():
            return before(self, *args, **kwargs)

    return launch


def _launching() -> list[tuple[type, str, Callable[[Any], Any]]]:
    """Return what launches kernels, and the function of the kernel that each of its objects launches."""
    if os.environ.get("TRITON_INTERPRET") == "1":
        from triton.runtime.interpreter import GridExecutor

        return [(GridExecutor, "__call__", lambda executor: executor.fn)]
    from triton.compiler import CompiledKernel
    from triton.runtime.jit import JITFunction

    # A kernel that was compiled before is launched without its function.
    return [
        (JITFunction, "run", lambda jitted: jitted.fn),
        (CompiledKernel, "__getitem__", lambda compiled: compiled.src.fn.fn),
    ]
