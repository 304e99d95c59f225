"""The part of the configuration that says where the rows of the tables come from."""

from __future__ import annotations

import enum

import msgspec

from docgen.config.dotted import require_dotted


class DiscoveryKind(enum.Enum):
    """Ways to find backends."""

    ENUM = "enum"
    """Members of an Enum whose values are dotted paths of classes."""
    DICT = "dict"
    """Entries of a dictionary in the code, from names to dotted paths, classes, or functions that make objects of them.
    A list of such values counts as a dictionary whose keys are the names of the classes.
    """
    SUBCLASSES = "subclasses"
    """Classes that derive from a base."""
    DECORATOR = "decorator"
    """Functions and classes that a decorator call registers."""
    MEMBERS = "members"
    """Public classes of a module: those in its `__all__`, or else those that it defines. Of a package, the classes that
    it exposes; where it exposes none, those of its modules.
    """
    ENTRY_POINTS = "entry-points"
    """Entry points of a group, as the `pyproject.toml` at the root declares them."""


_SEARCHED = frozenset({DiscoveryKind.SUBCLASSES, DiscoveryKind.DECORATOR})
"""Ways that search through modules."""

TESTS, ABSTRACT = "tests", "abstract"
"""Words with a meaning of their own in `exclude`, beside patterns."""


class Discovery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Source of the rows."""

    kind: DiscoveryKind
    """The way to find backends."""
    path: str
    """Dotted path of the registry, the base class, the registering function or the module; for entry points the name
    of the group."""
    modules: tuple[str, ...] = ()
    """For subclasses and decorators, the modules to search: patterns of dotted names, such as `models.*.modeling_*`."""
    skip: tuple[str, ...] = ()
    """Registry names that are not backends, such as a placeholder for plug-ins."""
    exclude: tuple[str, ...] = (TESTS,)
    """Classes that get no row: patterns of names and dotted paths, such as `pkg.legacy.*`; the word `tests` for the
    test modules among those that are searched, unless a pattern under `modules` names them in full; the word `abstract`
    for classes that have abstract methods.
    """
    name: str = ""
    """A Python expression for the name of each row, such as `cls.name`, over the names that a probe sees; empty for the
    name in the registry, or the name of the class.
    """

    def __post_init__(self) -> None:
        """Refuse a path that is not a dotted name, and a search without modules to search."""
        if self.kind is not DiscoveryKind.ENTRY_POINTS:
            require_dotted(self.path, "discovery path")
        if bool(self.modules) is not (self.kind in _SEARCHED):
            need = "needs no" if self.modules else "needs"
            msg = f"discovery of kind {self.kind.value!r} {need} `modules`"
            raise ValueError(msg)
