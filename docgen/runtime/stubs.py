"""Stubs for packages that are not installed here but would be on the machine that a scenario describes.

A stub survives what modules do with a package while they are imported: it is subclassed, decorates, annotates, is
called and compared. It records that it was used, and separately that the program took a *decision* by it: a stub is
neither true nor false, so an answer that depends on `if stub:` is no answer, and is reported as such.

Standard library only: this module runs in the child.
"""

from __future__ import annotations

import inspect
import sys
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_EXCEPTIONS = ("Error", "Exception", "Warning")


class Record:
    """Uses of stubs since the last `clear`."""

    def __init__(self) -> None:
        self.touched: set[str] = set()
        """Modules whose stubs were used."""
        self.decisions: dict[str, str] = {}
        """For each stub and operation that decided a branch of the program, the place where it first did so."""

    def clear(self) -> None:
        """Forget all uses."""
        self.touched.clear()
        self.decisions.clear()

    def decide(self, stub: Stub, operation: str) -> None:
        """Note that the program takes a branch because of a stub's apparent value."""
        self.touched.add(stub._docgen_module)
        caller = sys._getframe(2)  # documented, and the only way to the caller without a whole stack
        place = f"{caller.f_code.co_filename}:{caller.f_lineno}"
        self.decisions.setdefault(f"{operation} of {stub._docgen_path}", place)


RECORD = Record()
"""The one record of this process."""


