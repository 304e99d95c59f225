"""Kernels that backends launch compile for the GPUs that they declare: they fit, do not spill, and use matrix units."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backends.platforms import CudaPlatform, RocmPlatform
from backends.registry import AttentionBackendEnum
from backends.types import DeviceCapability
from docgen.verify import claims
from tests.conformance import where
from tests.conformance.asking import plain_requirement
from tests.conformance.compiled_targets import COMPILED, target_of
from tests.conformance.launches import Launches
from tests.conformance.resources import rows
from tests.conformance.rooms import refuse_strangers

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]

HERE = [value for value in COMPILED if target_of(value) == where.target]
"""The value that this target measures."""
_FAST_ALL_THE_SAME = frozenset({"attend_new_keys_by_warpgroups_kernel"})
"""Kernels that spill some bytes outside their main loop, by some release of Triton, and are the fastest measured."""


@claims("compute_capability", values=[value for value in HERE if not value.startswith("gfx")])
def test_compute_capability(
    backend: str, value: str, declared: bool, record_property: Callable[..., None]
) -> None:
    platform = CudaPlatform(DeviceCapability(*map(int, value.split("."))))
    _hold(backend, value, platform, record_property, declared=declared)


@claims("gfx_archs", values=[value for value in HERE if value.startswith("gfx")])
def test_gfx_arch(backend: str, value: str, declared: bool, record_property: Callable[..., None]) -> None:
    _hold(backend, value, RocmPlatform(value), record_property, declared=declared)


def _hold(
    backend: str,
    value: str,
    platform: CudaPlatform | RocmPlatform,
    record_property: Callable[..., None],
    *,
    declared: bool,
) -> None:
    cls = AttentionBackendEnum[backend].get_class()
    refused = cls.validate_configuration(plain_requirement(cls), platform)
    if not declared:
        assert refused, "no reason is given"
        return
    assert not refused
    if backend == "FLEX_ATTENTION":
        pytest.skip("torch compiles its kernels on the GPU alone")
    kernels, reach = _compiled(value, backend)
    record_property("docgen_reach", " ".join(reach))
    record_property("triton", version("triton"))
    limit = COMPILED[value].shared_memory
    record_property("resources", rows(kernels, limit))
    refuse_strangers(backend, Launches([(kernel["module"], kernel["kernel"]) for kernel in kernels]))
    large = [f"{each['kernel']} takes {each['shared']} bytes" for each in kernels if each["shared"] > limit]
    assert not large, f"shared memory of {limit} bytes: {large[0]}"
    slow = sorted({each["kernel"] for each in kernels if each["multiplies"] and not each["matrix"]})
    assert not slow, f"no instruction that multiplies matrices: {', '.join(slow)}"
    usual = [each for each in kernels if each["usual"] and each["kernel"] not in _FAST_ALL_THE_SAME]
    spilling = [f"{each['kernel']} spills {each['spilled']} bytes" for each in usual if each["spilled"]]
    assert not spilling, spilling[0]


def _compiled(value: str, backend: str) -> tuple[list[dict], list[str]]:
    """The kernels that a backend launches on a GPU, and the modules that it reached for that."""
    environment = {name: text for name, text in os.environ.items() if name != "TRITON_INTERPRET"}
    command = [sys.executable, "-m", "tests.conformance.compiling", value, backend]
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH", "")])])
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment | {"PYTHONPATH": path},
        check=False,
        capture_output=True,
        text=True,
        timeout=900,
    )
    last = (done.stderr.strip().splitlines() or ["no output"])[-1]
    assert done.returncode == 0, f"it does not compile: {last}"
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return lines[:-1], lines[-1]["reach"]
