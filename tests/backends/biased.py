"""An oracle for batches in which what a query sees is written out pair by pair."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch

from tests.backends.cases import PADDING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.backends.cases import Case

PREFIX_RANGES = [[[3, 9], [20, 31]], [[0, 0], [1, 17]]]
"""Ranges of two requests, one of them empty; they reach into the context and over the first query token."""


def biased(
    case: Case, bias: Callable[[int, int, int], float], soft_cap: float | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Output and log-sum-exp of a batch in float64.

    ``bias(request, query position, key position)`` is added to the logits; ``-inf`` hides a key.
    """
    outputs, sums = [], []
    queries = case.query.split([*case.spec.query_lens, PADDING])
    parts = zip(queries, case.keys, case.values, strict=False)
    for request, (query, *paired) in enumerate(parts):
        key, value = (t.double().repeat_interleave(case.spec.group, dim=1) for t in paired)
        context = len(key) - len(query)
        logits = torch.einsum("qhd,khd->hqk", query.double(), key) * case.spec.head_size**-0.5
        if soft_cap is not None:
            logits = soft_cap * torch.tanh(logits / soft_cap)
        rows = [[bias(request, context + q, k) for k in range(len(key))] for q in range(len(query))]
        logits = logits + torch.tensor(rows, dtype=torch.float64, device=logits.device).reshape(
            len(query), len(key)
        )
        outputs.append(torch.einsum("hqk,khd->qhd", torch.softmax(logits, 2).nan_to_num(0.0), value))
        sums.append(torch.logsumexp(logits, 2).T)
    return torch.cat(outputs), torch.cat(sums)


def causal_of(flags: list[bool]) -> Callable[[int, int, int], float]:
    """Each request causal or not."""
    return lambda request, query, key: -math.inf if flags[request] and key > query else 0.0


def prefix(window: float = math.inf) -> Callable[[int, int, int], float]:
    """Causal inside a window, except inside the ranges of ``PREFIX_RANGES``."""

    def bias(request: int, query: int, key: int) -> float:
        together = any(low <= query < high and low <= key < high for low, high in PREFIX_RANGES[request])
        return 0.0 if together or query - window < key <= query else -math.inf

    return bias


def tree(
    between: torch.Tensor, seq_lens: list[int], query_lens: list[int]
) -> Callable[[int, int, int], float]:
    """All of the context, and of the query tokens what ``between`` says."""

    def bias(request: int, query: int, key: int) -> float:
        context = seq_lens[request] - query_lens[request]
        return 0.0 if key < context else float(between[query - context, key - context])

    return bias
