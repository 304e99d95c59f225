"""What every implementation does around its kernels: refuse, check, cache the new keys, then launch."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from backends import platforms
from backends.inputs import CacheScales, Inputs
from backends.requirements import AttentionRequirements
from backends.selector import supporting_backends
from backends.types import AttentionType, KVCacheDType

if TYPE_CHECKING:
    from torch import Tensor

    from backends.base import AttentionBackend
    from backends.metadata import AttentionMetadata


class AttentionImpl(ABC):
    """One attention layer. The constructor and :meth:`forward` have the signatures of vLLM's v1 backends.

    Args:
        num_heads: query heads.
        head_size: elements of a head.
        scale: what the dot products are multiplied by; positive.
        num_kv_heads: key and value heads, a divisor of ``num_heads``.
        alibi_slopes: one slope a query head, or None; the penalty is ``slope * |key - query|`` (2108.12409).
        sliding_window: a query sees the keys less than this far from it, or None for all.
        kv_cache_dtype: element type of the paged cache.
        logits_soft_cap: ``cap`` of ``cap * tanh(logit / cap)`` (Gemma 2, 2408.00118), or None; positive.
        attn_type: which sequences queries, keys and values come from.
        sinks: float ``[num_heads]``, a logit a head that takes part in the softmax with no value, or None.

    Raises:
        ValueError: an argument is out of its range, or the backend does not declare what is asked; the
            message carries every reason, and the backends that would do.
    """

    backend: ClassVar[type[AttentionBackend]]
    """The declaration that this implementation is held to."""

    def __init__(  # noqa: PLR0917  (vLLM's callers pass these by position)
        self,
        num_heads: int,
        head_size: int,
        scale: float,
        num_kv_heads: int,
        alibi_slopes: list[float] | None = None,
        sliding_window: int | None = None,
        kv_cache_dtype: KVCacheDType | str = KVCacheDType.AUTO,
        logits_soft_cap: float | None = None,
        attn_type: AttentionType | str = AttentionType.DECODER,
        sinks: Tensor | None = None,
    ) -> None:
        for name, number in (
            ("num_heads", num_heads),
            ("num_kv_heads", num_kv_heads),
            ("scale", scale),
            ("sliding_window", sliding_window),
            ("logits_soft_cap", logits_soft_cap),
        ):
            if number is not None and number <= 0:
                raise ValueError(f"{name} must be positive, not {number}")
        if num_heads % num_kv_heads:
            raise ValueError(f"num_heads {num_heads} is no multiple of num_kv_heads {num_kv_heads}")
        if alibi_slopes is not None and len(alibi_slopes) != num_heads:
            raise ValueError(f"{len(alibi_slopes)} ALiBi slopes for {num_heads} heads")
        if sinks is not None and tuple(sinks.shape) != (num_heads,):
            raise ValueError(f"sinks must have shape [{num_heads}], not {list(sinks.shape)}")
        self.num_heads = num_heads
        self.head_size = head_size
        self.scale = scale
        self.num_kv_heads = num_kv_heads
        self.alibi_slopes = alibi_slopes
        self.sliding_window = sliding_window
        self.kv_cache_dtype = KVCacheDType(kv_cache_dtype)
        self.logits_soft_cap = logits_soft_cap
        self.attn_type = AttentionType(attn_type)
        self.sinks = sinks
        self.requirements = AttentionRequirements(
            head_size=head_size,
            kv_cache_dtype=self.kv_cache_dtype,
            attn_type=self.attn_type,
            has_sink=sinks is not None,
            has_sliding_window=sliding_window is not None,
            has_logits_soft_cap=logits_soft_cap is not None,
            has_alibi=alibi_slopes is not None,
        )
        self._admitted: set[AttentionRequirements] = set()
        self._admit(self.requirements)

    @property
    def uses_cache(self) -> bool:
        """Whether keys and values are read from the paged cache rather than packed like the queries."""
        return self.attn_type in (AttentionType.DECODER, AttentionType.ENCODER_DECODER)

    def forward(  # noqa: PLR0917  (as the constructor)
        self,
        query: Tensor,
        key: Tensor | None,
        value: Tensor | None,
        kv_cache: Tensor | None,
        metadata: AttentionMetadata,
        output: Tensor,
        k_scale: float = 1.0,
        v_scale: float = 1.0,
        kv_cache_scales: Tensor | None = None,
        output_lse: Tensor | None = None,
    ) -> Tensor:
        """Attend, after writing new keys and values into the cache where the attention type has one.

        Args:
            query: ``[tokens, num_heads, head_size]``.
            key: ``[kv_tokens, num_kv_heads, head_size]``; None where the cache holds every key already, as
                in cross-attention after the first step.
            value: as ``key``.
            kv_cache: ``[2, blocks, block_size, num_kv_heads, head_size]``, keys first; ignored by the encoder
                types.
            metadata: the batch.
            output: like ``query``; written for the tokens of the requests and for no others. A query that
                sees no key gets zeros.
            k_scale: what cached keys are multiplied by; 1 unless the cache is quantised with one scale.
            v_scale: what cached values are multiplied by; 1 unless the cache is quantised with one scale.
            kv_cache_scales: float32 ``[2, blocks, block_size, num_kv_heads]``, written with the cache; for
                a cache with a scale for every token and head, and no other.
            output_lse: float32 ``[tokens, num_heads]``, or None: where the natural logarithm of the sum of
                the exponentials of each query's logits goes, its sink's included; ``-inf`` without any key.

        Returns:
            ``output``.

        Raises:
            ValueError: a shape, element type, device or stride does not fit, the backend does not declare
                this configuration, or :mod:`backends.block_ids` was asked to look and found a wrong block.
        """
        import torch  # noqa: PLC0415  (torch loads when a layer first runs)

        from backends.block_ids import block_ids_are_checked, check_block_ids  # noqa: PLC0415
        from backends.checks import check_inputs, check_scales, check_tensor  # noqa: PLC0415
        from backends.dtypes import dtype_of  # noqa: PLC0415

        check_inputs(self, query, key, value, kv_cache, metadata, output)
        scales = CacheScales(k_scale, v_scale, kv_cache_scales)
        check_scales(self, scales, kv_cache)
        if output_lse is not None:
            shape = (query.shape[0], self.num_heads)
            check_tensor("output_lse", output_lse, shape, (torch.float32,), query.device)
        self._admit(
            replace(
                self.requirements,
                dtype=dtype_of(query.dtype),
                block_size=kv_cache.shape[2] if self.uses_cache and kv_cache is not None else None,
                is_non_causal=self.attn_type == AttentionType.DECODER and metadata.causal is not True,
                has_mm_prefix=metadata.mm_prefix_ranges is not None,
                has_query_bias=metadata.query_bias is not None,
                has_position_bias=metadata.position_bias is not None,
                needs_lse=output_lse is not None,
            )
        )
        if self.uses_cache and block_ids_are_checked():
            check_block_ids(kv_cache, metadata)
        if self.uses_cache and key is not None and value is not None:
            self._write_cache(key, value, kv_cache, metadata.slot_mapping, scales)
        if query.shape[0] > 0 and metadata.seq_lens.shape[0] > 0 and metadata.max_query_len > 0:
            self._launch(Inputs(query, key, value, kv_cache, metadata, output, scales, output_lse))
        return output

    def _write_cache(
        self, key: Tensor, value: Tensor, kv_cache: Tensor, slot_mapping: Tensor, scales: CacheScales
    ) -> None:
        """Write new keys and values into the cache, arguments as in :func:`write_kv_cache`.

        A backend that runs where Triton is not installed overrides this.
        """
        from backends.kv_cache.launch import write_kv_cache  # noqa: PLC0415

        write_kv_cache(key, value, kv_cache, slot_mapping, scales)

    @abstractmethod
    def _launch(self, inputs: Inputs) -> None:
        """Run the kernels on inputs that were checked and a cache that holds the new keys."""

    def _admit(self, requirements: AttentionRequirements) -> None:
        if requirements in self._admitted:
            return
        reasons = self.backend.validate_configuration(requirements, platforms.current_platform)
        if reasons:
            others = supporting_backends(requirements, platforms.current_platform)
            raise ValueError(
                f"{self.backend.get_name()} cannot run this layer: {'; '.join(reasons)}; "
                f"supported by {', '.join(others) or 'no known backend'} on "
                f"{platforms.current_platform.describe()}"
            )
        self._admitted.add(requirements)
