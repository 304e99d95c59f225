"""Computations that may be given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.control_flow import Indefinite, Unsupported
from docgen.static.objects.values import Abstract, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable


def attempted(compute: Callable[[], Abstract]) -> Abstract:
    """The value of a computation, unknown where the evaluation gives up.

    Raises:
        Raised: the documented program raises.
    """
    try:
        return compute()
    except Unsupported as signal:
        return Unknown(signal.reason, signal.place, origin=signal.origin)
    except Indefinite as signal:
        return signal.value
    except RecursionError:
        return Unknown("the evaluation goes too deep", None)
