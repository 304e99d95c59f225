"""Answers as they are kept: in parts, each with what it leans on, so that a change asks only those that lean on it."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import msgspec

from docgen.discovery.found import Candidate
from docgen.model.cell import Value
from docgen.model.evidence import Evidence
from docgen.model.finding import Finding
from docgen.model.support import Backend, ListAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was asked for together."""

    leans: bytes
    """Numbers of the sources that it was drawn from."""
    backends: tuple[Backend, ...] = ()
    """Rows."""
    findings: tuple[Finding, ...] = ()
    """What asking for them found wrong."""
    lists: tuple[ListAnswer, ...] = ()
    """Answers of a configured list."""
    domains: dict[str, tuple[Value, ...]] = {}
    """Values that probes range over."""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """Parts with the sources that they number: what a process that asks hands over."""

    paths: list[str]
    """Path of each source, relative to the root; of a directory, with a slash at the end."""
    digests: list[str]
    """What each source held when it was read. A source that changed between two readings stands here twice."""
    parts: tuple[Part, ...]
    """The parts."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """All the parts of one question."""

    paths: list[str]
    """As in `Parts`."""
    digests: list[str]
    """As in `Parts`."""
    candidates: tuple[Candidate, ...]
    """What the discovery looks at, in order."""
    plan: Part
    """What says what the discovery looks at; nothing but its sources."""
    rows: tuple[Part, ...]
    """For each candidate its rows."""
    domains: Part
    """Values that probes range over."""
    lists: tuple[Part, ...]
    """The configured lists, in their order."""

    @property
    def evidence(self) -> Evidence:
        """What everything together was drawn from."""
        every = (self.plan, self.domains, *self.lists, *self.rows)
        used = sorted(set[int]().union(*(numbers(part.leans) for part in every)))
        sources = [(self.paths[number], self.digests[number]) for number in used]
        return Evidence(
            {path: digest for path, digest in sources if not path.endswith("/")},
            {path[:-1]: digest for path, digest in sources if path.endswith("/")},
        )


def numbers(leans: bytes) -> array[int]:
    """The sources that a part leans on."""
    return array("I", leans)


class Sources:
    """Numbers for what is read, the same for the same content."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.digests: list[str] = []
        self._numbers: dict[tuple[str, str], int] = {}

    def number(self, path: str, digest: str) -> int:
        """The number of a source."""
        number = self._numbers.setdefault((path, digest), len(self.paths))
        if number == len(self.paths):
            self.paths.append(path)
            self.digests.append(digest)
        return number

    def add(self, evidence: Evidence) -> bytes:
        """What a part leans on, in numbers."""
        found = [self.number(path, digest) for path, digest in evidence.files.items()]
        found += [self.number(f"{path}/", digest) for path, digest in evidence.listings.items()]
        return array("I", sorted(found)).tobytes()

    def adopt(self, part: Part, paths: Sequence[str], digests: Sequence[str]) -> Part:
        """A part that was numbered elsewhere, in the numbers of these sources."""
        new = array("I", (self.number(paths[old], digests[old]) for old in numbers(part.leans)))
        return msgspec.structs.replace(part, leans=new.tobytes())


class Recalled:
    """What was kept, as far as it still holds."""

    def __init__(self, kept: Kept | None = None, changed: frozenset[int] = frozenset()) -> None:
        """Recall.

        Args:
            kept: What was kept; None if nothing was.
            changed: Numbers of the sources that do not hold what they held.
        """
        self._kept = kept
        self._changed = changed
        self._rows = dict(zip(kept.candidates, kept.rows, strict=True)) if kept else {}

    def plan(self, sources: Sources) -> tuple[tuple[Candidate, ...], Part] | None:
        """What the discovery looks at, and what that leans on."""
        plan = self._valid(self._kept.plan, sources) if self._kept else None
        return (self._kept.candidates, plan) if self._kept and plan else None

    def domains(self, sources: Sources) -> Part | None:
        """Values that probes range over."""
        return self._valid(self._kept.domains, sources) if self._kept else None

    def list(self, index: int, sources: Sources) -> Part | None:
        """A configured list."""
        return self._valid(self._kept.lists[index], sources) if self._kept else None

    def rows(self, candidate: Candidate, sources: Sources) -> Part | None:
        """The rows of a candidate."""
        part = self._rows.get(candidate)
        return self._valid(part, sources) if part else None

    def _valid(self, part: Part, sources: Sources) -> Part | None:
        if self._kept is None or not self._changed.isdisjoint(numbers(part.leans)):
            return None
        return sources.adopt(part, self._kept.paths, self._kept.digests)
