"""Entering a world for a question: what the question is about is imported, and stays so on all its paths.

Modules that were imported for another question stay, too: importing them once is enough, as long as nothing of this
question looks into what one of them changed. Where something does, the world is begun anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.world import Entry
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised

if TYPE_CHECKING:
    from collections.abc import Hashable

    from docgen.static.engine.evaluation import Evaluation


def enter(names: tuple[str, ...], evaluation: Evaluation) -> None:
    """Import what a question is about, as a fresh interpreter would.

    Raises:
        Raised: one of the modules cannot be imported.
    """
    world = evaluation.world
    if world.entry is None or world.entry.names != names:
        world.strangers = set()
        world.entry = _import_all(names, evaluation)
        if world.is_mixed:
            world.forget()
            world.entry = _import_all(names, evaluation)._replace(strange=frozenset())
        world.base = len(evaluation.journal)
    if world.entry.failure is not None:
        evaluation.record.assumptions |= evaluation.program.assumable
        raise world.entry.failure


def _import_all(names: tuple[str, ...], evaluation: Evaluation) -> Entry:
    failure: Raised | None = None
    try:
        for name in names:
            dispatch.import_module(name, None, evaluation)
    except Raised as signal:
        failure = signal
    reached = _reached(names, evaluation)
    strange = frozenset(evaluation.modules) - reached if evaluation.program.runs_imports else frozenset[str]()
    return Entry(names, failure, reached, strange)


def _reached(names: tuple[str, ...], evaluation: Evaluation) -> frozenset[str]:
    """Modules that the import of some modules leads to."""
    reached: set[str] = set()
    pending = [*names]
    while pending:
        parts = pending.pop().split(".")
        for name in (".".join(parts[:length]) for length in range(1, len(parts) + 1)):
            if name not in reached:
                reached.add(name)
                run = evaluation.modules.get(name)
                pending += run.imports if run is not None else ()
    return frozenset(reached)


def signature(evaluation: Evaluation) -> Hashable:
    """Tells apart the states that the imports of a question leave behind, as far as they depend on the scenario."""
    entry = evaluation.world.entry
    if entry is None:
        return None
    runs = (evaluation.modules.get(name) for name in entry.reached)
    leaned = (
        (run.module, tuple((path, evaluation.assumed.get(path)) for path in sorted(run.record.assumptions)))
        for run in runs
        if run is not None and run.is_foreign
    )
    return entry.failure is not None, frozenset(leaned)
