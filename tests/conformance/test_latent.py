"""Values that backends of latent attention declare work, and undeclared ones are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backends.registry import AttentionBackendEnum
from backends.types import KVCacheDType
from docgen.verify import claims
from tests.conformance.asking import plain_requirement, requirement
from tests.conformance.latent import MIXED, case_of, run, small, trials

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conformance.launches import Launches

BACKENDS = tuple(each.name for each in AttentionBackendEnum if each.get_class().is_mla())

TRIED = ("dtypes", "kv_cache_dtypes", "block_sizes", "head_sizes", "attention_types", "lse", "mla", "sparse")
"""Capabilities that a latent layer can be tried for."""

OTHERS = (
    "sink",
    "sliding_window",
    "logits_soft_cap",
    "alibi",
    "non_causal",
    "mm_prefix",
    "query_bias",
    "position_bias",
)
"""Capabilities that a latent layer has no argument for."""


@claims(*TRIED, backends=BACKENDS, declared=True)
def test_declared(backend: str, capability: str, value: Any, held: Callable[..., None]) -> None:
    for spec in trials(capability, value, AttentionBackendEnum[backend].get_class()):
        held(backend, lambda device, spec=spec: run(backend, spec, device, lse=capability == "lse"))


@claims(*TRIED, *OTHERS, backends=BACKENDS, declared=False)
def test_not_declared(backend: str, capability: str, value: Any, device: str, launches: Launches) -> None:
    cls = AttentionBackendEnum[backend].get_class()
    assert not cls.validate_configuration(plain_requirement(cls))
    assert cls.validate_configuration(requirement(capability, value, cls)), "no reason is given"
    case = case_of(small(MIXED, cls), device)
    impl = cls.get_impl_cls()
    if capability == "head_sizes":
        rank = 1 << (int(value) - 16).bit_length() - 1
        with pytest.raises(ValueError, match=r"power of two|not supported"):
            impl(4, 1.0, rank, int(value) - rank)
    elif capability == "kv_cache_dtypes":
        with pytest.raises(ValueError, match="not supported"):
            impl(4, 1.0, kv_cache_dtype=KVCacheDType[value])
    elif capability == "sparse":
        import torch

        indices = torch.zeros(len(case.query), 4, dtype=torch.int32, device=device)
        with pytest.raises(ValueError, match="indices"):
            case.forward(_of_any_size(cls), indices=indices)
    assert not launches.found


def _of_any_size(cls: Any) -> Any:
    from tests.backends.mla_cases import dense_impl, sparse_impl

    return sparse_impl() if cls.is_sparse() else dense_impl()
