"""Kept answers, in parts that each list the sources they depend on, so that a change asks only those it affects."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import msgspec

from docgen.discovery.found import Candidate
from docgen.model.cell import Value
from docgen.model.evidence import Evidence
from docgen.model.finding import Finding
from docgen.model.needed_import import FollowedImports
from docgen.model.settled import Settled
from docgen.model.support import Backend, ListAnswer
from docgen.static.source.function_bodies import FunctionBodies
from docgen.static.source.left_out import Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


IMPORTS = "//imports"
"""Suffix of a path that stands for the imports of a file; a real path never contains two slashes."""


class Followed(msgspec.Struct, frozen=True, array_like=True):
    """The imports of a module, followed as far as they lead."""

    module: str
    """Its dotted name."""
    leans: bytes
    """Numbers of the sources that this depends on."""
    imports: FollowedImports
    """Result of following them."""


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Answers that were asked together."""

    leans: bytes
    """Numbers of the sources that it was drawn from."""
    backends: tuple[Backend, ...] = ()
    """Rows."""
    findings: tuple[Finding, ...] = ()
    """Errors that were found while asking."""
    lists: tuple[ListAnswer, ...] = ()
    """Answers of a configured list."""
    domains: dict[str, tuple[Value, ...]] = {}
    """Values that probes range over."""
    settled: tuple[Settled, ...] = ()
    """Values of a name that the configuration defines."""
    followed: tuple[Followed, ...] = ()
    """Modules whose imports were followed; each depends on fewer sources than the whole part."""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """Parts with the sources that their numbers refer to: the result of one asking process."""

    paths: list[str]
    """Path of each source, relative to the root; a directory has a slash at the end; a file of which only the imports
    matter has `IMPORTS`; empty where the number is free.
    """
    digests: list[str]
    """Digest of each source's content when it was read. A source that changed between two reads is listed twice."""
    parts: tuple[Part, ...]
    """The parts."""


