"""Attributes and items of objects outside the tree, including those that the program wrote on the current path."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, exact, failures, known_results, known_types
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.native import speak
from docgen.static.objects.origins import ENVIRONMENT
from docgen.static.objects.values import ABSENT, DELETED, Abstract, Unknown

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import SourceSpan

BUILTINS = "builtins"
"""The module whose names every module sees."""
MODULES = "sys.modules"
"""Path of the dictionary of imported modules; with a name, it stands for a value that the program put there."""
_ANY = object()
"""Stands for an unknown key."""


def attribute(value: Unknown, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`value.name`, or ABSENT if the standard library is known to have no such name."""
    evaluation = frame.evaluation
    found = exact.attribute(value, name, evaluation, place)
    if found is not None:
        return found
    if value.path is None or (value.path not in known_types.VERSIONS and known_types.known_type(value)):
        own = known_results.attribute(value, name)
        if own is not None:
            return own
    if value.path is None:
        found = failures.outcome(value, evaluation, place, ("attribute", value.key, name))
        found.lost = value.lost
        return found
    program = evaluation.program
    path = f"{value.path}.{name}"
    if program.tree.owns(path) and program.tree.exists(path):
        return program.module_value(path)
    found = program.external(path, place, evaluation)
    if not isinstance(found, Unknown) or found.path != path:
        return found
    exists = dispatch.library_has(path)
    if exists is False:
        return ABSENT
    if exists is None:
        failures.fork(found, evaluation, place, ("attribute", path))
    found.holds = value.holds
    return found


def set_attribute(
    value: Unknown, name: str, new: Abstract, evaluation: Evaluation, place: SourceSpan | None
) -> None:
    """`value.name = new`: the object may run later what it is given now."""
    refuse_change(value, name, place)
    if exact.set_attribute(value, name, new, evaluation, place):
        return
    _give(value, new, evaluation, place)
    if value.path is not None:
        evaluation.outside[f"{value.path}.{name}"] = new


def refuse_change(value: Unknown, name: str, place: SourceSpan | None) -> None:
    """Refuse to set or delete an attribute of an object whose type has none but its own.

    Raises:
        Raised: AttributeError.
    """
    if known_types.is_typed(value):
        what = "is read-only" if known_results.attribute(value, name) is not ABSENT else "does not exist"
        raise Raised(AttributeError(f"attribute {name!r} of {value.text} {what}"), place)


def set_item(
    container: Unknown, key: Abstract, new: Abstract, evaluation: Evaluation, place: SourceSpan | None
) -> None:
    """`container[key] = new`, or, with DELETED, `del container[key]`.

    Raises:
        Raised: TypeError for a value that the environment cannot hold.
    """
    if container.path == MODULES:
        if evaluation.program.runs_imports:
            dispatch.replace_module(key, new, place, evaluation)
        return  # else they are only ever imported from there
    if container.path != ENVIRONMENT:
        change, operands = (
            (operator.delitem, ())
            if new is DELETED
            else (operator.setitem, (new if known_types.known_type(new) else [],))
        )
        given = [container, key] if new is DELETED else [container, key, new]
        done = exact.operated(change, given, {}, evaluation, place, changes=True)
        if done is not ABSENT:
            return
        if exact.of(container) is ABSENT:
            done = known_types.operated(change, (container, key, *operands), container, evaluation, place)
        _give(container, new, evaluation, place, is_typed=done is not ABSENT)
        evaluation.outside["writes", container.key] = writes(container, evaluation) + 1
        return
    evaluation.record.mutated = True
    for part in (key, new):
        if not isinstance(part, str | Unknown) and part is not DELETED:
            raise Raised(TypeError(f"str expected, not {type(part).__name__}"), place)
    if isinstance(new, Unknown):
        failures.fork(new, evaluation, place)
    if new is DELETED:
        _find(container, key, evaluation, place)
    evaluation.outside[ENVIRONMENT, _ANY if isinstance(key, Unknown) else key] = new


def environment_item(key: str, evaluation: Evaluation, place: SourceSpan | None) -> Abstract:
    """Value that the program wrote under a name of the environment: DELETED, or ABSENT if it wrote none."""
    if (ENVIRONMENT, _ANY) in evaluation.outside:
        return Unknown("the environment is written to under a name that is not known", place)
    return evaluation.outside.get((ENVIRONMENT, key), ABSENT)


def _find(container: Unknown, key: Abstract, evaluation: Evaluation, place: SourceSpan | None) -> None:
    """Look up an item that is to be deleted.

    Raises:
        Raised: KeyError, if the program has deleted it before.
    """
    written = environment_item(key, evaluation, place) if isinstance(key, str) else ABSENT
    if written is DELETED:
        raise Raised(speak(KeyError(key)), place)
    if written is ABSENT or isinstance(written, Unknown):
        failures.fork(container, evaluation, place)


def forget(value: Unknown, cause: Unknown, evaluation: Evaluation) -> None:
    """Forget values that the program wrote to an object outside the tree: other code may have written since."""
    if value.path == ENVIRONMENT:
        evaluation.record.mutated = True
        evaluation.outside[ENVIRONMENT, _ANY] = cause
    for written in evaluation.outside:
        if isinstance(written, str) and written.startswith(f"{value.path}."):
            evaluation.outside[written] = cause


def writes(container: Unknown, evaluation: Evaluation) -> int:
    """The number of times that items of an object were set: reads after another write give another value."""
    count: int = evaluation.outside.get(("writes", container.key), 0)
    return count


def _give(
    value: Unknown,
    new: Abstract,
    evaluation: Evaluation,
    place: SourceSpan | None,
    *,
    is_typed: bool = False,
) -> None:
    """Hand a value to an object, which may refuse it unless its type has been asked already."""
    evaluation.record.mutated = True
    evaluation.strange += 1
    takes_all = value.path is not None and dispatch.library_module(value.path)
    if not is_typed and not takes_all:
        failures.fork(value, evaluation, place)
    dispatch.give_away((*value.holds, new), (), value, evaluation.program.running_frame())
