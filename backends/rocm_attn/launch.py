"""Launching the prefill and decode kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import triton

from backends.attention_layer import AttentionImpl
from backends.device import has_wavefronts
from backends.kv_cache import launch as cache_launch
from backends.kv_cache.formats import format_of
from backends.launching import address_of, itself, launch_of
from backends.rocm_attn.arguments import Rules, cached_source, is_read_from_the_cache, packed_source
from backends.rocm_attn.backend import RocmAttentionBackend
from backends.rocm_attn.kernel import decode_kernel, prefill_kernel

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from backends.base import AttentionBackend
    from backends.inputs import Inputs
    from backends.kv_cache.launch import WritePlan
    from backends.rocm_attn.arguments import Source

_MIN_DOT_ROWS = 16
_HALF_PRECISION_BYTES = 2
_WIDE_HEAD = 128
_MAX_DECODE_ROWS = 128
_DECODE_QUERY_BYTES = 32 * 1024


def prefill_tiles(
    element_size: int, head_size: int, max_query_len: int, *, wavefronts: bool
) -> dict[str, int]:
    """The sizes of a prefill kernel's tiles and the options of its launch.

    Args:
        element_size: bytes of a query element.
        head_size: elements of a head.
        max_query_len: the most query tokens of any request.
        wavefronts: true if 64 threads run together, as on CDNA, rather than 32, whose registers hold half as much.
    """
    half = element_size == _HALF_PRECISION_BYTES and wavefronts
    narrow = head_size <= (_WIDE_HEAD if wavefronts else _WIDE_HEAD // 2)
    rows = max(_MIN_DOT_ROWS, triton.next_power_of_2(max_query_len))
    return {
        "BLOCK_M": min(64 if half else 32, rows),
        "TILE": 64 if half and narrow else 32 if narrow or wavefronts else 16,
        "num_warps": 4,
        # One tile in flight: two of the widest heads would not fit the 64 KiB of LDS of CDNA 2 and 3.
        "num_stages": 1,
    }


def decode_share(group: int, head_size: int, element_size: int) -> int:
    """Return the number of query heads of a KV head that one program of the decode kernel takes.

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
        self._prepare(inputs)(inputs)

    def _prepare(self, inputs: Inputs) -> Callable[[Inputs], None]:
        steps = []
        if inputs.metadata.max_query_len > 1 or not self.uses_cache:
            steps.append(self._refuse if inputs.key is None else self._prepare_prefill(inputs))
        if self.uses_cache:
            steps.append(self._prepare_decode(inputs))

        def run(inputs: Inputs) -> None:
            for step in steps:
                step(inputs)

        return run

    def _prepare_write(self, inputs: Inputs) -> WritePlan:
        return cache_launch.plan_write_of(inputs)

    def _refuse(self, _inputs: Inputs) -> None:
        name = self.backend.get_name()
        raise ValueError(f"{name} prefill needs key and value: it reads the new ones from there")

    def _rules(self, inputs: Inputs, *, by_address: bool) -> Rules:
        slopes = self._slopes_on(inputs.query.device)
        return Rules(self.scale, self.logits_soft_cap, address_of(slopes) if by_address else slopes)

    def _cached(self, inputs: Inputs, *, by_address: bool) -> Source | None:
        """The cache as the kernels read it; None where the attention type has none."""
        return cached_source(inputs, by_address=by_address) if self.uses_cache else None

    @staticmethod
    def _tensors(inputs: Inputs, lse: Tensor | None, *, by_address: bool) -> tuple[object, ...]:
        """The arguments that all kernels begin with."""
        query, output, metadata = inputs.query, inputs.output, inputs.metadata
        pointer = address_of if by_address else itself
        return (
            pointer(query),
            pointer(output),
            pointer(lse),
            pointer(metadata.query_start_loc),
            pointer(metadata.seq_lens),
            query.stride()[:2],
            (*output.stride()[:2], 0 if lse is None else lse.stride(0)),
        )

    def _compiled_by(self, inputs: Inputs) -> tuple[object, ...]:
        """Return the key by which Triton compiles kernels besides constants: the tensors, and the rules in force."""
        return (*inputs.layouts, self.uses_cache, self.logits_soft_cap is None, self.alibi_slopes is None)

    def _constants(self, inputs: Inputs) -> dict[str, object]:
        """The constants that all kernels have."""
        return {
            "WINDOW": self.sliding_window or 0,
            "GROUP": self.num_heads // self.num_kv_heads,
            "BLOCK_SIZE": inputs.kv_cache.shape[2] if self.uses_cache else 1,
            "HEAD_SIZE": self.head_size,
            "HEAD_PADDED": triton.next_power_of_2(self.head_size),
            "PRECISION": "ieee",
            "CODE": format_of(inputs.kv_cache.dtype).code if self.uses_cache else "plain",
        }

    def _prefill_blocks(self, inputs: Inputs) -> tuple[tuple[int, int, int], dict[str, int]]:
        """Return the grid of a prefill kernel, a program a block of queries of a head, and its tiles."""
        query, metadata = inputs.query, inputs.metadata
        tiles = prefill_tiles(
            query.element_size(),
            self.head_size,
            metadata.max_query_len,
            wavefronts=has_wavefronts(query.device),
        )
        blocks = triton.cdiv(metadata.max_query_len, tiles["BLOCK_M"])
        return (blocks, self.num_heads, metadata.seq_lens.shape[0]), tiles

    def _prepare_prefill(self, inputs: Inputs) -> Callable[[Inputs], None]:
        """Return the launch for the requests of several query tokens, and without a cache for all."""
        reads_cache = is_read_from_the_cache(inputs)
        grid, tiles = self._prefill_blocks(inputs)
        constants = {
            "READS_CACHE": reads_cache,
            "CAUSAL": inputs.metadata.causal,
            **self._constants(inputs),
            **tiles,
        }
        launch = launch_of(prefill_kernel, self._compiled_by(inputs), constants)

        def run(inputs: Inputs) -> None:
            by_address = launch.is_compiled
            launch(
                grid,
                *self._tensors(inputs, inputs.output_lse, by_address=by_address),
                None if reads_cache else packed_source(inputs, by_address=by_address),
                self._cached(inputs, by_address=by_address),
                self._rules(inputs, by_address=by_address),
            )

        return run

    def _prepare_decode(self, inputs: Inputs) -> Callable[[Inputs], None]:
        """Return the launch for the requests of one query token."""
        group = self.num_heads // self.num_kv_heads
        share = decode_share(group, self.head_size, inputs.query.element_size())
        constants = {
            "SHARE": share,
            "SHARE_PADDED": max(_MIN_DOT_ROWS, triton.next_power_of_2(share)),
            **self._constants(inputs),
            "num_warps": 4,
            "num_stages": 1,
        }
        grid = (self.num_kv_heads * triton.cdiv(group, share), inputs.metadata.seq_lens.shape[0], 1)
        launch = launch_of(decode_kernel, self._compiled_by(inputs), constants)

        def run(inputs: Inputs) -> None:
            by_address = launch.is_compiled
            launch(
                grid,
                *self._tensors(inputs, inputs.output_lse, by_address=by_address),
                self._cached(inputs, by_address=by_address),
                self._rules(inputs, by_address=by_address),
            )

        return run
