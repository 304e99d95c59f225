"""Values: everything that the interpreter computes with.

| kind | stands for | operations of its own |
|---|---|---|
| plain data (None, numbers, texts, containers, ranges, slices, iterators, exceptions) | itself | Python's own |
| `type` | a builtin type, or one of the standard library that is modelled | those of `type` |
| `Instance` | an object of a class of the tree | whatever its class defines (`special_methods`), else its payload's |
| `ClassValue` | a class of the tree | whatever its metaclass defines, else those of `type` |
| `FunctionValue`, `BoundMethod`, `Native`, `Partial` | what can be called | call, attributes, identity |
| `Descriptor` | `property`, `classmethod`, `cached_property`, a slot ... | `__get__`, `__set__`, `__delete__` |
| `Super` | `super()` | attributes (`super_objects`) |
| `ModuleValue` | a module of the tree | attributes |
| `Generic`, `Union` (`type_aliases`) | `list[int]`, a union of types | equality, union, `isinstance` for a union |
| `Symbol` | a constant of an outside package | equality, hash, attributes |
| `Unknown` | what the source does not determine | all refuse, or give what is as unknown |

`Unknown` may sit anywhere, in containers too: each operation that would have to look inside raises `Indefinite`, so an
operation of Python's own on a container of such values is right or refuses, and never guesses. The same holds for
instances and classes (`Modelled`).
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.origins import Origin, origin_of

if TYPE_CHECKING:
    from collections.abc import Hashable

    from docgen.model.location import Location
    from docgen.static.engine.namespace import Namespace
    from docgen.static.objects.comparing import Operators
    from docgen.static.objects.type_values import ClassValue
    from docgen.static.source.module import Module

Abstract: TypeAlias = Any
"""A value of the documented program: plain Python data, or one of this file's classes."""


