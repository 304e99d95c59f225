"""Launching the attention kernels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, ClassVar

import torch
import triton

from backends.attention_layer import AttentionImpl
from backends.device import has_wavefronts, multiprocessors, shared_memory_per_program
from backends.kv_cache.formats import format_of
from backends.launching import launch_of
from backends.splits import SplitRule, choose_splits
from backends.triton_attn.arguments import (
    Rules,
    address_of,
    batch_of,
    cache_factors,
    source_of,
    source_strides,
)
from backends.triton_attn.backend import TritonAttentionBackend
from backends.triton_attn.kernel import unified_attention_kernel
from backends.triton_attn.split_kernel import merge_splits_kernel, split_attention_kernel
from backends.triton_attn.tiles import choose_tiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from backends.base import AttentionBackend
    from backends.inputs import Inputs
    from backends.launching import Launch
    from backends.metadata import AttentionMetadata
    from backends.triton_attn.arguments import Batch, Source, SourceStrides
    from backends.triton_attn.tiles import Tiles

_LEAST_DOT_DEPTH = 16
_MERGED_AT_ONCE = 8
_ALIGNED_FLOATS = 4
_PROGRAMS_PER_MULTIPROCESSOR = 2
"""Of a decode launch, that keep its memory busy: they hide each other's waits."""
_SPLIT_RULE = SplitRule(merge_keys=64, long_keys=2048, max_rounds=32, in_waves=False)


def _itself(tensor: Tensor | None) -> Tensor | None:
    """Return the tensor itself, which is passed in place of its address before a kernel is compiled."""
    return tensor


@dataclass(frozen=True, slots=True)
class Plan:
    """Values that are the same for all calls of one shape."""

    tiles: Tiles
    """The tiles."""
    parts: int
    """Number of programs that share the groups of all KV heads."""
    busy: int
    """Programs that keep the device busy."""
    slopes: Tensor | None
    """The ALiBi slopes, on the device."""
    source: SourceStrides
    """The strides of keys and values."""
    query_strides: tuple[int, int]
    """Of a token and a head of the queries."""
    output_strides: tuple[int, int, int]
    """Of a token and a head of the output, then of a token of the log-sum-exp."""
    unified: Launch
    """The kernel for all keys of a request at once."""
    split: Launch
    """The kernel for parts of them."""
    merge: Callable[[int], Launch]
    """The kernel that merges so many parts."""


