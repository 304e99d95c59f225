"""The unified attention kernel: prefill, decode and mixed batches, paged or packed keys, any attention type.

Online softmax after 1805.02867 and 2205.14135, in base 2; paged keys after 2309.06180; blocks of queries that
pack the query heads of one KV head, and a launch grid that does not depend on the lengths, after 2511.11581.
"""

from __future__ import annotations

import triton
import triton.language as tl

LOG2_E = tl.constexpr(1.4426950408889634)


@triton.jit
def _find_request(query_start_loc, query_block, num_requests, BLOCK_Q: tl.constexpr):
    """The request that a block of queries belongs to: the last whose first block is not behind it.

    Request ``i`` starts at block ``query_start_loc[i] // BLOCK_Q + i``, which leaves every request as many
    blocks as it needs, and at most one more, without knowing the lengths at launch.
    """
    low = 0
    high = num_requests
    while low < high:
        middle = (low + high) // 2
        first_block = tl.load(query_start_loc + middle) // BLOCK_Q + middle
        if first_block <= query_block:
            low = middle + 1
        else:
            high = middle
    return low - 1


@triton.jit
def _attend_tiles(  # noqa: PLR0917  (Triton binds by position)
    accumulator,
    row_max,
    row_sum,
    query,
    key,
    value,
    block_table,
    positions,
    slopes,
    begin,
    end,
    key_end,
    scale,
    soft_cap,
    key_block_stride,
    key_slot_stride,
    value_block_stride,
    value_slot_stride,
    MASKED: tl.constexpr,
    PAGED: tl.constexpr,
    CAUSAL: tl.constexpr,
    WINDOW: tl.constexpr,
    SOFT_CAP: tl.constexpr,
    ALIBI: tl.constexpr,
    BLOCK_SIZE: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    TILE: tl.constexpr,
    PRECISION: tl.constexpr,
):
    """Take the tiles of keys in ``[begin, end)`` into the running softmax.

    Without ``MASKED`` every query of the block sees every key of these tiles, and nothing is compared.
    """
    elements = tl.arange(0, HEAD_PADDED)
    for tile in tl.range(begin, end, TILE):
        keys = tile + tl.arange(0, TILE)
        if PAGED:
            if MASKED:
                block = tl.load(block_table + keys // BLOCK_SIZE, mask=keys < key_end, other=0).to(tl.int64)
            else:
                block = tl.load(block_table + keys // BLOCK_SIZE).to(tl.int64)
            slot = keys % BLOCK_SIZE
            key_rows = block * key_block_stride + slot * key_slot_stride
            value_rows = block * value_block_stride + slot * value_slot_stride
        else:
            key_rows = keys.to(tl.int64) * key_slot_stride
            value_rows = keys.to(tl.int64) * value_slot_stride
        key_pointers = key + key_rows[None, :] + elements[:, None]
        value_pointers = value + value_rows[:, None] + elements[None, :]
        if MASKED:
            in_head = elements < HEAD_SIZE
            in_sequence = keys < key_end
            k = tl.load(key_pointers, mask=in_head[:, None] & in_sequence[None, :], other=0.0)
            v = tl.load(value_pointers, mask=in_sequence[:, None] & in_head[None, :], other=0.0)
        elif HEAD_SIZE == HEAD_PADDED:
            k = tl.load(key_pointers)
            v = tl.load(value_pointers)
        else:
            k = tl.load(key_pointers, mask=elements[:, None] < HEAD_SIZE, other=0.0)
            v = tl.load(value_pointers, mask=elements[None, :] < HEAD_SIZE, other=0.0)
        k = k.to(query.dtype)
        v = v.to(query.dtype)
        logits = tl.dot(query, k, input_precision=PRECISION)
        # The factor that brings logits to base 2 is left to the exponent's multiply-add where nothing stands
        # between the dot product and the softmax.
        if SOFT_CAP or ALIBI:
            logits = logits * scale
            to_base_2 = LOG2_E
        else:
            to_base_2 = scale * LOG2_E
        if SOFT_CAP:
            # tanh through exp2, which both the compiler and the interpreter have; inf gives 1, 0 gives -1.
            logits = soft_cap * (1.0 - 2.0 / (tl.exp2(logits * (2.0 * LOG2_E / soft_cap)) + 1.0))
        if ALIBI:
            logits = logits - slopes[:, None] * tl.abs(keys[None, :] - positions[:, None]).to(tl.float32)
        if MASKED:
            visible = keys[None, :] < key_end
            if CAUSAL:
                visible = visible & (keys[None, :] <= positions[:, None])
            if WINDOW > 0:
                visible = visible & (tl.abs(keys[None, :] - positions[:, None]) < WINDOW)
            logits = tl.where(visible, logits, float("-inf"))
        new_max = tl.maximum(row_max, tl.max(logits, 1) * to_base_2)
        # A row that has seen no key yet keeps its maximum at -inf; it must not subtract it from itself.
        subtracted = tl.where(new_max == float("-inf"), 0.0, new_max) if MASKED else new_max
        weights = tl.exp2(logits * to_base_2 - subtracted[:, None])
        rescale = tl.exp2(row_max - subtracted)
        row_sum = row_sum * rescale + tl.sum(weights, 1)
        accumulator = accumulator * rescale[:, None]
        accumulator = tl.dot(weights.to(v.dtype), v, accumulator, input_precision=PRECISION)
        row_max = new_max
    return accumulator, row_max, row_sum


@triton.jit(do_not_specialize=["num_requests"])
def unified_attention_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    key,
    value,
    output,
    query_start_loc,
    seq_lens,
    block_table,
    alibi_slopes,
    sinks,
    num_requests,
    scale,
    soft_cap,
    query_token_stride,
    query_head_stride,
    key_block_stride,
    key_slot_stride,
    key_head_stride,
    value_block_stride,
    value_slot_stride,
    value_head_stride,
    output_token_stride,
    output_head_stride,
    block_table_stride,
    PAGED: tl.constexpr,
    CAUSAL: tl.constexpr,
    WINDOW: tl.constexpr,
    SOFT_CAP: tl.constexpr,
    ALIBI: tl.constexpr,
    SINKS: tl.constexpr,
    GROUP: tl.constexpr,
    BLOCK_SIZE: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    BLOCK_M: tl.constexpr,
    TILE: tl.constexpr,
    PRECISION: tl.constexpr,
):
    """Attention of a block of queries: ``BLOCK_M // GROUP`` consecutive tokens, all query heads of a KV head.

    Grid: ``(tokens // (BLOCK_M // GROUP) + num_requests, kv_heads)``; programs with nothing to do return.
    Strides are in elements. ``PAGED`` keys stand in ``[blocks, block_size, kv_heads, head_size]`` and are
    found through ``block_table``; packed keys stand in ``[tokens, kv_heads, head_size]``, where their queries
    do. ``WINDOW`` is 0 for none.
    """
    BLOCK_Q: tl.constexpr = BLOCK_M // GROUP
    # The last blocks of a causal sequence have the most keys: they start first.
    query_block = tl.num_programs(0) - 1 - tl.program_id(0)
    kv_head = tl.program_id(1)
    request = _find_request(query_start_loc, query_block, num_requests, BLOCK_Q)
    query_begin = tl.load(query_start_loc + request)
    query_len = tl.load(query_start_loc + request + 1) - query_begin
    first_token = (query_block - query_begin // BLOCK_Q - request) * BLOCK_Q
    if first_token >= query_len:
        return
    last_token = tl.minimum(first_token + BLOCK_Q, query_len) - 1
    seq_len = tl.load(seq_lens + request)
    context_len = seq_len - query_len

    rows = tl.arange(0, BLOCK_M)
    tokens = first_token + rows // GROUP
    heads = kv_head * GROUP + rows % GROUP
    elements = tl.arange(0, HEAD_PADDED)
    positions = context_len + tokens
    # Rows that are left over behind the last whole token have a token behind the last, too.
    row_mask = tokens <= last_token
    mask = row_mask[:, None] & (elements[None, :] < HEAD_SIZE)
    token_rows = (query_begin + tokens).to(tl.int64)
    q = tl.load(
        query
        + token_rows[:, None] * query_token_stride
        + heads[:, None] * query_head_stride
        + elements[None, :],
        mask=mask,
        other=0.0,
    )

    # Keys in [begin, end) are seen by some query of the block, those in [full_begin, full_end) by all.
    begin = 0
    full_begin = 0
    end = seq_len
    full_end = seq_len
    if CAUSAL:
        end = tl.minimum(end, context_len + last_token + 1)
        full_end = tl.minimum(full_end, context_len + first_token + 1)
    if WINDOW > 0:
        begin = tl.maximum(context_len + first_token - WINDOW + 1, 0) // TILE * TILE
        full_begin = tl.maximum(context_len + last_token - WINDOW + 1, 0)
        end = tl.minimum(end, context_len + last_token + WINDOW)
        full_end = tl.minimum(full_end, context_len + first_token + WINDOW)
        full_begin = tl.minimum(tl.cdiv(full_begin, TILE), tl.cdiv(end, TILE)) * TILE
    full_end = tl.maximum(full_end // TILE * TILE, full_begin)

    # Unread without ALiBi; the tiles take it either way.
    slopes = (
        tl.load(alibi_slopes + heads, mask=row_mask, other=0.0) if ALIBI else tl.zeros([BLOCK_M], tl.float32)
    )
    if SINKS:
        # A sink is a key that was seen first and whose value is zero.
        row_max = tl.load(sinks + heads, mask=row_mask, other=0.0).to(tl.float32) * LOG2_E
        row_sum = tl.full([BLOCK_M], 1.0, tl.float32)
    else:
        row_max = tl.full([BLOCK_M], float("-inf"), tl.float32)
        row_sum = tl.zeros([BLOCK_M], tl.float32)
    accumulator = tl.zeros([BLOCK_M, HEAD_PADDED], tl.float32)

    key += kv_head * key_head_stride
    value += kv_head * value_head_stride
    if PAGED:
        block_table += request.to(tl.int64) * block_table_stride
    else:
        key += query_begin.to(tl.int64) * key_slot_stride
        value += query_begin.to(tl.int64) * value_slot_stride

    for part in tl.static_range(3):
        if part == 0:
            part_begin, part_end = begin, full_begin
        elif part == 1:
            part_begin, part_end = full_begin, full_end
        else:
            part_begin, part_end = full_end, end
        # Without a window there is nothing before the tiles that all queries see.
        if part > 0 or WINDOW > 0:
            accumulator, row_max, row_sum = _attend_tiles(
                accumulator,
                row_max,
                row_sum,
                q,
                key,
                value,
                block_table,
                positions,
                slopes,
                part_begin,
                part_end,
                end,
                scale,
                soft_cap,
                key_block_stride,
                key_slot_stride,
                value_block_stride,
                value_slot_stride,
                part != 1,
                PAGED,
                CAUSAL,
                WINDOW,
                SOFT_CAP,
                ALIBI,
                BLOCK_SIZE,
                HEAD_SIZE,
                HEAD_PADDED,
                TILE,
                PRECISION,
            )

    # Only a query without any key has a sum of zero; its output is zero.
    accumulator = accumulator / tl.where(row_sum == 0.0, 1.0, row_sum)[:, None]
    tl.store(
        output
        + token_rows[:, None] * output_token_stride
        + heads[:, None] * output_head_stride
        + elements[None, :],
        accumulator.to(output.dtype.element_ty),
        mask=mask,
    )
