"""One child process: started under a supervisor, asked, and always ended."""

from __future__ import annotations

import os
import re
import secrets
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import msgspec

from docgen.errors import InterpreterError
from docgen.model.location import Location
from docgen.runtime.messages import LARGEST, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

_R = TypeVar("_R", bound=Reply)

_HERE = Path(__file__).parent
_BOOTSTRAP = """
import sys, types
for name, path in zip(("docgen", "docgen.runtime"), sys.argv[1:]):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [path]
from docgen.runtime.worker import main
for name in [name for name in sys.modules if name.partition(".")[0] == "docgen"]:
    del sys.modules[name]
main()
"""
"""Loads the worker from the directory of this file, by an empty package of that name: neither docgen nor its
dependencies need to be installed in the documented project's environment, and a documented project may itself be called
docgen.
"""

_FRAME = re.compile(r'^  File "(.+)", line (\d+) in ', re.MULTILINE)
_POLL_SECONDS = 0.1
_DIAGNOSIS = 64 << 10
"""Most bytes of the diagnosis that are read; documented code that finds its descriptor may write any number."""
_PROCESSES = 256
"""Most processes of the documented code at a time."""
_NOT_STARTED = 127
_TICKS = os.sysconf("SC_CLK_TCK")


class PostMortem(msgspec.Struct, frozen=True):
    """Circumstances in which a child ended early."""

    reason: str
    """Reason for the end."""
    location: Location | None
    """The line of documented code that was running, if there is a traceback."""
    is_forged: bool = False
    """True if it sent something that was not asked for: any code that it ever imported may have done so."""


class ChildEndedError(Exception):
    """The child ended before it replied, or was ended because of its reply."""

    def __init__(self, end: PostMortem) -> None:
        super().__init__(end.reason)
        self.end = end


