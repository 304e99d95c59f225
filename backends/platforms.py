"""Platforms: the devices that kernels run on, the backends preferred there, and their refusals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backends.registry import AttentionBackendEnum
from backends.types import DeviceCapability

if TYPE_CHECKING:
    from backends.base import AttentionBackend


class Platform:
    """A kind of device. Each subclass knows the one question that its kind asks a backend."""

    def describe(self) -> str:
        """The platform in words, for logs and errors.

        Raises:
            NotImplementedError: a platform that does not say.
        """
        raise NotImplementedError

    def get_attention_backends(self) -> tuple[AttentionBackendEnum, ...]:
        """The backends that are tried here, the preferred one first."""
        return ()

    def device_refusals(self, backend: type[AttentionBackend]) -> list[str]:  # noqa: ARG002
        """List the reasons why ``backend`` does not run on this device; empty if it does."""
        return []


@dataclass(frozen=True, slots=True)
class UnspecifiedPlatform(Platform):
    """No platform was set: nothing is preferred and no device is judged."""

    def describe(self) -> str:
        """The platform in words."""
        return "an unspecified platform"


@dataclass(frozen=True, slots=True)
class CudaPlatform(Platform):
    """An NVIDIA GPU."""

    capability: DeviceCapability
    """The GPU's compute capability."""

    def describe(self) -> str:
        """The platform in words."""
        return f"CUDA, compute capability {self.capability}"

    def get_attention_backends(self) -> tuple[AttentionBackendEnum, ...]:
        """The backends that are tried on NVIDIA GPUs, the preferred one first."""
        return (
            AttentionBackendEnum.TRITON_ATTN,
            AttentionBackendEnum.TRITON_MLA,
            AttentionBackendEnum.TRITON_SPARSE_MLA,
            AttentionBackendEnum.FLEX_ATTENTION,
        )

    def device_refusals(self, backend: type[AttentionBackend]) -> list[str]:
        """List the reasons why ``backend`` does not run at this compute capability; empty if it does."""
        if backend.supports_compute_capability(self.capability):
            return []
        return [f"compute capability {self.capability} is not supported"]


@dataclass(frozen=True, slots=True)
class RocmPlatform(Platform):
    """An AMD GPU under ROCm."""

    gfx_arch: str
    """The GPU's architecture without feature suffixes, such as ``gfx942``."""

    def describe(self) -> str:
        """The platform in words."""
        return f"ROCm, {self.gfx_arch}"

    def get_attention_backends(self) -> tuple[AttentionBackendEnum, ...]:
        """The backends that are tried on AMD GPUs, the preferred one first."""
        return (
            AttentionBackendEnum.ROCM_ATTN,
            AttentionBackendEnum.ROCM_AITER_FA,
            AttentionBackendEnum.ROCM_AITER_UNIFIED_ATTN,
            AttentionBackendEnum.TRITON_ATTN,
            AttentionBackendEnum.TRITON_MLA,
            AttentionBackendEnum.TRITON_SPARSE_MLA,
        )

    def device_refusals(self, backend: type[AttentionBackend]) -> list[str]:
        """List the reasons why ``backend`` does not run on this architecture; empty if it does."""
        if backend.supports_gfx_arch(self.gfx_arch):
            return []
        return [f"ROCm architecture {self.gfx_arch} is not supported"]


@dataclass(frozen=True, slots=True)
class CpuPlatform(Platform):
    """The host's processor."""

    def describe(self) -> str:
        """The platform in words."""
        return "CPU"

    def get_attention_backends(self) -> tuple[AttentionBackendEnum, ...]:
        """The backends that are tried on a CPU, the preferred one first."""
        return (AttentionBackendEnum.CPU_ATTN,)

    def device_refusals(self, backend: type[AttentionBackend]) -> list[str]:
        """List the reasons why ``backend`` does not run on a CPU; empty if it does."""
        return [] if backend.supports_cpu() else ["CPU is not supported"]


def detect_platform() -> Platform:
    """The platform of torch's current device; imports torch.

    Returns:
        A ROCm, CUDA or CPU platform, in this order of preference.
    """
    import torch  # noqa: PLC0415  (declarations are read where torch is not installed)

    if not torch.cuda.is_available():
        return CpuPlatform()
    if torch.version.hip is not None:
        return RocmPlatform(torch.cuda.get_device_properties().gcnArchName.partition(":")[0])
    return CudaPlatform(DeviceCapability(*torch.cuda.get_device_capability()))


current_platform: Platform = UnspecifiedPlatform()
"""The platform that constructors check against. An engine sets it once; ``detect_platform()`` is the usual value."""
