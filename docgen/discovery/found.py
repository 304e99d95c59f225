"""Results of a discovery: first the candidates, then the rows that are found in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from docgen.model.location import Location

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation

Binding = Callable[["Evaluation"], dict[str, Any]]
"""Gives the names that a probe sees, on the path that is being run, because the class at a dotted path may depend on
the scenario. Raises Raised or Unsupported where it is unknown, and Unavailable where its module cannot be imported.
"""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a discovery examines separately: an entry of a registry, or a module that may hold rows.

    The rest of the discovery needs no more than this, however the candidate was found.
    """

    name: str
    """Name of the entry, or dotted name of the module."""
    location: Location
    """Place of the registration; of a module, its first line."""
    scenario: str
    """The scenario under which it was found."""
    path: str | None = None
    """Dotted path of the class, if a registry gives one; None for a module."""
    problem: str | None = None
    """Reason why a registered entry leads nowhere, whatever the rest of the source says; None if it may lead somewhere.
    """


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One backend, as a registry or a search names it."""

    name: str
    """The name that people select it by."""
    path: str | None
    """Dotted path of its class or function; None where the registry gives none."""
    location: Location
    """Place of the definition; of the registration if there is no definition."""
    docstring: str = ""
    """Docstring of the class or function."""
    bind: Binding | None = None
    """Names for the probes; None if there is no class to ask."""
    problem: str | None = None
    """Reason why there is no class to ask."""
    nameless: str | None = None
    """Reason why the configured expression gives no name; None if it does, or if there is no expression."""
