"""The names of a module as a dictionary: `globals()`, `vars(module)`, `module.__dict__`.

Single names are read, bound and deleted as the module's. For any other operation, the dictionary is an unknown value
that holds the module, and may change it in any way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.absence import may_be_absent
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.native import native, speak
from docgen.static.objects.values import ABSENT, DELETED, Abstract, Instance, ModuleValue, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


class ModuleNames(Unknown):
    """The dictionary of a module of the tree."""

    __slots__ = ("module",)

    def __init__(self, module: ModuleValue, place: SourceSpan | None) -> None:
        super().__init__(
            "the names of a module as a whole are not modelled",
            place,
            key=("names", module.namespace),
            holds=(module,),
            kind=dict,
        )
        self.module = module


def names_of(frame: Frame, place: SourceSpan | None) -> Abstract:
    """`globals()` in a frame."""
    module = frame.evaluation.program.module_value(frame.module.name) if frame.module.name else None
    if isinstance(module, ModuleValue):
        return ModuleNames(module, place)
    return Unknown("globals() is not modelled here", place)


def get(names: ModuleNames, name: Abstract, frame: Frame) -> Abstract:
    """The value under a name, or ABSENT.

    Raises:
        Indefinite: the name is unknown, or that of a submodule, which exists only after its import.
    """
    if isinstance(name, Unknown):
        raise Indefinite(name)
    native(lambda: hash(name), names.place)
    if not isinstance(name, str):
        return Unknown("a module has names that are no texts", names.place) if _is_odd(name) else ABSENT
    namespace = names.module.namespace
    found = namespace.lookup(name, frame.evaluation)
    program = frame.evaluation.program
    if found is ABSENT and not program.runs_imports and program.tree.exists(f"{namespace.path}.{name}"):
        raise Indefinite(Unknown(f"{name} may have been imported by now", names.place))
    return found


def _is_odd(name: Abstract) -> bool:
    """Tell whether a key that is no plain text may equal one."""
    return isinstance(name, Instance)


def get_item(names: ModuleNames, name: Abstract, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`names[name]`.

    Raises:
        Raised: KeyError.
    """
    found = get(names, name, frame)
    if found is ABSENT:
        raise Raised(speak(KeyError(name)), place)
    return found


def set_item(
    names: ModuleNames, name: Abstract, new: Abstract, frame: Frame, place: SourceSpan | None
) -> None:
    """`names[name] = new`, or, with DELETED, `del names[name]`.

    Raises:
        Raised: KeyError, if there is nothing to delete.
    """
    if not isinstance(name, str):
        dispatch.give_away((names.module, new), (), names, frame)
        return
    if new is DELETED:
        get_item(names, name, frame, place)
    names.module.namespace.write(name, new, frame.evaluation)


def attribute(names: ModuleNames, name: str) -> Abstract | None:
    """A method of the dictionary; None for one that is not modelled."""
    method = _METHODS.get(name)
    if method is None:
        return None

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        return method(names, args, kwargs, frame, place)

    return Native(name, run, names)


def _get(names: ModuleNames, args: Args, _: Kwargs, frame: Frame, __: SourceSpan) -> Abstract:
    found = get(names, args[0], frame)
    return found if found is not ABSENT else args[1] if len(args) > 1 else None


def _set_default(names: ModuleNames, args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    found = get(names, args[0], frame)
    if found is ABSENT:
        found = args[1] if len(args) > 1 else None
        set_item(names, args[0], found, frame, place)
    return found


def _update(names: ModuleNames, args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> None:
    given = dispatch.construct_builtin(dict, args, kwargs, frame, place)
    if isinstance(given, Unknown):
        dispatch.give_away((names.module,), (), given, frame)
        return
    for name, value in given.items():
        set_item(names, name, value, frame, place)


def _pop(names: ModuleNames, args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    found = get(names, args[0], frame)
    if found is ABSENT:
        if len(args) == 1:
            raise Raised(speak(KeyError(args[0])), place)
        return args[1]
    set_item(names, args[0], DELETED, frame, place)
    return found


def has(names: ModuleNames, name: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`name in names`; open where it is not known if the name is bound."""
    found = get(names, name, frame)
    if may_be_absent(found):
        return found.derived(place, key=("in names", found.key), kind=bool)
    return found is not ABSENT


def _has(names: ModuleNames, args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return has(names, args[0], frame, place)


_METHODS: dict[str, Callable[..., Abstract]] = {
    "__contains__": _has,
    "__delitem__": lambda names, args, _, frame, place: set_item(names, args[0], DELETED, frame, place),
    "__getitem__": lambda names, args, _, frame, place: get_item(names, args[0], frame, place),
    "__setitem__": lambda names, args, _, frame, place: set_item(names, args[0], args[1], frame, place),
    "get": _get,
    "pop": _pop,
    "setdefault": _set_default,
    "update": _update,
}
