"""Attention of packed queries to projected keys and values, whose heads differ in size.

Online softmax after 1805.02867 and 2205.14135, in base 2. Keys come in chunks, the new tokens first, then
pieces of the context; between chunks the output and its log-sum-exp are carried on, which is all that the
softmax needs to know of the keys it has seen.
"""

from __future__ import annotations

import triton
import triton.language as tl

from backends.mla.prefill.handed_on import Keys, Sizes
from backends.softmax_base2 import LOG2_E, empty_softmax

LN_2 = tl.constexpr(0.6931471805599453)


@triton.jit
def _attend_tiles(  # noqa: PLR0917  (Triton binds by position)
    state,
    queries,
    keys_of,
    tokens,
    begin,
    end,
    to_base_2,
    SIZES: tl.constexpr,
    MASKED: tl.constexpr,
    CAUSAL: tl.constexpr,
):
    """Take the tiles of keys in ``[begin, end)`` into the running softmax.

    ``state`` is the sum of weighted values, the largest logits in base 2 and the sums of weights, ``queries`` the two
    parts of a block's; ``keys_of`` and ``SIZES`` are those of ``handed_on``. Without ``MASKED`` every query
    of the block sees every key of these tiles, and nothing is compared.
    """
    accumulator, row_max, row_sum = state
    q_nope, q_rope = queries
    PRECISION: tl.constexpr = SIZES.precision
    TILE: tl.constexpr = SIZES.tile
    nope_elements = tl.arange(0, SIZES.nope_size)[:, None]
    rope_elements = tl.arange(0, SIZES.rope_size)[:, None]
    value_elements = tl.arange(0, SIZES.value_size)[None, :]
    for tile in tl.range(begin, end, TILE):
        keys = tile + tl.arange(0, TILE)
        rows = keys.to(tl.int64)
        nope_pointers = keys_of.nope + rows[None, :] * keys_of.nope_stride + nope_elements
        rope_pointers = keys_of.rope + rows[None, :] * keys_of.rope_stride + rope_elements
        value_pointers = keys_of.value + rows[:, None] * keys_of.value_stride + value_elements
        if MASKED:
            there = keys < end
            k_nope = tl.load(nope_pointers, mask=there[None, :], other=0.0)
            k_rope = tl.load(rope_pointers, mask=there[None, :], other=0.0)
            v = tl.load(value_pointers, mask=there[:, None], other=0.0)
        else:
            k_nope = tl.load(nope_pointers)
            k_rope = tl.load(rope_pointers)
            v = tl.load(value_pointers)
        logits = tl.dot(q_nope, k_nope, input_precision=PRECISION)
        logits = tl.dot(q_rope, k_rope, logits, input_precision=PRECISION) * to_base_2
        if MASKED:
            visible = there[None, :]
            if CAUSAL:
                visible = visible & (keys[None, :] <= tokens[:, None])
            logits = tl.where(visible, logits, float("-inf"))
        # The new tokens come first, and each sees itself in the first of their tiles or an earlier one: the
        # maximum is finite.
        new_max = tl.maximum(row_max, tl.max(logits, 1))
        weights = tl.exp2(logits - new_max[:, None])
        rescale = tl.exp2(row_max - new_max)
        row_sum = row_sum * rescale + tl.sum(weights, 1)
        accumulator = accumulator * rescale[:, None]
        accumulator = tl.dot(weights.to(v.dtype), v, accumulator, input_precision=PRECISION)
        row_max = new_max
    return accumulator, row_max, row_sum


