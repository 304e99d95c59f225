"""Everything in the tree that code outside it may change, once it was given some values.

Such code may fill a container, set the attributes of an object or a class, and call anything callable, now or later,
with unknown arguments. A function may change the objects that its text names, and those that the functions it names
may change.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine.actors import may_act
from docgen.static.engine.havoc import mark, mark_class
from docgen.static.engine.open_names import may_bind, open_values, values_of
from docgen.static.objects import dispatch
from docgen.static.objects.callables import BoundMethod, Descriptor, FunctionValue, Native, Partial
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.iterators import IteratorValue
from docgen.static.objects.outside_state import MODULES, forget
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, ModuleValue, Super, Unknown
from docgen.static.source.function_scope import function_scope
from docgen.static.source.name_uses import (
    FunctionNode,
    Use,
    UseKind,
    changed_of_receiver,
    sets_foreign_attributes,
    uses,
    uses_of_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIMIT = 4_000
"""Most functions that one callback may lead to before it is given up."""
_IMPORTING = frozenset({"__import__", "importlib.import_module"})
"""Names of functions that import a module by its name."""
_BY_TEXT = frozenset({"eval", "exec", "globals"})
"""Builtins that reach objects which the text does not name."""


def give_away(given: Iterable[Abstract], called: Iterable[Abstract], cause: Unknown, frame: Frame) -> None:
    """Havoc everything that code outside the tree may change.

    Names that it may rebind, it may rebind whenever it runs again, so the values that it was given are held.

    Args:
        given: Values that it was given.
        called: Values that it may only call.
        cause: The unknown value of everything that may have changed.
        frame: The frame in which it was given them.
    """
    walk = Walk(cause, frame)
    given = [*given, *frame.evaluation.held]
    for value in given:
        walk.give(value)
    for value in called:
        walk.run(value)
    walk.finish()
    if walk.rebinds:
        frame.evaluation.held[:] = given


class Walk:
    """One traversal of everything that can be reached; each value is visited once."""

    def __init__(self, cause: Unknown, frame: Frame) -> None:
        self._cause = cause
        self._frame = frame
        self._seen: set[tuple[str, int]] = set()
        self._kept: list[Abstract] = []
        self._functions: list[tuple[FunctionNode, Frame]] = []
        self.imports = False
        """True once a function that imports modules by name is called."""
        self.followed: list[tuple[FunctionNode, Frame]] = []
        """Functions that may be called, each with a frame inside it."""
        self.rebinds = False
        """True once a function was met that binds a name outside itself."""

    def give(self, value: Abstract) -> None:
        """Record that outside code has a value, and may do to it anything that its kind allows."""
        pending = [value]
        while pending:
            inner = pending.pop()
            if not may_act(inner) or not self._is_new("given", inner):
                continue
            match inner:
                case list() | set() | tuple() | frozenset():
                    pending += [*inner]
                case dict():
                    pending += [*inner.values()]
                case Instance():
                    pending += [inner.attributes, inner.payload]
                    self._run_methods(inner.cls)
                case ClassValue():
                    for cls in inner.mro:
                        if isinstance(cls, ClassValue):
                            mark_class(cls, self._cause, self._frame)
                            self._run_body(cls)
                case ModuleValue():
                    names = inner.namespace.live_names().values()
                    pending += [leaf for value in [*names] for leaf in values_of(value, self._frame)]
                    inner.namespace.lose(self._cause, self._frame.evaluation)
                case Unknown():
                    pending += inner.holds
                    forget(inner, self._cause, self._frame.evaluation)
                case IteratorValue():
                    pending += inner.holds
                    for node, frame in inner.texts:
                        for use in uses_of_text(node):
                            self.follow(use, frame, node)
                case _:
                    self.run(inner)
            if isinstance(inner, list | dict | set) or hasattr(type(inner), "__next__"):
                mark(inner, self._cause, self._frame)

    def run(self, value: Abstract) -> None:
        """Note that outside code calls a value."""
        if not self._is_new("run", value):
            return
        match value:
            case FunctionValue():
                self._functions.append((value.node, value.frame))
                by_position, by_name = value.defaults
                for held in (*by_position, *by_name.values(), *value.attributes.values()):
                    self.give(held)
            case BoundMethod():
                self.run(value.function)
                if isinstance(value.receiver, Instance):
                    self.give(value.receiver)
                elif isinstance(value.receiver, ClassValue) and isinstance(value.function, FunctionValue):
                    self._run_methods(value.receiver)
            case Partial():
                self.run(value.function)
                for held in (*value.args, *value.kwargs.values()):
                    self.give(held)
            case Descriptor():
                self.run(value.function)
                self.run(value.setter)
            case ClassValue():
                self._run_methods(value)
            case Instance():
                self.give(value)
            case Native() | Super():
                self.imports |= isinstance(value, Native) and value.name in _IMPORTING
                self.give(value.receiver)
            case Unknown():
                for held in value.holds:
                    self.give(held)

    def finish(self) -> None:
        """Follow the functions that may be called.

        Raises:
            Unsupported: there are too many.
        """
        while self._functions:
            if len(self.followed) == _LIMIT:
                raise Unsupported(
                    "code outside the tree may call more than can be followed", self._cause.place
                )
            node, frame = self._functions.pop()
            inside = Frame(frame.evaluation, frame.module, parent=frame, scope=function_scope(node))
            self.followed.append((node, inside))
            for use in uses(node):
                self.follow(use, inside, node)

    def _is_new(self, how: str, value: Abstract) -> bool:
        if (key := (how, id(value))) in self._seen:
            return False
        self._frame.evaluation.strange += 1
        self._seen.add(key)
        self._kept.append(value)
        return True

    def _run_methods(self, cls: ClassValue) -> None:
        """Record that outside code may call any method of a class, and so make an object of it."""
        for ancestor in cls.mro:
            if not isinstance(ancestor, ClassValue) or ancestor.node is None:
                continue
            if not self._is_new("methods", ancestor):
                continue
            for node in ancestor.node.body:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    self._functions.append((node, ancestor.frame))
                    if sets_foreign_attributes(node):
                        mark_class(cls, self._cause, self._frame)
                    for name in changed_of_receiver(node):
                        self._give_held(cls, name)

    def _of_class(self, cls: ClassValue, name: str) -> Abstract:
        """An attribute of a class; ABSENT if no known value is there."""
        try:
            return dispatch.lookup_in_class(cls, name, self._frame)[0]
        except (Raised, Unsupported, Indefinite):
            return ABSENT

    def _give_held(self, cls: ClassValue, name: str) -> None:
        """Havoc the value of an attribute that a method changes, which may belong to the class."""
        if isinstance(value := self._of_class(cls, name), list | dict | set | Instance):
            self.give(value)

    def _run_body(self, cls: ClassValue) -> None:
        """Record that outside code has a class: its methods, and the objects that its body took from outside."""
        self._run_methods(cls)
        if cls.node is None:
            return
        inside = Frame(self._frame.evaluation, cls.frame.module, parent=cls.frame)
        for node in cls.node.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Name):
                self.follow(Use(node.value.id, (), UseKind.OPEN), inside, node)

    def follow(self, use: Use, inside: Frame, node: ast.AST) -> None:
        """Record the changes that a use of a name may make."""
        if use.kind is UseKind.BOUND:
            self.rebinds = True
            self._rebind(use.name, inside)
            return
        if use.name in _BY_TEXT and use.kind is not UseKind.READ:
            namespace = inside.evaluation.program.namespace(inside.module.name)
            if namespace is not None:
                self.give(ModuleValue(namespace))
        try:
            value = dispatch.load_name(use.name, inside, node)
        except (Raised, Indefinite):
            return  # no known value is there
        except Unsupported:
            # Where no more decisions are followed, the name may have any of the values that are still open.
            for leaf in open_values(use.name, inside):
                self._use(leaf, use, inside)
            return
        self._use(value, use, inside)

    def _rebind(self, name: str, inside: Frame) -> None:
        """Record that a function may bind a name outside itself."""
        program = inside.evaluation.program
        in_module = inside.scope is not None and name in inside.scope.global_names
        namespace = program.namespace(inside.module.name) if in_module and program.runs_imports else None
        if namespace is not None:
            may_bind(namespace, name, self._cause, inside.evaluation)
        else:
            dispatch.assign(ast.Name(name, ast.Store()), self._cause, inside)

    def _use(self, value: Abstract, use: Use, inside: Frame) -> None:
        """Record the changes that a use of a name may make, which has this value."""
        rest, kind = use.attributes, use.kind
        while rest and isinstance(value, ModuleValue):
            module, name, rest = value, rest[0], rest[1:]
            try:
                value = dispatch.find_attribute(module, name, inside, None)
            except (Raised, Indefinite):
                return  # no known value is there
            except Unsupported:
                for leaf in values_of(module.namespace.live_names().get(name, ABSENT), inside):
                    self._use(leaf, Use(name, rest, use.kind), inside)
                return
        if kind is UseKind.ASKED:  # a function of a module or of a class may have any name
            kind = UseKind.READ if rest and not isinstance(value, ClassValue) else UseKind.CALLED
        path = ".".join((value.path or "", *rest)) if isinstance(value, Unknown) else ""
        if path.startswith(f"{MODULES}.") and kind is not UseKind.READ:
            # As in sys.modules["pkg.mod"].function().
            for namespace in [*inside.evaluation.world.modules.values()]:
                self.give(ModuleValue(namespace))
        if kind is UseKind.CALLED and rest and (rest[1:] or not isinstance(value, ClassValue)):
            self.imports |= path in _IMPORTING
            self.give(value)  # a method of the value, or of what it holds, is called
            return
        if kind is UseKind.READ:
            if (isinstance(value, Instance) and not is_enum(value.cls)) or isinstance(value, IteratorValue):
                self.give(value)  # a property or an operator may run
            return
        if isinstance(value, Unknown) and value.path is not None:
            for written in (value, Unknown.outside(path, None)):
                forget(written, self._cause, self._frame.evaluation)
        if kind is UseKind.SET or kind is UseKind.OPEN:
            self.give(value)
            return
        self.run(value)
        if isinstance(value, ClassValue) and inside.evaluation.program.runs_imports:
            self._called(value, rest)

    def _called(self, cls: ClassValue, rest: tuple[str, ...]) -> None:
        """Record that a text calls a class, or an attribute of it; what objects share may be changed in the result."""
        found = self._of_class(cls, rest[0]) if rest else cls
        self.run(found)
        if isinstance(found, ClassValue) and self._is_new("held", found):
            for ancestor in found.mro:
                if isinstance(ancestor, ClassValue):
                    bound = ancestor.namespace.binders if ancestor.namespace is not None else ()
                    for name in (*ancestor.assigned, *bound):
                        self._give_held(found, name)
