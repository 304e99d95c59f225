"""`docgen explain` names the backend that the Python selector chooses, for every model type and platform."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from backends.integrations.requirements import model_requirements
from backends.platforms import CpuPlatform, CudaPlatform, Platform, RocmPlatform
from backends.selector import NoBackendError, select_backend
from backends.types import DeviceCapability
from docgen.config.load import load_config
from docgen.explain.selection import Inquiry, explain

ROOT = Path(__file__).parents[2]
MODELS = json.loads(Path(__file__).with_name("model_configs.json").read_text())
PLATFORMS: dict[str, Platform] = {
    "cuda-8.0": CudaPlatform(DeviceCapability(8, 0)),
    "cuda-9.0": CudaPlatform(DeviceCapability(9, 0)),
    "cuda-10.0": CudaPlatform(DeviceCapability(10, 0)),
    "cuda-12.0": CudaPlatform(DeviceCapability(12, 0)),
    "rocm-gfx90a": RocmPlatform("gfx90a"),
    "rocm-gfx942": RocmPlatform("gfx942"),
    "cpu": CpuPlatform(),
}


def explained() -> dict[str, dict[str, list[str | None]]]:
    """For each scenario and model the backends that are chosen, all models asked for at once to share what they read."""
    config = load_config(ROOT)
    assert config.explain is not None
    cases = f"[case for config in config['models'] for case in {config.explain.cases}]"
    asked = msgspec.structs.replace(config, explain=msgspec.structs.replace(config.explain, cases=cases))
    found, _ = explain(ROOT, asked, Inquiry(None, {}, {"models": [*MODELS.values()]}, everything=False))
    by_scenario: dict[str, dict[str, list[str | None]]] = {}
    for scenario in PLATFORMS:
        chosen = [
            each.chosen.name if each.chosen else None for each in found.choices if each.scenario == scenario
        ]
        by_scenario[scenario] = {
            name: [chosen.pop(0) for _ in model_requirements(model)] for name, model in MODELS.items()
        }
        assert not chosen
    return by_scenario


def test_the_selector_chooses_the_same() -> None:
    """One test for all scenarios: each process that ran some of them would explain them all."""
    assert len(MODELS) > 40
    found = explained()
    for scenario, platform in PLATFORMS.items():
        assert found[scenario] == {
            name: [_selected(requirements, platform) for requirements in model_requirements(model)]
            for name, model in MODELS.items()
        }, scenario


def _selected(requirements, platform: Platform) -> str | None:
    try:
        return select_backend(requirements, platform).backend.name
    except NoBackendError:
        return None
