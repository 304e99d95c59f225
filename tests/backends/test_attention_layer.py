"""Refusals of layers: the constructor refuses undeclared features, a call arguments that do not fit."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends import platforms, registry
from backends.cpu_attn.backend import CpuAttentionBackend
from backends.platforms import CpuPlatform, CudaPlatform, Platform, RocmPlatform
from backends.registry import AttentionBackendEnum, register_backend
from backends.rocm_attn.backend import RocmAttentionBackend
from backends.triton_attn.backend import TritonAttentionBackend
from backends.types import AttentionType, DeviceCapability, KVCacheDType
from tests.backends.cases import Case, Spec, make_case

if TYPE_CHECKING:
    from collections.abc import Callable

LAYER: dict[str, Any] = {"num_heads": 4, "head_size": 64, "scale": 0.125, "num_kv_heads": 2}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"num_heads": 0}, "num_heads must be positive, not 0"),
        ({"num_kv_heads": -1}, "num_kv_heads must be positive"),
        ({"scale": 0.0}, "scale must be positive"),
        ({"sliding_window": 0}, "sliding_window must be positive"),
        ({"logits_soft_cap": 0.0}, "logits_soft_cap must be positive"),
        ({"scale": math.nan}, "scale must be finite, not nan"),
        ({"scale": math.inf}, "scale must be finite, not inf"),
        ({"logits_soft_cap": math.nan}, "logits_soft_cap must be finite, not nan"),
        ({"logits_soft_cap": math.inf}, "logits_soft_cap must be finite, not inf"),
        ({"alibi_slopes": [1.0, 0.5, math.nan, 0.25]}, "ALiBi slopes must be finite"),
        ({"sinks": torch.zeros(8)[::2]}, "last dimension of sinks must be contiguous, its stride is 2"),
        ({"sinks": torch.zeros(1).expand(4)}, "last dimension of sinks must be contiguous, its stride is 0"),
        ({"sinks": torch.zeros(4, dtype=torch.int32)}, "sinks must be .*float32 or .*, not torch.int32"),
        ({"num_kv_heads": 3}, "num_heads 4 is no multiple of num_kv_heads 3"),
        ({"alibi_slopes": [1.0]}, "1 ALiBi slopes for 4 heads"),
        ({"alibi_form": "root"}, "alibi_form root needs alibi_slopes"),
        ({"alibi_form": "square", "alibi_slopes": [1.0] * 4}, "'square' is not a valid AlibiForm"),
        ({"sinks": torch.zeros(3)}, r"sinks must have shape \[4\], not \[3\]"),
        ({"kv_cache_dtype": "int3"}, "'int3' is not a valid KVCacheDType"),
        ({"head_size": 100}, r"TRITON_ATTN cannot run this layer: head size 100 is not supported"),
        ({"head_size": 12}, r"head size 12 is not supported \(supported: multiples of 8 from 8 to 512\)"),
        ({"attn_type": "encoder_decoder", "sliding_window": 4}, "sliding window is not supported with"),
    ],
)
def test_constructor(device: str, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        TritonAttentionBackend.get_impl_cls()(**LAYER | changes)


def test_rocm_refuses_what_it_does_not_declare(device: str) -> None:
    with pytest.raises(ValueError, match="ROCM_ATTN cannot run this layer: attention sink is not supported"):
        RocmAttentionBackend.get_impl_cls()(**LAYER, sinks=torch.zeros(4))


def test_constructor_checks_the_current_platform(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    impl = RocmAttentionBackend.get_impl_cls()
    monkeypatch.setattr(platforms, "current_platform", RocmPlatform("gfx942"))
    impl(**LAYER)
    monkeypatch.setattr(platforms, "current_platform", CudaPlatform(DeviceCapability(9, 0)))
    with pytest.raises(ValueError, match=r"compute capability 9\.0 is not supported"):
        impl(**LAYER)


@pytest.mark.parametrize(
    ("platform", "names"),
    [
        (RocmPlatform("gfx942"), "TRITON_ATTN, ROCM_AITER_UNIFIED_ATTN, MINE on ROCm, gfx942"),
        (RocmPlatform("gfx90a"), "TRITON_ATTN, MINE on ROCm, gfx90a"),
        (CpuPlatform(), "FLEX_ATTENTION, CPU_ATTN on CPU"),
    ],
    ids=str,
)
def test_a_refusal_names_the_backends_that_would_do(
    device: str, monkeypatch: pytest.MonkeyPatch, platform: Platform, names: str
) -> None:
    monkeypatch.setattr(registry, "_registered", {})
    register_backend("MINE", AttentionBackendEnum.TRITON_ATTN.path)
    register_backend("BROKEN", "no.such.module.Backend")
    monkeypatch.setattr(platforms, "current_platform", platform)
    with pytest.raises(ValueError, match=r"ENCODER_DECODER is not supported") as caught:
        RocmAttentionBackend.get_impl_cls()(**LAYER, attn_type="encoder_decoder")
    assert str(caught.value).endswith(f"; supported by {names}")


def test_a_refusal_says_so_if_none_would_do(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platforms, "current_platform", RocmPlatform("gfx1030"))
    with pytest.raises(ValueError, match=r"; supported by no known backend on ROCm, gfx1030$"):
        RocmAttentionBackend.get_impl_cls()(**LAYER)


def test_a_refusal_in_a_call_names_them_too(decoder: Case) -> None:
    with pytest.raises(
        ValueError, match=r"non-causal decoder .*; supported by TRITON_ATTN.*, CPU_ATTN.* on an"
    ):
        call(decoder, RocmAttentionBackend, metadata=replace(decoder.metadata, causal=False))


def call(case: Case, backend: type = TritonAttentionBackend, **changes: Any) -> torch.Tensor:
    layer = backend.get_impl_cls()(**LAYER, attn_type=case.spec.attn_type)
    names = ("query", "key", "value", "kv_cache", "metadata", "output")
    return layer.forward(**{name: getattr(case, name) for name in names} | changes)


@pytest.fixture
def decoder(device: str) -> Case:
    return make_case(Spec(query_lens=(5, 1), seq_lens=(20, 9)), device)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: {"query": c.query[:, :3]}, r"query must have shape \[any, 4, 64\], not \[9, 3, 64\]"),
        (lambda c: {"output": c.output[1:]}, r"output must have shape \[9, 4, 64\]"),
        (lambda c: {"output": c.output.half()}, r"output must be torch\.float32, not torch\.float16"),
        (lambda c: {"output": c.output.to("meta")}, "output is on meta, the query on"),
        (lambda c: {"key": c.key.half()}, r"key must be torch\.float32"),
        (lambda c: {"key": None}, "key and value come together or not at all"),
        (lambda c: {"value": c.value[1:]}, "9 keys for 8 values"),
        (lambda c: {"query": c.query.mT.contiguous().mT}, "last dimension of query must be contiguous"),
        (lambda c: {"kv_cache": None}, "needs kv_cache and block_table"),
        (lambda c: {"kv_cache": c.kv_cache.half()}, r"kv_cache must be torch\.float32"),
        (lambda c: {"kv_cache": c.kv_cache[:, :, :, :1]}, r"kv_cache must have shape \[2, any, any, 2, 64\]"),
        (lambda c: {"kv_cache": c.kv_cache[:, :, :8]}, "block size 8 is not supported"),
        (lambda c: {"k_scale": 0.5}, r"k_scale 0\.5 and v_scale 1\.0 must be 1"),
        (
            lambda c: {"output": c.output[:1].expand(9, 4, 64)},
            "output is written, and some of its elements are one",
        ),
    ],
)
def test_call(decoder: Case, change: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call(decoder, **change(decoder))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: {"seq_lens": m.seq_lens.long()}, r"seq_lens must be torch\.int32, not torch\.int64"),
        (lambda m: {"query_start_loc": m.query_start_loc[1:]}, r"query_start_loc must have shape \[3\]"),
        (lambda m: {"block_table": m.block_table[:1]}, r"block_table must have shape \[2, any\]"),
        (lambda m: {"block_table": None}, "needs kv_cache and block_table"),
        (lambda m: {"slot_mapping": None}, "new keys need a slot_mapping"),
        (lambda m: {"slot_mapping": m.slot_mapping[1:]}, r"slot_mapping must have shape \[9\], not \[8\]"),
        (lambda m: {"max_query_len": 10}, "max_query_len 10 is more than the 9 query tokens"),
        (lambda m: {"max_seq_len": 65}, "max_seq_len 65 is more than the 64 keys"),
    ],
)
def test_metadata(decoder: Case, change: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call(decoder, metadata=replace(decoder.metadata, **change(decoder.metadata)))


@pytest.mark.parametrize("scale", [math.nan, math.inf, -1.0])
def test_scales_of_the_cache_are_finite(device: str, scale: float) -> None:
    case = make_case(Spec((1,), (5,), cache_dtype=KVCacheDType.FP8_E4M3), device)
    layer = TritonAttentionBackend.get_impl_cls()(**LAYER, kv_cache_dtype="fp8_e4m3")
    with pytest.raises(ValueError, match="must be positive, and finite"):
        layer.forward(case.query, case.key, case.value, case.kv_cache, case.metadata, case.output, 1.0, scale)


@pytest.mark.parametrize("window", [2**31 - 2, 2**31 - 1, 2**31, 2**40])
@pytest.mark.parametrize("causal", [True, False])
def test_windows_that_hide_nothing(
    device: str, assert_close: Callable[..., None], window: int, causal: bool
) -> None:
    case = make_case(Spec((5, 1), (20, 9), causal=causal), device)
    output = case.run(TritonAttentionBackend.get_impl_cls(), sliding_window=window)
    assert_close("TRITON_ATTN", output, case.expected())


@pytest.mark.parametrize("window", [2**31 - 1, 2**40])
def test_an_unlimited_window_asks_for_nothing(device: str, window: int) -> None:
    layer = RocmAttentionBackend.get_impl_cls()(**LAYER, sliding_window=window)
    assert not layer.requirements.has_sliding_window


def test_checks_of_one_batch_do_not_stand_for_another(decoder: Case) -> None:
    layer = TritonAttentionBackend.get_impl_cls()(**LAYER)

    def forward(**changes: Any) -> None:
        names = ("query", "key", "value", "kv_cache", "metadata", "output")
        layer.forward(**{name: getattr(decoder, name) for name in names} | changes)

    forward()
    with pytest.raises(ValueError, match="max_seq_len 65 is more than the 64 keys"):
        forward(metadata=replace(decoder.metadata, max_seq_len=65))
    with pytest.raises(ValueError, match="max_query_len 10 is more than"):
        forward(metadata=replace(decoder.metadata, max_query_len=10))
    with pytest.raises(ValueError, match="last dimension of output must be contiguous"):
        forward(output=decoder.output.mT.contiguous().mT)


def test_devices_of_tensors(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse CPU tensors to Triton backends without an interpreter, and GPU tensors to those of torch."""
    from backends.device import tensor_refusals

    assert tensor_refusals(CpuAttentionBackend, torch.device("cpu")) == []
    assert tensor_refusals(CpuAttentionBackend, torch.device("cuda", 0)) == [
        "tensors on cuda:0 are not supported (supported: cpu)"
    ]
    assert tensor_refusals(TritonAttentionBackend, torch.device("cuda", 0)) == []
    assert tensor_refusals(RocmAttentionBackend, torch.device("cuda", 0)) == []
    monkeypatch.setenv("TRITON_INTERPRET", "1")
    assert tensor_refusals(TritonAttentionBackend, torch.device("cpu")) == []
    monkeypatch.setenv("TRITON_INTERPRET", "0")
    assert tensor_refusals(TritonAttentionBackend, torch.device("cpu")) == [
        "tensors on cpu are not supported (supported: cuda)"
    ]


