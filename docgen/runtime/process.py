"""The child as a process: its channel to the parent, its limits, and its end.

Standard library only: this module runs in the child.
"""

from __future__ import annotations

import faulthandler
import fcntl
import json
import os
import resource
import signal
import threading
from typing import Any

_LOWEST = 100
"""Descriptors of the channel lie from here on, where nothing that counts upwards meets them."""


class Channel:
    """Messages to the parent, on descriptors that the documented code does not know of.

    What it prints goes nowhere, and what it reads is empty. The parent keeps the standard input open for as long as it
    lives: its end is the child's signal to end, with all that it started.
    """

    def __init__(self) -> None:
        self._in = fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, _LOWEST)
        self._out = fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, _LOWEST)
        self._diagnosis = fcntl.fcntl(2, fcntl.F_DUPFD_CLOEXEC, _LOWEST)
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        os.close(nothing)
        faulthandler.enable(self._diagnosis)

    def read_job(self) -> dict[str, Any]:
        """The parent's first line; from then on the end of its messages ends this process."""
        with os.fdopen(os.dup(self._in), "rb", buffering=0) as stream:
            job: dict[str, Any] = json.loads(stream.readline())
        threading.Thread(target=self._end_with_parent, daemon=True).start()
        return job

    def send(self, message: dict[str, Any]) -> None:
        """Write one line at once: what follows may end the process."""
        line = memoryview(json.dumps(message).encode() + b"\n")
        while line:
            line = line[os.write(self._out, line) :]

    def allow(self, wall_seconds: float, cpu_seconds: float) -> None:
        """Grant the next step its time, counted from now; running over it ends the process with a traceback."""
        faulthandler.dump_traceback_later(wall_seconds, exit=True, file=self._diagnosis)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        limit = int(usage.ru_utime + usage.ru_stime + cpu_seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit if most < 0 else min(limit, most), most))

    def _end_with_parent(self) -> None:
        while os.read(self._in, 4096):
            pass
        end_all()


def limit_memory(size: int) -> None:
    """Make allocations fail that bring this process's own memory above `size` bytes; mapped files do not count."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    size = size if most < 0 else min(size, most)
    resource.setrlimit(resource.RLIMIT_DATA, (size, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def end_all() -> None:
    """End this process and all that it started, at once; the parent made it the leader of its group."""
    os.killpg(0, signal.SIGKILL)
