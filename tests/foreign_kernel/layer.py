"""The foreign kernel as a layer of ours, so that it is given the same batches and compared with the same oracle."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import torch

from backends.attention_layer import AttentionImpl
from backends.triton_attn.backend import TritonAttentionBackend
from backends.types import KVCacheDType
from tests.foreign_kernel.loading import Kernels, load

if TYPE_CHECKING:
    from torch import Tensor

    from backends.base import AttentionBackend
    from backends.inputs import CacheScales, Inputs
    from backends.requirements import AttentionRequirements

TREE = "DOCGEN_VLLM_TREE"
"""The variable of the environment that names the directory which holds the package."""

SEGMENTS = 8
"""Parts that the keys of a decoding request are split into; the engine takes 16."""

_MODES = {
    KVCacheDType.INT8_PER_TOKEN_HEAD: "INT8_PER_TOKEN_HEAD",
    KVCacheDType.FP8_PER_TOKEN_HEAD: "FP8_PER_TOKEN_HEAD",
    KVCacheDType.FP8_E4M3: "FP8_PER_TENSOR",
    KVCacheDType.FP8_E5M2: "FP8_PER_TENSOR",
}


@cache
def kernels() -> Kernels:
    """The kernels of the tree that the environment names."""
    return load(Path(os.environ[TREE]))


class Granting(TritonAttentionBackend):
    """A declaration that refuses nothing: the kernel's own is what is measured."""

    @classmethod
    def supports_head_size(cls, head_size: int) -> bool:
        """Any size."""
        return head_size > 0

    @classmethod
    def combination_refusals(cls, requirements: AttentionRequirements) -> list[str]:
        """None."""
        return []


class UnifiedImpl(AttentionImpl):
    """One layer on the foreign kernel; new keys are written by our own kernel."""

    backend: ClassVar[type[AttentionBackend]] = Granting

    def _launch(self, inputs: Inputs) -> None:
        metadata, query = inputs.metadata, inputs.query
        window = self.sliding_window
        # Inclusive ends, and a range of nothing begins after it ends.
        ranges = metadata.mm_prefix_ranges
        device = query.device
        tokens = int(metadata.query_start_loc[-1])
        kernels().unified(
            q=query[:tokens],
            out=inputs.output[:tokens],
            cu_seqlens_q=metadata.query_start_loc,
            max_seqlen_q=metadata.max_query_len,
            seqused_k=metadata.seq_lens,
            max_seqlen_k=metadata.max_seq_len,
            softmax_scale=self.scale,
            causal=metadata.causal,
            window_size=(-1, -1) if window is None else (window - 1, 0),
            block_table=metadata.block_table,
            softcap=self.logits_soft_cap or 0.0,
            q_descale=torch.ones(1, device=device),
            k_descale=torch.full((1,), inputs.scales.key, device=device),
            v_descale=torch.full((1,), inputs.scales.value, device=device),
            sinks=self.sinks,
            mm_prefix_range=None
            if ranges is None
            else ranges - torch.tensor([0, 1], dtype=torch.int32, device=device),
            **self._cache(inputs),
            **self._segments(tokens, device),
        )

    def _cache(self, inputs: Inputs) -> dict[str, Any]:
        mode = kernels().modes[_MODES.get(self.kv_cache_dtype, "NONE")]
        found = {"k": inputs.kv_cache[0], "v": inputs.kv_cache[1], "kv_quant_mode": mode}
        if self.kv_cache_dtype.is_per_token_head:
            scales = inputs.scales.per_token_head
            found |= {"k_scale_cache": scales[0], "v_scale_cache": scales[1]}
        return found

    def _segments(self, tokens: int, device: torch.device) -> dict[str, Any]:
        """Room for the parts of decoding requests, as the engine makes it."""
        padded = 1 << (self.head_size - 1).bit_length()
        rows = (max(tokens, 1), self.num_heads, SEGMENTS)
        return {
            "seq_threshold_3D": 128,
            "num_par_softmax_segments": SEGMENTS,
            "softmax_segm_output": torch.empty(*rows, padded, device=device),
            "softmax_segm_max": torch.empty(rows, device=device),
            "softmax_segm_expsum": torch.empty(rows, device=device),
        }


class Int4Impl(UnifiedImpl):
    """A layer with a cache of four bits, which the foreign code writes: all keys of its batches are new."""

    def _write_cache(
        self, key: Tensor, value: Tensor, kv_cache: Tensor, slot_mapping: Tensor, scales: CacheScales
    ) -> None:
        shape = kv_cache.shape
        self._codes = torch.zeros(*shape[:-1], shape[-1] // 2, dtype=torch.uint8, device=kv_cache.device)
        self._scales = torch.zeros(shape[:-1], device=kv_cache.device)
        kernels().write_int4(
            key,
            value,
            *self._codes,
            slot_mapping,
            k_scale_cache=self._scales[0],
            v_scale_cache=self._scales[1],
        )

    def _cache(self, inputs: Inputs) -> dict[str, Any]:
        return {
            "k": self._codes[0],
            "v": self._codes[1],
            "kv_quant_mode": kernels().modes.INT4_PER_TOKEN_HEAD,
            "k_scale_cache": self._scales[0],
            "v_scale_cache": self._scales[1],
        }
