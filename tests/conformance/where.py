"""The target of this run, and what of it decides how tests run; set before tests are collected."""

from __future__ import annotations

target = ""
"""Name of the target; empty where nothing is measured, and then nothing here is collected."""


def is_compiled() -> bool:
    """Tell whether kernels are compiled for a GPU that is not there, and not run."""
    return target.startswith("compile-")


def device() -> str:
    """The device that kernels run on."""
    return "cuda" if target.startswith("cuda") else "cpu"


def card() -> str:
    """The GPU that the target is named after, as its maker writes it: `H200` of `cuda-h200`."""
    return target.removeprefix("cuda-").upper()
