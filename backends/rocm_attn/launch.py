"""Launching the prefill and decode kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import triton

from backends.impl import AttentionImpl
from backends.rocm_attn.backend import RocmAttentionBackend
from backends.rocm_attn.kernel import decode_kernel, prefill_kernel

if TYPE_CHECKING:
    from torch import Tensor

    from backends.base import AttentionBackend
    from backends.inputs import Inputs
    from backends.metadata import AttentionMetadata

_MIN_DOT_ROWS = 16
_HALF_PRECISION_BYTES = 2
_WIDE_HEAD = 128


class RocmAttentionImpl(AttentionImpl):
    """One layer on the prefill and decode kernels; arguments and errors as in :class:`AttentionImpl`.

    Requests of several query tokens go to the prefill kernel, those of one to the decode kernel; the encoder
    types have no cache and go to the prefill kernel whatever their lengths.
    """

    backend: ClassVar[type[AttentionBackend]] = RocmAttentionBackend

    def _launch(self, inputs: Inputs) -> None:
        query, key, value = inputs.query, inputs.key, inputs.value
        kv_cache, metadata, output = inputs.kv_cache, inputs.metadata, inputs.output
        if metadata.max_query_len > 1 or not self.uses_cache:
            if key is None or value is None:
                raise ValueError("ROCM_ATTN prefill needs key and value: it reads the new ones from there")
            self._prefill(query, key, value, kv_cache, metadata, output)
        if self.uses_cache:
            self._decode(query, kv_cache, metadata, output)

    def _prefill(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        kv_cache: Tensor | None,
        metadata: AttentionMetadata,
        output: Tensor,
    ) -> None:
        key_cache, value_cache = kv_cache.unbind(0) if self.uses_cache else (None, None)
        half = query.element_size() == _HALF_PRECISION_BYTES
        block_m = min(64 if half else 32, max(_MIN_DOT_ROWS, triton.next_power_of_2(metadata.max_query_len)))
        grid = (triton.cdiv(metadata.max_query_len, block_m), self.num_heads, metadata.seq_lens.shape[0])
        prefill_kernel[grid](
            query,
            key,
            value,
            key_cache,
            value_cache,
            output,
            metadata.query_start_loc,
            metadata.seq_lens,
            metadata.block_table if self.uses_cache else None,
            self.scale,
            *query.stride()[:2],
            *key.stride()[:2],
            *value.stride()[:2],
            *(key_cache.stride()[:3] if self.uses_cache else (0, 0, 0)),
            *output.stride()[:2],
            metadata.block_table.stride(0) if self.uses_cache else 0,
            CACHED=self.uses_cache,
            CAUSAL=metadata.causal,
            GROUP=self.num_heads // self.num_kv_heads,
            BLOCK_SIZE=kv_cache.shape[2] if self.uses_cache else 1,
            HEAD_SIZE=self.head_size,
            HEAD_PADDED=triton.next_power_of_2(self.head_size),
            BLOCK_M=block_m,
            TILE=64 if half and self.head_size <= _WIDE_HEAD else 32,
            PRECISION="ieee",
            num_warps=4,
            # One tile in flight: two of the widest heads would not fit the 64 KiB of LDS of CDNA 2 and 3.
            num_stages=1,
        )

    def _decode(self, query: Tensor, kv_cache: Tensor, metadata: AttentionMetadata, output: Tensor) -> None:
        key_cache, value_cache = kv_cache.unbind(0)
        group = self.num_heads // self.num_kv_heads
        decode_kernel[self.num_kv_heads, metadata.seq_lens.shape[0]](
            query,
            key_cache,
            value_cache,
            output,
            metadata.query_start_loc,
            metadata.seq_lens,
            metadata.block_table,
            self.scale,
            *query.stride()[:2],
            *key_cache.stride()[:3],
            *output.stride()[:2],
            metadata.block_table.stride(0),
            GROUP=group,
            GROUP_PADDED=max(_MIN_DOT_ROWS, triton.next_power_of_2(group)),
            BLOCK_SIZE=kv_cache.shape[2],
            HEAD_SIZE=self.head_size,
            HEAD_PADDED=triton.next_power_of_2(self.head_size),
            PRECISION="ieee",
            num_warps=4,
            num_stages=1,
        )
