"""Declaration of ROCM_ATTN."""

from __future__ import annotations

from typing import ClassVar

from backends.base import AttentionBackend
from backends.types import AttentionType, DType, KVCacheDType, MultipleOf


class RocmAttentionBackend(AttentionBackend):
    """A Triton prefill kernel that mixes new keys with the cached context, and a paged decode kernel."""

    supported_dtypes: ClassVar[tuple[DType, ...]] = (DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32)
    supported_kv_cache_dtypes: ClassVar[tuple[KVCacheDType, ...]] = (
        KVCacheDType.AUTO,
        KVCacheDType.FLOAT16,
        KVCacheDType.BFLOAT16,
        KVCacheDType.FP8_E4M3,
        KVCacheDType.FP8_E5M2,
    )
    supported_head_sizes: ClassVar[tuple[int | MultipleOf, ...]] = (32, 64, 80, 96, 128, 192, 256)
    impl_path: ClassVar[str] = "backends.rocm_attn.launch.RocmAttentionImpl"

    @classmethod
    def get_name(cls) -> str:
        """The backend's name in the registry."""
        return "ROCM_ATTN"

    @classmethod
    def get_supported_block_sizes(cls) -> list[int | MultipleOf]:
        """16 and 32 tokens: the decode kernel reads one cache block a step."""
        return [16, 32]

    @classmethod
    def supports_attn_type(cls, attn_type: AttentionType) -> bool:
        """Decoder, encoder and encoder-only attention; not encoder-decoder.

        The prefill kernel takes the K/V it is handed for new tokens that follow the cached context, and mixes
        the two. In cross-attention the encoder's K/V are handed over and are in the cache already, so with
        max_query_len > 1 (a prompt of several tokens, beam search) some of them are mixed in twice and others
        not at all. Greedy decoding, max_query_len == 1, hides this: it goes to the decode kernel, which
        reads nothing but the cache.
        """
        return attn_type in (AttentionType.DECODER, AttentionType.ENCODER, AttentionType.ENCODER_ONLY)

    @classmethod
    def supports_sliding_window(cls) -> bool:
        """Both kernels begin at the first key that some query sees; encoders have the window on both sides."""
        return True

    @classmethod
    def supports_logits_soft_cap(cls) -> bool:
        """The logits are capped before ALiBi's penalty is taken off."""
        return True

    @classmethod
    def supports_alibi(cls) -> bool:
        """The penalty is the head's slope times the distance, in both directions where keys lie ahead."""
        return True

    @classmethod
    def can_return_lse(cls) -> bool:
        """Both kernels keep the running maximum and sum that it is made of."""
        return True

    @classmethod
    def supports_gfx_arch(cls, gfx_arch: str) -> bool:
        """CDNA 2, 3 and 4, RDNA 3 and 4, for which the kernels are compiled in the tests."""
        return gfx_arch in ("gfx90a", "gfx942", "gfx950", "gfx1100", "gfx1201")
