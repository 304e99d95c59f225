"""The GPUs for which kernels are compiled, by the values of claims."""

from __future__ import annotations

from dataclasses import replace

from tests.backends.targets import TARGETS

# Blackwell Ultra has the shared memory of Blackwell.
_ULTRA = replace(TARGETS["10.0"], name="10.3", arch=103)

COMPILED = {**TARGETS, _ULTRA.name: _ULTRA}
"""For a compute capability or an architecture, the GPU."""


def target_of(value: str) -> str:
    """The name of the target on which a value is measured: `compile-sm_90` for 9.0, `compile-gfx942`."""
    return f"compile-{value}" if value.startswith("gfx") else f"compile-sm_{value.replace('.', '')}"
