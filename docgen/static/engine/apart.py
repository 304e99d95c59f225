"""A statement of a module, run on its own: what it changes is put back, and it may not decide on anything unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.evaluation import Evaluation
from docgen.static.engine.records import Record
from docgen.static.engine.world import World
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.values import SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.engine.namespace import Namespace


def run_apart(space: Namespace, index: int, scenario: str) -> tuple[Raised | Unknown | None, frozenset[str]]:
    """Run one statement of a module of a large tree under a scenario.

    Args:
        space: The names of the module.
        index: The number of the statement.
        scenario: The name of the scenario.

    Returns:
        The exception that it raises, a reason why it is not known to raise one, or None if it raises none; and the
        assumptions that this depends on.
    """
    program = space.program
    around = program.evaluation
    own = program.evaluation = Evaluation(program)
    own.start(scenario, ())
    own.world = World(None)
    own.world.namespaces = around.world.namespaces
    own.undo = own.world.undo
    own.hook = own.record  # refuses decisions
    frame = Frame(own, space.module, namespace=space, position=index)
    unfinished = Record()
    unfinished.mutated = True
    own.results[space, index] = (frame.names, unfinished)
    own.running.append((space, index))
    try:
        return _outcome(frame, index), frozenset(own.record.assumptions)
    finally:
        own.world.rewind(0)
        program.evaluation = around


def _outcome(frame: Frame, index: int) -> Raised | Unknown | None:
    if frame.namespace is None:
        return None
    node = frame.namespace.units[index].node
    try:
        dispatch.execute(node, frame)
    except Raised as signal:
        signal.place = signal.place or SourceSpan(frame.module, node)
        return signal
    except Indefinite as signal:
        return signal.value
    except Unsupported as signal:
        return Unknown(signal.reason, signal.place)
    except RecursionError:
        return Unknown("the evaluation goes too deep", SourceSpan(frame.module, node))
    return None
