"""TREE_ATTN: trees of drafted tokens over a paged context, against the oracle and against their own paths."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends.types import KVCacheDType
from tests.backends.batches import IN_BRIEF
from tests.backends.cases import Spec, make_case

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PARENTS = (-1, 0, 0, 1, 1, 2, 5)
"""A token's parent among the drafts; the first is the root."""


def tree_bias(parents: Sequence[int]) -> torch.Tensor:
    """Zero from a token to itself and its ancestors, ``-inf`` elsewhere."""
    bias = torch.full((len(parents), len(parents)), -math.inf)
    for token in range(len(parents)):
        ancestor = token
        while ancestor >= 0:
            bias[token, ancestor] = 0.0
            ancestor = parents[ancestor]
    return bias


DECODE = Spec((7, 7, 0, 7), (7, 300, 40, 71), group=4, query_bias=tree_bias(PARENTS))


@pytest.fixture
def check(device: str, assert_close: Callable[..., None]) -> Callable[..., None]:
    from backends.tree_attn.launch import TreeAttentionImpl

    def run(spec: Spec, **features: Any) -> None:
        case = make_case(spec, device)
        output = case.run(TreeAttentionImpl, with_lse=True, **features)
        assert_close("TREE_ATTN", output, case.expected(**features))
        torch.testing.assert_close(case.lse().double(), case.expected_lse(**features), rtol=0, atol=1e-4)

    return run


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("group", [1, 4, 7])
def test_trees(check: Callable[..., None], group: int, dtype: torch.dtype) -> None:
    check(replace(DECODE, group=group, dtype=dtype))


def test_trees_of_many_requests_on_the_unified_kernel(
    check: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from backends.triton_attn import launch

    monkeypatch.setattr(launch, "choose_splits", lambda *_: 1)
    check(DECODE)


def test_a_tree_wider_than_a_block_of_queries(check: Callable[..., None]) -> None:
    parents = [-1, *((token - 1) // 2 for token in range(1, 90))]
    check(Spec((90, 60, 90), (90, 60, 170), group=4, query_bias=tree_bias(parents)))


def test_a_bias_that_is_no_mask(check: Callable[..., None]) -> None:
    bias = torch.randn(7, 7, generator=torch.Generator().manual_seed(1))
    check(replace(DECODE, query_lens=(5, 7, 1, 0), seq_lens=(5, 70, 9, 0), query_bias=bias))


def test_with_everything_else(check: Callable[..., None], device: str) -> None:
    check(
        replace(DECODE, head_size=80, dtype=torch.float16, cache_dtype=KVCacheDType.FP8_PER_TOKEN_HEAD),
        logits_soft_cap=5.0,
        sinks=torch.linspace(-3, 6, 8, device=device),
    )


def test_without_a_bias_it_is_causal(check: Callable[..., None]) -> None:
    check(Spec((40, 1, 7), (90, 130, 20)))


def test_a_leaf_is_the_last_token_of_its_path(device: str) -> None:
    """The output of a drafted token is that of plain causal decoding of its ancestors and itself."""
    from backends.tree_attn.launch import TreeAttentionImpl
    from backends.triton_attn.launch import TritonAttentionImpl

    tree = make_case(Spec((7,), (37,), query_bias=tree_bias(PARENTS)), device)
    output = tree.run(TreeAttentionImpl)
    path = [0, 2, 5, 6]
    chain = make_case(Spec((4,), (34,)), device)
    chain.kv_cache.copy_(torch.full_like(chain.kv_cache, math.nan))
    for kind, numbers in enumerate((tree.keys[0], tree.values[0])):
        kept = numbers[[*range(30), *(30 + token for token in path)]]
        blocks = chain.metadata.block_table[0, :3].long()
        flat = torch.nn.functional.pad(kept, (0, 0, 0, 0, 0, 48 - 34)).view(3, 16, *kept.shape[1:])
        chain.kv_cache[kind, blocks] = flat.to(chain.kv_cache.dtype)
    chain.query[:4] = tree.query[path]
    decoded = replace(chain, key=None, value=None).run(TritonAttentionImpl)
    torch.testing.assert_close(output[6], decoded[3])


def test_triton_attn_takes_a_tree(device: str, assert_close: Callable[..., None]) -> None:
    from backends.triton_attn.launch import TritonAttentionImpl

    case = make_case(DECODE, device)
    assert_close(
        "TRITON_ATTN", case.run(TritonAttentionImpl, sliding_window=40), case.expected(sliding_window=40)
    )
