"""From names of releases, directories or git revisions, to the answers of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.comparison.revisions import commit_of, revision_tree
from docgen.comparison.threads import backend_histories
from docgen.errors import RevisionError
from docgen.model.history import History
from docgen.model.support import SupportModel
from docgen.project.cache import Cache
from docgen.project.project import open_configuration, open_project
from docgen.regular_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docgen.config import Config
    from docgen.project.project import Request


@dataclass(frozen=True, slots=True)
class Told:
    """A history, and the configuration that names its columns."""

    history: History
    """The history."""
    config: Config
    """The configuration of the last release, for headings and labels."""


def history_of(
    request: Request, releases: Sequence[str], progress: Callable[[str], None] | None = None
) -> Told:
    """Ask every release; each is a directory if there is one of that name, else a revision of the root's repository.

    Args:
        request: The project, and a configuration or a profile for all releases. Without those each release is read
            with its own configuration.
        releases: Names of the releases, the oldest first.
        progress: Called with the name of each backend before it is asked; not where the answers are recalled.

    Raises:
        DocgenError: a release, its configuration or its source cannot be read.
    """
    if len(releases) < 2:  # noqa: PLR2004
        raise RevisionError("a history needs two releases at least", remedy="name them, the oldest first")
    opened = [_opened(request, release, progress) for release in releases]
    config, last = opened[-1]
    models = [model for _, model in opened]
    names = labels(releases)
    history = History(
        releases=names,
        scenarios=last.scenarios,
        backends=backend_histories(models, config.capability, last.scenarios),
        uncompared=tuple(_uncompared(names, models, config)),
    )
    return Told(history, config)


def labels(releases: Sequence[str]) -> tuple[str, ...]:
    """Short names of releases: the last part of a directory, without the start that all share, as in `vllm-0.33.0`."""
    names = [Path(release).resolve().name if Path(release).is_dir() else release for release in releases]
    parts = [name.split("-") for name in names]
    shared = next((n for n, each in enumerate(zip(*parts, strict=False)) if len(set(each)) > 1), 0)
    short = tuple("-".join(each[shared:]) for each in parts)
    return short if len(set(short)) == len(short) else tuple(releases)


def _opened(
    request: Request, release: str, progress: Callable[[str], None] | None
) -> tuple[Config, SupportModel]:
    """The configuration and the answers of a release; those of a revision are kept by its commit."""
    if Path(release).is_dir():
        project = open_project(replace(request, root=Path(release)), progress)
        return project.config, project.model
    commit = commit_of(request.root, release)
    with revision_tree(request.root, release, request.config, request.profile) as tree:
        asked = replace(request, root=tree)
        config, _ = open_configuration(asked)
        given = read_regular(request.config).decode("utf-8", "replace") if request.config else ""
        model = Cache(enabled=request.keep).recall(
            lambda: [commit, given, request.profile, request.scenarios, config],
            SupportModel,
            lambda: open_project(asked, progress).model,
        )
    return config, model


def _uncompared(names: Sequence[str], models: Sequence[SupportModel], config: Config) -> Iterator[str]:
    """Yield the questions of the last release that others were not asked: there the configurations differ."""
    for name, model in zip(names, models, strict=True):
        asked = {key for backend in model.backends for key in backend.cells}
        for scenario in models[-1].scenarios:
            if scenario not in model.scenarios:
                yield f"scenario {scenario}: not asked in {name}"
        if model.backends:
            for capability in config.capability:
                if capability.key not in asked:
                    yield f"capability {capability.key}: not asked in {name}"
