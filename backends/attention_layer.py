"""Steps of every layer around its kernels: refuse, check, cache the new keys, then launch."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from backends import platforms, selector
from backends.inputs import CacheScales, Inputs
from backends.requirements import AttentionRequirements
from backends.signature import signature_of
from backends.types import AlibiForm, AttentionType, KVCacheDType

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import torch
    from torch import Tensor

    from backends.base import AttentionBackend
    from backends.metadata import AttentionMetadata

UNLIMITED = 2**31 - 1
"""Smallest sliding window that hides nothing, because lengths are int32; several configurations use it for none."""
_UNSCALED = CacheScales()
_MOST_SHAPES = 4096
"""Most shapes of calls that a layer remembers as checked."""


def check_positive(**numbers: float | None) -> None:
    """Check optional numbers.

    Raises:
        ValueError: one is not positive, or not finite.
    """
    for name, number in numbers.items():
        if number is not None and not 0 < number < math.inf:
            raise ValueError(f"{name} must be {'positive' if number <= 0 else 'finite'}, not {number}")


class Prepared(NamedTuple):
    """Functions that run all calls of one shape, for which everything else is decided."""

    launch: Callable[..., None]
    """Attends, given the inputs of a call."""
    write: Callable[..., None] | None
    """Writes new tokens into the cache; None where a call hands over none."""


class AttentionLayer(ABC):
    """Base of layers of heads and of latent layers: compares every layer with its backend's declaration."""

    backend: ClassVar[type[AttentionBackend]]
    """The declaration that this implementation must keep to."""
    requirements: AttentionRequirements
    """Requirements of the layer in every call."""

    def __init__(self, requirements: AttentionRequirements) -> None:
        self.requirements = requirements
        self._prepared: dict[Hashable, Prepared] = {}
        self._admit(requirements)

    def _admit(self, requirements: AttentionRequirements, device: torch.device | None = None) -> None:
        """Compare requirements, and the device that tensors are on, with the declaration.

        Raises:
            ValueError: the backend does not declare all of it; the message holds every reason, and the backends that
                would fit.
        """
        platform = platforms.current_platform
        reasons = self.backend.validate_configuration(requirements, platform)
        if device is not None:
            from backends.device import tensor_refusals  # noqa: PLC0415  (torch loads when a layer first runs)

            reasons += tensor_refusals(self.backend, device)
        if reasons:
            raise ValueError(selector.refusal(self.backend.get_name(), reasons, requirements, platform))

    def _remember(self, shape: Hashable, prepared: Prepared) -> None:
        """Note that calls of a shape have passed all checks, and how they are launched."""
        if len(self._prepared) >= _MOST_SHAPES:
            self._prepared.clear()
        self._prepared[shape] = prepared


