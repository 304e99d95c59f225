"""Calling flex_attention on a batch."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

import torch
from torch.compiler import config as compiler_config
from torch.nn.attention.flex_attention import AuxRequest, create_block_mask, flex_attention

from backends.attention_layer import AttentionImpl
from backends.flex_attention.backend import FlexAttentionBackend
from backends.flex_attention.padding import gather_paged, pad_packed, unpad_into
from backends.flex_attention.rules import mask_of, score_of
from backends.paging import write_slots

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from backends.base import AttentionBackend
    from backends.inputs import CacheScales, Inputs


# Every layer with rules of its own is compiled for one request and several, and for one query token and several.
# At torch's limit of 8, a compiled function goes on eagerly, with all logits of the batch in memory.
_RECOMPILE_LIMIT = 128


_HALF_PRECISION_BYTES = 2
_WIDE_HEAD = 128


def kernel_options(element_size: int, head_size: int, *, has_position_bias: bool) -> dict[str, Any]:
    """Return the options with which torch's template is compiled.

    The tiles that torch chooses leave no shared memory for a position bias, whose tiles it stages there in single
    precision: 245,760 of an H100's 232,448 bytes in half precision. These take less than the 101,376 bytes of the
    smallest of the declared GPUs.

    Args:
        element_size: bytes of a query element.
        head_size: elements of a head.
        has_position_bias: true if a bias is read for every logit.
    """
    # The kernel for short queries, which torch would choose by itself, has no configuration for some sizes of blocks.
    options: dict[str, Any] = {"FORCE_USE_FLEX_ATTENTION": True}
    if has_position_bias and element_size == _HALF_PRECISION_BYTES:
        wide = head_size > _WIDE_HEAD
        options |= {"BLOCK_M": 64, "BLOCK_N": 32 if wide else 64, "num_stages": 1 if wide else 2}
    return options


@cache
def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function compiled as one graph; code that cannot be, or exceeds the limit, is an error and never eager."""
    return torch.compile(function, fullgraph=True)


def _on(device: torch.device, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function as it is to be called on a device: as it is on a CPU, where compiling needs a C++ compiler."""
    return function if device.type == "cpu" else _compiled(function)


class FlexAttentionImpl(AttentionImpl):
    """One layer on flex_attention; arguments and errors as in :class:`AttentionImpl`."""

    backend: ClassVar[type[AttentionBackend]] = FlexAttentionBackend

    def _write_cache(
        self, key: Tensor, value: Tensor, kv_cache: Tensor, slot_mapping: Tensor, scales: CacheScales
    ) -> None:
        if key.device.type == "cpu":
            write_slots(key, value, kv_cache, slot_mapping)
        else:
            super()._write_cache(key, value, kv_cache, slot_mapping, scales)

    def _launch(self, inputs: Inputs) -> None:
        metadata, device = inputs.metadata, inputs.query.device
        query = pad_packed(inputs.query, metadata)
        if self.uses_cache:
            key, value = gather_paged(inputs.kv_cache, metadata, query.dtype)
        else:
            key, value = (pad_packed(tensor, metadata) for tensor in (inputs.key, inputs.value))
        lengths = (query.shape[2], key.shape[2])
        soft_cap = self._on_device(self.logits_soft_cap, device)
        slopes = self._on_device(self.alibi_slopes, device)
        with compiler_config.patch(recompile_limit=_RECOMPILE_LIMIT):
            mask = _on(device, create_block_mask)(
                mask_of(self, metadata), query.shape[0], None, *lengths, device=device
            )
            output, auxiliary = _on(device, flex_attention)(
                query,
                key,
                value,
                score_mod=score_of(metadata, soft_cap, slopes, self.alibi_form),
                block_mask=mask,
                scale=self.scale,
                enable_gqa=self.num_heads != self.num_kv_heads,
                return_aux=AuxRequest(lse=True),
                kernel_options=kernel_options(
                    query.element_size(),
                    self.head_size,
                    has_position_bias=metadata.position_bias is not None,
                ),
            )
        unpad_into(inputs.output, output, metadata)
        if inputs.output_lse is not None:
            unpad_into(inputs.output_lse, auxiliary.lse, metadata)

    @staticmethod
    @cache
    def _constant(number: float | tuple[float, ...], device: torch.device) -> Tensor:
        """Numbers of a layer as float32 on a device, copied there once."""
        return torch.tensor(number, dtype=torch.float32, device=device)

    def _on_device(self, numbers: float | list[float] | None, device: torch.device) -> Tensor | None:
        if numbers is None:
            return None
        return self._constant(tuple(numbers) if isinstance(numbers, list) else numbers, device)
