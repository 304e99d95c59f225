"""The child as a process: its channel to the parent, its limits, and its end.

Standard library only: this module runs in the child.
"""

from __future__ import annotations

import faulthandler
import fcntl
import json
import os
import queue
import resource
import signal
import threading
from typing import Any

from docgen.model.portable import portable, portable_text

_LOWEST = 100
"""Lowest descriptor of the channel, out of reach of code that loops over the first descriptors."""

LARGEST = 4 << 20
"""Most bytes of a reply; the parent accepts a few more."""


class TooLargeError(Exception):
    """A reply of more than `LARGEST` bytes."""


class Channel:
    """Requests of the parent and replies to it, on descriptors that are hidden from the documented code.

    The documented code's output goes nowhere, and its input is empty. The parent keeps the standard input open for as
    long as it lives: its end tells the child to end, with every process that it started.
    """

    def __init__(self) -> None:
        self._in = fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, _LOWEST)
        self._out = fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, _LOWEST)
        self._diagnosis = fcntl.fcntl(2, fcntl.F_DUPFD_CLOEXEC, _LOWEST)
        self._requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        os.close(nothing)
        faulthandler.enable(self._diagnosis)
        threading.Thread(target=self._listen, daemon=True).start()

    def receive(self) -> dict[str, Any]:
        """The parent's next line; it waits for one."""
        return self._requests.get()

    def reply(self, token: str, message: dict[str, Any]) -> None:
        """Write one line immediately, because the next step may end the process, and stop the step's time.

        Raises:
            TooLargeError: it is larger than a reply may be.
        """
        faulthandler.cancel_dump_traceback_later()
        line = json.dumps(_plain({**message, "token": token}), allow_nan=False).encode() + b"\n"
        if len(line) > LARGEST:
            raise TooLargeError
        left = memoryview(line)
        while left:
            left = left[os.write(self._out, left) :]

    def allow(self, wall_seconds: float, cpu_seconds: float) -> None:
        """Grant the next step its time, counted from now; exceeding it ends the process with a traceback."""
        faulthandler.dump_traceback_later(wall_seconds, exit=True, file=self._diagnosis)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        limit = int(usage.ru_utime + usage.ru_stime + cpu_seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit if most < 0 else min(limit, most), most))

    def _listen(self) -> None:
        """Read the parent's lines; when they end, end this process."""
        rest = b""
        while chunk := os.read(self._in, 1 << 16):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self._requests.put(json.loads(line))
        end_all()


def _plain(value: Any) -> Any:
    """Convert texts and numbers of any type to ones that JSON can hold."""
    if isinstance(value, dict):
        return {portable_text(str(key)): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, str):
        return portable_text(value)
    return portable(value)


def end_all() -> None:
    """End this process and every process that it started, immediately; it is the leader of its group."""
    os.killpg(0, signal.SIGKILL)
