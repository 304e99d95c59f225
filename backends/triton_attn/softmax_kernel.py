"""The inner loop of the attention kernels: tiles of keys taken into a running softmax.

Online softmax after 1805.02867 and 2205.14135, in base 2; paged keys after 2309.06180.
"""

from __future__ import annotations

import triton
import triton.language as tl

from backends.kv_cache.codes_kernel import decode
from backends.softmax_base2 import LOG2_E

# Factor of weights that carry a value's scale; `arguments.cache_factors` divides by it.
SCALE_UNIT = tl.constexpr(128.0)


@triton.jit
def _load_tile(pointers, in_head, WHOLE_HEADS: tl.constexpr):
    """A tile of keys or values, with zeros after the end of the head."""
    return tl.load(pointers) if WHOLE_HEADS else tl.load(pointers, mask=in_head, other=0.0)


@triton.jit
def _quarter(quads, shift: tl.constexpr, element: tl.constexpr, dtype: tl.constexpr, CODE: tl.constexpr):
    """Every fourth number of rows of codes that were read four at once."""
    return decode((quads >> shift).to(tl.int8).to(element, bitcast=True), dtype, CODE)


@triton.jit
def take_tile(  # noqa: PLR0917  (Triton binds by position)
    state,
    query,
    k,
    v,
    scale_rows,
    keys,
    read,
    given,
    block,
    some_hidden,
    SIZES: tl.constexpr,
    MASKED: tl.constexpr,
):
    """Take one tile of keys into the running softmax of a block of queries.

    ``k`` and ``v`` are ``[TILE, head_padded]``, ``scale_rows`` the places of their scales where the source has any;
    ``keys`` are their positions, and ``read`` the same but for keys after the end, in whose place others were read.
    Some query of the block may not see all of them with ``MASKED``, unless ``some_hidden`` is false when the kernel
    runs. With ``quads`` values are codes, read four at once: ``v`` is int32 ``[TILE, head_padded // 4]``, and the
    accumulator four, one for every fourth element. With ``head_rest`` queries, keys, values and the accumulator are
    pairs: the elements of a head up to a power of two, and the rest. The other arguments are those of
    :func:`attend_tiles`.
    """
    accumulator, row_max, row_sum = state
    source, batch, rules = given
    positions = block.positions
    PRECISION: tl.constexpr = SIZES.precision
    QUADS: tl.constexpr = SIZES.quads
    SCALED_FIRST: tl.constexpr = (
        rules.soft_cap is not None
        or rules.alibi_slopes is not None
        or batch.query_bias is not None
        or batch.position_bias is not None
    )
    # Queries that were divided by a number of each row, to become float16.
    ROW_SCALED: tl.constexpr = QUADS and source.value_scales is None
    # Rows that see no key of a tile: a mask makes them, and so does a bias of -inf.
    EMPTY_ROWS: tl.constexpr = MASKED or batch.position_bias is not None
    if SIZES.head_rest > 0:
        logits = tl.dot(query[0], tl.trans(k[0]), input_precision=PRECISION)
        logits = tl.dot(query[1], tl.trans(k[1]), logits, input_precision=PRECISION)
    else:
        logits = tl.dot(query, tl.trans(k), input_precision=PRECISION)
    if source.key_scales is not None:
        logits = logits * tl.load(source.key_scales + scale_rows)[None, :]
    # The factor that brings logits to base 2 is left to the exponent's multiply-add where nothing stands
    # between the dot product and the softmax.
    if SCALED_FIRST:
        logits = logits * rules.scale
        if ROW_SCALED:
            logits = logits * block.row_scale[:, None]
        to_base_2 = LOG2_E
    else:
        to_base_2 = rules.scale * LOG2_E
        if ROW_SCALED:
            to_base_2 = to_base_2 * block.row_scale
    if rules.soft_cap is not None:
        # tanh through exp2, which both the compiler and the interpreter have; inf gives 1, 0 gives -1.
        exponent = logits * (2.0 * LOG2_E / rules.soft_cap)
        logits = rules.soft_cap * (1.0 - 2.0 / (tl.exp2(exponent) + 1.0))
    if rules.alibi_slopes is not None:
        ahead = (keys[None, :] - positions[:, None]).to(tl.float32)
        if rules.alibi_root is not None:
            ahead = -tl.sqrt(tl.abs(ahead))
        elif rules.alibi_signed is None:
            ahead = -tl.abs(ahead)
        logits = logits + block.slopes[:, None] * ahead
    if batch.position_bias is not None:
        bias_pointers = batch.position_bias + block.bias_rows[:, None] + read[None, :]
        bias = tl.load(bias_pointers, mask=block.row_mask[:, None], other=0.0)
        logits = logits + bias.to(tl.float32)
    if MASKED:  # noqa: SIM102  (known when the kernel is compiled, and when it runs)
        if some_hidden:
            visible = keys[None, :] < block.row_end[:, None]
            if SIZES.window > 0:
                visible = visible & (tl.abs(keys[None, :] - positions[:, None]) < SIZES.window)
            if batch.prefix_ranges is not None:
                after_begin = keys[None, :] >= block.range_begin[:, None]
                visible = visible | (after_begin & (keys[None, :] < block.range_end[:, None]))
            if batch.query_bias is not None:
                others = keys - block.context_len
                in_tree = block.row_mask[:, None] & ((others >= 0) & (others < block.query_len))[None, :]
                tree_rows = batch.query_bias + block.tokens.to(tl.int64)[:, None] * batch.query_bias_stride
                logits = logits + tl.load(tree_rows + others[None, :], mask=in_tree, other=0.0)
            logits = tl.where(visible, logits, float("-inf"))
    new_max = tl.maximum(row_max, tl.max(logits, 1) * to_base_2)
    # A row that has seen no key yet keeps its maximum at -inf; it must not subtract it from itself.
    subtracted = tl.where(new_max == float("-inf"), 0.0, new_max) if EMPTY_ROWS else new_max
    if ROW_SCALED and not SCALED_FIRST:
        to_base_2 = to_base_2[:, None]
    weights = tl.exp2(logits * to_base_2 - subtracted[:, None])
    rescale = tl.exp2(row_max - subtracted)
    row_sum = row_sum * rescale + tl.sum(weights, 1)
    if source.value_scales is not None:
        weights = weights * (tl.load(source.value_scales + scale_rows) * SCALE_UNIT)[None, :]
    if QUADS:
        HALF: tl.constexpr = tl.float16 if source.value_scales is None else query.dtype
        codes: tl.constexpr = source.value.dtype.element_ty
        weights = weights.to(HALF)
        first, second, third, fourth = accumulator
        first = tl.dot(weights, _quarter(v, 0, codes, HALF, SIZES.code), first * rescale[:, None])
        second = tl.dot(weights, _quarter(v, 8, codes, HALF, SIZES.code), second * rescale[:, None])
        third = tl.dot(weights, _quarter(v, 16, codes, HALF, SIZES.code), third * rescale[:, None])
        fourth = tl.dot(weights, _quarter(v, 24, codes, HALF, SIZES.code), fourth * rescale[:, None])
        accumulator = (first, second, third, fourth)
    elif SIZES.head_rest > 0:
        weights = weights.to(v[0].dtype)
        first, second = accumulator
        first = tl.dot(weights, v[0], first * rescale[:, None], input_precision=PRECISION)
        second = tl.dot(weights, v[1], second * rescale[:, None], input_precision=PRECISION)
        accumulator = (first, second)
    else:
        accumulator = accumulator * rescale[:, None]
        accumulator = tl.dot(weights.to(v.dtype), v, accumulator, input_precision=PRECISION)
    return accumulator, new_max, row_sum


