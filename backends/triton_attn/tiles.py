"""Sizes of the unified kernel's tiles: rules in place of autotuning, so that no launch is timed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import triton

_MIN_DOT_ROWS = 16
_MIN_TILE = 32
_WIDEST_HEAD_TILE = 16
_PREFILL_TILE = 64
_MAX_TILE = 128
_MAX_ROWS = 128
_PREFILL_ROWS = 64
_DECODE_ROWS = 32
_DECODE_TILE_BYTES = 16 * 1024
_SINGLE_PRECISION_BYTES = 4
_SINGLE_PRECISION_ROWS = 32
_SMALL_HEAD_BYTES = 128
_WIDE_HEAD_BYTES = 256
_HALF_WIDE_HEAD_BYTES = 512
_WIDEST_HEAD_BYTES = 1024
_LARGE_STAGES = 3
_WIDE_STAGES = 2
_QUERY_BYTES = 32 * 1024
_RDNA_BYTES = 64 * 1024
"""Shared memory of a GPU with warps of 32 threads and no more than this: AMD's RDNA. NVIDIA's have more."""
_RDNA_ROWS = 32
_DESCRIBED_BYTES = 227 * 1024
"""Shared memory that these tiles were cut for: that of NVIDIA's 9.0."""
_BUSY_TILE = 64
_MANY_PROGRAMS = 12
"""Programs for each multiprocessor from which on those of one warp have enough loads in flight."""
_QUARTER_OF_REGISTERS = 128
"""Registers of each of 128 threads, four programs of which fill a multiprocessor."""


@dataclass(frozen=True, slots=True)
class Tiles:
    """The compile-time sizes of one launch."""

    block_m: int
    """Rows of a block of queries: tokens times their share of heads, rounded down to whole tokens."""
    share: int
    """Query heads of a KV head that a program takes: all of them, unless they are more than fit."""
    tile: int
    """Keys that are taken into the softmax at once."""
    num_warps: int
    """Warps of a program."""
    num_stages: int
    """Tiles in flight between global and shared memory."""
    look_ahead: bool
    """True if the cache blocks of a tile are looked up during the computation on the one before."""
    quads: bool = False
    """True if values of 8 bits are read four at once, where the cache is aligned to that."""
    one_loop: bool = False
    """True if one loop takes the tiles that are copied by descriptors, those that some queries see in part included."""
    most_registers: int | None = None
    """Registers that a thread may have where values are read four at once; None for as many as the compiler takes."""


_DESCRIBED = {
    128: Tiles(128, 128, 64, 8, 3, look_ahead=True),
    256: Tiles(128, 128, 128, 8, 3, look_ahead=True),
    512: Tiles(128, 128, 64, 8, 2, look_ahead=True),
}
"""Tiles for new keys that are copied by descriptors, by the bytes of a head of the queries, padded."""
_DESCRIBED_BRIEF = Tiles(64, 64, 64, 4, 3, look_ahead=True, one_loop=True)
"""The same for many prompts of few keys, heads of 256 bytes: two programs just fit a multiprocessor."""


def brief_tiles(tiles: Tiles, row_bytes: int) -> Tiles | None:
    """Tiles for many prompts of few keys, which have more masked tiles than others; None where there are no better.

    Args:
        tiles: what :func:`choose_tiles` has picked.
        row_bytes: of a head of the queries, padded.
    """
    if tiles.block_m != _MAX_ROWS or row_bytes != _WIDE_HEAD_BYTES:
        return None
    share = min(tiles.share, _PREFILL_ROWS)
    return Tiles(_PREFILL_ROWS, share, _MIN_TILE, 4, _LARGE_STAGES, look_ahead=False)


