"""The unified attention kernel of a tree of vLLM, imported without the rest of the engine."""

from __future__ import annotations

import ast
import enum
import importlib
import logging
import sys
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import torch
import triton
import triton.language as tl

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OPERATIONS = "vllm.v1.attention.ops"
"""The package of kernels."""
UNIFIED, INT4 = "triton_unified_attention", "int4_per_token_head"
"""Its modules of the unified kernel, and of the code for four bits."""
_MODES = "vllm.v1.kv_cache_interface"
"""The module of the enumeration that says how the cache is quantised, which imports the whole engine."""


class _Logger(logging.Logger):
    def debug_once(self, *_: object) -> None:
        """Say nothing."""


class _Platform:
    """The questions that the kernel's module asks of the platform."""

    @staticmethod
    def fp8_dtype() -> torch.dtype:
        return torch.float8_e4m3fn

    @staticmethod
    def is_device_capability_family(_family: int) -> bool:
        return False

    @staticmethod
    def is_cuda() -> bool:
        # Only asked if there are compiled extensions; there are none.
        return False

    is_rocm = is_xpu = is_cuda


@dataclass(frozen=True)
class Kernels:
    """The functions of a tree that are measured."""

    unified: Callable[..., None]
    """Launches the unified kernel."""
    write_int4: Callable[..., None]
    """Writes keys and values of four bits into a cache."""
    modes: Any
    """The enumeration of ways to quantise a cache."""


def load(tree: Path) -> Kernels:
    """Import the kernels.

    Args:
        tree: The directory that holds the package.
    """
    modes = _modes(tree / "vllm/v1/kv_cache_interface.py")
    stands_for: dict[str, dict[str, Any]] = {
        "vllm": {"__path__": [str(tree / "vllm")]},
        "vllm.utils": {"__path__": [str(tree / "vllm/utils")]},
        "vllm.envs": {"VLLM_BATCH_INVARIANT": False},
        "vllm.logger": {"init_logger": _Logger},
        "vllm.platforms": {"current_platform": _Platform()},
        "vllm.triton_utils": {"tl": tl, "triton": triton},
        _MODES: {"KVQuantMode": modes},
    }
    for name, attributes in stands_for.items():
        module = ModuleType(name)
        vars(module).update(attributes)
        sys.modules[name] = module
    sys.modules["vllm"].envs = sys.modules["vllm.envs"]  # type: ignore[attr-defined]
    unified, packed = (importlib.import_module(f"{OPERATIONS}.{name}") for name in (UNIFIED, INT4))
    return Kernels(unified.unified_attention, packed.reshape_and_cache_int4, modes)


def _modes(path: Path) -> Any:
    """The enumeration, of its module alone."""
    source = ast.parse(path.read_text())
    (wanted,) = (
        each for each in source.body if isinstance(each, ast.ClassDef) and each.name == "KVQuantMode"
    )
    space: dict[str, Any] = {"IntEnum": enum.IntEnum, "__name__": _MODES}
    exec(compile(ast.Module([wanted], []), str(path), "exec"), space)  # noqa: S102
    return space["KVQuantMode"]
