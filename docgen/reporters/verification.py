"""Results of a run of `docgen verify`, for people."""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING

from docgen.model.measurement import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.model.measurement import Judged, Measured


def verification_text(measured: Measured, target: str) -> str:
    """The counts of a target, why claims cannot be tested there, and each claim that is refuted with its reproducer.

    Args:
        measured: All the evidence.
        target: The target.
    """
    judged = [each for each in measured.judged if each.target == target]
    counts = Counter(each.standing for each in judged)
    words = [f"{counts[each]} {each.value}" for each in Standing if counts[each]]
    lines = [f"{target}: {len(judged)} claims: {', '.join(words) or 'none was measured'}"]
    untestable = Counter(each.measurement.reason for each in judged if each.standing is Standing.UNTESTABLE)
    lines += [f"  untestable ({count}): {reason}" for reason, count in untestable.most_common()]
    for each in judged:
        if each.standing is Standing.REFUTED:
            lines += ["", *_refuted(each)]
    return "\n".join(lines)


def _refuted(each: Judged) -> Iterator[str]:
    word = "overclaim" if each.declared else "underclaim"
    reason = each.measurement.reason or "measured otherwise before the class was changed"
    yield f"{word}: {each.measurement.claim}: {reason}"
    yield f"  {reproducer(each)}"


def reproducer(each: Judged) -> str:
    """The command that repeats a measurement, to be run in the root of the project."""
    node = each.measurement.reproducer
    return shlex.join(["pytest", "-p", "docgen.verify.plugin", "--docgen-target", each.target, node])
