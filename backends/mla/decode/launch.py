"""Launching attention over latent vectors, and the merge of its splits where there are several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
import triton
from triton.tools.tensor_descriptor import TensorDescriptor

from backends.device import (
    has_wavefronts,
    is_copied_by_descriptors,
    multiprocessors,
    shared_memory_per_program,
)
from backends.kv_cache.formats import format_of, readable
from backends.launching import address_of, itself, launch_of
from backends.mla.decode.kernel import attend_latents_kernel, merge_splits_kernel
from backends.mla.decode.tiles import choose_decode_tiles, described_tiles
from backends.splits import SplitRule, choose_splits

if TYPE_CHECKING:
    from backends.mla.attention_layer import MLAImpl
    from backends.mla.inputs import MLAInputs

_FAR = 2**31
_MIN_SPLIT_KEYS = 64
# One program fills the registers of a multiprocessor. A token's part is 256 KiB for 128 heads.
_SPLIT_RULE = SplitRule(merge_keys=256, long_keys=4096, max_rounds=8, in_waves=True)
_MERGED_AT_ONCE = 16
_MERGED_ELEMENTS = 128
_HALF_PRECISION_BYTES = 2


def launch_decode(layer: MLAImpl, inputs: MLAInputs) -> None:
    """Attend to all keys, or to those of ``inputs.indices`` where there are any.

    Args:
        layer: whose sizes and scale are used.
        inputs: checked; the cache holds the new tokens.
    """
    query, kv_cache, metadata, output = inputs.query, inputs.kv_cache, inputs.metadata, inputs.output
    lists = inputs.indices
    tokens, heads, size = query.shape
    rank = layer.kv_lora_rank
    tiles = choose_decode_tiles(
        heads,
        size,
        query.element_size(),
        shared_memory_per_program(query.device),
        wavefronts=has_wavefronts(query.device),
        has_codes=layer.kv_cache_dtype.is_quantized,
        has_lists=lists is not None,
    )
    by_descriptors = (
        lists is None
        and query.element_size() == _HALF_PRECISION_BYTES
        and kv_cache.shape[1] % tiles.tile == 0
        and is_copied_by_descriptors(kv_cache)
    )
    if by_descriptors:
        tiles = described_tiles(tiles, has_codes=layer.kv_cache_dtype.is_quantized)
    head_blocks = triton.cdiv(heads, tiles.block_h)
    topk = 0 if lists is None else lists.shape[1]
    # Rows after the last request's are no work.
    at_work = min(tokens, metadata.seq_lens.shape[0] * metadata.max_query_len) * head_blocks
    splits = choose_splits(
        at_work,
        multiprocessors(query.device),
        metadata.max_seq_len if lists is None else topk,
        _MIN_SPLIT_KEYS,
        _SPLIT_RULE,
    )
    lse = inputs.output_lse
    if splits == 1:
        # The only part is the whole: it goes where the whole is to go.
        part_output = output.unsqueeze(2)
        part_lse = query.new_empty(tokens, heads, dtype=torch.float32) if lse is None else lse
        part_lse = part_lse.unsqueeze(2)
    else:
        part_output = query.new_empty(tokens, heads, splits, rank, dtype=torch.float32)
        part_lse = query.new_empty(tokens, heads, splits, dtype=torch.float32)
    constants = {
        "SPARSE": lists is not None,
        "HEADS": heads,
        "BLOCK_SIZE": kv_cache.shape[1],
        "RANK": rank,
        "ROPE": size - rank,
        "BLOCK_H": tiles.block_h,
        "TILE": tiles.tile,
        # TF32 would cost single precision three of its seven digits.
        "PRECISION": "ieee",
        "CODE": format_of(kv_cache.dtype).code,
        "FAR_SLOTS": kv_cache.shape[1] * kv_cache.stride(1) >= _FAR,
        "num_warps": tiles.num_warps,
        "num_stages": tiles.num_stages,
    }
    tiles_of_cache: tuple[TensorDescriptor | None, ...] = (None, None)
    if by_descriptors:
        shape, strides = list(kv_cache.shape), list(kv_cache.stride())
        tiles_of_cache = tuple(
            TensorDescriptor(readable(kv_cache), shape, strides, [1, tiles.tile, elements])
            for elements in (rank, size - rank)
        )
    compiled_by = (*inputs.layouts, topk, splits, part_lse.stride(), by_descriptors)
    attend = launch_of(attend_latents_kernel, compiled_by, constants)
    pointer = address_of if attend.is_compiled else itself
    attend(
        (tokens * head_blocks, splits, 1),
        pointer(query),
        kv_cache.data_ptr() if attend.is_compiled else readable(kv_cache),
        *tiles_of_cache,
        pointer(lists),
        pointer(part_output),
        pointer(part_lse),
        pointer(metadata.query_start_loc),
        pointer(metadata.seq_lens),
        pointer(metadata.block_table),
        metadata.seq_lens.shape[0],
        topk,
        layer.scale * inputs.kv_scale,
        inputs.kv_scale,
        *query.stride()[:2],
        *kv_cache.stride()[:2],
        0 if lists is None else lists.stride(0),
        *part_output.stride()[:3],
        *part_lse.stride(),
        metadata.block_table.stride(0),
    )
    if splits == 1:
        return
    merged_elements, splits_padded = min(rank, _MERGED_ELEMENTS), triton.next_power_of_2(splits)
    constants = {
        "RETURN_LSE": lse is not None,
        "SPLITS": splits,
        "SPLITS_PADDED": splits_padded,
        "RANK": rank,
        "ELEMENTS": merged_elements,
        "CHUNK": min(splits_padded, _MERGED_AT_ONCE),
    }
    merge = launch_of(merge_splits_kernel, compiled_by, constants)
    pointer = address_of if merge.is_compiled else itself
    merge(
        (heads, tokens, rank // merged_elements),
        pointer(part_output),
        pointer(part_lse),
        pointer(output),
        pointer(lse),
        pointer(metadata.query_start_loc),
        metadata.seq_lens.shape[0],
        *output.stride()[:2],
        *((0, 0) if lse is None else lse.stride()),
    )
