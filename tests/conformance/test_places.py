"""Devices that backends declare: this processor, and this GPU."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backends.platforms import CpuPlatform
from docgen.verify import claims
from tests.conformance import where
from tests.conformance.asking import plain_requirement
from tests.conformance.latent import MIXED, run, small
from tests.conformance.standard import Trial, backend_of, base, decoding, impl_of

if TYPE_CHECKING:
    from collections.abc import Callable


@claims("cpu")
def test_cpu(backend: str, declared: bool, held: Callable[..., None]) -> None:
    if where.device() != "cpu":
        pytest.skip("this target is a GPU")
    cls = backend_of(backend)
    refused = cls.validate_configuration(plain_requirement(cls), CpuPlatform())
    if not declared:
        assert refused, "no reason is given"
        return
    assert not refused
    for batch in (base(cls), decoding(base(cls))):
        held(backend, lambda device, batch=batch: Trial(batch).on(impl_of(cls), device))


@claims("compute_capability", values=["9.0"])
def test_this_gpu(backend: str, value: str, declared: bool, held: Callable[..., None]) -> None:
    if where.device() == "cpu":
        pytest.skip("this target is no GPU")
    import torch

    from backends.platforms import detect_platform

    assert "{}.{}".format(*torch.cuda.get_device_capability()) == value, "another GPU than the target says"
    cls = backend_of(backend)
    refused = cls.validate_configuration(plain_requirement(cls), detect_platform())
    if not declared:
        assert refused, "no reason is given"
        return
    assert not refused
    if cls.is_mla():
        held(backend, lambda device: run(backend, small(MIXED, cls), device))
    else:
        held(backend, lambda device: Trial(base(cls)).on(impl_of(cls), device))
