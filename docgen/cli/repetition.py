"""Runs that need not be done again: of a command that only reads and prints, the output is kept with all inputs.

A later run of the same command finds all inputs as they were and prints the same, without importing what made it. Where
an input has changed, or none is kept, the command runs as if there were no such record. `docgen.sightings` says how
inputs are recorded, `docgen.project.recognition` how they are recognised.
"""

from __future__ import annotations

import os
import sys
import warnings
from contextlib import contextmanager

from docgen import __version__
from docgen.digests import digest
from docgen.project.own_state import own_state
from docgen.project.recognition import Inputs
from docgen.project.sealed import SUFFIX, cache_place, read_sealed
from docgen.sightings import seen

TYPE_CHECKING = False  # `typing` is not imported here: a run that is repeated takes less time than that
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.sightings import Sightings

_COMMANDS = frozenset({"check", "export"})
"""Commands that may be repeated."""
_VARIABLES = ("DOCGEN_", "_DOCGEN_", "DOCUTILS", "HOME", "LANG", "LC_", "PYTHON", "XDG_CACHE_HOME")
"""Beginnings of the names of all environment variables that a run may depend on."""
_END = "\0"
"""End of each field of an entry; no output holds it, because it is no character that is shown."""


class Run:
    """A run as it is recorded.

    Attributes:
        printed: The texts that it printed, each with the name of the stream.
        is_repeatable: True if the command says that it read files and printed, and nothing else.
    """

    def __init__(self, sightings: Sightings) -> None:
        self.printed: list[tuple[str, str]] = []
        self.is_repeatable = False
        self._sightings = sightings

    def fields(self, status: int) -> list[str] | None:
        """The run as texts; None if it cannot be repeated."""
        inputs = Inputs.of(self._sightings) if self.is_repeatable else None
        if inputs is None:
            return None
        return _fields(status, self.printed, inputs)


_PRESENT: list[Run] = []
"""The run that is recorded now, if any."""


def printed(stream: str, text: str) -> None:
    """Record a text that is printed on `stdout` or `stderr`, with a line end after it."""
    for run in _PRESENT:
        run.printed.append((stream, text))


def is_repeatable() -> None:
    """Record that the present run reads files and prints, and does nothing else."""
    for run in _PRESENT:
        run.is_repeatable = True


def repeated(words: Sequence[str]) -> int | None:
    """Repeat an earlier run if all its inputs are as they were, and return its exit status; None if there is none.

    Args:
        words: The arguments of the process.
    """
    place = _place(words)
    if place is None:
        return None
    content = read_sealed(place)
    try:
        fields = [] if content is None else str(content, "utf-8", "surrogateescape").split(_END)
        if not fields:
            return None
        status, number = int(fields[0]), 2 + 2 * int(fields[1])
        said = [*zip(fields[2:number:2], fields[3:number:2], strict=True)]
        inputs = Inputs.from_fields(fields[number:])
    except (ValueError, IndexError):
        return None  # of another docgen
    holds = inputs.still_hold()
    if holds is False:
        return None
    if holds is None:
        _keep(place, _fields(status, said, inputs))
    return _print(said, status)


def _print(said: Sequence[tuple[str, str]], status: int) -> int:
    """Print what an earlier run printed."""
    try:
        for name, text in said:
            stream = getattr(sys, name)
            stream.reconfigure(errors="backslashreplace")
            stream.write(f"{text}\n")
            stream.flush()
    except OSError as error:
        # Imported here: what stands in the way is reported as any run reports it.
        from docgen.cli.console import refused, warn_error  # noqa: PLC0415
        from docgen.errors import DocgenError  # noqa: PLC0415

        try:
            refused(name, error)
        except DocgenError as told:
            warn_error(told)
            return 2
    return status


@contextmanager
def recording(words: Sequence[str]) -> Iterator[list[int]]:
    """Record a run, of which the block tells the exit status by adding it to the list, and keep it for repetition.

    Args:
        words: The arguments of the process.
    """
    place = _place(words)
    status: list[int] = []
    if place is None:
        yield status
        return
    with seen() as sightings:
        run = Run(sightings)
        _PRESENT.append(run)
        try:
            yield status
        finally:
            _PRESENT.remove(run)
        fields = run.fields(status[0]) if status else None
    if fields is not None and not any(_END in field for field in fields):
        _keep(place, fields)


def _keep(place: str, fields: list[str]) -> None:
    from pathlib import Path  # noqa: PLC0415 - a run that is repeated has nothing to keep

    from docgen.project.entries import write_content  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the run itself has said that nothing can be kept
        write_content(Path(place), _END.join(fields).encode("utf-8", "surrogateescape"))


def _fields(status: int, said: Sequence[tuple[str, str]], inputs: Inputs) -> list[str]:
    texts = [field for each in said for field in each]
    return [str(status), str(len(said)), *texts, *inputs.fields()]


def _place(words: Sequence[str]) -> str | None:
    """The file in which the run of a command is kept; None if it may not be repeated."""
    streams = (sys.stdout, sys.stderr)
    # A stream that is closed is None, and one that is not UTF-8 may be replaced by one that is.
    plain = all((getattr(stream, "encoding", None) or "").lower() == "utf-8" for stream in streams)
    directory = cache_place() if plain and words and words[0] in _COMMANDS else None
    here = _working_directory()
    if directory is None or here is None:
        return None
    around = [
        *(f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith(_VARIABLES)),
        *(f"{path} {size} {time}" for path, size, time in own_state()),
        *map(_installed, sys.path),
    ]
    asked = [__version__, sys.version, here, *words, "", *around]
    question = digest(_END.join(asked).encode("utf-8", "surrogateescape"))
    return os.path.join(directory, f"{question}{SUFFIX}")


def _working_directory() -> str | None:
    """The working directory; None if it was removed."""
    try:
        return os.getcwd()
    except OSError:
        return None


def _installed(path: str) -> str:
    """A directory that packages are imported from, with the time at which one was last installed."""
    try:
        changed = os.stat(path).st_mtime_ns if path.endswith("-packages") else 0
    except OSError:
        changed = 0
    return f"{path} {changed}"
