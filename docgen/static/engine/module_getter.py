"""A module's own `__getattr__` (PEP 562)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.assumed import outside_frame
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.values import ABSENT, Abstract, Unknown

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.namespace import Namespace
    from docgen.static.objects.callables import FunctionValue


def ask_getter(getter: FunctionValue, name: str, namespace: Namespace, evaluation: Evaluation) -> Abstract:
    """A module's own `__getattr__`."""
    try:
        return dispatch.call(getter, [name], {}, outside_frame(evaluation, namespace), getter.place)
    except Raised as signal:
        if isinstance(signal.exception, AttributeError):
            return ABSENT
        raise
    except Unsupported as signal:
        if signal.final:
            raise
        return Unknown(signal.reason, signal.place, origin=signal.origin)
