"""State that the tests of one run share: the project, its claims, and the existing evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.config.verify import target_named
from docgen.errors import ConfigError, EvidenceError
from docgen.model.measurement import Claim
from docgen.project.project import Request, open_project
from docgen.verify.declarations import Declarations
from docgen.verify.evidence_files import read_evidence, settled
from docgen.verify.found import FOUND_IN, write_found
from docgen.verify.modules import Modules
from docgen.verify.results import Collected, Shown
from docgen.verify.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from docgen.config import Config
    from docgen.verify.evidence_files import EvidenceFile


@dataclass(slots=True)
class VerifySession:
    """One run of pytest over one project."""

    root: Path
    """The documented project."""
    config: Config
    """Configuration of the project."""
    declarations: Declarations
    """Declarations of its classes on the target."""
    modules: Modules
    """Its packages."""
    target: str | None
    """Target of the tests; None if nothing is recorded."""
    directory: Path
    """Directory of the evidence files."""
    evidence: EvidenceFile | None
    """Earlier evidence of the target."""
    selection: Selection
    """Selection of the tests to run."""
    collected: Collected
    """The tests that were found."""
    found_in: Path | None = None
    """Directory in which a process that only runs tests records those that it found."""

    @classmethod
    def of(cls, pytest_config: pytest.Config) -> VerifySession:
        """Read the project that pytest's root directory holds.

        Raises:
            DocgenError: it cannot be read, it has no such target, or its evidence cannot be read.
        """
        root = pytest_config.rootpath
        option = pytest_config.getoption
        project = open_project(Request(root))
        config = project.config
        name = option("docgen_target")
        target = target_named(config.verify, name).scenario if name and config.verify else None
        modules = Modules(root, config.packages)
        given = option("docgen_evidence")
        configured = config.verify.evidence if config.verify else None
        if name and not given and configured is None:
            raise EvidenceError(
                "there is nowhere to write evidence", remedy="give --docgen-evidence, or configure `verify`"
            )
        directory = Path(given) if given else root / (configured or "")
        evidence = read_evidence(directory, name) if name else None
        declarations = Declarations(config, project.model, target)
        for key in option("docgen_capability"):
            declarations.refuse_unknown_capability(key)
        for backend in option("docgen_backend"):
            declarations.refuse_unknown_backend(backend)
        known = None
        if evidence and option("docgen_changed"):
            known = {
                key: line
                for key, line in settled(evidence, modules.digest).items()
                if modules.digest(evidence.reaches[line.reach]) == line.digest
            }
        told = getattr(pytest_config, "workerinput", {}).get(FOUND_IN)
        return cls(
            root=root,
            config=config,
            declarations=declarations,
            modules=modules,
            target=name,
            directory=directory,
            evidence=evidence,
            selection=Selection((*option("docgen_backend"),), (*option("docgen_capability"),), known),
            collected=Collected({}, root, whole=not any("::" in each for each in pytest_config.args)),
            found_in=Path(told) if told else None,
        )

    def claims(self, mark: pytest.Mark) -> Iterator[tuple[Claim, bool | None]]:
        """Yield the claims that `@claims` asks for, each with true if the class declares it.

        Raises:
            ConfigError: it names a backend or a capability that does not exist.
        """
        for capability in mark.args:
            self.declarations.refuse_unknown_capability(capability)
            backends = mark.kwargs.get("backends")
            for name in backends or ():
                self.declarations.refuse_unknown(name, capability)
            for claim in self.declarations.all(capability, backends, mark.kwargs.get("values")):
                declared = self.declarations.declared(claim)
                if mark.kwargs.get("declared") in {None, declared}:
                    yield claim, declared

    def shown(self, item: pytest.Item) -> tuple[Shown, ...]:
        """Return the claims that a test proves when it passes.

        Raises:
            ConfigError: one of its marks names something that does not exist, or a value that is unknown from the
                source.
        """
        return tuple(self._shown(mark, item.nodeid) for mark in item.iter_markers("docgen"))

    def _shown(self, mark: pytest.Mark, node: str) -> Shown:
        try:
            claim, refused = _arguments(**mark.kwargs)
        except TypeError as error:
            raise ConfigError(
                f"{node}: the mark docgen: {error}",
                remedy="write docgen(backend=..., capability=..., value=...)",
            ) from None
        self.declarations.refuse_unknown(claim.backend, claim.capability)
        declared = self.declarations.declared(claim)
        if declared is None or not self.declarations.known(claim):
            what = f"{node}: the source does not tell whether {claim} is declared"
            raise ConfigError(what, remedy="correct the value, or give the target a scenario")
        return Shown(claim, declared, refused)

    def choose(self, items: list[pytest.Item]) -> list[pytest.Item]:
        """Keep the selected tests in `items`, and return the others."""
        shows = {item.nodeid: self.shown(item) for item in items if item.get_closest_marker("docgen")}
        self.collected = replace(self.collected, shows=shows)
        kept: list[pytest.Item] = []
        dropped: list[pytest.Item] = []
        for item in items:
            wanted = item.nodeid in shows and self.selection.wants(item.nodeid, shows[item.nodeid])
            (kept if wanted else dropped).append(item)
        items[:] = kept
        if self.found_in is not None:
            write_found(self.found_in, self.collected)
        return dropped


def _arguments(
    *, backend: str, capability: str, value: Any = True, refused: bool = False
) -> tuple[Claim, bool]:
    return Claim(backend, capability, value), refused
