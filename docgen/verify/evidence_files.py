"""The files that keep evidence: one a target, one line a claim, sorted, so that those of several machines merge.

The first line gives the version of the format and the target; then come the sets of modules that tests reached, each
named by a digest of its members, and the claims. Nothing in a line depends on another claim, on the machine or on the
day. Git joins two machines' files line by line where `.gitattributes` says `merge=union`: of two lines about one
claim, the one that is current counts, and if both are, the worse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from docgen.atomic_write import replace_file
from docgen.digests import digest
from docgen.errors import EvidenceError
from docgen.model.location import Location
from docgen.model.measurement import Measurement, Outcome
from docgen.regular_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

T = TypeVar("T")

SCHEMA = 1
"""Version of the format; it changes when a field is removed or changes its meaning."""
SUFFIX = ".jsonl"

_AGAIN = "remove the line, and measure again with docgen verify"
_OTHER_FORM = "install the docgen that wrote it, or remove the file and measure again with docgen verify"
_WORST_FIRST = (Outcome.REFUTED, Outcome.UNTESTED, Outcome.UNTESTABLE, Outcome.VERIFIED)


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line."""

    schema: int
    """Version of the format."""
    target: str
    """Target on which the claims were measured."""


class Reach(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A set of modules that tests reached."""

    reach: str
    """Its name."""
    modules: tuple[str, ...]
    """Dotted names, sorted."""


class EvidenceFile(msgspec.Struct, frozen=True):
    """Evidence of one target."""

    target: str
    """The target."""
    measurements: tuple[Measurement, ...] = ()
    """The lines, sorted by claim; several for one claim if files were merged."""
    reaches: dict[str, tuple[str, ...]] = {}
    """The sets of modules, by name."""
    lines: tuple[int, ...] = ()
    """The line of each measurement."""


def path_of(directory: Path, target: str) -> Path:
    """The file of a target."""
    return directory / f"{target}{SUFFIX}"


def read_evidence(directory: Path, target: str) -> EvidenceFile:
    """Read the evidence of a target; empty if there is no file.

    Raises:
        EvidenceError: the file cannot be read, or a line has another form.
    """
    path = path_of(directory, target)
    try:
        text = read_regular(path)
    except FileNotFoundError:
        return EvidenceFile(target)
    except OSError as error:
        raise EvidenceError(f"cannot read {path}: {error.strerror}", remedy="give another file") from None
    measurements, reaches, lines = [], {}, []
    for number, line in enumerate(text.splitlines(), 1):
        place = Location(str(path), number)
        if number == 1:
            _refuse_other_form(line, target, place)
        elif line.startswith(b'{"schema"'):
            continue  # merged: the other file's first line
        elif line.startswith(b'{"reach"'):
            reach = _decoded(line, Reach, place)
            reaches[reach.reach] = reach.modules
        elif line:
            measurements.append(_decoded(line, Measurement, place))
            lines.append(number)
    for each, number in zip(measurements, lines, strict=True):
        if each.reach not in reaches:
            what = f"no line says which modules {each.reach} are"
            raise EvidenceError(what, location=Location(str(path), number), remedy=_AGAIN)
    return EvidenceFile(target, tuple(measurements), reaches, tuple(lines))


def write_evidence(directory: Path, evidence: EvidenceFile) -> None:
    """Write `evidence` to the file of a target, completely or not at all.

    Raises:
        EvidenceError: it cannot be written.
    """
    used = {each.reach for each in evidence.measurements}
    reaches = [Reach(name, evidence.reaches[name]) for name in sorted(used)]
    ordered = sorted(evidence.measurements, key=lambda each: each.claim.key)
    lines = [Header(SCHEMA, evidence.target), *reaches, *ordered]
    content = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
    path = path_of(directory, evidence.target)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content)
    except OSError as error:
        raise EvidenceError(
            f"cannot write {path}: {error.strerror}", remedy="give another directory"
        ) from None


def name_of_reach(modules: Iterable[str]) -> str:
    """The name of a set of modules."""
    return digest("\n".join(sorted(modules)).encode())[:12]


def settled(
    evidence: EvidenceFile, digest_of: Callable[[tuple[str, ...]], str]
) -> dict[tuple[str, str, str], Measurement]:
    """Select one measurement a claim: of several the current one, and of several current ones the worst.

    Args:
        evidence: The lines of a file.
        digest_of: Gives the digest of modules as they are.
    """
    found: dict[tuple[str, str, str], Measurement] = {}
    rank: dict[tuple[str, str, str], tuple[bool, int]] = {}
    for each in evidence.measurements:
        current = digest_of(evidence.reaches[each.reach]) == each.digest
        new = (not current, _WORST_FIRST.index(each.outcome))
        key = each.claim.key
        if key not in found or new < rank[key]:
            found[key], rank[key] = each, new
    return found


def _refuse_other_form(line: bytes, target: str, place: Location) -> None:
    header = _decoded(line, Header, place)
    if header.schema != SCHEMA:
        what = f"evidence of form {header.schema}, and this docgen reads form {SCHEMA}"
        raise EvidenceError(what, location=place, remedy=_OTHER_FORM)
    if header.target != target:
        what = f"evidence of target {header.target!r} in the file of {target!r}"
        raise EvidenceError(what, location=place, remedy="name the file after its target")


def _decoded(line: bytes, kind: type[T], place: Location) -> T:
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.DecodeError as error:
        raise EvidenceError(f"not a line of evidence: {error}", location=place, remedy=_AGAIN) from None