class TritonAttentionImpl(AttentionImpl):
    """One attention layer on the unified kernel; arguments and errors as in :class:`AttentionImpl`.

    Batches whose requests have few query tokens each, and that are too few to fill the device, go to the split
    kernel instead.
    """

    backend: ClassVar[type[AttentionBackend]] = TritonAttentionBackend

    def _launch(self, inputs: Inputs) -> None:
        self._run(self._plan(inputs), inputs)

    def _prepare(self, inputs: Inputs) -> Callable[[Inputs], None]:
        return partial(self._run, self._plan(inputs))

    def _plan(self, inputs: Inputs) -> Plan:
        """Choose tiles, and the launches of compiled kernels, for all inputs of this shape."""
        query, metadata, lse = inputs.query, inputs.metadata, inputs.output_lse
        group = self.num_heads // self.num_kv_heads
        head_padded = max(_LEAST_DOT_DEPTH, triton.next_power_of_2(self.head_size))
        tiles = choose_tiles(
            group,
            metadata.max_query_len,
            head_padded,
            query.element_size(),
            shared_memory_per_program(query.device),
            wavefronts=has_wavefronts(query.device),
            has_codes=self.uses_cache and self.kv_cache_dtype.is_quantized,
            has_position_bias=metadata.position_bias is not None,
        )
        constants = {
            "CAUSAL": metadata.causal is not False,
            "WINDOW": self.sliding_window or 0,
            "GROUP": group,
            "SHARE": tiles.share,
            "BLOCK_SIZE": inputs.kv_cache.shape[2] if self.uses_cache else 1,
            "HEAD_SIZE": self.head_size,
            "HEAD_PADDED": head_padded,
            "BLOCK_M": tiles.block_m,
            "TILE": tiles.tile,
            # TF32 would cost single precision three of its seven digits.
            "PRECISION": "ieee",
            "CODE": format_of(inputs.kv_cache.dtype).code if self.uses_cache else "plain",
            "LOOK_AHEAD": tiles.look_ahead,
            "num_warps": tiles.num_warps,
            "num_stages": tiles.num_stages,
        }
        ranges = metadata.mm_prefix_ranges
        # What Triton compiles kernels by, beside the tensors of the call: ALiBi's and the soft cap's presence, and the
        # only number that is neither a stride nor left out of it.
        compiled_by = (
            *inputs.layouts,
            self.uses_cache,
            self.alibi_slopes is None,
            self.logits_soft_cap is None,
            0 if ranges is None else ranges.shape[1],
        )
        head = {"HEAD_SIZE": self.head_size, "HEAD_PADDED": head_padded, "CHUNK": _MERGED_AT_ONCE}
        return Plan(
            tiles=tiles,
            parts=self.num_kv_heads * triton.cdiv(group, tiles.share),
            busy=_PROGRAMS_PER_MULTIPROCESSOR * multiprocessors(query.device),
            slopes=self._slopes_on(query.device),
            source=source_strides(inputs, cached=self.uses_cache),
            query_strides=query.stride()[:2],
            output_strides=(*inputs.output.stride()[:2], 0 if lse is None else lse.stride(0)),
            unified=launch_of(unified_attention_kernel, compiled_by, constants),
            split=launch_of(split_attention_kernel, compiled_by, constants),
            merge=cache(
                lambda splits_padded: launch_of(
                    merge_splits_kernel, compiled_by, head | {"SPLITS_PADDED": splits_padded}
                )
            ),
        )

    def _run(self, plan: Plan, inputs: Inputs) -> None:
        key_factor, value_factor = cache_factors(inputs, cached=self.uses_cache)
        splits = self._splits(inputs.metadata, plan)
        by_address = (plan.split if splits > 1 else plan.unified).is_compiled
        pointer = address_of if by_address else _itself
        scale = self.scale * key_factor
        arguments = (
            source_of(inputs, plan.source, cached=self.uses_cache, by_address=by_address),
            batch_of(inputs.metadata, by_address=by_address),
            Rules(scale, self.logits_soft_cap, pointer(plan.slopes), pointer(self.sinks)),
        )
        if splits > 1:
            self._launch_split(inputs, arguments, value_factor, splits, plan)
        else:
            self._launch_unified(inputs, arguments, value_factor, plan)

    def _splits(self, metadata: AttentionMetadata, plan: Plan) -> int:
        """The parts of a request's keys; 1 where some request has more query tokens than a block."""
        tiles = plan.tiles
        if metadata.max_query_len > tiles.block_m // tiles.share:
            return 1
        longest = metadata.max_seq_len
        if self.sliding_window is not None and metadata.mm_prefix_ranges is None:
            longest = min(longest, self.sliding_window + metadata.max_query_len)
        # In whole tiles, so that the choice is remembered over as many steps.
        longest -= longest % tiles.tile
        return choose_splits(
            plan.parts * metadata.seq_lens.shape[0], plan.busy, longest, tiles.tile, _SPLIT_RULE
        )

    def _launch_unified(
        self, inputs: Inputs, arguments: tuple[Source, Batch, Rules], value_factor: float, plan: Plan
    ) -> None:
        query, tiles = inputs.query, plan.tiles
        pointer = address_of if plan.unified.is_compiled else _itself
        requests = inputs.metadata.seq_lens.shape[0]
        query_blocks = query.shape[0] // (tiles.block_m // tiles.share) + requests
        plan.unified(
            (query_blocks, plan.parts, 1),
            pointer(query),
            pointer(inputs.output),
            pointer(inputs.output_lse),
            plan.query_strides,
            plan.output_strides,
            *arguments,
            value_factor,
            requests,
        )

    def _launch_split(
        self,
        inputs: Inputs,
        arguments: tuple[Source, Batch, Rules],
        value_factor: float,
        splits: int,
        plan: Plan,
    ) -> None:
        query, metadata = inputs.query, inputs.metadata
        requests = metadata.seq_lens.shape[0]
        parts = query.shape[0] * self.num_heads * splits
        # One piece of memory, for asking for more takes the host longer than a launch. Each part of it is aligned.
        parts += -parts % _ALIGNED_FLOATS
        scratch = torch.empty(parts * (self.head_size + 2), dtype=torch.float32, device=query.device)
        merge = plan.merge(triton.next_power_of_2(splits))
        by_address = plan.split.is_compiled and merge.is_compiled
        pointer = address_of if by_address else _itself
        if by_address:
            first, of_sums = scratch.data_ptr(), 4 * parts
            partials = (first, first + of_sums * self.head_size, first + of_sums * (self.head_size + 1))
        else:
            partials = scratch.split([parts * self.head_size, parts, parts])
        plan.split(
            (splits, plan.parts, requests),
            pointer(query),
            *partials,
            plan.query_strides,
            *arguments,
            splits,
        )
        merge(
            (requests * metadata.max_query_len, self.num_heads, 1),
            *partials,
            pointer(inputs.output),
            pointer(inputs.output_lse),
            plan.output_strides,
            pointer(metadata.query_start_loc),
            pointer(self.sinks),
            value_factor,
            splits,
            metadata.max_query_len,
        )
