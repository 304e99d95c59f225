"""The repaired interpreter converts and multiplies bfloat16 as torch does, and refuses to add it."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.backends.interpreter import to_bfloat16, to_float32


def test_every_finite_code_survives() -> None:
    codes = np.arange(2**16, dtype=np.uint32).astype(np.uint16)
    values = to_float32(codes)
    finite = np.isfinite(values)
    np.testing.assert_array_equal(to_bfloat16(values)[finite], codes[finite])


def test_rounds_as_torch_does() -> None:
    values = torch.randn(1000, generator=torch.Generator().manual_seed(0))
    ours = torch.from_numpy(to_float32(to_bfloat16(values.numpy())))
    torch.testing.assert_close(ours, values.bfloat16().float(), rtol=0, atol=0)


def test_infinities_and_nan() -> None:
    values = np.array([np.inf, -np.inf, np.nan, 3.4e38], dtype=np.float32)
    np.testing.assert_array_equal(
        to_float32(to_bfloat16(values)), np.array([np.inf, -np.inf, np.nan, np.inf], dtype=np.float32)
    )


def test_arithmetic_in_bfloat16_is_refused(request: pytest.FixtureRequest, device: str) -> None:
    if device == "cuda":
        pytest.skip("the interpreter does not run")
    import triton.language as tl
    from triton.runtime.interpreter import InterpreterBuilder, TensorHandle

    one = TensorHandle(to_bfloat16(np.ones(4, dtype=np.float32)), tl.bfloat16)
    with pytest.raises(NotImplementedError, match="cannot compute in bfloat16"):
        InterpreterBuilder().create_fadd(one, one)
