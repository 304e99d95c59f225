"""Launching the attention kernels."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, ClassVar

import triton

from backends.attention_layer import UNLIMITED, AttentionImpl
from backends.device import (
    has_wavefronts,
    is_aligned,
    multiprocessors,
    runs_warpgroup_kernels,
    shared_memory_per_program,
)
from backends.kv_cache import launch as cache_launch
from backends.kv_cache.formats import format_of
from backends.launching import launch_of
from backends.splits import SplitRule, choose_splits
from backends.triton_attn.arguments import source_strides
from backends.triton_attn.backend import TritonAttentionBackend
from backends.triton_attn.descriptors import described, reads_by_descriptors
from backends.triton_attn.kernel import unified_attention_kernel
from backends.triton_attn.plan import Plan, Unified
from backends.triton_attn.running import run_by_warpgroups, run_split, run_unified
from backends.triton_attn.split_kernel import merge_splits_kernel, split_attention_kernel
from backends.triton_attn.tiles import brief_tiles, busy_tiles, choose_tiles, described_tiles, head_rest

if TYPE_CHECKING:
    from collections.abc import Callable

    from backends.base import AttentionBackend
    from backends.inputs import Inputs
    from backends.kv_cache.launch import WritePlan
    from backends.metadata import AttentionMetadata
    from backends.triton_attn.plan import ByWarpgroups
    from backends.triton_attn.tiles import Tiles

_LEAST_DOT_DEPTH = 16
_MERGED_AT_ONCE = 8
_QUAD = 4
_HALF_PRECISION_BYTES = 2
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
    kernel instead; prompts without a context, where a kernel is written for the device's warpgroups, to that one.
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
            has_query_bias=inputs.metadata.query_bias is not None,
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

        def unified(
            tiles: Tiles, short: int, longest: int = UNLIMITED, *, by_request: bool = False
        ) -> Unified:
            rest = head_rest(self.head_size, head_padded, query.element_size()) if by_descriptors else 0
            new = described_tiles(tiles, row_bytes, shared, rest) if by_descriptors else None
            rest = 0 if new is None else rest
            constants = {
                "SHORT": short,
                "LONGEST": longest,
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
            unified_short=unified(
                busy_tiles(short_tiles, row_bytes, programs, shared), 0, short_len, by_request=True
            ),
            by_warpgroups=self._by_warpgroups(inputs, compiled_by) if by_descriptors else None,
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

    def _by_warpgroups(self, inputs: Inputs, compiled_by: tuple[object, ...]) -> ByWarpgroups | None:
        """The launch of the kernel for warpgroups, for new keys that are read by descriptors; None without any."""
        rules = (self.sliding_window, self.logits_soft_cap, self.alibi_slopes)
        halves = inputs.query.element_size() == _HALF_PRECISION_BYTES
        served = halves and all(rule is None for rule in rules)
        if not served or not runs_warpgroup_kernels(inputs.query.device):
            return None
        from backends.triton_attn import warpgroups  # noqa: PLC0415  (Gluon is not everywhere)

        return warpgroups.plan_of(self, inputs, compiled_by)

    def _run(self, plan: Plan, inputs: Inputs) -> None:
        metadata = inputs.metadata
        splits = self._splits(metadata, plan)
        # A context of some request is served by either, but faster by the unified kernel.
        whole = metadata.max_seq_len == metadata.max_query_len
        if splits > 1:
            if not plan.takes_all:
                run_unified(self, inputs, plan, plan.unified_long)
            run_split(self, inputs, plan, splits)
        elif whole and plan.by_warpgroups is not None:
            run_by_warpgroups(self, inputs, plan, plan.by_warpgroups)
        elif plan.may_split and not plan.takes_all:
            # The tiles of prompts would serve tokens badly.
            run_unified(self, inputs, plan, plan.unified_long)
            run_unified(self, inputs, plan, plan.unified_short)
        else:
            brief = plan.unified_brief if metadata.max_seq_len <= _BRIEF_KEYS else None
            run_unified(self, inputs, plan, brief or plan.unified)

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
