"""How many parts keys are split into: enough to keep the device busy, and no more than pay for their merging."""

from __future__ import annotations

import pytest

BUSY = 264
LEAST = 64
MERGE = 64


@pytest.mark.parametrize(
    ("programs", "keys", "splits"),
    [
        (8, 4096, 29),  # nearly enough to be busy
        (8, 32768, 32),
        (1, 10**6, 61),  # bounded by 64, of which 61 do about as well
        (64, 8192, 4),
        (160, 4096, 2),
        (192, 4096, 2),
        (240, 1500, 1),  # merging costs what a few idle programs would gain
        (264, 32768, 1),
        (288, 4096, 1),  # more than keep the device busy share it
        (2048, 32768, 1),
        (8, 100, 1),
        (8, 0, 1),
        (0, 4096, 1),
    ],
)
def test_parts_keep_the_device_busy(programs: int, keys: int, splits: int) -> None:
    from backends.splits import choose_splits

    assert choose_splits(programs, BUSY, keys, LEAST, MERGE, in_waves=False) == splits


@pytest.mark.parametrize(("programs", "splits"), [(8, 29), (132, 2), (160, 3), (264, 1), (528, 1), (0, 1)])
def test_waves_are_filled(programs: int, splits: int) -> None:
    from backends.splits import choose_splits

    assert choose_splits(programs, BUSY, 4096, LEAST, MERGE, in_waves=True) == splits


def test_a_last_wave_that_is_nearly_empty_is_shared_out_unless_merging_is_dear() -> None:
    from backends.splits import choose_splits

    def split(merge_keys: int) -> int:
        return choose_splits(BUSY + 4, BUSY, 4096, LEAST, merge_keys, in_waves=True)

    assert [split(merge_keys) for merge_keys in (0, 256, 2048)] == [16, 3, 1]
