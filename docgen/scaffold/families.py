"""Families of classes, and the value of a table of each: the capabilities they declare, and their differences."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from docgen.scaffold.class_bodies import Declared, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.scaffold.source_index import SourceIndex

PREDICATES = (
    *("supports_", "supported_", "support_", "is_", "can_", "has_", "get_supported"),
    *("requires_", "needs_", "allows_", "accepts_", "handles_", "uses_"),
)
"""Prefixes of names that declare a capability, in any case, and after leading underscores."""

FEW = 2
"""Least number of rows of a table."""
_MOST = 24.0
"""Weight beyond which further columns do not improve a table."""
_ROWS = 16
"""Number of rows beyond which further ones do not improve a table."""
_OVERRIDDEN = 8
"""Most columns about overridden members."""


class Question(NamedTuple):
    """Something that classes of a family could be asked."""

    declared: Declared
    """Binding of the base."""
    owner: str
    """Dotted path of the class that binds it."""
    weight: float
    """Amount of information in its answers."""
    is_override: bool = False
    """True if the question is which classes override it, and not for its value."""


class Family(NamedTuple):
    """A base and the classes below it that would be rows."""

    base: str
    """Dotted path of the base."""
    rows: tuple[str, ...]
    """Dotted paths of the classes."""
    questions: tuple[Question, ...]
    """Questions that they could be asked, in the order in which the bases declare them."""

    @property
    def score(self) -> float:
        """Return the amount of information in its table."""
        weight = sum(question.weight for question in self.questions)
        return min(weight, _MOST) * math.sqrt(min(len(self.rows), _ROWS))


def family(index: SourceIndex, base: str, rows: Sequence[str]) -> Family:
    """A family with the questions that its members can be asked."""
    overriders = Counter(name for row in rows if row != base for name in index.declared(row))
    asked: dict[str, Question] = {}
    overridden: dict[str, Question] = {}
    for owner in index.ancestors(base):
        for name, declared in index.declared(owner).items():
            if name in asked or name in overridden or name.startswith("__"):
                continue
            differs = overriders[name] > 0
            question = Question(declared, owner, _weight(declared, differs=differs))
            if question.weight:
                asked[name] = question
            elif _is_optional(declared) and 0 < overriders[name] < len(rows):
                overridden[name] = Question(declared, owner, 0.7, is_override=True)
    most = sorted(overridden.values(), key=lambda each: -overriders[each.declared.name])[:_OVERRIDDEN]
    kept = (each for each in overridden.values() if each in most)
    return Family(base, tuple(rows), (*asked.values(), *kept))


def families(index: SourceIndex) -> list[Family]:
    """The families of a tree whose table would be informative, the most informative first."""
    found = []
    for path in index.bases():
        rows = [entry.path for entry in index.below(path)]
        if len(rows) >= FEW:
            each = family(index, path, rows)
            if each.questions:
                found.append(each)
    return sorted(found, key=lambda each: (-each.score, -len(each.rows)))


def is_predicate(name: str) -> bool:
    """Tell whether a name declares a capability."""
    return name.lower().lstrip("_").startswith(PREDICATES)


def _weight(declared: Declared, *, differs: bool) -> float:
    """Return the amount of information in the answers to a question for a value; 0 if it cannot be asked."""
    if is_predicate(declared.name):
        ease = 2.0 if declared.kind is Kind.METHOD else 3.0
        return (ease if differs else 0.5) / (1 + 2 * declared.arguments) if declared.arguments <= 1 else 0.0
    if declared.name.startswith("_"):
        return 0.0
    if declared.kind is Kind.ATTRIBUTE:
        return 0.5 if differs else 0.0
    if declared.kind is Kind.CLASS and declared.arguments == 0 and declared.is_truth:
        return 2.0 if differs else 0.5
    return 0.0


def _is_optional(declared: Declared) -> bool:
    return declared.kind is not Kind.ATTRIBUTE and not declared.name.startswith("_")