class Child:
    """A child with its job; a context manager, after which neither it nor any process that it started is left.

    The child leads a session of its own. Ctrl-C therefore reaches only the parent, which has the supervisor end all
    processes; if the parent itself is killed, the supervisor sees its end of a socket close and does the same.
    """

    def __init__(
        self, python: Path | str, job: dict[str, Any], environment: Mapping[str, str] | None = None
    ) -> None:
        """Start it.

        Raises:
            InterpreterError: the interpreter cannot be started.
        """
        self._limits = job["limits"]
        self._root = job["root"]
        self._python = python
        self._seconds = self._limits.import_seconds
        self._rest = b""
        self._fault: str | None = None
        self._pid: int | None = None
        self._told: dict[str, Any] = {}
        self._diagnosis = tempfile.TemporaryFile()  # noqa: SIM115  (closed on the way out, as the process is ended)
        self._control, theirs = socket.socketpair()
        command = [sys.executable, "-I", "-S", str(_HERE / "supervisor.py"), str(theirs.fileno())]
        command += [str(self._limits.memory_bytes), str(_PROCESSES)]
        command += [str(python), "-I", "-X", "utf8", "-c", _BOOTSTRAP, str(_HERE.parent), str(_HERE)]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  (docgen's own interpreter)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._diagnosis,
                start_new_session=True,
                pass_fds=(theirs.fileno(),),
                bufsize=0,
                env=environment,
            )
        assert self._process.stdin is not None  # noqa: S101  (it is a pipe)
        self._send(job)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        for stream in (self._process.stdin, self._process.stdout, self._diagnosis, self._control):
            if stream is not None:
                stream.close()

    def ask(self, kind: type[_R], seconds: float, **request: Any) -> _R:
        """The child's reply to a request.

        Args:
            kind: The type of the reply.
            seconds: The time limit in seconds, whatever the child sends meanwhile.
            request: The fields of the request.

        Raises:
            ChildEndedError: it ended, took too long, or sent a reply of another form.
        """
        self._seconds = seconds
        if self._rest or self._has_more():
            raise self._refused("said something that nobody had asked for")
        token = secrets.token_hex(16)
        self._send({**request, "token": token, "seconds": seconds})
        line = self._line(time.monotonic() + seconds + self._limits.grace_seconds)
        try:
            reply = msgspec.json.decode(line, type=kind)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise self._refused(f"said what is no answer: {error}") from None
        if not secrets.compare_digest(reply.token.encode("utf-8", "replace"), token.encode()):
            raise self._refused("answered what was not asked")
        return reply

    def post_mortem(self) -> PostMortem:
        """Say why the child ended without a reply, and where."""
        self._end()
        self._diagnosis.seek(0)
        text = self._diagnosis.read(_DIAGNOSIS).decode(errors="replace")
        frames = [
            Location(file.removeprefix(f"{self._root}/"), max(int(line[:9]), 1))
            for file, line in _FRAME.findall(text)
        ]
        location = next((frame for frame in frames if not frame.path.startswith("/")), None)
        if self._fault is not None:
            return PostMortem(self._fault, location)
        return PostMortem(self._told_reason(text, has_frames=bool(frames)), location)

    def _told_reason(self, text: str, *, has_frames: bool) -> str:
        """The reason that the supervisor reported for an end."""
        why, status = self._told.get("why"), self._told.get("status")
        if text.startswith("Timeout "):
            return f"took longer than {self._seconds:g} s"
        if why is not None or status is None:
            return str(why or "ended its connection")
        code = os.waitstatus_to_exitcode(status)
        if code == -signal.SIGXCPU:
            return self._used_too_much()
        if code < 0:
            return f"ended the process by {signal.Signals(-code).name}"
        last = f": {text.strip().splitlines()[-1]}" if text.strip() and not has_frames else ""
        return f"ended the process with status {code}{last}"

    def _used_too_much(self) -> str:
        return f"used more than {self._limits.cpu_seconds:g} s of processor time"

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None  # noqa: S101  (it is a pipe)
        with suppress(BrokenPipeError):  # if the child ended at once, its post mortem says so
            self._process.stdin.write(msgspec.json.encode(message) + b"\n")

    def _has_more(self) -> bool:
        """Tell whether the child is sending something now."""
        assert self._process.stdout is not None  # noqa: S101  (it is a pipe)
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if not selector.select(0):
                return False
        self._rest = os.read(self._process.stdout.fileno(), 1 << 16)
        return bool(self._rest)

    def _line(self, deadline: float) -> bytes:
        """Read the next line of the child.

        Raises:
            ChildEndedError: no line comes.
        """
        assert self._process.stdout is not None  # noqa: S101  (it is a pipe)
        stream = self._process.stdout.fileno()
        held = bytearray()
        spent = self._processor_seconds()
        with selectors.DefaultSelector() as selector:
            selector.register(stream, selectors.EVENT_READ)
            while True:
                # Checked before reading, so that the child's last line is read even if all processes have ended.
                ended = self._process.poll() is not None
                if selector.select(0 if ended else _POLL_SECONDS):
                    chunk = os.read(stream, 1 << 16)
                    held += chunk
                    line, found, rest = bytes(held).partition(b"\n") if b"\n" in chunk else (b"", b"", b"")
                    if found:
                        self._rest = rest
                        return line
                    if len(held) > LARGEST:
                        raise self._refused(f"said more than {LARGEST >> 20} MiB at once")
                    if not chunk:
                        # It is ending, or it closed its side: the supervisor reports which.
                        self._hear(until="status", seconds=self._limits.grace_seconds)
                        raise ChildEndedError(self.post_mortem())
                elif ended:
                    raise ChildEndedError(self.post_mortem())
                if time.monotonic() > deadline:
                    raise self._overrun(f"took longer than {self._seconds:g} s")
                if self._processor_seconds() - spent > self._limits.cpu_seconds + self._limits.grace_seconds:
                    raise self._overrun(self._used_too_much())

    def _overrun(self, what: str) -> ChildEndedError:
        self._fault = what
        return ChildEndedError(self.post_mortem())

    def _refused(self, what: str) -> ChildEndedError:
        self._fault = what
        return ChildEndedError(msgspec.structs.replace(self.post_mortem(), location=None, is_forged=True))

    def _processor_seconds(self) -> float:
        """Processor time of the child in seconds, all threads; 0 where the system does not report it."""
        if self._pid is None:
            self._hear(until="pid", seconds=_POLL_SECONDS)
            self._pid = self._told.get("pid")
        try:
            fields = Path(f"/proc/{self._pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def _hear(self, *, until: str, seconds: float | None) -> None:
        """Read the supervisor's messages until it reports an end, or for some time; without limit if None."""
        self._control.settimeout(seconds)
        with suppress(TimeoutError, ConnectionError):
            while until not in self._told and (chunk := self._control.recv(4096)):
                for line in chunk.splitlines():  # lines are short, and each is written at once
                    self._told.update(msgspec.json.decode(line))

    def _end(self) -> None:
        """Have the supervisor end all processes, once, and read its report."""
        if self._process.returncode is None or "status" not in self._told:
            with suppress(OSError):
                self._control.shutdown(socket.SHUT_WR)
            self._hear(until="status", seconds=None)
            self._process.wait()
            self._told.setdefault("status", None)
        # The supervisor may have ended early: the child's session is ended in any case.
        if (pid := self._told.get("pid")) is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        self._refuse_missing()

    def _refuse_missing(self) -> None:
        """Raise an error of its own for an interpreter that could not be started.

        Raises:
            InterpreterError: it cannot be started.
        """
        status = self._told.get("status")
        if status is None or self._told.get("why") or os.waitstatus_to_exitcode(status) != _NOT_STARTED:
            return
        self._diagnosis.seek(0)
        text = self._diagnosis.read(_DIAGNOSIS).decode(errors="replace").strip()
        if text.startswith("cannot start "):
            self._told["status"] = None
            raise InterpreterError(text, remedy="name another --python")
