"""`docgen init`: find what to document, and write a configuration and a page that pass the check at once."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from docgen.atomic_write import replace_file
from docgen.config import Config, Discovery, Scenario
from docgen.config.schema import DiscoveryKind
from docgen.config.sources import FILENAMES
from docgen.confinement import Confines
from docgen.errors import ConfigError, PageError
from docgen.model.location import Location
from docgen.project.introspection import discovered
from docgen.rendering.pagefile import PageFile
from docgen.scaffold.candidates import bases, packages_of, registries
from docgen.scaffold.profiles import fitting
from docgen.scaffold.proposal import Proposal, propose
from docgen.scaffold.texts import configuration_text, ignore_text, page_text, profile_text
from docgen.static.answers.questions import Questioner
from docgen.static.objects.type_values import ClassValue
from docgen.static.source.tree import SourceTree

_REGION = re.compile(r"(<!-- docgen:begin [^\n]* -->)\n.*?<!-- docgen:end[^\n]*-->", re.DOTALL)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from docgen.discovery.found import Found
    from docgen.model.finding import Finding


class Start(msgspec.Struct, frozen=True):
    """What is to be written."""

    root: Path
    """The project."""
    configuration: str
    """The text of the configuration."""
    page: str
    """Path of the page, relative to the root."""
    page_text: str
    """Its text; the regions are still empty."""
    discovery: Discovery
    """Where the rows come from."""
    proposal: Proposal
    """The columns."""
    profile: str | None
    """The shipped profile that has them; None where they were found."""

    @property
    def config(self) -> Path:
        """The file of the configuration."""
        return self.root / FILENAMES[0]

    def accepting(self, findings: Iterable[Finding]) -> Start:
        """The same with a configuration that accepts what was found: a first check is to pass."""
        lines = [line for finding in findings for line in ignore_text(finding)]
        return msgspec.structs.replace(self, configuration=self.configuration + "\n".join([*lines, ""]))

    def write(self, page: str) -> None:
        """Write the page and the configuration, both or neither.

        Args:
            page: The text of the page, its regions filled.

        Raises:
            PageError: the page cannot be written.
            ConfigError: the configuration cannot.
        """
        (self.root / self.page).parent.mkdir(parents=True, exist_ok=True)
        file = PageFile.read(self.root, self.page)
        # The page first: a configuration that stands alone would keep a second try from being made.
        file.write(page)
        try:
            replace_file(Confines(self.root).locate(FILENAMES[0]), self.configuration.encode())
        except OSError as error:
            if file.text is None:
                (self.root / self.page).unlink(missing_ok=True)
            where, remedy = Location(FILENAMES[0], 1), "see to it that it can be written, and run it again"
            raise ConfigError(
                f"cannot write the configuration: {error.strerror}", location=where, remedy=remedy
            ) from None


def initialise(root: Path, progress: Callable[[str], None] | None = None) -> Start:
    """A first configuration of the project at `root`, and a page for it; nothing is written yet.

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
    fit = fitting(root, packages)
    if fit:
        settings, proposal = fit.config, Proposal(fit.config.capability, ())
    else:
        discovery, proposal = _best(root, packages, progress or (lambda _name: None))
        settings = Config(packages=tuple(packages), discovery=discovery, capability=proposal.capabilities)
    skeleton = "\n".join(page_text(settings)) + "\n"
    page = next(name for name in _pages() if _is_free(root, name, skeleton))
    lines = (
        profile_text(fit, page) if fit else configuration_text(packages, settings.discovery, proposal, page)
    )
    configuration = "\n".join(lines) + "\n"
    profile = fit.name if fit else None
    return Start(root, configuration, page, skeleton, settings.discovery, proposal, profile)


def _is_free(root: Path, name: str, skeleton: str) -> bool:
    """Whether a page can be written: there is none, or it is what a run that was killed wrote of this very one."""
    try:
        text = PageFile.read(root, name).text
    except PageError:
        if not (root / name).parent.is_dir():
            return True  # something is in the way of all of them, which writing tells
        if (root / name).exists():
            return False  # somebody's, and not to be read
        raise
    return text is None or _REGION.sub(r"\1\n<!-- docgen:end -->", text) == skeleton


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
