"""Launching the attention kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import torch
import triton

from backends.device import has_wavefronts, multiprocessors, shared_memory_per_program
from backends.impl import AttentionImpl
from backends.kv_cache.formats import format_of
from backends.splits import SplitRule, choose_splits
from backends.triton_attn.arguments import Rules, batch_of, cache_factors, source_of
from backends.triton_attn.backend import TritonAttentionBackend
from backends.triton_attn.kernel import unified_attention_kernel
from backends.triton_attn.split_kernel import merge_splits_kernel, split_attention_kernel
from backends.triton_attn.tiles import choose_tiles

if TYPE_CHECKING:
    from torch import Tensor

    from backends.base import AttentionBackend
    from backends.inputs import Inputs
    from backends.triton_attn.arguments import Batch, Source
    from backends.triton_attn.tiles import Tiles

_LEAST_DOT_DEPTH = 16
_MERGED_AT_ONCE = 8
_PROGRAMS_PER_MULTIPROCESSOR = 2
"""Of a decode launch, that keep its memory busy: they hide each other's waits."""
_SPLIT_RULE = SplitRule(merge_keys=64, long_keys=2048, max_rounds=32, in_waves=False)


class TritonAttentionImpl(AttentionImpl):
    """One attention layer on the unified kernel; arguments and errors as in :class:`AttentionImpl`.

    Batches whose requests have few query tokens each, and that are too few to fill the device, go to the split
    kernel instead.
    """

    backend: ClassVar[type[AttentionBackend]] = TritonAttentionBackend

    def _launch(self, inputs: Inputs) -> None:
        query, metadata = inputs.query, inputs.metadata
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
        key_factor, value_factor = cache_factors(inputs, cached=self.uses_cache)
        arguments = (
            source_of(inputs, cached=self.uses_cache),
            batch_of(metadata),
            Rules(self.scale * key_factor, self.logits_soft_cap, self._slopes_on(query.device), self.sinks),
        )
        options = {
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
        splits = self._splits(inputs, tiles)
        if splits > 1:
            self._launch_split(inputs, arguments, value_factor, splits, tiles, options)
        else:
            self._launch_unified(inputs, arguments, value_factor, tiles, options)

    def _group_parts(self, tiles: Tiles) -> int:
        """Of how many programs' shares the groups of all KV heads consist."""
        return self.num_kv_heads * triton.cdiv(self.num_heads // self.num_kv_heads, tiles.share)

    def _splits(self, inputs: Inputs, tiles: Tiles) -> int:
        """The parts of a request's keys; 1 where some request has more query tokens than a block."""
        metadata = inputs.metadata
        if metadata.max_query_len > tiles.block_m // tiles.share:
            return 1
        longest = metadata.max_seq_len
        if self.sliding_window is not None and metadata.mm_prefix_ranges is None:
            longest = min(longest, self.sliding_window + metadata.max_query_len)
        programs = self._group_parts(tiles) * metadata.seq_lens.shape[0]
        busy = _PROGRAMS_PER_MULTIPROCESSOR * multiprocessors(inputs.query.device)
        return choose_splits(programs, busy, longest, tiles.tile, _SPLIT_RULE)

    def _launch_unified(
        self,
        inputs: Inputs,
        arguments: tuple[Source, Batch, Rules],
        value_factor: float,
        tiles: Tiles,
        options: dict[str, Any],
    ) -> None:
        query, output, lse = inputs.query, inputs.output, inputs.output_lse
        requests = inputs.metadata.seq_lens.shape[0]
        query_blocks = query.shape[0] // (tiles.block_m // tiles.share) + requests
        unified_attention_kernel[query_blocks, self._group_parts(tiles)](
            query,
            output,
            lse,
            query.stride()[:2],
            (*output.stride()[:2], 0 if lse is None else lse.stride(0)),
            *arguments,
            value_factor,
            requests,
            **options,
        )

    def _launch_split(
        self,
        inputs: Inputs,
        arguments: tuple[Source, Batch, Rules],
        value_factor: float,
        splits: int,
        tiles: Tiles,
        options: dict[str, Any],
    ) -> None:
        query, metadata = inputs.query, inputs.metadata
        output, lse = inputs.output, inputs.output_lse
        requests = metadata.seq_lens.shape[0]
        parts = (query.shape[0], self.num_heads, splits)
        partial_max, partial_sum = torch.empty(2, *parts, dtype=torch.float32, device=query.device)
        partial_output = torch.empty(*parts, self.head_size, dtype=torch.float32, device=query.device)
        split_attention_kernel[splits, self._group_parts(tiles), requests](
            query,
            partial_output,
            partial_max,
            partial_sum,
            query.stride()[:2],
            *arguments,
            splits,
            **options,
        )
        merge_splits_kernel[requests * metadata.max_query_len, self.num_heads](
            partial_output,
            partial_max,
            partial_sum,
            output,
            lse,
            (*output.stride()[:2], 0 if lse is None else lse.stride(0)),
            metadata.query_start_loc,
            self.sinks,
            value_factor,
            splits,
            metadata.max_query_len,
            HEAD_SIZE=self.head_size,
            HEAD_PADDED=options["HEAD_PADDED"],
            SPLITS_PADDED=triton.next_power_of_2(splits),
            CHUNK=_MERGED_AT_ONCE,
        )

    def _slopes_on(self, device: torch.device) -> Tensor | None:
        """The ALiBi slopes as a tensor, copied to the device once."""
        if self.alibi_slopes is None:
            return None
        if self._slopes is None or self._slopes.device != device:
            self._slopes = torch.tensor(self.alibi_slopes, dtype=torch.float32, device=device)
        return self._slopes

    _slopes: Tensor | None = None
