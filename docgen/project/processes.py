"""Work spread over processes that are forked from this one, so that they need not read again what it has read.

Each process has a run of tasks of its own, because neighbours share what they read. The run is in a pipe, from which
others take when they have done theirs, so that none waits while another is busy. Each result is sent back as soon as it
is done. A process that ends before its work is an error, so nothing is lost
silently. Where the system cannot fork, there is one process.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import struct
import sys
import threading
from typing import TYPE_CHECKING, NoReturn

from docgen.errors import DocgenError, WorkerError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

_TASK = struct.Struct("=I")
_HEAD = struct.Struct("=iI")
_REST, _FAILED = -1, -2
"""Numbers of messages that are no task's result: the final message of a process, and the error that ended the work."""


def forked(
    processes: int, tasks: int, work: Callable[[int], bytes], rest: Callable[[], bytes]
) -> Generator[tuple[int | None, bytes]]:
    """Do tasks in processes of their own.

    Args:
        processes: Number of processes.
        tasks: Number of tasks.
        work: Does the task with a given number.
        rest: Gives the final message of a process, after its last task.

    Yields:
        Results with the numbers of their tasks, in the order in which they come, and for each process its final
        message, with None.

    Raises:
        DocgenError: the one that `work` raised, or a process ended before its work.
    """
    count = min(processes, tasks)
    runs = [_filled(range(at * tasks // count, (at + 1) * tasks // count)) for at in range(count)]
    alive, held = os.pipe()  # nobody writes to it: it ends when this process does, however it ends
    workers: dict[int, int] = {}
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()  # a collection in a worker would copy all the pages that it shares
    try:
        for at in range(count):
            mine, its = os.pipe()
            pid = os.fork()
            if pid == 0:
                os.close(held)
                threading.Thread(target=_end_with_parent, args=(alive,), daemon=True).start()
                _work((*runs[at:], *runs[:at]), its, work, rest)
            os.close(its)
            workers[mine] = pid
        yield from _received(workers)
    finally:
        for end in (*runs, alive, held):
            os.close(end)
        for pid in workers.values():
            os.kill(pid, signal.SIGKILL)  # finished children remain until they are waited for
            os.waitpid(pid, 0)
        for mine in workers:
            os.close(mine)
        gc.unfreeze()


def _filled(tasks: range) -> int:
    """The end of a pipe that holds the numbers of some tasks."""
    numbers, filled = os.pipe()
    os.write(filled, b"".join(map(_TASK.pack, tasks)))
    os.close(filled)
    return numbers


def _received(workers: dict[int, int]) -> Iterator[tuple[int | None, bytes]]:
    with selectors.DefaultSelector() as selector:
        buffers = {mine: bytearray() for mine in workers}
        for mine in workers:
            selector.register(mine, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                received = os.read(key.fd, 1 << 20)
                buffers[key.fd] += received
                for number, content in _messages(buffers[key.fd]):
                    if number == _FAILED:
                        _reraise(content)
                    if number == _REST:
                        selector.unregister(key.fd)
                    yield (None if number == _REST else number), content
                if not received:
                    os.close(key.fd)
                    _raise_for_end(workers.pop(key.fd))


def _raise_for_end(pid: int) -> NoReturn:
    """Raise for a process that ended before its work: Ctrl-C reaches all processes, and may end a child first."""
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGINT:
        raise KeyboardInterrupt
    raise WorkerError(
        f"process {pid}, which asked a part of the source, ended before it was done",
        remedy="free some memory, and run it again",
    )


def _messages(buffer: bytearray) -> Iterator[tuple[int, bytes]]:
    """Take whole messages out of the buffer."""
    while len(buffer) >= _HEAD.size:
        number, length = _HEAD.unpack_from(buffer)
        end = _HEAD.size + length
        if len(buffer) < end:
            return
        content = bytes(buffer[_HEAD.size : end])
        del buffer[:end]
        yield number, content


def _reraise(content: bytes) -> NoReturn:
    import pickle  # noqa: PLC0415 - for errors only

    raise pickle.loads(content)  # noqa: S301 - from a process that this one forked


def _work(runs: Sequence[int], out: int, work: Callable[[int], bytes], rest: Callable[[], bytes]) -> NoReturn:
    """Work as a child process; never returns, and leaves alone what the parent has yet to write."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # it reaches all processes; the parent reports it
    try:
        for numbers in runs:
            while number := os.read(numbers, _TASK.size):
                task = _TASK.unpack(number)[0]
                _send(out, task, work(task))
        _send(out, _REST, rest())
    except BrokenPipeError:
        pass  # the parent is gone
    except BaseException as error:  # noqa: BLE001 - the parent raises it
        _send(out, _FAILED, _pickled(error))
    finally:
        os._exit(0)


def _end_with_parent(alive: int) -> NoReturn:
    """Wait for the end of a pipe that the parent holds, and end this process then, in the middle of a task or not."""
    os.read(alive, 1)
    os._exit(1)


def _pickled(error: BaseException) -> bytes:
    import pickle  # noqa: PLC0415 - for errors only
    import traceback  # noqa: PLC0415

    if not isinstance(error, DocgenError):
        told = RuntimeError(f"{type(error).__name__}: {error}")
        told.add_note("".join(traceback.format_exception(error)))
        error = told
    return pickle.dumps(error)


def _send(out: int, number: int, content: bytes) -> None:
    message = memoryview(_HEAD.pack(number, len(content)) + content)
    while message:
        message = message[os.write(out, message) :]
