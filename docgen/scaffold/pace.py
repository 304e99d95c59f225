"""Measurement of the time for the rows of some modules, where a trial of a few rows says too little."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from docgen.config.discovery import DiscoveryKind
from docgen.discovery.exclusion import excludes_module
from docgen.discovery.lookup import matches
from docgen.project.introspection import discovered
from docgen.scaffold.clock import OutOfTimeError, within
from docgen.scaffold.extent import PAGE
from docgen.static.answers.questions import Questioner
from docgen.static.source.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docgen.config import Config

EXAMPLES = 16
"""Number of modules that stand for all; where there are no more, a trial of some rows is enough."""
_PROFILE = 1.25 * PAGE
"""Seconds of processor time that the first page of a profile should take at most."""
_SECONDS = 2.0
"""Processor time to measure."""


class Pace(NamedTuple):
    """Work that was done in a time."""

    seconds: float
    """Seconds of processor time."""
    rows: int
    """Rows that were asked, after the first; at least one."""
    modules: int
    """Modules whose rows were all asked, after that of the first row; at least one."""


def spread(modules: Sequence[str]) -> Sequence[str]:
    """Some modules, evenly spread."""
    step = max(len(modules) // EXAMPLES, 1)
    return modules[step // 2 :: step]


def measured(root: Path, config: Config, modules: Sequence[str], outside: tuple[Path, ...] = ()) -> Pace:
    """Ask the rows of some modules until the time is used up.

    Args:
        root: The project.
        config: The discovery, the columns and the scenarios.
        modules: Modules, sorted.
        outside: Directories outside the root that links in the packages may lead to.
    """
    discovery = msgspec.structs.replace(config.discovery, modules=tuple(modules))
    config = msgspec.structs.replace(config, discovery=discovery)
    begun = time.process_time()
    rows = first = done = 0
    with contextlib.suppress(OutOfTimeError), within(_SECONDS):
        questioner = Questioner(SourceTree(root, config.packages, outside), config, config.scenarios)
        for entry in discovered(questioner, config):
            module = (entry.path or "").rpartition(".")[0]
            done = modules.index(module) if module in modules else done
            if entry.bind is not None:
                for capability in config.capability:
                    questioner.answers(entry.bind, capability, entry.location)
                rows += 1
            if rows == 1:
                # What all rows share was done for the first one.
                begun, first = time.process_time(), done
        done = len(modules)
    return Pace(time.process_time() - begun, max(rows - 1, 1), max(done - first, 1))


def in_time(root: Path, config: Config, outside: tuple[Path, ...] = ()) -> tuple[str, ...]:
    """The modules whose rows a first page can show in time; those of the discovery where all can be shown.

    Args:
        root: The project.
        config: The discovery, the columns and the scenarios.
        outside: Directories outside the root that links in the packages may lead to.

    Raises:
        SourceError: a package cannot be read.
    """
    discovery = config.discovery
    if discovery.kind is not DiscoveryKind.SUBCLASSES:
        return discovery.modules
    names = SourceTree(root, config.packages, outside).names()
    found = sorted(
        name for name in names if matches(name, discovery.modules) and not excludes_module(name, discovery)
    )
    if len(found) <= EXAMPLES:
        return discovery.modules
    pace = measured(root, config, spread(found), outside)
    most = int(_PROFILE * pace.modules / pace.seconds)
    return discovery.modules if most >= len(found) else tuple(found[: max(most, 1)])
