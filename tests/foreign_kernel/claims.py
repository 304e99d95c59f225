"""Claims of vLLM's TRITON_ATTN, tried on its unified kernel: tests that run in a project made of a tree of vLLM."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends.triton_attn.backend import TritonAttentionBackend
from backends.types import KVCacheDType
from docgen.verify import claims
from tests.backends.cases import Spec, make_case
from tests.backends.errors import relative_error
from tests.conformance import where
from tests.conformance.launches import recorded
from tests.conformance.trials import trials
from tests.foreign_kernel.layer import Int4Impl, UnifiedImpl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conformance.standard import Trial

HEAD_SIZES = (32, 40, 63, 64, 65, 80, 96, 128, 192, 256, 512)
"""Boundaries among sizes from 32 on, which is any size that the class takes."""

CACHES = {
    "auto": "AUTO",
    "float16": "FLOAT16",
    "bfloat16": "BFLOAT16",
    "fp8": "FP8_E4M3",
    "fp8_e4m3": "FP8_E4M3",
    "fp8_e5m2": "FP8_E5M2",
    "int8_per_token_head": "INT8_PER_TOKEN_HEAD",
    "fp8_per_token_head": "FP8_PER_TOKEN_HEAD",
}
"""Our names of the foreign cache's types."""

INT4 = "int4_per_token_head"
"""A type of the foreign cache that ours does not have."""
FOUR_BIT_SIZES = (32, 64, 80, 96, 128)
"""Sizes of heads, some no power of two."""
FOUR_BIT_LIMIT = 0.3
"""Relative error that four bits may make; keys of another token or head are off by more than 1."""

TYPES = ("DECODER", "ENCODER_DECODER")
"""Attention types that the unified kernel computes."""

CAPABILITIES = (
    "dtypes",
    "kv_cache_dtypes",
    "block_sizes",
    "head_sizes",
    "sink",
    "non_causal",
    "mm_prefix",
    "attention_types",
    "sliding_window",
)
"""Capabilities that a layer can be tried for; those of the engine around it are not."""


@pytest.fixture(scope="session")
def device(request: pytest.FixtureRequest) -> str:
    """The device that kernels run on; on the CPU, they run in the repaired interpreter."""
    import torch

    where.target = request.config.getoption("docgen_target")
    torch.set_num_threads(1)
    if where.device() == "cpu":
        from tests.backends import interpreter

        interpreter.install()
    return where.device()


@claims(*CAPABILITIES, backends=["TRITON_ATTN"], declared=True)
def test_declared(
    capability: str, value: Any, device: str, record_property: Callable[[str, object], None]
) -> None:
    if value == INT4:
        _hold_four_bits(device, record_property)
        return
    found = [*_trials(capability, value)]
    if device != "cpu" and capability != "dtypes":
        found = [*map(_halved, found)]
    if not found:
        pytest.skip("another kernel than the unified one")
    for trial in found:
        with recorded() as launches:
            error, limit = trial.on(UnifiedImpl, device)
        record_property("error", error)
        record_property("kernels", sorted({name for _, name in launches.found}))
        assert error < limit, f"{_said(trial)}: relative error {error:.1e}, where {limit:.0e} is allowed"


def _hold_four_bits(device: str, record_property: Callable[[str, object], None]) -> None:
    """Compare prompts over a cache of four bits with the oracle, for heads of several sizes."""
    for size in FOUR_BIT_SIZES:
        spec = Spec((17, 1, 33), (17, 1, 33), head_size=size)
        case = make_case(spec, device)
        error = relative_error(case.run(Int4Impl), case.expected())
        record_property("error", error)
        assert error < FOUR_BIT_LIMIT, f"head size {size}: relative error {error:.1e}"


def _trials(capability: str, value: Any) -> Iterator[Trial]:
    """Our trials of the same claim, without requests of nothing, which the engine never makes."""
    ours: tuple[Any, ...] = (value,)
    if capability == "head_sizes":
        ours = HEAD_SIZES
    elif capability == "kv_cache_dtypes":
        ours = tuple(filter(None, [CACHES.get(str(value))]))
    elif capability == "attention_types":
        ours = (value,) if value in TYPES else ()
    elif capability == "dtypes":
        ours = (str(value).upper(),)
    for each in ours:
        for trial in trials(capability, each, TritonAttentionBackend):
            spec = _of_something(trial.spec)
            if spec.attn_type.name in TYPES and spec.query_lens and not trial.lse:
                yield replace(trial, spec=spec)


def _halved(trial: Trial) -> Trial:
    """The trial in half precision: on a GPU the kernel rounds float32 to TF32, which is for the claim of float32 to say."""
    spec = trial.spec
    if spec.dtype != torch.float32:
        return trial
    bfloat16 = spec.cache_dtype == KVCacheDType.BFLOAT16
    return replace(trial, spec=replace(spec, dtype=torch.bfloat16 if bfloat16 else torch.float16))


def _of_something(spec: Spec) -> Spec:
    """The batch without requests that have no query or no key."""
    kept = [
        place for place, lens in enumerate(zip(spec.query_lens, spec.seq_lens, strict=True)) if min(lens) > 0
    ]

    def those(parts: Any) -> Any:
        return tuple(parts[place] for place in kept)

    return replace(
        spec,
        query_lens=those(spec.query_lens),
        seq_lens=those(spec.seq_lens),
        causal=spec.causal if isinstance(spec.causal, bool) else those(spec.causal),
        prefix_ranges=None if spec.prefix_ranges is None else those(spec.prefix_ranges),
    )


def _said(trial: Trial) -> str:
    spec = trial.spec
    return f"head size {spec.head_size}, {spec.dtype}, cache {spec.cache_dtype.value}, block size {spec.block_size}"
