"""Launching the unified kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import torch
import triton

from backends.device_memory import shared_memory_per_program
from backends.impl import AttentionImpl
from backends.triton_attn.backend import TritonAttentionBackend
from backends.triton_attn.kernel import unified_attention_kernel
from backends.triton_attn.tiles import choose_tiles

if TYPE_CHECKING:
    from torch import Tensor

    from backends.base import AttentionBackend
    from backends.inputs import Inputs


class TritonAttentionImpl(AttentionImpl):
    """One attention layer on the unified kernel; arguments and errors as in :class:`AttentionImpl`."""

    backend: ClassVar[type[AttentionBackend]] = TritonAttentionBackend

    def _launch(self, inputs: Inputs) -> None:
        query, key, value = inputs.query, inputs.key, inputs.value
        kv_cache, metadata, output = inputs.kv_cache, inputs.metadata, inputs.output
        group = self.num_heads // self.num_kv_heads
        head_padded = triton.next_power_of_2(self.head_size)
        tiles = choose_tiles(
            group,
            metadata.max_query_len,
            head_padded,
            query.element_size(),
            shared_memory_per_program(query.device),
        )
        if self.uses_cache:
            key, value = kv_cache.unbind(0)
            key_strides, value_strides = key.stride()[:3], value.stride()[:3]
            block_size = kv_cache.shape[2]
        else:
            key_strides, value_strides = (0, *key.stride()[:2]), (0, *value.stride()[:2])
            block_size = 1
        query_blocks = query.shape[0] // (tiles.block_m // group) + metadata.seq_lens.shape[0]
        unified_attention_kernel[(query_blocks, self.num_kv_heads)](
            query,
            key,
            value,
            output,
            metadata.query_start_loc,
            metadata.seq_lens,
            metadata.block_table if self.uses_cache else None,
            self._slopes_on(query.device),
            self.sinks,
            metadata.seq_lens.shape[0],
            self.scale,
            self.logits_soft_cap or 0.0,
            query.stride(0),
            query.stride(1),
            *key_strides,
            *value_strides,
            output.stride(0),
            output.stride(1),
            metadata.block_table.stride(0) if self.uses_cache else 0,
            PAGED=self.uses_cache,
            CAUSAL=metadata.causal,
            WINDOW=self.sliding_window or 0,
            SOFT_CAP=self.logits_soft_cap is not None,
            ALIBI=self.alibi_slopes is not None,
            SINKS=self.sinks is not None,
            GROUP=group,
            BLOCK_SIZE=block_size,
            HEAD_SIZE=self.head_size,
            HEAD_PADDED=head_padded,
            BLOCK_M=tiles.block_m,
            TILE=tiles.tile,
            # TF32 would cost single precision three of its seven digits.
            PRECISION="ieee",
            num_warps=tiles.num_warps,
            num_stages=tiles.num_stages,
        )

    def _slopes_on(self, device: torch.device) -> Tensor | None:
        """The ALiBi slopes as a tensor, copied to the device once."""
        if self.alibi_slopes is None:
            return None
        if self._slopes is None or self._slopes.device != device:
            self._slopes = torch.tensor(self.alibi_slopes, dtype=torch.float32, device=device)
        return self._slopes

    _slopes: Tensor | None = None
