"""From a directory to the answers of its code: finds the configuration, and asks the source or recalls the answers."""

from __future__ import annotations

import shlex
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from docgen.config import load_config
from docgen.config.discovery import DiscoveryKind
from docgen.config.layers import extended_files
from docgen.config.load import place_of
from docgen.config.sources import FILENAMES
from docgen.errors import ConfigError, DocgenError, nearest, use_one_of
from docgen.model.location import Location
from docgen.project.cache import Cache, digest_of
from docgen.project.reach import refuse_escapes
from docgen.rendering.directories import template_folders
from docgen.rendering.patterns import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from docgen.config import Config
    from docgen.model.support import SupportModel
    from docgen.project.first_rows import FirstRows
    from docgen.project.kept import Kept, Recalled
    from docgen.rendering.directories import TemplateFolders
    from docgen.runtime.answers import Duration


@dataclass(frozen=True, slots=True)
class Request:
    """Request of a user, from the command line or from a plug-in."""

    root: Path
    """The documented project."""
    config: Path | None = None
    """The configuration file, if it is not at its usual place."""
    profile: str | None = None
    """A shipped profile to use."""
    scenarios: tuple[str, ...] = ()
    """Scenarios to answer for; all if none is named."""
    runtime: bool = False
    """True if the imported classes are asked as well."""
    python: Path | None = None
    """The interpreter that imports them, if it is not the configured one."""
    environment: tuple[str, ...] = ()
    """Names of environment variables that the documented code sees, besides those that programs need to run."""
    keep: bool = True
    """True if answers are recalled from earlier runs and kept for later ones."""
    outside: tuple[Path, ...] = ()
    """Directories outside the root that the configuration may reach."""
    trust_templates: bool = False
    """True if the project's templates may run code, and lie outside the root."""

    @property
    def build_command(self) -> str:
        """The command that writes the pages of this request."""
        words = ["docgen", "build"]
        if str(self.root) != ".":
            words += ["--root", str(self.root)]
        if self.config:
            words += ["--config", str(self.config)]
        if self.profile:
            words += ["--profile", self.profile]
        for name in self.scenarios:
            words += ["--scenario", name]
        if self.runtime:
            words.append("--runtime")
        if self.python:
            words += ["--python", str(self.python)]
        for name in self.environment:
            words += ["--pass-env", name]
        for directory in self.outside:
            words += ["--allow-outside", str(directory)]
        if self.trust_templates:
            words.append("--trust-templates")
        return shlex.join(words)


@dataclass(frozen=True, slots=True)
class Project:
    """A documented project, with its configuration and its answers."""

    request: Request
    """The user's request."""
    config: Config
    """The project's configuration."""
    model: SupportModel
    """The answers of the code."""
    digest: str
    """Digest that is unique to this model and its configuration."""
    durations: tuple[Duration, ...] = ()
    """Time that the imported code took in each scenario, if it was asked."""

    @property
    def templates(self) -> TemplateFolders:
        """The directories of templates."""
        return template_folders(
            self.request.root, self.config.templates, trusted=self.request.trust_templates
        )


def open_project(
    request: Request, progress: Callable[[str], None] | None = None, known: FirstRows | None = None
) -> Project:
    """Read the configuration and ask the code.

    Args:
        request: The user's request.
        progress: Called with the name of each backend before it is asked; not called where the answers are recalled.
        known: Answers that this process asked before, which count if the configuration asks the same.

    Raises:
        DocgenError: the configuration or the tree cannot be read, a scenario is not known, or the interpreter that
            is to import the classes cannot be started.
    """
    config, asked = open_configuration(request)
    with placed(request):
        model, digest = Cache(enabled=request.keep).model(
            request.root,
            config,
            asked,
            lambda recalled: (
                known.kept
                if known and asked is None and known.answers(config)
                else _ask(request, config, asked, progress, recalled)
            ),
            request.outside,
        )
        if request.runtime:
            return _with_runtime(Project(request, config, model, digest), asked, progress)
        return Project(request, config, model, digest)


