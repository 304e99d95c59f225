"""The frame of a running function, class body, module statement or comprehension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.failures import outcome
from docgen.static.objects.values import SourceSpan, Unknown

if TYPE_CHECKING:
    import ast

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.namespace import Namespace
    from docgen.static.objects.type_values import ClassValue
    from docgen.static.objects.values import Abstract
    from docgen.static.source.function_scope import FunctionScope
    from docgen.static.source.tree import Module


from docgen.static.source.scopes import END


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

    @property
    def is_configured(self) -> bool:
        """Whether it runs an expression of the configuration, which imports the modules that it names."""
        return not self.module.name or self.position == END


def derived(cause: Unknown, node: ast.AST, frame: Frame) -> Unknown:
    """The unknown result of an operation on an unknown value."""
    return outcome(
        cause, frame.evaluation, SourceSpan(frame.module, node) if frame.module.name else cause.place
    )
