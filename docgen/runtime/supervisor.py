"""The process between docgen and the child, which makes sure that every process the child starts is ended.

It runs in docgen's own interpreter, separate from everything that the documented code imports. On Linux it is a
subreaper: processes whose parent has ended become its children, even those that left the group and the session. It
gives the child shared memory of its own where the system permits it, enforces the limits on memory and on the number
of processes for all of them together, and ends them when the child ends, when docgen asks for it, or when docgen is
gone.

Run as a script, standard library only: `supervisor.py FD BYTES PROCESSES COMMAND...`. It writes lines to FD, the
child's process id and later the status and the reason of its end, and reads from it: what ends it is the end of file.
"""

import contextlib
import ctypes
import json
import os
import resource
import select
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
_INTERVAL = 0.05
"""Seconds between two checks of the processes."""
_SUBREAPER = 36
_NEW_MOUNTS, _NEW_IPC, _NEW_USER = 0x00020000, 0x08000000, 0x10000000
_PRIVATE, _RECURSIVE = 1 << 18, 1 << 14
_SHARED_MEMORY = "/dev/shm"  # noqa: S108 - where POSIX shared memory is


def main(arguments: list[str]) -> None:
    """Start the command and wait for its end."""
    control, memory, processes = (int(text) for text in arguments[:3])
    _become_subreaper()
    _isolate(memory)
    child = os.fork()
    if not child:
        _run(arguments[3:], control, memory, processes)
    for standard in (0, 1, 2):
        os.close(standard)  # only the child may hold the ends of its pipes
    _say(control, {"pid": child})
    status, why = _watch(child, control, memory, processes)
    _end_all()
    _say(control, {"status": status, "why": why})


def _run(command: list[str], control: int, memory: int, processes: int) -> None:
    """Replace this process by the command, under limits that it cannot raise."""
    try:
        os.setsid()
        os.close(control)
        _limit(resource.RLIMIT_DATA, memory)
        _limit(resource.RLIMIT_CORE, 0)
        if os.getuid():
            # The system counts all tasks of the user, threads included; root has no such limit.
            _limit(resource.RLIMIT_NPROC, _tasks_of(os.getuid()) + processes)
        os.execvp(command[0], command)  # noqa: S606 - the interpreter that the user named, without a shell
    except OSError as error:
        os.write(2, f"cannot start {command[0]}: {error.strerror}\n".encode())
    finally:
        os._exit(127)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    size = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (size, size))


def _watch(child: int, control: int, memory: int, processes: int) -> tuple[int | None, str | None]:
    """Wait until the child ends, docgen wants it to end, or the processes together exceed a limit."""
    while True:
        for ended, status in _reaped():
            if ended == child:
                return status, None
        readable, _, _ = select.select([control], [], [], _INTERVAL)
        if readable and not os.read(control, 4096):
            return None, None
        below = _descendants()
        if len(below) > processes:
            return None, f"started more than {processes} processes"
        if _memory_of(below) > memory:
            return None, f"used more than {memory >> 20} MiB of memory, all processes together"


def _end_all() -> None:
    """End all descendants; all are stopped first, so that none forks while the others are ended."""
    stopped: set[int] = set()
    while new := [pid for pid in _descendants() if pid not in stopped]:
        for pid in new:
            _signal(pid, signal.SIGSTOP)
            stopped.add(pid)
    for _ in range(1000):
        left = _descendants()
        for pid in left:
            _signal(pid, signal.SIGKILL)
        for _ in _reaped():
            pass
        if not left:
            return
        select.select([], [], [], 0.005)


def _reaped() -> Iterator[tuple[int, int]]:
    """Children that ended, with their statuses."""
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            yield found


def _signal(pid: int, what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, what)


def _descendants() -> list[int]:
    """Processes whose parent, or a parent's parent, is this one; zombies left out."""
    children: dict[int, list[int]] = {}
    for name in _running():
        stat = _read(f"{name}/stat").rpartition(")")[2].split()
        if len(stat) > 1 and stat[0] not in {"Z", "X"}:
            children.setdefault(int(stat[1]), []).append(int(name))
    found, pending = [], [os.getpid()]
    while pending:
        below = children.get(pending.pop(), [])
        found += below
        pending += below
    return found


def _memory_of(pids: list[int]) -> int:
    """Bytes of memory that the processes use, with shared pages counted once."""
    own = shared = 0
    for pid in pids:
        sizes = dict.fromkeys(("RssAnon", "RssShmem", "VmSwap"), 0)
        for line in _read(f"{pid}/status").splitlines():
            name, _, rest = line.partition(":")
            if name in sizes:
                sizes[name] = int(rest.split()[0]) * 1024
        own += sizes["RssAnon"] + sizes["VmSwap"]
        shared = max(shared, sizes["RssShmem"])
    return own + shared


def _tasks_of(user: int) -> int:
    """Threads of all processes of a user."""
    count = 0
    for name in _running():
        with contextlib.suppress(OSError):
            if (_PROC / name).stat().st_uid == user:
                count += sum(1 for _ in (_PROC / name / "task").iterdir())
    return count


def _running() -> list[str]:
    """Ids of all processes; empty where the system does not list them."""
    return [name for name in os.listdir(_PROC) if name.isdigit()] if _PROC.is_dir() else []  # noqa: PTH208


def _read(name: str) -> str:
    try:
        return (_PROC / name).read_text(errors="replace")
    except OSError:
        return ""  # the process has ended meanwhile


def _become_subreaper() -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _isolate(memory: int) -> None:
    """Give the child shared memory of its own, which is freed with its last process and cannot exceed the limit.

    This takes the right to create namespaces, which a container may lack; the child then uses the system's shared
    memory.
    """
    with contextlib.suppress(OSError, AttributeError):
        system = ctypes.CDLL(None, use_errno=True)
        user, group = os.getuid(), os.getgid()
        if system.unshare(_NEW_MOUNTS | _NEW_IPC):
            if system.unshare(_NEW_MOUNTS | _NEW_IPC | _NEW_USER):
                return
            (_PROC / "self/setgroups").write_text("deny")
            (_PROC / "self/uid_map").write_text(f"{user} {user} 1")
            (_PROC / "self/gid_map").write_text(f"{group} {group} 1")
        if not system.mount(b"none", b"/", None, _PRIVATE | _RECURSIVE, None):
            options = f"size={memory},mode=1777".encode()
            system.mount(b"tmpfs", _SHARED_MEMORY.encode(), b"tmpfs", 0, options)


def _say(control: int, message: dict[str, object]) -> None:
    with contextlib.suppress(OSError):  # docgen is gone
        os.write(control, json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
