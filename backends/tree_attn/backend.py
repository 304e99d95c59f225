"""Declaration of TREE_ATTN."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backends.base import AttentionBackend
from backends.triton_attn.backend import TritonAttentionBackend
from backends.types import AttentionType

if TYPE_CHECKING:
    from backends.types import AlibiForm, DeviceCapability, DType, KVCacheDType, MultipleOf


class TreeAttentionBackend(AttentionBackend):
    """Decoder attention in which the query tokens of a request are a tree (SpecInfer, 2305.09781).

    Who sees whom among them is a bias on their logits; the context before them is seen by all. Batches without
    a bias are causal, as prompts are. The engine asks for it by name where it drafts trees.
    """

    supported_dtypes: ClassVar[tuple[DType, ...]] = TritonAttentionBackend.supported_dtypes
    supported_kv_cache_dtypes: ClassVar[tuple[KVCacheDType, ...]] = (
        TritonAttentionBackend.supported_kv_cache_dtypes
    )
    supported_head_sizes: ClassVar[tuple[int | MultipleOf, ...]] = TritonAttentionBackend.supported_head_sizes
    impl_path: ClassVar[str] = "backends.tree_attn.launch.TreeAttentionImpl"

    @classmethod
    def get_name(cls) -> str:
        """The backend's name in the registry."""
        return "TREE_ATTN"

    @classmethod
    def get_supported_block_sizes(cls) -> list[int | MultipleOf]:
        """By choice, those of TRITON_ATTN, whose kernels it runs."""
        return TritonAttentionBackend.get_supported_block_sizes()

    @classmethod
    def supports_head_size(cls, head_size: int) -> bool:
        """By choice, those of TRITON_ATTN, whose kernels it runs."""
        return super().supports_head_size(head_size)

    @classmethod
    def supports_attn_type(cls, attn_type: AttentionType) -> bool:
        """By choice, decoders alone: trees are of tokens that a decoder proposes, and TRITON_ATTN takes the rest."""
        return attn_type == AttentionType.DECODER

    @classmethod
    def supports_sink(cls) -> bool:
        """The softmax of a head starts from its sink's logit."""
        return True

    @classmethod
    def supports_sliding_window(cls) -> bool:
        """By choice, no: a token of a tree stands at its depth, which the bias does not tell, and with it distances."""
        return False

    @classmethod
    def supports_logits_soft_cap(cls) -> bool:
        """The logits are capped before the bias is added."""
        return True

    @classmethod
    def supports_alibi(cls) -> bool:
        """By choice, no, as with windows: the distance to a key is not known from the bias."""
        return False

    @classmethod
    def supports_alibi_form(cls, form: AlibiForm) -> bool:  # noqa: ARG003
        """By choice, none: the distance to a key is not known from the bias."""
        return False

    @classmethod
    def supports_non_causal(cls) -> bool:
        """By choice, no: the bias says who sees whom, and could say the same of a request that is not causal."""
        return False

    @classmethod
    def supports_mm_prefix(cls) -> bool:
        """By choice, no: a range would show what the bias hides."""
        return False

    @classmethod
    def supports_position_bias(cls) -> bool:
        """By choice, no, as with windows: such a bias is learned for distances."""
        return False

    @classmethod
    def supports_query_bias(cls) -> bool:
        """The bias is added where the keys are a request's own query tokens."""
        return True

    @classmethod
    def can_return_lse(cls) -> bool:
        """The natural log-sum-exp of the logits, bias and sinks included."""
        return True

    @classmethod
    def supports_compute_capability(cls, capability: DeviceCapability) -> bool:
        """By choice, those of TRITON_ATTN, whose kernels it runs."""
        return TritonAttentionBackend.supports_compute_capability(capability)

    @classmethod
    def supports_gfx_arch(cls, gfx_arch: str) -> bool:
        """By choice, those of TRITON_ATTN, whose kernels it runs."""
        return TritonAttentionBackend.supports_gfx_arch(gfx_arch)
