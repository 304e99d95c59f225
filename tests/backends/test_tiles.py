"""The tile rules: whole groups, tiles that fit, and as many bytes of them as each kind of launch is fastest with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.backends.targets import TARGETS, Target

if TYPE_CHECKING:
    from backends.triton_attn.tiles import Tiles

RDNA = ("gfx1100", "gfx1201")
CROWDING = ("has_codes", "has_position_bias")
FEATURES = (*CROWDING, "has_query_bias")


def tiles_of(target: Target, *sizes: int, **crowding: bool) -> Tiles:
    from backends.triton_attn.tiles import choose_tiles

    return choose_tiles(
        *sizes,
        target.shared_memory,
        wavefronts=target.warp_size == 64,
        **{name: crowding.get(name, False) for name in FEATURES},
    )


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.name)
@pytest.mark.parametrize("element_size", [2, 4])
@pytest.mark.parametrize("head_padded", [16, 32, 64, 128, 256, 512])
def test_tiles_fit_and_hold_whole_groups(target: Target, element_size: int, head_padded: int) -> None:
    for group in (1, 4, 7, 16, 71):
        for max_query_len in (1, 2, 33, 5000):
            tiles = tiles_of(target, group, max_query_len, head_padded, element_size)
            assert tiles.block_m >= max(16, tiles.share)
            assert tiles.share == group or tiles.share == tiles.block_m < group
            assert {tiles.block_m, tiles.tile, tiles.num_warps} <= {4, 8, 16, 32, 64, 128}
            least = 16 if head_padded * element_size > (128 if target.name in RDNA else 1024) else 32
            assert tiles.tile >= least
            assert tiles.num_stages >= 1
            row_bytes = head_padded * element_size
            taken = tiles.block_m * row_bytes + tiles.num_stages * 2 * tiles.tile * row_bytes
            # With a single stage the compiler holds one tile of keys or values at a time.
            assert tiles.num_stages == 1 or taken <= target.shared_memory
            assert tiles.block_m * row_bytes + tiles.tile * row_bytes <= target.shared_memory


def test_decoding_takes_few_rows_and_prefill_many() -> None:
    decode, prefill = (tiles_of(TARGETS["9.0"], 4, length, 128, 2) for length in (1, 4096))
    assert (decode.block_m, decode.tile) == (16, 64)
    assert (prefill.block_m, prefill.tile) == (128, 64)
    assert [tiles.look_ahead for tiles in (decode, prefill)] == [False, True]


def test_decoding_takes_twice_as_many_keys_of_half_the_size() -> None:
    for head_padded, tile in ((128, 64), (256, 32)):
        sizes = (4, 1, head_padded, 2)
        assert tiles_of(TARGETS["9.0"], *sizes).tile == tile
        assert tiles_of(TARGETS["9.0"], *sizes, has_codes=True).tile == 2 * tile


def test_many_brief_prompts_take_small_blocks_where_others_take_the_largest() -> None:
    from backends.triton_attn.tiles import brief_tiles

    large = tiles_of(TARGETS["9.0"], 4, 1024, 128, 2)
    brief = brief_tiles(large, 256)
    assert (brief.block_m, brief.share, brief.tile, brief.look_ahead) == (64, 4, 32, False)
    assert brief_tiles(tiles_of(TARGETS["9.0"], 4, 1024, 64, 2), 128) is None
    assert brief_tiles(tiles_of(TARGETS["8.9"], 4, 1024, 128, 2), 256) is None
    assert brief_tiles(tiles_of(TARGETS["9.0"], 71, 1024, 128, 2), 256).share == 64


def test_a_busy_device_decodes_with_fewer_warps() -> None:
    from backends.triton_attn.tiles import busy_tiles

    room = TARGETS["9.0"].shared_memory
    wide, small = (tiles_of(TARGETS["9.0"], 4, 1, head_padded, 2) for head_padded in (128, 64))
    assert [(each.tile, each.num_warps) for each in (wide, small)] == [(64, 4), (128, 4)]
    taken = [
        busy_tiles(wide, 256, 4, room),
        busy_tiles(small, 128, 4, room),
        busy_tiles(small, 128, 12, room),
    ]
    assert [(each.tile, each.num_warps) for each in taken] == [(64, 2), (64, 2), (16, 1)]
    codes = tiles_of(TARGETS["9.0"], 4, 1, 128, 2, has_codes=True)
    assert busy_tiles(codes, 256, 12, room) == replace(codes, num_stages=2, most_registers=128)
    prefill = tiles_of(TARGETS["9.0"], 4, 4096, 128, 2)
    assert busy_tiles(prefill, 256, 12, room) == prefill
    assert busy_tiles(wide, 256, 12, TARGETS["8.0"].shared_memory) == wide


@pytest.mark.parametrize(
    ("head_size", "element_size", "rest"),
    [
        (72, 2, 16),
        (80, 2, 16),
        (96, 2, 32),
        (112, 2, 0),
        (128, 2, 0),
        (160, 2, 32),
        (192, 2, 64),
        (200, 2, 0),
        (40, 2, 0),
        (40, 4, 16),
    ],
)
def test_heads_are_split_where_that_spares_products(head_size: int, element_size: int, rest: int) -> None:
    from backends.triton_attn.tiles import head_rest

    padded = 1 << (head_size - 1).bit_length()
    assert head_rest(head_size, padded, element_size) == rest


def test_heads_of_256_take_large_blocks_where_two_tiles_fit() -> None:
    sizes = (4, 4096, 256, 2)
    large, small = (tiles_of(TARGETS[name], *sizes) for name in ("9.0", "8.0"))
    assert (large.block_m, large.tile, large.num_warps, large.num_stages) == (128, 64, 8, 2)
    assert small.block_m == 64
    assert tiles_of(TARGETS["9.0"], *sizes, has_codes=True).block_m == 64
    assert tiles_of(TARGETS["9.0"], 4, 1, 256, 2).block_m == 16


def test_decoding_looks_ahead_among_codes() -> None:
    assert tiles_of(TARGETS["9.0"], 4, 1, 128, 2, has_codes=True).look_ahead
    assert not tiles_of(TARGETS["gfx942"], 4, 1, 128, 2, has_codes=True).look_ahead


def test_large_blocks_are_for_whole_blocks_on_devices_with_room_for_them() -> None:
    sizes = (4, 4096, 128, 2)
    assert tiles_of(TARGETS["8.0"], *sizes) == tiles_of(TARGETS["9.0"], *sizes)
    for target in ("8.9", "gfx950"):
        small = tiles_of(TARGETS[target], *sizes)
        assert (small.block_m, small.look_ahead) == (64, False)
    assert tiles_of(TARGETS["9.0"], 4, 16, 128, 2).block_m == 64
    for crowding in CROWDING:
        assert tiles_of(TARGETS["9.0"], *sizes, **{crowding: True}).block_m == 64


def test_what_crowds_registers_gets_smaller_tiles_or_more_warps() -> None:
    hopper, cdna = TARGETS["9.0"], TARGETS["gfx942"]
    assert tiles_of(hopper, 4, 4096, 128, 2, has_position_bias=True).tile == 32
    assert [tiles_of(cdna, 4, 4096, 512, 2, has_codes=codes).tile for codes in (False, True)] == [32, 16]
    # Rows of a KiB: head size 512 in half precision, 256 in single.
    assert [tiles_of(hopper, 4, 4096, 512 // i, 2 * i).num_warps for i in (1, 2)] == [8, 8]
    assert [tiles_of(hopper, 4, 4096, 512 // i, 2 * i).block_m for i in (1, 2)] == [32, 16]


@pytest.mark.parametrize("bias", ["has_position_bias", "has_query_bias"])
@pytest.mark.parametrize("element_size", [2, 4])
@pytest.mark.parametrize("head_padded", [16, 64, 128, 256, 512])
def test_wavefronts_share_no_few_rows_and_fetch_nothing_ahead_beside_a_bias(
    head_padded: int, element_size: int, bias: str
) -> None:
    """Triton 3.6 compiles no such loops: `-m "slow and network"` compiles them by it."""
    for length in (1, 8, 4096):
        sizes = (4, length, head_padded, element_size)
        biased, plain = (
            tiles_of(TARGETS["gfx942"], *sizes, **{bias: has_bias}) for has_bias in (True, False)
        )
        assert (biased.block_m, biased.num_warps, biased.num_stages) in {(64, 4, 1), (16, 1, 1)}
        assert plain.num_warps == 4


def test_groups_are_shared_out_where_their_queries_do_not_fit() -> None:
    for target in TARGETS.values():
        if target.name in RDNA:
            assert tiles_of(target, 71, 1, 128, 2).share == 32
            continue
        assert tiles_of(target, 71, 1, 128, 2).share == 71
        assert tiles_of(target, 71, 1, 512, 2).share == 32
        assert tiles_of(target, 71, 4096, 256, 4).share == 16


@pytest.mark.parametrize("has_lists", [False, True])
@pytest.mark.parametrize("name", ["9.0", "10.0"])
def test_latent_decoding_fits_by_any_release_of_triton(name: str, has_lists: bool) -> None:
    """Before 3.9, vectors that are keys and values stand twice where products read both in shared memory."""
    from backends.mla.decode.tiles import choose_decode_tiles

    tensor_memory = name == "10.0"
    rank, size, room = 512, 576, TARGETS[name].shared_memory
    known = {"wavefronts": False, "tensor_memory": tensor_memory, "has_lists": has_lists}
    tiles = choose_decode_tiles(128, size, 2, room, **known, has_codes=False)
    values = rank if tensor_memory else 0
    assert 2 * (tiles.block_h * size + tiles.tile * (2 * size + values)) <= room
    assert (tiles.block_h, tiles.tile) == (64, 32 if tensor_memory else 64)
    of_codes = choose_decode_tiles(128, size, 2, room, **known, has_codes=True)
    assert (of_codes.block_h, of_codes.tile) == (64, 64)