def busy_tiles(tiles: Tiles, row_bytes: int, programs: int, shared_memory: int) -> Tiles:
    """Tiles for decoding that keeps the device busy without parts of keys: fewer warps wait less for one another.

    Args:
        tiles: what :func:`choose_tiles` has picked.
        row_bytes: of a head of the queries, padded.
        programs: of the launch, for each multiprocessor.
        shared_memory: bytes of shared memory that one program may have.
    """
    if tiles.block_m != _MIN_DOT_ROWS or shared_memory < _DESCRIBED_BYTES or row_bytes > _WIDE_HEAD_BYTES:
        return tiles
    if tiles.quads:
        # Room for four programs, which loops that find their request by the grid would else exceed. There is one tile
        # in flight either way: with fewer stages its cache blocks are looked up just before.
        stages = min(tiles.num_stages, _WIDE_STAGES)
        return replace(tiles, num_stages=stages, most_registers=_QUARTER_OF_REGISTERS)
    if tiles.look_ahead or row_bytes < _SMALL_HEAD_BYTES:
        return tiles
    if row_bytes == _SMALL_HEAD_BYTES and programs >= _MANY_PROGRAMS:
        return replace(tiles, tile=_MIN_DOT_ROWS, num_warps=1)
    return replace(tiles, tile=_BUSY_TILE, num_warps=2)


def head_rest(head_size: int, head_padded: int, element_size: int) -> int:
    """Elements, padded, of a head after the largest power of two in it, where products of both parts take less.

    Args:
        head_size: elements of a head.
        head_padded: the same, rounded up to a power of two.
        element_size: bytes of an element.

    Returns:
        0 where the head had better stay in one piece.
    """
    main = head_padded // 2
    rest = max(_MIN_DOT_ROWS, triton.next_power_of_2(head_size - main))
    wide = head_padded * element_size >= _WIDE_HEAD_BYTES
    return rest if wide and head_size < head_padded and main + rest < head_padded else 0


def described_tiles(tiles: Tiles, row_bytes: int, shared_memory: int, rest: int) -> Tiles | None:
    """Tiles for new keys that are copied by descriptors; None where addresses are as good, or were not compared.

    Args:
        tiles: what :func:`choose_tiles` or :func:`brief_tiles` has picked.
        row_bytes: of a head of the queries, padded.
        shared_memory: bytes of shared memory that one program may have.
        rest: elements of a head after its first part; 0 where it is in one piece.
    """
    if shared_memory < _DESCRIBED_BYTES or row_bytes not in _DESCRIBED or tiles.block_m < _PREFILL_ROWS:
        return None
    is_brief = tiles.block_m < _MAX_ROWS
    if is_brief and row_bytes != _WIDE_HEAD_BYTES:
        return None
    found = _DESCRIBED_BRIEF if is_brief else _DESCRIBED[row_bytes]
    if rest > 0 and row_bytes == _WIDE_HEAD_BYTES:
        # Three programs of these fit a multiprocessor, or two, and hide each other's waits.
        found = replace(_DESCRIBED_BRIEF, one_loop=is_brief)
    return replace(found, share=min(tiles.share, found.block_m))


