"""Attention over latent vectors: the keys of a query split over several programs, then their parts merged.

Absorbed multi-head latent attention (DeepSeek-V2, 2405.04434, section 2.1): all heads of a token share one
cached vector, whose latent part is key and value at once. Splitting keys over programs is that of
Flash-Decoding (https://pytorch.org/blog/flash-decoding/), lists of keys are those of DeepSeek-V3.2
(2512.02556), online softmax after 1805.02867, in base 2.
"""

from __future__ import annotations

import triton
import triton.language as tl

from backends.kv_cache.codes_kernel import decode
from backends.softmax_base2 import LOG2_E, empty_softmax

LN_2 = tl.constexpr(0.6931471805599453)


@triton.jit
def find_request(query_start_loc, token, num_requests):
    """The request that a token belongs to: the last that starts at or before it."""
    low = 0
    high = num_requests
    while low < high:
        middle = (low + high) // 2
        if tl.load(query_start_loc + middle) <= token:
            low = middle + 1
        else:
            high = middle
    return low - 1


@triton.jit
def _take_tile(  # noqa: PLR0917  (Triton binds by position)
    accumulator,
    row_max,
    row_sum,
    q_latent,
    q_rope,
    latent,
    rope,
    visible,
    logit_scale,
    MASKED: tl.constexpr,
    PRECISION: tl.constexpr,
):
    """Take one tile of latent vectors into the running softmax; without ``MASKED`` all of them are seen."""
    logits = tl.dot(q_rope, tl.trans(rope), input_precision=PRECISION)
    logits = tl.dot(q_latent, tl.trans(latent), logits, input_precision=PRECISION)
    logits = logits * (logit_scale * LOG2_E)
    if MASKED:
        logits = tl.where(visible[None, :], logits, float("-inf"))
    new_max = tl.maximum(row_max, tl.max(logits, 1))
    # A row that has seen no key yet keeps its maximum at -inf; it must not subtract it from itself.
    subtracted = tl.where(new_max == float("-inf"), 0.0, new_max) if MASKED else new_max
    weights = tl.exp2(logits - subtracted[:, None])
    rescale = tl.exp2(row_max - subtracted)
    row_sum = row_sum * rescale + tl.sum(weights, 1)
    accumulator = accumulator * rescale[:, None]
    accumulator = tl.dot(weights.to(latent.dtype), latent, accumulator, input_precision=PRECISION)
    return accumulator, new_max, row_sum


