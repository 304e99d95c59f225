"""Enums: members are made with the class, and kept if they are the same on every path."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, failures
from docgen.static.objects.attributes import lookup_in_class
from docgen.static.objects.callables import Descriptor
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.enum_bodies import definitions, ignored_names, refuse_body
from docgen.static.objects.enum_values import automatic, member_type
from docgen.static.objects.flags import of_value
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation


def define(cls: ClassValue, frame: Frame, place: SourceSpan | None) -> None:
    """Make the members with the class, so that the class statement raises any exception of their definitions.

    Members that cannot be followed are unknown; the class exists all the same.

    Raises:
        Raised: the class statement raises.
    """
    refuse_members(cls, frame, place)
    refuse_body(cls, place)
    cls.assigned.update(dict.fromkeys(ignored_names(cls, frame.evaluation), ABSENT))  # as if deleted
    try:
        members(cls, frame.evaluation)
    except (Indefinite, Unsupported) as signal:
        if isinstance(signal, Unsupported) and signal.final:
            raise
        if frame.evaluation.program.runs_imports and any(frame.evaluation.guards):
            cause = signal.value if isinstance(signal, Indefinite) else signal
            failures.fork(Unknown(cause.reason, cause.place, origin=cause.origin), frame.evaluation, place)


def refuse_members(cls: ClassValue, frame: Frame, place: SourceSpan | None) -> None:
    """Refuse bases that have members, which `EnumType.__prepare__` does before the body runs.

    Raises:
        Raised: TypeError.
        Unsupported: the members of one are unknown, so that it is most likely refused.
    """
    for base in cls.bases:
        if not (isinstance(base, ClassValue) and is_enum(base)):
            continue
        try:
            refused = _has_members(base, frame.evaluation)
        except Unsupported as signal:
            raise Unsupported(
                signal.reason, signal.place, final=signal.final, lost=True, origin=signal.origin
            ) from None
        if refused:
            raise Raised(TypeError(f"<enum {cls.name!r}> cannot extend <enum {base.name!r}>"), place)


def _has_members(cls: ClassValue, evaluation: Evaluation) -> bool:
    try:
        return bool(members(cls, evaluation))
    except Indefinite as signal:
        raise Unsupported(signal.value.reason, signal.value.place, origin=signal.value.origin) from None


def members(cls: ClassValue, evaluation: Evaluation) -> dict[str, Instance]:
    """Members by name, aliases included, in the order of the body.

    They are kept on the class if they are the same on every path.
    """
    reads, module = evaluation.program.tree.reads, cls.frame.module.name
    reads.note(module)
    made = evaluation.members.get(cls)
    if made is None:
        for assumed, kept in cls.members:
            if all(evaluation.assumed.get(path) == value for path, value in assumed.items()):
                record = dispatch.new_record()
                record.assumptions.update(assumed)
                made = evaluation.members[cls] = (kept, record)
                break
    if made is not None:
        evaluation.record.absorb(made[1])
        return made[0]
    found: dict[str, Instance] = {}
    unfinished = dispatch.new_record()
    unfinished.mutated = True
    evaluation.members[cls] = (found, unfinished)
    try:
        with reads.by(module):
            _, record = evaluation.recorded(lambda: _make_all(cls, found, evaluation))
    except BaseException:
        del evaluation.members[cls]
        raise
    evaluation.members[cls] = (found, record)
    if record.keepable:
        cls.members.append(({path: evaluation.assumed.get(path) for path in record.assumptions}, found))
    return found


def _make_all(cls: ClassValue, found: dict[str, Instance], evaluation: Evaluation) -> None:
    frame = Frame(evaluation, cls.frame.module)
    values: list[Abstract] = []
    by_value = _ByValue()
    for name, value, place in definitions(cls, evaluation):
        made = automatic(cls, name, value, len(found), values, frame, place)
        values.append(made)
        member = _make(cls, name, made, frame, place)
        final = member.attributes["_value_"]
        shared = by_value.find(final)
        found[name] = member if shared is None else shared
        if shared is None:
            by_value.add(final, member)


class _ByValue:
    """Members by their values; members with texts or integers, which may be thousands, are found without a search."""

    def __init__(self) -> None:
        self._plain: dict[type, dict[Abstract, Instance]] = {str: {}, int: {}}
        self._others: list[tuple[Abstract, Instance]] = []

    def find(self, value: Abstract) -> Instance | None:
        """The member of an equal value."""
        pairs = self._others
        if type(value) in self._plain:
            if (found := self._plain[type(value)].get(value)) is not None:
                return found
        else:
            pairs = [*(pair for known in self._plain.values() for pair in known.items()), *pairs]
        return next((member for known, member in pairs if same_value(known, value)), None)

    def add(self, value: Abstract, member: Instance) -> None:
        """Add a new member."""
        if type(value) in self._plain:
            self._plain[type(value)][value] = member
        else:
            self._others.append((value, member))


def unique_members(cls: ClassValue, evaluation: Evaluation) -> list[Instance]:
    """Members without aliases, as iteration gives them; of a Flag, those of one bit."""
    unique = [m for name, m in members(cls, evaluation).items() if m.attributes["_name_"] == name]
    if cls.derives_from(enum.Flag):
        values = [(member, member.attributes["_value_"]) for member in unique]
        return [m for m, bits in values if not isinstance(bits, int) or (bits and not bits & (bits - 1))]
    return unique


def member_of(
    cls: ClassValue,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    frame: Frame,
    place: SourceSpan | None,
) -> Abstract:
    """`cls(value)`: the member of that value, or the result of `_missing_`; else the functional form.

    Raises:
        Raised: ValueError if there is none.
    """
    if len(args) != 1 or kwargs:
        if _has_members(cls, frame.evaluation):
            raise Unsupported("such a call of an Enum is not evaluated", place)
        return functional(cls, args, kwargs, frame, place)
    value = args[0]
    if isinstance(value, Unknown):
        raise Indefinite(value)
    if isinstance(value, Instance) and value.cls is cls:
        return value
    known = members(cls, frame.evaluation)
    if not known:
        raise Unsupported("a call of an Enum without members differs between versions of Python", place)
    for member in known.values():
        if member is value or same_value(member.attributes["_value_"], value):
            return member
    hook, owner, _ = lookup_in_class(cls, "_missing_", frame)
    if isinstance(hook, Unknown) and owner is None:
        raise Indefinite(hook)
    if isinstance(hook, Descriptor) and isinstance(owner, ClassValue):
        found = dispatch.call(hook.function, [cls, value], {}, frame, place)
        if isinstance(found, Unknown) or (isinstance(found, Instance) and found.cls is cls):
            return found
        if found is not None:
            raise Raised(TypeError("_missing_ must return a member or None"), place)
    elif cls.derives_from(enum.Flag) and isinstance(value, int):
        return of_value(cls, int(value), frame.evaluation, place)
    raise Raised(ValueError(f"not a valid {cls.name}"), place)


def functional(
    base: ClassValue | type,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    frame: Frame,
    place: SourceSpan | None,
) -> Abstract:
    """`Enum("Name", "A B")`: names as a text, a list, pairs or a mapping.

    Raises:
        Unsupported: an option is given that is not modelled.
    """
    options = dict(kwargs)
    given = [*args, options.pop("names")] if "names" in options else list(args)
    start = options.pop("start", 1)
    module, qualname = options.pop("module", None), options.pop("qualname", None)
    mixin = options.pop("type", None)
    if len(given) != 2 or options or not isinstance(given[0], str):  # noqa: PLR2004 - name and names
        raise Unsupported("such a call of an Enum is not evaluated", place)
    names = given[1]
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    elif isinstance(names, dict):
        names = [*names.items()]
    attributes: dict[str, Abstract] = {"__module__": module or frame.module.name}
    if qualname is not None:
        attributes["__qualname__"] = qualname
    bit = isinstance(base, type) and issubclass(base, enum.Flag)
    bit = bit or (isinstance(base, ClassValue) and base.derives_from(enum.Flag))
    for index, part in enumerate(dispatch.items(names, frame, place)):
        if isinstance(part, str):
            name, value = part, start << index if bit else start + index
        else:
            name, value = dispatch.items(part, frame, place)
        if name in attributes:
            raise Raised(TypeError(f"{name!r} already defined"), place)
        attributes[name] = value
    text_kind = isinstance(base, type) and issubclass(base, enum.StrEnum)
    if text_kind and any(isinstance(part, str) for part in names):
        raise Unsupported("automatic values of a StrEnum are not evaluated here", place)
    bases = (base,) if mixin is None else (mixin, base)
    return dispatch.type_new(None, [given[0], bases, attributes], {}, frame, place)


def same_value(left: Abstract, right: Abstract) -> bool:
    """Tell whether two values make aliases of one another.

    Raises:
        Indefinite: one of them is unknown.
    """
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        if left is right:
            return True
        raise Indefinite(left if isinstance(left, Unknown) else right)
    return bool(left == right)


def _make(cls: ClassValue, name: str, value: Abstract, frame: Frame, place: SourceSpan | None) -> Instance:
    """One member: `__new__`, its value, `__init__`."""
    data = member_type(cls, place)
    args = list(value) if isinstance(value, tuple) and data is not tuple else [value]
    maker, owner, _ = lookup_in_class(cls, "__new__", frame)
    if isinstance(owner, ClassValue):
        function = maker.function if isinstance(maker, Descriptor) else maker
        member = dispatch.call(function, [cls, *args], {}, frame, place)
        if not isinstance(member, Instance) or member.cls is not cls:
            raise Unsupported("an Enum's __new__ that makes no member is not evaluated", place)
    else:
        if cls.derives_from(enum.Flag) and not isinstance(value, int | Unknown):
            raise Raised(TypeError(f"invalid Flag value: {value!r}"), place)
        member = Instance(cls, dispatch.operators_of(frame.evaluation.program))
        if data is not object:
            member.payload = _payload(cls, data, args, value, frame, place)
    if "_value_" not in member.attributes:
        plain = member.payload if not isinstance(owner, ClassValue) else ABSENT
        if plain is ABSENT and data is not object:
            plain = _payload(cls, data, args, value, frame, place)
        member.attributes["_value_"] = value if data is object else plain
    member.attributes["_name_"] = name
    dispatch.call_method(member, "__init__", args, frame, place)
    return member


def _payload(
    cls: ClassValue,
    data: type,
    args: list[Abstract],
    value: Abstract,
    frame: Frame,
    place: SourceSpan | None,
) -> Abstract:
    """The plain value of a member whose Enum is mixed with a builtin type."""
    if isinstance(value, Unknown):
        return value
    if cls.derives_from(enum.StrEnum) and not isinstance(args[0], str):
        raise Raised(TypeError(f"{args[0]!r} is not a string"), place)
    return dispatch.construct_builtin(data, args, {}, frame, place)
