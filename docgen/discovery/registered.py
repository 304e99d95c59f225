"""Values in a registry: the dotted path of a class, a class, an object, or a function that makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.discovery.factories import Factory
from docgen.discovery.found import Found
from docgen.static.answers.availability import require_importable
from docgen.static.engine.configuration import NOWHERE
from docgen.static.engine.guarded import attempted
from docgen.static.objects import dispatch
from docgen.static.objects.callables import BoundMethod, FunctionValue, Partial
from docgen.static.objects.control_flow import Raised, Unavailable, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Instance, ModuleValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.model.location import Location
    from docgen.static.answers.interpreter import Program
    from docgen.static.engine.evaluation import Evaluation

_PAIR = 2
"""Elements of a pair of a module and a name in it."""


def dotted_path(value: Abstract, package: str, program: Program) -> str | None:
    """The dotted path that a value of a registry spells; None if it spells none.

    Args:
        value: A text, `pkg.mod.Class` or `pkg.mod:Class`, absolute or relative to the registry's package; a pair of a
            module and a name; or a dictionary of which one value is one of these and leads into the documented tree.
        package: The package that holds the registry.
        program: The documented program.
    """
    match value:
        case str():
            text = value.partition("[")[0].strip().replace(":", ".")
            relative = text.startswith(".")
            path = f"{package}{text}" if relative else text
            return path if "." in path and all(part.isidentifier() for part in path.split(".")) else None
        case tuple() | list() if len(value) == _PAIR and all(isinstance(part, str) for part in value):
            return dotted_path(".".join(value), package, program)
        case dict():
            paths = [dotted_path(each, package, program) for each in value.values()]
            inside = [each for each in paths if each is not None and program.tree.owns(each)]
            return inside[0] if len(inside) == 1 else None
    return None


def problem_of(path: str, program: Program) -> str | None:
    """Say why a dotted path leads nowhere, whatever the scenario; None where it may lead to something."""
    tree = program.tree
    if not tree.owns(path):
        return f"{path} is outside the documented packages"
    if tree.exists(path):
        return None
    module, rest = tree.split(path)
    if module is None:
        return f"there is no module {path.rpartition('.')[0]}"
    namespace = program.readable_namespace(module)
    if namespace is None or namespace.stars or namespace.dynamic:
        return None
    if rest[0] in namespace.binders or "__getattr__" in namespace.binders:
        return None
    return f"there is no module {module}.{rest[0]}" if rest[1:] else f"module {module} has no {rest[0]}"


class Registered:
    """One entry of a registry.

    The value is looked up again on every path that is run, because it may depend on the scenario.
    """

    def __init__(self, look_up: Callable[[Evaluation], Abstract], package: str, program: Program) -> None:
        """Keep the function that looks it up.

        Args:
            look_up: Gives the registered value on the path that is being run.
            package: The package that holds the registry.
            program: The documented program.
        """
        self._look_up = look_up
        self._package = package
        self._program = program

    def bind(self, evaluation: Evaluation) -> dict[str, Any]:
        """Names for a probe."""
        value = self._resolved(self._look_up(evaluation), evaluation)
        if isinstance(value, Unknown):
            raise Unsupported(value.reason, value.place, origin=value.origin)
        evaluation.subject = value if isinstance(value, ClassValue) else None
        return {"cls": value}

    def found(self, name: str, scenario: str, location: Location, path: str | None = None) -> Found:
        """The row of the entry; its place is that of the class where that is known.

        Args:
            name: The name of the entry.
            scenario: The name of the scenario under which the entry was found.
            location: The place of the registration.
            path: The registered dotted path, if there is one.
        """
        evaluation = self._program.evaluation
        evaluation.start(scenario, ())
        try:
            value = attempted(lambda: self.bind(evaluation)["cls"])
        except (Raised, Unavailable):
            value = ABSENT  # every answer of the row says why
        at = value.place if isinstance(value, ClassValue | FunctionValue) else None
        return Found(
            name=name,
            path=value.path if isinstance(value, ClassValue) and not evaluation.taken else path,
            location=at.location if at else location,
            docstring=(value.docstring or "") if isinstance(value, ClassValue | FunctionValue) else "",
            bind=self.bind,
        )

    def _resolved(self, value: Abstract, evaluation: Evaluation) -> Abstract:
        path = dotted_path(value, self._package, self._program)
        if path is not None:
            return self._at(path, evaluation)
        match value:
            case Unknown() | ModuleValue() | Instance():
                return value
            case ClassValue():
                require_importable(value.frame.module.name, evaluation)
                return value
            case Partial() | BoundMethod():
                return self._resolved(value.function, evaluation)
            case FunctionValue():
                return self._resolved(Factory(value).made(evaluation), evaluation)
        kind = type(value).__name__
        raise Unsupported(
            f"the registered {kind} is no class, no path of one and nothing that makes one", None
        )

    def _at(self, path: str, evaluation: Evaluation) -> Abstract:
        """Return the object at a dotted path: a module, or something in one."""
        tree = self._program.tree
        if tree.owns(path) and tree.exists(path):
            require_importable(path, evaluation)
            return self._program.module_value(path)
        module, rest = tree.split(path) if tree.owns(path) else (None, [])
        if module is None:
            raise Unsupported(problem_of(path, self._program) or f"there is no {path}", None)
        require_importable(module, evaluation)
        value: Abstract = self._program.module_value(module)
        for name in rest:
            value = dispatch.find_attribute(value, name, Frame(evaluation, NOWHERE), None)
            if value is ABSENT:
                raise Unsupported(f"module {module} has no {'.'.join(rest)}", None)
        return value
