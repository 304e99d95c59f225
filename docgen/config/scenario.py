"""The part of the configuration that lists the assumptions under which everything is asked."""

from __future__ import annotations

import msgspec

from docgen.config.dotted import require_dotted


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named set of assumptions under which every capability is asked."""

    name: str
    """Name by which it is selected, such as `cuda-9.0`."""
    assume: dict[str, str] = {}
    """For each dotted path, an expression for its assumed value; names resolve in the module that owns the path."""
    installed: tuple[str, ...] = ()
    """Packages outside the documented tree whose import succeeds."""
    missing: tuple[str, ...] = ()
    """Packages outside the documented tree whose import fails."""
    importable: bool = False
    """True if every module can be imported, as whoever maintains them knows. A statement of a module that docgen cannot
    follow is then taken to raise nothing, and conditions under which an import would fail are left out. False where
    that is unknown: nothing is known of a module whose import may fail."""
    label: str = ""
    """Label for readers, such as `H100, H200 (9.0)`; its name where empty."""
    needs: dict[str, str] = {}
    """For keys of capabilities, the canonical value that a backend must support to run there at all: what a reader asks
    who picks the scenario. `"true"` stands for a yes."""

    def __post_init__(self) -> None:
        """Refuse paths that are not dotted names, and a package that is both installed and missing."""
        for path in (*self.assume, *self.installed, *self.missing):
            require_dotted(path, f"path in scenario {self.name!r}")
        if both := sorted(set(self.installed) & set(self.missing)):
            msg = f"scenario {self.name!r}: both installed and missing: {', '.join(both)}"
            raise ValueError(msg)

    @property
    def shown(self) -> str:
        """Return what people call it."""
        return self.label or self.name


class Defaults(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Assumptions that all scenarios share; those of a scenario itself take precedence."""

    assume: dict[str, str] = {}
    """As in a scenario."""
    installed: tuple[str, ...] = ()
    """As in a scenario; a package that the scenario lists as missing is not installed there."""
    missing: tuple[str, ...] = ()
    """As in a scenario; a package that the scenario lists as installed is not missing there."""
    importable: bool = False
    """As in a scenario."""

    def __post_init__(self) -> None:
        """Refuse anything that a scenario would refuse."""
        Scenario(name="defaults", assume=self.assume, installed=self.installed, missing=self.missing)

    def beneath(self, scenario: Scenario) -> Scenario:
        """A scenario that has these assumptions as well."""
        return Scenario(
            name=scenario.name,
            assume={**self.assume, **scenario.assume},
            installed=_without(self.installed, scenario.missing, scenario.installed),
            missing=_without(self.missing, scenario.installed, scenario.missing),
            importable=self.importable or scenario.importable,
            label=scenario.label,
            needs=scenario.needs,
        )


def _without(
    defaults: tuple[str, ...], contradicted: tuple[str, ...], own: tuple[str, ...]
) -> tuple[str, ...]:
    """Defaults that the scenario does not contradict, followed by its own entries."""
    return tuple(dict.fromkeys((*(name for name in defaults if name not in contradicted), *own)))
