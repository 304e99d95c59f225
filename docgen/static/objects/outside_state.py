"""What the program wrote to objects outside the tree on the path that is being run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, failures
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.values import ABSENT, DELETED, Abstract, Unknown

if TYPE_CHECKING:
    from collections.abc import Hashable

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.values import SourceSpan

ENVIRONMENT = "os.environ"
"""The one object outside the tree that is a mapping of texts, whose items are remembered."""
_ANY = object()
"""Stands for a key that is not known."""


def set_attribute(
    value: Unknown, name: str, new: Abstract, evaluation: Evaluation, place: SourceSpan | None
) -> None:
    """`value.name = new`: the object may run later what it is given now."""
    _give(value, new, evaluation, place)
    if value.path is not None:
        write(f"{value.path}.{name}", new, evaluation)


def set_item(
    container: Unknown, key: Abstract, new: Abstract, evaluation: Evaluation, place: SourceSpan | None
) -> None:
    """`container[key] = new`, or, with DELETED, `del container[key]`.

    Raises:
        Raised: TypeError for what the environment cannot hold.
    """
    if container.path != ENVIRONMENT:
        _give(container, new, evaluation, place)
        write(("writes", container.key), writes(container, evaluation) + 1, evaluation)
        return
    for part in (key, new):
        if not isinstance(part, str | Unknown) and part is not DELETED:
            raise Raised(TypeError(f"str expected, not {type(part).__name__}"), place)
    if isinstance(new, Unknown):
        failures.fork(new, evaluation, place)
    write((ENVIRONMENT, _ANY if isinstance(key, Unknown) else key), new, evaluation)


def environment_item(key: str, evaluation: Evaluation, place: SourceSpan | None) -> Abstract:
    """What the program wrote under a name of the environment: DELETED, or ABSENT where it wrote nothing."""
    evaluation.reads(evaluation.outside)
    if (ENVIRONMENT, _ANY) in evaluation.outside:
        return Unknown("the environment is written to under a name that is not known", place)
    return evaluation.outside.get((ENVIRONMENT, key), ABSENT)


def writes(container: Unknown, evaluation: Evaluation) -> int:
    """The number of times that items of an object were set: what is read after one is another value."""
    evaluation.reads(evaluation.outside)
    count: int = evaluation.outside.get(("writes", container.key), 0)
    return count


def write(key: Hashable, new: Abstract, evaluation: Evaluation) -> None:
    """Note what the program wrote to an object outside the tree."""
    outside = evaluation.outside
    before = outside.get(key, ABSENT)

    def undo() -> None:
        if before is ABSENT:
            del outside[key]
        else:
            outside[key] = before

    evaluation.will_change(outside, undo, lambda cause: write(key, cause, evaluation))
    outside[key] = new


def _give(value: Unknown, new: Abstract, evaluation: Evaluation, place: SourceSpan | None) -> None:
    failures.fork(value, evaluation, place)
    dispatch.give_away((*value.holds, new), (), value, evaluation.program.running_frame())
