"""The claims that a project's classes make, read from the static model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.errors import ConfigError, nearest, use_one_of
from docgen.model.cell import INAPPLICABLE, State, identical
from docgen.model.measurement import Claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docgen.config import Config
    from docgen.model.cell import Cell, Value
    from docgen.model.support import SupportModel


class Declarations:
    """Declarations of each class, under one scenario or under all."""

    def __init__(self, config: Config, model: SupportModel, scenario: str | None = None) -> None:
        """Read the answers of `scenario`; without one, those that all scenarios agree on."""
        self._config = config
        self._model = model
        self._scenario = scenario
        self._cells = {backend.name: backend.cells for backend in model.backends}
        self._lists = {each.key for each in config.capability if each.variable is None}

    def refuse_unknown(self, backend: str, capability: str) -> None:
        """Refuse names that the project does not have.

        Raises:
            ConfigError: no such backend, or no such capability.
        """
        self.refuse_unknown_backend(backend)
        self.refuse_unknown_capability(capability)

    def refuse_unknown_backend(self, backend: str) -> None:
        """Refuse a name that no backend has.

        Raises:
            ConfigError: no such backend.
        """
        known = [*self._cells]
        if backend not in known:
            raise ConfigError(f"no backend {backend!r}{nearest(backend, known)}", remedy=use_one_of(known))

    def refuse_unknown_capability(self, capability: str) -> None:
        """Refuse a key that the configuration does not have.

        Raises:
            ConfigError: no such capability.
        """
        known = [each.key for each in self._config.capability]
        if capability not in known:
            what = f"no capability {capability!r}{nearest(capability, known)}"
            raise ConfigError(what, remedy=use_one_of(known))

    def path_of_class(self, backend: str) -> str:
        """Dotted path of a backend's class; empty where the registry names none."""
        return next((each.object or "" for each in self._model.backends if each.name == backend), "")

    def declared(self, claim: Claim) -> bool | None:
        """Tell whether a value is declared; None if that is unknown, or differs between scenarios."""
        answers = [self._answer(cell, claim) for cell in self._answers(claim.backend, claim.capability)]
        return answers[0] if answers and all(answer is answers[0] for answer in answers) else None

    def known(self, claim: Claim) -> bool:
        """Tell whether the project has the backend, the capability, and the value in its domain."""
        if claim.backend not in self._cells or claim.capability not in self._cells[claim.backend]:
            return False
        domain = self._model.domains.get(claim.capability)
        return domain is None or any(identical(claim.value, each) for each in domain)

    def all(
        self,
        capability: str,
        backends: Sequence[str] | None = None,
        values: Sequence[Value] | None = None,
    ) -> Iterator[Claim]:
        """The claims of one capability, by backend and then by value.

        Args:
            capability: Its key.
            backends: Names of backends; all if None.
            values: Canonical values; the capability's own if None.
        """
        for name in self._cells:
            if (backends is None or name in backends) and self._applies(name, capability):
                own = self._values(name, capability) if values is None else values
                yield from (Claim(name, capability, value) for value in own)

    def _applies(self, backend: str, capability: str) -> bool:
        """Tell whether the question has a meaning for the backend in any scenario; if not, there is no claim."""
        return any(cell.reason != INAPPLICABLE for cell in self._answers(backend, capability))

    def _values(self, backend: str, capability: str) -> list[Value]:
        domain = self._model.domains.get(capability)
        if domain is not None:
            return [*domain]
        found: list[Value] = []
        for cell in self._answers(backend, capability):
            found += [each for each in self._listed(cell) if each not in found]
        return found

    @staticmethod
    def _listed(cell: Cell) -> Iterable[Value]:
        """Values of an answer without a domain: the elements of a list, or the list itself if it restricts nothing."""
        if isinstance(cell.value, list):
            return cell.value or [[]]
        return [True] if isinstance(cell.value, bool) or cell.state is not State.KNOWN else [cell.value]

    def _answers(self, backend: str, capability: str) -> list[Cell]:
        cells = self._cells.get(backend, {}).get(capability, ())
        return [each for each in cells if self._scenario is None or self._scenario in each.scenarios]

    def _answer(self, cell: Cell, claim: Claim) -> bool | None:
        if cell.state is not State.KNOWN:
            return None
        if isinstance(cell.value, list):
            if not cell.value and claim.capability in self._lists:
                return True  # nothing is restricted
            return any(identical(claim.value, each) for each in cell.value)
        if isinstance(cell.value, bool):
            return cell.value if claim.value is True else None
        return identical(cell.value, claim.value)
