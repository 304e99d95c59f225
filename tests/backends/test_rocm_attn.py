"""Why ROCM_ATTN refuses cross-attention: forced past its refusal, it is wrong, and greedy decoding hides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch

from backends.rocm_attn.backend import RocmAttentionBackend
from backends.types import AttentionType
from tests.backends.cases import Spec, make_case
from tests.backends.errors import relative_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from backends.impl import AttentionImpl


class Unrefusing(RocmAttentionBackend):
    """The declaration that would let cross-attention through."""

    @classmethod
    def supports_attn_type(cls, attn_type: AttentionType) -> bool:
        return True


@pytest.fixture
def forced(device: str) -> type[AttentionImpl]:
    from backends.rocm_attn.launch import RocmAttentionImpl

    class Forced(RocmAttentionImpl):
        backend = Unrefusing

    return Forced


def cross_attention(query_lens: tuple[int, ...], dtype: torch.dtype) -> Spec:
    return Spec(
        query_lens=query_lens,
        seq_lens=(100, 64, 31),
        attn_type=AttentionType.ENCODER_DECODER,
        dtype=dtype,
        group=1,
    )


def test_refuses_cross_attention() -> None:
    with pytest.raises(ValueError, match="attention type ENCODER_DECODER is not supported"):
        RocmAttentionBackend.get_impl_cls()(4, 64, 0.125, 4, attn_type="encoder_decoder")


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16], ids=str)
def test_forced_cross_attention_agrees_for_one_query_token(
    forced: type[AttentionImpl], device: str, assert_close: Callable[..., None], dtype: torch.dtype
) -> None:
    case = make_case(cross_attention((1, 1, 1), dtype), device)
    assert_close("ROCM_ATTN", case.run(forced), case.expected())


@pytest.mark.parametrize("query_lens", [(4, 4, 4), (2, 2, 2), (30, 7, 12)], ids=str)
def test_forced_cross_attention_is_wrong_for_several_query_tokens(
    forced: type[AttentionImpl], device: str, query_lens: tuple[int, ...]
) -> None:
    case = make_case(cross_attention(query_lens, torch.float32), device)
    error = relative_error(case.run(forced), case.expected())
    assert error > 0.05, "the refusal has lost its reason"


def test_prefill_without_new_keys_is_refused(device: str) -> None:
    case = make_case(Spec(query_lens=(4,), seq_lens=(9,)), device)
    layer = RocmAttentionBackend.get_impl_cls()(4, 64, 0.125, 2)
    with pytest.raises(ValueError, match="needs key and value"):
        layer.forward(case.query, None, None, case.kv_cache, case.metadata, case.output)
