"""The part of the configuration that says under which assumptions everything is asked."""

from __future__ import annotations

import msgspec

from docgen.config.dotted import require_dotted


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named set of assumptions under which every capability is asked."""

    name: str
    """Name that people select it by, such as `cuda-9.0`."""
    assume: dict[str, str] = {}
    """For a dotted path, the expression whose value it has; names resolve in the module that owns the path."""
    installed: tuple[str, ...] = ()
    """Packages outside the documented tree whose import succeeds."""
    missing: tuple[str, ...] = ()
    """Packages outside the documented tree whose import fails."""

    def __post_init__(self) -> None:
        """Refuse paths that are no dotted names, and a package that is both there and not."""
        for path in (*self.assume, *self.installed, *self.missing):
            require_dotted(path, f"path in scenario {self.name!r}")
        if both := sorted(set(self.installed) & set(self.missing)):
            msg = f"scenario {self.name!r}: both installed and missing: {', '.join(both)}"
            raise ValueError(msg)


class Defaults(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Assumptions that all scenarios share; what a scenario says itself counts more."""

    assume: dict[str, str] = {}
    """As in a scenario."""
    installed: tuple[str, ...] = ()
    """As in a scenario; a package that the scenario lists as missing is not installed there."""
    missing: tuple[str, ...] = ()
    """As in a scenario; a package that the scenario lists as installed is not missing there."""

    def __post_init__(self) -> None:
        """Refuse what a scenario would refuse."""
        Scenario(name="defaults", assume=self.assume, installed=self.installed, missing=self.missing)

    def beneath(self, scenario: Scenario) -> Scenario:
        """A scenario that has these assumptions as well."""
        return Scenario(
            name=scenario.name,
            assume={**self.assume, **scenario.assume},
            installed=_without(self.installed, scenario.missing, scenario.installed),
            missing=_without(self.missing, scenario.installed, scenario.missing),
        )


def _without(
    defaults: tuple[str, ...], contradicted: tuple[str, ...], own: tuple[str, ...]
) -> tuple[str, ...]:
    """Defaults that the scenario does not contradict, and what it says itself."""
    return tuple(dict.fromkeys((*(name for name in defaults if name not in contradicted), *own)))
