"""Declarations of TRITON_ATTN beyond those of every backend, compared with the oracle."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends.types import AlibiForm, AttentionType, KVCacheDType
from tests.backends.batches import IN_BRIEF
from tests.backends.cases import Spec, make_case

if TYPE_CHECKING:
    from collections.abc import Callable

DTYPES = (torch.float32, torch.float16, torch.bfloat16)
BIASES = list(zip(("of each", "shared", "shared"), DTYPES, strict=True))
"""A bias of each request is float32, a shared one is as the queries."""
BIASED = Spec(query_lens=(0, 30, 1), seq_lens=(0, 75, 41), kv_heads=1, group=3, position_bias="of each")
MIXED = Spec(query_lens=(0, 70, 1, 33), seq_lens=(0, 130, 141, 33), kv_heads=1, group=4)


@pytest.fixture
def check(device: str, assert_close: Callable[..., None]) -> Callable[..., None]:
    from backends.triton_attn.launch import TritonAttentionImpl

    def run(spec: Spec, **features: Any) -> None:
        case = make_case(spec, device)
        assert_close("TRITON_ATTN", case.run(TritonAttentionImpl, **features), case.expected(**features))

    return run


def with_(spec: Spec, **changes: Any) -> Spec:
    return Spec(**{**vars(spec), **changes})


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("hand_over_keys", [True, False], ids=["first step", "later step"])
@pytest.mark.parametrize("query_lens", [(1, 1, 1, 1), (4, 4, 4, 4), (37, 1, 0, 70)], ids=str)
def test_cross_attention(
    check: Callable[..., None], query_lens: tuple[int, ...], hand_over_keys: bool, dtype: torch.dtype
) -> None:
    """Any number of query tokens, fewer or more than keys; one request's encoder saw nothing."""
    check(
        Spec(
            query_lens=query_lens,
            seq_lens=(100, 64, 31, 0),
            attn_type=AttentionType.ENCODER_DECODER,
            hand_over_keys=hand_over_keys,
            group=1,
            dtype=dtype,
        )
    )


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
def test_non_causal_decoder(check: Callable[..., None], dtype: torch.dtype) -> None:
    check(with_(MIXED, causal=False, dtype=dtype))


@pytest.mark.parametrize("head_size", [8, 40, 72, 112, 160, 200, 320, 512])
def test_other_head_sizes(check: Callable[..., None], head_size: int) -> None:
    for dtype in (torch.float16, torch.float32):
        spec = Spec(query_lens=(1, 40), seq_lens=(33, 75), dtype=dtype, head_size=head_size, kv_heads=1)
        check(spec)


@pytest.mark.parametrize("block_size", [48, 64, 128, 256])
def test_block_sizes(check: Callable[..., None], block_size: int) -> None:
    check(with_(MIXED, block_size=block_size, dtype=torch.float16))


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("cache", [KVCacheDType.FLOAT16, KVCacheDType.BFLOAT16])
def test_cache_dtype_differs(check: Callable[..., None], cache: KVCacheDType, dtype: torch.dtype) -> None:
    check(with_(MIXED, cache_dtype=cache, dtype=dtype))


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("window", [1, 20, 64, 100, 1000])
def test_sliding_window(check: Callable[..., None], window: int, dtype: torch.dtype) -> None:
    check(with_(MIXED, dtype=dtype), sliding_window=window)


@pytest.mark.parametrize("window", [1, 20, 100])
def test_sliding_window_in_both_directions(check: Callable[..., None], window: int) -> None:
    lengths = (0, 130, 33)
    check(
        Spec(query_lens=lengths, seq_lens=lengths, attn_type=AttentionType.ENCODER_ONLY, kv_heads=1),
        sliding_window=window,
    )
    check(with_(MIXED, causal=False), sliding_window=window)


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("cap", [1.5, 30.0])
def test_logits_soft_cap(check: Callable[..., None], cap: float, dtype: torch.dtype) -> None:
    check(with_(MIXED, dtype=dtype), logits_soft_cap=cap)


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("causal", [True, False], ids=["causal", "non-causal"])
def test_alibi(check: Callable[..., None], causal: bool, dtype: torch.dtype) -> None:
    slopes = [2.0 ** -(head + 1) for head in range(MIXED.kv_heads * MIXED.group)]
    check(with_(MIXED, dtype=dtype, causal=causal), alibi_slopes=slopes)


ALONE = replace(MIXED, attn_type=AttentionType.ENCODER_ONLY, query_lens=(40, 1), seq_lens=(40, 1))


@pytest.mark.parametrize("form", AlibiForm)
@pytest.mark.parametrize("spec", [MIXED, with_(MIXED, causal=False), ALONE])
def test_forms_of_alibi(check: Callable[..., None], spec: Spec, form: AlibiForm) -> None:
    slopes = [2.0 ** -(head + 1) for head in range(spec.kv_heads * spec.group)]
    check(spec, alibi_slopes=slopes, alibi_form=form)


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
def test_sinks(check: Callable[..., None], device: str, dtype: torch.dtype) -> None:
    sinks = torch.linspace(-3, 6, MIXED.kv_heads * MIXED.group, device=device, dtype=dtype)
    check(with_(MIXED, dtype=dtype), sinks=sinks)


