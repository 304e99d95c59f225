"""Launching the attention kernels."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, ClassVar

import torch
import triton

from backends.attention_layer import AttentionImpl
from backends.descriptors import rebased
from backends.device import has_wavefronts, is_aligned, multiprocessors, shared_memory_per_program
from backends.kv_cache import launch as cache_launch
from backends.kv_cache.formats import format_of
from backends.launching import address_of, itself, launch_of
from backends.splits import SplitRule, choose_splits
from backends.triton_attn.arguments import (
    batch_of,
    cache_factors,
    rules_of,
    source_of,
    source_strides,
)
from backends.triton_attn.backend import TritonAttentionBackend
from backends.triton_attn.descriptors import described, reads_by_descriptors
from backends.triton_attn.kernel import unified_attention_kernel
from backends.triton_attn.plan import Plan, Unified
from backends.triton_attn.split_kernel import merge_splits_kernel, split_attention_kernel
from backends.triton_attn.tiles import brief_tiles, busy_tiles, choose_tiles, described_tiles, head_rest

if TYPE_CHECKING:
    from collections.abc import Callable

    from backends.base import AttentionBackend
    from backends.inputs import Inputs
    from backends.kv_cache.launch import WritePlan
    from backends.metadata import AttentionMetadata
    from backends.triton_attn.arguments import Batch, Rules, Source
    from backends.triton_attn.tiles import Tiles

_LEAST_DOT_DEPTH = 16
_MERGED_AT_ONCE = 8
_QUAD = 4
_ALIGNED_FLOATS = 4
_DESCRIPTORS = 4
_BRIEF_KEYS = 2048
_BRIEF_ROWS = 1024
"""Rows of queries for each multiprocessor from which on small blocks of them leave none idle."""
_UNEVEN = 2
"""Least ratio, in a batch that is split, of requests times the longest query length to the real query tokens."""
_PROGRAMS_PER_MULTIPROCESSOR = 2
"""Of a decode launch, that keep its memory busy: they hide each other's waits."""
_SPLIT_RULE = SplitRule(merge_keys=64, long_keys=2048, max_rounds=32, in_waves=False)


