"""Values of a domain of which an answer does not tell whether it holds them."""

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
    """A value of a domain of which it is not known whether it is supported."""

    value: Value
    """The value."""
    reason: str = ""
    """The reason why it is not known."""
    when: str = ""
    """The condition that it depends on instead, as source text of the documented project."""
    location: Location | None = None
    """Where the evaluation gave up."""

    def __post_init__(self) -> None:
        """Refuse a value without a reason and a condition, or with both, and make them encodable.

        Raises:
            ValueError: there is not one of them.
        """
        if bool(self.reason) is bool(self.when):
            msg = f"a value that is not known for the reason {self.reason!r} and when {self.when!r}"
            raise ValueError(msg)
        msgspec.structs.force_setattr(self, "reason", portable_text(self.reason))
        msgspec.structs.force_setattr(self, "when", portable_text(self.when))

    @property
    def why(self) -> str:
        """The reason, or the condition, as it follows the name of the value."""
        return self.reason or f"only when {self.when}"


def by_reason(undecided: Iterable[Undecided]) -> list[tuple[str, str]]:
    """The reasons, each once, with the values that they are about."""
    values: dict[str, list[str]] = {}
    for each in undecided:
        values.setdefault(each.why, []).append(portable_text(str(each.value)))
    return [(why, ", ".join(names)) for why, names in values.items()]
