"""Two declared capabilities work together, unless the backend refuses the two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backends.registry import AttentionBackendEnum
from tests.conformance import where
from tests.conformance.devices import skip_elsewhere
from tests.conformance.pairs import asked, pairs, trial
from tests.conformance.standard import backend_of, impl_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BACKENDS = tuple(each.name for each in AttentionBackendEnum if not each.get_class().is_mla())


def together() -> Iterator[Any]:
    """The pairs that a backend declares one by one, and does not refuse together; each is evidence of two claims."""
    for backend in BACKENDS:
        for pair in pairs():
            if not backend_of(backend).validate_configuration(asked(pair, backend_of(backend))):
                marks = [
                    pytest.mark.docgen(backend=backend, capability=part.capability, value=part.value)
                    for part in pair
                ]
                name = "-".join(f"{part.capability}.{part.value}".removesuffix(".True") for part in pair)
                yield pytest.param(backend, pair, marks=marks, id=f"{backend}-{name}")


@pytest.mark.parametrize(("backend", "pair"), [*together()] if where.target else [])
def test_together(backend: str, pair: Any, held: Callable[..., None]) -> None:
    cls = backend_of(backend)
    skip_elsewhere(cls)
    held(backend, lambda device: trial(pair, cls).on(impl_of(cls), device))
