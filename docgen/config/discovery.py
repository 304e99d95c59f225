"""The part of the configuration that says where the rows come from."""

from __future__ import annotations

import enum

import msgspec

from docgen.config.dotted import require_dotted


class DiscoveryKind(enum.Enum):
    """How backends are found."""

    ENUM = "enum"
    """Members of an Enum whose values are dotted paths of classes."""
    DICT = "dict"
    """Entries of a dictionary of the code: names, and dotted paths, classes or functions that make objects of them. A
    list of such values is one whose names are those of the classes."""
    SUBCLASSES = "subclasses"
    """Classes that derive from a base."""
    DECORATOR = "decorator"
    """Functions and classes that a decorator call registers."""
    MEMBERS = "members"
    """Public classes of a module: those of its `__all__`, else those that it defines. Of a package, those that it
    exposes; where it exposes none, those of its modules."""
    ENTRY_POINTS = "entry-points"
    """Entry points of a group, as the `pyproject.toml` at the root declares them."""


_SEARCHED = frozenset({DiscoveryKind.SUBCLASSES, DiscoveryKind.DECORATOR})
"""Kinds that look through modules."""

TESTS, ABSTRACT = "tests", "abstract"
"""Words that `exclude` understands beside patterns."""


class Discovery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the rows come from."""

    kind: DiscoveryKind
    """How backends are found."""
    path: str
    """Dotted path of the registry, the base class, the registering function or the module; for entry points the name
    of the group."""
    modules: tuple[str, ...] = ()
    """For subclasses and decorators, where to look: patterns of dotted module names, such as `models.*.modeling_*`."""
    skip: tuple[str, ...] = ()
    """Registry names that are no backends, such as a placeholder for plug-ins."""
    exclude: tuple[str, ...] = (TESTS,)
    """What is no row: patterns of names and dotted paths, such as `pkg.legacy.*`; the word `tests` for modules of tests
    that a search comes across, unless a pattern under `modules` spells them out; the word `abstract` for classes that
    have abstract methods."""
    name: str = ""
    """A Python expression over what a probe sees, such as `cls.name`, for the name of each row; empty for the name in
    the registry, or of the class."""

    def __post_init__(self) -> None:
        """Refuse a path that is no dotted name, and a search without a place to search."""
        if self.kind is not DiscoveryKind.ENTRY_POINTS:
            require_dotted(self.path, "discovery path")
        if bool(self.modules) is not (self.kind in _SEARCHED):
            need = "needs no" if self.modules else "needs"
            msg = f"discovery of kind {self.kind.value!r} {need} `modules`"
            raise ValueError(msg)
