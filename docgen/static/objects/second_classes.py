"""Classes that are made again of the attributes of others: how `@dataclass(slots=True)` gives a class its slots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.control_flow import Unsupported
from docgen.static.objects.hooks import run_hook
from docgen.static.objects.metaclasses import takes_part
from docgen.static.objects.name_telling import tell_names
from docgen.static.objects.type_values import ClassValue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import Abstract, SourceSpan


def make_again(
    first: ClassValue, attributes: Mapping[str, Abstract], frame: Frame, place: SourceSpan | None
) -> ClassValue:
    """`type(first)(first.__name__, first.__bases__, {**vars(first), **attributes})`; the first class remains.

    The methods are those of the first, which `__class__` and `super()` in them stand for up to Python 3.13. Hooks run
    again, without the keywords of the class statement.

    Raises:
        Raised: a hook raises.
        Unsupported: a metaclass of the tree, or one that is unknown, makes the class.
    """
    if takes_part(first.metaclass, frame):
        raise Unsupported("a class that a metaclass makes twice is not modelled", place, lost=True)
    second = ClassValue(first.name, first.qualname, first.node, first.frame)
    frame.evaluation.owns(second.assigned)
    second.assigned.update(first.assigned)
    second.assigned.update(attributes)
    second.bases, second.mro = first.bases, [second, *first.mro[1:]]
    second.metaclass, second.namespace = first.metaclass, first.namespace
    second.fields, second.parameters = first.fields, first.parameters
    second.unclear.update(first.unclear)
    second.given = first.given
    first.again = second
    tell_names(second, frame, place)
    run_hook(second, {}, frame, place)
    second.hooked = tuple(second.assigned)
    return second
