"""Classes that cannot be asked, because their module cannot be imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine import entry
from docgen.static.objects.callables import describe
from docgen.static.objects.control_flow import Raised, Unavailable

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation


def enter(modules: tuple[str, ...], evaluation: Evaluation) -> None:
    """Import what a question is about, the last of some modules, and those that it leans on.

    Raises:
        Unavailable: the running scenario cannot import them.
    """
    try:
        entry.enter(modules, evaluation)
    except Raised as signal:
        raise Unavailable(describe(signal.exception), signal.place) from None
