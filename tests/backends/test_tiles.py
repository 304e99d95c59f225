"""The tile rules: whole groups, tiles that fit, and larger tiles for decoding."""

from __future__ import annotations

import pytest

from tests.backends.targets import TARGETS, Target


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.name)
@pytest.mark.parametrize("element_size", [2, 4])
@pytest.mark.parametrize("head_padded", [16, 32, 64, 128, 256, 512])
def test_tiles_fit_and_hold_whole_groups(target: Target, element_size: int, head_padded: int) -> None:
    from backends.triton_attn.tiles import choose_tiles

    for group in (1, 4, 7, 16, 71):
        for max_query_len in (1, 2, 33, 5000):
            tiles = choose_tiles(group, max_query_len, head_padded, element_size, target.shared_memory)
            assert tiles.block_m >= max(16, group)
            assert {tiles.block_m, tiles.tile, tiles.num_warps} <= {4, 8, 16, 32, 64, 128}
            assert tiles.tile >= (16 if head_padded * element_size > 1024 else 32)
            assert tiles.num_stages >= 1
            row_bytes = head_padded * element_size
            taken = tiles.block_m * row_bytes + tiles.num_stages * 2 * tiles.tile * row_bytes
            # With a single stage the compiler holds one tile of keys or values at a time.
            assert tiles.num_stages == 1 or taken <= target.shared_memory


def test_decoding_takes_more_keys_at_once_than_prefill() -> None:
    from backends.triton_attn.tiles import choose_tiles

    decode = choose_tiles(4, 1, 128, 2, TARGETS["9.0"].shared_memory)
    prefill = choose_tiles(4, 4096, 128, 2, TARGETS["9.0"].shared_memory)
    assert (decode.block_m, decode.tile) == (16, 128)
    assert (prefill.block_m, prefill.tile) == (64, 64)
