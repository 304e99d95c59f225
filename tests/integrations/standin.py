"""A backend that is the oracle: every attention type in float64, on the CPU, fast where the interpreter is slow."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from backends.attention_layer import AttentionImpl
from backends.base import AttentionBackend
from backends.reference import LogitRules, attend, gather_paged, rules_of
from backends.registry import register_backend
from backends.types import AttentionType, DType, MultipleOf

if TYPE_CHECKING:
    import torch

    from backends.inputs import CacheScales, Inputs


class StandInBackend(AttentionBackend):
    """Declares everything that transformers asks for through its attention functions, and no multimodal prefix."""

    supported_dtypes: ClassVar[tuple[DType, ...]] = tuple(DType)

    @classmethod
    def get_name(cls) -> str:
        return "STAND_IN"

    @classmethod
    def get_impl_cls(cls) -> type[AttentionImpl]:
        return StandInImpl

    @classmethod
    def get_supported_block_sizes(cls) -> list[int | MultipleOf]:
        return [MultipleOf(4)]

    @classmethod
    def supports_head_size(cls, head_size: int) -> bool:
        return True

    @classmethod
    def supports_attn_type(cls, attn_type: AttentionType) -> bool:
        return True

    @classmethod
    def supports_sink(cls) -> bool:
        return True

    @classmethod
    def supports_sliding_window(cls) -> bool:
        return True

    @classmethod
    def supports_logits_soft_cap(cls) -> bool:
        return True

    @classmethod
    def supports_non_causal(cls) -> bool:
        return True

    @classmethod
    def supports_position_bias(cls) -> bool:
        return True

    @classmethod
    def supports_cpu(cls) -> bool:
        return True


class StandInImpl(AttentionImpl):
    """The oracle, one request at a time, the keys of the cached types read out of the cache."""

    backend: ClassVar[type[AttentionBackend]] = StandInBackend
    calls: ClassVar[list[Inputs]] = []
    """Arguments of each call; tests empty it."""

    def _launch(self, inputs: Inputs) -> None:
        self.calls.append(inputs)
        metadata = inputs.metadata
        spans = list(pairwise(metadata.query_start_loc.tolist()))
        for request, (begin, end) in enumerate(spans):
            if self.uses_cache:
                seq_len = int(metadata.seq_lens[request])
                key, value = gather_paged(inputs.kv_cache, metadata.block_table[request], seq_len)
            else:
                key, value = inputs.key[begin:end], inputs.value[begin:end]
            rules = LogitRules(
                scale=self.scale,
                causal=metadata.causal is not False,
                sliding_window=self.sliding_window,
                logits_soft_cap=self.logits_soft_cap,
                sinks=self.sinks,
            )
            of_request = rules_of(rules, metadata, request)
            attended = attend(inputs.query[begin:end], key, value, of_request)
            inputs.output[begin:end] = attended.to(inputs.output.dtype)


def write_kv_cache_in_torch(
    key: torch.Tensor,
    value: torch.Tensor,
    kv_cache: torch.Tensor,
    slot_mapping: torch.Tensor,
    scales: CacheScales | None = None,
) -> None:
    """Do the same as ``backends.kv_cache.launch.write_kv_cache``, without the interpreter's cost a token."""
    kv_cache.flatten(1, 2)[0, slot_mapping] = key
    kv_cache.flatten(1, 2)[1, slot_mapping] = value


register_backend("STAND_IN", f"{__name__}.StandInBackend")
