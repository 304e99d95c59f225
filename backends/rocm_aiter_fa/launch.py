"""Launching the packed prefill and the pass over the cached context."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import torch
import triton

from backends.launching import launch_of
from backends.rocm_aiter_fa.backend import RocmAiterFlashAttentionBackend
from backends.rocm_aiter_fa.kernel import context_kernel, flash_varlen_kernel
from backends.rocm_attn.launch import RocmAttentionImpl, prefill_tiles

if TYPE_CHECKING:
    from backends.base import AttentionBackend
    from backends.inputs import Inputs


class RocmAiterFlashAttentionImpl(RocmAttentionImpl):
    """One layer on the packed prefill and ROCM_ATTN's decode; arguments and errors as in :class:`AttentionImpl`.

    A chunk of a prompt, or tokens behind a cached prefix, take two passes: the packed keys, then the cached context,
    joined by the log-sum-exp of the first. Its output is rounded once more in between.
    """

    backend: ClassVar[type[AttentionBackend]] = RocmAiterFlashAttentionBackend

    def _prefill(self, inputs: Inputs) -> None:
        query, key, value = inputs.query, inputs.key, inputs.value
        metadata, output, lse = inputs.metadata, inputs.output, inputs.output_lse
        if lse is None:
            lse = torch.empty(query.shape[:2], dtype=torch.float32, device=query.device)
        key_cache, value_cache = inputs.kv_cache.unbind(0)
        tiles = prefill_tiles(query.element_size(), self.head_size, metadata.max_query_len)
        grid = (triton.cdiv(metadata.max_query_len, tiles["BLOCK_M"]), self.num_heads, len(metadata.seq_lens))
        shared = {
            "GROUP": self.num_heads // self.num_kv_heads,
            "HEAD_SIZE": self.head_size,
            "HEAD_PADDED": triton.next_power_of_2(self.head_size),
            "PRECISION": "ieee",
            **tiles,
        }
        # The log-sum-exp that nobody asked for is no tensor of the call.
        compiled_by = (*inputs.layouts, lse.stride())
        launch_of(flash_varlen_kernel, compiled_by, shared)(
            grid,
            query,
            key,
            value,
            output,
            lse,
            metadata.query_start_loc,
            self.scale,
            *query.stride()[:2],
            *key.stride()[:2],
            *value.stride()[:2],
            *output.stride()[:2],
            lse.stride(0),
        )
        # Whether any request has a context is known on the device alone; programs of those without return at once.
        launch_of(context_kernel, compiled_by, {"BLOCK_SIZE": inputs.kv_cache.shape[2], **shared})(
            grid,
            query,
            key_cache,
            value_cache,
            output,
            lse,
            metadata.query_start_loc,
            metadata.seq_lens,
            metadata.block_table,
            self.scale,
            *query.stride()[:2],
            *key_cache.stride()[:3],
            *output.stride()[:2],
            lse.stride(0),
            metadata.block_table.stride(0),
        )
