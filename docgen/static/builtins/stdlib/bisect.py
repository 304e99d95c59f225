"""bisect, over numbers or over texts."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.execution import operators
from docgen.static.execution.iteration import items
from docgen.static.objects.control_flow import Indefinite, Unsupported
from docgen.static.objects.native import native
from docgen.static.objects.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import Abstract, SourceSpan


def _search(function: Callable[..., int]) -> Model:
    def run(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        values = [operators.plain(value) for value in (*items(args[0], frame, place), args[1])]
        for value in values:
            if isinstance(value, Unknown):
                raise Indefinite(value)
        if not all(isinstance(v, int | float) for v in values) and not all(
            isinstance(v, str) for v in values
        ):
            raise Unsupported("bisect of such values is not modelled", place, lost=True)
        frame.evaluation.spend(len(values), place)
        return native(lambda: function(values[:-1], values[-1]), place)

    return Model(run, "a x", 2)


FUNCTIONS: dict[str, Model] = {
    "bisect.bisect": _search(bisect.bisect_right),
    "bisect.bisect_left": _search(bisect.bisect_left),
    "bisect.bisect_right": _search(bisect.bisect_right),
}
TYPES: dict[str, Abstract] = {}