@triton.jit(do_not_specialize=["num_requests"])
def attend_latents_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    kv_cache,
    latent_tiles,
    rope_tiles,
    indices,
    part_output,
    part_lse,
    query_start_loc,
    seq_lens,
    block_table,
    num_requests,
    topk,
    logit_scale,
    cache_scale,
    query_token_stride,
    query_head_stride,
    cache_block_stride,
    cache_slot_stride,
    indices_stride,
    output_token_stride,
    output_head_stride,
    output_split_stride,
    lse_token_stride,
    lse_head_stride,
    lse_split_stride,
    block_table_stride,
    SPARSE: tl.constexpr,
    HEADS: tl.constexpr,
    BLOCK_SIZE: tl.constexpr,
    RANK: tl.constexpr,
    ROPE: tl.constexpr,
    BLOCK_H: tl.constexpr,
    TILE: tl.constexpr,
    PRECISION: tl.constexpr,
    CODE: tl.constexpr,
    FAR_SLOTS: tl.constexpr,
):
    """Attention of one query token, ``BLOCK_H`` of its heads, to one split of its keys.

    Grid: ``(tokens * ceil(HEADS / BLOCK_H), splits)``, a token's blocks of heads side by side, for they read
    the same latent vectors; tokens after the last request return. Strides are in elements. Keys are the
    positions up to the query's own, or with ``SPARSE`` those among its row of ``indices``. Cached numbers
    are multiplied by ``cache_scale``, which ``logit_scale`` contains already. ``FAR_SLOTS`` says whether the slots of a
    block lie further apart than 32 bits count: numbers of 64 bits take registers from the loop.
    """
    HEAD_BLOCKS: tl.constexpr = (HEADS + BLOCK_H - 1) // BLOCK_H
    token = tl.program_id(0) // HEAD_BLOCKS
    split = tl.program_id(1)
    request = find_request(query_start_loc, token, num_requests)
    query_end = tl.load(query_start_loc + request + 1)
    if token >= query_end:
        return
    # The last query token stands at the last position.
    position = tl.load(seq_lens + request) - query_end + token
    token = token.to(tl.int64)
    heads = (tl.program_id(0) % HEAD_BLOCKS * BLOCK_H + tl.arange(0, BLOCK_H)).to(tl.int64)
    in_heads = heads < HEADS
    latent_elements = tl.arange(0, RANK)
    rope_elements = RANK + tl.arange(0, ROPE)
    query_rows = query + token * query_token_stride + heads[:, None] * query_head_stride
    q_latent = tl.load(query_rows + latent_elements[None, :], mask=in_heads[:, None], other=0.0)
    q_rope = tl.load(query_rows + rope_elements[None, :], mask=in_heads[:, None], other=0.0)

    num_keys = topk if SPARSE else position + 1
    split_keys = tl.cdiv(tl.cdiv(num_keys, TILE), tl.num_programs(1)) * TILE
    begin = split * split_keys
    end = tl.minimum(begin + split_keys, num_keys)

    block_table += request.to(tl.int64) * block_table_stride
    if SPARSE:
        indices += token * indices_stride
    accumulator, row_max, row_sum = empty_softmax(BLOCK_H, RANK)
    if latent_tiles is not None:
        # Whole tiles, each in one block; the rest is read by addresses.
        whole_end = tl.maximum(end // TILE * TILE, begin)
        following = tl.load(block_table + begin // BLOCK_SIZE, mask=begin < whole_end, other=0)
        for tile in tl.range(begin, whole_end, TILE):
            block = following
            following = tl.load(block_table + tl.minimum(tile + TILE, end - 1) // BLOCK_SIZE)
            accumulator, row_max, row_sum = _take_tile(
                accumulator,
                row_max,
                row_sum,
                q_latent,
                q_rope,
                decode(
                    latent_tiles.load([block, tile % BLOCK_SIZE, 0]).reshape(TILE, RANK), q_latent.dtype, CODE
                ),
                decode(
                    rope_tiles.load([block, tile % BLOCK_SIZE, RANK]).reshape(TILE, ROPE), q_rope.dtype, CODE
                ),
                None,
                logit_scale,
                MASKED=False,
                PRECISION=PRECISION,
            )
        begin = whole_end
    # What does not change is computed again in every round: descriptors of 36 products would fill the registers.
    for tile in tl.range(begin, end, TILE, disable_licm=True):
        entries = tile + tl.arange(0, TILE)
        if SPARSE:
            listed = tl.load(indices + entries, mask=entries < end, other=-1)
            visible = (listed >= 0) & (listed <= position)
        else:
            listed = entries
            visible = entries < end
        # In place of a key that is not seen the first one is read, which every query sees: no load is masked.
        keys = tl.where(visible, listed, 0)
        block = tl.load(block_table + keys // BLOCK_SIZE).to(tl.int64)
        slot = keys % BLOCK_SIZE
        if FAR_SLOTS:
            slot = slot.to(tl.int64)
        rows = kv_cache + (block * cache_block_stride + slot * cache_slot_stride)[:, None]
        latent = tl.load(rows + latent_elements[None, :])
        rope = tl.load(rows + rope_elements[None, :])
        latent = decode(latent, q_latent.dtype, CODE)
        rope = decode(rope, q_rope.dtype, CODE)
        accumulator, row_max, row_sum = _take_tile(
            accumulator,
            row_max,
            row_sum,
            q_latent,
            q_rope,
            latent,
            rope,
            visible,
            logit_scale,
            MASKED=True,
            PRECISION=PRECISION,
        )

    # Numbered again, from a sign that is always 0, which the compiler cannot know: kept meanwhile, the numbers would
    # take registers from the loop.
    program = tl.program_id(0) + (tl.load(query_start_loc, volatile=True) >> 31)
    heads = (program % HEAD_BLOCKS * BLOCK_H + tl.arange(0, BLOCK_H)).to(tl.int64)
    in_heads = heads < HEADS
    # Only a row without any key has a sum of zero; its output is zero and its logarithm -inf.
    lse = (row_max + tl.log2(row_sum)) * LN_2
    accumulator = accumulator * (cache_scale / tl.where(row_sum == 0.0, 1.0, row_sum))[:, None]
    tl.store(
        part_output
        + token * output_token_stride
        + split.to(tl.int64) * output_split_stride
        + heads[:, None] * output_head_stride
        + latent_elements[None, :],
        accumulator.to(part_output.dtype.element_ty),
        mask=in_heads[:, None],
    )
    if part_lse is not None:
        lse_row = part_lse + token * lse_token_stride + split.to(tl.int64) * lse_split_stride
        tl.store(lse_row + heads * lse_head_stride, lse, mask=in_heads)


@triton.jit(do_not_specialize=["num_requests"])
def merge_splits_kernel(  # noqa: PLR0917  (Triton binds by position)
    part_output,
    part_lse,
    output,
    output_lse,
    query_start_loc,
    num_requests,
    output_token_stride,
    output_head_stride,
    lse_token_stride,
    lse_head_stride,
    RETURN_LSE: tl.constexpr,
    SPLITS: tl.constexpr,
    SPLITS_PADDED: tl.constexpr,
    RANK: tl.constexpr,
    ELEMENTS: tl.constexpr,
    CHUNK: tl.constexpr,
):
    """Merge ``ELEMENTS`` of the parts of one head of one token, weighted by the exponentials of their log-sum-exps.

    Grid: ``(heads, tokens, RANK // ELEMENTS)``. Strides are in elements. Parts are contiguous: ``[tokens, heads,
    splits, RANK]`` and ``[tokens, heads, splits]``.
    """
    head = tl.program_id(0).to(tl.int64)
    token = tl.program_id(1).to(tl.int64)
    if token >= tl.load(query_start_loc + num_requests):
        return
    first = (token * tl.num_programs(0) + head) * SPLITS
    splits = tl.arange(0, SPLITS_PADDED)
    lses = tl.load(part_lse + first + splits, mask=splits < SPLITS, other=float("-inf"))
    largest = tl.max(lses, 0)
    subtracted = tl.where(largest == float("-inf"), 0.0, largest)
    total = tl.sum(tl.exp2((lses - subtracted) * LOG2_E), 0)
    elements = tl.program_id(2) * ELEMENTS + tl.arange(0, ELEMENTS)
    merged = tl.zeros([ELEMENTS], tl.float32)
    for begin in tl.range(0, SPLITS, CHUNK):
        chunk = begin + tl.arange(0, CHUNK)
        in_chunk = chunk < SPLITS
        chunk_lses = tl.load(part_lse + first + chunk, mask=in_chunk, other=float("-inf"))
        rows = part_output + (first + chunk)[:, None] * RANK
        parts = tl.load(rows + elements[None, :], mask=in_chunk[:, None], other=0.0)
        merged += tl.sum(parts * tl.exp2((chunk_lses - subtracted) * LOG2_E)[:, None], 0)
    # Only a query without any key has a sum of zero; its parts and its output are zero.
    merged = merged / tl.where(total == 0.0, 1.0, total)
    target = output + token * output_token_stride + head * output_head_stride + elements
    tl.store(target, merged.to(output.dtype.element_ty))
    if RETURN_LSE:
        lse = subtracted + tl.log2(total) * LN_2
        lse_pointer = output_lse + token * lse_token_stride + head * lse_head_stride
        tl.store(lse_pointer, lse, mask=tl.program_id(2) == 0)
