"""A bound of processor time around something that may take any."""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


class OutOfTimeError(BaseException):
    """Ends what has used up its time; no handler of exceptions on the way catches it."""


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Run a block for so many seconds of this process's own time, where the platform has such a clock.

    Signals reach the main thread alone; elsewhere, and on Windows, the block takes as long as it takes.

    Args:
        seconds: Processor time, of which there is always a little.

    Raises:
        OutOfTimeError: the time is used up.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_: int, __: FrameType | None) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.01))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
