"""Enums: members are made from the class body once somebody asks for one."""

from __future__ import annotations

import ast
import enum
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.attributes import lookup_in_class
from docgen.static.objects.callables import Descriptor, FunctionValue, Native
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown
from docgen.static.source.nodes import statements_below

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation

_PLAIN = (str, int, bool, bytes, type(None))
"""Types whose values are equal exactly where a dictionary takes one for the other."""

AUTO: Native = Native("enum.auto", lambda *_: AUTO)
"""What `enum.auto()` leaves in a class body until the members are made."""


def members(cls: ClassValue, evaluation: Evaluation) -> dict[str, Instance]:
    """Members by name, aliases included, in the order of the body.

    They are kept on the class where they are the same on every path.
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
    if cls.node is None:
        raise Unsupported("an Enum made by a call is not evaluated", None)
    frame = Frame(evaluation, cls.frame.module)
    by_value = _ByValue()
    ignored = cls.namespace.lookup("_ignore_", evaluation) if cls.namespace else ABSENT
    skipped = ignored.replace(",", " ").split() if isinstance(ignored, str) else ignored
    for node in cls.node.body:
        for name in _member_names(node):
            value = cls.namespace.lookup(name, evaluation) if cls.namespace else ABSENT
            if value is ABSENT or _is_descriptor(value) or (isinstance(skipped, list) and name in skipped):
                continue
            member = _make(cls, name, value, by_value.values, frame, SourceSpan(frame.module, node))
            found[name] = by_value.shared(member)


class _ByValue:
    """Members without aliases, found by their values: by comparison, or at once while all values are plain."""

    def __init__(self) -> None:
        self.values: list[Abstract] = []
        self._members: list[Instance] = []
        self._plain: dict[Abstract, Instance] = {}

    def shared(self, member: Instance) -> Instance:
        """The earlier member of the same value, which this one is an alias of; itself if there is none."""
        value = member.attributes["_value_"]
        plain = type(value) in _PLAIN
        if plain and len(self._plain) == len(self.values):
            earlier = self._plain.get(value)
        else:
            pairs = zip(self.values, self._members, strict=True)
            earlier = next((m for v, m in pairs if _same_value(v, value)), None)
        if earlier is not None:
            return earlier
        self.values.append(value)
        self._members.append(member)
        if plain:
            self._plain[value] = member
        return member


def unique_members(cls: ClassValue, evaluation: Evaluation) -> list[Instance]:
    """Members without aliases, as iteration gives them; of a Flag, those of one bit."""
    unique = [m for name, m in members(cls, evaluation).items() if m.attributes["_name_"] == name]
    if cls.derives_from(enum.Flag):
        values = [(member, member.attributes["_value_"]) for member in unique]
        return [m for m, bits in values if not isinstance(bits, int) or (bits and not bits & (bits - 1))]
    return unique


def member_of(cls: ClassValue, args: list[Abstract], frame: Frame, place: SourceSpan | None) -> Abstract:
    """`cls(value)`: the member of that value, or what `_missing_` makes of it.

    Raises:
        Raised: ValueError if there is none.
    """
    if len(args) != 1:
        raise Unsupported("the functional form of Enum is not evaluated", place)
    value = args[0]
    if isinstance(value, Unknown):
        raise Indefinite(value)
    for member in members(cls, frame.evaluation).values():
        if member is value or _same_value(member.attributes["_value_"], value):
            return member
    hook, owner, _ = lookup_in_class(cls, "_missing_", frame)
    if isinstance(hook, Descriptor) and isinstance(owner, ClassValue):
        found = dispatch.call(hook.function, [cls, value], {}, frame, place)
        if found is not None:
            return found
    if cls.derives_from(enum.Flag) and isinstance(value, int):
        raise Unsupported("a combination of flags made from a number is not evaluated", place)
    raise Raised(ValueError(f"not a valid {cls.name}"), place)


def _member_names(node: ast.stmt) -> list[str]:
    """Names that a statement of an Enum's body may make members of."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.If | ast.Try | ast.With):
        return [name for child in statements_below(node) for name in _member_names(child)]
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
        if left is right:
            return True
        raise Indefinite(left if isinstance(left, Unknown) else right)
    return bool(left == right)


def _make(
    cls: ClassValue, name: str, value: Abstract, before: list[Abstract], frame: Frame, place: SourceSpan
) -> Instance:
    if value is AUTO:
        value = _automatic(cls, name, before)
    payload: Abstract = ABSENT
    if any(c in (str, int, float, bytes, tuple) for c in cls.mro):
        payload = value
    member = Instance(cls, dispatch.operators_of(frame.evaluation.program), payload)
    member.attributes = {"_name_": name, "_value_": value}
    _customise(cls, member, value, frame, place)
    return member


def _customise(cls: ClassValue, member: Instance, value: Abstract, frame: Frame, place: SourceSpan) -> None:
    """Run the Enum's own `__init__`; one with its own `__new__` is left unknown where that would matter."""
    for ancestor in cls.mro:
        binders = getattr(getattr(ancestor, "namespace", None), "binders", {})
        if "__new__" in binders:
            member.attributes["_value_"] = Unknown("the Enum's own __new__ is not evaluated", place)
            return
    args = list(value) if isinstance(value, tuple) else [value]
    dispatch.call_method(member, "__init__", args, frame, place)


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
