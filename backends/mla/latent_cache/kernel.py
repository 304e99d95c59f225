"""The kernels that write latent vectors into the blocks of the cache, and gather them for up-projection."""

from __future__ import annotations

import triton
import triton.language as tl

from backends.kv_cache.codes_kernel import decode, encode


@triton.jit
def write_latent_cache_kernel(  # noqa: PLR0917  (Triton binds by position)
    latent,
    key_rope,
    kv_cache,
    slot_mapping,
    inverse_scale,
    latent_stride,
    key_rope_stride,
    cache_block_stride,
    cache_slot_stride,
    BLOCK_SIZE: tl.constexpr,
    RANK: tl.constexpr,
    ROPE: tl.constexpr,
    LARGEST: tl.constexpr,
    CODE: tl.constexpr,
):
    """Copy one token's latent vector, then its rotary part, to its slot; a negative slot is padding.

    Grid: ``(kv_tokens,)``. Strides are in elements. A cache of codes holds those of the numbers times
    ``inverse_scale``. The paging is that of 2309.06180.
    """
    token = tl.program_id(0).to(tl.int64)
    slot = tl.load(slot_mapping + token)
    latent_elements = tl.arange(0, RANK)
    rope_elements = tl.arange(0, ROPE)
    new_latent = tl.load(latent + token * latent_stride + latent_elements)
    new_rope = tl.load(key_rope + token * key_rope_stride + rope_elements)
    if slot < 0:
        return
    target = kv_cache + slot // BLOCK_SIZE * cache_block_stride + slot % BLOCK_SIZE * cache_slot_stride
    if CODE != "plain":
        new_latent = encode(new_latent.to(tl.float32) * inverse_scale, LARGEST, CODE)
        new_rope = encode(new_rope.to(tl.float32) * inverse_scale, LARGEST, CODE)
    tl.store(target + latent_elements, new_latent)
    tl.store(target + RANK + rope_elements, new_rope)


@triton.jit(do_not_specialize=["chunk_begin"])
def gather_latents_kernel(  # noqa: PLR0917  (Triton binds by position)
    kv_cache,
    gathered,
    query_start_loc,
    seq_lens,
    block_table,
    chunk_begin,
    chunk_len,
    cache_scale,
    cache_block_stride,
    cache_slot_stride,
    gathered_stride,
    block_table_stride,
    BLOCK_SIZE: tl.constexpr,
    RANK: tl.constexpr,
    ROPE: tl.constexpr,
    TILE: tl.constexpr,
    CODE: tl.constexpr,
):
    """Copy ``TILE`` cached latent vectors of a request's context, multiplied by ``cache_scale``.

    Grid: ``(ceil(chunk_len / TILE), requests)``. Strides are in elements. Row ``request * chunk_len + i`` of
    ``gathered`` takes position ``chunk_begin + i``; rows of positions after the context are left alone.
    """
    request = tl.program_id(1)
    query_len = tl.load(query_start_loc + request + 1) - tl.load(query_start_loc + request)
    context_len = tl.load(seq_lens + request) - query_len
    rows = tl.program_id(0) * TILE + tl.arange(0, TILE)
    keys = chunk_begin + rows
    wanted = (rows < chunk_len) & (keys < context_len)
    table = block_table + request.to(tl.int64) * block_table_stride
    block = tl.load(table + keys // BLOCK_SIZE, mask=wanted, other=0).to(tl.int64)
    slot = (keys % BLOCK_SIZE).to(tl.int64)
    sources = kv_cache + (block * cache_block_stride + slot * cache_slot_stride)[:, None]
    targets = gathered + ((request.to(tl.int64) * chunk_len + rows) * gathered_stride)[:, None]
    latent_elements = tl.arange(0, RANK)[None, :]
    rope_elements = RANK + tl.arange(0, ROPE)[None, :]
    latent = tl.load(sources + latent_elements, mask=wanted[:, None], other=0.0)
    rope = tl.load(sources + rope_elements, mask=wanted[:, None], other=0.0)
    latent = decode(latent, tl.float32, CODE) * cache_scale
    rope = decode(rope, tl.float32, CODE) * cache_scale
    tl.store(targets + latent_elements, latent.to(gathered.dtype.element_ty), mask=wanted[:, None])
    tl.store(targets + rope_elements, rope.to(gathered.dtype.element_ty), mask=wanted[:, None])
