"""`docgen init`: finds a subject, and writes a configuration and a page that pass the check at once."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from docgen.atomic_write import replace_file
from docgen.config import Config, Discovery
from docgen.config.scenario import Defaults
from docgen.config.sources import FILENAMES, find, own
from docgen.confinement import Confines
from docgen.errors import ConfigError, PageError
from docgen.model.location import Location
from docgen.project.first_rows import FirstRows, first_rows
from docgen.project.introspection import say_nothing
from docgen.rendering.pagefile import PageFile
from docgen.scaffold.candidates import packages_of
from docgen.scaffold.choice import choose
from docgen.scaffold.profiles import fitting
from docgen.scaffold.proposal import Proposal
from docgen.scaffold.rounds import PAGE
from docgen.scaffold.texts import configuration_text, ignore_text, left_out_text, page_text, profile_text

_REGION = re.compile(r"(<!-- docgen:begin [^\n]* -->)\n.*?<!-- docgen:end[^\n]*-->", re.DOTALL)

_OF_PROFILE = 1_100_000
"""Reads of the first page's rows where a profile says what is asked, so that nothing has to be tried before."""

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from docgen.model.finding import Finding


class Start(msgspec.Struct, frozen=True):
    """Files to write, and the answers that were asked on the way to them."""

    root: Path
    """The project."""
    configuration: str
    """The text of the configuration."""
    page: str
    """Path of the page, relative to the root."""
    page_text: str
    """Its text; the regions are still empty."""
    discovery: Discovery
    """Discovery of the rows."""
    proposal: Proposal
    """The columns."""
    profile: str | None
    """The shipped profile that provides them; None if they were found in the source."""
    assumed: Defaults = Defaults()
    """Assumptions that the configuration makes, those of a profile aside."""
    named: Path | None = None
    """The path of the configuration, if the user names one; None for its usual place in the project."""
    rows: FirstRows | None = None
    """The answers, if they are known already."""

    @property
    def file(self) -> Path:
        """The file of the configuration."""
        return self.named or self.root / FILENAMES[0]

    def accepting(self, findings: Iterable[Finding]) -> Start:
        """The same files with a configuration that accepts the findings, so that the first check passes."""
        lines = [line for finding in findings for line in ignore_text(finding)]
        return msgspec.structs.replace(self, configuration=self.configuration + "\n".join([*lines, ""]))

    def write(self, page: str) -> None:
        """Write the page and the configuration, both or neither.

        Args:
            page: The text of the page, its regions filled.

        Raises:
            PageError: the page cannot be written.
            ConfigError: the configuration cannot be written.
        """
        (self.root / self.page).parent.mkdir(parents=True, exist_ok=True)
        file = PageFile.read(self.root, self.page)
        # The page comes first: a configuration without it would prevent a second try.
        file.write(page)
        try:
            replace_file(self.named or Confines(self.root).locate(FILENAMES[0]), self.configuration.encode())
        except OSError as error:
            if file.text is None:
                (self.root / self.page).unlink(missing_ok=True)
            where = Location(str(self.named or FILENAMES[0]), 1)
            remedy = "make it writable, and run it again"
            raise ConfigError(
                f"cannot write the configuration: {error.strerror}", location=where, remedy=remedy
            ) from None


def initialise(
    root: Path,
    progress: Callable[[str], None] | None = None,
    *,
    profile: str | None = None,
    path: str | None = None,
    config: Path | None = None,
    outside: tuple[Path, ...] = (),
) -> Start:
    """Propose a first configuration of the project at `root`, and a page for it; nothing is written yet.

    Args:
        root: The project.
        profile: The shipped profile to extend; None to take the one that fits, if there is one.
        path: Dotted path of the registry, base class or module that the rows come from; None to look for one.
        progress: Called with the name of each module that is searched.
        config: The file that the configuration is to be written to; None for its usual place in the project.
        outside: Directories outside the root that links in the packages may lead to.

    Raises:
        ConfigError: a configuration exists already, or nothing was found that could be documented.
        SourceError: a package cannot be read.
    """
    if not root.is_dir():
        raise ConfigError(f"no such directory: {root}", remedy="docgen init --root DIR of the project")
    there = find(root) if config is None else config if config.exists() else None
    if there is not None:
        raise ConfigError(
            "there is a configuration already",
            location=own(there, root).location(()),
            remedy="edit it, or remove it first",
        )
    packages = packages_of(root)
    if not packages:
        raise ConfigError(
            f"no package (a directory with an __init__.py) under {root}",
            remedy="docgen init --root DIR of the project",
        )
    fit = fitting(root, packages, profile, outside) if path is None else None
    if profile and fit is None:
        raise ConfigError(
            f"the profile {profile} does not fit the packages {', '.join(packages)}",
            remedy="leave out --profile, or give the root of the project that it was written for",
        )
    progress = progress or say_nothing
    if fit:
        settings = msgspec.structs.replace(fit.config, packages=fit.packages)
        proposal = Proposal(settings.capability, ())
    else:
        choice = choose(root, packages, path, progress, outside)
        proposal = choice.proposal
        settings = Config(
            packages=tuple(packages),
            discovery=choice.discovery,
            capability=proposal.capabilities,
            defaults=choice.defaults,
        )
    rows = first_rows(root, settings, _OF_PROFILE if fit else PAGE, progress, outside)
    if rows and rows.left_out:
        text = left_out_text(settings.discovery, rows.left_out, is_profile=fit is not None)
        proposal = msgspec.structs.replace(proposal, left_out=(text, *proposal.left_out))
        settings = rows.config
    skeleton = "\n".join(page_text(settings)) + "\n"
    page = next(name for name in _pages() if _is_free(root, name, skeleton))
    lines = (
        profile_text(fit, settings, proposal, page) if fit else configuration_text(settings, proposal, page)
    )
    configuration = "\n".join(lines) + "\n"
    used = fit.name if fit else None
    assumed = Defaults() if fit else settings.defaults
    return Start(
        root, configuration, page, skeleton, settings.discovery, proposal, used, assumed, config, rows
    )


def _is_free(root: Path, name: str, skeleton: str) -> bool:
    """Tell whether a page can be written: it does not exist, or a killed run wrote this very page."""
    try:
        text = PageFile.read(root, name).text
    except PageError:
        if not (root / name).parent.is_dir():
            return True  # a blocker of all paths, which writing reports
        if (root / name).exists():
            return False  # another's file, which is not read
        raise
    return text is None or _REGION.sub(r"\1\n<!-- docgen:end -->", text) == skeleton


def _pages() -> Iterator[str]:
    """Paths for the page, in order of preference; one that exists already belongs to someone."""
    yield "docs/support.md"
    yield from (f"docs/support-{number}.md" for number in itertools.count(2))
