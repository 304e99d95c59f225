"""Launching the packed prefill and the pass over the cached context."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import torch

from backends.launching import launch_of
from backends.rocm_aiter_fa.backend import RocmAiterFlashAttentionBackend
from backends.rocm_aiter_fa.kernel import context_kernel, flash_varlen_kernel
from backends.rocm_attn.arguments import is_read_from_the_cache, packed_source
from backends.rocm_attn.launch import RocmAttentionImpl

if TYPE_CHECKING:
    from backends.base import AttentionBackend
    from backends.inputs import Inputs


class RocmAiterFlashAttentionImpl(RocmAttentionImpl):
    """One layer on the packed prefill and ROCM_ATTN's decode; arguments and errors as in :class:`AttentionImpl`.

    A chunk of a prompt, or tokens after a cached prefix, take two passes: the packed keys, then the cached context,
    joined by the log-sum-exp of the first. Its output is rounded once more in between.
    """

    backend: ClassVar[type[AttentionBackend]] = RocmAiterFlashAttentionBackend

    def _prefill(self, inputs: Inputs) -> None:
        query, metadata, output, lse = inputs.query, inputs.metadata, inputs.output, inputs.output_lse
        if lse is None:
            lse = torch.empty(query.shape[:2], dtype=torch.float32, device=query.device)
        grid, tiles = self._prefill_blocks(inputs)
        constants = self._constants(inputs) | tiles
        cached = self._cached(inputs)
        reads_cache = is_read_from_the_cache(inputs)
        new = constants if reads_cache else constants | {"BLOCK_SIZE": 1, "CODE": "plain"}
        # A log-sum-exp that was not requested is no tensor of the call.
        compiled_by = (*self._compiled_by(inputs), lse.stride())
        shared = (
            query,
            output,
            lse,
            metadata.query_start_loc,
            metadata.seq_lens,
            query.stride()[:2],
            (*output.stride()[:2], lse.stride(0)),
        )
        rules = self._rules(inputs)
        launch_of(flash_varlen_kernel, compiled_by, new)(
            grid, *shared, cached if reads_cache else packed_source(inputs), rules
        )
        # Whether any request has a context is known on the device alone; programs of those without return at once.
        launch_of(context_kernel, compiled_by, constants)(grid, *shared, cached, rules)
