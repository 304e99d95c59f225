"""Classes of the documented program, and their parts: fields, dictionaries of attributes and annotations."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import weakref
    from collections.abc import Callable, Hashable, Iterator

    from docgen.static.engine.namespace import Namespace
    from docgen.static.objects.comparing import Operators
    from docgen.static.objects.frames import Frame

from docgen.static.objects import dispatch
from docgen.static.objects.values import ABSENT, Abstract, Instance, Modelled, SourceSpan, Unknown


class ClassValue(Modelled):
    """A class of the documented tree.

    Attributes:
        name: `__name__`.
        qualname: `__qualname__`.
        node: The class statement; None for a class that a call made.
        frame: The frame of the statement or the call.
        bases: `__bases__`, after `__mro_entries__`.
        mro: Method resolution order, itself first; holds builtin types and, for bases of outside packages, Unknown.
        metaclass: A class of the tree, a builtin metaclass other than `type`, unknown, or None for `type`.
        namespace: The bindings of its body; evaluated by name, on demand.
        assigned: Attributes that no statement of the body bound: set later, generated, or given to a call of `type`.
        given: Names of those that the class was made with.
        hooked: Names of those that there were when its hooks had run; None until then.
        keywords: Keywords of the class statement, except for `metaclass`.
        unclear: By name, why an attribute of the class's own is unknown; under `EVERY`, why every attribute is.
        fields: For a dataclass or a NamedTuple, its fields in order.
        parameters: Type variables that a generic class takes; None if they are not known.
        members: For an Enum, its members by name, with the assumptions that they depend on.
        again: The class that was made again of this one, to give it slots; None if none was.
        views: The dictionaries that show its names.
    """

    __slots__ = (
        "again",
        "assigned",
        "bases",
        "fields",
        "frame",
        "given",
        "hooked",
        "keywords",
        "members",
        "metaclass",
        "mro",
        "name",
        "namespace",
        "node",
        "parameters",
        "qualname",
        "unclear",
        "views",
    )

    def __init__(self, name: str, qualname: str, node: ast.ClassDef | None, frame: Frame) -> None:
        self.name = name
        self.qualname = qualname
        self.node = node
        self.frame = frame
        self.bases: list[Abstract] = []
        self.mro: list[Abstract] = [self]
        self.metaclass: Abstract = None
        self.namespace: Namespace | None = None
        self.assigned: dict[str, Abstract] = {}
        self.given: tuple[str, ...] = ()
        self.hooked: tuple[str, ...] | None = None
        self.keywords: dict[str, Abstract] = {}
        self.unclear: dict[str, Unknown] = {}
        self.fields: list[Field] | None = None
        self.parameters: tuple[Hashable, ...] | None = None
        self.members: list[tuple[dict[str, str | bool | None], dict[str, Instance]]] = []
        self.again: ClassValue | None = None
        self.views: list[weakref.ref[ReadOnly]] = []

    @property
    def path(self) -> str:
        """Canonical dotted path: module and qualified name."""
        module = self.assigned.get("__module__", self.frame.module.name)
        return f"{module if isinstance(module, str) else self.frame.module.name}.{self.qualname}"

    @property
    def operators(self) -> Operators:
        """The dispatcher of the interpreter that made the class."""
        return dispatch.operators_of(self.frame.evaluation.program)

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other) if self._compares_itself else object.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return super().__ne__(other) if self._compares_itself else object.__ne__(self, other)

    def __hash__(self) -> int:
        return super().__hash__() if self._compares_itself else object.__hash__(self)

    def __bool__(self) -> bool:  # type: ignore[override]
        """Return true: the interpreter itself only asks if there is a class; the program's question is `truth`."""
        return True

    @property
    def _compares_itself(self) -> bool:
        """Tell whether a metaclass may define equality for the class."""
        return isinstance(self.metaclass, ClassValue | Unknown)

    @property
    def place(self) -> SourceSpan | None:
        """Return the place of its definition; None for a class that a call made."""
        return SourceSpan(self.frame.module, self.node) if self.node else None

    @property
    def docstring(self) -> str | None:
        """Its docstring, as it stands in the text."""
        return ast.get_docstring(self.node, clean=False) if self.node else None

    @property
    def holder(self) -> dict[str, Abstract]:
        """Dictionary that changes when an attribute is set."""
        return self.assigned

    @property
    def is_named_tuple(self) -> bool:
        """Tell whether it is a class statement with `typing.NamedTuple` as base, whose names a call's class takes."""
        return self.node is not None and "_field_defaults" in self.given

    def mentions(self, name: str) -> bool:
        """Tell whether a class of the tree in its order may bind a name: cheaper than looking it up."""
        return any(isinstance(c, ClassValue) and c.defines(name) for c in self.mro)

    def derives_from(self, ancestor: Abstract) -> bool:
        """Tell whether `ancestor` is in the method resolution order."""
        return id(ancestor) in map(
            id, self.mro
        )  # without a step of Python for each, as it is asked of most values

    def defines(self, name: str) -> bool:
        """Tell whether a name is bound by the body, or was set on the class."""
        if name in self.assigned:
            return self.assigned[name] is not ABSENT
        return self.namespace is not None and name in self.namespace.binders

    def outside_base(self) -> Unknown | None:
        """The first base of an outside package, which may define anything."""
        return next((c for c in self.mro if isinstance(c, Unknown)), None)

    def __repr__(self) -> str:
        return f"<class {self.path}>"


