"""Projects made from a dict of file texts, and the answers of both origins."""

from __future__ import annotations

import subprocess
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from docgen.config import Capability, Config, Discovery, Scenario
from docgen.config.limits import Limits
from docgen.config.schema import DiscoveryKind
from docgen.project.introspection import introspect
from docgen.runtime.child import ask

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from docgen.model.cell import Cell
    from docgen.runtime.answers import RuntimeModel

QUICK = Limits(
    import_seconds=20.0, question_seconds=20.0, cpu_seconds=30.0, memory_bytes=1 << 30, grace_seconds=1.0
)


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Write files below `root/pkg`, which becomes a package."""
    for name, text in {"__init__.py": "", **files}.items():
        path = root / "pkg" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))
    return root


def registry(**members: str) -> str:
    """The text of a registry module."""
    lines = [f"    {name} = {path!r}\n" for name, path in members.items()]
    return f"import enum\nclass Registry(enum.Enum):\n{''.join(lines)}"


def config(
    probes: Mapping[str, str | tuple[str, str, Any]],
    scenarios: tuple[Scenario, ...] = (),
    spelling: Mapping[str, str] | None = None,
) -> Config:
    """A configuration that asks each probe; a triple is a probe, its variable and its domain."""
    capabilities = []
    for key, probe in probes.items():
        text, over = (probe, {}) if isinstance(probe, str) else (probe[0], {probe[1]: probe[2]})
        capabilities.append(Capability(key=key, header=key, probe=text, over=over))
    return Config(
        packages=("pkg",),
        discovery=Discovery(kind=DiscoveryKind.ENUM, path="pkg.registry.Registry"),
        scenario=scenarios,
        capability=tuple(capabilities),
        spelling=dict(spelling or {}),
    )


def one_class(
    root: Path,
    text: str,
    probes: Mapping[str, Any],
    *,
    scenarios: tuple[Scenario, ...] = (),
    files: Mapping[str, str] | None = None,
    **rest: Any,
) -> dict[str, dict[str, Cell]]:
    """For each probe and scenario the answer of the class `Backend` that `text`, a module, defines."""
    write(root, {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": text, **(files or {})})
    model = ask(root, config(probes, scenarios), limits=QUICK, **rest)
    assert model.backends[0].imports[0].problem is None
    return {key: by_scenario(cells) for key, cells in model.backends[0].cells.items()}


def by_scenario(cells: tuple[Cell, ...]) -> dict[str, Cell]:
    """The answer of each scenario."""
    return {name: cell for cell in cells for name in cell.scenarios}


def is_running(pid: int) -> bool:
    """Tell whether there is such a process; one that ended and that nobody has reaped yet does not run."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(told.stdout.strip()) and not told.stdout.startswith("Z")


def runtime_cells(model: RuntimeModel) -> dict[tuple[str, str, str], Any]:
    """State and value of every backend, capability and scenario."""
    return {
        (backend.name, key, name): (cell.state, cell.value)
        for backend in model.backends
        for key, cells in backend.cells.items()
        for name, cell in by_scenario(cells).items()
    }


def static_cells(root: Path, settings: Config) -> dict[tuple[str, str, str], Any]:
    """The same, as the source has it."""
    return {
        (backend.name, key, name): (cell.state, cell.value)
        for backend in introspect(root, settings).backends
        for key, cells in backend.cells.items()
        for cell in cells
        for name in cell.scenarios
    }
