"""What a discovery hands on."""

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
