"""Every tensor of a call, each of its dimensions so long that offsets pass 32 bits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends.registry import AttentionBackendEnum
from backends.types import AttentionType, KVCacheDType
from tests.backends.cases import Case, Spec, make_case
from tests.backends.mla_cases import MLASpec, dense_impl, make_mla_case, sparse_impl
from tests.backends.spread import spread

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGED = Spec((3, 1, 2), (19, 20, 5), dtype=torch.float16, kv_heads=3, head_size=32, group=1)
DECODE = replace(PAGED, query_lens=(1, 1, 1))
PACKED = replace(PAGED, attn_type=AttentionType.ENCODER, query_lens=(3, 1, 2), seq_lens=(3, 1, 2))
SCALED = replace(PAGED, cache_dtype=KVCacheDType.INT8_PER_TOKEN_HEAD)
HEADS = ["query", "key", "value", "output"]
CASES = {
    "paged": (
        PAGED,
        [*((name, 1) for name in HEADS), *(("kv_cache", n) for n in (1, 2, 3)), ("block_table", 0)],
    ),
    "decode": (DECODE, [("query", 1), ("output", 1), *(("kv_cache", n) for n in (1, 2, 3))]),
    "packed": (PACKED, [(name, dimension) for name in HEADS for dimension in (0, 1)]),
    "scaled": (SCALED, [("kv_cache_scales", dimension) for dimension in (1, 2)]),
    "biased": (replace(PAGED, position_bias="of each"), [("position_bias", n) for n in (0, 1, 2)]),
    "tree": (replace(PAGED, query_bias=torch.randn(3, 3)), [("query_bias", 0)]),
}
KERNELS = {
    "TRITON_ATTN": ["paged", "decode", "packed", "scaled", "biased"],
    "TREE_ATTN": ["tree"],
    "ROCM_ATTN": ["paged", "decode", "packed"],
    "ROCM_AITER_FA": ["paged"],
}


def with_spread(case: Case, name: str, dimension: int, directory: Path) -> Case:
    """The batch with one of its tensors spread."""
    if name in ("block_table", "position_bias", "query_bias"):
        far = spread(getattr(case.metadata, name), dimension, directory)
        return replace(case, metadata=replace(case.metadata, **{name: far}))
    return replace(case, **{name: spread(getattr(case, name), dimension, directory)})


@pytest.mark.parametrize(
    ("backend", "kind", "name", "dimension"),
    [
        (backend, kind, name, dimension)
        for backend, kinds in KERNELS.items()
        for kind in kinds
        for name, dimension in CASES[kind][1]
    ],
)
def test_standard(
    device: str,
    tmp_path: Path,
    assert_close: Callable[..., None],
    backend: str,
    kind: str,
    name: str,
    dimension: int,
) -> None:
    case = with_spread(make_case(CASES[kind][0], device), name, dimension, tmp_path)
    output = case.run(AttentionBackendEnum[backend].get_class().get_impl_cls(), with_lse=True)
    assert_close(backend, output, case.expected())


@pytest.mark.parametrize("kind", ["paged", "decode"])
def test_log_sum_exp(device: str, tmp_path: Path, kind: str) -> None:
    case = with_spread(make_case(CASES[kind][0], device), "output_lse", 0, tmp_path)
    case.run(AttentionBackendEnum.TRITON_ATTN.get_class().get_impl_cls(), with_lse=True)
    torch.testing.assert_close(case.lse().double(), case.expected_lse(), rtol=1e-3, atol=1e-3)


LATENT = MLASpec((3, 1, 2), (19, 20, 40), dtype=torch.float16, heads=3)


@pytest.mark.parametrize(
    ("name", "dimension", "topk"),
    [
        *(("query", n, None) for n in (0, 1)),
        ("latent", 0, None),
        ("key_rope", 0, None),
        *(("kv_cache", n, None) for n in (0, 1)),
        ("indices", 0, 7),
    ],
)
def test_latent(
    device: str,
    tmp_path: Path,
    assert_close: Callable[..., None],
    name: str,
    dimension: int,
    topk: int | None,
) -> None:
    case = make_mla_case(replace(LATENT, topk=topk), device)
    case = replace(case, **{name: spread(getattr(case, name), dimension, tmp_path)})
    output, _ = case.forward(dense_impl() if topk is None else sparse_impl())
    assert_close("latent decode", output, case.expected()[0])


@pytest.mark.parametrize(
    ("name", "dimension"), [("projected_query", 0), ("projected_query", 1), ("kv_cache", 1)]
)
def test_latent_prefill(
    device: str, tmp_path: Path, assert_close: Callable[..., None], name: str, dimension: int
) -> None:
    case = make_mla_case(LATENT, device)
    case = replace(case, **{name: spread(getattr(case, name), dimension, tmp_path)})
    output, _ = case.prefill(dense_impl())
    assert_close("latent prefill", output, case.expected_prefill()[0])


@pytest.mark.parametrize("name", ["output", "output_lse"])
@pytest.mark.parametrize("dimension", [0, 1])
def test_latent_outputs(
    device: str, tmp_path: Path, assert_close: Callable[..., None], name: str, dimension: int
) -> None:
    if (name, dimension) == ("output_lse", 1):
        pytest.skip("the heads of a log-sum-exp stand side by side")
    case = make_mla_case(LATENT, device)
    dtype, size = (torch.float16, (LATENT.rank,)) if name == "output" else (torch.float32, ())
    own: dict[str, Any] = {name: torch.zeros(*case.query.shape[:2], *size, dtype=dtype, device=device)}
    far = spread(own[name], dimension, tmp_path)
    case.layer(dense_impl()).forward(
        case.query,
        case.latent,
        case.key_rope,
        case.kv_cache,
        case.metadata,
        **{"output": torch.empty(*case.query.shape[:2], LATENT.rank, dtype=torch.float16, device=device)}
        | {name: far},
    )
    tokens = sum(LATENT.query_lens)
    expected = case.expected()[0 if name == "output" else 1]
    torch.testing.assert_close(far[:tokens].double(), expected, rtol=5e-3, atol=5e-3)
