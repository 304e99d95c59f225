"""Declarations of both backends, compared with the oracle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends.registry import AttentionBackendEnum
from backends.types import AttentionType
from tests.backends.batches import IN_BRIEF
from tests.backends.cases import Spec, make_case

if TYPE_CHECKING:
    from collections.abc import Callable

DTYPES = (torch.float32, torch.float16, torch.bfloat16)
BACKENDS = ("TRITON_ATTN", "ROCM_ATTN")


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def check(backend: str, device: str, assert_close: Callable[..., None]) -> Callable[..., None]:
    def run(spec: Spec, **features: Any) -> None:
        impl = AttentionBackendEnum[backend].get_class().get_impl_cls()
        case = make_case(spec, device)
        assert_close(backend, case.run(impl, **features), case.expected(**features))

    return run


@pytest.mark.parametrize("block_size", [16, pytest.param(32, marks=pytest.mark.many_steps)])
@pytest.mark.parametrize("group", [1, 4, 7])
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_mixed_batch(check: Callable[..., None], dtype: torch.dtype, group: int, block_size: int) -> None:
    """Prefill with and without context, decode, one-token prompts and empty requests, in one batch."""
    check(
        Spec(
            query_lens=(0, 33, 1, 0, 17, 1, 1),
            seq_lens=(0, 83, 41, 0, 17, 1, 130),
            dtype=dtype,
            group=group,
            block_size=block_size,
        )
    )


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("head_size", [64, 80, 128])
def test_head_sizes_in_every_dtype(check: Callable[..., None], head_size: int, dtype: torch.dtype) -> None:
    check(Spec(query_lens=(1, 19, 70), seq_lens=(67, 19, 101), dtype=dtype, head_size=head_size))


@pytest.mark.parametrize("head_size", [32, 96, 192, 256])
def test_other_head_sizes(check: Callable[..., None], head_size: int) -> None:
    for dtype in (torch.float16, torch.float32):
        check(Spec(query_lens=(1, 40), seq_lens=(33, 75), dtype=dtype, head_size=head_size, kv_heads=1))


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
def test_long_prefill(check: Callable[..., None], dtype: torch.dtype) -> None:
    """Several blocks of queries over several tiles of keys, none of them whole."""
    check(Spec(query_lens=(201, 150), seq_lens=(201, 259), dtype=dtype, kv_heads=1))


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("group", [1, 4, 7])
def test_decode(check: Callable[..., None], group: int, dtype: torch.dtype) -> None:
    lengths = (1, 16, 17, 64, 65, 128, 200)
    check(Spec(query_lens=(1,) * len(lengths), seq_lens=lengths, dtype=dtype, group=group))


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("attn_type", [AttentionType.ENCODER, AttentionType.ENCODER_ONLY])
def test_encoder(check: Callable[..., None], attn_type: AttentionType, dtype: torch.dtype) -> None:
    """Packed keys, bidirectional, no cache at all."""
    lengths = (65, 0, 1, 130, 32)
    check(Spec(query_lens=lengths, seq_lens=lengths, dtype=dtype, attn_type=attn_type))


def test_encoder_of_one_token_requests(check: Callable[..., None]) -> None:
    """No cache holds these tokens, so that they are not decoding although each request has one."""
    check(Spec(query_lens=(1, 1, 1), seq_lens=(1, 1, 1), attn_type=AttentionType.ENCODER_ONLY))


def test_nothing_but_padding(backend: str, device: str) -> None:
    case = make_case(Spec(query_lens=(0, 0), seq_lens=(0, 0)), device)
    assert case.run(AttentionBackendEnum[backend].get_class().get_impl_cls()).numel() == 0


def test_strided_inputs(backend: str, device: str, assert_close: Callable[..., None]) -> None:
    """Queries, keys and values as views of one fused projection, as models hand them over."""
    case = make_case(Spec(query_lens=(40, 1), seq_lens=(60, 35)), device)
    fused = torch.cat((case.query, case.key, case.value), dim=1)
    heads, kv_heads = case.query.shape[1], case.key.shape[1]
    query, key, value = fused.split([heads, kv_heads, kv_heads], dim=1)
    assert not query.is_contiguous()
    strided = make_case(case.spec, device)
    impl = AttentionBackendEnum[backend].get_class().get_impl_cls()
    layer = impl(heads, case.spec.head_size, case.spec.head_size**-0.5, kv_heads)
    layer.forward(query, key, value, strided.kv_cache, strided.metadata, strided.output)
    assert_close(backend, strided.output[: sum(case.spec.query_lens)], case.expected())
