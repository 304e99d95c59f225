"""Into how many parts the keys of decoding requests are split, where there are too few programs to fill the device."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

_MAX_SPLITS = 64
_WORTHWHILE = 1.05
"""By how much more splits must be faster: programs are not as equal as the rule takes them to be."""


@lru_cache(maxsize=1024)
def choose_splits(
    programs: int, busy: int, keys: int, least_keys: int, merge_keys: int, *, in_waves: bool
) -> int:
    """The fewest parts that take about the least time, by what a program reads and what merging costs.

    ``busy`` programs take all that the device can give. More of them share it, if it runs more at once; if it does
    not, they run in waves, of which the last leaves a part of it idle, as in ``num_splits_heuristic`` of
    FlashAttention 2. Every part costs its merging besides. Remembered, because all layers of a model ask alike.

    Args:
        programs: programs of a launch without any split.
        busy: programs that keep the device busy.
        keys: the most keys of any request.
        least_keys: keys below which a part is not worth a program.
        merge_keys: keys that could be read in the time that a part takes to be written and merged.
        in_waves: whether the device runs no more than ``busy`` programs at once.

    Returns:
        From 1 to 64.
    """
    if programs == 0:
        return 1

    def cost(splits: int) -> float:
        rounds = programs * splits / busy
        merging = merge_keys * rounds if splits > 1 else 0
        return keys / splits * (ceil(rounds) if in_waves else max(1, rounds)) + merging

    candidates = range(1, max(1, min(keys // least_keys, _MAX_SPLITS)) + 1)
    costs = [cost(splits) for splits in candidates]
    return next(n for n, taken in zip(candidates, costs, strict=True) if taken <= _WORTHWHILE * min(costs))
