"""Number of parts into which the keys of decoding requests are split, so that the device is busy until all are done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

_MAX_SPLITS = 64
_WORTHWHILE = 1.05
"""Least speed-up that makes splitting worthwhile: programs are not as equal as the rule assumes."""


@dataclass(frozen=True, slots=True)
class SplitRule:
    """Cost of a kernel's parts, measured on an H100, and limits on their number."""

    merge_keys: int
    """Keys that could be read in the time that a part takes to be written and merged."""
    long_keys: int
    """Keys of which a part has no more than twice as many, however busy the device is, up to ``max_rounds``."""
    max_rounds: int
    """Most programs that ``long_keys`` may ask for, as a multiple of those that keep the device busy: the memory of
    their parts grows with them.
    """
    in_waves: bool
    """True if the device runs no more programs at once than keep it busy."""


@lru_cache(maxsize=1024)
def choose_splits(programs: int, busy: int, keys: int, least_keys: int, rule: SplitRule) -> int:
    """The fewest parts that take about the least time, by what a program reads and what merging costs.

    ``busy`` programs take all that the device can give. More of them share it, if it runs more at once; if it does
    not, they run in waves, of which the last leaves a part of it idle, as in ``num_splits_heuristic`` of
    FlashAttention 2. Every part costs its merging besides.

    That takes all requests to be as long as the longest. If it is the only one, its programs are left when all others
    are done, and so the keys of a part are bounded. Remembered, because all layers of a model ask alike.

    Args:
        programs: programs of a launch without any split.
        busy: programs that keep the device busy.
        keys: the most keys of any request.
        least_keys: keys below which a part is not worth a program.
        rule: the costs of the kernel.

    Returns:
        From 1 to 64.
    """
    if programs == 0:
        return 1

    def cost(splits: int) -> float:
        rounds = programs * splits / busy
        merging = rule.merge_keys * rounds if splits > 1 else 0
        return keys / splits * (ceil(rounds) if rule.in_waves else max(1, rounds)) + merging

    candidates = range(1, max(1, min(keys // least_keys, _MAX_SPLITS)) + 1)
    costs = [cost(splits) for splits in candidates]
    fewest = next(n for n, taken in zip(candidates, costs, strict=True) if taken <= _WORTHWHILE * min(costs))
    bounded = min((keys - 1) // rule.long_keys, rule.max_rounds * busy // programs, _MAX_SPLITS)
    return max(fewest, bounded)
