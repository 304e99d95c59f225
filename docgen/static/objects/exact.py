"""Objects of Python's own that are kept beside the unknown values that stand for them.

What is done with such a value is tried out on the object, so that it is carried out, or raises, as in the program. An
object that can change is only used while nothing has been done since it was made that could have changed any.
"""

from __future__ import annotations

import copy
import operator
import warnings
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.callables import FunctionValue, Native
from docgen.static.objects.control_flow import Raised
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

_FIXED = frozenset(
    {
        *("builtins.coroutine", "builtins.memoryview"),
        *("datetime.date", "datetime.datetime", "datetime.time", "datetime.timedelta", "datetime.timezone"),
        *("fractions.Fraction", "operator.attrgetter", "operator.itemgetter", "operator.methodcaller"),
        *("pathlib.PurePosixPath", "re.Pattern", "re.RegexFlag", "string.Formatter", "string.Template"),
        *("uuid.UUID",),
    }
)
"""Types whose objects never change."""
_COPYING = frozenset(
    {
        *("_io.BytesIO", "_io.StringIO", "array.array", "builtins.bytearray", "collections.Counter"),
        *("collections.deque",),
    }
)
"""Types whose objects can change, and keep nothing of what they are made of but its elements."""
_KEEPING = frozenset(
    {
        *("argparse.Namespace", "builtins.mappingproxy", "collections.ChainMap", "types.SimpleNamespace"),
        *("weakref.WeakKeyDictionary", "weakref.WeakValueDictionary", "_weakrefset.WeakSet"),
    }
)
"""Types whose objects can change, and show what they are made of."""
_ONLY: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("queue.LifoQueue", "queue.PriorityQueue", "queue.Queue"),
        frozenset({"empty", "full", "get_nowait", "put_nowait", "qsize"}),
    ),
    "builtins.coroutine": frozenset(),
    **dict.fromkeys(("_thread.lock", "_thread.RLock"), frozenset({"locked", "release"})),
}
"""Types of which some methods may wait, and those that do not."""
_UNTOLD = frozenset({"astimezone", "fromtimestamp", "now", "strftime", "timestamp", "today", "utcnow"})
"""Methods whose results depend on the machine."""
_SURE: dict[str, frozenset[str]] = {
    "collections.deque": frozenset({"append", "appendleft", "clear", "copy", "reverse"}),
    "_weakrefset.WeakSet": frozenset({"add", "discard"}),
}
"""Methods that do not raise for arguments that the type takes, whatever happened to the object before."""
READS = frozenset(
    {
        *(
            operator.contains,
            operator.eq,
            operator.ge,
            operator.getitem,
            operator.gt,
            operator.le,
            operator.lt,
        ),
        *(
            operator.add,
            operator.and_,
            operator.mul,
            operator.ne,
            operator.or_,
            operator.sub,
            operator.truediv,
        ),
        *(
            abs,
            bool,
            dict,
            enumerate,
            float,
            int,
            iter,
            len,
            list,
            max,
            min,
            repr,
            set,
            sorted,
            str,
            sum,
            tuple,
        ),
    }
)
"""Operations that change none of their operands."""
_READING = frozenset(
    {
        *("copy", "count", "elements", "get", "getvalue", "hex", "index", "items", "keys", "most_common"),
        *("substitute", "total", "values"),
    }
)
"""Methods that do not change their objects."""
_LARGEST = 200
"""Most elements of an object that is kept."""


def _name_of(found: object) -> str:
    return f"{type(found).__module__}.{type(found).__qualname__}"


def keep(result: Unknown, found: object, args: Args, kwargs: Kwargs, evaluation: Evaluation) -> None:
    """Keep an object that a call made beside its unknown result, if what is done with it can be tried out."""
    name, given = _name_of(found), [*args, *kwargs.values()]
    is_kept = (
        (name in _FIXED and all(map(is_fixed, given)))
        or (name in _COPYING | _ONLY.keys() and all(map(is_flat, given)))
        or (name in _KEEPING and all(map(is_flat, given)))
    )
    if is_kept:
        result.exact, result.since = found, evaluation.strange


def of(value: Abstract) -> object:
    """The object that an unknown value stands for, or ABSENT."""
    if not isinstance(value, Unknown):
        return ABSENT
    if value.exact is ABSENT and value.path is not None:
        return dispatch.library_constant(value.path)
    return value.exact


def attribute(value: Unknown, name: str, evaluation: Evaluation, place: SourceSpan | None) -> Abstract | None:
    """An attribute of an unknown value whose object is kept: ABSENT if there is none, None if it is not known."""
    found = of(value)
    if found is ABSENT:
        return None
    usable = _is_usable(value, found, evaluation)
    if not hasattr(found, name):
        return ABSENT if usable or not hasattr(found, "__dict__") else None
    part = getattr(found, name)
    if callable(part):
        return _method(value, name, place)
    if usable and is_fixed(part):
        return part
    return value.derived(place, key=("attribute", value.key, name)) if hasattr(type(found), name) else None


def _method(value: Unknown, name: str, place: SourceSpan | None) -> Native:
    unknown = value.derived(place, key=("attribute", value.key, name), holds=value.holds)

    def run(args: Args, kwargs: Kwargs, frame: Frame, at: SourceSpan) -> Abstract:
        evaluation, kind = frame.evaluation, _name_of(of(value))
        only = _ONLY.get(kind)
        result: Abstract = ABSENT
        if only is None or name in only:
            result = operated(
                lambda receiver, *given, **named: getattr(receiver, name)(*given, **named),
                [value, *args],
                kwargs,
                evaluation,
                at,
                changes=name not in _READING and kind not in _FIXED,
            )
        if result is ABSENT:
            unknown.takes = len(args) if _is_sure(value, name, args, kwargs) else None
            return dispatch.call(unknown, args, kwargs, frame, at)
        return value.derived(at) if name in _UNTOLD else result

    return Native(name, run, value)


def _is_sure(value: Unknown, name: str, args: Args, kwargs: Kwargs) -> bool:
    kind = _name_of(of(value))
    if kwargs or name not in _SURE.get(kind, ()):
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
        return ABSENT
    if changes:
        evaluation.strange += 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = operation(*map(_copied, objects), **copy.deepcopy(named))
    except Exception as error:  # noqa: BLE001 - whatever it is, the program meets it as well
        raise Raised(error, place) from None
    if any(each is COROUTINE for each in objects):
        return ABSENT
    if hasattr(result, "__len__") and len(result) > _LARGEST:
        return kept_values[0].derived(place, kind=type(result) if is_fixed(result) else None)
    if is_fixed(result):
        return result
    if is_flat(result):
        return evaluation.owns(result)
    made = kept_values[0].derived(place)
    if _name_of(result) in _FIXED | _COPYING:
        made.exact, made.since = result, evaluation.strange
    return made


def _is_usable(value: Unknown, found: object, evaluation: Evaluation) -> bool:
    """Tell whether an object is as it was made: it never changes, or nothing was done that could have changed it."""
    return found is not ABSENT and (_name_of(found) in _FIXED or value.since == evaluation.strange)


def _copied(value: object) -> object:
    name = _name_of(value)
    return value if name in _FIXED | _ONLY.keys() or name == "builtins.mappingproxy" else copy.deepcopy(value)
