"""The kernel for Hopper's warpgroups: its tiles, the descriptors that it copies new keys by, and its launch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import triton
from triton.experimental.gluon.language import NVMMASharedLayout
from triton.experimental.gluon.nvidia.hopper import TensorDescriptor

from backends.descriptors import without_address
from backends.launching import launch_of
from backends.triton_attn.plan import ByWarpgroups
from backends.triton_attn.rows_kernel import BLOCK_ROWS
from backends.triton_attn.warpgroup_kernel import attend_new_keys_by_warpgroups_kernel

if TYPE_CHECKING:
    from torch import Tensor

    from backends.attention_layer import AttentionImpl
    from backends.inputs import Inputs

_SWIZZLED_BYTES = 128


@dataclass(frozen=True, slots=True)
class _Tiles:
    """Sizes for heads of one size."""

    tile: int
    """Keys of a tile."""
    stages: int
    """Tiles of keys and of values in shared memory."""
    registers: int
    """Registers of a thread that computes."""


_TILES = {128: _Tiles(128, 2, 232), 256: _Tiles(64, 2, 232)}
"""By the size of a head; others are as fast, or faster, by the unified kernel."""


def plan_of(layer: AttentionImpl, inputs: Inputs, compiled_by: tuple[object, ...]) -> ByWarpgroups | None:
    """The launch of the kernel for prompts; None for sizes of heads that it does not serve.

    Args:
        layer: without a window, a soft cap and ALiBi.
        inputs: a call whose new keys are read by descriptors.
        compiled_by: what kernels of the call are compiled by.
    """
    tiles = _TILES.get(layer.head_size)
    if tiles is None:
        return None
    group = layer.num_heads // layer.num_kv_heads
    share = min(group, BLOCK_ROWS.value)
    constants = {
        "CAUSAL": inputs.metadata.causal is not False,
        "GROUP": group,
        "SHARE": share,
        "BLOCK_SIZE": inputs.kv_cache.shape[2] if layer.uses_cache else 1,
        "HEAD_SIZE": layer.head_size,
        "TILE": tiles.tile,
        "STAGES": tiles.stages,
        "REGISTERS": tiles.registers,
        "num_warps": 4,
    }
    return ByWarpgroups(
        launch_of(attend_new_keys_by_warpgroups_kernel, compiled_by, constants),
        BLOCK_ROWS.value // share,
        layer.num_kv_heads * triton.cdiv(group, share),
        (_described(inputs.key, tiles.tile), _described(inputs.value, tiles.tile)),
    )


def _described(tensor: Tensor, tile: int) -> TensorDescriptor:
    """The descriptor of new keys or values ``[tokens, kv_heads, head_size]`` by heads, without its address."""
    tokens, heads, size = tensor.shape
    token_stride, head_stride, _ = tensor.stride()
    layout = NVMMASharedLayout(_SWIZZLED_BYTES, 8 * tensor.element_size(), rank=3)
    return without_address(
        TensorDescriptor(
            tensor, [heads, tokens, size], [head_stride, token_stride, 1], [1, tile, size], layout
        )
    )
