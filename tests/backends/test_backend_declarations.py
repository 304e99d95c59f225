"""Declarations of backends, and defaults that declare nothing."""

from __future__ import annotations

from dataclasses import fields

import pytest

from backends.base import AttentionBackend
from backends.platforms import CpuPlatform, CudaPlatform, RocmPlatform
from backends.requirements import AttentionRequirements
from backends.rocm_attn.backend import RocmAttentionBackend
from backends.tree_attn.backend import TreeAttentionBackend
from backends.triton_attn.backend import TritonAttentionBackend
from backends.triton_mla.backend import TritonMLABackend
from backends.triton_sparse_mla.backend import TritonSparseMLABackend
from backends.types import AlibiForm, AttentionType, DeviceCapability, DType, KVCacheDType

SWITCHES = [f.name for f in fields(AttentionRequirements) if isinstance(f.default, bool)]


class Undeclared(AttentionBackend):
    """Overrides nothing."""


class HalfOnly(AttentionBackend):
    """The least a backend can declare."""

    supported_dtypes = (DType.FLOAT16,)
    supported_head_sizes = (64,)


def test_defaults_are_conservative() -> None:
    asked = AttentionRequirements(head_size=64, dtype=DType.FLOAT16, block_size=16)
    assert HalfOnly.validate_configuration(asked) == []
    assert Undeclared.validate_configuration(asked) == [
        "dtype float16 is not supported (supported: none)",
        "head size 64 is not supported (supported: none)",
    ]


@pytest.mark.parametrize("switch", SWITCHES)
def test_every_switch_is_refused_by_default(switch: str) -> None:
    asked = AttentionRequirements(head_size=64, **{switch: True})
    assert len(HalfOnly.validate_configuration(asked)) == 1


@pytest.mark.parametrize("attn_type", [t for t in AttentionType if t != AttentionType.DECODER])
def test_only_decoder_attention_by_default(attn_type: AttentionType) -> None:
    (reason,) = HalfOnly.validate_configuration(AttentionRequirements(head_size=64, attn_type=attn_type))
    assert reason == f"attention type {attn_type.name} is not supported (supported: DECODER)"


@pytest.mark.parametrize(
    "platform", [CpuPlatform(), CudaPlatform(DeviceCapability(9, 0)), RocmPlatform("gfx942")], ids=str
)
def test_no_device_by_default(platform: object) -> None:
    (reason,) = HalfOnly.validate_configuration(AttentionRequirements(head_size=64), platform)
    assert reason.endswith("is not supported")


def test_nameless_and_kernelless_by_default() -> None:
    with pytest.raises(NotImplementedError, match="Undeclared"):
        Undeclared.get_name()
    with pytest.raises(NotImplementedError, match="Undeclared"):
        Undeclared.get_impl_cls()


def test_every_reason_is_given_at_once() -> None:
    asked = AttentionRequirements(
        head_size=48,
        dtype=DType.FLOAT16,
        kv_cache_dtype=KVCacheDType.INT8_PER_TOKEN_HEAD,
        block_size=64,
        attn_type=AttentionType.ENCODER_DECODER,
        has_sink=True,
        use_mla=True,
    )
    assert RocmAttentionBackend.validate_configuration(asked, CudaPlatform(DeviceCapability(9, 0))) == [
        "attention type ENCODER_DECODER is not supported (supported: DECODER, ENCODER, ENCODER_ONLY)",
        "MLA True is not supported (supported: False)",
        "KV-cache dtype int8_per_token_head is not supported (supported: auto, float16, bfloat16, fp8_e4m3, fp8_e5m2)",
        "head size 48 is not supported (supported: 32, 64, 80, 96, 128, 192, 256)",
        "block size 64 is not supported (supported: 16, 32)",
        "attention sink is not supported",
        "compute capability 9.0 is not supported",
    ]


@pytest.mark.parametrize("size", [8, 40, 64, 72, 80, 128, 256, 320, 512])
def test_triton_takes_multiples_of_eight(size: int) -> None:
    assert TritonAttentionBackend.supports_head_size(size)


