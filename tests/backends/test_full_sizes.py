"""Sizes that serving has: sequences to 32k, 128 requests. Too much for the interpreter, so on a GPU alone."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
import torch

from backends.types import AttentionType, KVCacheDType
from tests.backends.cases import Spec, make_case
from tests.backends.mla_cases import MLASpec, make_mla_case

pytestmark = pytest.mark.gpu

_RANDOM = Random(7)  # noqa: S311 - lengths, not secrets
_LENGTHS = [_RANDOM.randrange(1, 4096) for _ in range(126)] + [32768, 1]
_CHUNKS = [_RANDOM.choice((1, 1, 1, 17, 300)) for _ in _LENGTHS]
SIZES = {
    "decode 128 to 32k": ([1] * 128, _LENGTHS),
    "mixed 128 to 32k": ([min(pair) for pair in zip(_CHUNKS, _LENGTHS, strict=True)], _LENGTHS),
    "last chunk of 32k": ([512], [32768]),
    "20 prompts": ([1030] * 20, [1030] * 20),
    "whole 2k": ([2048, 2047], [2048, 2047]),
}
HALVES = [torch.float16, torch.bfloat16]
CACHES = [KVCacheDType.AUTO, KVCacheDType.FP8_E4M3, KVCacheDType.FP8_E5M2, KVCacheDType.FP8_PER_TOKEN_HEAD]


@pytest.fixture(autouse=True)
def _on_a_gpu(device: str) -> None:
    if device != "cuda":
        pytest.skip("needs --device cuda")


def batch(size: str, dtype: torch.dtype, cache: KVCacheDType = KVCacheDType.AUTO, **more: object) -> Spec:
    queries, lengths = SIZES[size]
    scales = (
        {"k_scale": 0.02, "v_scale": 0.02} if cache in (KVCacheDType.FP8_E4M3, KVCacheDType.FP8_E5M2) else {}
    )
    return Spec(queries, lengths, dtype=dtype, group=4, head_size=128, cache_dtype=cache, **scales, **more)


@pytest.mark.parametrize("dtype", HALVES, ids=str)
@pytest.mark.parametrize("cache", CACHES, ids=lambda cache: cache.value)
@pytest.mark.parametrize("size", SIZES)
def test_triton_attn(
    device: str, assert_close: Callable[..., None], size: str, cache: KVCacheDType, dtype: torch.dtype
) -> None:
    from backends.triton_attn.launch import TritonAttentionImpl

    case = make_case(batch(size, dtype, cache), device)
    assert_close(f"TRITON_ATTN {cache.value}", case.run(TritonAttentionImpl), case.expected())


@pytest.mark.parametrize("dtype", HALVES, ids=str)
@pytest.mark.parametrize("size", SIZES)
def test_rocm_kernels(device: str, assert_close: Callable[..., None], size: str, dtype: torch.dtype) -> None:
    """Their kernels are Triton too and run here, though the backends declare AMD's architectures alone."""
    from backends.rocm_aiter_fa.launch import RocmAiterFlashAttentionImpl
    from backends.rocm_attn.launch import RocmAttentionImpl

    for name, impl in (("ROCM_ATTN", RocmAttentionImpl), ("ROCM_AITER_FA", RocmAiterFlashAttentionImpl)):
        case = make_case(batch(size, dtype), device)
        assert_close(name, case.run(impl), case.expected())


@pytest.mark.parametrize("dtype", HALVES, ids=str)
def test_cross_attention(device: str, assert_close: Callable[..., None], dtype: torch.dtype) -> None:
    """Whisper: 1500 encoder positions, several decoder tokens, more queries than keys in places."""
    from backends.triton_attn.launch import TritonAttentionImpl

    spec = Spec(
        [4, 1, 1, 448] * 8, [1500, 1500, 37, 3] * 8, dtype=dtype, group=1, kv_heads=20, head_size=64,
        attn_type=AttentionType.ENCODER_DECODER,
    )  # fmt: skip
    case = make_case(spec, device)
    assert_close("TRITON_ATTN", case.run(TritonAttentionImpl), case.expected())


@pytest.mark.parametrize("kv_scale", [None, 0.02], ids=["auto", "fp8"])
@pytest.mark.parametrize("heads", [16, 128])
def test_latent_decode(
    device: str, assert_close: Callable[..., None], heads: int, kv_scale: float | None
) -> None:
    from backends.triton_mla.launch import TritonMLAImpl

    lengths = _LENGTHS[-40:]
    spec = MLASpec(
        [1] * 40, lengths, torch.bfloat16, heads=heads, rank=512, rope=64, nope=128, value=128, block_size=64,
        kv_scale=kv_scale,
    )  # fmt: skip
    case = make_mla_case(spec, device)
    assert_close("TRITON_MLA", case.forward(TritonMLAImpl)[0], case.expected()[0])
