"""The declaration that every attention backend makes: one class, class attributes and small predicates.

The defaults are conservative: a backend that overrides nothing is refused everything beyond causal decoder
attention. Each predicate answers one question and takes its argument as plain data, so that documentation
tools and the selector ask the very same thing. Where an override refuses something that its users would
expect, its docstring gives the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backends.loading import load_class
from backends.types import AlibiForm, AttentionType, DType, KVCacheDType, MultipleOf
from backends.validation import configuration_refusals

if TYPE_CHECKING:
    from backends.attention_layer import AttentionImpl
    from backends.mla.attention_layer import MLAImpl
    from backends.platforms import Platform
    from backends.requirements import AttentionRequirements
    from backends.types import DeviceCapability


def _is_of(listed: int | MultipleOf, size: int) -> bool:
    """Tell whether a list of supported sizes has an entry for a size."""
    return listed.accepts(size) if isinstance(listed, MultipleOf) else listed == size


class AttentionBackend:
    """Capabilities of one way of computing attention; never instantiated."""

    supported_dtypes: ClassVar[tuple[DType, ...]] = ()
    """Element types of queries, keys, values and outputs."""
    supported_kv_cache_dtypes: ClassVar[tuple[KVCacheDType, ...]] = (KVCacheDType.AUTO,)
    """Element types of the paged cache."""
    supported_head_sizes: ClassVar[tuple[int | MultipleOf, ...]] = ()
    """Head sizes, in elements."""
    impl_path: ClassVar[str] = ""
    """The dotted path of the class that runs the kernels; empty where a backend only declares."""

    @classmethod
    def get_name(cls) -> str:
        """The backend's name in the registry.

        Raises:
            NotImplementedError: a backend that does not say.
        """
        raise NotImplementedError(f"{cls.__qualname__} does not declare its name")

    @classmethod
    def get_impl_cls(cls) -> type[AttentionImpl | MLAImpl]:
        """The class at ``impl_path``, of latent attention an ``MLAImpl``; the first call imports torch and Triton.

        Raises:
            NotImplementedError: a backend that only declares.
            ImportError: the module cannot be imported, or has no such class.
        """
        if not cls.impl_path:
            raise NotImplementedError(f"{cls.__qualname__} has no implementation")
        return load_class(f"the implementation of {cls.get_name()}", cls.impl_path)

    @classmethod
    def get_supported_block_sizes(cls) -> list[int | MultipleOf]:
        """Sizes of a cache block, in tokens; an empty list restricts nothing."""
        return [16]

    @classmethod
    def supports_block_size(cls, block_size: int) -> bool:
        """Tell whether cache blocks of ``block_size`` tokens are supported."""
        sizes = cls.get_supported_block_sizes()
        if not sizes:
            return True
        return any(_is_of(size, block_size) for size in sizes)

    @classmethod
    def supports_dtype(cls, dtype: DType) -> bool:
        """Tell whether queries, keys, values and outputs may be of this element type."""
        return dtype in cls.supported_dtypes

    @classmethod
    def supports_kv_cache_dtype(cls, kv_cache_dtype: KVCacheDType) -> bool:
        """Tell whether the paged cache may hold this element type."""
        return kv_cache_dtype in cls.supported_kv_cache_dtypes

    @classmethod
    def supports_head_size(cls, head_size: int) -> bool:
        """Tell whether a head may have ``head_size`` elements."""
        return any(_is_of(size, head_size) for size in cls.supported_head_sizes)

    @classmethod
    def supports_attn_type(cls, attn_type: AttentionType) -> bool:
        """Tell whether this attention type is computed."""
        return attn_type == AttentionType.DECODER

    @classmethod
    def supports_sink(cls) -> bool:
        """Tell whether a learned logit a head may take part in the softmax."""
        return False

    @classmethod
    def supports_sliding_window(cls) -> bool:
        """Tell whether the keys that a query sees may be limited to a distance."""
        return False

    @classmethod
    def supports_logits_soft_cap(cls) -> bool:
        """Tell whether logits may be capped smoothly by a hyperbolic tangent."""
        return False

    @classmethod
    def supports_alibi(cls) -> bool:
        """Tell whether a penalty that grows with the distance may be added to the logits."""
        return False

    @classmethod
    def supports_alibi_form(cls, form: AlibiForm) -> bool:
        """Tell whether that penalty may have this form."""
        return form == AlibiForm.DISTANCE and cls.supports_alibi()

    @classmethod
    def supports_non_causal(cls) -> bool:
        """Tell whether a decoder layer may see the keys after its queries."""
        return False

    @classmethod
    def supports_mm_prefix(cls) -> bool:
        """Tell whether ranges of a prompt may attend to themselves bidirectionally."""
        return False

    @classmethod
    def supports_query_bias(cls) -> bool:
        """Tell whether a bias may be added to the logits between query tokens, as speculative trees need it."""
        return False

    @classmethod
    def supports_position_bias(cls) -> bool:
        """Tell whether a bias of every head, query and key may be added to the logits, as T5 learns for distances."""
        return False

    @classmethod
    def is_mla(cls) -> bool:
        """Tell whether the backend computes multi-head latent attention, and nothing else."""
        return False

    @classmethod
    def is_sparse(cls) -> bool:
        """Tell whether the backend computes attention over an explicit list of keys, and nothing else."""
        return False

    @classmethod
    def can_return_lse(cls) -> bool:
        """Tell whether the log-sum-exp of the logits can be returned beside the output."""
        return False

    @classmethod
    def supports_compute_capability(cls, capability: DeviceCapability) -> bool:  # noqa: ARG003
        """Tell whether the kernels run on NVIDIA GPUs of this compute capability."""
        return False

    @classmethod
    def supports_gfx_arch(cls, gfx_arch: str) -> bool:  # noqa: ARG003
        """Tell whether the kernels run on AMD GPUs of this architecture, such as ``gfx942``."""
        return False

    @classmethod
    def supports_cpu(cls) -> bool:
        """Tell whether the backend runs on a CPU."""
        return False

    @classmethod
    def combination_refusals(cls, requirements: AttentionRequirements) -> list[str]:  # noqa: ARG003
        """List the reasons why capabilities supported one by one are not supported together; empty if they are."""
        return []

    @classmethod
    def validate_configuration(
        cls, requirements: AttentionRequirements, platform: Platform | None = None
    ) -> list[str]:
        """Every reason why this backend cannot serve ``requirements`` on ``platform``.

        Args:
            requirements: the requirements of the layer and the engine.
            platform: the platform to run on; None leaves the device unjudged.

        Returns:
            One sentence a reason, naming the capability, the value asked and what is supported; empty if
            it fits.
        """
        return configuration_refusals(cls, requirements, platform)
