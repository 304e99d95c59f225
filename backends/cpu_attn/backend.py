"""Declaration of CPU_ATTN."""

from __future__ import annotations

from typing import ClassVar

from backends.base import AttentionBackend
from backends.types import AlibiForm, AttentionType, DType, KVCacheDType, MultipleOf


class CpuAttentionBackend(AttentionBackend):
    """torch's ``scaled_dot_product_attention`` on the host's processor, one request at a time, without Triton."""

    supported_dtypes: ClassVar[tuple[DType, ...]] = (DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32)
    supported_kv_cache_dtypes: ClassVar[tuple[KVCacheDType, ...]] = (
        KVCacheDType.AUTO,
        KVCacheDType.FLOAT16,
        KVCacheDType.BFLOAT16,
        KVCacheDType.FP8_E4M3,
        KVCacheDType.FP8_E5M2,
    )
    supported_head_sizes: ClassVar[tuple[int | MultipleOf, ...]] = (MultipleOf(1),)
    impl_path: ClassVar[str] = "backends.cpu_attn.launch.CpuAttentionImpl"

    @classmethod
    def get_name(cls) -> str:
        """The backend's name in the registry."""
        return "CPU_ATTN"

    @classmethod
    def get_supported_block_sizes(cls) -> list[int | MultipleOf]:
        """Any size: a request's keys are gathered out of their blocks before they are used."""
        return []

    @classmethod
    def supports_head_size(cls, head_size: int) -> bool:
        """Any size: nothing is padded and nothing must fit a shared memory."""
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
        """A sink is one more key, with a bias of its logit and no value."""
        return True

    @classmethod
    def supports_sliding_window(cls) -> bool:
        """Through the bias; keys outside every window are multiplied all the same."""
        return True

    @classmethod
    def supports_logits_soft_cap(cls) -> bool:
        """With the logits written out: torch's operator has no place for a function between products and bias."""
        return True

    @classmethod
    def supports_alibi(cls) -> bool:
        """Through the bias."""
        return True

    @classmethod
    def supports_alibi_form(cls, form: AlibiForm) -> bool:  # noqa: ARG003
        """Every form: the bias is made of positions."""
        return True

    @classmethod
    def supports_non_causal(cls) -> bool:
        """The bias is one request's, so that requests may differ."""
        return True

    @classmethod
    def supports_mm_prefix(cls) -> bool:
        """Through the bias."""
        return True

    @classmethod
    def supports_query_bias(cls) -> bool:
        """Through the bias."""
        return True

    @classmethod
    def supports_position_bias(cls) -> bool:
        """Through the bias."""
        return True

    @classmethod
    def can_return_lse(cls) -> bool:
        """With the logits written out, for torch's operator returns the output alone."""
        return True

    @classmethod
    def supports_cpu(cls) -> bool:
        """The only place where it runs: on a GPU, a call for every request would wait for the host."""
        return True
