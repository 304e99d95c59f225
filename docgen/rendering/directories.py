"""Where templates are looked for."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def template_directories(root: Path, own: str | None) -> tuple[Path, ...]:
    """Directories of templates, the project's own before the shipped ones.

    A wheel carries the shipped templates inside the package; in a checkout they stand beside it.
    """
    installed = _PACKAGE / "templates"
    shipped = installed if installed.is_dir() else _PACKAGE.parent / "templates"
    return (*([root / own] if own else []), shipped)
