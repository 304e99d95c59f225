"""Launching the kernels of the latent cache."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
import triton

from backends.kv_cache.formats import as_codes, format_of, readable
from backends.launching import address_of, itself, launch_of
from backends.mla.latent_cache.kernel import gather_latents_kernel, write_latent_cache_kernel
from backends.signature import layouts_of, signature_of
from backends.tensor_rules import BATCH, LATENT_DECODE, check_tensors

if TYPE_CHECKING:
    from torch import Tensor

    from backends.launching import Launch
    from backends.metadata import AttentionMetadata
    from backends.signature import Signature

_MOST_SHAPES = 4096
_GATHERED_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class WritePlan:
    """Values that are the same for all writes of tensors of one signature."""

    launch: Launch
    """The kernel."""
    strides: tuple[int, ...]
    """Of latent vectors, of rotary parts, and of the cache."""

    def __call__(
        self, latent: Tensor, key_rope: Tensor, kv_cache: Tensor, slot_mapping: Tensor, kv_scale: float
    ) -> None:
        """Write tensors of this signature; arguments as in :func:`write_latent_cache`."""
        tokens = latent.shape[0]
        if tokens == 0:
            return
        by_address = self.launch.is_compiled
        pointer = address_of if by_address else itself
        self.launch(
            (tokens, 1, 1),
            pointer(latent),
            pointer(key_rope),
            kv_cache.data_ptr() if by_address else as_codes(kv_cache),
            pointer(slot_mapping),
            1.0 / kv_scale,
            *self.strides,
        )


_plans: dict[Signature, WritePlan] = {}
"""The same for all layers, whose caches are alike."""


def write_latent_cache(
    latent: Tensor, key_rope: Tensor, kv_cache: Tensor, slot_mapping: Tensor, kv_scale: float = 1.0
) -> None:
    """Write new latent vectors into the paged cache, converted to its element type.

    Args:
        latent: ``[kv_tokens, kv_lora_rank]``, the compressed keys and values, normalised.
        key_rope: ``[kv_tokens, qk_rope_head_dim]``, the rotated part of the keys that all heads share.
        kv_cache: ``[blocks, block_size, kv_lora_rank + qk_rope_head_dim]``, latent first; of the element type
            of ``latent`` or float8_e4m3fn, which saturates at 448 times ``kv_scale``.
        slot_mapping: int64 ``[kv_tokens]``: ``block * block_size + offset``; negative slots are not written.
        kv_scale: what cached numbers are to be multiplied by; 1 unless the cache is quantised.

    Raises:
        ValueError: a shape, element type, device or stride does not fit.
    """
    plan_write(latent, key_rope, kv_cache, slot_mapping)(latent, key_rope, kv_cache, slot_mapping, kv_scale)


def plan_write(latent: Tensor, key_rope: Tensor, kv_cache: Tensor, slot_mapping: Tensor) -> WritePlan:
    """The plan for tensors of one signature, checked once; arguments and errors as in :func:`write_latent_cache`."""
    rank, rope = latent.shape[-1], key_rope.shape[-1]
    tensors = {"latent": latent, "key_rope": key_rope, "kv_cache": kv_cache, "slot_mapping": slot_mapping}
    signature = signature_of(tensors.values())
    plan = _plans.get(signature)
    if plan is not None:
        return plan
    sizes = {"latent_size": rank + rope}
    quantized = kv_cache.dtype == torch.float8_e4m3fn
    dtypes = {"query": latent.dtype, "cache": kv_cache.dtype if quantized else latent.dtype}
    check_tensors((*LATENT_DECODE, *BATCH), tensors, sizes, dtypes, latent.device)
    cache_format = format_of(kv_cache.dtype)
    constants = {
        "BLOCK_SIZE": kv_cache.shape[1],
        "RANK": rank,
        "ROPE": rope,
        "LARGEST": cache_format.largest,
        "CODE": cache_format.code,
    }
    plan = WritePlan(
        launch_of(write_latent_cache_kernel, layouts_of(signature), constants),
        (latent.stride(0), key_rope.stride(0), *kv_cache.stride()[:2]),
    )
    if len(_plans) >= _MOST_SHAPES:
        _plans.clear()
    _plans[signature] = plan
    return plan


def gather_latents(
    kv_cache: Tensor,
    gathered: Tensor,
    metadata: AttentionMetadata,
    chunk_begin: int,
    rank: int,
    kv_scale: float,
) -> None:
    """Copy a chunk of every request's context out of the cache.

    Args:
        kv_cache: ``[blocks, block_size, kv_lora_rank + qk_rope_head_dim]``.
        gathered: ``[requests, chunk_len, kv_lora_rank + qk_rope_head_dim]``, contiguous; rows of positions
            after a request's context are not written.
        metadata: the batch.
        chunk_begin: the position that the first row of every request takes.
        rank: elements of a latent vector without its rotary part.
        kv_scale: what cached numbers are multiplied by.
    """
    requests, chunk_len, size = gathered.shape
    gather_latents_kernel[triton.cdiv(chunk_len, _GATHERED_AT_ONCE), requests](
        readable(kv_cache),
        gathered,
        metadata.query_start_loc,
        metadata.seq_lens,
        metadata.block_table,
        chunk_begin,
        chunk_len,
        kv_scale,
        *kv_cache.stride()[:2],
        gathered.stride(1),
        metadata.block_table.stride(0),
        BLOCK_SIZE=kv_cache.shape[1],
        RANK=rank,
        ROPE=size - rank,
        TILE=_GATHERED_AT_ONCE,
        CODE=format_of(kv_cache.dtype).code,
    )
