"""Results that scenarios share: one that depends on no assumption that differs between two is computed once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

T = TypeVar("T")


class Shared(Generic[T]):
    """The results of one computation under the scenarios that it was run for."""

    def __init__(self, assumptions: Mapping[str, Mapping[str, str | bool]]) -> None:
        """Begin with none.

        Args:
            assumptions: For each scenario, its assumptions by dotted path.
        """
        self._assumptions = assumptions
        self._results: list[tuple[dict[str, str | bool | None], T]] = []

    def under(self, scenario: str, compute: Callable[[], tuple[T, Iterable[str]]]) -> T:
        """The result under a scenario; `compute` gives it with the assumptions that it depends on."""
        assumed = self._assumptions[scenario]
        for leaned, result in self._results:
            if all(assumed.get(path) == value for path, value in leaned.items()):
                return result
        result, paths = compute()
        self._results.append(({path: assumed.get(path) for path in paths}, result))
        return result
