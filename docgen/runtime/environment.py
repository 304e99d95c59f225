"""Environment of the child: the variables that programs need to run, and none that a build keeps secret."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAMES = _words(
    "CUDA_HOME CUDA_PATH CUDA_VISIBLE_DEVICES DYLD_LIBRARY_PATH HIP_VISIBLE_DEVICES HOME LANG LANGUAGE "
    "LD_LIBRARY_PATH LOGNAME MKL_NUM_THREADS NVIDIA_VISIBLE_DEVICES OMP_NUM_THREADS PATH ROCM_HOME "
    "ROCM_PATH ROCR_VISIBLE_DEVICES SHELL SYSTEMROOT TERM TMPDIR TZ USER"
)
"""Variables that the child sees."""
_PREFIX = "LC_"


def environment_of_child(more: Sequence[str] = (), given: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of the child.

    Args:
        more: Further names, from the command line.
        given: The environment to choose from; the process's own if None.
    """
    found = os.environ if given is None else given
    return {
        name: value
        for name, value in found.items()
        if name in _NAMES or name.startswith(_PREFIX) or name in more
    }