def test_sinks_in_cross_attention_without_keys(check: Callable[..., None], device: str) -> None:
    sinks = torch.tensor([0.5, -1.0], device=device)
    spec = Spec((3, 3), (0, 40), group=1, attn_type=AttentionType.ENCODER_DECODER)
    check(spec, sinks=sinks)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_everything_at_once(check: Callable[..., None], device: str, dtype: torch.dtype) -> None:
    heads = MIXED.kv_heads * 7
    check(
        with_(MIXED, dtype=dtype, group=7, head_size=80),
        sliding_window=70,
        logits_soft_cap=20.0,
        alibi_slopes=[2.0 ** -(head + 1) for head in range(heads)],
        sinks=torch.linspace(-2, 2, heads, device=device),
    )


@pytest.mark.parametrize(("position_bias", "dtype"), BIASES, ids=str)
def test_position_bias(check: Callable[..., None], position_bias: str, dtype: torch.dtype) -> None:
    check(with_(BIASED, dtype=dtype, position_bias=position_bias))


@pytest.mark.parametrize(
    ("query_lens", "seq_lens", "attn_type"),
    [
        ((70, 0, 1), (70, 0, 1), AttentionType.ENCODER),
        ((37, 1, 0, 4), (50, 64, 31, 0), AttentionType.ENCODER_DECODER),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_position_bias_of_other_attention_types(
    check: Callable[..., None],
    query_lens: tuple[int, ...],
    seq_lens: tuple[int, ...],
    attn_type: AttentionType,
) -> None:
    check(Spec(query_lens, seq_lens, attn_type=attn_type, group=3, position_bias="of each"))


def test_position_bias_with_everything_else(check: Callable[..., None], device: str) -> None:
    check(
        with_(BIASED, group=7, head_size=80, position_bias="shared", prefix_ranges=(((3, 9), (30, 60)),) * 3),
        sliding_window=70,
        logits_soft_cap=20.0,
        alibi_slopes=[2.0 ** -(head % 8 + 1) for head in range(7)],
        sinks=torch.linspace(-2, 2, 7, device=device),
    )


def test_a_position_bias_may_hide_keys(device: str, assert_close: Callable[..., None]) -> None:
    """Among them whole tiles at the beginning, and all keys of some queries."""
    from backends.triton_attn.launch import TritonAttentionImpl

    case = make_case(with_(BIASED, seq_lens=(0, 150, 41), causal=False), device)
    bias = case.metadata.position_bias
    bias[bias > 2] = -math.inf
    bias[1, :, :20, :70] = -math.inf
    bias[2, 2, 0] = -math.inf
    assert_close("TRITON_ATTN", case.run(TritonAttentionImpl), case.expected())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda bias: bias[:, 1:], r"position_bias must have shape \[3, 3, 30, 75\], not \[3, 2, 30, 75\]"),
        (lambda bias: bias.double(), "position_bias must be torch.float32, not torch.float64"),
        (lambda bias: bias.mT.contiguous().mT, "the last dimension of position_bias must be contiguous"),
    ],
    ids=["heads", "dtype", "stride"],
)
def test_position_bias_that_does_not_fit(
    device: str, change: Callable[[torch.Tensor], torch.Tensor], message: str
) -> None:
    from backends.triton_attn.launch import TritonAttentionImpl

    case = make_case(BIASED, device)
    metadata = replace(case.metadata, position_bias=change(case.metadata.position_bias))
    with pytest.raises(ValueError, match=message):
        replace(case, metadata=metadata).run(TritonAttentionImpl)


@pytest.mark.parametrize("group", [16, 24, 71])
def test_wide_groups(check: Callable[..., None], group: int) -> None:
    """Groups that are wider than a decode tile, and no power of two."""
    check(Spec(query_lens=(1, 5), seq_lens=(40, 20), kv_heads=1, group=group, dtype=torch.float16))


@pytest.mark.parametrize("query_lens", [(1, 1), (1, 3)], ids=["decode", "prefill"])
@pytest.mark.parametrize(
    ("group", "head_size", "dtype"), [(41, 512, torch.float16), (32, 200, torch.float32)]
)
def test_groups_that_programs_share(
    check: Callable[..., None],
    device: str,
    query_lens: tuple[int, ...],
    group: int,
    head_size: int,
    dtype: torch.dtype,
) -> None:
    """Of heads so wide that not all query heads of a KV head fit, in whole shares and with one left over."""
    spec = Spec(query_lens, (40, 20), kv_heads=2, group=group, head_size=head_size, dtype=dtype)
    sinks = torch.linspace(-2, 2, 2 * group, device=device)
    slopes = [2.0 ** -(head % 8 + 1) for head in range(2 * group)]
    check(replace(spec, position_bias="of each"), sinks=sinks, alibi_slopes=slopes)


def test_more_tokens_than_the_requests_need(check: Callable[..., None]) -> None:
    """Many short requests: the static grid has more blocks of queries than there is work."""
    lengths = (3, 0, 1, 2, 0, 5, 1, 0, 4)
    check(Spec(query_lens=lengths, seq_lens=lengths, group=1))