@pytest.mark.parametrize("size", [0, 4, 36, 100, 520, 576])
def test_triton_refuses_other_head_sizes(size: int) -> None:
    assert not TritonAttentionBackend.supports_head_size(size)


def test_triton_refuses_distances_across_sequences() -> None:
    asked = AttentionRequirements(
        head_size=64, attn_type=AttentionType.ENCODER_DECODER, has_sliding_window=True, has_alibi=True
    )
    assert TritonAttentionBackend.validate_configuration(asked) == [
        "sliding window is not supported with attention type ENCODER_DECODER",
        "ALiBi is not supported with attention type ENCODER_DECODER",
    ]


@pytest.mark.parametrize("attn_type", [t for t in AttentionType if t != AttentionType.DECODER])
def test_triton_has_prefixes_in_prompts_only(attn_type: AttentionType) -> None:
    asked = AttentionRequirements(head_size=64, attn_type=attn_type, has_mm_prefix=True)
    assert TritonAttentionBackend.validate_configuration(asked) == [
        f"multimodal prefix is not supported with attention type {attn_type.name}"
    ]


def test_a_form_of_alibi_is_refused_where_it_has_none() -> None:
    asked = AttentionRequirements(head_size=64, has_alibi=True, alibi_form=AlibiForm.ROOT)
    assert RocmAttentionBackend.validate_configuration(asked) == [
        "ALiBi form root is not supported (supported: distance)"
    ]
    assert TritonAttentionBackend.validate_configuration(asked) == []
    assert TreeAttentionBackend.validate_configuration(asked) == ["ALiBi is not supported"]
    without = AttentionRequirements(head_size=64, alibi_form=AlibiForm.ROOT)
    assert RocmAttentionBackend.validate_configuration(without) == [], "of no meaning without ALiBi"


def test_tree_attention_declares_positions_it_does_not_know() -> None:
    asked = AttentionRequirements(head_size=64, dtype=DType.BFLOAT16, has_query_bias=True, needs_lse=True)
    assert TreeAttentionBackend.validate_configuration(asked, CudaPlatform(DeviceCapability(9, 0))) == []
    refused = AttentionRequirements(
        head_size=64,
        attn_type=AttentionType.ENCODER,
        has_sliding_window=True,
        has_alibi=True,
        is_non_causal=True,
        has_mm_prefix=True,
    )
    assert TreeAttentionBackend.validate_configuration(refused) == [
        "attention type ENCODER is not supported (supported: DECODER)",
        "sliding window is not supported",
        "ALiBi is not supported",
        "non-causal decoder attention is not supported",
        "multimodal prefix is not supported",
    ]


@pytest.mark.parametrize(
    ("capability", "supported"), [((7, 5), False), ((8, 0), True), ((9, 0), True), ((12, 0), True)]
)
def test_triton_compute_capability(capability: tuple[int, int], supported: bool) -> None:
    assert TritonAttentionBackend.supports_compute_capability(DeviceCapability(*capability)) is supported


@pytest.mark.parametrize("backend", [TritonMLABackend, TritonSparseMLABackend])
def test_latent_backends_compute_nothing_else(backend: type[AttentionBackend]) -> None:
    asked = AttentionRequirements(head_size=576, use_mla=True, use_sparse=backend.is_sparse(), needs_lse=True)
    assert backend.validate_configuration(asked, RocmPlatform("gfx942")) == []
    refused = backend.validate_configuration(AttentionRequirements(head_size=64), CpuPlatform())
    assert "MLA False is not supported (supported: True)" in refused
    assert "head size 64 is not supported (supported: 576)" in refused
    assert "CPU is not supported" in refused


def test_requirements_describe_what_is_asked() -> None:
    asked = AttentionRequirements(head_size=80, attn_type=AttentionType.ENCODER, has_sink=True)
    assert asked.describe() == "head_size=80, attn_type=ENCODER, has_sink=True"