class Absent:
    """The one value of this class says that a name or an attribute does not exist."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


class Deleted:
    """The one value of this class is what a name is bound to after `del`."""


DELETED = Deleted()


class SourceSpan:
    """A node of a module: its text and its location are computed only when they are asked for."""

    __slots__ = ("module", "node")

    def __init__(self, module: Module, node: ast.AST) -> None:
        self.module = module
        self.node = node

    @property
    def location(self) -> Location:
        """File and line."""
        return self.module.location(self.node)

    @property
    def text(self) -> str:
        """Source text, normalised."""
        return ast.unparse(self.node)


class Unknown:
    """A value that the source alone does not determine, with the place and the reason.

    Attributes:
        reason: The reason why it is unknown, as a sentence without the place.
        place: The place where it came from.
        key: Two unknown values of equal key are the same value.
        path: Canonical dotted path when it is an object of an outside package.
        negates: The unknown truth value of which this one is the negation.
        mentions: Text to show for it instead of the text at `place`.
        holds: Values of the tree that it was given and may call when it is used.
        kind: Its class, if that is known.
        lost: True if it replaces a value of the tree that was changed: a failing operation may be the answer.
        spoils: True for a container that was changed: reading it succeeds, and what it gives is lost.
        origin: What is known of the object that it stands for.
        filled: True for a text or a container that is known not to be empty.
        alike: Plain data that fails where the value itself fails, if there is any.
        exact: The object of Python's own that it stands for; else ABSENT.
        since: The number of strange operations after which that object was made.
        takes: The number of arguments that a function takes and does not refuse, if that is known.
        is_base: True for a class that was not followed, and that others may derive from.
    """

    exact: Abstract
    takes: int | None
    __slots__ = (
        *("alike", "exact", "filled", "holds", "key", "kind", "lost", "mentions", "negates", "origin"),
        *("is_base", "path", "place", "reason", "since", "spoils", "takes"),
    )

    def __init__(
        self,
        reason: str,
        place: SourceSpan | None,
        *,
        key: Hashable = None,
        path: str | None = None,
        negates: Unknown | None = None,
        mentions: str | None = None,
        holds: tuple[Abstract, ...] = (),
        kind: type | None = None,
        lost: bool = False,
        spoils: bool = False,
        origin: Origin = Origin.OWN,
    ) -> None:
        self.reason, self.place, self.path = reason, place, path
        self.key: Hashable = key if key is not None else object()
        self.negates, self.mentions, self.holds = negates, mentions, holds
        self.kind, self.lost, self.spoils = kind, lost, spoils
        self.origin, self.filled, self.is_base = origin, False, False
        self.exact, self.since, self.takes = ABSENT, 0, None
        self.alike: tuple[Abstract, ...] = ()

    def derived(self, place: SourceSpan | None, **fields: Any) -> Unknown:
        """Make the unknown result of something that is done with it: unknown for the same reason."""
        return Unknown(self.reason, place, origin=self.origin, **fields)

    @classmethod
    def changed(cls, what: str, by: str, key: Hashable = None) -> Unknown:
        """Value that a module of the tree changes when it is imported."""
        return cls(f"importing {by} changes {what}", None, key=key, lost=True)

    @classmethod
    def outside(cls, path: str, place: SourceSpan | None) -> Unknown:
        """An object of a package that is not part of the documented tree."""
        key, reason = ("path", path), f"{path} is outside the documented tree"
        return cls(reason, place, key=key, path=path, mentions=path, origin=origin_of(path))

    @classmethod
    def made_by(cls, path: str, place: SourceSpan | None) -> Unknown:
        """Result of a function of a package that is not part of the documented tree."""
        return cls(f"{path}() is outside the documented tree", place, origin=origin_of(f"{path}()"))

    @property
    def may_fail(self) -> bool:
        """True if what is done with it may raise in the program: it is a changed value, or the content of one."""
        return self.lost or self.spoils

    @property
    def text(self) -> str:
        """Source text that stands for the value in a condition."""
        own = self.mentions
        return own if own is not None else self.place.text if self.place else self.reason

    def __repr__(self) -> str:
        return f"Unknown({self.reason!r})"

    def _refuse(self, *_: object) -> NoReturn:
        raise Indefinite(self)

    def __eq__(self, other: object) -> bool:
        return True if self is other else self._refuse()

    def __ne__(self, other: object) -> bool:
        self._refuse()

    def __hash__(self) -> int:
        raise Indefinite(self)

    __bool__ = __iter__ = __len__ = __contains__ = __index__ = __int__ = __float__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __getitem__ = _refuse


class Symbol:
    """A constant of an outside package that equals itself and nothing else, such as a torch dtype."""

    __slots__ = ("path", "type_path")

    def __init__(self, path: str, type_path: str) -> None:
        self.path = path
        self.type_path = type_path

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Unknown):
            raise Indefinite(other)
        return isinstance(other, Symbol) and other.path == self.path

    def __hash__(self) -> int:
        return hash(self.path)

    def __repr__(self) -> str:
        return self.path


class ModuleValue:
    """A module of the documented tree."""

    __slots__ = ("namespace",)

    def __init__(self, namespace: Namespace) -> None:
        self.namespace = namespace

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ModuleValue) and other.namespace is self.namespace

    def __hash__(self) -> int:
        return id(self.namespace)


class Modelled:
    """Base of the kinds of value whose operations a class of the documented program may define.

    Python's own containers, `sorted` and their like compare and hash their elements: those operations go through the
    dispatcher. Every other operation of Python's own on such a value is refused, because it would not ask the class.
    """

    __slots__ = ()

    @property
    def operators(self) -> Operators:
        """The dispatcher of the interpreter that made the value."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return self.operators.holds("__eq__", self, other)

    def __ne__(self, other: object) -> bool:
        return self.operators.holds("__ne__", self, other)

    def __lt__(self, other: object) -> bool:
        return self.operators.holds("__lt__", self, other)

    def __le__(self, other: object) -> bool:
        return self.operators.holds("__le__", self, other)

    def __gt__(self, other: object) -> bool:
        return self.operators.holds("__gt__", self, other)

    def __ge__(self, other: object) -> bool:
        return self.operators.holds("__ge__", self, other)

    def __hash__(self) -> int:
        return self.operators.hash(self)

    def _refuse(self, *_: object) -> NoReturn:
        raise Indefinite(Unknown("what Python itself would do with such an object is not modelled", None))

    __bool__ = __iter__ = __len__ = __contains__ = __getitem__ = __reversed__ = _refuse
    __index__ = __int__ = __float__ = __complex__ = __abs__ = __neg__ = __pos__ = __invert__ = _refuse
    __round__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __mod__ = __rmod__ = _refuse
    __pow__ = __rpow__ = __or__ = __ror__ = __and__ = __rand__ = __xor__ = __rxor__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __divmod__ = __rdivmod__ = _refuse
    __lshift__ = __rlshift__ = __rshift__ = __rrshift__ = __matmul__ = __rmatmul__ = _refuse


class Instance(Modelled):
    """An object of a class of the documented tree.

    `payload` holds the plain value of an object whose class derives from a builtin type (a NamedTuple's tuple, a
    `str` Enum's text); ABSENT otherwise.
    """

    __slots__ = ("attributes", "cls", "dispatcher", "payload")

    def __init__(self, cls: ClassValue, operators: Operators, payload: Abstract = ABSENT) -> None:
        self.cls = cls
        self.dispatcher = operators
        self.payload = payload
        self.attributes: dict[str, Abstract] = {}

    @property
    def operators(self) -> Operators:
        """The dispatcher of the interpreter that made the object."""
        return self.dispatcher

    @property
    def holder(self) -> dict[str, Abstract]:
        """Dictionary that changes when an attribute is set."""
        return self.attributes

    def __repr__(self) -> str:
        return f"<{self.cls.name} object>"


class Super:
    """Value of `super()`: lookups start after `start` in the order of `receiver`'s class."""

    __slots__ = ("receiver", "start")

    def __init__(self, start: ClassValue, receiver: Abstract) -> None:
        self.start = start
        self.receiver = receiver
