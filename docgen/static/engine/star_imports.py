"""Star imports of a body whose names are looked up without running its imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.errors import SourceError
from docgen.static.engine.configuration import unreadable
from docgen.static.objects.values import ABSENT, Abstract, Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.source.scopes import Import


def from_stars(stars: Sequence[Import], name: str, evaluation: Evaluation) -> Abstract:
    """`name` as the last of some star imports would bind it; ABSENT if none of them would."""
    for star in reversed(stars):
        value = _from_star(star, name, evaluation)
        if value is not ABSENT:
            return value
    return ABSENT


def _from_star(star: Import, name: str, evaluation: Evaluation) -> Abstract:
    program, target = evaluation.program, star.module
    if not program.tree.owns(target):
        return Unknown(f"{name} may come from `from {target} import *`", star.place)
    try:
        namespace = program.namespace(target)
    except SourceError as error:
        return unreadable(error)
    if namespace is None:
        return ABSENT
    exported = namespace.lookup("__all__", evaluation)
    if isinstance(exported, Unknown):
        return exported
    if name not in exported if exported is not ABSENT else name.startswith("_"):
        return ABSENT
    return namespace.lookup(name, evaluation)
