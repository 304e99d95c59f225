"""CPU_ATTN: everything that it declares against the oracle, and without Triton."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends.cpu_attn.launch import CpuAttentionImpl
from backends.paging import write_slots
from backends.requirements import AttentionRequirements
from backends.types import AlibiForm, AttentionType, KVCacheDType
from tests.backends.batches import CROSS, DECODE, DTYPES, ENCODER, LONG, MIXED
from tests.backends.biased import PREFIX_RANGES, biased, causal_of, prefix, tree
from tests.backends.cases import Case, Spec, make_case
from tests.backends.errors import LIMITS, relative_error

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
HEADS = MIXED.kv_heads * MIXED.group
SLOPES = [2.0 ** -(head + 1) for head in range(HEADS)]
FEATURES: dict[str, dict[str, Any]] = {
    "window": {"sliding_window": 20},
    "window of one": {"sliding_window": 1},
    "ALiBi": {"alibi_slopes": SLOPES},
    "signed ALiBi": {"alibi_slopes": SLOPES, "alibi_form": AlibiForm.SIGNED},
    "roots in ALiBi": {"alibi_slopes": SLOPES, "alibi_form": AlibiForm.ROOT},
    "sinks": {"sinks": torch.linspace(-3, 6, HEADS)},
    "soft cap": {"logits_soft_cap": 1.5},
    "soft cap and all": {
        "logits_soft_cap": 3.0,
        "sliding_window": 30,
        "alibi_slopes": SLOPES,
        "sinks": torch.linspace(-2, 2, HEADS),
    },
    "all": {"sliding_window": 30, "alibi_slopes": SLOPES, "sinks": torch.linspace(-2, 2, HEADS)},
}


@pytest.fixture
def check(assert_close: Callable[..., None]) -> Callable[..., None]:
    def run(spec: Spec, **features: Any) -> None:
        case = make_case(spec, "cpu")
        assert_close("CPU_ATTN", case.run(CpuAttentionImpl, **features), case.expected(**features))

    return run


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("spec", [MIXED, DECODE, LONG, ENCODER, CROSS])
def test_batches(check: Callable[..., None], spec: Spec, dtype: torch.dtype) -> None:
    check(replace(spec, dtype=dtype))


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("features", FEATURES.values(), ids=FEATURES)
def test_features(check: Callable[..., None], features: dict[str, Any], dtype: torch.dtype) -> None:
    check(replace(MIXED, dtype=dtype), **features)
    check(replace(MIXED, dtype=dtype, causal=False), **features)


def test_encoder_only_with_a_window_and_cross_attention_with_sinks(check: Callable[..., None]) -> None:
    check(replace(ENCODER, attn_type=AttentionType.ENCODER_ONLY), sliding_window=5)
    check(CROSS, sinks=torch.tensor([0.5, -1.0]))


def test_cross_attention_that_finds_its_keys_cached(check: Callable[..., None]) -> None:
    check(replace(CROSS, hand_over_keys=False))


@pytest.mark.parametrize(("head_size", "block_size"), [(1, 1), (7, 3), (72, 16), (576, 64)])
def test_any_head_and_block_size(check: Callable[..., None], head_size: int, block_size: int) -> None:
    check(Spec(query_lens=(5, 1), seq_lens=(9, 7), head_size=head_size, block_size=block_size))


@pytest.mark.parametrize("cache", [KVCacheDType.FLOAT16, KVCacheDType.BFLOAT16])
def test_cache_dtype_differs(check: Callable[..., None], cache: KVCacheDType) -> None:
    for dtype in DTYPES:
        check(replace(MIXED, cache_dtype=cache, dtype=dtype))


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("cache", [KVCacheDType.FP8_E4M3, KVCacheDType.FP8_E5M2])
def test_cache_of_8_bits(check: Callable[..., None], cache: KVCacheDType, dtype: torch.dtype) -> None:
    scaled = replace(MIXED, cache_dtype=cache, k_scale=0.0173, v_scale=0.31, dtype=dtype)
    check(scaled)
    check(scaled, **FEATURES["soft cap and all"])


@pytest.mark.parametrize("features", FEATURES.values(), ids=FEATURES)
@pytest.mark.parametrize(
    "spec", [MIXED, replace(MIXED, query_lens=(1, 2, 0), seq_lens=(0, 2, 7), causal=False)]
)
def test_log_sum_exp(spec: Spec, features: dict[str, Any]) -> None:
    case = make_case(spec, "cpu")
    output = case.run(CpuAttentionImpl, with_lse=True, **features)
    assert relative_error(output, case.expected(**features)) < LIMITS["float32"]
    torch.testing.assert_close(case.lse().double(), case.expected_lse(**features), rtol=1e-5, atol=1e-5)


@pytest.fixture
def pair() -> Case:
    return make_case(Spec(query_lens=(27, 12), seq_lens=(33, 19)), "cpu")


def test_logits_are_scaled_as_asked(pair: Case, assert_close: Callable[..., None]) -> None:
    layer = CpuAttentionImpl(4, 64, 0.0625, 2)
    layer.forward(2 * pair.query, pair.key, pair.value, pair.kv_cache, pair.metadata, pair.output)
    assert_close("CPU_ATTN", pair.output[:39], pair.expected())


def test_requests_differ_in_causality(pair: Case, assert_close: Callable[..., None]) -> None:
    flags = [False, True]
    case = replace(pair, metadata=replace(pair.metadata, causal=torch.tensor(flags)))
    assert_close("CPU_ATTN", case.run(CpuAttentionImpl), biased(case, causal_of(flags))[0])


@pytest.mark.parametrize("window", [None, 4])
def test_prefix_ranges(pair: Case, assert_close: Callable[..., None], window: int | None) -> None:
    ranges = torch.tensor(PREFIX_RANGES, dtype=torch.int32)
    case = replace(pair, metadata=replace(pair.metadata, mm_prefix_ranges=ranges))
    expected, _ = biased(case, prefix(window or torch.inf))
    assert_close("CPU_ATTN", case.run(CpuAttentionImpl, sliding_window=window), expected)


def test_query_bias(pair: Case, assert_close: Callable[..., None]) -> None:
    between = torch.randn(27, 27, generator=torch.Generator().manual_seed(3))
    between[between > 1] = -torch.inf
    case = replace(pair, metadata=replace(pair.metadata, query_bias=between))
    expected, _ = biased(case, tree(between, [33, 19], [27, 12]))
    assert_close("CPU_ATTN", case.run(CpuAttentionImpl), expected)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("spec", [MIXED, ENCODER, CROSS])
def test_position_bias(check: Callable[..., None], spec: Spec, dtype: torch.dtype) -> None:
    check(replace(spec, dtype=dtype, position_bias="of each"))
    check(replace(spec, dtype=dtype, position_bias="shared"))


def test_position_bias_with_everything_else(check: Callable[..., None]) -> None:
    check(replace(MIXED, position_bias="of each"), **FEATURES["all"])


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"kv_cache_dtype": "int8_per_token_head"}, "KV-cache dtype int8_per_token_head"),
        ({"kv_cache_dtype": "fp8_per_token_head"}, "KV-cache dtype fp8_per_token_head"),
    ],
)
def test_refusals(asked: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=f"CPU_ATTN cannot run this layer: {reason} is not supported"):
        CpuAttentionImpl(4, 64, 0.125, 2, **asked)


def test_what_needs_one_sequence_or_a_causal_limit_is_refused_elsewhere() -> None:
    asked = AttentionRequirements(
        head_size=64,
        attn_type=AttentionType.ENCODER_DECODER,
        has_sliding_window=True,
        has_alibi=True,
        has_mm_prefix=True,
        has_query_bias=True,
    )
    words = ("sliding window", "ALiBi", "multimodal prefix", "query-to-query bias")
    assert CpuAttentionImpl.backend.validate_configuration(asked) == [
        f"{word} is not supported with attention type ENCODER_DECODER" for word in words
    ]
    encoder = replace(asked, attn_type=AttentionType.ENCODER)
    assert CpuAttentionImpl.backend.validate_configuration(encoder) == [
        f"{word} is not supported with attention type ENCODER" for word in words[2:]
    ]


def test_writes_the_slots_of_a_strided_cache_and_nothing_else() -> None:
    key, value = torch.randn(2, 5, 2, 8, generator=torch.Generator().manual_seed(0))
    slots = torch.tensor([4, -1, 0, 7, -3])
    backing = torch.full((3, 2, 4, 2, 8), torch.nan, dtype=torch.float16)
    write_slots(key, value, backing.transpose(0, 1), slots)
    expected = torch.full((12, 2, 2, 8), torch.nan, dtype=torch.float16)
    for token in (0, 2, 3):
        expected[slots[token]] = torch.stack((key[token], value[token])).half()
    written = backing.transpose(1, 2).flatten(0, 1)
    torch.testing.assert_close(written, expected, rtol=0, atol=0, equal_nan=True)


def test_runs_where_triton_is_not_installed() -> None:
    script = """
import sys
sys.modules["triton"] = None
import torch
from backends.platforms import detect_platform
from backends.requirements import AttentionRequirements
from backends.selector import select_backend
from tests.backends.cases import Spec, make_case
choice = select_backend(AttentionRequirements(head_size=64), detect_platform())
case = make_case(Spec((5, 1), (20, 9)), "cpu")
actual = case.run(choice.backend.get_class().get_impl_cls())
torch.testing.assert_close(actual.double(), case.expected(), rtol=1e-4, atol=1e-5)
print(choice.backend.name)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"CUDA_VISIBLE_DEVICES": "", "PATH": ""},
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout == "CPU_ATTN\n", done.stderr
