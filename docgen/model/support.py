"""The whole model: every backend, every answer, every finding of an introspection."""

from __future__ import annotations

import msgspec

from docgen.model.cell import Cell, Condition, Origin, State, Value
from docgen.model.evidence import Evidence
from docgen.model.finding import Finding
from docgen.model.location import Location
from docgen.model.portable import portable_text


class Refusal(msgspec.Struct, frozen=True):
    """Why a backend refuses something, in the words of the predicate that refuses it."""

    capability: str
    """Key of the capability that is refused or restricted."""
    text: str
    """The docstring of the deciding predicate, dedented."""
    location: Location
    """Where that predicate is defined."""

    def __post_init__(self) -> None:
        """Make what a source may spell in escapes encodable."""
        msgspec.structs.force_setattr(self, "text", portable_text(self.text))


class Backend(msgspec.Struct, frozen=True, kw_only=True):
    """A row: a class that declares capabilities."""

    name: str
    """The name that people pass to select it: the registry member's name, for one."""
    object: str | None
    """Dotted path of the class; None where the registry names no class."""
    location: Location
    """Where the class is defined; where it is registered, if the class does not exist."""
    summary: str = ""
    """First paragraph of the class's docstring."""
    cells: dict[str, tuple[Cell, ...]]
    """For each capability key its answers; every scenario stands in exactly one of them."""
    refusals: tuple[Refusal, ...] = ()
    """Explained refusals, in the order of the capabilities."""

    def __post_init__(self) -> None:
        """Make what a source may spell in escapes encodable."""
        msgspec.structs.force_setattr(self, "name", portable_text(self.name))
        msgspec.structs.force_setattr(self, "summary", portable_text(self.summary))


class ListAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A configured list (a platform's priorities, say) under some scenarios."""

    key: str
    """Key of the list in the configuration."""
    cell: Cell
    """Its answer."""


class SupportModel(msgspec.Struct, frozen=True, kw_only=True):
    """What an introspection found out."""

    scenarios: tuple[str, ...]
    """Names of the scenarios asked, in the configuration's order."""
    backends: tuple[Backend, ...]
    """The rows, in the order of the discovery."""
    lists: tuple[ListAnswer, ...] = ()
    """Answers of the configured lists."""
    domains: dict[str, tuple[Value, ...]] = {}
    """For a capability key the canonical values that its probe ranges over, in order; absent where the capability has
    no domain or it could not be read. What tells "all of them" from "these"."""
    findings: tuple[Finding, ...] = ()
    """What the introspection itself found wrong."""
    evidence: Evidence = Evidence()
    """What the answers were drawn from."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """Files read to answer, relative to the root, sorted."""
        return tuple(sorted({*self.evidence.files, *self.evidence.imports}))

    @property
    def searched(self) -> tuple[str, ...]:
        """Directories searched for modules, relative to the root, sorted."""
        return tuple(sorted(self.evidence.listings))


__all__ = [
    "Backend",
    "Cell",
    "Condition",
    "Evidence",
    "Finding",
    "ListAnswer",
    "Location",
    "Origin",
    "Refusal",
    "State",
    "SupportModel",
    "Value",
]
