"""Measured evidence: a pytest plugin that turns tests into proof of claims, the files that keep it, and its standing.

`claims` is for tests; everything else is for docgen itself, and needs no pytest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

    from docgen.model.cell import Value

__all__ = ["claims"]


def claims(
    *capabilities: str,
    backends: Iterable[str] | None = None,
    values: Iterable[Value] | None = None,
    declared: bool | None = None,
) -> pytest.MarkDecorator:
    """Parametrise a test over the claims that classes make about capabilities, by their source.

    The test takes any of `backend`, `capability`, `value`, `declared` and `claim`, which is all of them. A declared
    value must work, or the test fails; one that is not declared must be refused, or the test fails.

    Args:
        capabilities: Keys of capabilities of the configuration.
        backends: Names of backends; all if None.
        values: Canonical values; if None, those of the capability's domain. Without a domain, these are the declared
            elements of a list, or true for a yes or a no.
        declared: Only claims that are declared, or only those that are not; both if None.
    """
    import pytest  # noqa: PLC0415 - docgen itself runs without it

    return pytest.mark.docgen_claims(
        *capabilities,
        backends=None if backends is None else tuple(backends),
        values=None if values is None else tuple(values),
        declared=declared,
    )
