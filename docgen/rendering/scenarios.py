"""Sets of scenarios in as few words as possible."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

ELSEWHERE = "elsewhere"
"""Word for the scenarios that no other part of a cell names."""


EXCEPT = "except "
"""Word before the scenarios that a set leaves out."""


class ScenarioWords:
    """Names sets of scenarios, by families where possible.

    A family is the scenarios whose names are equal up to their first hyphen: `cuda-8.0` and `cuda-9.0` make the
    family `cuda`. A set that holds a whole family of two or more is named by the family, and a set that leaves out
    few scenarios by those.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        families: dict[str, list[str]] = {}
        for name in names:
            families.setdefault(name.partition("-")[0], []).append(name)
        self.families = {
            family: tuple(members)
            for family, members in families.items()
            if len(members) > 1 and family not in names
        }

    def describe(self, subset: Collection[str]) -> str:
        """The words for `subset`; empty if it holds every scenario."""
        if set(subset) >= set(self.names):
            return ""
        inside = self._terms(subset)
        outside = self._terms([name for name in self.names if name not in subset])
        return ", ".join(inside) if len(inside) <= len(outside) + 1 else f"{EXCEPT}{', '.join(outside)}"

    def named(self, text: str) -> frozenset[str] | None:
        """The scenarios that such words name; None if they name something else."""
        terms = text.removeprefix(EXCEPT).split(", ")
        names = [self.families.get(term, (term,) if term in self.names else ()) for term in terms]
        if not all(names):
            return None
        found = frozenset(name for several in names for name in several)
        return frozenset(self.names) - found if text.startswith(EXCEPT) else found

    def _terms(self, subset: Collection[str]) -> list[str]:
        """Names in the configuration's order, with whole families under one name."""
        inside = [name for name in self.names if name in subset]
        return [term for term, _ in groupby(inside, key=lambda name: self._term(name, inside))]

    def _term(self, name: str, inside: list[str]) -> str:
        family = name.partition("-")[0]
        members = self.families.get(family)
        return family if members and set(members) <= set(inside) else name
