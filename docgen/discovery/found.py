"""What a discovery hands on: first what there is to look at, then the rows that are found there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from docgen.model.location import Location

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation

Binding = Callable[["Evaluation"], dict[str, Any]]
"""Gives the names that a probe sees, on the path that is being run: which class a dotted path leads to may depend on
the scenario. Raises Raised or Unsupported where that is not known, Unavailable where its module cannot be imported."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a discovery looks at for itself: an entry of a registry, or a module that may hold rows.

    It is all that the rest of the discovery needs to know of how it came to be one.
    """

    name: str
    """Name of the entry, or dotted name of the module."""
    location: Location
    """Where it is registered; of a module, the first line."""
    scenario: str
    """The scenario under which it was found."""
    path: str | None = None
    """Dotted path of the class that a registry gives; None where it gives none, and for a module."""
    problem: str | None = None
    """Why a registered entry leads nowhere, whatever the rest of the source says."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One backend, as a registry names it."""

    name: str
    """The name that people select it by."""
    path: str | None
    """Dotted path of its class or function; None where the registry gives none."""
    location: Location
    """Where it is defined; where it is registered, if there is no definition."""
    docstring: str = ""
    """Docstring of the class or function."""
    bind: Binding | None = None
    """Names for the probes; None if there is nothing to ask."""
    problem: str | None = None
    """Why there is nothing to ask."""
    nameless: str | None = None
    """Why the configured expression for the name says nothing of it; None where it does, or there is none."""