class AttentionImpl(AttentionLayer):
    """One attention layer. The constructor and :meth:`forward` have the signatures of vLLM's v1 backends.

    Args:
        num_heads: query heads.
        head_size: elements of a head.
        scale: factor of the dot products; positive.
        num_kv_heads: key and value heads, a divisor of ``num_heads``.
        alibi_slopes: one slope a query head, or None; the penalty is ``slope * |key - query|`` (2108.12409), unless
            ``alibi_form`` says otherwise.
        sliding_window: a query sees the keys less than this many tokens away; None or ``UNLIMITED`` for all.
        kv_cache_dtype: element type of the paged cache.
        logits_soft_cap: ``cap`` of ``cap * tanh(logit / cap)`` (Gemma 2, 2408.00118), or None; positive.
        attn_type: which sequences queries, keys and values come from.
        sinks: float ``[num_heads]``, a logit a head that takes part in the softmax with no value, or None.
        alibi_form: the form of ALiBi's penalty.

    Raises:
        ValueError: an argument is out of its range, or the backend does not declare all that is asked; the message
            holds every reason, and the backends that would fit.
    """

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
        *,
        alibi_form: AlibiForm | str = AlibiForm.DISTANCE,
    ) -> None:
        check_positive(
            num_heads=num_heads,
            num_kv_heads=num_kv_heads,
            scale=scale,
            sliding_window=sliding_window,
            logits_soft_cap=logits_soft_cap,
        )
        if num_heads % num_kv_heads:
            raise ValueError(f"num_heads {num_heads} is no multiple of num_kv_heads {num_kv_heads}")
        if alibi_slopes is not None and len(alibi_slopes) != num_heads:
            raise ValueError(f"{len(alibi_slopes)} ALiBi slopes for {num_heads} heads")
        if alibi_slopes is not None and not all(map(math.isfinite, alibi_slopes)):
            raise ValueError(f"ALiBi slopes must be finite, not {alibi_slopes}")
        self.alibi_form = AlibiForm(alibi_form)
        if alibi_slopes is None and self.alibi_form != AlibiForm.DISTANCE:
            raise ValueError(f"alibi_form {self.alibi_form.value} needs alibi_slopes")
        self.num_heads = num_heads
        self.head_size = head_size
        self.scale = float(scale)
        self.num_kv_heads = num_kv_heads
        self.alibi_slopes = alibi_slopes
        self.sliding_window = (
            None if sliding_window is None or sliding_window >= UNLIMITED else sliding_window
        )
        self.kv_cache_dtype = KVCacheDType(kv_cache_dtype)
        self.logits_soft_cap = None if logits_soft_cap is None else float(logits_soft_cap)
        self.attn_type = AttentionType(attn_type)
        self.uses_cache = self.attn_type in (AttentionType.DECODER, AttentionType.ENCODER_DECODER)
        """True if keys and values are read from the paged cache, false if they are packed like the queries."""
        self.sinks = sinks
        if sinks is not None:
            from backends.checks import check_sinks  # noqa: PLC0415  (there is a tensor, so torch is loaded)

            check_sinks(sinks, num_heads)
        super().__init__(
            AttentionRequirements(
                head_size=head_size,
                kv_cache_dtype=self.kv_cache_dtype,
                attn_type=self.attn_type,
                has_sink=sinks is not None,
                has_sliding_window=self.sliding_window is not None,
                has_logits_soft_cap=logits_soft_cap is not None,
                has_alibi=alibi_slopes is not None,
                alibi_form=self.alibi_form,
            )
        )

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
            key: ``[kv_tokens, num_kv_heads, head_size]``, in the decoder those of the query tokens, in order; None
                where the cache holds every key already, as in cross-attention after the first step.
            value: as ``key``.
            kv_cache: ``[2, blocks, block_size, num_kv_heads, head_size]``, keys first; ignored by the encoder
                types.
            metadata: the batch.
            output: like ``query``; written only for the tokens of the requests. A query that
                sees no key gets zeros.
            k_scale: factor of cached keys; 1 unless the cache is quantised with one scale.
            v_scale: factor of cached values; 1 unless the cache is quantised with one scale.
            kv_cache_scales: float32 ``[2, blocks, block_size, num_kv_heads]``, written with the cache; for
                a cache with a scale for every token and head, and no other.
            output_lse: float32 ``[tokens, num_heads]``, or None: receives the natural logarithm of the sum of the
                exponentials of each query's logits, its sink's included; ``-inf`` without any key.

        Returns:
            ``output``.

        Raises:
            ValueError: a shape, element type, device or stride does not fit, the backend does not declare
                this configuration, or :mod:`backends.block_ids`, where it is switched on, found a wrong block.
        """
        from backends import block_ids, checks  # noqa: PLC0415  (torch loads when a layer first runs)

        if not self.uses_cache:
            kv_cache = None
        sinks = self.sinks
        own = signature_of((query, key, value, kv_cache, output, kv_cache_scales, output_lse, sinks))
        scales = _UNSCALED
        if kv_cache_scales is not None or k_scale != 1.0 or v_scale != 1.0:
            scales = CacheScales(float(k_scale), float(v_scale), kv_cache_scales)
        inputs = Inputs(query, key, value, kv_cache, metadata, output, scales, output_lse, sinks, own)
        shape = (own, metadata.shape, k_scale, v_scale)
        prepared = self._prepared.get(shape)
        if prepared is None:
            checks.check_inputs(self, inputs)
            self._admit(self._asked(inputs), query.device)
            writes = self.uses_cache and key is not None
            prepared = Prepared(self._prepare(inputs), self._prepare_write(inputs) if writes else None)
            self._remember(shape, prepared)
        checks.check_lengths(self, inputs)
        if self.uses_cache:
            if block_ids.block_ids_are_checked():
                block_ids.check_block_ids(kv_cache, metadata)
            if prepared.write is not None:
                prepared.write(key, value, kv_cache, metadata.slot_mapping, scales)
        if query.shape[0] > 0 and metadata.seq_lens.shape[0] > 0 and metadata.max_query_len > 0:
            prepared.launch(inputs)
        return output

    def _slopes_on(self, device: torch.device) -> Tensor | None:
        """The ALiBi slopes, float32 ``[num_heads]``, copied to the device once; None without ALiBi."""
        if self.alibi_slopes is None:
            return None
        if self._slopes is None or self._slopes.device != device:
            import torch  # noqa: PLC0415  (as in forward)

            self._slopes = torch.tensor(self.alibi_slopes, dtype=torch.float32, device=device)
        return self._slopes

    _slopes: Tensor | None = None

    def _asked(self, inputs: Inputs) -> AttentionRequirements:
        """Return the requirements of the layer and one call."""
        from backends.dtypes import dtype_of  # noqa: PLC0415  (as in forward)

        metadata, kv_cache = inputs.metadata, inputs.kv_cache
        return replace(
            self.requirements,
            dtype=dtype_of(inputs.query.dtype),
            block_size=None if kv_cache is None else kv_cache.shape[2],
            is_non_causal=self.attn_type == AttentionType.DECODER and metadata.causal is not True,
            needs_lse=inputs.output_lse is not None,
            **metadata.features(),
        )

    def _write_cache(
        self, key: Tensor, value: Tensor, kv_cache: Tensor, slot_mapping: Tensor, scales: CacheScales
    ) -> None:
        """Write new keys and values into the cache, arguments as in :func:`write_kv_cache`.

        A backend that runs where Triton is not installed overrides this.
        """
        from backends.kv_cache.launch import write_kv_cache  # noqa: PLC0415  (Triton may not be there)

        write_kv_cache(key, value, kv_cache, slot_mapping, scales)

    def _prepare_write(self, inputs: Inputs) -> Callable[[Tensor, Tensor, Tensor, Tensor, CacheScales], None]:  # noqa: ARG002
        """Decide once everything that is the same for writing keys of this shape; arguments as :meth:`_write_cache`."""
        return self._write_cache

    def _prepare(self, inputs: Inputs) -> Callable[[Inputs], None]:  # noqa: ARG002
        """Decide once everything that is the same for all inputs of this shape; the result launches each of them."""
        return self._launch

    @abstractmethod
    def _launch(self, inputs: Inputs) -> None:
        """Run the kernels on inputs that were checked and a cache that holds the new keys."""
