"""Declaration of TRITON_ATTN."""

from __future__ import annotations

from typing import ClassVar

from backends.base import AttentionBackend
from backends.types import AlibiForm, AttentionType, DeviceCapability, DType, KVCacheDType, MultipleOf


class TritonAttentionBackend(AttentionBackend):
    """One Triton kernel for prefill, decode and mixed batches, every attention type, over a paged cache."""

    supported_dtypes: ClassVar[tuple[DType, ...]] = (DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32)
    supported_kv_cache_dtypes: ClassVar[tuple[KVCacheDType, ...]] = (
        KVCacheDType.AUTO,
        KVCacheDType.FLOAT16,
        KVCacheDType.BFLOAT16,
        KVCacheDType.FP8_E4M3,
        KVCacheDType.FP8_E5M2,
        KVCacheDType.INT8_PER_TOKEN_HEAD,
        KVCacheDType.FP8_PER_TOKEN_HEAD,
    )
    supported_head_sizes: ClassVar[tuple[int | MultipleOf, ...]] = (MultipleOf(8, most=512),)
    impl_path: ClassVar[str] = "backends.triton_attn.launch.TritonAttentionImpl"

    @classmethod
    def get_name(cls) -> str:
        """The backend's name in the registry."""
        return "TRITON_ATTN"

    @classmethod
    def get_supported_block_sizes(cls) -> list[int | MultipleOf]:
        """Any multiple of 16 tokens: a tile of keys looks up the block of every key for itself."""
        return [MultipleOf(16)]

    @classmethod
    def supports_head_size(cls, head_size: int) -> bool:
        """By choice, multiples of 8 up to 512, padded to a power of two inside the kernel.

        The rows of other sizes do not start on 16 bytes in half precision, and larger heads leave room
        for the tiles in the shared memory of Hopper's GPUs alone.
        """
        return super().supports_head_size(head_size)

    @classmethod
    def supports_attn_type(cls, attn_type: AttentionType) -> bool:
        """Every type; cross-attention with any number of query tokens, since all keys come from the cache."""
        return attn_type in (
            AttentionType.DECODER,
            AttentionType.ENCODER,
            AttentionType.ENCODER_ONLY,
            AttentionType.ENCODER_DECODER,
        )

    @classmethod
    def supports_sink(cls) -> bool:
        """The softmax of a head starts from its sink's logit."""
        return True

    @classmethod
    def supports_sliding_window(cls) -> bool:
        """Tiles of keys that lie outside every window of a block of queries are not read."""
        return True

    @classmethod
    def supports_logits_soft_cap(cls) -> bool:
        """The logits are capped before ALiBi's penalty or a position bias is added."""
        return True

    @classmethod
    def supports_alibi(cls) -> bool:
        """The penalty is added to the capped logits of each tile."""
        return True

    @classmethod
    def supports_alibi_form(cls, form: AlibiForm) -> bool:  # noqa: ARG003
        """Every form: keys know how far ahead of a query they lie."""
        return cls.supports_alibi()

    @classmethod
    def supports_non_causal(cls) -> bool:
        """The causal limit is a property of the batch, and of each request where they differ."""
        return True

    @classmethod
    def supports_mm_prefix(cls) -> bool:
        """Tiles of keys ahead of a block of queries are visited up to the end of the ranges that it touches."""
        return True

    @classmethod
    def supports_query_bias(cls) -> bool:
        """The bias is added where the keys are a request's own query tokens; distances stay those of positions."""
        return True

    @classmethod
    def supports_position_bias(cls) -> bool:
        """A tile of the bias is read beside every tile of keys, in prefill and in split decoding."""
        return True

    @classmethod
    def can_return_lse(cls) -> bool:
        """The natural log-sum-exp of the logits, sinks included."""
        return True

    @classmethod
    def supports_compute_capability(cls, capability: DeviceCapability) -> bool:
        """From 8.0: earlier tensor cores do not multiply bfloat16, and the tiles need their shared memory."""
        return capability >= DeviceCapability(8, 0)

    @classmethod
    def supports_gfx_arch(cls, gfx_arch: str) -> bool:
        """CDNA 2, 3 and 4, RDNA 3 and 4, for which the kernel is compiled in the tests."""
        return gfx_arch in ("gfx90a", "gfx942", "gfx950", "gfx1100", "gfx1201")