EVERY = "*"
"""Stands for every name, among those that are unclear."""


class Field:
    """A field of a dataclass or NamedTuple; also what `dataclasses.field()` returns.

    Attributes:
        name: Its name; empty until a class takes it.
        default: Default value, or ABSENT.
        factory: The callable that makes the default, or ABSENT.
        init: True if the generated `__init__` takes it.
        repr: True if the generated `__repr__` shows it.
        compare: True if the generated comparisons use it.
        hash: True if the generated `__hash__` uses it; None for the same as `compare`.
        kw_only: True if `__init__` takes it by name only; None until a class decides.
        metadata: The mapping given, or an empty one.
        annotation: The function that evaluates its annotation; None until a class takes it.
        kind: One of `field`, `class variable` and `init only`.
    """

    __slots__ = (
        "annotation", "compare", "default", "factory", "hash", "init", "kind", "kw_only", "metadata", "name", "repr",
    )  # fmt: skip

    def __init__(self, name: str, default: Abstract = ABSENT, factory: Abstract = ABSENT) -> None:
        self.name = name
        self.default = default
        self.factory = factory
        self.init = True
        self.repr = True
        self.compare = True
        self.hash: bool | None = None
        self.kw_only: bool | None = None
        self.metadata: Abstract = {}
        self.annotation: Callable[[], Abstract] | None = None
        self.kind = "field"


class ReadOnly(dict[Abstract, Abstract]):
    """A mapping that cannot be written to, such as `cls.__dict__`; values may be computed when they are asked for."""

    def __init__(
        self, known: dict[Abstract, Abstract], asked: dict[str, Callable[[], Abstract]] | None = None
    ) -> None:
        super().__init__(known)
        self._asked = asked or {}

    def __getitem__(self, key: Abstract) -> Abstract:
        if key in self._asked:
            super().__setitem__(key, self._asked.pop(key)())
        return super().__getitem__(key)

    def __iter__(self) -> Iterator[Abstract]:
        return super().__iter__()

    def get(self, key: Abstract, default: Abstract = None) -> Abstract:
        """The value of a key, or a default."""
        return self[key] if key in self else default  # noqa: SIM401 - this is `get`

    def values(self) -> Abstract:
        """Every value."""
        return self._whole().values()

    def items(self) -> Abstract:
        """Every key with its value."""
        return self._whole().items()

    def copy(self) -> dict[Abstract, Abstract]:
        """A dictionary of its own."""
        return self._whole()

    def follow(self, name: str, new: Abstract) -> Callable[[], None]:
        """Take over the new value of a name, ABSENT if it is deleted; returns a function that undoes it."""
        before, asked = super().get(name, ABSENT), self._asked.pop(name, None)

        def bind(value: Abstract) -> None:
            if value is ABSENT:
                dict.pop(self, name, None)
            else:
                dict.__setitem__(self, name, value)

        def undo() -> None:
            bind(before)
            if asked is not None:
                self._asked[name] = asked

        bind(new)
        return undo

    def _whole(self) -> dict[Abstract, Abstract]:
        return {key: self[key] for key in self}

    def __setitem__(self, key: Abstract, value: Abstract) -> None:
        raise TypeError("'mappingproxy' object does not support item assignment")

    def __delitem__(self, key: Abstract) -> None:
        raise TypeError("'mappingproxy' object does not support item deletion")


class Annotations(dict[Abstract, Abstract]):
    """`__annotations__`, computed again whenever it is asked for; a change is recorded on its owner."""

    def __init__(self, known: dict[str, Abstract], owner: dict[str, Abstract]) -> None:
        super().__init__(known)
        self.owner = owner
        """Attributes of the class or function."""
