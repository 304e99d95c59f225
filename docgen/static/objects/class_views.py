"""Views of the dictionaries of classes, as `cls.__dict__` gives them: they show what is set on the class later."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from docgen.static.objects.type_values import ReadOnly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docgen.static.objects.frames import Frame
    from docgen.static.objects.type_values import ClassValue
    from docgen.static.objects.values import Abstract


def view(
    cls: ClassValue, known: dict[Abstract, Abstract], asked: dict[str, Callable[[], Abstract]]
) -> ReadOnly:
    """A view of a class that binds these names; `asked` computes the values of some of them."""
    made = ReadOnly(known, asked)
    cls.views = [each for each in cls.views if each() is not None]
    cls.views.append(weakref.ref(made))
    return made


def views_of(cls: ClassValue) -> Iterator[ReadOnly]:
    """The views of a class that somebody holds."""
    for reference in cls.views:
        if (held := reference()) is not None:
            yield held


def show(cls: ClassValue, name: str, new: Abstract, frame: Frame) -> None:
    """Show in every view that a name was bound on the class, or unbound with ABSENT; undone after the path."""
    for held in views_of(cls):
        frame.evaluation.will_change(held, held.follow(name, new))