class TritonAttentionImpl(AttentionImpl):
    """One attention layer on the unified kernel; arguments and errors as in :class:`AttentionImpl`.

    Requests of few query tokens each, if they are too few to fill the device or some may be very long, go to the split
    kernel instead.
    """

    backend: ClassVar[type[AttentionBackend]] = TritonAttentionBackend

    def _launch(self, inputs: Inputs) -> None:
        self._run(self._plan(inputs), inputs)

    def _prepare(self, inputs: Inputs) -> Callable[[Inputs], None]:
        return partial(self._run, self._plan(inputs))

    def _prepare_write(self, inputs: Inputs) -> WritePlan:
        return cache_launch.plan_write_of(inputs)

    def _tiles(self, inputs: Inputs, max_query_len: int) -> Tiles:
        query = inputs.query
        return choose_tiles(
            self.num_heads // self.num_kv_heads,
            max_query_len,
            max(_LEAST_DOT_DEPTH, triton.next_power_of_2(self.head_size)),
            query.element_size(),
            shared_memory_per_program(query.device),
            wavefronts=has_wavefronts(query.device),
            has_codes=self.uses_cache and self.kv_cache_dtype.is_quantized,
            has_position_bias=inputs.metadata.position_bias is not None,
        )

    def _constants(self, inputs: Inputs, tiles: Tiles) -> dict[str, object]:
        return {
            "CAUSAL": inputs.metadata.causal is not False,
            "WINDOW": self.sliding_window or 0,
            "GROUP": self.num_heads // self.num_kv_heads,
            "SHARE": tiles.share,
            "BLOCK_SIZE": inputs.kv_cache.shape[2] if self.uses_cache else 1,
            "HEAD_SIZE": self.head_size,
            "HEAD_PADDED": max(_LEAST_DOT_DEPTH, triton.next_power_of_2(self.head_size)),
            "BLOCK_M": tiles.block_m,
            "TILE": tiles.tile,
            # TF32 would cost single precision three of its seven digits.
            "PRECISION": "ieee",
            "CODE": format_of(inputs.kv_cache.dtype).code if self.uses_cache else "plain",
            "LOOK_AHEAD": tiles.look_ahead,
            "QUADS": tiles.quads and is_aligned(inputs.kv_cache, _QUAD),
            "num_warps": tiles.num_warps,
            "num_stages": tiles.num_stages,
        }

    def _plan(self, inputs: Inputs) -> Plan:
        """Choose tiles, and the launches of compiled kernels, for all inputs of this shape."""
        query, metadata, lse = inputs.query, inputs.metadata, inputs.output_lse
        tiles = short_tiles = self._tiles(inputs, metadata.max_query_len)
        takes_all = metadata.max_query_len <= tiles.block_m // tiles.share
        if not takes_all:
            short_tiles = self._tiles(inputs, 1)
        short_len = min(metadata.max_query_len, short_tiles.block_m // short_tiles.share)
        # Lengths are known on the device alone: of requests that are half as long as the longest, few are short.
        uneven = _UNEVEN * query.shape[0] <= metadata.max_query_len * metadata.seq_lens.shape[0]
        head_padded = max(_LEAST_DOT_DEPTH, triton.next_power_of_2(self.head_size))
        row_bytes = head_padded * query.element_size()
        brief = brief_tiles(tiles, row_bytes)
        few = query.shape[0] * self.num_heads < _BRIEF_ROWS * multiprocessors(query.device)
        ranges = metadata.mm_prefix_ranges
        # What Triton compiles kernels by, beside the tensors of the call: ALiBi's and the soft cap's presence, and the
        # only number that is neither a stride nor left out of it.
        compiled_by = (
            *inputs.layouts,
            self.uses_cache,
            self.alibi_slopes is None,
            self.alibi_form,
            self.logits_soft_cap is None,
            0 if ranges is None else ranges.shape[1],
        )
        head = {
            "HEAD_SIZE": self.head_size,
            "HEAD_PADDED": head_padded,
            "CHUNK": _MERGED_AT_ONCE,
        }
        group = self.num_heads // self.num_kv_heads
        shared = shared_memory_per_program(query.device)
        by_descriptors = reads_by_descriptors(inputs)
        short_parts = self.num_kv_heads * triton.cdiv(group, short_tiles.share)
        programs = short_parts * metadata.seq_lens.shape[0] // multiprocessors(query.device)

        def unified(tiles: Tiles, short: int, *, by_request: bool = False) -> Unified:
            rest = head_rest(self.head_size, head_padded, query.element_size()) if by_descriptors else 0
            new = described_tiles(tiles, row_bytes, shared, rest) if by_descriptors else None
            rest = 0 if new is None else rest
            constants = {
                "SHORT": short,
                "BY_REQUEST": by_request,
                "CONTEXT_TILE": tiles.tile,
                "ONE_LOOP": new is not None and new.one_loop,
                "HEAD_REST": rest,
                **self._constants(inputs, new or tiles),
            }
            if tiles.quads:
                # Without, its registers leave room for one program more.
                constants["LOOK_AHEAD"] = False
            parts = [head_padded] if rest == 0 else [head_padded // 2, rest]
            tiles = new or tiles
            if tiles.most_registers is not None and constants["QUADS"]:
                constants["maxnreg"] = tiles.most_registers
            return Unified(
                launch_of(unified_attention_kernel, (*compiled_by, new is None), constants),
                None if by_request else tiles.block_m // tiles.share,
                self.num_kv_heads * triton.cdiv(group, tiles.share),
                None
                if new is None
                else tuple(
                    described(tensor, tiles.tile, part)
                    for part in parts
                    for tensor in (inputs.key, inputs.value)
                ),
            )

        return Plan(
            short_tiles=short_tiles,
            short_parts=short_parts,
            short_len=short_len,
            takes_all=takes_all,
            may_split=takes_all or (uneven and self.uses_cache),
            busy=_PROGRAMS_PER_MULTIPROCESSOR * multiprocessors(query.device),
            slopes=self._slopes_on(query.device),
            source=source_strides(inputs, cached=self.uses_cache),
            query_strides=query.stride()[:2],
            output_strides=(*inputs.output.stride()[:2], 0 if lse is None else lse.stride(0)),
            unified=unified(busy_tiles(tiles, row_bytes, programs, shared), 0, by_request=True)
            if takes_all
            else unified(tiles, 0),
            unified_long=unified(tiles, short_len),
            unified_brief=None if brief is None or few else unified(brief, 0),
            split=launch_of(split_attention_kernel, compiled_by, self._constants(inputs, short_tiles)),
            merge=cache(
                lambda splits: launch_of(
                    merge_splits_kernel,
                    compiled_by,
                    head | {"SPLITS_PADDED": triton.next_power_of_2(splits)},
                )
            ),
        )

    def _run(self, plan: Plan, inputs: Inputs) -> None:
        splits = self._splits(inputs.metadata, plan)
        if splits == 1:
            brief = plan.unified_brief if inputs.metadata.max_seq_len <= _BRIEF_KEYS else None
            self._launch_unified(inputs, plan, brief or plan.unified)
            return
        if not plan.takes_all:
            self._launch_unified(inputs, plan, plan.unified_long)
        self._launch_split(inputs, plan, splits)

    def _arguments(
        self, inputs: Inputs, plan: Plan, *, by_address: bool
    ) -> tuple[tuple[Source, Batch, Rules], float]:
        """The arguments that both kernels take, and what outputs are multiplied by."""
        key_factor, value_factor = cache_factors(inputs, cached=self.uses_cache)
        pointer = address_of if by_address else itself
        return (
            source_of(inputs, plan.source, cached=self.uses_cache, by_address=by_address),
            batch_of(inputs.metadata, by_address=by_address),
            rules_of(self, key_factor, pointer(plan.slopes), pointer(self.sinks)),
        ), value_factor

    def _splits(self, metadata: AttentionMetadata, plan: Plan) -> int:
        """The parts of the keys of requests of few query tokens; 1 where they go to the unified kernel."""
        if not plan.may_split:
            return 1
        longest = metadata.max_seq_len
        if self.sliding_window is not None and metadata.mm_prefix_ranges is None:
            longest = min(longest, self.sliding_window + plan.short_len)
        # In whole tiles, so that the choice is remembered over as many steps.
        tile = plan.short_tiles.tile
        longest -= longest % tile
        programs = plan.short_parts * metadata.seq_lens.shape[0]
        return choose_splits(programs, plan.busy, longest, tile, _SPLIT_RULE)

    def _launch_unified(self, inputs: Inputs, plan: Plan, unified: Unified) -> None:
        query, launch = inputs.query, unified.launch
        pointer = address_of if launch.is_compiled else itself
        arguments, value_factor = self._arguments(inputs, plan, by_address=launch.is_compiled)
        requests = inputs.metadata.seq_lens.shape[0]
        new_keys = [None] * _DESCRIPTORS
        for place, known in enumerate(unified.described or ()):
            new_keys[place] = rebased(known, inputs.value if place % 2 else inputs.key)
        query_blocks = requests
        if unified.block_q is not None:
            query_blocks += query.shape[0] // unified.block_q
        launch(
            (query_blocks, unified.parts, 1),
            pointer(query),
            pointer(inputs.output),
            pointer(inputs.output_lse),
            plan.query_strides,
            plan.output_strides,
            *arguments,
            *new_keys,
            value_factor,
            requests,
        )

    def _launch_split(self, inputs: Inputs, plan: Plan, splits: int) -> None:
        query, metadata = inputs.query, inputs.metadata
        requests = metadata.seq_lens.shape[0]
        parts = requests * plan.short_len * self.num_heads * splits
        # One piece of memory, for asking for more takes the host longer than a launch. Each part of it is aligned.
        parts += -parts % _ALIGNED_FLOATS
        scratch = torch.empty(parts * (self.head_size + 2), dtype=torch.float32, device=query.device)
        merge = plan.merge(splits)
        by_address = plan.split.is_compiled and merge.is_compiled
        pointer = address_of if by_address else itself
        if by_address:
            first, of_sums = scratch.data_ptr(), 4 * parts
            partials = (first, first + of_sums * self.head_size, first + of_sums * (self.head_size + 1))
        else:
            partials = scratch.split([parts * self.head_size, parts, parts])
        arguments, value_factor = self._arguments(inputs, plan, by_address=by_address)
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
            (requests * plan.short_len, self.num_heads, 1),
            *partials,
            pointer(inputs.output),
            pointer(inputs.output_lse),
            plan.output_strides,
            pointer(metadata.query_start_loc),
            pointer(self.sinks),
            value_factor,
            splits,
            plan.short_len,
        )