def test_a_call_is_refused_on_another_device(decoder: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRITON_INTERPRET", "0")
    monkeypatch.setattr(CpuAttentionBackend, "supports_cpu", classmethod(lambda cls: False))
    with pytest.raises(ValueError, match=r"CPU_ATTN cannot run this layer: tensors on .* are not supported"):
        call(decoder, CpuAttentionBackend)


def test_double_precision_is_no_declared_type(decoder: Case) -> None:
    doubled = {
        name: getattr(decoder, name).double() for name in ("query", "key", "value", "kv_cache", "output")
    }
    with pytest.raises(ValueError, match=r"torch\.float64 is no element type of attention"):
        call(decoder, **doubled)


def test_nothing_is_cached_by_a_call_that_is_refused(decoder: Case) -> None:
    before = decoder.kv_cache.clone()
    with pytest.raises(ValueError, match="must be 1"):
        call(decoder, v_scale=2.0)
    torch.testing.assert_close(decoder.kv_cache, before, rtol=0, atol=0, equal_nan=True)


def test_rocm_refuses_a_non_causal_decoder(decoder: Case) -> None:
    with pytest.raises(ValueError, match="non-causal decoder attention is not supported"):
        call(decoder, RocmAttentionBackend, metadata=replace(decoder.metadata, causal=False))


@pytest.mark.parametrize("attn_type", [AttentionType.ENCODER, AttentionType.ENCODER_ONLY])
def test_encoders(device: str, attn_type: AttentionType) -> None:
    case = make_case(Spec((5, 9), (5, 9), attn_type=attn_type), device)
    with pytest.raises(ValueError, match=r"is never causal, but metadata\.causal is set"):
        call(case, metadata=replace(case.metadata, causal=True))
    with pytest.raises(ValueError, match="needs key and value"):
        call(case, key=None, value=None)
    with pytest.raises(ValueError, match="16 keys for 17 queries"):
        call(case, key=case.key[1:], value=case.value[1:])
    with pytest.raises(ValueError, match="max_seq_len 12 differs from max_query_len 9"):
        call(case, metadata=replace(case.metadata, max_seq_len=12))


def test_cross_attention_is_never_causal(device: str) -> None:
    case = make_case(Spec((5,), (9,), attn_type=AttentionType.ENCODER_DECODER), device)
    with pytest.raises(ValueError, match="ENCODER_DECODER attention is never causal"):
        call(case, metadata=replace(case.metadata, causal=True))
