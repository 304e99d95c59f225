"""Assembly of the model from parts that were asked separately."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from docgen.model.support import Backend, SupportModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.config import Scenario
    from docgen.project.kept import Kept


def assembled(kept: Kept, scenarios: Sequence[Scenario]) -> SupportModel:
    """The model of all parts, limited to these scenarios."""
    return SupportModel(
        scenarios=tuple(scenario.name for scenario in scenarios),
        backends=tuple(_with_own_names([backend for part in kept.rows for backend in part.backends])),
        lists=tuple(answer for part in kept.lists for answer in part.lists),
        domains=kept.domains.domains,
        findings=tuple(finding for part in kept.rows for finding in part.findings),
        evidence=kept.evidence,
    )


def _with_own_names(backends: Sequence[Backend]) -> Iterator[Backend]:
    """Give rows unique names: classes with the same name get as much of their path as distinguishes them."""
    by_name: dict[str, set[str]] = {}
    for backend in backends:
        by_name.setdefault(backend.name, set()).add(backend.object or "")
    shared = {
        name: Counter(end for path in paths for end in _ends(path))
        for name, paths in by_name.items()
        if len(paths) > 1
    }
    for backend in backends:
        if backend.name not in shared:
            yield backend
            continue
        path = backend.object or backend.name
        ends = shared[backend.name]
        own = next((end for end in _ends(path) if ends[end] == 1), path)
        yield msgspec.structs.replace(backend, name=own)


def _ends(path: str) -> Iterator[str]:
    """The ends of a dotted path, the shortest first, and the path itself."""
    parts = path.split(".")
    for length in range(1, len(parts) + 1):
        yield ".".join(parts[-length:])
