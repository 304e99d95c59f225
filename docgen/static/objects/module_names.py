"""The names of a module as a mapping: `globals()`, `vars(module)`, `module.__dict__`.

Items under known keys are those of the module. Whatever else is done to the mapping may bind any name of it anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.native import speak
from docgen.static.objects.values import ABSENT, DELETED, Abstract, ModuleValue, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

_NAMES = "the names of a module"
READING = frozenset({"copy", "get", "items", "keys", "values"})
"""Methods of a mapping that leave it as it is."""
EVERY_NAME = "*"
"""Stands for all names among those of a module that are lost."""


def names_of(module: ModuleValue, place: SourceSpan | None) -> Unknown:
    """The mapping."""
    reason = f"{_NAMES} as a mapping are not modelled in this respect"
    return Unknown(reason, place, key=(_NAMES, module.namespace.path), holds=(module,))


def module_of(value: Abstract) -> ModuleValue | None:
    """The module whose names a value is; None for any other value."""
    if isinstance(value, Unknown) and isinstance(value.key, tuple) and value.key[0] == _NAMES:
        (module,) = value.holds
        return module if isinstance(module, ModuleValue) else None
    return None


def get(module: ModuleValue, name: str, frame: Frame, place: SourceSpan) -> Abstract:
    """An item.

    Raises:
        Raised: KeyError.
    """
    found = module.namespace.lookup(name, frame.evaluation)
    if found is ABSENT:
        raise Raised(speak(KeyError(name)), place)
    return found


def bind(module: ModuleValue, name: str, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    """Bind a name or, with DELETED, delete it.

    Raises:
        Raised: KeyError, if there is nothing to delete.
    """
    if new is DELETED:
        get(module, name, frame, place)
    module.namespace.write(name, new, frame.evaluation)


def lose(module: ModuleValue, cause: Unknown, frame: Frame) -> None:
    """From here on, any name of the module may stand for anything."""
    module.namespace.lose(EVERY_NAME, cause, frame.evaluation)


def of_running(frame: Frame, place: SourceSpan) -> Unknown:
    """The names of the module that a frame runs."""
    found = frame.evaluation.program.module_value(frame.module.name) if frame.module.name else None
    if isinstance(found, ModuleValue):
        return names_of(found, place)
    return Unknown("the names of this module are not modelled", place)


def local_names(frame: Frame, place: SourceSpan) -> Abstract:
    """`locals()`: of a module its names, of a class body what it has bound, of a function a copy."""
    if (
        frame.namespace is not None
        and frame.namespace.cls is not None
        and frame.namespace.final is frame.names
    ):
        return frame.names
    if frame.namespace is not None and frame.namespace.cls is None and frame.scope is None:
        return of_running(frame, place)
    if frame.scope is not None:
        return frame.evaluation.owns(dict(frame.names))
    return Unknown("locals() is not modelled here", place)


def run_text(name: str, args: list[Abstract], frame: Frame, place: SourceSpan) -> Unknown:
    """`exec` and `eval`: what the text does is not known, to the names that it sees as to all that they lead to."""
    unknown = Unknown(f"{name}() is not modelled", place)
    given = list(args)
    if len(args) == 1:
        given.append(of_running(frame, place))
    if frame.namespace is not None and frame.namespace.cls is not None:
        given.append(frame.namespace.cls)
    dispatch.give_away(given, (), unknown, frame)
    return unknown
