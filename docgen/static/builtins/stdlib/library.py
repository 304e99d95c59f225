"""Known objects outside the documented tree: the merged tables of all libraries."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

from docgen.static.builtins import libraries, stdlib, torch
from docgen.static.builtins.stdlib import importlib, os, sys
from docgen.static.builtins.stdlib.model import Model
from docgen.static.engine import importing
from docgen.static.objects import dispatch, library_bases, outside_state
from docgen.static.objects.callables import Native
from docgen.static.objects.origins import ENVIRONMENT
from docgen.static.objects.values import ABSENT, DELETED, Abstract, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import SourceSpan

_LIBRARIES = [
    module
    for room in (stdlib, libraries)
    for each in pkgutil.iter_modules(room.__path__, f"{room.__name__}.")
    if hasattr(module := import_module(each.name), "FUNCTIONS")
]
"""The modules beside this one, and those of other packages, that hold tables."""

ALIASES = {**torch.ALIASES, **library_bases.ALIASES}
"""Further names of the same objects."""

_KNOWN: dict[str, Abstract] = {
    **torch.DTYPES,
    **{path: value for library in _LIBRARIES for path, value in library.TYPES.items()},
    **{
        path: function.under(path) if isinstance(function, Model) else Native(path, function)
        for library in _LIBRARIES
        for path, function in library.FUNCTIONS.items()
    },
}
"""Every outside path with a known value."""


def lookup(path: str) -> Abstract:
    """Value at an outside path, or ABSENT; `typing_extensions` offers the same names as `typing`."""
    module, _, name = path.partition(".")
    if module == outside_state.BUILTINS:
        return dispatch.builtin_names.get(name, ABSENT)
    if path in importlib.LATE:
        return importlib.LATE[path]()
    return _KNOWN.get(path.replace("typing_extensions.", "typing.", 1), ABSENT)


def item(path: str, index: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`path[index]`, or ABSENT if no table has it."""
    if path == "sys.version_info" and index == 0 and not isinstance(index, Unknown):
        return sys.MAJOR
    if path == outside_state.MODULES and frame.evaluation.program.runs_imports:
        return importing.item(index, frame.evaluation, place)
    if path != ENVIRONMENT or not isinstance(index, str):
        return ABSENT
    written = outside_state.environment_item(index, frame.evaluation, place)
    if written is DELETED:
        raise os.no_such_name(index, place)
    return written


def contains(path: str, value: Abstract, frame: Frame) -> Abstract:
    """`value in path`, or ABSENT if nothing is known of it."""
    if path == outside_state.MODULES and frame.evaluation.program.runs_imports:
        return importing.is_loaded(value, frame.evaluation)
    return ABSENT
