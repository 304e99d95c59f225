"""Inputs of a run in a form in which a later run recognises them, mostly without reading them.

Paths are kept with all links resolved. A directory on the way that becomes a link, or a link that leads elsewhere, is a
change, so that nothing is recognised behind a link that the run itself would have refused to follow.
"""

from __future__ import annotations

import os
import stat
import time

from docgen.digests import digest, digest_of_names
from docgen.regular_files import module_names, read_regular
from docgen.sightings import DIRECTORY, is_settled, kind_at, state, together

TYPE_CHECKING = False  # `typing` is not imported here: a run that is repeated takes less time than that
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docgen.sightings import Sightings

_NAMELESS = frozenset({"", os.curdir, os.pardir})
_SEVERAL = 16
"""Contents that had to be read again; from so many on it pays to keep their states for the next run."""


class Inputs:
    """Everything that a run looked at.

    Attributes:
        links: Where a path leads that is a link or lies behind one.
        directories: Directories above all the other paths, which are no links.
        kinds: For each path of which only the kind counts, that kind.
        contents: For each path the digest of its content and its state, either of which may be empty.
    """

    def __init__(self) -> None:
        self.links: dict[str, str] = {}
        self.directories: list[str] = []
        self.kinds: dict[str, str] = {}
        self.contents: dict[str, tuple[str, str]] = {}

    @classmethod
    def of(cls, sightings: Sightings) -> Inputs | None:
        """The inputs of a run that saw these; None if a later run could not recognise them all."""
        inputs = cls()
        above: dict[str, str] = {}
        here = os.getcwd()
        # Plain text where a path is absolute already, as nearly all are.
        for path, kind in sightings.kinds.items():
            if inputs.kinds.setdefault(inputs._resolved(_absolute(path, here), above), kind) != kind:
                return None
        for path, each in sightings.contents.items():
            slash = "/" if path.endswith("/") else ""
            place = inputs._resolved(_absolute(path.removesuffix("/"), here), above) + slash
            both = together(inputs.contents.get(place, each), each)
            if both is None:
                return None
            inputs.contents[place] = both
        if not sightings.is_whole:
            return None
        inputs.directories = sorted(_parents((*inputs.kinds, *inputs.contents)))
        return inputs

    def _resolved(self, path: str, above: dict[str, str]) -> str:
        """A path without links, which are noted."""
        parent, separator, name = path.rpartition(os.sep)
        real = above.get(parent)
        if real is None:
            real = above[parent] = os.path.realpath(parent + separator).removesuffix(separator)
            if real != parent:
                self.links[parent] = real
        whole = f"{real}{separator}{name}"
        if name not in _NAMELESS and not os.path.islink(whole):
            return whole
        leads = os.path.realpath(whole)
        self.links[whole] = leads
        return leads

    def fields(self) -> list[str]:
        """All of it as texts."""
        counts = [len(each) for each in (self.links, self.directories, self.kinds, self.contents)]
        contents = [field for path, each in self.contents.items() for field in (path, *each)]
        return [
            *map(str, counts),
            *(field for item in self.links.items() for field in item),
            *self.directories,
            *(field for item in self.kinds.items() for field in item),
            *contents,
        ]

    @classmethod
    def from_fields(cls, fields: Sequence[str]) -> Inputs:
        """The inputs that gave these texts.

        Raises:
            ValueError: they are of no inputs.
        """
        inputs = cls()
        links, directories, kinds, contents = map(int, fields[:4])
        start = 4
        ends = [start := start + length for length in (2 * links, directories, 2 * kinds, 3 * contents)]
        if ends[-1] != len(fields):
            raise ValueError
        inputs.links = dict(zip(fields[4 : ends[0] : 2], fields[5 : ends[0] : 2], strict=True))
        inputs.directories = [*fields[ends[0] : ends[1]]]
        inputs.kinds = dict(
            zip(fields[ends[1] : ends[2] : 2], fields[ends[1] + 1 : ends[2] : 2], strict=True)
        )
        rest = fields[ends[2] :]
        inputs.contents = dict(zip(rest[::3], zip(rest[1::3], rest[2::3], strict=True), strict=True))
        return inputs

    def still_hold(self) -> bool | None:
        """Tell whether all is as it was; None if it is, and so many states are new that it pays to keep them."""
        begun = time.time_ns()
        for path, leads in self.links.items():
            if os.path.realpath(path) != leads:
                return False
        for path in self.directories:
            if not _is_plain_directory(path):
                return False
        for path, kind in self.kinds.items():
            if kind_at(path) != kind or os.path.islink(path):
                return False
        renewed = 0
        for path, (content, then) in self.contents.items():
            try:
                found = os.lstat(path.removesuffix("/"))
            except OSError:
                return False
            if state(found) == then:
                continue
            if not content or stat.S_ISLNK(found.st_mode) or _content(path) != content:
                return False
            if is_settled(found, begun):
                renewed += 1
                self.contents[path] = content, state(found)
        return None if renewed >= _SEVERAL else True


def _absolute(path: str, here: str) -> str:
    return path if path.startswith(os.sep) else os.path.join(here, path)


def _content(path: str) -> str:
    """The digest of what is at a path."""
    try:
        return digest_of_names(module_names(path)) if path.endswith("/") else digest(read_regular(path))
    except OSError:
        return ""


def _is_plain_directory(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def _parents(paths: Iterable[str]) -> set[str]:
    """All directories above paths, as far as they exist."""
    found: set[str] = set()
    absent: set[str] = set()
    pending = {os.path.dirname(path.removesuffix("/")) for path in paths}
    while pending:
        path = pending.pop()
        if path not in found and path not in absent:
            (found if kind_at(path) == DIRECTORY else absent).add(path)
            pending.add(os.path.dirname(path))
    return found
