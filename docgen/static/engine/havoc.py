"""Containers whose content a path no longer knows, and everything that can be reached through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.class_views import views_of
from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import Abstract, Instance, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame


def refuse_havocked(value: Abstract, frame: Frame, *, safe: bool = False) -> None:
    """Refuse to read a container that code outside the tree may have changed.

    Args:
        value: The container, or a value that holds one.
        frame: The frame that reads it.
        safe: True for an operation that succeeds whatever the container holds. The failure of any other one may be
            the answer.

    Raises:
        Indefinite: it was handed to such code on this path.
    """
    havocked = frame.evaluation.havocked
    if havocked:
        seen: set[int] = set()
        pending = [value]
        while pending:
            inner = pending.pop()
            if id(inner) in havocked:
                raise Indefinite(_content(havocked[id(inner)][1], frame, safe=safe))
            if isinstance(inner, list | tuple | dict) and id(inner) not in seen:
                seen.add(id(inner))
                pending += inner.values() if isinstance(inner, dict) else inner
    if frame.evaluation.late and frame.evaluation.changed_late(value):
        raise Indefinite(Unknown("it is changed after the import that reads it", None))


def _content(cause: Unknown, frame: Frame, *, safe: bool) -> Unknown:
    """The content of a changed container; in a large tree changes are guessed, and a failure is unlikely."""
    if not frame.evaluation.program.runs_imports:
        return cause
    return cause.derived(cause.place, key=cause.key, holds=cause.holds, lost=not safe, spoils=True)


def havoc(container: Abstract, cause: Unknown, frame: Frame) -> None:
    """Forget the content of `container`, and of everything that can be reached through it, from here on."""
    pending = [container]
    while pending:
        value = pending.pop()
        if isinstance(value, Instance):
            pending += [value.attributes, value.payload]
        elif isinstance(value, ClassValue):
            classes = [cls for cls in value.mro if isinstance(cls, ClassValue)]
            pending += [held for cls in classes for held in (cls.assigned, *views_of(cls))]
        elif isinstance(value, tuple):
            pending += value
        elif isinstance(value, list | dict | set) and mark(value, cause, frame):
            pending += [*value.values()] if isinstance(value, dict) else [*value]


def mark(container: Abstract, cause: Unknown, frame: Frame) -> bool:
    """Forget the content of one container; returns true if it was known until now."""
    if id(container) in frame.evaluation.havocked:
        return False
    frame.evaluation.record.mutated = True
    frame.evaluation.strange += 1
    frame.evaluation.havocked[id(container)] = (container, cause)
    return True


def mark_class(cls: ClassValue, cause: Unknown, frame: Frame) -> None:
    """Forget the attributes that were set on a class, and the dictionaries that show them."""
    for held in (cls.assigned, *views_of(cls)):
        mark(held, cause, frame)
