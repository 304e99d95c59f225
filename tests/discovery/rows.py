"""The rows that a discovery finds in a project of a few files, with what one probe answers of each."""

from __future__ import annotations

from pathlib import Path

from tiny_project import write_tree

from docgen.config import Capability, Config, Discovery
from docgen.config.schema import DiscoveryKind, Scenario
from docgen.model.cell import State
from docgen.model.support import SupportModel
from docgen.project.introspection import introspect


def introspected(
    root: Path,
    files: dict[str, str],
    kind: DiscoveryKind,
    path: str,
    modules: tuple[str, ...] = (),
    probe: str = "cls.size",
    skip: tuple[str, ...] = (),
    scenarios: tuple[Scenario, ...] = (Scenario(name="default"),),
) -> SupportModel:
    """The model of a project whose one package is `pkg`, and which requires `elsewhere`; its one column is `size`."""
    write_tree(root, {"requirements.txt": "elsewhere\n", "pkg/__init__.py": "", **files})
    return introspect(root, config(kind, path, modules, probe, skip, scenarios))


def config(
    kind: DiscoveryKind,
    path: str,
    modules: tuple[str, ...] = (),
    probe: str = "cls.size",
    skip: tuple[str, ...] = (),
    scenarios: tuple[Scenario, ...] = (Scenario(name="default"),),
) -> Config:
    """The configuration of such a project."""
    return Config(
        packages=("pkg",),
        discovery=Discovery(kind=kind, path=path, modules=modules, skip=skip),
        capability=(Capability(key="size", header="Size", probe=probe),),
        scenario=scenarios,
    )


def answers(model: SupportModel) -> dict[str, object]:
    """For the name of each row, in their order, what is known of it; what is not known is its state."""
    cells = {backend.name: backend.cells["size"][0] for backend in model.backends}
    return {
        name: cell.value if cell.state is State.KNOWN else cell.state.name for name, cell in cells.items()
    }


def places(model: SupportModel) -> dict[str, str]:
    """For the name of each row, where it is said to be."""
    return {backend.name: str(backend.location) for backend in model.backends}
