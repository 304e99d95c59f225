"""Launching the kernels of a call, as its plan has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from backends.descriptors import rebased
from backends.launching import address_of, itself
from backends.triton_attn.arguments import batch_of, cache_factors, rules_of, source_of

if TYPE_CHECKING:
    from backends.attention_layer import AttentionImpl
    from backends.inputs import Inputs
    from backends.triton_attn.arguments import Batch, Rules, Source
    from backends.triton_attn.plan import ByWarpgroups, Plan, Unified

_ALIGNED_FLOATS = 4
_DESCRIPTORS = 4


def _arguments(
    layer: AttentionImpl, inputs: Inputs, plan: Plan, *, by_address: bool
) -> tuple[tuple[Source, Batch, Rules], float]:
    """The arguments that both kernels take, and what outputs are multiplied by."""
    key_factor, value_factor = cache_factors(inputs, cached=layer.uses_cache)
    pointer = address_of if by_address else itself
    return (
        source_of(inputs, plan.source, cached=layer.uses_cache, by_address=by_address),
        batch_of(inputs.metadata, by_address=by_address),
        rules_of(layer, key_factor, pointer(plan.slopes), pointer(layer.sinks)),
    ), value_factor


def run_unified(layer: AttentionImpl, inputs: Inputs, plan: Plan, unified: Unified) -> None:
    """Launch the unified kernel.

    Args:
        layer: the layer.
        inputs: the call, checked.
        plan: that of its shape.
        unified: which launch of the plan.
    """
    query, launch = inputs.query, unified.launch
    pointer = address_of if launch.is_compiled else itself
    arguments, value_factor = _arguments(layer, inputs, plan, by_address=launch.is_compiled)
    requests = inputs.metadata.seq_lens.shape[0]
    new_keys = [None] * _DESCRIPTORS
    for place, known in enumerate(unified.described or ()):
        new_keys[place] = rebased(known, inputs.value if place % 2 else inputs.key)
    query_blocks = requests
    if unified.block_q is not None:
        query_blocks += query.shape[0] // unified.block_q
    launch(
        (query_blocks * unified.parts, 1, 1),
        pointer(query),
        pointer(inputs.output),
        pointer(inputs.output_lse),
        plan.query_strides,
        plan.output_strides,
        *arguments,
        *new_keys,
        value_factor,
        requests,
        unified.parts,
    )


def run_split(layer: AttentionImpl, inputs: Inputs, plan: Plan, splits: int) -> None:
    """Launch the split kernel, and the one that merges its parts; arguments as in :func:`run_unified`.

    Args:
        layer: the layer.
        inputs: the call, checked.
        plan: that of its shape.
        splits: parts of the keys of a request.
    """
    query, metadata = inputs.query, inputs.metadata
    requests = metadata.seq_lens.shape[0]
    parts = requests * plan.short_len * layer.num_heads * splits
    # One piece of memory, for asking for more takes the host longer than a launch. Each part of it is aligned.
    parts += -parts % _ALIGNED_FLOATS
    scratch = torch.empty(parts * (layer.head_size + 2), dtype=torch.float32, device=query.device)
    merge = plan.merge(splits)
    by_address = plan.split.is_compiled and merge.is_compiled
    pointer = address_of if by_address else itself
    if by_address:
        first, of_sums = scratch.data_ptr(), 4 * parts
        partials = (first, first + of_sums * layer.head_size, first + of_sums * (layer.head_size + 1))
    else:
        partials = scratch.split([parts * layer.head_size, parts, parts])
    arguments, value_factor = _arguments(layer, inputs, plan, by_address=by_address)
    plan.split(
        (splits, plan.short_parts, requests),
        pointer(query),
        *partials,
        plan.query_strides,
        *arguments,
        splits,
        plan.short_len,
    )
    merge(
        (requests * plan.short_len, layer.num_heads, 1),
        *partials,
        pointer(inputs.output),
        pointer(inputs.output_lse),
        plan.output_strides,
        pointer(metadata.query_start_loc),
        pointer(layer.sinks),
        value_factor,
        splits,
        plan.short_len,
    )


def run_by_warpgroups(layer: AttentionImpl, inputs: Inputs, plan: Plan, found: ByWarpgroups) -> None:
    """Launch the kernel for warpgroups; arguments as in :func:`run_unified`.

    Args:
        layer: the layer.
        inputs: the call, checked.
        plan: that of its shape.
        found: its launch of this kernel.
    """
    launch, metadata = found.launch, inputs.metadata
    by_address = launch.is_compiled
    pointer = address_of if by_address else itself
    key_factor, value_factor = cache_factors(inputs, cached=layer.uses_cache)
    source = source_of(inputs, plan.source, cached=layer.uses_cache, by_address=by_address)
    requests = metadata.seq_lens.shape[0]
    query_blocks = inputs.query.shape[0] // found.block_q + requests
    launch(
        (query_blocks, found.parts, 1),
        pointer(inputs.query),
        pointer(inputs.output),
        pointer(inputs.output_lse),
        *plan.query_strides,
        *plan.output_strides,
        rebased(found.described[0], inputs.key),
        rebased(found.described[1], inputs.value),
        source.key,
        source.value,
        *source.key_strides,
        source.block_table,
        source.block_table_stride,
        pointer(metadata.query_start_loc),
        pointer(metadata.seq_lens),
        pointer(layer.sinks),
        layer.scale * key_factor,
        value_factor,
        requests,
    )
