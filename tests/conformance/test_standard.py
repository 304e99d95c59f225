"""Values that standard attention backends declare work, and undeclared ones are refused and would not work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backends.registry import AttentionBackendEnum
from docgen.verify import claims
from tests.backends.poison import is_untouched
from tests.conformance import where
from tests.conformance.apart import apart
from tests.conformance.asking import granting, is_by_choice, plain_requirement, requirement
from tests.conformance.devices import skip_elsewhere
from tests.conformance.standard import backend_of, impl_of
from tests.conformance.trials import CAPABILITIES, own_trials, trials

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conformance.launches import Launches

BACKENDS = tuple(each.name for each in AttentionBackendEnum if not each.get_class().is_mla())

HARDWARE = frozenset({"head_sizes", "block_sizes"})
"""Capabilities that are limited by alignment and shared memory, which only a GPU has."""


@claims(*CAPABILITIES, backends=BACKENDS, declared=True)
def test_declared(backend: str, capability: str, value: Any, held: Callable[..., None]) -> None:
    cls = backend_of(backend)
    skip_elsewhere(cls)
    for trial in own_trials(capability, value, backend):
        held(backend, lambda device, trial=trial: trial.on(impl_of(cls), device))


@claims(*CAPABILITIES, backends=BACKENDS, declared=False)
def test_not_declared(
    backend: str,
    capability: str,
    value: Any,
    device: str,
    launches: Launches,
    record_property: Callable[..., None],
) -> None:
    cls = backend_of(backend)
    skip_elsewhere(cls)
    assert not cls.validate_configuration(plain_requirement(cls))
    assert cls.validate_configuration(requirement(capability, value, cls)), "no reason is given"
    for trial in trials(capability, value, cls):
        case = trial.case(device)
        with pytest.raises(ValueError, match=r"not supported|is never causal|has no|needs"):
            case.launch(impl_of(cls), with_lse=trial.lse, **trial.features)()
        assert not launches.found, f"kernels were launched before it was refused: {launches.found}"
        assert is_untouched(case.output), "output was written before it was refused"
    if capability in HARDWARE and where.device() == "cpu":
        return
    said = apart(forced, backend, capability, value)
    works = not said.startswith("failed")
    if works and is_by_choice(cls, capability):
        record_property("refused_by_choice", capability if value is True else f"{capability} {value}")
        return
    assert not works, "it works once the declaration is made to say so"


def forced(backend: str, capability: str, value: Any) -> str:
    """Run all trials of a claim with a backend that was made to claim it.

    Raises:
        AssertionError: one of them is not right.
    """
    import torch

    torch.set_num_threads(1)
    cls = backend_of(backend)
    if where.device() == "cpu":
        from tests.backends import interpreter

        interpreter.install()
    impl = impl_of(cls)
    granted = type(impl.__name__, (impl,), {"backend": granting(cls, capability)})
    for trial in trials(capability, value, cls):
        error, limit = trial.on(granted, where.device())
        assert error < limit, f"relative error {error:.1e}"
    return "works"


@claims("mla", "sparse", backends=BACKENDS)
def test_other_kinds_of_attention_are_refused(backend: str, capability: str, declared: bool) -> None:
    cls = backend_of(backend)
    assert not declared, "no layer of a standard backend takes latent vectors or lists of keys"
    assert not cls.validate_configuration(plain_requirement(cls))
    assert cls.validate_configuration(requirement(capability, True, cls)), "no reason is given"
