"""What a path no longer knows of a container, and of all that can be reached through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.journal import Change
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import Abstract, Instance, Unknown

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.frames import Frame


def refuse_havocked(value: Abstract, frame: Frame) -> None:
    """Refuse to look into an object that code outside the tree may have changed; note that it is looked into.

    Raises:
        Indefinite: it was handed to such code on this path.
    """
    evaluation = frame.evaluation
    evaluation.reads(value)
    cause = cause_of(value, evaluation)
    if cause is not None:
        evaluation.note_joined(cause)
        raise Indefinite(cause)


def cause_of(value: Abstract, evaluation: Evaluation) -> Unknown | None:
    """Why it is not known what an object holds; None if it is."""
    found = evaluation.havocked.get(id(value)) or evaluation.program.havocked.get(id(value))
    return None if found is None else found[1]


def refuse_havocked_within(value: Abstract, frame: Frame) -> None:
    """Refuse to look into a container, and into those that it holds, as an operation of Python's own would.

    Raises:
        Indefinite: one of them was handed to code outside the tree on this path.
        Unsupported: they hold too much.
    """
    seen: set[int] = set()
    pending = [value]
    while pending:
        inner = pending.pop()
        if isinstance(inner, list | tuple | dict | set | frozenset) and id(inner) not in seen:
            seen.add(id(inner))
            refuse_havocked(inner, frame)
            if isinstance(inner, list | tuple | dict):  # what has a hash holds nothing that changes
                frame.evaluation.spend(len(inner), None)
                pending += inner.values() if isinstance(inner, dict) else inner


def havoc(container: Abstract, cause: Unknown, frame: Frame) -> None:
    """From here on the path does not know what `container`, and whatever can be reached through it, holds."""
    pending = [container]
    while pending:
        value = pending.pop()
        if isinstance(value, Instance):
            pending += [value.attributes, value.payload]
        elif isinstance(value, FunctionValue):
            pending.append(value.attributes)
        elif isinstance(value, ClassValue):
            pending += [cls.assigned for cls in value.mro if isinstance(cls, ClassValue)]
        elif isinstance(value, tuple):
            pending += value
        elif isinstance(value, list | dict | set) and mark(value, cause, frame):
            pending += [*value.values()] if isinstance(value, dict) else [*value]


def mark(container: Abstract, cause: Unknown, frame: Frame) -> bool:
    """Forget what one container holds; no result that leans on that can be kept. Returns whether it was known."""
    evaluation = frame.evaluation
    havocked = evaluation.havocked
    if cause_of(container, evaluation) is not None:
        return False
    evaluation.journal.note(Change(container, lambda: _unmark(container, havocked)))
    evaluation.taint(container)
    for record in evaluation.records:
        record.mutated = record.mutated or not record.is_module
    havocked[id(container)] = (container, cause)
    return True


def _unmark(container: Abstract, havocked: dict[int, tuple[Abstract, Unknown]]) -> None:
    havocked.pop(id(container), None)
