"""Objects of Python's own that are kept beside the unknown values that stand for them.

What is done with such a value is tried out on the object, so that it is carried out, or raises, as in the program. An
object that can change is only used while nothing has been done since it was made that could have changed any.
"""

from __future__ import annotations

import copy
import io
import warnings
from collections.abc import Collection, Iterable, Mapping, Sized
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.callables import FunctionValue, Native
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.exact_types import (
    COPYING,
    FIXED,
    INEXACT,
    KEEPING,
    LARGEST,
    LENGTHS,
    LOCKS,
    ONLY,
    READING,
    SURE,
    UNTOLD,
)
from docgen.static.objects.small_data import is_fixed, is_flat, is_small, is_wide
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Instance, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import SourceSpan


async def _nothing() -> None:
    """Make a coroutine that stands for any."""


COROUTINE = _nothing()
"""A coroutine that has ended: what it refuses, every coroutine refuses."""
COROUTINE.close()


def _name_of(found: object) -> str:
    return f"{type(found).__module__}.{type(found).__qualname__}"


def keep(result: Unknown, found: object, args: Args, kwargs: Kwargs, evaluation: Evaluation) -> None:
    """Keep an object that a call made beside its unknown result, if what is done with it can be tried out."""
    name, given = _name_of(found), [*args, *kwargs.values()]
    is_kept = (
        (name in FIXED and all(map(is_fixed, given)))
        or (name in COPYING | ONLY.keys() and all(map(is_flat, given)))
        or (name in KEEPING and all(map(is_flat, given)))
    )
    if is_kept:
        result.exact, result.since = found, _now(found, evaluation)


def of(value: Abstract) -> object:
    """The object that an unknown value stands for, or ABSENT."""
    if not isinstance(value, Unknown):
        return ABSENT
    if value.exact is ABSENT and value.path is not None:
        return dispatch.library_constant(value.path)
    return value.exact


def is_lock(value: Unknown) -> bool:
    """Tell whether a value is entered without an exception, and swallows none."""
    return _name_of(of(value)) in LOCKS


def attribute(value: Unknown, name: str, evaluation: Evaluation, place: SourceSpan | None) -> Abstract | None:
    """An attribute of an unknown value whose object is kept: ABSENT if there is none, None if it is not known."""
    found = of(value)
    if found is ABSENT:
        return None
    usable = _is_usable(value, found, evaluation)
    if not hasattr(found, name):
        return ABSENT if usable or not hasattr(found, "__dict__") else None
    part = getattr(found, name)
    if isinstance(part, type):
        return value.derived(place, key=("attribute", value.key, name))
    if callable(part):
        return _method(value, name, place)
    if usable and is_fixed(part):
        return part
    return value.derived(place, key=("attribute", value.key, name)) if hasattr(type(found), name) else None


def _method(value: Unknown, name: str, place: SourceSpan | None) -> Native:
    unknown = value.derived(place, key=("attribute", value.key, name), holds=value.holds)

    def run(args: Args, kwargs: Kwargs, frame: Frame, at: SourceSpan) -> Abstract:
        evaluation, kind = frame.evaluation, _name_of(of(value))
        only = ONLY.get(kind)
        result: Abstract = ABSENT
        if only is None or name in only:
            result = operated(
                lambda receiver, *given, **named: getattr(receiver, name)(*given, **named),
                [value, *args],
                kwargs,
                evaluation,
                at,
                changes=name not in READING and kind not in FIXED,
            )
        if result is ABSENT:
            unknown.takes = len(args) if _is_sure(value, name, args, kwargs) else None
            return dispatch.call(unknown, args, kwargs, frame, at)
        return value.derived(at) if name in UNTOLD else result

    return Native(name, run, value)


def _is_sure(value: Unknown, name: str, args: Args, kwargs: Kwargs) -> bool:
    kind = _name_of(of(value))
    if kwargs or name not in SURE.get(kind, ()):
        return False
    if kind == "collections.deque":
        return len(args) == ("append" in name)
    return len(args) == 1 and is_referable(args[0])


def is_referable(value: Abstract) -> bool:
    """Tell whether a weak reference to a value of the tree can be made."""
    if isinstance(value, Instance):
        return not any(isinstance(each, ClassValue) and _has_slots(each) for each in value.cls.mro)
    return isinstance(value, ClassValue | FunctionValue)


def _has_slots(cls: ClassValue) -> bool:
    return cls.node is None or (cls.namespace is not None and "__slots__" in cls.namespace.binders)


