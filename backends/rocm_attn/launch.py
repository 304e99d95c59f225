"""Launching the prefill and decode kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import triton

from backends.attention_layer import AttentionImpl
from backends.launching import launch_of
from backends.rocm_attn.backend import RocmAttentionBackend
from backends.rocm_attn.kernel import decode_kernel, prefill_kernel

if TYPE_CHECKING:
    from backends.base import AttentionBackend
    from backends.inputs import Inputs

_MIN_DOT_ROWS = 16
_HALF_PRECISION_BYTES = 2
_WIDE_HEAD = 128
_MAX_DECODE_ROWS = 128
_DECODE_QUERY_BYTES = 32 * 1024


def prefill_tiles(element_size: int, head_size: int, max_query_len: int) -> dict[str, int]:
    """The sizes of a prefill kernel's tiles and the options of its launch.

    Args:
        element_size: bytes of a query element.
        head_size: elements of a head.
        max_query_len: the most query tokens of any request.
    """
    half = element_size == _HALF_PRECISION_BYTES
    rows = max(_MIN_DOT_ROWS, triton.next_power_of_2(max_query_len))
    return {
        "BLOCK_M": min(64 if half else 32, rows),
        "TILE": 64 if half and head_size <= _WIDE_HEAD else 32,
        "num_warps": 4,
        # One tile in flight: two of the widest heads would not fit the 64 KiB of LDS of CDNA 2 and 3.
        "num_stages": 1,
    }


def decode_share(group: int, head_size: int, element_size: int) -> int:
    """Return how many query heads of a KV head one program of the decode kernel takes.

    All of them, unless their queries are more than half of the 64 KiB of LDS of CDNA 2 and 3.

    Args:
        group: query heads a KV head.
        head_size: elements of a head.
        element_size: bytes of a query element.
    """
    row_bytes = triton.next_power_of_2(head_size) * element_size
    return min(group, _MAX_DECODE_ROWS, _DECODE_QUERY_BYTES // row_bytes)


class RocmAttentionImpl(AttentionImpl):
    """One layer on the prefill and decode kernels; arguments and errors as in :class:`AttentionImpl`.

    Requests of several query tokens go to the prefill kernel, those of one to the decode kernel; the encoder
    types have no cache and go to the prefill kernel whatever their lengths.
    """

    backend: ClassVar[type[AttentionBackend]] = RocmAttentionBackend

    def _launch(self, inputs: Inputs) -> None:
        if inputs.metadata.max_query_len > 1 or not self.uses_cache:
            if inputs.key is None or inputs.value is None:
                name = self.backend.get_name()
                raise ValueError(f"{name} prefill needs key and value: it reads the new ones from there")
            self._prefill(inputs)
        if self.uses_cache:
            self._decode(inputs)

    def _prefill(self, inputs: Inputs) -> None:
        """Attend for the requests of several query tokens, and without a cache for all."""
        query, key, value = inputs.query, inputs.key, inputs.value
        kv_cache, metadata, output = inputs.kv_cache, inputs.metadata, inputs.output
        key_cache, value_cache = kv_cache.unbind(0) if self.uses_cache else (None, None)
        tiles = prefill_tiles(query.element_size(), self.head_size, metadata.max_query_len)
        grid = (
            triton.cdiv(metadata.max_query_len, tiles["BLOCK_M"]),
            self.num_heads,
            metadata.seq_lens.shape[0],
        )
        constants = {
            "CACHED": self.uses_cache,
            "CAUSAL": metadata.causal,
            "GROUP": self.num_heads // self.num_kv_heads,
            "BLOCK_SIZE": kv_cache.shape[2] if self.uses_cache else 1,
            "HEAD_SIZE": self.head_size,
            "HEAD_PADDED": triton.next_power_of_2(self.head_size),
            "PRECISION": "ieee",
            **tiles,
        }
        launch_of(prefill_kernel, inputs.layouts, constants)(
            grid,
            query,
            key,
            value,
            key_cache,
            value_cache,
            output,
            inputs.output_lse,
            metadata.query_start_loc,
            metadata.seq_lens,
            metadata.block_table if self.uses_cache else None,
            self.scale,
            *query.stride()[:2],
            *key.stride()[:2],
            *value.stride()[:2],
            *(key_cache.stride()[:3] if self.uses_cache else (0, 0, 0)),
            *output.stride()[:2],
            0 if inputs.output_lse is None else inputs.output_lse.stride(0),
            metadata.block_table.stride(0) if self.uses_cache else 0,
        )

    def _decode(self, inputs: Inputs) -> None:
        """Attend for the requests of one query token."""
        query, kv_cache, metadata, output = inputs.query, inputs.kv_cache, inputs.metadata, inputs.output
        key_cache, value_cache = kv_cache.unbind(0)
        group = self.num_heads // self.num_kv_heads
        share = decode_share(group, self.head_size, query.element_size())
        constants = {
            "GROUP": group,
            "SHARE": share,
            "SHARE_PADDED": max(_MIN_DOT_ROWS, triton.next_power_of_2(share)),
            "BLOCK_SIZE": kv_cache.shape[2],
            "HEAD_SIZE": self.head_size,
            "HEAD_PADDED": triton.next_power_of_2(self.head_size),
            "PRECISION": "ieee",
            "num_warps": 4,
            "num_stages": 1,
        }
        launch_of(decode_kernel, inputs.layouts, constants)(
            (self.num_kv_heads * triton.cdiv(group, share), metadata.seq_lens.shape[0], 1),
            query,
            key_cache,
            value_cache,
            output,
            inputs.output_lse,
            metadata.query_start_loc,
            metadata.seq_lens,
            metadata.block_table,
            self.scale,
            *query.stride()[:2],
            *key_cache.stride()[:3],
            *output.stride()[:2],
            0 if inputs.output_lse is None else inputs.output_lse.stride(0),
            metadata.block_table.stride(0),
        )
