"""Values that are types: classes of the documented program, subscripted types and unions."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.static.engine.namespace import Namespace
    from docgen.static.objects.callables import FunctionValue
    from docgen.static.objects.frames import Frame

from docgen.static.objects import dispatch
from docgen.static.objects.values import Abstract, Instance, Modelled, Operators, SourceSpan, Unknown


class ClassValue(Modelled):
    """A class of the documented tree.

    Attributes:
        path: Canonical dotted path: module and qualified name.
        mro: Method resolution order, itself first; holds builtin types and, for bases of outside packages, Unknown.
        namespace: What its body binds; evaluated by name, on demand.
        assigned: Attributes set after the class was made.
        fields: For a dataclass or a NamedTuple, its fields in order.
        members: For an Enum, its members by name, with the assumptions that they lean on.
        deferred: A hook that was set aside until one of the attributes that it sets is asked for.
    """

    __slots__ = (
        "assigned",
        "bases",
        "deferred",
        "fields",
        "frame",
        "keywords",
        "members",
        "metaclass",
        "mro",
        "name",
        "namespace",
        "node",
        "options",
        "path",
        "qualname",
    )

    def __init__(self, name: str, qualname: str, node: ast.ClassDef | None, frame: Frame) -> None:
        self.name = name
        self.qualname = qualname
        self.node = node
        self.frame = frame
        self.path = f"{frame.module.name}.{qualname}"
        self.bases: list[Abstract] = []
        self.mro: list[Abstract] = [self]
        self.metaclass: Abstract = None
        self.namespace: Namespace | None = None
        self.assigned: dict[str, Abstract] = {}
        self.keywords: dict[str, Abstract] = {}
        self.options: dict[str, Abstract] = {}
        self.fields: list[Field] | None = None
        self.members: list[tuple[dict[str, str | bool | None], dict[str, Instance]]] = []
        self.deferred: Deferred | None = None

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
        """True: the interpreter itself asks only whether there is a class. The program's question is `truth`."""
        return True

    @property
    def _compares_itself(self) -> bool:
        """Whether a metaclass may say what equals the class."""
        return isinstance(self.metaclass, ClassValue | Unknown)

    @property
    def place(self) -> SourceSpan | None:
        """Where it is defined; None for a class that a call made."""
        return SourceSpan(self.frame.module, self.node) if self.node else None

    @property
    def docstring(self) -> str | None:
        """Its docstring, dedented."""
        return ast.get_docstring(self.node) if self.node else None

    def derives_from(self, ancestor: Abstract) -> bool:
        """Whether `ancestor` is in the method resolution order."""
        return any(c is ancestor for c in self.mro)

    @property
    def holder(self) -> dict[str, Abstract]:
        """What changes when an attribute is set."""
        return self.assigned

    def mentions(self, name: str) -> bool:
        """Whether a class of the tree in its order may bind a name: cheaper than looking it up."""
        return any(
            isinstance(c, ClassValue)
            and (name in c.assigned or (c.namespace is not None and name in c.namespace.binders))
            for c in self.mro
        )

    def outside_base(self) -> Unknown | None:
        """The first base of an outside package, which may define anything."""
        return next((c for c in self.mro if isinstance(c, Unknown)), None)

    def __repr__(self) -> str:
        return f"<class {self.path}>"


class Deferred:
    """A hook of a class that is run once one of the attributes it sets is asked for."""

    __slots__ = ("function", "names", "place")

    def __init__(self, function: FunctionValue, names: frozenset[str], place: SourceSpan | None) -> None:
        self.function = function
        self.names = names
        self.place = place


class Field:
    """A field of a dataclass or NamedTuple."""

    __slots__ = ("default", "factory", "init", "name")

    def __init__(self, name: str, default: Abstract, factory: Abstract, *, init: bool) -> None:
        self.name = name
        self.default = default
        self.factory = factory
        self.init = init


class Generic:
    """A subscripted type such as `Literal["a", "b"]` or `list[int]`, kept for `get_args` and `isinstance`."""

    __slots__ = ("args", "origin")

    def __init__(self, origin: Abstract, args: tuple[Abstract, ...]) -> None:
        self.origin = origin
        self.args = args

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Generic) and self.origin == other.origin and self.args == other.args

    def __hash__(self) -> int:
        return hash(self.args)


class Union:
    """`A | B` of classes."""

    __slots__ = ("options",)

    def __init__(self, options: tuple[Abstract, ...]) -> None:
        self.options = options
