"""`docgen init`: find what to document, and write a configuration and a page that pass the check at once."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from docgen.config import Config, Discovery, Scenario
from docgen.config.load import FILENAMES
from docgen.config.schema import DiscoveryKind
from docgen.errors import ConfigError
from docgen.introspection import discovered
from docgen.scaffold.candidates import bases, packages_of, registries
from docgen.scaffold.proposal import Proposal, configuration_text, propose
from docgen.static.questions import Questioner
from docgen.static.tree import SourceTree
from docgen.static.type_values import ClassValue

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE_TEXT = """# Support

<!-- docgen:begin table=support -->
<!-- docgen:end -->

<!-- docgen:begin legend -->
<!-- docgen:end -->
"""


class Start(msgspec.Struct, frozen=True):
    """What was written."""

    config: Path
    """The configuration."""
    page: Path
    """The page; its regions are still empty."""
    discovery: Discovery
    """Where the rows come from."""
    proposal: Proposal
    """The columns."""


def initialise(root: Path) -> Start:
    """Write a first configuration of the project at `root`, and a page where there is none.

    Raises:
        ConfigError: there is a configuration already, or nothing that could be documented was found.
        SourceError: a package cannot be read.
    """
    config = root / FILENAMES[0]
    for name in FILENAMES:
        path = root / name
        if path.is_file() and (
            path == config or "[tool.docgen]" in path.read_text("utf-8", errors="replace")
        ):
            raise ConfigError(
                f"there is a configuration already: {name}", remedy="edit it, or remove it first"
            )
    packages = packages_of(root)
    if not packages:
        raise ConfigError(
            f"no package under {root} or {root / 'src'}", remedy="docgen init --root DIR of the project"
        )
    discovery, proposal = _best(root, packages)
    page = next(path for path in map(root.joinpath, _pages()) if not path.exists())
    lines = configuration_text(packages, discovery, proposal, page.relative_to(root).as_posix())
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(_PAGE_TEXT, encoding="utf-8")
    return Start(config, page, discovery, proposal)


def _pages() -> Iterator[str]:
    """Paths for the page, the nicest first: one that is there already is somebody's."""
    yield "docs/support.md"
    yield from (f"docs/support-{number}.md" for number in itertools.count(2))


def _best(root: Path, packages: list[str]) -> tuple[Discovery, Proposal]:
    """The first candidate whose classes have columns."""
    for discovery in _discoveries(root, packages):
        settings = Config(packages=tuple(packages), discovery=discovery)
        questioner = Questioner(SourceTree(root, settings.packages), settings, [Scenario(name="default")])
        try:
            entries = [*discovered(questioner, settings)]
        except ConfigError:
            continue  # what looked like a base class in the text is none once it is evaluated
        # What cannot be found fails a check, and a first one is to pass: the configuration lists what was skipped.
        dangling = tuple(entry.name for entry in entries if entry.bind is None)
        for entry in entries:
            if entry.bind is None:
                continue
            questioner.program.evaluation.start("default", ())
            cls = questioner.program.module_attribute(
                *_split(entry.path or ""), questioner.program.evaluation
            )
            proposal = propose(cls, questioner.program) if isinstance(cls, ClassValue) else None
            if proposal is not None and proposal.capabilities:
                return msgspec.structs.replace(discovery, skip=dangling), proposal
    raise ConfigError(
        "no registry and no base class with predicates was found",
        remedy="write docgen.toml by hand: see the configuration's documentation",
    )


def _discoveries(root: Path, packages: list[str]) -> Iterator[Discovery]:
    tree = SourceTree(root, tuple(packages))
    for registry in registries(tree):
        yield Discovery(kind=DiscoveryKind.ENUM, path=registry.path)
    for base in bases(tree):
        yield Discovery(kind=DiscoveryKind.SUBCLASSES, path=base.path, modules=base.modules)


def _split(path: str) -> tuple[str, str]:
    module, _, name = path.rpartition(".")
    return module, name
