"""Values that backends refuse together, although they accept each of them, are pairs: no rule needs three."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from backends.registry import AttentionBackendEnum
from tests.conformance.pairs import PARTS, asked

if TYPE_CHECKING:
    from tests.conformance.pairs import Part

BACKENDS = [each for each in AttentionBackendEnum if not each.get_class().is_mla()]


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda each: each.name)
def test_three_are_refused_for_two_of_them(backend: AttentionBackendEnum) -> None:
    cls = backend.get_class()

    def refused(*parts: Part) -> bool:
        return bool(cls.validate_configuration(asked(parts, cls)))

    alone = [part for part in PARTS if not refused(part)]
    two = {frozenset(pair) for pair in combinations(alone, 2) if refused(*pair)}
    for three in combinations(alone, 3):
        # Of one capability a layer has one value.
        if len({part.capability for part in three}) == 3 and refused(*three):
            assert any(frozenset(pair) in two for pair in combinations(three, 2)), [*map(str, three)]
