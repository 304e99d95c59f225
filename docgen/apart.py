"""Work on a stranger's text in a process of its own, which is limited: some texts cost a library gigabytes."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 10
"""Most processor time."""
MEMORY = 512 << 20
"""Most bytes, beyond those of this process."""
CAN_FORK = hasattr(os, "fork")
"""True where a process can be made of this one; elsewhere nothing is limited."""


def limits_in_words() -> str:
    """Return the limits, as errors give them."""
    return f"{SECONDS} s and {MEMORY >> 20} MiB"


def apart(work: Callable[[], bytes]) -> bytes | None:
    """Return the result of `work`, which a process of its own does; None if it ends without one, as at its limits."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the new process does nothing that needs another thread
        pid = os.fork()
    if not pid:
        _tell(work, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as answer:
            said = answer.read()
    finally:
        # It has nothing more to say; a finished one remains until it is waited for.
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return said or None


def _tell(work: Callable[[], bytes], writing: int) -> NoReturn:
    try:
        _limit_this_process()
        result = work()
        with os.fdopen(writing, "wb") as stream:
            stream.write(result)
    finally:
        os._exit(0)


def _limit_this_process() -> None:
    import resource  # noqa: PLC0415 - which some systems lack, as they lack `os.fork`

    limits = {resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_CORE: 0}
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as sizes:  # noqa: PTH123 - shows pages of this process
            data = int(sizes.read().split()[5]) * resource.getpagesize()
        limits[resource.RLIMIT_DATA] = data + MEMORY
    for which, most in limits.items():
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