@triton.jit(do_not_specialize=["chunk_begin"])
def prefill_projected_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    key_nope,
    key_rope,
    value,
    carried,
    target,
    lse,
    query_start_loc,
    seq_lens,
    chunk_begin,
    chunk_len,
    scale,
    query_token_stride,
    query_head_stride,
    key_nope_token_stride,
    key_nope_head_stride,
    key_rope_token_stride,
    key_rope_head_stride,
    value_token_stride,
    value_head_stride,
    carried_token_stride,
    carried_head_stride,
    target_token_stride,
    target_head_stride,
    lse_token_stride,
    lse_head_stride,
    CONTEXT: tl.constexpr,
    NOPE: tl.constexpr,
    ROPE: tl.constexpr,
    VALUE: tl.constexpr,
    BLOCK_M: tl.constexpr,
    TILE: tl.constexpr,
    PRECISION: tl.constexpr,
):
    """Attention of ``BLOCK_M`` query tokens of a request, one head, to one chunk of its keys.

    Grid: ``(ceil(max_query_len / BLOCK_M), heads, requests)``; programs after the last token of a request
    return. Strides are in elements. Without ``CONTEXT`` the chunk is the new tokens, causal, which stand where
    their queries do, and nothing was carried; with it, row ``request * chunk_len + i`` is the key at position
    ``chunk_begin + i`` of the context, and ``carried`` and ``lse`` are what earlier chunks came to.
    """
    first_token = tl.program_id(0) * BLOCK_M
    head = tl.program_id(1).to(tl.int64)
    request = tl.program_id(2)
    query_begin = tl.load(query_start_loc + request)
    query_len = tl.load(query_start_loc + request + 1) - query_begin
    if first_token >= query_len:
        return
    tokens = first_token + tl.arange(0, BLOCK_M)
    in_request = tokens < query_len
    token_rows = (query_begin + tokens).to(tl.int64)
    query_rows = query + token_rows[:, None] * query_token_stride + head * query_head_stride
    nope_elements = tl.arange(0, NOPE)[None, :]
    rope_elements = NOPE + tl.arange(0, ROPE)[None, :]
    value_elements = tl.arange(0, VALUE)[None, :]
    q_nope = tl.load(query_rows + nope_elements, mask=in_request[:, None], other=0.0)
    q_rope = tl.load(query_rows + rope_elements, mask=in_request[:, None], other=0.0)
    lse_pointers = lse + token_rows * lse_token_stride + head * lse_head_stride

    if CONTEXT:
        context_len = tl.load(seq_lens + request) - query_len
        key_begin = request.to(tl.int64) * chunk_len
        end = tl.minimum(tl.maximum(context_len - chunk_begin, 0), chunk_len)
        full_end = end // TILE * TILE
        # What was carried counts as a key that was seen first: its logit is the log-sum-exp.
        row_max = tl.load(lse_pointers, mask=in_request, other=0.0) * LOG2_E
        row_sum = tl.full([BLOCK_M], 1.0, tl.float32)
        carried_rows = carried + token_rows[:, None] * carried_token_stride + head * carried_head_stride
        accumulator = tl.load(carried_rows + value_elements, mask=in_request[:, None], other=0.0)
    else:
        key_begin = query_begin.to(tl.int64)
        end = tl.minimum(query_len, first_token + BLOCK_M)
        full_end = first_token // TILE * TILE
        accumulator, row_max, row_sum = empty_softmax(BLOCK_M, VALUE)

    SIZES: tl.constexpr = Sizes(NOPE, ROPE, VALUE, TILE, PRECISION)
    keys_of = Keys(
        key_nope + (key_begin * key_nope_token_stride + head * key_nope_head_stride),
        key_rope + (key_begin * key_rope_token_stride + head * key_rope_head_stride),
        value + (key_begin * value_token_stride + head * value_head_stride),
        key_nope_token_stride,
        key_rope_token_stride,
        value_token_stride,
    )
    state = (accumulator, row_max, row_sum)
    for part in tl.static_range(2):
        state = _attend_tiles(
            state,
            (q_nope, q_rope),
            keys_of,
            tokens,
            0 if part == 0 else full_end,
            full_end if part == 0 else end,
            scale * LOG2_E,
            SIZES,
            MASKED=part == 1,
            CAUSAL=not CONTEXT,
        )
    accumulator, row_max, row_sum = state

    tl.store(lse_pointers, (row_max + tl.log2(row_sum)) * LN_2, mask=in_request)
    target_rows = target + token_rows[:, None] * target_token_stride + head * target_head_stride
    accumulator = accumulator / row_sum[:, None]
    tl.store(target_rows + value_elements, accumulator.to(target.dtype.element_ty), mask=in_request[:, None])
