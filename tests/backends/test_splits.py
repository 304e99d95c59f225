"""How many parts keys are split into: enough to fill the device, and no more than pay for their merging."""

from __future__ import annotations

import pytest

RESIDENT = 264
LEAST = 128
MERGE = 64


@pytest.mark.parametrize(
    ("programs", "keys", "splits"),
    [
        (8, 4096, 29),  # nearly as many as have keys enough
        (8, 32768, 32),  # nearly a whole wave
        (1, 10**6, 61),  # bounded by 64, of which 61 do about as well
        (64, 8192, 4),
        (128, 32768, 2),
        (264, 32768, 1),
        (2048, 32768, 1),
        (8, 100, 1),
        (8, 0, 1),
        (0, 4096, 1),
    ],
)
def test_parts_fill_the_device(programs: int, keys: int, splits: int) -> None:
    from backends.splits import choose_splits

    assert choose_splits(programs, RESIDENT, keys, LEAST, MERGE) == splits


def test_a_last_wave_that_is_nearly_empty_is_shared_out_unless_merging_is_dear() -> None:
    from backends.splits import choose_splits

    def split(merge_keys: int) -> int:
        return choose_splits(RESIDENT + 4, RESIDENT, 4096, LEAST, merge_keys)

    assert [split(merge_keys) for merge_keys in (0, 256, 2048)] == [13, 3, 1]
