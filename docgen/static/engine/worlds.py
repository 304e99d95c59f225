"""Worlds: the states of fresh interpreters after the imports that a question needs.

A question starts in an interpreter that has imported the registry and then the module of the class that is asked.
That state is computed once, and kept with its dependencies: later paths begin there, and their changes are put back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.importing import import_module
from docgen.static.engine.world import Level, World
from docgen.static.objects.control_flow import Raised, Unsupported

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation

WORLDS = 8
"""Most worlds of one scenario that are kept."""
IMPORT_STEPS = 4
"""Factor of the steps of an answer that the imports of one question may take."""


def enter(modules: tuple[str, ...], evaluation: Evaluation) -> None:
    """Import modules in order; the first time on a path, from kept worlds.

    Raises:
        Raised: one of them cannot be imported.
        Unsupported: importing one takes too many steps.
    """
    if evaluation.entered:
        for module in modules:
            import_module(module, None, evaluation)
        return
    world = evaluation.world = _fitting(modules, evaluation)
    evaluation.undo = world.undo
    evaluation.entered = True
    fit = _fit(world, modules, evaluation)
    if fit < len(world.levels):
        del world.levels[fit:]
        world.rewind(world.base)
    if world.levels:
        _restore(world.levels[-1], evaluation)
    reads = evaluation.program.tree.reads
    for number, module in enumerate(modules):
        kept_as = f"import {number} of {module} by world {id(world)}"
        if number < len(world.levels):
            reads.note(kept_as)
        elif not world.levels or world.levels[-1].failure is None:
            with reads.by(kept_as):
                world.levels.append(_reached(module, evaluation))
    if world.levels:
        evaluation.record.assumptions |= world.levels[-1].assumptions
        if (failure := world.levels[-1].failure) is not None:
            raise failure


def _fitting(modules: tuple[str, ...], evaluation: Evaluation) -> World:
    """The world of the scenario in which most of the imports are completed, with the sides that this path takes."""
    worlds = evaluation.program.worlds[evaluation.world.key]
    best = max(worlds, key=lambda world: _fit(world, modules, evaluation))
    fit = _fit(best, modules, evaluation)
    decided = fit < min(len(modules), len(best.levels)) and best.levels[fit].module == modules[fit]
    if (
        decided and len(worlds) < WORLDS
    ):  # worlds with other sides are kept, because a path may take them again
        best = World(best.key)
    elif decided:
        best = worlds[0]
    worlds[:] = [*(world for world in worlds if world is not best), best]
    return best


def _fit(world: World, modules: tuple[str, ...], evaluation: Evaluation) -> int:
    """The number of imports that a world has completed as this path would."""
    pairs = enumerate(zip(world.levels, modules, strict=False))
    unlike = (i for i, (level, m) in pairs if level.module != m or not evaluation.would_take(level.taken))
    return next(unlike, min(len(world.levels), len(modules)))


def _reached(module: str, evaluation: Evaluation) -> Level:
    """Import a module on top of the imported ones."""
    steps, work, evaluation.patience = evaluation.steps, evaluation.work, IMPORT_STEPS
    failure: Raised | Unsupported | None = None
    try:
        import_module(module, None, evaluation)
    except Raised as signal:
        failure = signal
    except Unsupported as signal:
        if not signal.final:
            raise
        reason = f"{module} cannot be imported: {signal.reason}"
        failure = Unsupported(reason, signal.place, final=True, origin=signal.origin)
    finally:
        evaluation.steps, evaluation.work, evaluation.patience = steps, work, 1
    return Level(
        module,
        evaluation.world.mark(),
        tuple(evaluation.taken),
        dict(evaluation.settled),
        tuple(map(dict, evaluation.tables())),
        tuple(evaluation.held),
        frozenset().union(*(record.assumptions for record in evaluation.records)),
        failure,
    )


def _restore(level: Level, evaluation: Evaluation) -> None:
    """Restore the state at the end of a level."""
    evaluation.taken[:] = level.taken
    evaluation.settled.update(level.settled)
    for table, kept in zip(evaluation.tables(), level.tables, strict=True):
        table.clear()
        table.update(kept)
    evaluation.held[:] = level.held
    evaluation.record.decided = bool(level.taken)
