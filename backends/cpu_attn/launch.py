"""Calling torch's attention for every request of a batch."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

import torch
from torch.nn import functional

from backends.attention_layer import AttentionImpl
from backends.cpu_attn.backend import CpuAttentionBackend
from backends.cpu_attn.bias import request_bias
from backends.cpu_attn.written_out import attend_written_out
from backends.paging import gather_request, write_slots

if TYPE_CHECKING:
    from torch import Tensor

    from backends.base import AttentionBackend
    from backends.inputs import CacheScales, Inputs


class CpuAttentionImpl(AttentionImpl):
    """One layer on torch's attention; arguments and errors as in :class:`AttentionImpl`."""

    backend: ClassVar[type[AttentionBackend]] = CpuAttentionBackend

    def _write_cache(
        self,
        key: Tensor,
        value: Tensor,
        kv_cache: Tensor,
        slot_mapping: Tensor,
        scales: CacheScales,
    ) -> None:
        write_slots(key, value, kv_cache, slot_mapping, scales)

    def _launch(self, inputs: Inputs) -> None:
        metadata = inputs.metadata
        seq_lens = metadata.seq_lens.tolist()
        for request, (begin, end) in enumerate(pairwise(metadata.query_start_loc.tolist())):
            if begin == end:
                continue
            query, output = inputs.query[begin:end], inputs.output[begin:end]
            lse = None if inputs.output_lse is None else inputs.output_lse[begin:end]
            if self.uses_cache:
                blocks = metadata.block_table[request]
                key, value = gather_request(
                    inputs.kv_cache, blocks, seq_lens[request], query.dtype, inputs.scales
                )
            else:
                key, value = inputs.key[begin:end], inputs.value[begin:end]
            bias = request_bias(self, metadata, request, end - begin, key.shape[0])
            if lse is not None or self.logits_soft_cap is not None or seq_lens[request] == 0:
                attended, sums = attend_written_out(self, query, key, value, bias)
                output.copy_(attended)
                if lse is not None:
                    lse.copy_(sums)
            else:
                output.copy_(self._attend(query, key, value, bias))

    def _attend(self, query: Tensor, key: Tensor, value: Tensor, bias: Tensor | None) -> Tensor:
        """Attention of one request: ``[query_len, heads, head_size]`` over ``[seq_len, kv_heads, head_size]``."""
        query = query.to(key.dtype)
        if self.sinks is not None:
            # The sink is a key of zeros: its dot products vanish and leave the bias, and its value adds nothing.
            key, value = (functional.pad(tensor, (0, 0, 0, 0, 0, 1)) for tensor in (key, value))
            sink = self.sinks.float()[:, None, None].expand(self.num_heads, query.shape[0], 1)
            if bias is None:
                bias = torch.zeros(1, 1, key.shape[0] - 1)
            bias = torch.cat((bias.expand(*sink.shape[:2], -1), sink), dim=2)
        attended = functional.scaled_dot_product_attention(
            *(tensor.transpose(0, 1)[None] for tensor in (query, key, value)),
            attn_mask=bias,
            scale=self.scale,
            enable_gqa=self.num_heads != self.num_kv_heads,
        )
        return attended[0].transpose(0, 1)