def choose_tiles(
    group: int,
    max_query_len: int,
    head_padded: int,
    element_size: int,
    shared_memory: int,
    *,
    wavefronts: bool,
    has_codes: bool,
    has_position_bias: bool,
    has_query_bias: bool,
) -> Tiles:
    """Pick the tiles for one launch.

    Args:
        group: query heads a KV head.
        max_query_len: the most query tokens of any request.
        head_padded: the head size, rounded up to a power of two.
        element_size: bytes of a query element.
        shared_memory: bytes of shared memory that one program may have.
        wavefronts: true if 64 threads run together rather than 32.
        has_codes: true if cached numbers are of 8 bits.
        has_position_bias: true if a tile of a bias is added to every tile of logits.
        has_query_bias: true if one is added to the tiles of query tokens.

    Returns:
        Sizes whose tiles fit the shared memory.
    """
    row_bytes = head_padded * element_size
    # The queries stay in shared memory, and as many sums of values in registers.
    most = min(_MAX_ROWS, _QUERY_BYTES // row_bytes)
    if element_size == _SINGLE_PRECISION_BYTES:
        # Products that no tensor core does: few rows and small tiles keep their operands in registers.
        most = min(most, _SINGLE_PRECISION_ROWS if row_bytes < _WIDEST_HEAD_BYTES else _MIN_DOT_ROWS)
    # Whole groups where they fit: a token's query heads in two blocks read its keys twice.
    floor = max(_MIN_DOT_ROWS, min(most, triton.next_power_of_2(group)))
    rows = max(floor, triton.next_power_of_2(group * max_query_len))

    def fitting_stages(block_m: int, tile: int) -> int:
        return (shared_memory - block_m * row_bytes) // (2 * tile * row_bytes)

    on_rdna = not wavefronts and shared_memory <= _RDNA_BYTES
    if on_rdna:
        # Of the operands of a product, threads of one half of a warp hold those of the other, too.
        most, floor = min(most, _RDNA_ROWS), min(floor, _RDNA_ROWS)
    look_ahead = quads = False
    if rows <= _DECODE_ROWS:
        # Bound by memory: tiles of so many bytes keep enough loads in flight with few rows to compute on.
        block_m, stages = min(rows, most), 3
        tile = _DECODE_TILE_BYTES // row_bytes * (2 if has_codes else 1)
        tile = max(_MIN_TILE, min(_MAX_TILE, tile))
        # Codes are turned into numbers before they are multiplied; what is looked up meanwhile costs nothing.
        look_ahead = has_codes and not wavefronts
        # A product wants values of one element and several keys, which would otherwise be gathered byte by byte.
        halves = row_bytes == _WIDE_HEAD_BYTES and element_size != _SINGLE_PRECISION_BYTES
        quads = look_ahead and halves and not on_rdna
    else:
        # Bound by the tensor cores.
        block_m, stages = min(rows, _PREFILL_ROWS), 2
        # A tile of a bias stands in registers beside the logits.
        narrow = row_bytes <= _WIDE_HEAD_BYTES and not has_position_bias
        tile = _PREFILL_TILE if narrow and element_size != _SINGLE_PRECISION_BYTES else _MIN_TILE
        roomy = fitting_stages(_MAX_ROWS, tile) >= _LARGE_STAGES and not (has_codes or wavefronts)
        if narrow and roomy and min(rows, most) == _MAX_ROWS:
            # Eight warps read half as many keys as two programs of four, and wait less with three tiles in flight.
            block_m, stages, look_ahead = _MAX_ROWS, _LARGE_STAGES, True
        block_m = max(min(block_m, most), floor)
        if row_bytes == _HALF_WIDE_HEAD_BYTES and element_size != _SINGLE_PRECISION_BYTES:
            # Heads of 256: twice the rows that keep half the queries' bytes, where two tiles of keys still fit.
            fits = fitting_stages(_MAX_ROWS, _PREFILL_TILE) >= _WIDE_STAGES and rows >= _MAX_ROWS
            if fits and not (has_codes or has_position_bias or wavefronts):
                block_m, tile, stages = _MAX_ROWS, _PREFILL_TILE, _WIDE_STAGES
    # What spills registers over 4 warps of 32 threads. Over 4 wavefronts of 64 it does not, unless codes are decoded,
    # and over 8 it would.
    crowded = rows > _DECODE_ROWS and row_bytes == _WIDEST_HEAD_BYTES
    widest = row_bytes > _WIDEST_HEAD_BYTES or (crowded and wavefronts and has_codes)
    least = _WIDEST_HEAD_TILE if widest else _MIN_TILE
    tile = _WIDEST_HEAD_TILE if widest else tile

    if on_rdna:
        # Tiles of 32 keys spill registers from heads of 256 bytes on.
        tile, stages = min(tile, _MIN_TILE if row_bytes < _WIDE_HEAD_BYTES else _WIDEST_HEAD_TILE), 1
        least = tile
    while tile > least and fitting_stages(block_m, tile) < stages - 1:
        tile //= 2
    num_warps = 8 if block_m >= _MAX_ROWS or (crowded and not wavefronts) else 4
    if wavefronts and (has_position_bias or has_query_bias):
        # Beside a bias, Triton 3.6 compiles no loops that fetch ahead, and no few rows over several wavefronts.
        stages = 1
        if block_m < _PREFILL_ROWS:
            block_m, num_warps = _MIN_DOT_ROWS, 1
            tile = _WIDEST_HEAD_TILE if row_bytes >= _WIDEST_HEAD_BYTES else tile
    num_stages = max(1, min(stages, fitting_stages(block_m, tile)))
    return Tiles(block_m, min(group, block_m), tile, num_warps, num_stages, look_ahead, quads)
