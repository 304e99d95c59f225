"""The bug that started this: a backend of decoders given cross-attention, right only while one token is decoded.

Nothing here knows a model or lists the backends that are right: those that declare cross-attention must be, and
those that refuse it for how they prefill are forced past their refusal, so that its reason is seen to hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch

from backends.registry import AttentionBackendEnum
from backends.types import AttentionType
from tests.backends.batches import IN_BRIEF
from tests.backends.cases import Spec, make_case
from tests.backends.errors import relative_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from backends.attention_layer import AttentionImpl

DECLARING = [
    backend
    for backend in AttentionBackendEnum
    if backend.get_class().supports_attn_type(AttentionType.ENCODER_DECODER)
    and not backend.get_class().is_mla()
    and not backend.get_class().is_sparse()
]
MIXING = [AttentionBackendEnum.ROCM_ATTN, AttentionBackendEnum.ROCM_AITER_FA]
SEVERAL = [(4, 4, 4), (2, 1, 2), (30, 7, 12)]


def cross_attention(query_lens: tuple[int, ...], dtype: torch.dtype = torch.float32) -> Spec:
    return Spec(query_lens, (100, 64, 31), dtype, attn_type=AttentionType.ENCODER_DECODER)


@pytest.fixture
def forced(device: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., type[AttentionImpl]]:
    """The implementation of a backend whose declaration no longer refuses any attention type."""

    def force(backend: AttentionBackendEnum) -> type[AttentionImpl]:
        monkeypatch.setattr(
            backend.get_class(), "supports_attn_type", classmethod(lambda cls, attn_type: True)
        )
        return backend.get_class().get_impl_cls()

    return force


def test_who_declares_and_who_mixes() -> None:
    names = {backend.name for backend in DECLARING}
    assert names >= {"TRITON_ATTN", "ROCM_AITER_UNIFIED_ATTN", "CPU_ATTN"}
    assert not names & {backend.name for backend in MIXING}


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("query_lens", [(1, 1, 1), *SEVERAL], ids=str)
@pytest.mark.parametrize("backend", DECLARING)
def test_who_declares_it_is_right(
    backend: AttentionBackendEnum,
    query_lens: tuple[int, ...],
    dtype: torch.dtype,
    device: str,
    assert_close: Callable[..., None],
) -> None:
    if backend == AttentionBackendEnum.CPU_ATTN:
        device = "cpu"
    case = make_case(cross_attention(query_lens, dtype), device)
    assert_close(backend.name, case.run(backend.get_class().get_impl_cls()), case.expected())


@pytest.mark.parametrize("backend", MIXING)
def test_who_mixes_refuses(backend: AttentionBackendEnum, device: str) -> None:
    with pytest.raises(ValueError, match="attention type ENCODER_DECODER is not supported"):
        backend.get_class().get_impl_cls()(4, 64, 0.125, 4, attn_type="encoder_decoder")


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("backend", MIXING)
def test_forced_it_is_right_for_one_query_token(
    backend: AttentionBackendEnum,
    dtype: torch.dtype,
    device: str,
    forced: Callable[..., type[AttentionImpl]],
    assert_close: Callable[..., None],
) -> None:
    case = make_case(cross_attention((1, 1, 1), dtype), device)
    assert_close(backend.name, case.run(forced(backend)), case.expected())


@pytest.mark.parametrize("query_lens", SEVERAL, ids=str)
@pytest.mark.parametrize("backend", MIXING)
def test_forced_it_is_wrong_for_several_query_tokens(
    backend: AttentionBackendEnum,
    query_lens: tuple[int, ...],
    device: str,
    forced: Callable[..., type[AttentionImpl]],
) -> None:
    case = make_case(cross_attention(query_lens), device)
    error = relative_error(case.run(forced(backend)), case.expected())
    assert error > 0.05, "the refusal has lost its reason"
