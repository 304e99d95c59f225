"""One child process: started, listened to, and ended whatever happens."""

from __future__ import annotations

import os
import re
import selectors
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import msgspec

from docgen.errors import InterpreterError
from docgen.model.location import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

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
"""Loads the worker from beside this file by a package of that name that holds nothing: neither docgen nor what it
depends on needs to be installed where the documented project is, and a documented project may be called docgen."""

_FRAME = re.compile(r'^  File "(.+)", line (\d+) in ', re.MULTILINE)
_POLL_SECONDS = 0.1


class PostMortem(msgspec.Struct, frozen=True):
    """What is known of the end of a child that did not finish."""

    reason: str
    """What ended it."""
    location: Location | None
    """The line of documented code that was running, if a traceback could be had."""


class Child:
    """A child with its job; a context manager, behind which neither it nor anything that it started is left.

    The child leads a process group of its own. Ctrl-C therefore reaches the parent alone, which ends the group on the
    way out; should the parent be killed outright, the child sees its standard input end and does the same.
    """

    def __init__(self, python: Path | str, job: dict[str, Any]) -> None:
        """Start it.

        Raises:
            InterpreterError: the interpreter cannot be started.
        """
        self._limits = job["limits"]
        self._root = job["root"]
        self._patience = self._limits.import_seconds
        self._overrun = False
        self._ended = False
        self._diagnosis = tempfile.TemporaryFile()  # noqa: SIM115  (closed on the way out, as the process is ended)
        command = [str(python), "-I", "-X", "utf8", "-c", _BOOTSTRAP, str(_HERE.parent), str(_HERE)]
        try:
            self._process = subprocess.Popen(  # noqa: S603  (the interpreter that the user named)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._diagnosis,
                start_new_session=True,
                bufsize=0,
            )
        except OSError as error:
            raise InterpreterError(
                f"cannot start {python}: {error.strerror}", remedy="name another --python"
            ) from None
        assert self._process.stdin is not None  # noqa: S101  (it is a pipe)
        with suppress(BrokenPipeError):  # a child that ended at once is told of by its post mortem
            self._process.stdin.write(msgspec.json.encode(job) + b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        for stream in (self._process.stdin, self._process.stdout, self._diagnosis):
            if stream is not None:
                stream.close()

    def messages(self) -> Iterator[dict[str, Any]]:
        """What the child says, as it says it, until it ends or exceeds its time by more than the grace."""
        assert self._process.stdout is not None  # noqa: S101  (it is a pipe)
        stream = self._process.stdout.fileno()
        rest = b""
        heard = time.monotonic()
        with selectors.DefaultSelector() as selector:
            selector.register(stream, selectors.EVENT_READ)
            while True:
                # Whether it has ended is asked before reading: what it said last is then read all the same. The end of
                # the stream alone tells nothing, for what the child started may hold the other end.
                ended = self._process.poll() is not None
                if selector.select(0 if ended else _POLL_SECONDS):
                    chunk = os.read(stream, 1 << 16)
                    *lines, rest = (rest + chunk).split(b"\n")
                    for line in lines:
                        message = msgspec.json.decode(line, type=dict[str, Any])
                        self._patience = self._allowance(message)
                        yield message
                        heard = time.monotonic()
                    if chunk:
                        continue
                    ended = True
                if ended:
                    return
                if time.monotonic() - heard > self._patience + self._limits.grace_seconds:
                    self._overrun = True
                    return

    def post_mortem(self) -> PostMortem:
        """Why the child ended without having finished, and where."""
        self._end()
        status = self._process.returncode
        self._diagnosis.seek(0)
        text = self._diagnosis.read().decode(errors="replace")
        frames = [
            Location(file.removeprefix(f"{self._root}/"), int(line)) for file, line in _FRAME.findall(text)
        ]
        location = next((frame for frame in frames if not frame.path.startswith("/")), None)
        if self._overrun or text.startswith("Timeout "):
            return PostMortem(f"took longer than {self._patience:g} s", location)
        if status == -signal.SIGXCPU:
            return PostMortem(f"used more than {self._limits.cpu_seconds:g} s of processor time", location)
        if status < 0:
            return PostMortem(f"ended the process by {signal.Signals(-status).name}", location)
        last = f": {text.strip().splitlines()[-1]}" if text.strip() and not frames else ""
        return PostMortem(f"ended the process with status {status}{last}", location)

    def _allowance(self, message: dict[str, Any]) -> float:
        """How long the child may now be silent."""
        is_question = message.get("kind") == "asking" and message.get("capability") is not None
        allowed: float = self._limits.question_seconds if is_question else self._limits.import_seconds
        return allowed

    def _end(self) -> None:
        """End the child's group, once. The child itself may be gone; the number stays the group's while one is left."""
        if not self._ended:
            self._ended = True
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
