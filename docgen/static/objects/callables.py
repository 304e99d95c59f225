"""Values that can be called: functions, methods, descriptors, and functions of the interpreter itself."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame
    from docgen.static.objects.type_values import ClassValue
    from docgen.static.source.module import Module

from docgen.static.objects.frames import qualified_name
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan
from docgen.static.source.function_scope import makes_defaults


class Calls(Protocol):
    """Cache or wrapper that calls of a function go through."""

    kind: type
    """The type of the function that the program sees."""

    def call(
        self,
        args: list[Abstract],
        kwargs: dict[str, Abstract],
        frame: Frame,
        place: SourceSpan | None,
        run: Callable[[], Abstract],
    ) -> Abstract:
        """The result of a call; `run` runs the function."""

    def attribute(self, name: str) -> Abstract | None:
        """An attribute of the function; None for those that any function has."""


class FunctionValue:
    """A function of the documented tree, with the frame that its definition saw."""

    __slots__ = ("attributes", "cache", "defaults", "frame", "node", "owner", "qualname")

    def __init__(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        frame: Frame,
        owner: ClassValue | None,
    ) -> None:
        self.node = node
        self.frame = frame
        self.owner = owner
        self.defaults: tuple[list[Abstract], dict[str, Abstract]] = ([], {})
        self.attributes: dict[str, Abstract] = {}
        self.cache: Calls | None = None
        """Handles its calls, if it keeps their results or does something else with them."""
        self.qualname = qualified_name("<lambda>" if isinstance(node, ast.Lambda) else node.name, frame)

    @property
    def name(self) -> str:
        """The function's own name."""
        return self.qualname.rpartition(".")[2]

    @property
    def place(self) -> SourceSpan:
        """Return the place of its definition."""
        return SourceSpan(self.frame.module, self.node)

    @property
    def docstring(self) -> str | None:
        """Its docstring, as it stands in the text."""
        return None if isinstance(self.node, ast.Lambda) else ast.get_docstring(self.node, clean=False)

    def behind(self, calls: Calls, frame: Frame) -> FunctionValue:
        """The function that a decorator makes of this one, with its attributes; `frame` makes it."""
        made = FunctionValue(self.node, self.frame, self.owner)
        made.defaults = self.defaults
        made.attributes = frame.evaluation.owns({**self.attributes, "__wrapped__": self})
        made.cache = calls
        return made


class BoundMethod:
    """A function together with the object or class that it was looked up on."""

    __slots__ = ("function", "receiver")

    def __init__(self, function: Abstract, receiver: Abstract) -> None:
        self.function = function
        self.receiver = receiver

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, BoundMethod)
            and other.function is self.function
            and other.receiver is self.receiver
        )

    def __hash__(self) -> int:
        return hash((id(self.function), id(self.receiver)))


class Descriptor:
    """A class attribute that binds by a rule of its own."""

    __slots__ = ("deleter", "function", "kind", "setter", "told")

    def __init__(
        self, kind: str, function: Abstract, setter: Abstract = None, deleter: Abstract = None
    ) -> None:
        self.kind = kind
        """One of `classmethod`, `staticmethod`, `property`, `cached_property` and `slot`."""
        self.function = function
        """The function that it wraps; of a slot, the name of the attribute."""
        self.setter = setter
        self.deleter = deleter
        self.told: str | None = None
        """The name that a cached property was told by `__set_name__`, under which objects keep the value."""


class EnumProperty(Descriptor):
    """`enum.property`: an enumeration itself does not have it."""

    __slots__ = ()

    def __init__(self, function: Abstract) -> None:
        super().__init__("property", function)


class Native:
    """A function of Python's own that the interpreter models; called with the frame and the place of the call."""

    __slots__ = ("call", "is_method", "name", "receiver")

    def __init__(
        self,
        name: str,
        call: Callable[..., Abstract],
        receiver: Abstract = ABSENT,
        *,
        is_method: bool = False,
    ) -> None:
        self.name = name
        self.call = call
        self.receiver = receiver
        """For a method of plain data, the object that it belongs to."""
        self.is_method = is_method
        """True if it is a method of a builtin type, to which an object of a subclass passes itself."""

    def __repr__(self) -> str:
        return f"<native {self.name}>"


class Manager(Native):
    """A context manager of a library, which only `with` statements call."""

    __slots__ = ()


class Sentinel(Native):
    """A class of a library whose objects are not distinguished from it."""

    __slots__ = ()


class Method(Native):
    """A method that a library generates, such as the `__init__` of a dataclass."""

    __slots__ = ()

    def __init__(self, name: str, call: Callable[..., Abstract]) -> None:
        super().__init__(name, call, is_method=True)


class Code:
    """`function.__code__`: the text that a call runs."""

    __slots__ = ("module", "node")

    def __init__(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, module: Module) -> None:
        self.node = node
        self.module = module

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Code) and other.node is self.node

    def __hash__(self) -> int:
        return id(self.node)


class Partial:
    """`functools.partial`."""

    __slots__ = ("args", "attributes", "function", "kwargs")

    def __init__(self, function: Abstract, args: list[Abstract], kwargs: dict[str, Abstract]) -> None:
        self.attributes: dict[str, Abstract] = {}
        self.function = function
        self.args = args
        self.kwargs = kwargs


def is_constant(value: Abstract) -> bool:
    """Tell whether nothing can change a value in place."""
    if isinstance(value, tuple | frozenset):
        return all(map(is_constant, value))
    if isinstance(value, FunctionValue):
        return value.cache is None and not makes_defaults(value.node)
    return isinstance(value, bool | int | float | str | bytes | None)
