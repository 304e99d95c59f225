"""Launching attention over latent vectors, and the merge of its splits where there are several."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

import torch
import triton
from triton.tools.tensor_descriptor import TensorDescriptor

from backends.descriptors import rebased, without_address
from backends.device import (
    has_tensor_memory,
    has_wavefronts,
    is_copied_by_descriptors,
    multiprocessors,
    runs_warpgroup_kernels,
    shared_memory_per_program,
)
from backends.kv_cache.formats import format_of, readable
from backends.launching import address_of, itself, launch_of
from backends.mla.decode.kernel import attend_latents_kernel, merge_splits_kernel
from backends.mla.decode.plan import DecodePlan
from backends.mla.decode.tiles import choose_decode_tiles, described_tiles
from backends.splits import SplitRule, choose_splits

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor
    from triton.runtime.jit import JITFunction

    from backends.launching import Launch
    from backends.mla.attention_layer import MLAImpl
    from backends.mla.inputs import MLAInputs

_FAR = 2**31
_MIN_SPLIT_KEYS = 64
# One program fills the registers of a multiprocessor. A token's part is 256 KiB for 128 heads.
_SPLIT_RULE = SplitRule(merge_keys=256, long_keys=4096, max_rounds=8, in_waves=True)
_MERGED_AT_ONCE = 16
_MERGED_ELEMENTS = 128
_HALF_PRECISION_BYTES = 2
_WARPGROUP_TILES = (64, 64)
"""Heads and keys of a program whose layouts are cut by hand for warpgroups."""
_WARPGROUP_SIZES = (512, 64)
"""Its latent and its rotary elements."""
_WARPGROUP_CONSTANTS = ("HEADS", "BLOCK_SIZE", "RANK", "ROPE", "BLOCK_H", "TILE", "num_warps")


def prepare_decode(layer: MLAImpl, inputs: MLAInputs) -> Callable[[MLAInputs], None]:
    """Decide once everything that is the same for all inputs of this shape; the result launches each of them.

    Attention goes to all keys, or to those of ``inputs.indices`` where there are any.

    Args:
        layer: whose sizes and scale are used.
        inputs: checked; the cache holds the new tokens when the result is called.
    """
    query, kv_cache, metadata, output = inputs.query, inputs.kv_cache, inputs.metadata, inputs.output
    lists, lse = inputs.indices, inputs.output_lse
    tokens, heads, size = query.shape
    rank = layer.kv_lora_rank
    tiles = choose_decode_tiles(
        heads,
        size,
        query.element_size(),
        shared_memory_per_program(query.device),
        wavefronts=has_wavefronts(query.device),
        tensor_memory=has_tensor_memory(query.device),
        has_codes=layer.kv_cache_dtype.is_quantized,
        has_lists=lists is not None,
    )
    by_descriptors = (
        lists is None
        and query.element_size() == _HALF_PRECISION_BYTES
        and kv_cache.shape[1] % tiles.tile == 0
        and is_copied_by_descriptors(kv_cache)
    )
    descriptors: tuple[TensorDescriptor | None, TensorDescriptor | None] = (None, None)
    by_warpgroups = (
        by_descriptors
        and not layer.kv_cache_dtype.is_quantized
        and (tiles.block_h, tiles.tile) == _WARPGROUP_TILES
        and (rank, size - rank) == _WARPGROUP_SIZES
        and runs_warpgroup_kernels(query.device)
    )
    kernel: JITFunction[Any] = attend_latents_kernel
    if by_warpgroups:
        from backends.mla.decode import warpgroups  # noqa: PLC0415  (Gluon is not everywhere)

        kernel = warpgroups.attend_latents_by_warpgroups_kernel
        descriptors = warpgroups.described(kv_cache, tiles.tile, rank)
    elif by_descriptors:
        tiles = described_tiles(tiles, has_codes=layer.kv_cache_dtype.is_quantized)
        descriptors = (
            _described(kv_cache, tiles.tile, rank),
            _described(kv_cache, tiles.tile, size - rank),
        )
    head_blocks = triton.cdiv(heads, tiles.block_h)
    topk = 0 if lists is None else lists.shape[1]
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
    if by_warpgroups:
        constants = {name: constants[name] for name in _WARPGROUP_CONSTANTS}
    compiled_by = (*inputs.layouts, topk, by_descriptors)
    returns_lse = lse is not None

    def launches(splits: int) -> tuple[Launch, Launch | None]:
        # Of the strides of parts, by which kernels are compiled, all follow from their number.
        attend = launch_of(kernel, (*compiled_by, splits), constants)
        if splits == 1:
            return attend, None
        splits_padded = triton.next_power_of_2(splits)
        merging = {
            "RETURN_LSE": returns_lse,
            "SPLITS": splits,
            "SPLITS_PADDED": splits_padded,
            "RANK": rank,
            "ELEMENTS": min(rank, _MERGED_ELEMENTS),
            "CHUNK": min(splits_padded, _MERGED_AT_ONCE),
        }
        return attend, launch_of(merge_splits_kernel, compiled_by, merging)

    return partial(
        _run,
        DecodePlan(
            rank=rank,
            topk=topk,
            programs=tokens * head_blocks,
            # Rows after the last request's are no work.
            at_work=min(tokens, metadata.seq_lens.shape[0] * metadata.max_query_len) * head_blocks,
            multiprocessors=multiprocessors(query.device),
            descriptors=descriptors,
            scale=layer.scale,
            sizes=(*query.stride()[:2], *kv_cache.stride()[:2], 0 if lists is None else lists.stride(0)),
            output_strides=output.stride()[:2],
            lse_strides=(0, 0) if lse is None else lse.stride(),
            table_stride=metadata.block_table.stride(0),
            launches=cache(launches),
        ),
    )


def _described(kv_cache: Tensor, tile: int, elements: int) -> TensorDescriptor:
    """The descriptor of so many elements of a tile of the cache, without its address."""
    shape, strides = list(kv_cache.shape), list(kv_cache.stride())
    return without_address(TensorDescriptor(readable(kv_cache), shape, strides, [1, tile, elements]))


def _run(plan: DecodePlan, inputs: MLAInputs) -> None:
    """Launch the kernel, and the one that merges its parts where there are several."""
    query, kv_cache, metadata, output = inputs.query, inputs.kv_cache, inputs.metadata, inputs.output
    lists, lse = inputs.indices, inputs.output_lse
    keys = plan.topk
    if lists is None:
        # In steps, so that the choice is remembered over as many lengths.
        keys = metadata.max_seq_len - metadata.max_seq_len % _MIN_SPLIT_KEYS
    splits = choose_splits(plan.at_work, plan.multiprocessors, keys, _MIN_SPLIT_KEYS, _SPLIT_RULE)
    attend, merge = plan.launches(splits)
    by_address = attend.is_compiled and (merge is None or merge.is_compiled)
    pointer = address_of if by_address else itself
    requests = metadata.seq_lens.shape[0]
    if merge is None:
        # The only part is the whole: it goes where the whole is to go.
        part_output, part_lse = pointer(output), pointer(lse)
        strides = (*plan.output_strides, plan.rank, *plan.lse_strides, 1)
    else:
        # One piece of memory, for asking for more takes the host longer than a launch.
        tokens, heads, _ = query.shape
        parts = tokens * heads * splits
        scratch = torch.empty(parts * (plan.rank + 1), dtype=torch.float32, device=query.device)
        if by_address:
            part_output = scratch.data_ptr()
            part_lse = part_output + 4 * parts * plan.rank
        else:
            part_output, part_lse = scratch.split([parts * plan.rank, parts])
        of_head = splits * plan.rank
        strides = (heads * of_head, of_head, plan.rank, heads * splits, splits, 1)
    codes = kv_cache if by_address else readable(kv_cache)
    attend(
        (plan.programs, splits, 1),
        pointer(query),
        pointer(codes),
        *(None if found is None else rebased(found, codes) for found in plan.descriptors),
        pointer(lists),
        part_output,
        part_lse,
        pointer(metadata.query_start_loc),
        pointer(metadata.seq_lens),
        pointer(metadata.block_table),
        requests,
        plan.topk,
        plan.scale * inputs.kv_scale,
        inputs.kv_scale,
        *plan.sizes,
        *strides,
        plan.table_stride,
    )
    if merge is not None:
        merge(
            (query.shape[1], query.shape[0], plan.rank // min(plan.rank, _MERGED_ELEMENTS)),
            part_output,
            part_lse,
            pointer(output),
            pointer(lse),
            pointer(metadata.query_start_loc),
            requests,
            *plan.output_strides,
            *plan.lse_strides,
        )