@contextmanager
def placed(request: Request) -> Iterator[None]:
    """Give an error about a key of the configuration the place of that key."""
    try:
        yield
    except DocgenError as error:
        if error.key is None:
            raise
        place = place_of(error.key, request.root, request.config, request.profile)
        raise type(error)(error.what, location=place, remedy=error.remedy) from None


def open_configuration(request: Request) -> tuple[Config, tuple[str, ...] | None]:
    """The configuration, and the scenarios that were asked for by name; None for all.

    Raises:
        ConfigError: it cannot be read, or a scenario is not known.
    """
    config = load_config(request.root, request.config, request.profile)
    with placed(request):
        refuse_escapes(config, request)
    known = [scenario.name for scenario in config.scenarios]
    for name in request.scenarios:
        if name not in known:
            raise ConfigError(f"no scenario {name!r}{nearest(name, known)}", remedy=use_one_of(known))
    return config, request.scenarios or None


def watched_paths(request: Request) -> list[Path]:
    """Files and directories that a build reads: the configuration, the sources, the templates and the pages.

    If the tree cannot be read just now, these are its configuration and all the Python files of its packages.
    """
    root = request.root
    found = [root / name for name in FILENAMES] + ([request.config] if request.config else [])
    with suppress(DocgenError):
        found += [root / name for name in extended_files(root, request.config)]
    try:
        project = open_project(replace(request, runtime=False))
    except DocgenError:
        return [*found, *root.rglob("*.py")]
    found += [root / project.config.history] if project.config.history else []
    found += [root / path for path in (*project.model.inputs, *project.model.searched)]
    for directory in project.templates:
        found += [directory, *directory.rglob("*")]
    return found + [root / page.path for page in listed(root, project.config.page)]


def _ask(
    request: Request,
    config: Config,
    scenarios: tuple[str, ...] | None,
    progress: Callable[[str], None] | None,
    recalled: Recalled,
) -> Kept:
    # Imported here: recalled answers need no interpreter.
    from docgen.config.expressions import refuse_broken  # noqa: PLC0415
    from docgen.project.introspection import asked  # noqa: PLC0415

    refuse_broken(config)
    return asked(request.root, config, scenarios, progress, recalled, request.outside)


def _with_runtime(
    project: Project, scenarios: tuple[str, ...] | None, progress: Callable[[str], None] | None
) -> Project:
    """Merge both origins. Answers of imported code depend on what is installed, and are not kept."""
    from docgen.project.merge_origins import merge  # noqa: PLC0415
    from docgen.runtime.child import SourceTells, ask  # noqa: PLC0415

    request, config = project.request, project.config
    members = _members(project)
    configured = request.root / config.runtime.python if config.runtime.python else None
    runtime = ask(
        request.root,
        config,
        scenarios,
        python=request.python or configured,
        limits=config.runtime.limits,
        environment=request.environment,
        progress=(lambda scenario, name: progress(f"{name} ({scenario})")) if progress else None,
        source=SourceTells(members, project.model.domains),
    )
    module = config.discovery.path.rpartition(".")[0]
    told = _with_objects(project) if members is not None else project.model
    model = merge(told, runtime, Location(f"{module.replace('.', '/')}.py", 1))
    if told is not project.model:
        asked = {backend.name: backend for backend in model.backends}
        rows = tuple(asked.get(backend.name, backend) for backend in project.model.backends)
        model = msgspec.structs.replace(model, backends=rows)
    return replace(project, model=model, digest=digest_of(model), durations=runtime.durations)


def _members(project: Project) -> tuple[tuple[str, str], ...] | None:
    """Names and classes of the rows that the source determines; None where imports do, or rows are no classes."""
    if project.config.discovery.kind in {DiscoveryKind.ENUM, DiscoveryKind.DECORATOR}:
        return None
    return tuple((backend.name, backend.object) for backend in project.model.backends if backend.object)


def _with_objects(project: Project) -> SupportModel:
    """The model with only the rows whose class is known; no import can decide which class the others have."""
    rows = tuple(backend for backend in project.model.backends if backend.object)
    return msgspec.structs.replace(project.model, backends=rows)
