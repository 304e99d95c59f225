"""Acts of an import in a large tree, each run on its own: changes are put back, and nothing unknown is decided."""

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
    from collections.abc import Callable

    from docgen.static.engine.namespace import Namespace
    from docgen.static.engine.program import Program


def run_apart(
    act: Callable[[Evaluation], object], program: Program, scenario: str
) -> tuple[Raised | Unknown | None, frozenset[str]]:
    """Do something in an evaluation of its own.

    Args:
        act: Does it.
        program: The program, of a large tree.
        scenario: The name of the scenario.

    Returns:
        The exception that it raises, a reason why it is not known to raise one, or None if it raises none; and the
        assumptions that this depends on.
    """
    around = program.evaluation
    own = program.evaluation = Evaluation(program)
    own.start(scenario, ())
    own.world = World(None)
    own.world.namespaces = around.world.namespaces
    own.undo = own.world.undo
    own.hook = own.record  # refuses decisions
    try:
        return _outcome(act, own), frozenset(own.record.assumptions)
    finally:
        own.world.rewind(0)
        program.evaluation = around


def _outcome(act: Callable[[Evaluation], object], own: Evaluation) -> Raised | Unknown | None:
    try:
        value = act(own)
    except Raised as signal:
        return signal
    except Indefinite as signal:
        return signal.value
    except Unsupported as signal:
        return Unknown(signal.reason, signal.place)
    except RecursionError:
        return Unknown("the evaluation goes too deep", None)
    return value if isinstance(value, Unknown) and value.path is None else None


def execute_statement(space: Namespace, index: int, own: Evaluation) -> None:
    """Run one statement of a module, which sees the names that are bound before it.

    Raises:
        Raised: it raises.
    """
    frame = Frame(own, space.module, namespace=space, position=index)
    unfinished = Record()
    unfinished.mutated = True
    own.results[space, index] = (frame.names, unfinished)
    own.running.append((space, index))
    node = space.units[index].node
    try:
        dispatch.execute(node, frame)
    except Raised as signal:
        signal.place = signal.place or SourceSpan(frame.module, node)
        raise
