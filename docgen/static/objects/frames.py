"""The frame of a running function, class body, module statement or comprehension."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.objects.failures import outcome, refuse_lost
from docgen.static.objects.values import SourceSpan, Unknown
from docgen.static.source.scopes import END

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.namespace import Namespace
    from docgen.static.objects.callables import FunctionValue
    from docgen.static.objects.type_values import ClassValue
    from docgen.static.objects.values import Abstract
    from docgen.static.source.function_scope import FunctionScope
    from docgen.static.source.module import Module


class Frame:
    """Scope in which names are looked up.

    Attributes:
        evaluation: The evaluation that runs it.
        module: The module whose text it runs.
        names: Its own names.
        parent: The frame of the enclosing function, for closures; class bodies are skipped by nested functions.
        namespace: For a module statement or a class body, the namespace it fills.
        position: For those, index of the statement.
        scope: For a function, the scope of its names by its text.
        owner: The class whose body defined the function, for `super()`.
        function: The function that it runs, if it runs one.
    """

    __slots__ = (
        "evaluation",
        "function",
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
        self.function: FunctionValue | None = None

    @property
    def is_configured(self) -> bool:
        """Tell whether it runs an expression of the configuration, which imports the modules that it names."""
        return not self.module.name or self.position == END

    @property
    def around(self) -> Frame:
        """The frame of the body that it belongs to, out of the comprehensions around it."""
        found = self
        while found.scope is None and found.namespace is None and found.parent is not None:
            found = found.parent
        return found


def qualified_name(name: str, frame: Frame) -> str:
    """`__qualname__` of a class or function that is defined in a frame (PEP 3155)."""
    around = frame.around
    if around.scope is not None and name in around.scope.global_names:
        return name
    if around.function is not None:
        return f"{around.function.qualname}.<locals>.{name}"
    cls = around.namespace.cls if around.namespace is not None else None
    return name if cls is None else f"{cls.qualname}.{name}"


def derived(cause: Unknown, node: ast.AST, frame: Frame) -> Unknown:
    """The unknown result of an operation on an unknown value."""
    place = SourceSpan(frame.module, node) if frame.module.name else cause.place
    refuse_lost(cause, place)
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    plain = all(
        isinstance(p, ast.Constant | ast.FormattedValue) and not getattr(p, "format_spec", None)
        for p in parts
    )
    kind = str if isinstance(node, ast.JoinedStr | ast.FormattedValue) else None
    equates = isinstance(node, ast.Compare) and all(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops)
    safe = "==" if equates else "text" if plain else None
    return outcome(cause, frame.evaluation, place, safe and (safe, object()), kind=kind)
