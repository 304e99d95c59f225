"""The part of the configuration that says where the rows come from."""

from __future__ import annotations

import enum

import msgspec

from docgen.config.dotted import require_dotted


class DiscoveryKind(enum.Enum):
    """How backends are found."""

    ENUM = "enum"
    """Members of an Enum whose values are dotted paths of classes."""
    SUBCLASSES = "subclasses"
    """Classes that derive from a base."""
    DECORATOR = "decorator"
    """Functions and classes that a decorator call registers."""


class Discovery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the rows come from."""

    kind: DiscoveryKind
    """How backends are found."""
    path: str
    """Dotted path of the registry, the base class or the registering function."""
    modules: tuple[str, ...] = ()
    """For subclasses and decorators, where to look: patterns of dotted module names, such as `models.*.modeling_*`."""
    skip: tuple[str, ...] = ()
    """Registry names that are no backends, such as a placeholder for plug-ins."""

    def __post_init__(self) -> None:
        """Refuse a path that is no dotted name, and a search without a place to search."""
        require_dotted(self.path, "discovery path")
        if bool(self.modules) is (self.kind is DiscoveryKind.ENUM):
            need = "needs no" if self.modules else "needs"
            msg = f"discovery of kind {self.kind.value!r} {need} `modules`"
            raise ValueError(msg)
