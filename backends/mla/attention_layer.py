"""Steps of every latent layer around its kernels: refuse, check, cache the new tokens, then launch."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

from backends.attention_layer import AttentionLayer, Prepared, check_positive
from backends.mla.inputs import MLAInputs
from backends.requirements import AttentionRequirements
from backends.signature import signature_of
from backends.types import KVCacheDType

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from backends.metadata import AttentionMetadata

_SMALLEST_SIZE = 16


class MLAImpl(AttentionLayer):
    """One layer of multi-head latent attention (DeepSeek-V2, 2405.04434).

    Of every token, one latent vector is cached, from which each head's key and value would be projected, and
    one rotary key that all heads share. The projections can be absorbed into the queries and outputs instead:
    :meth:`forward` then attends to the latent vectors themselves, which reads least and suits decoding.
    :meth:`prefill` attends to projected keys and values, which computes least where queries are many.

    Args:
        num_heads: query heads.
        scale: what the dot products are multiplied by; positive.
        kv_lora_rank: elements of a latent vector.
        qk_rope_head_dim: elements of the rotary part of queries and keys.
        qk_nope_head_dim: elements of the other part of a head's projected key.
        v_head_dim: elements of a head's projected value.
        kv_cache_dtype: element type of the paged cache.

    Raises:
        ValueError: an argument is out of its range, or the backend does not declare what is asked; the
            message carries every reason and names the backends that do.
    """

    def __init__(  # noqa: PLR0917  (as AttentionImpl)
        self,
        num_heads: int,
        scale: float,
        kv_lora_rank: int = 512,
        qk_rope_head_dim: int = 64,
        qk_nope_head_dim: int = 128,
        v_head_dim: int = 128,
        kv_cache_dtype: KVCacheDType | str = KVCacheDType.AUTO,
    ) -> None:
        check_positive(num_heads=num_heads, scale=scale)
        for name, size in (
            ("kv_lora_rank", kv_lora_rank),
            ("qk_rope_head_dim", qk_rope_head_dim),
            ("qk_nope_head_dim", qk_nope_head_dim),
            ("v_head_dim", v_head_dim),
        ):
            if size < _SMALLEST_SIZE or size & (size - 1):
                raise ValueError(f"{name} must be a power of two from {_SMALLEST_SIZE}, not {size}")
        self.num_heads = num_heads
        self.scale = float(scale)
        self.kv_lora_rank = kv_lora_rank
        self.qk_rope_head_dim = qk_rope_head_dim
        self.qk_nope_head_dim = qk_nope_head_dim
        self.v_head_dim = v_head_dim
        self.kv_cache_dtype = KVCacheDType(kv_cache_dtype)
        super().__init__(
            AttentionRequirements(
                head_size=self.latent_size,
                kv_cache_dtype=self.kv_cache_dtype,
                use_mla=True,
                use_sparse=self.backend.is_sparse(),
            )
        )

    @property
    def latent_size(self) -> int:
        """Elements that are cached of a token: its latent vector, then the rotary part of its key."""
        return self.kv_lora_rank + self.qk_rope_head_dim

    def forward(  # noqa: PLR0917  (as AttentionImpl)
        self,
        query: Tensor,
        latent: Tensor | None,
        key_rope: Tensor | None,
        kv_cache: Tensor,
        metadata: AttentionMetadata,
        output: Tensor,
        indices: Tensor | None = None,
        kv_scale: float = 1.0,
        output_lse: Tensor | None = None,
    ) -> Tensor:
        """Attend to the latent cache with absorbed queries, after writing new tokens into it.

        Args:
            query: ``[tokens, num_heads, kv_lora_rank + qk_rope_head_dim]``; any number of tokens a request.
            latent: ``[kv_tokens, kv_lora_rank]``, the normalised latent vectors of the new tokens; None where
                the cache holds them already.
            key_rope: ``[kv_tokens, qk_rope_head_dim]``, the rotated part of their keys; None with ``latent``.
            kv_cache: ``[blocks, block_size, kv_lora_rank + qk_rope_head_dim]``, latent first.
            metadata: the batch; causal.
            output: ``[tokens, num_heads, kv_lora_rank]``, to be projected to values by the caller; written for
                the tokens of the requests and for no others. A query that sees no key gets zeros.
            indices: int32 ``[tokens, topk]``, for a sparse backend and no other: the positions in its request's
                sequence that a query attends to, in any order, each at most once; -1 is no key, and neither is
                a position after the query.
            kv_scale: what cached numbers are multiplied by; 1 unless the cache is quantised.
            output_lse: float32 ``[tokens, num_heads]``, or None: where the natural logarithm of the sum of
                the exponentials of each query's logits goes; ``-inf`` without any key.

        Returns:
            ``output``.

        Raises:
            ValueError: a shape, element type, device or stride does not fit, or the backend does not declare
                this configuration.
        """
        from backends import checks as standard_checks  # noqa: PLC0415  (torch loads when a layer first runs)
        from backends.mla import checks  # noqa: PLC0415

        own = signature_of((query, latent, key_rope, kv_cache, output, indices, output_lse))
        kv_scale = float(kv_scale)
        inputs = MLAInputs(query, kv_cache, metadata, output, indices, kv_scale, output_lse, own)
        shape = (own, metadata.shape, kv_scale)
        prepared = self._prepared.get(shape)
        if prepared is None:
            tensors = {"query": query, "output": output, "indices": indices, "output_lse": output_lse}
            tensors |= {"latent": latent, "key_rope": key_rope, "kv_cache": kv_cache}
            checks.check_indices(self, indices)
            checks.check_call(self, checks.LATENT_DECODE, tensors, metadata, kv_scale)
            self._admit(self._asked(query, kv_cache, metadata, output_lse), query.device)
            write = self._prepare_write(latent, key_rope, kv_cache, metadata)
            prepared = Prepared(self._prepare(inputs), write)
            self._remember(shape, prepared)
        standard_checks.check_room(metadata, kv_cache.shape[1])
        if prepared.write is not None:
            prepared.write(latent, key_rope, kv_cache, metadata.slot_mapping, kv_scale)
        if query.shape[0] > 0 and metadata.seq_lens.shape[0] > 0 and metadata.max_query_len > 0:
            prepared.launch(inputs)
        return output

    def prefill(  # noqa: PLR0917  (as AttentionImpl)
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        latent: Tensor | None,
        key_rope: Tensor | None,
        kv_cache: Tensor | None,
        metadata: AttentionMetadata,
        output: Tensor,
        kv_b_proj: Tensor | None = None,
        kv_scale: float = 1.0,
        output_lse: Tensor | None = None,
    ) -> Tensor:
        """Attend to projected keys and values, after writing new tokens into the cache.

        The new tokens' keys and values are given; those of the context are projected from the cache here.

        Args:
            query: ``[tokens, num_heads, qk_nope_head_dim + qk_rope_head_dim]``.
            key: as ``query``.
            value: ``[tokens, num_heads, v_head_dim]``.
            latent: as in :meth:`forward`.
            key_rope: as in :meth:`forward`.
            kv_cache: as in :meth:`forward`; None where nothing is to be written or read.
            metadata: the batch; causal.
            output: ``[tokens, num_heads, v_head_dim]``; written for the tokens of the requests and no others.
            kv_b_proj: ``[num_heads, qk_nope_head_dim + v_head_dim, kv_lora_rank]``, what projects a latent
                vector to each head's key and value; None where no request has context, which leaves what the
                cache holds unread.
            kv_scale: as in :meth:`forward`.
            output_lse: as in :meth:`forward`.

        Returns:
            ``output``.

        Raises:
            ValueError: a shape, element type, device or stride does not fit, or the backend does not declare
                this configuration, or it is sparse: its prompts attend to lists of keys as well, in
                :meth:`forward`.
        """
        from backends import checks as standard_checks  # noqa: PLC0415  (torch loads when a layer first runs)
        from backends.mla import checks  # noqa: PLC0415
        from backends.mla.prefill.launch import launch_prefill  # noqa: PLC0415

        if self.backend.is_sparse():
            raise ValueError(
                f"{self.backend.get_name()} has no prefill over all keys: forward takes queries of any length"
            )
        own = signature_of((query, key, value, latent, key_rope, kv_cache, output, kv_b_proj, output_lse))
        kv_scale = float(kv_scale)
        shape = ("prefill", own, metadata.shape, kv_scale)
        prepared = self._prepared.get(shape)
        if prepared is None:
            if kv_cache is None and not latent is key_rope is kv_b_proj is None:
                raise ValueError("without a kv_cache there is no use for latent, key_rope and kv_b_proj")
            tensors = {"query": query, "key": key, "value": value, "output": output, "kv_b_proj": kv_b_proj}
            tensors |= {
                "latent": latent,
                "key_rope": key_rope,
                "kv_cache": kv_cache,
                "output_lse": output_lse,
            }
            checks.check_call(self, checks.LATENT_PREFILL, tensors, metadata, kv_scale)
            self._admit(self._asked(query, kv_cache, metadata, output_lse), query.device)
            write = self._prepare_write(latent, key_rope, kv_cache, metadata)
            prepared = Prepared(launch_prefill, write)
            self._remember(shape, prepared)
        checks.check_context(metadata, kv_b_proj)
        if kv_cache is not None:
            standard_checks.check_room(metadata, kv_cache.shape[1])
            if prepared.write is not None:
                prepared.write(latent, key_rope, kv_cache, metadata.slot_mapping, kv_scale)
        if query.shape[0] > 0 and metadata.seq_lens.shape[0] > 0 and metadata.max_query_len > 0:
            prepared.launch(
                self, query, key, value, kv_cache, metadata, output, kv_b_proj, kv_scale, output_lse
            )
        return output

    @abstractmethod
    def _launch(self, inputs: MLAInputs) -> None:
        """Run the kernels on inputs that were checked and a cache that holds the new tokens."""

    def _prepare(self, inputs: MLAInputs) -> Callable[[MLAInputs], None]:  # noqa: ARG002
        """Decide once everything that is the same for all inputs of this shape; the result launches each of them."""
        return self._launch

    @staticmethod
    def _prepare_write(
        latent: Tensor | None,
        key_rope: Tensor | None,
        kv_cache: Tensor | None,
        metadata: AttentionMetadata,
    ) -> Callable[..., None] | None:
        """Return the function that writes new tokens of this shape, as :func:`write_latent_cache`; None without any."""
        from backends.mla.latent_cache.launch import plan_write  # noqa: PLC0415  (Triton may not be there)

        if latent is None or key_rope is None or metadata.slot_mapping is None:
            return None
        return plan_write(latent, key_rope, kv_cache, metadata.slot_mapping)

    def _asked(
        self, query: Tensor, kv_cache: Tensor | None, metadata: AttentionMetadata, output_lse: Tensor | None
    ) -> AttentionRequirements:
        """Return what the layer and one call ask."""
        from backends.dtypes import dtype_of  # noqa: PLC0415  (as in forward)

        return replace(
            self.requirements,
            dtype=dtype_of(query.dtype),
            block_size=None if kv_cache is None else kv_cache.shape[1],
            is_non_causal=metadata.causal is not True,
            needs_lse=output_lse is not None,
            **metadata.features(),
        )
