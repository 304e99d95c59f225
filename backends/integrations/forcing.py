"""Implementations without their backends' refusals, which show the reason for each refusal."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backends.attention_layer import AttentionImpl
    from backends.platforms import Platform
    from backends.requirements import AttentionRequirements


@cache
def forced(impl: type[AttentionImpl]) -> type[AttentionImpl]:
    """A subclass of an implementation that refuses nothing that its backend does not declare.

    What it then computes is undefined: it is for tests which show that a refusal has its reason. Arguments
    that do not fit one another are refused all the same.
    """

    class Unrefusing(impl.backend):
        @classmethod
        def validate_configuration(
            cls,
            requirements: AttentionRequirements,  # noqa: ARG003
            platform: Platform | None = None,  # noqa: ARG003
        ) -> list[str]:
            return []

    class Forced(impl):
        backend = Unrefusing

    return Forced
