"""Record of the files and directories that a run looks at, and of their states: its result counts while they last.

A state is the number of a file, its size, and the times of the last change to its content and to its metadata, of
which programs cannot set the second. It stands for the content where any later change is bound to change it.

Whatever looks at the file system on the way to a result tells it here; nothing is recorded unless a run asks for it.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import contextmanager

TYPE_CHECKING = False  # `typing` is not imported here: a run that is repeated takes less time than that
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DIRECTORY, FILE, OTHER, NOTHING = "d", "f", "o", "-"
"""Kinds of what is at a path, once links are followed."""

_SETTLED = 2_000_000_000
"""Nanoseconds after which a further change gets a different time, on every file system in use."""


class Sightings:
    """Everything that one run saw.

    Attributes:
        contents: For each path the digest of its content, and its state; one of them may be empty, because the other
            one is enough. A directory whose modules count has a slash at the end.
        kinds: For each path of which only the kind counts, that kind.
        is_whole: False if something was seen that a later run could not recognise.
    """

    def __init__(self) -> None:
        self.contents: dict[str, tuple[str, str]] = {}
        self.kinds: dict[str, str] = {}
        self.is_whole = True
        self._begun = time.time_ns()

    def state(self, found: os.stat_result) -> str:
        """The state of a file that had not changed for a while when this run began; empty where it proves nothing."""
        return state(found) if is_settled(found, self._begun) else ""

    def content(self, path: str, digest: str, state: str) -> None:
        """Record a content by its digest or its state."""
        both = together(self.contents.get(path, (digest, state)), (digest, state))
        if both is None or not any(both):
            self.is_whole = False  # it changed in the middle of the run, or nothing tells whether it changes
        self.contents[path] = both or (digest, state)

    def kind(self, path: str, kind: str) -> None:
        """Record the kind of what is at a path."""
        if self.kinds.setdefault(path, kind) != kind:
            self.is_whole = False


_CURRENT: list[Sightings | None] = [None]
"""The record of the present run, if any, on top of those that it interrupted."""


@contextmanager
def seen() -> Iterator[Sightings]:
    """Record what is looked at."""
    found = Sightings()
    with _recording(found):
        yield found


@contextmanager
def unseen() -> Iterator[None]:
    """Record nothing, for something that has a record of its own."""
    with _recording(None):
        yield


@contextmanager
def _recording(sightings: Sightings | None) -> Iterator[None]:
    _CURRENT.append(sightings)
    try:
        yield
    finally:
        _CURRENT.pop()


def current() -> Sightings | None:
    """The record of the present run; None if it keeps none."""
    return _CURRENT[-1]


def saw(path: str | os.PathLike[str], found: os.stat_result, digest: Callable[[], str]) -> None:
    """Record the content of a file or directory.

    Args:
        path: The file; a directory whose modules count has a slash at the end.
        found: Its state when it was read, or before.
        digest: Computes the digest of what was read; empty if its state alone stands for it.
    """
    if (sightings := _CURRENT[-1]) is not None:
        sightings.content(os.fspath(path), digest(), sightings.state(found))


def before_listing(directory: str | os.PathLike[str]) -> os.stat_result | None:
    """The state of a directory that is about to be listed; None if no record is kept, or there is no directory."""
    if _CURRENT[-1] is None:
        return None
    try:
        return os.stat(directory)
    except OSError:
        saw_kind(directory)
        return None


def saw_trouble() -> None:
    """Record that something could not be read, for a reason that a later run does not look into."""
    if (sightings := _CURRENT[-1]) is not None:
        sightings.is_whole = False


def saw_names(directory: str | os.PathLike[str]) -> None:
    """Record the names in a directory, just before they are listed; which of them count is not known here."""
    found = before_listing(directory)
    if found is not None:
        saw(directory, found, str)  # what is not settled yet cannot be recognised


def saw_kind(path: str | os.PathLike[str]) -> None:
    """Record whether there is a file, a directory or nothing at a path, and where its links lead."""
    if (sightings := _CURRENT[-1]) is not None:
        sightings.kind(os.fspath(path), kind_at(path))


def kind_at(path: str | os.PathLike[str]) -> str:
    """The kind of what is at a path."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return NOTHING
    return DIRECTORY if stat.S_ISDIR(mode) else FILE if stat.S_ISREG(mode) else OTHER


def is_file(path: str | os.PathLike[str]) -> bool:
    """Tell whether there is a regular file at a path."""
    saw_kind(path)
    return kind_at(path) == FILE


def is_directory(path: str | os.PathLike[str]) -> bool:
    """Tell whether there is a directory at a path."""
    saw_kind(path)
    return kind_at(path) == DIRECTORY


def exists(path: str | os.PathLike[str]) -> bool:
    """Tell whether there is anything at a path."""
    saw_kind(path)
    return kind_at(path) != NOTHING


def together(one: tuple[str, str], other: tuple[str, str]) -> tuple[str, str] | None:
    """The digest and the state of a content that was seen twice; None if it was not the same content."""
    if any(here and there and here != there for here, there in zip(one, other, strict=True)):
        return None
    return one[0] or other[0], one[1] or other[1]


def state(found: os.stat_result) -> str:
    """The state of a file as text."""
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def is_settled(found: os.stat_result, begun: int) -> bool:
    """Tell whether any change to a file after a moment is bound to change what the system reports of it.

    Args:
        found: What the system reports.
        begun: The moment, in nanoseconds.
    """
    regular = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
    # Windows gives the time of creation instead of that of the last change.
    return regular and os.name != "nt" and max(found.st_mtime_ns, found.st_ctime_ns) + _SETTLED < begun
