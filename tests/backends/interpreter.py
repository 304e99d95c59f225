"""Repairs of Triton's interpreter, which holds bfloat16 as uint16 and computes on the bit patterns.

Conversions and dot products, which are all that the kernels do in bfloat16, go through torch, and so do conversions
of 8-bit floats; any other arithmetic in bfloat16 raises instead of returning nonsense.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import torch
import triton.language as tl
from triton.runtime import interpreter
from triton.runtime.interpreter import GridExecutor, InterpreterBuilder, TensorHandle

if TYPE_CHECKING:
    from collections.abc import Callable

_EIGHT_BITS = {tl.float8e4nv: torch.float8_e4m3fn, tl.float8e5: torch.float8_e5m2}
"""For an 8-bit float of Triton, torch's."""


def to_float32(bits: np.ndarray) -> np.ndarray:
    """Decode bfloat16 bit patterns."""
    return (bits.astype(np.uint32) << 16).view(np.float32)


def to_bfloat16(values: np.ndarray) -> np.ndarray:
    """Encode as bfloat16 bit patterns, rounding to nearest even as the hardware does."""
    narrow = torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32)).to(torch.bfloat16)
    return narrow.view(torch.int16).numpy().view(np.uint16).reshape(values.shape)


def _from_eight_bits(bits: np.ndarray, dtype: torch.dtype) -> np.ndarray:
    """Decode bit patterns of an 8-bit float."""
    codes = torch.from_numpy(np.ascontiguousarray(bits).view(np.uint8))
    return codes.view(dtype).float().numpy().reshape(bits.shape)


def _to_eight_bits(values: np.ndarray, dtype: torch.dtype) -> np.ndarray:
    """Encode as bit patterns of an 8-bit float, rounding to nearest even."""
    narrow = torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32)).to(dtype)
    return narrow.view(torch.uint8).numpy().reshape(values.shape)


def _widened(handle: TensorHandle) -> TensorHandle:
    dtype = handle.dtype.scalar
    if dtype == tl.bfloat16:
        return TensorHandle(to_float32(handle.data), tl.float32)
    if dtype in _EIGHT_BITS:
        return TensorHandle(_from_eight_bits(handle.data, _EIGHT_BITS[dtype]), tl.float32)
    return handle


def _prepare_once_a_launch() -> None:
    """Put the interpreter's functions into the language once a launch and module, not at each call inside a kernel.

    That takes a quarter of the interpreter's time.
    """
    launch, prepare = GridExecutor.__call__, interpreter._patch_lang
    prepared: set[int] = set()

    def launched(self: GridExecutor, *args: object, **kwargs: object) -> None:
        prepared.clear()
        launch(self, *args, **kwargs)

    def prepare_once(function: Callable[..., object]) -> object:
        module = id(function.__globals__)
        if module in prepared:
            return None
        prepared.add(module)
        return prepare(function)

    GridExecutor.__call__ = launched
    interpreter._patch_lang = prepare_once


@cache
def install() -> None:
    """Replace the interpreter's conversions, dot product and binary operators; a second time changes nothing."""
    cast, dot, binary = (getattr(InterpreterBuilder, n) for n in ("cast_impl", "create_dot", "binary_op"))

    def cast_impl(self: InterpreterBuilder, src: TensorHandle, dst_type: tl.dtype) -> TensorHandle:
        wide, dtype = _widened(src), dst_type.scalar
        if dtype == tl.bfloat16:
            return TensorHandle(to_bfloat16(wide.data), dtype)
        if dtype in _EIGHT_BITS:
            return TensorHandle(_to_eight_bits(wide.data, _EIGHT_BITS[dtype]), dtype)
        return cast(self, wide, dst_type)

    def create_fp_to_fp(
        self: InterpreterBuilder, src: TensorHandle, dst_type: tl.dtype, rounding_mode: object
    ) -> TensorHandle:
        return cast_impl(self, src, dst_type)

    def create_dot(
        self: InterpreterBuilder, a: TensorHandle, b: TensorHandle, d: TensorHandle, *options: object
    ) -> TensorHandle:
        return dot(self, _widened(a), _widened(b), d, *options)

    def binary_op(
        self: InterpreterBuilder, lhs: TensorHandle, rhs: TensorHandle, op: Callable[..., np.ndarray]
    ) -> TensorHandle:
        if tl.bfloat16 in (lhs.dtype.scalar, rhs.dtype.scalar):
            raise NotImplementedError("the interpreter cannot compute in bfloat16: convert to float32 first")
        return binary(self, lhs, rhs, op)

    _prepare_once_a_launch()
    InterpreterBuilder.cast_impl = cast_impl
    InterpreterBuilder.create_fp_to_fp = create_fp_to_fp
    InterpreterBuilder.create_dot = create_dot
    InterpreterBuilder.binary_op = binary_op