class Layout(msgspec.Struct, frozen=True, array_like=True):
    """The lines of a file that count: all but bodies nobody read and, in a file of rows, blank lines and comments."""

    content: str
    """Digest of the whole file."""
    lines: str
    """Digest of the text of these lines."""
    numbers: bytes
    """Their numbers, as pairs of the first number of a row of lines and of the number after its last one."""
    read: frozenset[int] | None = None
    """Numbers of the bodies of functions that were read; None if all of them count."""
    words: frozenset[str] = frozenset()
    """Words of which it counts if the text uses them."""
    has_rows: bool = True
    """True if blank lines and comments do not count."""
    unread: bytes = b""
    """Numbers of the bodies that were not read, each followed by the numbers of its first and last line."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """All the parts of one question."""

    paths: list[str]
    """As in `Parts`."""
    digests: list[str]
    """As in `Parts`."""
    candidates: tuple[Candidate, ...]
    """The candidates of the discovery, in order."""
    plan: Part
    """Sources that the list of candidates depends on; it holds no answers."""
    rows: tuple[Part, ...]
    """For each candidate its rows."""
    domains: Part
    """Values that probes range over."""
    lists: tuple[Part, ...]
    """The configured lists, in their order."""
    defined: tuple[Part, ...]
    """Values of the names that the configuration defines, in their order."""
    bodies: dict[str, FunctionBodies] = {}
    """Functions of the files that were just read; they are kept as part of the layouts."""
    layouts: dict[str, Layout] = {}
    """Layouts of files by their paths."""
    answers: str = ""
    """Digest of the model that the parts make, without their evidence."""

    @property
    def evidence(self) -> Evidence:
        """Return the evidence of all parts together."""
        used = leaned_on((self.plan, self.domains, *self.lists, *self.defined, *self.rows))
        return evidence_of(sorted(used), self.paths, self.digests)


def evidence_of(numbered: Iterable[int], paths: Sequence[str], digests: Sequence[str]) -> Evidence:
    """Turn numbers of sources back into evidence."""
    files: dict[str, str] = {}
    listings: dict[str, str] = {}
    imports: dict[str, str] = {}
    for number in numbered:
        path, digest = paths[number], digests[number]
        if path.endswith("/"):
            listings[path[:-1]] = digest
        elif path.endswith(IMPORTS):
            imports[path.removesuffix(IMPORTS)] = digest
        else:
            files[path] = digest
    return Evidence(files, listings, imports)


def sources_of(evidence: Evidence) -> dict[str, str]:
    """Return digests by the paths under which sources are kept."""
    listings = {f"{path}/": digest for path, digest in evidence.listings.items()}
    return (
        evidence.files | listings | {f"{path}{IMPORTS}": digest for path, digest in evidence.imports.items()}
    )


def numbers(leans: bytes) -> array[int]:
    """The numbers of the sources that a part depends on."""
    return array("I", leans)


def leaned_on(parts: Iterable[Part]) -> set[int]:
    """The numbers of the sources that some of these parts depend on."""
    return set().union(*(numbers(part.leans) for part in parts))


class Sources:
    """Numbers for sources; the same content always gets the same number.

    Recalled sources keep their numbers; numbers that nothing depends on any more are used again.
    """

    def __init__(
        self, paths: Sequence[str] = (), digests: Sequence[str] = (), free: Iterable[int] = ()
    ) -> None:
        """Continue from the kept sources, of which some numbers are free."""
        self.paths = [*paths]
        self.digests = [*digests]
        self._free = sorted({*free, *(number for number, path in enumerate(paths) if not path)})
        self._numbers = {source: number for number, source in enumerate(zip(paths, digests, strict=True))}
        for number in self._free:
            self._numbers.pop((self.paths[number], self.digests[number]), None)

    def number(self, path: str, digest: str) -> int:
        """The number of a source."""
        number = self._numbers.get((path, digest))
        if number is None:
            if not self._free:
                self._free.append(len(self.paths))
                self.paths.append("")
                self.digests.append("")
            number = self._numbers[path, digest] = self._free.pop()
            self.paths[number], self.digests[number] = path, digest
        return number

    def add(self, evidence: Evidence) -> bytes:
        """Return the numbers of the sources that a part depends on."""
        found = [self.number(path, digest) for path, digest in sources_of(evidence).items()]
        return array("I", sorted(found)).tobytes()

    def adopt(self, part: Part, paths: Sequence[str], digests: Sequence[str]) -> Part:
        """Renumber a part that another process numbered."""

        def renumbered(leans: bytes) -> bytes:
            return array(
                "I", sorted(self.number(paths[old], digests[old]) for old in numbers(leans))
            ).tobytes()

        followed = [msgspec.structs.replace(each, leans=renumbered(each.leans)) for each in part.followed]
        return msgspec.structs.replace(part, leans=renumbered(part.leans), followed=tuple(followed))

    def forget_unused(self, parts: Iterable[Part]) -> None:
        """Remove sources that none of these parts depends on."""
        used = leaned_on(parts)
        for number in range(len(self.paths)):
            if number not in used:
                self.paths[number] = self.digests[number] = ""


class Recalled:
    """Kept parts, as far as they are still valid."""

    def __init__(self, kept: Kept | None = None, changed: frozenset[int] = frozenset()) -> None:
        """Recall the parts whose sources are unchanged.

        Args:
            kept: The kept parts; None if there are none.
            changed: Numbers of the sources whose content has changed.
        """
        self._kept = kept
        self._changed = changed
        self._rows = dict(zip(kept.candidates, kept.rows, strict=True)) if kept else {}
        self._followed = {each.module: each for part in self._rows.values() for each in part.followed}

    def sources(self) -> Sources:
        """The sources among which the rest is numbered."""
        kept = self._kept
        return Sources(kept.paths, kept.digests, self._changed) if kept else Sources()

    def plan(self) -> tuple[tuple[Candidate, ...], Part] | None:
        """Return the candidates of the discovery, and the part that holds their sources."""
        kept = self._kept
        return (kept.candidates, kept.plan) if kept and self._holds(kept.plan) else None

    def domains(self) -> Part | None:
        """Values that probes range over."""
        return self._kept.domains if self._kept and self._holds(self._kept.domains) else None

    def list(self, index: int) -> Part | None:
        """A configured list."""
        return self._kept.lists[index] if self._kept and self._holds(self._kept.lists[index]) else None

    def defined(self, index: int) -> tuple[Part, Evidence] | None:
        """The values of a defined name, with the evidence for them."""
        kept = self._kept
        if kept is None or not self._holds(kept.defined[index]):
            return None
        part = kept.defined[index]
        return part, evidence_of(numbers(part.leans), kept.paths, kept.digests)

    def rows(self, candidate: Candidate) -> Part | None:
        """The rows of a candidate."""
        part = self._rows.get(candidate)
        return part if part and self._holds(part) else None

    def unread(self) -> dict[str, Unread]:
        """The bodies that were not read, by their files."""
        layouts = self._kept.layouts if self._kept else {}
        return {path: Unread(each.content, each.unread) for path, each in layouts.items() if each.unread}

    def followed(self, module: str) -> tuple[FollowedImports, Evidence] | None:
        """Return what following the imports of a module found, and the evidence for that."""
        kept, followed = self._kept, self._followed.get(module)
        if kept is None or followed is None or not self._holds(followed):
            return None
        return followed.imports, evidence_of(numbers(followed.leans), kept.paths, kept.digests)

    def _holds(self, part: Part | Followed) -> bool:
        return self._changed.isdisjoint(numbers(part.leans))
