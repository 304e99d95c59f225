"""Private names: inside a class, `__name` stands for `_Class__name`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame


def mangled(name: str, frame: Frame) -> str:
    """Mangle a name as the compiler does in the text that a frame runs."""
    if not name.startswith("__") or name.endswith("__"):
        return name
    current: Frame | None = frame
    while current is not None:
        owner = current.owner or (current.namespace.cls if current.namespace is not None else None)
        if owner is not None:
            return mangled_in(owner.node.name if owner.node else owner.name, name)
        current = current.parent
    return name


def mangled_in(owner: str, name: str) -> str:
    """Mangle a name as the compiler does in the body of a class."""
    if not name.startswith("__") or name.endswith("__") or not owner.strip("_"):
        return name
    return f"_{owner.lstrip('_')}{name}"
