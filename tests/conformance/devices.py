"""Devices that a backend runs on, as far as this run's device shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conformance import where

if TYPE_CHECKING:
    from backends.base import AttentionBackend


def skip_elsewhere(backend: type[AttentionBackend]) -> None:
    """Skip a backend that says that it does not run on this GPU; the interpreter runs every kernel."""
    if where.device() == "cuda":
        import torch

        from backends.types import DeviceCapability

        if not backend.supports_compute_capability(DeviceCapability(*torch.cuda.get_device_capability())):
            pytest.skip("the backend does not declare this GPU")
