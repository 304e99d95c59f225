"""Declaration of ROCM_AITER_FA."""

from __future__ import annotations

from typing import ClassVar

from backends.base import AttentionBackend
from backends.types import AttentionType, DType, KVCacheDType, MultipleOf


class RocmAiterFlashAttentionBackend(AttentionBackend):
    """Flash attention over packed new keys, a second pass over the cached context, and ROCM_ATTN's decode kernel.

    The name and the division of the work are vLLM's, where AMD's AITER library brings the kernels; here they are
    our own.
    """

    supported_dtypes: ClassVar[tuple[DType, ...]] = (DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32)
    supported_kv_cache_dtypes: ClassVar[tuple[KVCacheDType, ...]] = (
        KVCacheDType.AUTO,
        KVCacheDType.FLOAT16,
        KVCacheDType.BFLOAT16,
        KVCacheDType.FP8_E4M3,
        KVCacheDType.FP8_E5M2,
    )
    supported_head_sizes: ClassVar[tuple[int | MultipleOf, ...]] = (32, 64, 80, 96, 128, 192, 256)
    impl_path: ClassVar[str] = "backends.rocm_aiter_fa.launch.RocmAiterFlashAttentionImpl"

    @classmethod
    def get_name(cls) -> str:
        """The backend's name in the registry."""
        return "ROCM_AITER_FA"

    @classmethod
    def get_supported_block_sizes(cls) -> list[int | MultipleOf]:
        """16 and 32 tokens: the decode kernel reads one cache block a step."""
        return [16, 32]

    @classmethod
    def supports_attn_type(cls, attn_type: AttentionType) -> bool:
        """Decoder attention only.

        The prefill is called as AITER's ``flash_attn_varlen_func`` is: with one ``cu_seqlens``, the decoder's, for
        the queries and for the keys, and always causal. In cross-attention the keys are the encoder's, whose
        boundaries are others and which every query sees: both are wrong there, for max_query_len > 1. Greedy
        decoding, max_query_len == 1, hides this: it goes to the decode kernel, which reads nothing but the cache.
        Encoders share the boundaries and are not causal.
        """
        return attn_type == AttentionType.DECODER

    @classmethod
    def supports_sliding_window(cls) -> bool:
        """Both passes and the decode kernel begin at the first key that some query sees."""
        return True

    @classmethod
    def supports_logits_soft_cap(cls) -> bool:
        """The logits of both passes and of the decode kernel are capped before they are joined."""
        return True

    @classmethod
    def supports_non_causal(cls) -> bool:
        """Not supported: the prefill is always causal."""
        return False

    @classmethod
    def can_return_lse(cls) -> bool:
        """The passes are joined by it, so that it is there in any case."""
        return True

    @classmethod
    def supports_gfx_arch(cls, gfx_arch: str) -> bool:
        """CDNA 3 and 4, as AITER."""
        return gfx_arch in ("gfx942", "gfx950")
