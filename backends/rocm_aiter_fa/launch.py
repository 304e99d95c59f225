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
    from collections.abc import Callable

    from backends.base import AttentionBackend
    from backends.inputs import Inputs


class RocmAiterFlashAttentionImpl(RocmAttentionImpl):
    """One layer on the packed prefill and ROCM_ATTN's decode; arguments and errors as in :class:`AttentionImpl`.

    A chunk of a prompt, or tokens after a cached prefix, take two passes: the packed keys, then the cached context,
    joined by the log-sum-exp of the first. Its output is rounded once more in between.
    """

    backend: ClassVar[type[AttentionBackend]] = RocmAiterFlashAttentionBackend

    def _prepare_prefill(self, inputs: Inputs) -> Callable[[Inputs], None]:
        grid, tiles = self._prefill_blocks(inputs)
        constants = self._constants(inputs) | tiles
        reads_cache = is_read_from_the_cache(inputs)
        new = constants if reads_cache else constants | {"BLOCK_SIZE": 1, "CODE": "plain"}
        # A log-sum-exp that was not requested is one of its own, contiguous.
        compiled_by = (*self._compiled_by(inputs), inputs.query.shape[1])
        over_new = launch_of(flash_varlen_kernel, compiled_by, new)
        over_context = launch_of(context_kernel, compiled_by, constants)

        def run(inputs: Inputs) -> None:
            query, lse = inputs.query, inputs.output_lse
            if lse is None:
                lse = torch.empty(query.shape[:2], dtype=torch.float32, device=query.device)
            by_address = over_new.is_compiled and over_context.is_compiled
            tensors = self._tensors(inputs, lse, by_address=by_address)
            cached = self._cached(inputs, by_address=by_address)
            rules = self._rules(inputs, by_address=by_address)
            keys = cached if reads_cache else packed_source(inputs, by_address=by_address)
            over_new(grid, *tensors, keys, rules)
            # Whether any request has a context is known on the device alone; programs of those without return at once.
            over_context(grid, *tensors, cached, rules)

        return run
