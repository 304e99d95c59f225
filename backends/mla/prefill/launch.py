"""Launching prefill: over the new tokens, then over chunks of the context that are projected on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
import triton

from backends.device import has_wavefronts, shared_memory_per_program
from backends.mla.latent_cache.launch import gather_latents
from backends.mla.prefill.kernel import prefill_projected_kernel
from backends.mla.prefill.tiles import choose_prefill_tiles

if TYPE_CHECKING:
    from torch import Tensor

    from backends.metadata import AttentionMetadata
    from backends.mla.attention_layer import MLAImpl

# Of all requests together. Projected to 128 heads of 128 + 128 elements in half precision, they take 512 MiB.
_CHUNK_TOKENS = 8192
_MIN_CHUNK_LEN = 64


def launch_prefill(  # noqa: PLR0917  (prefill's own arguments, in its order)
    layer: MLAImpl,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    kv_cache: Tensor | None,
    metadata: AttentionMetadata,
    output: Tensor,
    kv_b_proj: Tensor | None,
    kv_scale: float,
    output_lse: Tensor | None,
) -> None:
    """Attend to new tokens and context; arguments, checked, as in :meth:`backends.mla.attention_layer.MLAImpl.prefill`.

    How long the contexts are is known on the device alone: every request is given an equal share of a chunk,
    and there are as many chunks as the longest sequence might need.
    """
    tokens, heads, _ = query.shape
    nope, rank = layer.qk_nope_head_dim, layer.kv_lora_rank
    lse = query.new_empty(tokens, heads, dtype=torch.float32) if output_lse is None else output_lse
    # A token of the sequence is new at least, if the request has any query.
    max_context_len = metadata.max_seq_len - 1
    if kv_cache is None or kv_b_proj is None or max_context_len < 1:
        chunks, target = range(0), output
    else:
        requests = metadata.seq_lens.shape[0]
        chunk_len = min(max_context_len, max(_MIN_CHUNK_LEN, _CHUNK_TOKENS // requests))
        chunks = range(0, max_context_len, chunk_len)
        target = torch.empty_like(output, dtype=torch.float32)
        gathered = query.new_empty(requests, chunk_len, layer.latent_size)
        rows = gathered.view(-1, layer.latent_size)
        latent, context_rope = rows[:, :rank], rows[:, None, rank:].expand(-1, heads, -1)
    _attend(layer, query, (key[..., :nope], key[..., nope:], value), target, target, lse, metadata)
    for begin in chunks:
        gather_latents(kv_cache, gathered, metadata, begin, rank, kv_scale)
        projected = (latent @ kv_b_proj.flatten(0, 1).T).unflatten(1, (heads, -1))
        parts = (projected[..., :nope], context_rope, projected[..., nope:])
        is_last = begin == chunks[-1]
        _attend(layer, query, parts, target, output if is_last else target, lse, metadata, begin, chunk_len)


def _attend(  # noqa: PLR0917
    layer: MLAImpl,
    query: Tensor,
    keys: tuple[Tensor, Tensor, Tensor],
    carried: Tensor,
    target: Tensor,
    lse: Tensor,
    metadata: AttentionMetadata,
    chunk_begin: int = 0,
    chunk_len: int = 0,
) -> None:
    """One chunk: two parts of its keys and its values, each ``[rows, heads, elements]``; 0 long: the new tokens."""
    tiles = choose_prefill_tiles(
        query.shape[2] + layer.v_head_dim,
        query.element_size(),
        shared_memory_per_program(query.device),
        has_wavefronts(query.device),
    )
    blocks = triton.cdiv(metadata.max_query_len, tiles.block_m)
    key_nope, key_rope, value = keys
    prefill_projected_kernel[blocks, layer.num_heads, metadata.seq_lens.shape[0]](
        query,
        key_nope,
        key_rope,
        value,
        carried,
        target,
        lse,
        metadata.query_start_loc,
        metadata.seq_lens,
        chunk_begin,
        chunk_len,
        layer.scale,
        *query.stride()[:2],
        *key_nope.stride()[:2],
        *key_rope.stride()[:2],
        *value.stride()[:2],
        *carried.stride()[:2],
        *target.stride()[:2],
        *lse.stride(),
        CONTEXT=chunk_len > 0,
        NOPE=layer.qk_nope_head_dim,
        ROPE=layer.qk_rope_head_dim,
        VALUE=layer.v_head_dim,
        BLOCK_M=tiles.block_m,
        TILE=tiles.tile,
        # TF32 would cost single precision three of its seven digits.
        PRECISION="ieee",
        num_warps=tiles.num_warps,
        num_stages=tiles.num_stages,
    )