def operated(
    operation: Callable[..., object],
    operands: Sequence[Abstract],
    named: Kwargs,
    evaluation: Evaluation,
    place: SourceSpan | None,
    *,
    changes: bool,
) -> Abstract:
    """The result of an operation on small plain data, and on at least one object that is kept; ABSENT without.

    Raises:
        Raised: it raises.
    """
    objects = [of(value) if isinstance(value, Unknown) else value for value in operands]
    kept_values = [value for value in operands if isinstance(value, Unknown)]
    plain = [value for value in (*operands, *named.values()) if not isinstance(value, Unknown)]
    if operation is hash or not kept_values or any(isinstance(value, Unknown) for value in named.values()):
        return ABSENT
    if not is_small(plain, evaluation.havocked) or is_wide(plain):
        return ABSENT
    if not all(_is_usable(value, of(value), evaluation) for value in kept_values):
        is_sure = operation in LENGTHS and isinstance(objects[0], Collection) and len(objects) == 1
        return kept_values[0].derived(place, kind=LENGTHS[operation]) if is_sure else ABSENT
    changed = operands[0] if changes else None
    if changes and not (isinstance(changed, Unknown) and _may_change(changed)):
        return ABSENT
    copies = [*map(_copied, objects)]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = operation(*copies, **copy.deepcopy(named))
    except Exception as error:  # noqa: BLE001 - whatever it is, the program meets it as well
        evaluation.strange += changes
        raise Raised(error, place) from None
    if isinstance(changed, Unknown) and _name_of(copies[0]) not in FIXED:
        _remember(changed, copies[0], evaluation)
    if any(each is COROUTINE for each in objects):
        return ABSENT
    if isinstance(result, Sized) and len(result) > LARGEST:
        return kept_values[0].derived(place, kind=type(result) if is_fixed(result) else None)
    if any(_name_of(each) in INEXACT for each in objects):
        made = kept_values[0].derived(place, kind=type(result) if is_fixed(result) else None)
        made.exact = result if _name_of(result) in FIXED else ABSENT
        return made
    if is_fixed(result):
        return result
    if is_flat(result):
        return evaluation.owns(result)
    made = kept_values[0].derived(place)
    if _name_of(result) in FIXED | COPYING:
        made.exact, made.since = result, _now(result, evaluation)
    return made


def _may_change(value: Unknown) -> bool:
    """Tell whether a change of an object changes nothing else: not what it is made of, if it shows that."""
    return not value.holds or _name_of(of(value)) not in KEEPING


def _remember(value: Unknown, found: object, evaluation: Evaluation) -> None:
    """Keep a changed object in place of the one before."""
    before = value.exact

    def undo() -> None:
        value.exact = before

    evaluation.record.mutated = True
    if found is before or not _is_plain(found):
        evaluation.strange += 1
        return
    evaluation.undo.append(undo)
    value.exact = found


def _is_plain(found: object) -> bool:
    """Tell whether an object is small, and holds nothing that can change."""
    parts: list[object] = []
    if isinstance(found, Mapping):
        parts = [*found, *found.values()]
    elif isinstance(found, Iterable) and not isinstance(found, io.IOBase):
        parts = [*found]
    elif hasattr(found, "__dict__"):
        parts = [*vars(found).values()]
    return len(parts) <= LARGEST and all(map(is_fixed, parts))


def set_attribute(
    value: Unknown, name: str, new: Abstract, evaluation: Evaluation, place: SourceSpan | None
) -> bool:
    """Set an attribute of a kept object; return false if that is not carried out.

    Raises:
        Raised: the object refuses it.
    """
    if of(value) is ABSENT or not is_fixed(new):
        return False
    return operated(setattr, [value, name, new], {}, evaluation, place, changes=True) is not ABSENT


def _now(found: object, evaluation: Evaluation) -> int:
    """The number of operations so far that may have changed an object."""
    return evaluation.strange + (evaluation.changes if _name_of(found) in KEEPING else 0)


def _is_usable(value: Unknown, found: object, evaluation: Evaluation) -> bool:
    """Tell whether an object is as it was made: it never changes, or nothing was done that could have changed it."""
    return found is not ABSENT and (_name_of(found) in FIXED or value.since == _now(found, evaluation))


def _copied(value: object) -> object:
    name = _name_of(value)
    return value if name in FIXED | ONLY.keys() or name == "builtins.mappingproxy" else copy.deepcopy(value)
