"""`functools.singledispatch`: a function whose first argument's class says which implementation runs."""

from __future__ import annotations

import abc
import ast
import builtins
import types
from typing import TYPE_CHECKING

from docgen.static.engine.reach import give_away
from docgen.static.execution.calls import call
from docgen.static.objects import dispatch, failures
from docgen.static.objects.bindings import rebind
from docgen.static.objects.callables import FunctionValue, Native
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.type_aliases import Union
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import ancestry, class_of
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def dispatched(function: FunctionValue, frame: Frame, place: SourceSpan) -> FunctionValue:
    """`functools.singledispatch` around a function of the tree.

    Raises:
        Indefinite: in a large tree it is not known what other statements register.
    """
    if not frame.evaluation.program.runs_imports:
        raise Indefinite(
            Unknown("what is registered is not modelled in large trees", place, holds=(function,))
        )
    implementations = _Implementations(function, frame)
    made = function.behind(implementations, frame)
    made.attributes |= {
        "register": Native("register", implementations.register),
        "dispatch": Native(
            "dispatch", lambda args, _, at, where: implementations.of_class(args[0], at, where)
        ),
        "registry": Unknown("the registry of a single-dispatch function is not modelled", place),
    }
    return made


class _Implementations:
    """The implementations that were registered, by class."""

    __slots__ = ("function", "kind", "registered")

    def __init__(self, function: FunctionValue, frame: Frame) -> None:
        self.function = function
        self.kind: type = types.FunctionType
        self.registered: dict[str, Abstract] = frame.evaluation.owns({})
        """The class and its implementation, by the identity of the class."""

    def call(
        self,
        args: list[Abstract],
        kwargs: dict[str, Abstract],
        frame: Frame,
        place: SourceSpan | None,
        run: Callable[[], Abstract],
    ) -> Abstract:
        """The result of the implementation for the class of the first argument; unknown if that is.

        Raises:
            Raised: TypeError without an argument.
        """
        if not args:
            raise Raised(TypeError(f"{self.function.name} requires at least 1 positional argument"), place)
        try:
            chosen = self.of_class(class_of(args[0]), frame, place)
        except Indefinite as signal:
            every = (self.function, *(function for _, function in self.registered.values()))
            give_away((*args, *kwargs.values()), every, signal.value, frame)
            return failures.outcome(signal.value, frame.evaluation, place)
        return run() if chosen is self.function else call(chosen, args, kwargs, frame, place)

    def attribute(self, name: str) -> Abstract | None:
        """None: such functions have the attributes of functions."""

    def of_class(self, cls: Abstract, frame: Frame, place: SourceSpan | None) -> Abstract:
        """The implementation for a class: that of the first of its ancestors that has one.

        Raises:
            Indefinite: a base outside the tree, or an abstract class, may decide.
        """
        if isinstance(cls, Unknown):
            raise Indefinite(cls)
        dispatch.refuse_havocked(self.registered, frame)
        for key, _ in self.registered.values():
            if isinstance(key, abc.ABCMeta) or (isinstance(key, ClassValue) and key.metaclass is not None):
                raise Indefinite(Unknown("dispatch by abstract classes is not modelled", place))
        for ancestor in ancestry(cls):
            if isinstance(ancestor, Unknown):
                raise Indefinite(ancestor)
            if (found := self.registered.get(str(id(ancestor)))) is not None:
                return found[1]
        return self.function

    def register(self, args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        """`register(cls, function)`, or a decorator: `register(cls)`, or `register` by the first annotation.

        Raises:
            Raised: TypeError for something else than a class.
            Indefinite: the class, or the annotation, is unknown.
        """
        cls, *rest = [*args, *kwargs.values()]
        classes = _classes(cls)
        if classes is None:
            function, classes = cls, None if rest else _classes(_annotated(cls, frame, place))
            if classes is None:
                raise Raised(TypeError("Invalid first argument to `register()`"), place)
        elif not rest:
            return Native("register", lambda inner, _, at, where: self.register([cls, *inner], {}, at, where))
        else:
            function = rest[0]
        for each in classes:
            self._keep(each, function, frame)
        return function

    def _keep(self, cls: Abstract, function: Abstract, frame: Frame) -> None:
        key = str(id(cls))
        before = self.registered.get(key, ABSENT)
        frame.evaluation.will_change(self.registered, lambda: rebind(self.registered, key, before))
        self.registered[key] = (cls, function)


def _classes(given: Abstract) -> tuple[Abstract, ...] | None:
    """The classes that something stands for: a class, or a union of classes; None for anything else.

    Raises:
        Indefinite: it is unknown.
    """
    if isinstance(given, Unknown):
        raise Indefinite(given)
    options = tuple(given.options) if isinstance(given, Union) else (given,)
    return options if all(isinstance(each, type | ClassValue) for each in options) else None


def _annotated(function: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """The first annotation of a function; ABSENT if it has none.

    Raises:
        Indefinite: it is unknown.
    """
    found = dispatch.find_attribute(function, "__annotations__", frame, place)
    if isinstance(found, Unknown):
        raise Indefinite(found)
    first = next(iter(found.values()), ABSENT) if isinstance(found, dict) else ABSENT
    if isinstance(first, Unknown) and isinstance(function, FunctionValue):
        first = _of_builtin(function, first)
    if isinstance(first, str):
        raise Indefinite(Unknown("an annotation in quotes is not evaluated here", place))
    return type(None) if first is None else first


def _of_builtin(function: FunctionValue, unknown: Unknown) -> Abstract:
    """The first annotation where it is the name of a builtin type, which functions do not keep inside of others."""
    spec = function.node.args
    nodes = (parameter.annotation for parameter in (*spec.posonlyargs, *spec.args))
    node = next((each for each in nodes if each is not None), None)
    if not isinstance(node, ast.Name):
        return unknown
    value = dispatch.load_name(node.id, function.frame, node)
    return value if isinstance(value, type) and value is getattr(builtins, node.id, None) else unknown
