"""Enums: members are made from the class body once somebody asks for one."""

from __future__ import annotations

import ast
import enum
from typing import TYPE_CHECKING

from docgen.static.attributes import lookup_in_class
from docgen.static.calls import call, call_method
from docgen.static.comparison import InstanceOperators
from docgen.static.frames import Frame
from docgen.static.signals import GiveUp, Indefinite, Raised
from docgen.static.values import (
    MISSING,
    Abstract,
    ClassValue,
    Descriptor,
    FunctionValue,
    Instance,
    Native,
    Place,
    Unknown,
)

if TYPE_CHECKING:
    from docgen.static.evaluation import Evaluation

AUTO: Native = Native("enum.auto", lambda *_: AUTO)
"""What `enum.auto()` leaves in a class body until the members are made."""


def members(cls: ClassValue, evaluation: Evaluation) -> dict[str, Instance]:
    """Members by name, aliases included, in the order of the body.

    A body that leans on the scenario or the path gives a class of its own for each, so that the members are kept on
    the class.
    """
    if cls.members is not None:
        return cls.members
    cls.members = {}
    if cls.node is None:
        raise GiveUp("an Enum made by a call is not evaluated", None)
    frame = Frame(evaluation, cls.frame.module)
    by_value: list[tuple[Abstract, Instance]] = []
    for node in cls.node.body:
        for name in _member_names(node):
            value = cls.namespace.lookup(name, evaluation) if cls.namespace else MISSING
            if value is MISSING or _is_descriptor(value):
                continue
            member = _make(cls, name, value, [v for v, _ in by_value], frame, Place(frame.module, node))
            shared = next((m for v, m in by_value if _same_value(v, member.attributes["_value_"])), None)
            if shared is not None:
                cls.members[name] = shared
                continue
            cls.members[name] = member
            by_value.append((member.attributes["_value_"], member))
    return cls.members


def unique_members(cls: ClassValue, evaluation: Evaluation) -> list[Instance]:
    """Members without aliases, as iteration gives them."""
    return [
        member for name, member in members(cls, evaluation).items() if member.attributes["_name_"] == name
    ]


def member_of(cls: ClassValue, args: list[Abstract], frame: Frame, place: Place | None) -> Abstract:
    """`cls(value)`: the member of that value, or what `_missing_` makes of it.

    Raises:
        Raised: ValueError if there is none.
    """
    if len(args) != 1:
        raise GiveUp("the functional form of Enum is not evaluated", place)
    value = args[0]
    if isinstance(value, Unknown):
        raise Indefinite(value)
    for member in unique_members(cls, frame.evaluation):
        if member is value or _same_value(member.attributes["_value_"], value):
            return member
    hook, owner, _ = lookup_in_class(cls, "_missing_", frame)
    if isinstance(hook, Descriptor) and isinstance(owner, ClassValue):
        found = call(hook.function, [cls, value], {}, frame, place)
        if found is not None:
            return found
    raise Raised(ValueError(f"{value!r} is not a valid {cls.name}"), place)


def _member_names(node: ast.stmt) -> list[str]:
    """Names that a statement of an Enum's body makes members of."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        targets = [node.target]
    names = [t.id for t in targets if isinstance(t, ast.Name)]
    return [n for n in names if not (n.startswith("_") and n.endswith("_")) and not n.startswith("__")]


def _is_descriptor(value: Abstract) -> bool:
    return isinstance(value, Descriptor | FunctionValue) or (isinstance(value, Native) and value is not AUTO)


def _same_value(left: Abstract, right: Abstract) -> bool:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return left is right
    return bool(left == right)


def _make(
    cls: ClassValue, name: str, value: Abstract, before: list[Abstract], frame: Frame, place: Place
) -> Instance:
    if value is AUTO:
        value = _automatic(cls, name, before)
    payload: Abstract = MISSING
    if any(c in (str, int, float, bytes, tuple) for c in cls.mro):
        payload = value
    member = Instance(cls, InstanceOperators(frame.evaluation.program), payload)
    member.attributes = {"_name_": name, "_value_": value}
    _customise(cls, member, value, frame, place)
    return member


def _customise(cls: ClassValue, member: Instance, value: Abstract, frame: Frame, place: Place) -> None:
    """Run the Enum's own `__init__`; one with its own `__new__` is left unknown where that would matter."""
    for ancestor in cls.mro:
        binders = getattr(getattr(ancestor, "namespace", None), "binders", {})
        if "__new__" in binders:
            member.attributes["_value_"] = Unknown("the Enum's own __new__ is not evaluated", place)
            return
    args = list(value) if isinstance(value, tuple) else [value]
    call_method(member, "__init__", args, frame, place)


def _automatic(cls: ClassValue, name: str, before: list[Abstract]) -> Abstract:
    """What `auto()` gives, by the rules of the standard library's Enum classes."""
    own = any(
        "_generate_next_value_" in getattr(getattr(c, "namespace", None), "binders", ()) for c in cls.mro
    )
    if own:
        return Unknown("the Enum's own _generate_next_value_ is not evaluated", cls.place)
    if cls.derives_from(enum.StrEnum):
        return name.lower()
    numbers = [value for value in before if isinstance(value, int)]
    if cls.derives_from(enum.Flag):
        return 1 << max((n.bit_length() for n in numbers), default=0)
    return max(numbers, default=0) + 1
