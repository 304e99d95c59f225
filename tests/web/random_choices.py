"""Random configurations of an attention layer, and what the Python selector chooses for each; see test_choice.py."""

from __future__ import annotations

import random
from typing import Any

from backends.platforms import CpuPlatform, CudaPlatform, Platform, RocmPlatform
from backends.requirements import AttentionRequirements
from backends.selector import NoBackendError, select_backend
from backends.types import AttentionType, DeviceCapability, DType, KVCacheDType

PLATFORMS: dict[str, Platform] = {
    "cuda-8.0": CudaPlatform(DeviceCapability(8, 0)),
    "cuda-9.0": CudaPlatform(DeviceCapability(9, 0)),
    "cuda-10.0": CudaPlatform(DeviceCapability(10, 0)),
    "cuda-12.0": CudaPlatform(DeviceCapability(12, 0)),
    "rocm-gfx90a": RocmPlatform("gfx90a"),
    "rocm-gfx942": RocmPlatform("gfx942"),
    "cpu": CpuPlatform(),
}
_SWITCHES = tuple(
    name
    for name in AttentionRequirements.__dataclass_fields__
    if name.startswith(("has_", "is_", "use_", "needs_"))
)


def random_settings(seed: int, number: int) -> list[dict[str, Any]]:
    """Parameters by name, as plain data; most are left at their defaults, as people leave them."""
    chance = random.Random(seed)  # noqa: S311 - seeds, not secrets

    def one() -> dict[str, Any]:
        settings: dict[str, Any] = {
            "head_size": chance.choice([*range(8, 640, 8), 64, 128, 576, *range(1, 40)])
        }
        for name, kind in (("dtype", DType), ("kv_cache_dtype", KVCacheDType), ("attn_type", AttentionType)):
            if chance.random() < 0.6:
                settings[name] = chance.choice([*kind]).name
        if chance.random() < 0.5:
            settings["block_size"] = chance.choice([1, 8, 16, 24, 32, 64, 128, 256, 1000])
        often = chance.choice([0.02, 0.1, 0.3])
        settings.update({name: True for name in _SWITCHES if chance.random() < often})
        return settings

    return [one() for _ in range(number)]


def requirements_of(settings: dict[str, Any]) -> AttentionRequirements:
    """The same for the Python selector."""
    kinds = {"dtype": DType, "kv_cache_dtype": KVCacheDType, "attn_type": AttentionType}
    values = {name: kinds[name][value] if name in kinds else value for name, value in settings.items()}
    return AttentionRequirements(**values)


def selected(requirements: AttentionRequirements, platform: Platform) -> dict[str, Any]:
    """The Python selector's choice, and all reasons against each backend that it prefers and rejects."""
    try:
        chosen = select_backend(requirements, platform).backend.name
    except NoBackendError:
        chosen = None
    rejected = []
    for backend in platform.get_attention_backends():
        if backend.name == chosen:
            break
        rejected.append([backend.name, backend.get_class().validate_configuration(requirements, platform)])
    return {"chosen": chosen, "rejected": rejected}
