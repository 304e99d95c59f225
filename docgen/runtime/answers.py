"""Results of the runtime origin: the classes' own answers, each with the stubs that it depends on."""

from __future__ import annotations

import msgspec

from docgen.model.cell import Cell, Value
from docgen.model.location import Location


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """Result of importing a backend's class under some scenarios."""

    scenarios: tuple[str, ...]
    """Names of the scenarios."""
    object: str
    """Dotted path of the class; if it does not exist, the path in the registry."""
    location: Location | None = None
    """Place of the class's definition, or of its failed import."""
    problem: str | None = None
    """Reason why there is no class to ask; None if there is one."""
    missing: bool = False
    """True if the reason is that the registry names a module or a class that does not exist."""
    absent: bool = False
    """True if the reason is a missing foreign package about which the scenario says nothing."""
    unavailable: str | None = None
    """The ImportError that importing its module raises; None if it raises none."""
    decisions: tuple[str, ...] = ()
    """Places where modules imported on the way took a branch because of something that is not installed here."""


class RuntimeBackend(msgspec.Struct, frozen=True, kw_only=True):
    """A row."""

    name: str
    """The registry's name for it."""
    imports: tuple[Import, ...]
    """Results of importing it; every scenario belongs to exactly one."""
    cells: dict[str, tuple[Cell, ...]]
    """For each capability key its answers; every scenario belongs to exactly one of them."""


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """Time that one scenario took."""

    scenario: str
    """Name of the scenario."""
    importing: float
    """Seconds spent on imports."""
    asking: float
    """Seconds spent on questions."""
    shared: bool
    """True if it reused modules that an earlier scenario had imported."""


class RuntimeModel(msgspec.Struct, frozen=True, kw_only=True):
    """Answers of the imported code."""

    scenarios: tuple[str, ...]
    """Names of the scenarios asked, in the configuration's order."""
    backends: tuple[RuntimeBackend, ...]
    """The rows, in the registry's order."""
    lists: dict[str, tuple[Cell, ...]]
    """Answers of the configured lists, by key."""
    domains: dict[str, tuple[Value, ...]]
    """For a capability key the canonical values that its probe ranges over."""
    broken: dict[str, str]
    """For each scenario under which the registry could not be read, the reason."""
    durations: tuple[Duration, ...]
    """Time that each scenario took, in the order in which they were asked."""
