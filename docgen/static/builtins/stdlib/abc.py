"""abc."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.objects.attribute_changes import write
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.descriptors import is_abstract
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def _abstract(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`abc.abstractmethod`: a mark on the function, which keeps its class from being instantiated."""
    if isinstance(args[0], FunctionValue):
        write(args[0].attributes, "__isabstractmethod__", new=True, frame=frame)
        return args[0]
    return args[0] if is_abstract(args[0]) else Unknown("an abstract method that is no function", place)


FUNCTIONS: dict[str, Model] = {"abc.abstractmethod": Model(_abstract, "funcobj", 1)}
TYPES: dict[str, Abstract] = {"abc.ABC": abc.ABC, "abc.ABCMeta": abc.ABCMeta}
