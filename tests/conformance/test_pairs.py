"""Two declared capabilities work together, and what a backend refuses together does not work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backends.registry import AttentionBackendEnum
from tests.backends.poison import is_untouched
from tests.conformance import where
from tests.conformance.apart import apart
from tests.conformance.devices import skip_elsewhere
from tests.conformance.pairs import asked, is_meaningless, pairs, trial
from tests.conformance.rooms import LENDERS
from tests.conformance.standard import backend_of, impl_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conformance.launches import Launches
    from tests.conformance.pairs import Pair, Part

BACKENDS = tuple(each.name for each in AttentionBackendEnum if not each.get_class().is_mla())


def found(*, refused: bool) -> Iterator[Any]:
    """The pairs that a backend takes one by one, and takes or refuses together; each is evidence of two claims.

    Where it launches the kernels of another that takes both as well, they are tried there.
    """
    for backend in BACKENDS if where.target else ():
        for pair in pairs(backend_of(backend)):
            if _is_refused(backend, pair) is refused and (refused or not _is_taken_by_lender(backend, pair)):
                marks = [
                    pytest.mark.docgen(backend=backend, capability=part.capability, value=part.value)
                    for part in pair
                ]
                name = "-".join(str(part).replace(" ", ".") for part in pair)
                yield pytest.param(backend, pair, marks=marks, id=f"{backend}-{name}")


def _is_refused(backend: str, parts: tuple[Part, ...]) -> bool:
    return bool(backend_of(backend).validate_configuration(asked(parts, backend_of(backend))))


def _is_taken_by_lender(backend: str, pair: Pair) -> bool:
    lender = LENDERS.get(backend)
    return lender is not None and not any(_is_refused(lender, parts) for parts in (pair, pair[:1], pair[1:]))


@pytest.mark.parametrize(("backend", "pair"), [*found(refused=False)])
def test_together(backend: str, pair: Any, held: Callable[..., None]) -> None:
    cls = backend_of(backend)
    skip_elsewhere(cls)
    assert not is_meaningless(pair), f"{pair[0]} has no meaning with {pair[1]}, and is not refused"
    held(backend, lambda device: trial(pair, cls).on(impl_of(cls), device))


@pytest.mark.parametrize(("backend", "pair"), [*found(refused=True)])
def test_not_together(
    backend: str,
    pair: Any,
    device: str,
    launches: Launches,
    record_property: Callable[[str, object], None],
) -> None:
    cls = backend_of(backend)
    skip_elsewhere(cls)
    tried = trial(pair, cls)
    case = tried.case(device)
    with pytest.raises(ValueError, match="not supported"):
        case.launch(impl_of(cls), with_lse=tried.lse, **tried.features)()
    assert not launches.found, f"kernels were launched before it was refused: {launches.found}"
    assert is_untouched(case.output), "output was written before it was refused"
    record_property("not_together", f"{pair[0]} with {pair[1]}")
    if not is_meaningless(pair):
        said = apart(forced, backend, pair)
        assert said.startswith("failed"), f"{pair[0]} works with {pair[1]}, and is refused"


def forced(backend: str, pair: Any) -> str:
    """Run a pair with a backend that refuses nothing.

    Raises:
        AssertionError: it is not right.
    """
    from backends.integrations.forcing import forced as unrefusing

    if where.device() == "cpu":
        from tests.backends import interpreter

        interpreter.install()
    cls = backend_of(backend)
    error, limit = trial(pair, cls).on(unrefusing(impl_of(cls)), where.device())
    assert error < limit, f"relative error {error:.1e}"
    return "works"
