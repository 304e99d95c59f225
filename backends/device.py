"""Properties of a device that the rules for tiles and splits need."""

from __future__ import annotations

import os
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import torch

from backends.types import DeviceCapability

if TYPE_CHECKING:
    from torch import Tensor, device

    from backends.base import AttentionBackend

_CDNA_LDS_BYTES = 64 * 1024
_WAVEFRONT = 64
_WITH_DESCRIPTORS = (9, 0)
_FIRST_WITH_GLUON = (3, 6)
_WITH_TENSOR_MEMORY = (10, 11)
_DESCRIPTOR_ALIGNMENT = 16
"""Bytes; CUDA driver API, ``cuTensorMapEncodeTiled``: of the address and of every stride but the last."""
_INTERPRETED_MULTIPROCESSORS = 108
_CAPABILITIES = [DeviceCapability(major, minor) for major in range(7, 13) for minor in range(10)]
_GFX_ARCHS = ("gfx90a", "gfx942", "gfx950", "gfx1100", "gfx1101", "gfx1200", "gfx1201")


def triton_takes_a_cpu() -> bool:
    """Tell whether Triton takes tensors of a CPU: it interprets kernels, or the driver that is set says so."""
    if os.environ.get("TRITON_INTERPRET") == "1":
        return True
    try:
        from triton.runtime import driver  # noqa: PLC0415  (Triton may not be installed)

        return bool(driver.active.get_active_torch_device().type == "cpu")
    except (ImportError, RuntimeError):
        # Neither Triton nor a GPU.
        return False


@cache
def _declares_a_gpu(backend: type[AttentionBackend]) -> bool:
    capable = any(backend.supports_compute_capability(capability) for capability in _CAPABILITIES)
    return capable or any(backend.supports_gfx_arch(arch) for arch in _GFX_ARCHS)


def tensor_refusals(backend: type[AttentionBackend], where: device) -> list[str]:
    """List the reasons why a backend does not take tensors on a device; empty if it does.

    Only kinds of devices are distinguished, not GPUs of one kind, which the platform judges. Kernels for GPUs run on
    a CPU where Triton does.

    Args:
        backend: the declaration.
        where: the device of the tensors.
    """
    on_gpu = _declares_a_gpu(backend)
    takes = {"cpu": backend.supports_cpu() or (on_gpu and triton_takes_a_cpu()), "cuda": on_gpu}
    if takes.get(where.type, False):
        return []
    supported = ", ".join(kind for kind, taken in takes.items() if taken)
    return [f"tensors on {where} are not supported (supported: {supported or 'none'})"]


@cache
def shared_memory_per_program(where: device) -> int:
    """Bytes of shared memory (LDS on AMD) that one program may have on ``where``.

    On a CPU, where only the interpreter runs, this is the least of the supported devices, so that tests see
    the tiles of a real one.
    """
    if where.type != "cuda" or torch.version.hip is not None:
        return _CDNA_LDS_BYTES
    return int(torch.cuda.get_device_properties(where).shared_memory_per_block_optin)


@cache
def has_wavefronts(where: device) -> bool:
    """Tell whether 64 threads run together, as on CDNA, rather than 32; on a CPU, tests use the tiles of CDNA."""
    return where.type != "cuda" or torch.cuda.get_device_properties(where).warp_size == _WAVEFRONT


@cache
def has_tensor_descriptors(where: device) -> bool:
    """Tell whether kernels copy tiles by descriptors of tensors on a device: on NVIDIA's 9.0, where that is faster.

    Later ones have descriptors, too, but other products, for which neither tiles nor times were compared.
    """
    if where.type != "cuda" or torch.version.hip is not None:
        return False
    return torch.cuda.get_device_capability(where) == _WITH_DESCRIPTORS


@cache
def has_tensor_memory(where: device) -> bool:
    """Tell whether products of a device have a memory of their own, as on NVIDIA's 10.x and 11.x.

    They take their operands from shared memory, in which Triton keeps more of them there than on other devices.
    """
    if where.type != "cuda" or torch.version.hip is not None:
        return False
    return torch.cuda.get_device_capability(where)[0] in _WITH_TENSOR_MEMORY


def runs_warpgroup_kernels(where: device) -> bool:
    """Tell whether kernels that are written for the warpgroups of NVIDIA's 9.0, in Gluon, run on a device.

    Triton's interpreter does not know Gluon, and before 3.6 it had other names.
    """
    interprets = os.environ.get("TRITON_INTERPRET") == "1"
    return has_tensor_descriptors(where) and not interprets and _triton_release() >= _FIRST_WITH_GLUON


@cache
def _triton_release() -> tuple[int, ...]:
    """The release of Triton, as far as it counts."""
    return tuple(int(part) for part in version("triton").split(".")[:2])


def is_aligned(tensor: Tensor, alignment: int) -> bool:
    """Tell whether all rows of a tensor, contiguous in its last dimension, begin at multiples of so many bytes."""
    places = (tensor.data_ptr(), *(stride * tensor.element_size() for stride in tensor.stride()[:-1]))
    return all(place % alignment == 0 for place in places)


def is_copied_by_descriptors(tensor: Tensor) -> bool:
    """Tell whether a device copies tiles of a tensor by descriptors, which its address and strides must suit.

    Args:
        tensor: contiguous in its last dimension.
    """
    repeated = any(stride == 0 for stride in tensor.stride())
    return (
        has_tensor_descriptors(tensor.device) and not repeated and is_aligned(tensor, _DESCRIPTOR_ALIGNMENT)
    )


@cache
def multiprocessors(where: device) -> int:
    """Multiprocessors (compute units on AMD) of a device.

    On a CPU, where only the interpreter runs, this is the number of an A100, so that tests see the splits of a
    real device.
    """
    if where.type != "cuda":
        return _INTERPRETED_MULTIPROCESSORS
    return int(torch.cuda.get_device_properties(where).multi_processor_count)
