"""The frame of a running function, class body, module statement or comprehension."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.nodes import children, walk
from docgen.static.values import Place, Unknown

if TYPE_CHECKING:
    from docgen.static.evaluation import Evaluation
    from docgen.static.namespace import Namespace
    from docgen.static.tree import Module
    from docgen.static.type_values import ClassValue
    from docgen.static.values import Abstract


class Frame:
    """Where names are looked up.

    Attributes:
        evaluation: The evaluation that runs it.
        module: The module whose text it runs.
        names: Its own names.
        parent: The frame of the enclosing function, for closures; class bodies are skipped by nested functions.
        namespace: For a module statement or a class body, the namespace it fills.
        position: For those, index of the statement.
        scope: For a function, what its text says of its names.
        owner: The class whose body defined the function, for `super()`.
    """

    __slots__ = (
        "evaluation",
        "module",
        "names",
        "namespace",
        "owner",
        "parent",
        "position",
        "receiver",
        "scope",
    )

    def __init__(
        self,
        evaluation: Evaluation,
        module: Module,
        *,
        parent: Frame | None = None,
        namespace: Namespace | None = None,
        position: int = 0,
        scope: FunctionScope | None = None,
        owner: ClassValue | None = None,
    ) -> None:
        self.evaluation = evaluation
        self.module = module
        self.names: dict[str, Abstract] = {}
        self.parent = parent
        self.namespace = namespace
        self.position = position
        self.scope = scope
        self.owner = owner
        self.receiver: Abstract = None


class FunctionScope:
    """What a function's text says of its names, as CPython's compiler decides it before the function runs."""

    __slots__ = ("bound", "global_names", "is_generator", "nonlocal_names")

    def __init__(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        self.bound: set[str] = set()
        self.global_names: set[str] = set()
        self.nonlocal_names: set[str] = set()
        self.is_generator = False
        arguments = node.args
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            self.bound.add(argument.arg)
        for star in (arguments.vararg, arguments.kwarg):
            if star:
                self.bound.add(star.arg)
        for child in node.body if isinstance(node.body, list) else [node.body]:
            self._visit(child)
        self.bound -= self.global_names | self.nonlocal_names

    def _visit(self, node: ast.AST) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self.bound.add(node.name)
                inner: list[ast.AST] = [*node.decorator_list]
                if isinstance(node, ast.ClassDef):
                    inner += [*node.bases, *(k.value for k in node.keywords)]
                else:
                    inner += [*node.args.defaults, *(d for d in node.args.kw_defaults if d)]
                for child in inner:
                    self._visit(child)
                return
            case ast.Lambda():
                return
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                # Its targets are its own; a walrus inside binds here.
                self.bound |= {n.target.id for n in walk(node) if isinstance(n, ast.NamedExpr)}
                self._visit(node.generators[0].iter)
                return
            case ast.Name(ctx=ast.Store() | ast.Del()):
                self.bound.add(node.id)
            case ast.Global():
                self.global_names |= set(node.names)
            case ast.Nonlocal():
                self.nonlocal_names |= set(node.names)
            case ast.Yield() | ast.YieldFrom():
                self.is_generator = True
            case ast.Import() | ast.ImportFrom():
                self.bound |= {(a.asname or a.name).partition(".")[0] for a in node.names}
            case ast.ExceptHandler(name=str() as name):
                self.bound.add(name)
            case ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
                self.bound.add(name)
            case ast.MatchMapping(rest=str() as name):
                self.bound.add(name)
        for child in children(node):
            self._visit(child)


def derived(cause: Unknown, node: ast.AST, frame: Frame) -> Unknown:
    """The unknown result of an operation on an unknown value."""
    return cause.outcome(Place(frame.module, node) if frame.module.name else cause.place)
