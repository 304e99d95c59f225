"""The kinds of discovery, and the rules common to all: exclusions, and names by an expression."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docgen.config.discovery import DiscoveryKind
from docgen.discovery import decorator, entry_points, enum, mapping, members, subclasses
from docgen.discovery.exclusion import excludes
from docgen.discovery.naming import named
from docgen.errors import ConfigError
from docgen.model.settling import settled_by
from docgen.static.objects.control_flow import Unsupported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docgen.config import Discovery
    from docgen.discovery.found import Candidate, Found
    from docgen.static.answers.interpreter import Program


class _Discoverer(NamedTuple):
    """Functions that find rows in one way."""

    candidates: Callable[[Program, Sequence[str], Discovery], Iterator[Candidate]]
    """Function that lists the candidates."""
    rows: Callable[[Candidate, Program, Sequence[str], Discovery], Iterator[Found]]
    """Function that finds the rows of a candidate."""


_DISCOVERERS = {
    DiscoveryKind.ENUM: _Discoverer(enum.candidates, enum.rows),
    DiscoveryKind.DICT: _Discoverer(mapping.candidates, mapping.rows),
    DiscoveryKind.SUBCLASSES: _Discoverer(subclasses.candidates, subclasses.rows),
    DiscoveryKind.DECORATOR: _Discoverer(decorator.candidates, decorator.rows),
    DiscoveryKind.MEMBERS: _Discoverer(members.candidates, members.rows),
    DiscoveryKind.ENTRY_POINTS: _Discoverer(entry_points.candidates, entry_points.rows),
}


def candidates(program: Program, scenarios: Sequence[str], discovery: Discovery) -> Iterator[Candidate]:
    """List the candidates of the configured discovery: entries of a registry, or modules.

    Raises:
        ConfigError: the source of the rows is not where the configuration says, or its import cannot be followed.
    """
    # Even the place of a registry is looked up under a scenario: without its assumptions imports may be unknown.
    program.evaluation.start(scenarios[0], ())
    try:
        yield from _DISCOVERERS[discovery.kind].candidates(program, scenarios, discovery)
    except Unsupported as signal:
        raise _unfollowed(discovery, signal) from None


def rows(
    candidate: Candidate, program: Program, scenarios: Sequence[str], discovery: Discovery
) -> Iterator[Found]:
    """The rows of a candidate under their names, without those that are excluded.

    Raises:
        ConfigError: an import on the way to a row cannot be followed.
    """
    try:
        for found in _DISCOVERERS[discovery.kind].rows(candidate, program, scenarios, discovery):
            if excludes(found, program, scenarios[0], discovery):
                continue
            yield named(found, discovery.name, program, scenarios[0]) if discovery.name else found
    except Unsupported as signal:
        raise _unfollowed(discovery, signal) from None


def _unfollowed(discovery: Discovery, signal: Unsupported) -> ConfigError:
    return ConfigError(
        f"nothing to discover at {discovery.path}: {signal.reason}",
        remedy=settled_by(signal.reason),
        key=("discovery", "path"),
    )
