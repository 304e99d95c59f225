"""Evidence for the answers of one backend, in short: a line for each target and standing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.visible import visible

if TYPE_CHECKING:
    from docgen.model.measurement import Judged, Measured


def evidence_of(backend: str, measured: Measured) -> dict[str, list[str]]:
    """For each capability key with measurements, the lines of a cell's evidence."""
    found: dict[str, dict[tuple[str, str], list[Judged]]] = {}
    for each in measured.judged:
        if each.measurement.backend == backend:
            kinds = found.setdefault(each.measurement.capability, {})
            kinds.setdefault((each.target, each.standing.value), []).append(each)
    return {
        key: [visible(_line(target, standing, claims)) for (target, standing), claims in kinds.items()]
        for key, kinds in found.items()
    }


def _line(target: str, standing: str, claims: list[Judged]) -> str:
    """Return the number of claims with a standing on a target, with the reason of the first that has one."""
    reason = next((each.measurement.reason for each in claims if each.measurement.reason), "")
    number = f"{len(claims)} claim{'s' if len(claims) > 1 else ''}"
    return f"{target}: {number} {standing}" + (f": {reason}" if reason else "")
