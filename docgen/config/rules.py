"""The part of the configuration that says which findings count, and how severe they are."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from docgen.model.finding import Rule

if TYPE_CHECKING:
    from docgen.model.finding import Finding

    RuleId: TypeAlias = str
else:
    RuleId = Literal[tuple(rule.value for rule in Rule)]
"""The id of a rule, as a key of a table."""


class Ignore(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Findings that are known and accepted."""

    rule: Rule
    """Their rule."""
    reason: str
    """The reason for accepting them, for readers of the configuration and of reports."""
    backend: str = ""
    """Pattern of the backends' names; where empty, any finding matches, also one that is about no backend."""
    capability: str = ""
    """Key of the capability or list; where empty, any finding matches."""

    def __post_init__(self) -> None:
        """Refuse an empty reason."""
        if not self.reason.strip():
            msg = f"the ignore of {self.rule.value} needs a `reason`"
            raise ValueError(msg)

    def matches(self, finding: Finding) -> bool:
        """Tell whether the ignore is about `finding`."""
        if finding.rule is not self.rule or (self.capability and finding.capability != self.capability):
            return False
        return not self.backend or (
            finding.backend is not None and fnmatchcase(finding.backend, self.backend)
        )

    def __str__(self) -> str:
        """Describe the ignored findings in words."""
        limits = " and ".join(limit for limit in (self.backend, self.capability) if limit)
        return f"{self.rule.value} for {limits}" if limits else self.rule.value
