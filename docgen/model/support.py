"""The whole model: the backends, answers and findings of an introspection."""

from __future__ import annotations

import msgspec

from docgen.model.cell import Cell, Condition, Origin, State, Value
from docgen.model.evidence import Evidence
from docgen.model.finding import Finding
from docgen.model.location import Location
from docgen.model.portable import portable_text


class Refusal(msgspec.Struct, frozen=True):
    """Reason for a refusal, in the words of the predicate that refuses."""

    capability: str
    """Key of the capability that is refused or restricted."""
    text: str
    """The docstring of the deciding predicate, dedented."""
    location: Location
    """Place of that predicate's definition."""

    def __post_init__(self) -> None:
        """Make texts encodable that the source may spell with escapes."""
        msgspec.structs.force_setattr(self, "text", portable_text(self.text))


class Backend(msgspec.Struct, frozen=True, kw_only=True):
    """A row: a class that declares capabilities."""

    name: str
    """The name by which people select it: that of the registry member, for example."""
    object: str | None
    """Dotted path of the class; None where the registry names no class."""
    location: Location
    """Place of the class's definition; of its registration if the class does not exist."""
    summary: str = ""
    """First paragraph of the class's docstring."""
    cells: dict[str, tuple[Cell, ...]]
    """For each capability key its answers; every scenario belongs to exactly one of them."""
    refusals: tuple[Refusal, ...] = ()
    """Explained refusals, in the order of the capabilities."""

    def __post_init__(self) -> None:
        """Make texts encodable that the source may spell with escapes."""
        msgspec.structs.force_setattr(self, "name", portable_text(self.name))
        msgspec.structs.force_setattr(self, "summary", portable_text(self.summary))


class ListAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A configured list under some scenarios, such as a platform's priorities."""

    key: str
    """Key of the list in the configuration."""
    cell: Cell
    """Its answer."""


class SupportModel(msgspec.Struct, frozen=True, kw_only=True):
    """Result of an introspection."""

    scenarios: tuple[str, ...]
    """Names of the scenarios asked, in the configuration's order."""
    backends: tuple[Backend, ...]
    """The rows, in the order of the discovery."""
    lists: tuple[ListAnswer, ...] = ()
    """Answers of the configured lists."""
    domains: dict[str, tuple[Value, ...]] = {}
    """For each capability key, the canonical values of its domain, in order; absent if the capability has no domain or
    it could not be read. It distinguishes "all of them" from "these".
    """
    findings: tuple[Finding, ...] = ()
    """Errors that the introspection itself found."""
    evidence: Evidence = Evidence()
    """Inputs of the answers."""

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
