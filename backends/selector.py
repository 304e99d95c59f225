"""Choosing a backend: the first of the platform's list that fits, with the reasons against the others."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backends.registry import BackendHandle, find_backend, known_backends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backends.platforms import Platform
    from backends.requirements import AttentionRequirements

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A backend that was not chosen."""

    backend: BackendHandle
    """The backend."""
    reasons: tuple[str, ...]
    """Every reason against it; never empty."""

    def __str__(self) -> str:
        return f"{self.backend.name} ({'; '.join(self.reasons)})"


@dataclass(frozen=True, slots=True)
class Selection:
    """The outcome of a choice."""

    backend: BackendHandle
    """The backend to use."""
    passed_over: tuple[PassedOver, ...]
    """The backends that the platform prefers to it and that do not fit, in order of preference."""


class NoBackendError(ValueError):
    """No backend serves the requirements, or the one that was asked for does not."""

    def __init__(self, message: str, passed_over: tuple[PassedOver, ...]) -> None:
        super().__init__(message)
        self.passed_over = passed_over
        """Every backend that was considered, with all its reasons."""


def _refusals(
    backend: BackendHandle, requirements: AttentionRequirements, platform: Platform
) -> tuple[str, ...]:
    return tuple(backend.get_class().validate_configuration(requirements, platform))


def _explicit(backend: BackendHandle, requirements: AttentionRequirements, platform: Platform) -> Selection:
    reasons = _refusals(backend, requirements, platform)
    if reasons:
        refused = PassedOver(backend, reasons)
        raise NoBackendError(
            f"attention backend {backend.name} was asked for and does not fit on {platform.describe()}: "
            + "; ".join(reasons),
            (refused,),
        )
    logger.info("Using attention backend %s, as asked for.", backend.name)
    return Selection(backend, ())


def _none_left(requirements: AttentionRequirements, platform: Platform) -> NoBackendError:
    unlisted = (f"it is not in the priority list of {platform.describe()}",)
    passed = tuple(
        PassedOver(backend, _refusals(backend, requirements, platform) or unlisted)
        for backend in known_backends()
    )
    lines = "".join(f"\n  {entry.backend.name}: {'; '.join(entry.reasons)}" for entry in passed)
    return NoBackendError(
        f"no attention backend fits {requirements.describe()} on {platform.describe()}:{lines}", passed
    )


def supporting_backends(requirements: AttentionRequirements, platform: Platform) -> tuple[str, ...]:
    """The names of all known backends that serve ``requirements`` on ``platform``, preferred there or not.

    A registered backend whose module cannot be imported is left out.

    Args:
        requirements: the requirements of the layer and the engine.
        platform: the platform to run on.
    """
    names = []
    for backend in known_backends():
        try:
            fits = not _refusals(backend, requirements, platform)
        except ImportError:
            continue
        if fits:
            names.append(backend.name)
    return tuple(names)


def refusal(
    name: str, reasons: Sequence[str], requirements: AttentionRequirements, platform: Platform
) -> str:
    """Return the message of a layer that cannot run: every reason, and the backends that would fit.

    Args:
        name: the backend that refuses.
        reasons: its reasons.
        requirements: the requirements of the layer and the engine.
        platform: the platform to run on.
    """
    others = ", ".join(supporting_backends(requirements, platform)) or "no known backend"
    return (
        f"{name} cannot run this layer: {'; '.join(reasons)}; supported by {others} on {platform.describe()}"
    )


def select_backend(
    requirements: AttentionRequirements,
    platform: Platform,
    explicit: BackendHandle | str | None = None,
) -> Selection:
    """Choose the backend for one attention layer, and log at INFO which were rejected and why.

    Args:
        requirements: the requirements of the layer and the engine.
        platform: the platform to run on; its priority list is the order of preference.
        explicit: a backend to use instead, as a handle or a name; it must still declare all that is asked.

    Returns:
        The choice, and every preferred backend that does not fit with all its reasons.

    Raises:
        NoBackendError: no backend fits, or the explicit one does not; the error holds every backend's reasons.
        ValueError: ``explicit`` is an unknown name.
        ImportError: a backend's module cannot be imported.
    """
    if explicit is not None:
        backend = find_backend(explicit) if isinstance(explicit, str) else explicit
        return _explicit(backend, requirements, platform)
    passed: list[PassedOver] = []
    for backend in platform.get_attention_backends():
        reasons = _refusals(backend, requirements, platform)
        if reasons:
            passed.append(PassedOver(backend, reasons))
            continue
        if passed:
            incompatible = ", ".join(str(entry) for entry in passed)
            logger.info(
                "Incompatible on %s: %s. Using %s instead.", platform.describe(), incompatible, backend.name
            )
        else:
            logger.info("Using attention backend %s on %s.", backend.name, platform.describe())
        return Selection(backend, tuple(passed))
    raise _none_left(requirements, platform)
