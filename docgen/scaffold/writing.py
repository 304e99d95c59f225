"""`docgen init`: find what to document, and write a configuration and a page that pass the check at once."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from docgen.config import Config, Discovery, Scenario
from docgen.config.schema import DiscoveryKind
from docgen.config.sources import FILENAMES
from docgen.errors import ConfigError
from docgen.model.location import Location
from docgen.project.introspection import discovered
from docgen.scaffold.candidates import bases, packages_of, registries
from docgen.scaffold.profiles import fitting
from docgen.scaffold.proposal import Proposal, propose
from docgen.scaffold.texts import configuration_text, ignore_text, page_text, profile_text
from docgen.static.answers.questions import Questioner
from docgen.static.objects.type_values import ClassValue
from docgen.static.source.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from docgen.discovery.found import Found
    from docgen.model.finding import Finding


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
    profile: str | None
    """The shipped profile that has them; None where they were found."""


def initialise(root: Path, progress: Callable[[str], None] | None = None) -> Start:
    """Write a first configuration of the project at `root`, and a page where there is none.

    Args:
        root: The project.
        progress: Called with the name of each module that is searched.

    Raises:
        ConfigError: there is a configuration already, or nothing that could be documented was found.
        SourceError: a package cannot be read.
    """
    config = root / FILENAMES[0]
    for name in FILENAMES:
        path = root / name
        texts = path.read_text("utf-8", errors="replace").split("\n") if path.is_file() else []
        line = next((n for n, text in enumerate(texts, 1) if path == config or "[tool.docgen" in text), None)
        if line:
            raise ConfigError(
                "there is a configuration already",
                location=Location(name, line),
                remedy="edit it, or remove it first",
            )
    packages = packages_of(root)
    if not packages:
        raise ConfigError(
            f"no package under {root} or {root / 'src'}", remedy="docgen init --root DIR of the project"
        )
    page = next(path for path in map(root.joinpath, _pages()) if not path.exists())
    name = page.relative_to(root).as_posix()
    fit = fitting(root, packages)
    if fit:
        settings, proposal = fit.config, Proposal(fit.config.capability, ())
        lines = profile_text(fit, name)
    else:
        discovery, proposal = _best(root, packages, progress or (lambda _name: None))
        settings = Config(packages=tuple(packages), discovery=discovery, capability=proposal.capabilities)
        lines = configuration_text(packages, discovery, proposal, name)
    # The page first: a configuration that stands alone would keep a second try from being made.
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join(page_text(settings)) + "\n", encoding="utf-8")
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Start(config, page, settings.discovery, proposal, fit.name if fit else None)


def accept(config: Path, findings: Iterable[Finding]) -> None:
    """Have the configuration that was written accept what was found: a first check is to pass."""
    lines = [line for finding in findings for line in ignore_text(finding)]
    config.write_text(config.read_text("utf-8") + "\n".join([*lines, ""]), encoding="utf-8")


def _pages() -> Iterator[str]:
    """Paths for the page, the nicest first: one that is there already is somebody's."""
    yield "docs/support.md"
    yield from (f"docs/support-{number}.md" for number in itertools.count(2))


def _best(root: Path, packages: list[str], progress: Callable[[str], None]) -> tuple[Discovery, Proposal]:
    """The first candidate whose classes have columns.

    Raises:
        ConfigError: there is none.
    """
    for discovery in _discoveries(root, packages, progress):
        settings = Config(packages=tuple(packages), discovery=discovery)
        questioner = Questioner(SourceTree(root, settings.packages), settings, [Scenario(name="default")])
        entries = discovered(questioner, settings)
        skipped = []
        try:
            for entry in entries:
                if entry.bind is None:
                    skipped.append(entry.name)
                    continue
                progress(entry.name)
                proposal = _proposal(entry, questioner)
                if proposal is None:
                    continue
                # What cannot be found fails a check, and a first one is to pass: the configuration lists what was
                # skipped. Only a registry can name such a thing, and its members are soon gone through.
                rest = entries if discovery.kind is DiscoveryKind.ENUM else ()
                skipped += [each.name for each in rest if each.bind is None]
                return msgspec.structs.replace(discovery, skip=tuple(skipped)), proposal
        except ConfigError:
            continue  # what looked like a base class in the text is none once it is evaluated
    raise ConfigError(
        "no registry and no base class with predicates was found",
        remedy="write docgen.toml by hand: see the configuration's documentation",
    )


def _proposal(entry: Found, questioner: Questioner) -> Proposal | None:
    """Columns for the class of a row; None where it has none."""
    program = questioner.program
    program.evaluation.start("default", ())
    module, _, name = (entry.path or "").rpartition(".")
    cls = program.module_attribute(module, name, program.evaluation)
    proposal = propose(cls, program) if isinstance(cls, ClassValue) else None
    return proposal if proposal and proposal.capabilities else None


def _discoveries(root: Path, packages: list[str], progress: Callable[[str], None]) -> Iterator[Discovery]:
    tree = SourceTree(root, tuple(packages))
    for registry in registries(tree, progress):
        yield Discovery(kind=DiscoveryKind.ENUM, path=registry.path)
    for base in bases(tree, progress):
        yield Discovery(kind=DiscoveryKind.SUBCLASSES, path=base.path, modules=base.modules)
