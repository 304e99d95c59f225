"""FLEX_ATTENTION: everything that it declares against the oracle; eager on a CPU, compiled with ``--device cuda``."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends.flex_attention import launch
from backends.flex_attention.launch import FlexAttentionImpl
from backends.flex_attention.rules import mask_of
from backends.requirements import AttentionRequirements
from backends.types import AttentionType, DeviceCapability, KVCacheDType
from tests.backends.batches import CROSS, DECODE, DTYPES, ENCODER, LONG, MIXED
from tests.backends.biased import PREFIX_RANGES, biased, causal_of, prefix, tree
from tests.backends.cases import Case, Spec, make_case

if TYPE_CHECKING:
    from collections.abc import Callable

# Tracing takes most of the time here, and every new combination of sizes is traced again.
SMALL = Spec(query_lens=(0, 33, 1), seq_lens=(0, 83, 41))
HEADS = SMALL.kv_heads * SMALL.group
SLOPES = [2.0 ** -(head + 1) for head in range(HEADS)]
FEATURES: dict[str, dict[str, Any]] = {
    "window": {"sliding_window": 20},
    "window of one": {"sliding_window": 1},
    "ALiBi": {"alibi_slopes": SLOPES},
    "soft cap": {"logits_soft_cap": 1.5},
    "all": {"sliding_window": 30, "alibi_slopes": SLOPES, "logits_soft_cap": 20.0},
}
ENCODER_ONLY = replace(ENCODER, attn_type=AttentionType.ENCODER_ONLY)
CACHED = replace(CROSS, hand_over_keys=False)
PAIR = Spec(query_lens=(27, 12), seq_lens=(33, 19))


@pytest.fixture
def check(device: str, assert_close: Callable[..., None]) -> Callable[..., None]:
    def run(spec: Spec, **features: Any) -> None:
        case = make_case(spec, device)
        assert_close("FLEX_ATTENTION", case.run(FlexAttentionImpl, **features), case.expected(**features))

    return run


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("spec", [MIXED, DECODE, LONG, ENCODER_ONLY, ENCODER, CROSS, CACHED])
def test_batches(check: Callable[..., None], spec: Spec, dtype: torch.dtype) -> None:
    check(replace(spec, dtype=dtype))


@pytest.mark.parametrize("features", FEATURES.values(), ids=FEATURES)
def test_features(check: Callable[..., None], features: dict[str, Any]) -> None:
    check(SMALL, **features)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_all_features_without_causality(check: Callable[..., None], dtype: torch.dtype) -> None:
    check(replace(SMALL, dtype=dtype, causal=False), **FEATURES["all"])


def test_window_of_an_encoder_looks_both_ways(check: Callable[..., None]) -> None:
    check(ENCODER_ONLY, sliding_window=5)


@pytest.mark.parametrize(("head_size", "block_size"), [(32, 1), (72, 48), (256, 64)])
def test_head_and_block_sizes(check: Callable[..., None], head_size: int, block_size: int) -> None:
    check(Spec(query_lens=(5, 1), seq_lens=(9, 70), head_size=head_size, block_size=block_size))


@pytest.mark.parametrize("cache", [KVCacheDType.FLOAT16, KVCacheDType.BFLOAT16])
def test_cache_dtype_differs(check: Callable[..., None], cache: KVCacheDType) -> None:
    for dtype in DTYPES:
        check(replace(SMALL, cache_dtype=cache, dtype=dtype))


def run_with(device: str, features: dict[str, Any], **metadata: Any) -> tuple[Case, torch.Tensor]:
    case = make_case(PAIR, device)
    case = replace(case, metadata=replace(case.metadata, **metadata))
    return case, case.run(FlexAttentionImpl, **features)


def test_logits_are_scaled_as_asked(device: str, assert_close: Callable[..., None]) -> None:
    case = make_case(PAIR, device)
    layer = FlexAttentionImpl(4, 64, 0.0625, 2)
    layer.forward(2 * case.query, case.key, case.value, case.kv_cache, case.metadata, case.output)
    assert_close("FLEX_ATTENTION", case.output[:39], case.expected())


def test_requests_differ_in_causality(device: str, assert_close: Callable[..., None]) -> None:
    flags = [False, True]
    case, actual = run_with(device, {}, causal=torch.tensor(flags, device=device))
    assert_close("FLEX_ATTENTION", actual, biased(case, causal_of(flags))[0])


@pytest.mark.parametrize("window", [None, 4])
def test_prefix_ranges(device: str, assert_close: Callable[..., None], window: int | None) -> None:
    ranges = torch.tensor(PREFIX_RANGES, dtype=torch.int32, device=device)
    case, actual = run_with(device, {"sliding_window": window}, mm_prefix_ranges=ranges)
    assert_close("FLEX_ATTENTION", actual, biased(case, prefix(window or math.inf))[0])


def test_query_bias(device: str, assert_close: Callable[..., None]) -> None:
    between = torch.randn(27, 27, generator=torch.Generator().manual_seed(3))
    between[between > 1] = -math.inf
    case, actual = run_with(device, {"logits_soft_cap": 2.0}, query_bias=between.to(device))
    expected, _ = biased(case, tree(between, [33, 19], [27, 12]), soft_cap=2.0)
    assert_close("FLEX_ATTENTION", actual, expected)


@pytest.mark.parametrize("dtype", DTYPES[1:], ids=str)
def test_position_bias(check: Callable[..., None], dtype: torch.dtype) -> None:
    check(replace(SMALL, dtype=dtype, position_bias="of each"))


@pytest.mark.parametrize("element_size", [2, 4])
@pytest.mark.parametrize("biased_by", [0, 1], ids=["plain", "bias"])
def test_tiles_fit_the_smallest_gpu(element_size: int, biased_by: int) -> None:
    for head_size in range(32, 257, 8):
        options = launch.kernel_options(element_size, head_size, has_position_bias=bool(biased_by))
        if "BLOCK_M" not in options:
            assert element_size == 2 and head_size <= 128 and not biased_by  # noqa: PT018 - one combination
            continue
        rows, keys, stages = (options[name] for name in ("BLOCK_M", "BLOCK_N", "num_stages"))
        padded = 1 << (head_size - 1).bit_length()
        staged = biased_by * 4 * rows * keys * (stages - 1)
        assert element_size * (rows + stages * 2 * keys) * padded + staged <= 101_376


def test_position_bias_of_an_encoder_with_all_features(check: Callable[..., None]) -> None:
    check(replace(ENCODER_ONLY, position_bias="shared"), **FEATURES["all"])


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16], ids=str)
def test_log_sum_exp(device: str, dtype: torch.dtype) -> None:
    case = make_case(Spec((0, 20, 1, 17, 1), (0, 50, 33, 17, 0), dtype=dtype, group=3), device)
    lse = torch.full((case.query.shape[0], 6), math.nan, device=device)
    FlexAttentionImpl(6, 64, 0.125, 2).forward(
        case.query, case.key, case.value, case.kv_cache, case.metadata, case.output, output_lse=lse
    )
    _, expected = biased(case, causal_of([True] * 5))
    tokens = sum(case.spec.query_lens)
    # Its eager form rounds the logits to the element type of the queries.
    precision = {torch.float32: 1e-5, torch.bfloat16: 2e-2}[dtype]
    torch.testing.assert_close(lse[:tokens].double(), expected, rtol=precision, atol=precision)
    assert lse[tokens - 1].isneginf().all()
    assert lse[tokens:].isnan().all()


def test_block_table_may_say_anything_behind_the_end(device: str, assert_close: Callable[..., None]) -> None:
    case = make_case(replace(PAIR, query_lens=(1, 12), seq_lens=(3, 40)), device)
    table = case.metadata.block_table.clone()
    table[0, 1:] = -7
    case = replace(case, metadata=replace(case.metadata, block_table=table))
    assert_close("FLEX_ATTENTION", case.run(FlexAttentionImpl), case.expected())


def test_padding_sees_nothing() -> None:
    metadata = make_case(Spec(query_lens=(2, 5), seq_lens=(9, 9)), "cpu").metadata
    mask = mask_of(FlexAttentionImpl(4, 64, 0.125, 2), metadata)
    request, token = torch.tensor([0, 0, 1]), torch.tensor([1, 2, 2])
    assert mask(request, torch.tensor(0), token, torch.tensor(0)).tolist() == [True, False, True]


@pytest.mark.slow
def test_is_traced_as_one_graph_and_not_for_every_length(
    monkeypatch: pytest.MonkeyPatch, assert_close: Callable[..., None]
) -> None:
    """Check the preconditions of compiling without generating code, for which this machine may have no compiler."""
    traced: list[torch.fx.GraphModule] = []

    def record(graph: torch.fx.GraphModule, _inputs: list[torch.Tensor]) -> Callable[..., Any]:
        traced.append(graph)
        return graph.forward

    compiled = {
        function: torch.compile(function, backend=record, fullgraph=True)
        for function in (launch.create_block_mask, launch.flex_attention)
    }
    monkeypatch.setattr(launch, "_on", lambda _device, function: compiled[function])
    traces = []
    for seed, query_lens in enumerate([(20, 3), (5, 1, 7), (9, 9, 9, 9), (2, 30), (6, 1, 1, 1, 1), (50, 4)]):
        # Always more keys than a block of the mask has: one block is a case of its own.
        seq_lens = [length + 130 * (seed + 1) for length in query_lens]
        case = make_case(Spec(query_lens, seq_lens), "cpu", seed)
        assert_close("FLEX_ATTENTION", case.run(FlexAttentionImpl), case.expected())
        traces.append(len(traced))
    assert traces[0] == 2, "one graph for each function"
    assert traces[2] == traces[-1], "lengths that have differed are not traced again"


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"sinks": torch.zeros(4)}, "attention sink is not supported"),
        (
            {"attn_type": "encoder_decoder", "sliding_window": 4},
            "sliding window is not supported with attention type ENCODER_DECODER",
        ),
        ({"head_size": 36}, "head size 36 is not supported"),
    ],
)
def test_refusals(asked: dict[str, Any], reason: str) -> None:
    layer = {"num_heads": 4, "head_size": 64, "scale": 0.125, "num_kv_heads": 2}
    with pytest.raises(ValueError, match=f"FLEX_ATTENTION cannot run this layer: {reason}"):
        FlexAttentionImpl(**layer | asked)


def test_an_encoder_has_no_prefix_and_no_tree() -> None:
    asked = AttentionRequirements(
        head_size=64, attn_type=AttentionType.ENCODER_ONLY, has_mm_prefix=True, has_query_bias=True
    )
    assert FlexAttentionImpl.backend.validate_configuration(asked) == [
        "multimodal prefix is not supported with attention type ENCODER_ONLY",
        "query-to-query bias is not supported with attention type ENCODER_ONLY",
    ]


def test_devices() -> None:
    backend = FlexAttentionImpl.backend
    assert backend.supports_cpu()
    assert not backend.supports_gfx_arch("gfx942")
    assert backend.supports_compute_capability(DeviceCapability(8, 0))
    assert not backend.supports_compute_capability(DeviceCapability(7, 5))
