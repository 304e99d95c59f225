"""Values of a domain for which an answer is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from docgen.model.location import Location
from docgen.model.portable import portable_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.model.cell import Value
else:
    Value = Any  # as where it is defined


class Undecided(msgspec.Struct, frozen=True):
    """A value of a domain for which it is unknown if it is supported."""

    value: Value
    """The value."""
    reason: str = ""
    """The reason why it is unknown."""
    when: str = ""
    """The condition that it depends on, instead of a reason, as source text of the documented project."""
    location: Location | None = None
    """Place where the evaluation gave up."""

    def __post_init__(self) -> None:
        """Refuse a value that has both a reason and a condition, or neither; make the texts encodable.

        Raises:
            ValueError: there is not exactly one of them.
        """
        if bool(self.reason) is bool(self.when):
            msg = f"a value that is not known for the reason {self.reason!r} and when {self.when!r}"
            raise ValueError(msg)
        msgspec.structs.force_setattr(self, "reason", portable_text(self.reason))
        msgspec.structs.force_setattr(self, "when", portable_text(self.when))

    @property
    def why(self) -> str:
        """The reason, or the condition, as a phrase that follows the name of the value."""
        return self.reason or f"only when {self.when}"


def by_reason(undecided: Iterable[Undecided]) -> list[tuple[str, str]]:
    """The reasons, each once, with the values that they apply to."""
    values: dict[str, list[str]] = {}
    for each in undecided:
        values.setdefault(each.why, []).append(portable_text(str(each.value)))
    return [(why, ", ".join(names)) for why, names in values.items()]
