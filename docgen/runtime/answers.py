"""What the runtime origin hands on: the classes' own answers, each with what it leaned on."""

from __future__ import annotations

import msgspec

from docgen.model.cell import Cell, Value
from docgen.model.location import Location


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """What came of importing a backend's class under some scenarios."""

    scenarios: tuple[str, ...]
    """Under which."""
    object: str
    """Dotted path of the class; what the registry says, where there is none."""
    location: Location | None = None
    """Where the class is defined, or where its import failed."""
    problem: str | None = None
    """Why there is no class to ask; None if there is one."""
    missing: bool = False
    """Whether that is because the registry names a module or a class that does not exist."""
    absent: bool = False
    """Whether that is because a package of somebody else is not there, of which the scenario says nothing."""
    unavailable: str | None = None
    """The ImportError that importing its module raises; None if it raises none."""
    decisions: tuple[str, ...] = ()
    """Where modules imported on the way took one way or another by something that is not installed here."""


class RuntimeBackend(msgspec.Struct, frozen=True, kw_only=True):
    """A row."""

    name: str
    """The registry's name for it."""
    imports: tuple[Import, ...]
    """What came of importing it; every scenario stands in exactly one."""
    cells: dict[str, tuple[Cell, ...]]
    """For each capability key its answers; every scenario stands in exactly one of them."""


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """How long one scenario took."""

    scenario: str
    """Which."""
    importing: float
    """Seconds spent on imports."""
    asking: float
    """Seconds spent on questions."""
    shared: bool
    """Whether it went on with what an earlier scenario had imported."""


class RuntimeModel(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the imported code answered."""

    scenarios: tuple[str, ...]
    """Names of the scenarios asked, in the configuration's order."""
    backends: tuple[RuntimeBackend, ...]
    """The rows, in the registry's order."""
    lists: dict[str, tuple[Cell, ...]]
    """Answers of the configured lists, by key."""
    domains: dict[str, tuple[Value, ...]]
    """For a capability key the canonical values that its probe ranges over."""
    broken: dict[str, str]
    """For a scenario under which the registry could not be read, why."""
    durations: tuple[Duration, ...]
    """How long each scenario took, in the order in which they were asked."""
