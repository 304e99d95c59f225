"""The elements of an HTML text in order, each with the names that it stands below.

Elements may be left open, and then each holds all that follow: one climb, or one list of all that an element holds, for
each of them takes time by the square. Here each is reached from above, and all steps are counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4.element import Tag

from docgen.errors import PageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bs4.element import PageElement

MOST = 3_000_000
"""Most steps over the elements and texts of one page."""
_KEPT = frozenset({"sup", "table", "thead"})
"""Names of elements of which it matters what stands below them."""

Names = frozenset[str]
"""Those of them that an element stands below."""


class Walk:
    """Goes through the elements of one page."""

    def __init__(self) -> None:
        """Begin to count."""
        self._left = MOST

    def below(
        self,
        root: Tag,
        names: Names = frozenset(),
        *,
        closed: Names = frozenset(),
        hidden: Callable[[Tag], bool] | None = None,
    ) -> Iterator[tuple[PageElement, Names]]:
        """Yield what `root` holds, in the order of the text, with the names that it stands below.

        Args:
            root: An element.
            names: The names that it stands below itself.
            closed: Names of elements that are yielded without what they hold.
            hidden: Chooses elements that are left out with all that they hold.

        Raises:
            PageError: the page takes too many steps.
        """
        pending = [(each, _with(names, root)) for each in reversed(root.contents)]
        while pending:
            element, names = pending.pop()
            self._left -= 1
            if self._left < 0:
                what = f"reading its HTML takes more than {MOST:,} steps"
                raise PageError(what, remedy="close its elements, or split the page")
            if not isinstance(element, Tag):
                yield element, names
            elif not (hidden and hidden(element)):
                yield element, names
                if element.name not in closed:
                    inner = _with(names, element)
                    pending += [(each, inner) for each in reversed(element.contents)]


def _with(names: Names, tag: Tag) -> Names:
    return names | {tag.name} if tag.name in _KEPT else names