class Stub:
    """An object of a package that is not installed. Its attributes are stubs as well, the same ones every time."""

    _docgen_path: str
    _docgen_module: str

    def __init__(self, path: str, module: str) -> None:
        self.__dict__.update(_docgen_path=path, _docgen_module=module)

    def __getattr__(self, name: str) -> Any:
        return _attribute(self, f"{self._docgen_path}.{name}", self._docgen_module, name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it; with a single function or class as argument, act as a decorator and return that."""
        RECORD.touched.add(self._docgen_module)
        if len(args) == 1 and not kwargs and (inspect.isfunction(args[0]) or inspect.isclass(args[0])):
            return args[0]
        return self._derived("()")

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        """Return the bases that stand for the stub in the bases of a class."""
        RECORD.touched.add(self._docgen_module)
        if "_docgen_class" not in self.__dict__:
            name = self._docgen_path.rpartition(".")[2]
            members = {"__module__": self._docgen_module, "_docgen_path": self._docgen_path}
            self.__dict__["_docgen_class"] = type(name, (StubBase,), members)
        stood: type = self.__dict__["_docgen_class"]
        return () if stood in bases else (stood,)

    def __instancecheck__(self, instance: object) -> bool:
        RECORD.touched.add(self._docgen_module)
        return isinstance(instance, self.__dict__.get("_docgen_class", ()))

    def __subclasscheck__(self, subclass: type) -> bool:
        RECORD.touched.add(self._docgen_module)
        return issubclass(subclass, self.__dict__.get("_docgen_class", ()))

    def __enter__(self) -> Any:
        return self._derived(".__enter__()")

    def __exit__(self, *_: object) -> None:
        """Let exceptions pass."""

    def __getitem__(self, key: object) -> Stub:
        return self._derived("[]")

    def __setitem__(self, key: object, value: object) -> None:
        """Keep nothing."""

    def __delitem__(self, key: object) -> None:
        """Remove nothing."""

    def __bool__(self) -> bool:
        RECORD.decide(self, "truth")
        return True

    def __eq__(self, other: object) -> bool:
        if self is not other:
            RECORD.decide(self, "equality")
        return self is other

    def __ne__(self, other: object) -> bool:
        if self is not other:
            RECORD.decide(self, "equality")
        return self is not other

    def __hash__(self) -> int:
        return id(self)

    def __iter__(self) -> Iterator[Any]:
        RECORD.decide(self, "content")
        return iter(())

    def __contains__(self, item: object) -> bool:
        RECORD.decide(self, "content")
        return False

    def __len__(self) -> int:
        RECORD.decide(self, "length")
        return 0

    def __int__(self) -> int:
        RECORD.decide(self, "number")
        return 0

    def __index__(self) -> int:
        RECORD.decide(self, "number")
        return 0

    def __float__(self) -> float:
        RECORD.decide(self, "number")
        return 0.0

    def __repr__(self) -> str:
        return f"<stub {self._docgen_path}>"

    def _derived(self, step: str) -> Stub:
        """Return the result of an operation, a stub that is the same each time, so that chains do not grow."""
        RECORD.touched.add(self._docgen_module)
        made = self.__dict__.get(step)
        if made is None:
            made = self.__dict__[step] = Stub(self._docgen_path + step, self._docgen_module)
        return made


class StubBase:
    """Base class of a class that derives from a stub."""

    _docgen_path = ""

    def __init__(self, *_: Any, **__: Any) -> None:
        """Accept all arguments of the real base."""

    def __init_subclass__(cls, **_: Any) -> None:
        """Accept all arguments of the real base."""


class StubModule(types.ModuleType):
    """A module of a package that is not installed."""

    def __getattr__(self, name: str) -> Any:
        return _attribute(self, f"{self.__name__}.{name}", self.__name__, name)


def stub_base(cls: type) -> str | None:
    """Path of a stub among the ancestors of a class, which might define anything; None if there is none."""
    return next((c._docgen_path for c in cls.__mro__ if issubclass(c, StubBase) and c._docgen_path), None)


def fill(holder: Any, path: str) -> None:
    """Give an object stubs for the attributes that it lacks; its own stay."""
    kind = type(holder)

    def __getattr__(self: Any, name: str) -> Any:  # noqa: N807  (a class's own hook)
        try:
            return (
                kind.__getattr__(self, name)
                if hasattr(kind, "__getattr__")
                else object.__getattribute__(self, name)
            )
        except AttributeError:
            return _attribute(self, f"{path}.{name}", path, name)

    holder.__class__ = type(
        kind.__name__, (kind,), {"__getattr__": __getattr__, "__module__": kind.__module__}
    )


def _attribute(owner: Any, path: str, module: str, name: str) -> Any:
    """Create an attribute; never of a special name, or a stub would seem to support every protocol.

    Raises:
        AttributeError: the name is a special one.
    """
    if name.startswith("__") and name.endswith("__"):
        raise AttributeError(f"stub {path.rpartition('.')[0]} has no {name}", name=name, obj=owner)
    RECORD.touched.add(module)
    made: Any = Stub(path, module)
    if name.endswith(_EXCEPTIONS) and name[:1].isupper():
        # `except` accepts nothing but classes of exceptions.
        made = type(name, (Exception,), {"__module__": module})
    owner.__dict__[name] = made
    return made


def _same(name: str) -> Callable[[Stub, object], Stub]:
    def operation(self: Stub, _: object = None) -> Stub:
        return self._derived(f".{name}")

    return operation


def _ordered(name: str, *, answer: bool) -> Callable[[Stub, object], bool]:
    def operation(self: Stub, _: object) -> bool:
        RECORD.decide(self, "order")
        return answer

    operation.__name__ = name
    return operation


_BINARY = (
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "and",
    "or",
    "xor",
    "lshift",
    "rshift",
)
for _name in (
    *(f"__{name}__" for name in _BINARY),
    *(f"__r{name}__" for name in _BINARY),
    *(f"__i{name}__" for name in _BINARY),
    *("__neg__", "__pos__", "__invert__", "__abs__"),
):
    setattr(Stub, _name, _same(_name))
# A scenario's installed version is newer than any that a module asks for: stubs of version numbers are the greatest.
for _name, _answer in (("__lt__", False), ("__le__", False), ("__gt__", True), ("__ge__", True)):
    setattr(Stub, _name, _ordered(_name, answer=_answer))
