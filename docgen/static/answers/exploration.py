"""Running an evaluation along every path, and merging the answers of the paths.

The decisions of the paths form a binary tree: replays are deterministic, so paths that agreed so far meet the same
next decision. A decision whose two sides give the same answer does not matter and is removed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from docgen.model.cell import Condition, Value, identical
from docgen.model.location import Location
from docgen.static.engine.configuration import IMPORTABLE
from docgen.static.engine.evaluation import PATH_LIMIT, Evaluation
from docgen.static.engine.world import SET_ORDER

import msgspec  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.engine.program import Program
    from docgen.static.engine.records import Decision

T = TypeVar("T")

_NAMED = 3
"""Most conditions that an exhausted answer names."""


class Known(msgspec.Struct, frozen=True):
    """A path's answer."""

    value: Value
    """Canonical value."""


class Undetermined(msgspec.Struct, frozen=True):
    """A path without an answer."""

    reason: str
    """Reason for the missing answer."""
    location: Location | None
    """Place where the evaluation met it."""


class Exhausted(Undetermined, frozen=True):
    """No answer within the bounds of an evaluation."""


class Undeclared(msgspec.Struct, frozen=True):
    """A class that declares nothing that the probe could ask."""

    reason: str
    """Attribute that it lacks."""


class Unimportable(msgspec.Struct, frozen=True):
    """A path on which there is no class to ask, because its module cannot be imported."""

    reason: str
    """Exception that the import raises."""
    location: Location | None
    """The import that fails."""


Leaf: TypeAlias = "Known | Undetermined | Undeclared | Unimportable"


class Branch(msgspec.Struct, frozen=True):
    """A decision that matters."""

    decision: str
    """Its condition, as source text."""
    yes: Tree
    """Tree that holds if it is true."""
    no: Tree
    """Tree that holds otherwise."""


Tree: TypeAlias = "Leaf | Branch"


def explore(
    program: Program, scenario: str, compute: Callable[[Evaluation], Leaf], *, coarsely: bool = False
) -> Tree:
    """Run `compute` along every path under a scenario's assumptions.

    Returns:
        The answers, by the decisions that matter; Exhausted if there are too many paths, or steps on them.
    """
    evaluation = program.evaluation
    outcomes: list[tuple[list[Decision], Leaf]] = []
    pending: list[tuple[bool, ...]] = [()]
    while pending:
        if len(outcomes) == PATH_LIMIT:
            evaluation.rewind()
            last = outcomes[-1][0][-1]
            where = last.place.location if last.place else None
            return Exhausted(
                f"more than {PATH_LIMIT} combinations of conditions decide, among them {_foremost(outcomes)}",
                where,
            )
        prefix = pending.pop()
        evaluation.start(scenario, prefix, coarsely=coarsely)
        leaf = compute(evaluation)
        if evaluation.exhausted:
            evaluation.rewind()
            return Exhausted(evaluation.exhausted, None)
        taken = evaluation.taken
        outcomes.append((taken, leaf))
        sides = tuple(decision.outcome for decision in taken)
        pending.extend((*sides[:index], not sides[index]) for index in range(len(prefix), len(sides)))
    evaluation.rewind()
    if program.assumptions.get(scenario, {}).get(IMPORTABLE):
        outcomes = [each for each in outcomes if not isinstance(each[1], Unimportable)] or outcomes
    return _merge(outcomes, 0)


def _foremost(outcomes: list[tuple[list[Decision], Leaf]]) -> str:
    """The conditions that most paths meet, the first of them first: what a scenario should pin."""
    met = Counter(text for taken, _ in outcomes for text in {decision.text: None for decision in taken})
    return ", ".join(text for text, _ in met.most_common(_NAMED))


def _merge(outcomes: list[tuple[list[Decision], Leaf]], depth: int) -> Tree:
    if len(outcomes) == 1:
        return outcomes[0][1]
    taken, other = ([o for o in outcomes if o[0][depth].outcome is side] for side in (True, False))
    if not taken or not other:  # the paths of one side end in an import that is assumed not to fail
        return _merge(taken or other, depth + 1)
    yes, no = _merge(taken, depth + 1), _merge(other, depth + 1)
    if _same(yes, no):
        return yes
    decision = outcomes[0][0][depth]
    if decision.text == SET_ORDER:
        return Undetermined(SET_ORDER, decision.place.location if decision.place else None)
    return Branch(decision.text, yes, no)


def _same(left: Tree, right: Tree) -> bool:
    if isinstance(left, Known) and isinstance(right, Known):
        return identical(left.value, right.value)
    if isinstance(left, Branch) and isinstance(right, Branch):
        return left.decision == right.decision and _same(left.yes, right.yes) and _same(left.no, right.no)
    return left == right


def leaves(tree: Tree, conditions: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Leaf]]:
    """Every answer with the conditions under which it holds."""
    if not isinstance(tree, Branch):
        return [(conditions, tree)]
    return [
        *leaves(tree.yes, (*conditions, tree.decision)),
        *leaves(tree.no, (*conditions, f"not ({tree.decision})")),
    ]


def alternatives(tree: Tree) -> tuple[Condition, ...]:
    """The known answers of a tree, each once, with the condition that selects it."""
    grouped: list[tuple[Value, list[str]]] = []
    for conditions, leaf in leaves(tree):
        if not isinstance(leaf, Known):
            continue
        text = " and ".join(conditions)
        same = next((texts for value, texts in grouped if identical(value, leaf.value)), None)
        if same is None:
            grouped.append((leaf.value, [text]))
        else:
            same.append(text)
    return tuple(
        Condition(texts[0] if len(texts) == 1 else " or ".join(f"({t})" for t in texts), value)
        for value, texts in grouped
    )
