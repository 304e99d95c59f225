"""The description of one rule."""

from __future__ import annotations

import msgspec

from docgen.model.finding import Rule, Severity


class RuleEntry(msgspec.Struct, frozen=True):
    """Description of one rule."""

    rule: Rule
    """The rule."""
    severity: Severity
    """Severity of its findings if the configuration does not set one."""
    reports: str
    """Summary in a line."""
    explanation: str
    """Meaning for a reader of the documentation, and the cases in which it is reported."""
    example: str
    """A finding, as `docgen check` prints it."""
    remedy: str
    """Instruction that fixes a finding."""
    on: bool = True
    """True if it is reported when the configuration does not mention it."""
    imports: bool = False
    """True if it is found only with `--runtime`."""
    stops: bool = False
    """True if it leaves a check without a complete answer: exit status 2, whatever severity the configuration sets."""

    @property
    def default(self) -> str:
        """The default in a word."""
        return self.severity.value if self.on else "off"
