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


_WIDE_HEAD = 128
_TILES: dict[tuple[int, bool, bool], tuple[int, int, int]] = {
    (2, False, True): (64, 64, 2),
    (2, True, False): (64, 32, 2),
    (2, True, True): (64, 32, 1),
    (4, False, False): (64, 32, 2),
    (4, False, True): (64, 32, 1),
    (4, True, False): (32, 16, 2),
    (4, True, True): (32, 16, 2),
}
"""By the bytes of an element, a head of more than 128, and a position bias: queries, keys and stages of a tile; where
there is no entry, torch chooses."""


def kernel_options(element_size: int, head_size: int, *, has_position_bias: bool) -> dict[str, Any]:
    """Return the options with which torch's template is compiled.

    The tiles that torch chooses exceed the shared memory of a GPU in two cases: for sizes of heads that torch does not
    know (160 and 192 in float32 took 344,320 of an H200's 232,448 bytes), and for a position bias, whose tiles it
    stages there in single precision (245,760 bytes in half precision). The tiles chosen here take less than the 101,376
    bytes of the smallest of the declared GPUs.

    Args:
        element_size: bytes of a query element.
        head_size: elements of a head.
        has_position_bias: true if a bias is read for every logit.
    """
    # The kernel for short queries, which torch would choose by itself, has no configuration for some sizes of blocks.
    options: dict[str, Any] = {"FORCE_USE_FLEX_ATTENTION": True}
    tiles = _TILES.get((element_size, head_size > _WIDE_HEAD, has_position_bias))
    return options | dict(zip(("BLOCK_M", "BLOCK_N", "num_stages"), tiles or (), strict=tiles is not None))


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
