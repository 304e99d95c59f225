"""The dispatcher of comparisons and hashes, which values name and do not import."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.static.objects.values import Abstract


class Operators:
    """Comparisons and hashes of instances and classes; implemented by the interpreter, which values do not import."""

    def holds(self, method: str, left: Abstract, right: Abstract) -> bool:
        """The truth of the comparison that `method` names; raises Indefinite if that is unknown."""
        raise NotImplementedError

    def hash(self, value: Abstract) -> int:
        """`hash(value)`."""
        raise NotImplementedError
