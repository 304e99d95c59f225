"""The file in which `docgen history --format json` keeps a history for pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from docgen.confinement import Confines
from docgen.errors import PageError
from docgen.model.history import BackendHistory, History, Mark, Moment, Thread
from docgen.model.location import Location
from docgen.regular_files import read_regular

if TYPE_CHECKING:
    from pathlib import Path

    from docgen.config import Config
    from docgen.model.cell import Value
else:
    Value = Any  # as where it is defined

REMEDY = "write it again: docgen history RELEASE... --format json --output FILE"
"""The fix for a file that cannot be read."""


class _Answers(msgspec.Struct, frozen=True):
    """Answers to one question, as the file has them."""

    capability: str
    value: Value
    scenarios: tuple[str, ...]
    states: tuple[Mark, ...]
    values: tuple[Value, ...]
    reasons: tuple[str | None, ...]
    locations: tuple[str | None, ...]

    def thread(self) -> Thread:
        """The same as the model has it."""
        parts = zip(self.states, self.values, self.reasons, self.locations, strict=True)
        return Thread(self.capability, self.scenarios, tuple(Moment(*each) for each in parts), self.value)


class _Backend(msgspec.Struct, frozen=True):
    """A row, as the file has it."""

    name: str
    names: tuple[str | None, ...]
    locations: tuple[str | None, ...]
    answers: tuple[_Answers, ...]


class _File(msgspec.Struct, frozen=True):
    """The whole file."""

    releases: tuple[str, ...]
    scenarios: tuple[str, ...]
    backends: tuple[_Backend, ...]
    uncompared: tuple[str, ...]


def kept_history(root: Path, config: Config) -> History | None:
    """The history that the configuration names; None where it names none.

    Raises:
        PageError: it cannot be read.
        RefusedError: it is outside of the project.
    """
    return read_history(root, config.history) if config.history else None


def read_history(root: Path, name: str) -> History:
    """Read the history that a project keeps.

    Args:
        root: The project.
        name: The file, relative to it.

    Raises:
        PageError: it is not there, or not of this form.
        RefusedError: it is outside of the project.
    """
    try:
        content = read_regular(Confines(root).locate(name))
        file = msgspec.json.decode(content, type=_File)
        return _model(file)
    except OSError as error:
        what = f"cannot read the history: {error.strerror}"
        raise PageError(what, location=Location(name, 1), remedy=REMEDY) from None
    except (msgspec.MsgspecError, ValueError) as error:
        what = f"not a history that docgen wrote: {error}"
        raise PageError(what, location=Location(name, 1), remedy=REMEDY) from None


def _model(file: _File) -> History:
    """The history of a file.

    Raises:
        ValueError: it has more or fewer answers than releases.
    """
    backends = tuple(
        BackendHistory(each.name, each.names, each.locations, tuple(a.thread() for a in each.answers))
        for each in file.backends
    )
    lengths = {len(each.names) for each in backends} | {len(t.moments) for b in backends for t in b.threads}
    if not file.releases or lengths - {len(file.releases)}:
        msg = f"{len(file.releases)} releases, and answers for {sorted(lengths)}"
        raise ValueError(msg)
    return History(file.releases, file.scenarios, backends, file.uncompared)
