"""warnings: the filters that the program sets, in the order of their precedence, and the effect of a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docgen.static.builtins.stdlib.model import Model
from docgen.static.execution.calls import call
from docgen.static.objects import dispatch, failures
from docgen.static.objects.callables import Manager
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.origins import Origin
from docgen.static.objects.type_checks import is_instance, is_subclass
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.execution.contexts import Leave
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_FILTERS = "warnings.filters"
_CATCH = "warnings.catch_warnings()"
_SHOWN_BY = "warnings.showwarning"
_WARN = "message category stacklevel source"
_ACTIONS = frozenset({"always", "default", "error", "ignore", "module", "once"})
_FULL = "action message category module lineno append"
_SIMPLE = "action category lineno append"


class _Filter(NamedTuple):
    """One call that sets a filter."""

    raises: bool
    """True if a warning becomes an exception."""
    category: Abstract
    always: bool
    """True if only the category matters."""


def _filter(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> None:
    """`filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False)`."""
    _set_filter(dict(zip(_FULL.split(), args, strict=False)) | kwargs, frame, place)


def _simple_filter(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> None:
    """`simplefilter(action, category=Warning, lineno=0, append=False)`."""
    _set_filter(dict(zip(_SIMPLE.split(), args, strict=False)) | kwargs, frame, place)


def _set_filter(given: Kwargs, frame: Frame, place: SourceSpan) -> None:
    outside = frame.evaluation.outside
    frame.evaluation.record.mutated = True
    filters = outside.get(_FILTERS, ())
    if isinstance(filters, Unknown):
        return
    if any(isinstance(value, Unknown) for value in given.values()):
        outside[_FILTERS] = Unknown("filters of warnings are set to what is not known", place)
        return
    if given.get("action") not in _ACTIONS:
        differs = "which exception such an action raises differs between versions"
        raise Indefinite(Unknown(differs, None, origin=Origin.LIBRARY))
    narrow = any(given.get(name) for name in ("message", "module", "lineno"))
    added = _Filter(given["action"] == "error", given.get("category", Warning), not narrow)
    outside[_FILTERS] = (*filters, added) if given.get("append") else (added, *filters)


def _reset(_: Args, __: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    frame.evaluation.record.mutated = True
    frame.evaluation.outside[_FILTERS] = ()
    return None


def _warn(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`warn(message, category)`: raises if a filter turns it into an exception, else has no visible effect."""
    outside = frame.evaluation.outside
    filters = outside.get(_FILTERS, ())
    if isinstance(filters, Unknown):
        return _maybe(filters, frame, place)
    message, category = args[0], args[1] if len(args) > 1 else kwargs.get("category")
    if not isinstance(category, Unknown | None) and not isinstance(message, Unknown):
        is_class = isinstance(category, type | ClassValue) and is_subclass(category, Warning, frame, place)
        if is_class is False and is_instance(message, Warning, frame, place) is False:
            raise Raised(TypeError("category must be a Warning subclass"), place)
    if any(entry.raises for entry in filters):
        if isinstance(message, Unknown):
            return _maybe(message, frame, place)
        if is_instance(message, Warning, frame, place) is True:
            made, category = message, dispatch.find_attribute(message, "__class__", frame, place)
        else:
            category = UserWarning if category is None else category
            made = None
        outcomes = _outcomes(filters, category, frame, place)
        if outcomes == {True}:
            raise Raised(made if made is not None else call(category, [message], {}, frame, place), place)
        if True in outcomes:
            return _maybe(Unknown("filters of warnings decide if this raises", place), frame, place)
    if (shown_by := outside.get(_SHOWN_BY)) is not None:
        unknown = Unknown("a warning may be shown or not", place)
        dispatch.give_away((), (shown_by,), unknown, frame)
    return None


def _outcomes(filters: tuple[_Filter, ...], category: Abstract, frame: Frame, place: SourceSpan) -> set[bool]:
    """Tell whether a warning of a category raises; both if it depends on other conditions of the filters."""
    found: set[bool] = set()
    for entry in filters:
        fits = is_subclass(category, entry.category, frame, place)
        if fits is False:
            continue
        found.add(entry.raises)
        if fits is True and entry.always:
            return found
    return found | {False}


def _maybe(cause: Unknown, frame: Frame, place: SourceSpan) -> Abstract:
    """Raise or not, if a handler catches it; if none does, everything after it is unknown.

    Raises:
        Indefinite: no handler catches the possible exception.
    """
    failures.fork(cause, frame.evaluation, place)
    if not any(frame.evaluation.guards):
        raise Indefinite(cause)
    return None


def _catch(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`catch_warnings()` in a `with`: the earlier filters are restored when it is left."""
    outside = frame.evaluation.outside

    def enter(*_: Abstract) -> tuple[Abstract, Leave, frozenset[str]]:
        before = outside.get(_FILTERS, ())
        if "action" in kwargs:
            options = {name: value for name, value in kwargs.items() if name not in {"record", "module"}}
            _set_filter(options, frame, place)

        def leave(_: Abstract) -> bool:
            frame.evaluation.record.mutated = True
            outside[_FILTERS] = before
            return False

        entered = Unknown("the warnings that are recorded are not modelled", place)
        return None if kwargs.get("record", False) is False else entered, leave, frozenset()

    return Manager(_CATCH, enter)


def _by_hand(_: Args, __: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """Enter or leave it without a `with`."""
    frame.evaluation.record.mutated = True
    frame.evaluation.outside[_FILTERS] = Unknown("catch_warnings() is entered by hand", place)
    return Unknown("catch_warnings() is entered by hand", place)


FUNCTIONS: dict[str, Model] = {
    "warnings.catch_warnings": Model(_catch, keywords="record module action category lineno append"),
    f"{_CATCH}.__enter__": Model(_by_hand),
    f"{_CATCH}.__exit__": Model(_by_hand, variadic=True),
    "warnings.filterwarnings": Model(_filter, _FULL, 1, keywords=_FULL),
    "warnings.resetwarnings": Model(_reset),
    "warnings.simplefilter": Model(_simple_filter, _SIMPLE, 1, keywords=_SIMPLE),
    "warnings.warn": Model(_warn, _WARN, 1, keywords=f"{_WARN} skip_file_prefixes"),
}
TYPES: dict[str, Abstract] = {}
