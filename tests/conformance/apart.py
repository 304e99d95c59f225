"""Calls in a process of their own, for what may crash."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING, Any

from tests.conformance import where

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 120
"""Most seconds that a call may take."""


def apart(call: Callable[..., object], *arguments: object) -> str:
    """Return what a call returns, as text; what it raises or what ended it, after `failed: `."""
    context: Any = multiprocessing.get_context("fork")
    if where.device() == "cuda":
        # A process that uses CUDA cannot be forked; one that has imported all, and does not, is asked to fork.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.conformance.trials"])
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_told, args=(sender, where.target, call, arguments))
    process.start()
    sender.close()
    try:
        said = receiver.recv() if receiver.poll(SECONDS) else "failed: it took too long"
    except EOFError:
        said = "failed: the process was ended"
    process.join(1)
    process.kill()
    return said


def _told(sender: Any, target: str, call: Callable[..., object], arguments: tuple[object, ...]) -> None:
    where.target = target
    try:
        said = str(call(*arguments))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer
        said = f"failed: {type(error).__name__}: {error}"
    sender.send(said)
