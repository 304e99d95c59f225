"""abc."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.objects.attribute_changes import write
from docgen.static.objects.callables import Descriptor, FunctionValue
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.native import speak
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def _abstract(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`abc.abstractmethod`: a mark on the function, which keeps its class from being instantiated."""
    if isinstance(args[0], FunctionValue):
        write(args[0].attributes, "__isabstractmethod__", new=True, frame=frame)
        return args[0]
    if isinstance(args[0], Descriptor) and args[0].kind != "cached_property":
        what = f"attribute '__isabstractmethod__' of '{args[0].kind}' objects is not writable"
        raise Raised(speak(AttributeError(what)), place)
    return Unknown("an abstract method that is no function", place)


FUNCTIONS: dict[str, Model] = {"abc.abstractmethod": Model(_abstract, "funcobj", 1)}
TYPES: dict[str, Abstract] = {"abc.ABC": abc.ABC, "abc.ABCMeta": abc.ABCMeta}
