"""Number of parts that keys are split into: enough to keep the device busy, and no more than their merging pays for."""

from __future__ import annotations

from dataclasses import replace

import pytest

BUSY = 264
LEAST = 64


def splits_of(programs: int, keys: int, **known: object) -> int:
    from backends.splits import SplitRule, choose_splits

    rule = SplitRule(merge_keys=64, long_keys=2048, max_rounds=32, in_waves=False)
    return choose_splits(programs, BUSY, keys, LEAST, replace(rule, **known))


@pytest.mark.parametrize(
    ("programs", "keys", "splits"),
    [
        (8, 4096, 29),  # nearly enough to be busy
        (8, 32768, 32),
        (1, 10**6, 64),
        (64, 8192, 4),
        (160, 4096, 2),
        (192, 4096, 2),
        (240, 1500, 1),  # merging costs what a few idle programs would gain
        (264, 4096, 1),
        (288, 4096, 1),  # more than keep the device busy share it
        (2048, 4096, 1),
        (8, 100, 1),
        (8, 0, 1),
        (0, 4096, 1),
    ],
)
def test_parts_keep_the_device_busy(programs: int, keys: int, splits: int) -> None:
    assert splits_of(programs, keys) == splits


@pytest.mark.parametrize(
    ("programs", "keys", "splits"),
    [
        (264, 4096, 1),
        (264, 4097, 2),
        (512, 32768, 15),
        (512, 10**6, 16),  # 31 rounds
        (2048, 32768, 4),
        (2**15, 32768, 1),
    ],
)
def test_a_request_that_may_be_the_only_long_one_is_split(programs: int, keys: int, splits: int) -> None:
    assert splits_of(programs, keys) == splits


@pytest.mark.parametrize(("programs", "splits"), [(8, 29), (132, 2), (160, 3), (264, 1), (528, 1)])
def test_waves_are_filled(programs: int, splits: int) -> None:
    assert splits_of(programs, 4096, in_waves=True) == splits


def test_a_last_wave_that_is_nearly_empty_is_shared_out_unless_merging_is_dear() -> None:
    split = [splits_of(BUSY + 4, 4096, in_waves=True, merge_keys=keys) for keys in (0, 256, 2048)]
    assert split == [16, 3, 1]
