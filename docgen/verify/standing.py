"""Standing of evidence against the current code. Nothing is imported, and no test is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen import sightings
from docgen.confinement import Confines
from docgen.errors import EvidenceError
from docgen.model.location import Location
from docgen.model.measurement import Judged, Measured, Outcome, Standing
from docgen.project.cache import Cache
from docgen.regular_files import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from docgen.config.verify import Target, Verify
    from docgen.model.measurement import Measurement
    from docgen.project.project import Project
    from docgen.verify.evidence_files import EvidenceFile
    from docgen.verify.modules import Modules


def measured(project: Project) -> Measured:
    """All the evidence of a project, compared with its code.

    Raises:
        EvidenceError: a file cannot be read, has another form, or belongs to no configured target.
    """
    if _LAST and _LAST[0][0] is project:
        return _LAST[0][1]
    found = _measured(project)
    _LAST[:] = [(project, found)]
    return found


_LAST: list[tuple[Project, Measured]] = []
"""The last project that was asked about, and its evidence, because a run asks for both its page and its findings."""


def _measured(project: Project) -> Measured:
    verify = project.config.verify
    if verify is None:
        return Measured()
    # Imported here: most projects have no evidence.
    from docgen.verify.evidence_files import read_evidence  # noqa: PLC0415
    from docgen.verify.modules import Modules  # noqa: PLC0415

    directory = _directory(project, verify)
    files = {target.name: read_evidence(directory, target.name) for target in verify.target}
    request = project.request
    modules = _with_digests(Modules(request.root, project.config.packages), files, keep=request.keep)
    judged = tuple(
        each for target in verify.target for each in _judged(project, target, files[target.name], modules)
    )
    return Measured(tuple(target.name for target in verify.target), judged)


def _directory(project: Project, verify: Verify) -> Path:
    """Find the directory of the evidence files; a file that belongs to no target is refused, as nobody reads it."""
    key = ("verify", "evidence")
    try:
        directory = Confines(project.request.root, project.request.outside).locate(verify.evidence)
    except RefusedError as error:
        remedy = "name a directory inside the root"
        raise EvidenceError(
            f"evidence in {error.filename}: {error.strerror}", key=key, remedy=remedy
        ) from None
    from docgen.verify.evidence_files import SUFFIX  # noqa: PLC0415

    names = {target.name for target in verify.target}
    sightings.saw_names(directory)
    for path in sorted(directory.glob(f"*{SUFFIX}")):
        if path.stem not in names:
            place = Location(f"{verify.evidence}/{path.name}", 1)
            remedy = f"configure the target {path.stem!r}, or remove the file"
            raise EvidenceError("evidence of a target that is not configured", location=place, remedy=remedy)
    return directory


def _with_digests(modules: Modules, files: dict[str, EvidenceFile], *, keep: bool) -> Modules:
    """The modules, with the digests of those that any test reached; kept by content because parsing takes a while."""
    names = sorted({name for file in files.values() for reach in file.reaches.values() for name in reach})
    if names:
        contents = [(name, modules.content(name)) for name in names]
        cache = Cache(enabled=keep)
        modules.adopt(cache.recall(lambda: contents, dict[str, str], lambda: modules.digests(names)))
    return modules


def _judged(project: Project, target: Target, file: EvidenceFile, modules: Modules) -> list[Judged]:
    from docgen.verify.declarations import Declarations  # noqa: PLC0415
    from docgen.verify.evidence_files import settled  # noqa: PLC0415

    declarations = Declarations(project.config, project.model, target.scenario)
    lines = settled(file, modules.digest)
    numbers = {id(each): line for each, line in zip(file.measurements, file.lines, strict=True)}
    found = []
    for key in sorted(lines):
        each = lines[key]
        known = declarations.known(each.claim)
        declared = declarations.declared(each.claim) if known else None
        is_current = modules.digest(file.reaches[each.reach]) == each.digest
        standing = standing_of(each, declared, is_current=is_current)
        found.append(Judged(target.name, each, standing, declared, numbers[id(each)]))
    return found


def standing_of(measurement: Measurement, declared: bool | None, *, is_current: bool) -> Standing:  # noqa: FBT001
    """Return the standing of a measurement.

    Args:
        measurement: The measurement.
        declared: True if the class declares the value now; None if there is no such claim.
        is_current: True if the code that the tests reached is unchanged.
    """
    if declared is None:
        return Standing.STALE
    outcome = measurement.outcome
    if declared is not measurement.declared:
        # The declaration is now the opposite of what was proved; a refuted claim may have been fixed in this way.
        turned = {Outcome.VERIFIED: Standing.REFUTED, Outcome.REFUTED: Standing.STALE}
        return turned.get(outcome, Standing.UNTESTED)
    if outcome is Outcome.VERIFIED and not is_current:
        return Standing.STALE
    return _STANDINGS[outcome]


_STANDINGS = {
    Outcome.VERIFIED: Standing.VERIFIED,
    Outcome.REFUTED: Standing.REFUTED,
    Outcome.UNTESTED: Standing.UNTESTED,
    Outcome.UNTESTABLE: Standing.UNTESTABLE,
}
