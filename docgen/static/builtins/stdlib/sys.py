"""sys: the little that is the same for every Python 3."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model, on_plain_data
from docgen.static.objects.control_flow import Raised

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import Abstract, SourceSpan

MAJOR = 3
"""The major version of every Python that runs what docgen reads."""


def _exit(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    raise Raised(SystemExit(*args), place)


FUNCTIONS: dict[str, Model] = {
    "sys.exit": Model(_exit, "status"),
    "sys.intern": on_plain_data(sys.intern),
}
TYPES: dict[str, Abstract] = {"sys.version_info.major": MAJOR}
