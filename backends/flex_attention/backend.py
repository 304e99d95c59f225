"""Declaration of FLEX_ATTENTION."""

from __future__ import annotations

from typing import ClassVar

from backends.base import AttentionBackend
from backends.types import AlibiForm, AttentionType, DeviceCapability, DType, KVCacheDType, MultipleOf


class FlexAttentionBackend(AttentionBackend):
    """torch's ``flex_attention`` (2412.05496): compiled on a GPU, eager on a CPU, over keys gathered from the cache.

    The keys of a batch are copied out of their blocks and padded to the longest request, which costs memory that a
    kernel of paged keys does without.
    """

    supported_dtypes: ClassVar[tuple[DType, ...]] = (DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32)
    supported_kv_cache_dtypes: ClassVar[tuple[KVCacheDType, ...]] = (
        KVCacheDType.AUTO,
        KVCacheDType.FLOAT16,
        KVCacheDType.BFLOAT16,
    )
    supported_head_sizes: ClassVar[tuple[int | MultipleOf, ...]] = (MultipleOf(8, least=32, most=256),)
    impl_path: ClassVar[str] = "backends.flex_attention.launch.FlexAttentionImpl"

    @classmethod
    def get_name(cls) -> str:
        """The backend's name in the registry."""
        return "FLEX_ATTENTION"

    @classmethod
    def get_supported_block_sizes(cls) -> list[int | MultipleOf]:
        """Any size: keys are gathered out of their blocks before they are used."""
        return []

    @classmethod
    def supports_head_size(cls, head_size: int) -> bool:
        """By choice, multiples of 8 from 32 to 256.

        The rows of other sizes do not start on 16 bytes in half precision, and of larger ones the template's tiles
        exceed the shared memory of GPUs other than Hopper's.
        """
        return super().supports_head_size(head_size)

    @classmethod
    def supports_attn_type(cls, attn_type: AttentionType) -> bool:
        """Every type; a model that has three of them makes a block mask for each, over its own pair of lengths."""
        return attn_type in (
            AttentionType.DECODER,
            AttentionType.ENCODER,
            AttentionType.ENCODER_ONLY,
            AttentionType.ENCODER_DECODER,
        )

    @classmethod
    def supports_sink(cls) -> bool:
        """Not supported: flex_attention's softmax has no place for a logit that belongs to no key."""
        return False

    @classmethod
    def supports_sliding_window(cls) -> bool:
        """Through the block mask: blocks that lie outside every window are not computed."""
        return True

    @classmethod
    def supports_logits_soft_cap(cls) -> bool:
        """Through the score modification."""
        return True

    @classmethod
    def supports_alibi(cls) -> bool:
        """Through the score modification."""
        return True

    @classmethod
    def supports_alibi_form(cls, form: AlibiForm) -> bool:  # noqa: ARG003
        """Every form: a function of the positions is compiled into the kernel."""
        return True

    @classmethod
    def supports_non_causal(cls) -> bool:
        """Through the mask; requests may differ."""
        return True

    @classmethod
    def supports_mm_prefix(cls) -> bool:
        """Through the mask."""
        return True

    @classmethod
    def supports_query_bias(cls) -> bool:
        """Through the score modification."""
        return True

    @classmethod
    def supports_position_bias(cls) -> bool:
        """Through the score modification."""
        return True

    @classmethod
    def can_return_lse(cls) -> bool:
        """flex_attention returns it on request."""
        return True

    @classmethod
    def supports_compute_capability(cls, capability: DeviceCapability) -> bool:
        """From 8.0: earlier tensor cores do not multiply bfloat16."""
        return capability >= DeviceCapability(8, 0)

    @classmethod
    def supports_cpu(cls) -> bool:
        """Eagerly, with all logits of the batch in memory: slow, and right."""
        return True
