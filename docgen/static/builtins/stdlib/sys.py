"""sys: the few values that are the same for every Python 3."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model, on_plain_data
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.metadata import make_unclear
from docgen.static.objects.type_values import EVERY
from docgen.static.objects.values import Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import Abstract, SourceSpan

MAJOR = 3
"""The major version of every Python that the documented programs run on."""


def _exit(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    raise Raised(SystemExit(*args), place)


def _frame(_: Args, __: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """A frame of the program, through which the names of modules and class bodies that are running can be bound."""
    program = frame.evaluation.program
    holders: list[Abstract] = []
    around: Frame | None = frame
    while around is not None:
        if around.module.name:
            holders.append(program.module_value(around.module.name))
        around = around.parent
    for space, _index in frame.evaluation.running:
        holders.append(program.module_value(space.module.name))
        if space.cls is not None:
            make_unclear(space.cls, (EVERY,), Unknown("the frame of its body is taken", place), frame)
    return Unknown("a frame is not modelled", place, holds=tuple(holders))


FUNCTIONS: dict[str, Model] = {
    "inspect.currentframe": Model(_frame),
    "sys._getframe": Model(_frame, "depth"),
    "sys.exit": Model(_exit, "status"),
    "sys.intern": on_plain_data(sys.intern),
}
TYPES: dict[str, Abstract] = {"sys.version_info.major": MAJOR}