@triton.jit
def attend_tiles(  # noqa: PLR0917  (Triton binds by position)
    state,
    query,
    given,
    block,
    begin,
    end,
    key_end,
    SIZES: tl.constexpr,
    TILE: tl.constexpr,
    MASKED: tl.constexpr,
    STAGES: tl.constexpr = None,
):
    """Take the tiles of keys in ``[begin, end)`` into the running softmax of a block of queries.

    ``state`` is the sum of weighted values, the largest logits in base 2 and the sums of weights; ``given``, ``block``
    and ``SIZES`` are those of ``handed_on``. Keys end at ``key_end``. Without ``MASKED`` every query of the block sees
    every key of these tiles, and nothing is compared. ``head_rest`` is for plain caches alone. ``STAGES`` replaces the
    kernel's own number of tiles in flight.
    """
    source = given.source
    BLOCK_SIZE: tl.constexpr = SIZES.block_size
    HEAD_SIZE: tl.constexpr = SIZES.head_size
    HEAD_PADDED: tl.constexpr = SIZES.head_padded
    HEAD_REST: tl.constexpr = SIZES.head_rest
    CODE: tl.constexpr = SIZES.code
    # Cached codes become float16 in a third of the instructions that bfloat16 takes, and lose nothing. Queries and
    # weights that carry the scale of a value may need the range of bfloat16, weights alone do not.
    QUERY_DTYPE: tl.constexpr = query[0].dtype if HEAD_REST > 0 else query.dtype
    HALF_VALUES: tl.constexpr = CODE != "plain" and source.value_scales is None and tl.bfloat16 == QUERY_DTYPE
    VALUE_DTYPE: tl.constexpr = tl.float16 if HALF_VALUES else QUERY_DTYPE
    HEAD_MAIN: tl.constexpr = HEAD_PADDED // 2
    elements = tl.arange(0, HEAD_PADDED if HEAD_REST == 0 else HEAD_MAIN)
    in_head = elements < HEAD_SIZE
    if HEAD_REST > 0:
        rest = HEAD_MAIN + tl.arange(0, HEAD_REST)
        in_rest = (rest < HEAD_SIZE)[None, :]
    key = source.key + block.kv_head.to(tl.int64) * source.key_strides[2]
    value = source.value + block.kv_head.to(tl.int64) * source.value_strides[2]
    if SIZES.quads:
        quads = value.to(tl.pointer_type(tl.int32), bitcast=True)
    lines = tl.arange(0, TILE)
    # In place of a key after the end the last one is read, so that no load is masked; its weight is zero.
    last = tl.maximum(key_end - 1, 0)
    if source.block_table is not None:
        block_table = source.block_table + block.request.to(tl.int64) * source.block_table_stride
        if SIZES.look_ahead:
            # Without a tile nothing is looked up: the table may have no column.
            any_tile = begin + tl.zeros_like(lines) < end
            blocks = tl.load(block_table + tl.minimum(begin + lines, last) // BLOCK_SIZE, mask=any_tile)
    else:
        key += block.query_begin.to(tl.int64) * source.key_strides[1]
        value += block.query_begin.to(tl.int64) * source.value_strides[1]
    for tile in tl.range(begin, end, TILE, num_stages=STAGES):
        keys = tile + lines
        read = tl.minimum(keys, last) if MASKED else keys
        if source.block_table is not None:
            if not SIZES.look_ahead:
                blocks = tl.load(block_table + read // BLOCK_SIZE)
            number = blocks.to(tl.int64)
            slot = read % BLOCK_SIZE
            if source.far_slots is not None:
                slot = slot.to(tl.int64)
            key_rows = number * source.key_strides[0] + slot * source.key_strides[1]
            value_rows = number * source.value_strides[0] + slot * source.value_strides[1]
            if SIZES.look_ahead:
                blocks = tl.load(block_table + tl.minimum(keys + TILE, last) // BLOCK_SIZE)
        else:
            key_rows = read.to(tl.int64) * source.key_strides[1]
            value_rows = read.to(tl.int64) * source.value_strides[1]
        WHOLE: tl.constexpr = HEAD_SIZE == HEAD_PADDED or HEAD_REST > 0
        k = _load_tile(key + key_rows[:, None] + elements[None, :], in_head[None, :], WHOLE)
        if HEAD_REST > 0:
            REST_WHOLE: tl.constexpr = HEAD_SIZE == HEAD_MAIN + HEAD_REST
            v = _load_tile(value + value_rows[:, None] + elements[None, :], in_head[None, :], WHOLE)
            k = (k, _load_tile(key + key_rows[:, None] + rest[None, :], in_rest, REST_WHOLE))
            v = (v, _load_tile(value + value_rows[:, None] + rest[None, :], in_rest, REST_WHOLE))
        elif SIZES.quads:
            v = _load_tile(
                quads + (value_rows // 4)[:, None] + tl.arange(0, HEAD_PADDED // 4)[None, :],
                (tl.arange(0, HEAD_PADDED // 4) < HEAD_SIZE // 4)[None, :],
                HEAD_SIZE == HEAD_PADDED,
            )
        else:
            v = _load_tile(value + value_rows[:, None] + elements[None, :], in_head[None, :], WHOLE)
            v = decode(v, VALUE_DTYPE, CODE)
        if HEAD_REST == 0:
            k = decode(k, QUERY_DTYPE, CODE)
        scale_rows = keys
        if source.key_scales is not None:
            scale_rows = (
                number * source.scales_block_stride + slot * source.scales_slot_stride + block.kv_head
            )
        state = take_tile(
            state,
            query,
            k,
            v,
            scale_rows,
            keys,
            read,
            given,
            block,
            some_hidden=True,
            SIZES=SIZES,
            MASKED=MASKED,
        )
    return state
