"""The tests that are run: those of the requested claims whose evidence is not current."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.model.measurement import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docgen.model.measurement import Measurement
    from docgen.verify.results import Shown


@dataclass(frozen=True, slots=True)
class Selection:
    """Request for tests."""

    backends: tuple[str, ...] = ()
    """Names of backends; all where empty."""
    capabilities: tuple[str, ...] = ()
    """Keys of capabilities; all where empty."""
    known: Mapping[tuple[str, str, str], Measurement] | None = None
    """Current evidence, which is not measured again; None measures everything."""

    def wants(self, node: str, shows: tuple[Shown, ...]) -> bool:
        """Tell whether a test should run for any of the claims that it is evidence of."""
        return any(self._wants(node, shown) for shown in shows)

    def _wants(self, node: str, shown: Shown) -> bool:
        claim = shown.claim
        if self.backends and claim.backend not in self.backends:
            return False
        if self.capabilities and claim.capability not in self.capabilities:
            return False
        if self.known is None:
            return True
        line = self.known.get(claim.key)
        # A refuted claim is tested again, because the test or its dependencies may have been at fault.
        is_settled = line is not None and line.outcome in {Outcome.VERIFIED, Outcome.UNTESTABLE}
        return not (is_settled and line and line.declared is shown.declared and node in line.tests)
