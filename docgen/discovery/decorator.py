"""Discovery by registration: every function or class that a decorator call registers."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from docgen.discovery.found import Binding, Found
from docgen.discovery.lookup import Definition, configured, definitions, matching_modules, names_of
from docgen.errors import ConfigError, SourceError
from docgen.static.answers.availability import require_importable
from docgen.static.engine.guarded import attempted
from docgen.static.execution.calls import bind_arguments
from docgen.static.objects import dispatch
from docgen.static.objects.callables import BoundMethod, FunctionValue
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.config import Discovery
    from docgen.discovery.found import Candidate
    from docgen.static.answers.interpreter import Program
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.namespace import Namespace


FEW = 100
"""Most modules that are all parsed, so that one that is not Python is reported."""


def candidates(program: Program, scenarios: Sequence[str], discovery: Discovery) -> Iterator[Candidate]:
    """The configured modules.

    Args:
        program: The documented program.
        scenarios: Names of scenarios; only the first is used, because the text of a module shows what it registers.
        discovery: The registering function, and the modules to search.

    Raises:
        ConfigError: the configured path leads to no function of the tree, or no module matches.
    """
    _register(program, scenarios, discovery)
    modules = [*matching_modules(program, scenarios[0], discovery)]
    if len(modules) <= FEW:
        return iter(modules)
    named = _naming(discovery, program)
    return (each for each in modules if each.name in named)


def _naming(discovery: Discovery, program: Program) -> set[str]:
    """The modules whose text holds a name of the registering function, including names that modules import it under.

    Only these are parsed: of thousands of modules, a few dozen call it.
    """
    texts = {name: program.tree.text(name) for name in program.tree.names()}
    names = {discovery.path.rpartition(".")[2].encode()}
    while True:
        spelt = b"|".join(map(re.escape, sorted(names)))
        renaming = re.compile(
            rb"\b(?:%b)[ \t]+as[ \t]+(\w+)|^[ \t]*(\w+)[ \t]*=[ \t]*(?:\w+\.)*(?:%b)\b" % (spelt, spelt),
            re.MULTILINE,
        )
        mentioning = {name for name, text in texts.items() if any(each in text for each in names)}
        new = {
            found for name in mentioning for pair in renaming.findall(texts[name]) for found in pair if found
        } - names
        if not new:
            return mentioning
        names |= new


def rows(
    candidate: Candidate, program: Program, scenarios: Sequence[str], discovery: Discovery
) -> Iterator[Found]:
    """Every registration in a module, in the order of the text.

    A probe sees the registered object as `cls`, and the arguments of the registration, including defaults, under the
    names of the registering function's parameters.
    """
    function = _register(program, scenarios, discovery)
    try:
        namespace = program.namespace(candidate.name)
    except SourceError:
        return  # the tree notes this, and reports every unreadable file
    if namespace is None:
        return
    # All rows are collected first, because asking one begins evaluations of its own.
    yield from [
        _found(node, decorator, function, namespace, index, program, scenario=scenarios[0])
        for index, unit in enumerate(namespace.units)
        for node in definitions(unit.node)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call)
        and _registers(decorator, function, discovery.path, namespace, index, program)
    ]


def _register(program: Program, scenarios: Sequence[str], discovery: Discovery) -> FunctionValue:
    register = configured(program, scenarios[0], discovery.path)
    function = register.function if isinstance(register, BoundMethod) else register
    if not isinstance(function, FunctionValue):
        raise ConfigError(
            f"{discovery.path} is no function",
            remedy="set `path` under [discovery] to the decorator",
            key=("discovery", "path"),
        )
    return function


def _registers(
    decorator: ast.Call,
    function: FunctionValue,
    path: str,
    namespace: Namespace,
    index: int,
    program: Program,
) -> bool:
    """Tell whether a decorator calls the registering function."""
    if path in _spelt(decorator.func, namespace):
        # A registry changes while it is filled, so its content may be unknown where its name is not.
        return True
    space = names_of(namespace, program)
    frame = Frame(program.evaluation, namespace.module, namespace=space, position=index)
    try:
        callee = attempted(lambda: dispatch.evaluate(decorator.func, frame))
    except Raised:
        return False
    callee = callee.function if isinstance(callee, BoundMethod) else callee
    return isinstance(callee, FunctionValue) and callee.node is function.node


def _spelt(node: ast.expr, namespace: Namespace) -> set[str]:
    """List the dotted paths that an expression may stand for by the module's import statements."""
    match node:
        case ast.Name(id=name):
            return {f"{module}.{name}" if name else module for module, name in namespace.imports(name)}
        case ast.Attribute(value=value, attr=name):
            return {f"{path}.{name}" for path in _spelt(value, namespace)}
    return set()


def _found(
    node: Definition,
    decorator: ast.Call,
    function: FunctionValue,
    namespace: Namespace,
    index: int,
    program: Program,
    *,
    scenario: str,
) -> Found:
    given = _arguments(decorator, function, namespace, index)

    def bind_importable(evaluation: Evaluation) -> dict[str, Any]:
        require_importable(namespace.path, evaluation)
        names = given(evaluation)
        registered = names_of(namespace, evaluation.program).lookup(node.name, evaluation)
        if registered is ABSENT:
            raise Unsupported(f"{node.name} is not defined", SourceSpan(namespace.module, decorator))
        return {**names, "cls": registered}

    # The arguments of this call depend on nothing that was asked or read before it.
    program.evaluation.start(scenario, ())
    try:
        names = attempted(lambda: given(program.evaluation))
    except Raised:
        names = {}
    if isinstance(names, Unknown):
        names = {}  # every answer of the row says why
    return Found(
        name=_name(names, node.name),
        path=f"{namespace.path}.{node.name}",
        location=namespace.module.location(node),
        docstring=ast.get_docstring(node) or "",
        bind=bind_importable,
    )


def _name(names: dict[str, Abstract], fallback: str) -> str:
    """The name under which an object is registered: the first Enum member or text among the arguments."""
    for value in names.values():
        if isinstance(value, Instance) and is_enum(value.cls):
            return str(value.attributes["_name_"])
        if isinstance(value, str) and value:
            return value
    return fallback


def _arguments(decorator: ast.Call, function: FunctionValue, namespace: Namespace, index: int) -> Binding:
    """Binds the arguments of a registration, defaults included, to the parameters of the registering function."""

    def bind(evaluation: Evaluation) -> dict[str, Any]:
        space = names_of(namespace, evaluation.program)
        frame = Frame(evaluation, namespace.module, namespace=space, position=index)
        place = SourceSpan(namespace.module, decorator)
        args = [dispatch.evaluate(argument, frame) for argument in decorator.args]
        kwargs = {k.arg: dispatch.evaluate(k.value, frame) for k in decorator.keywords if k.arg is not None}
        bound = Frame(evaluation, namespace.module)
        receiver = [None] if function.owner is not None else []
        bind_arguments(function, [*receiver, *args], kwargs, bound, place)
        names = dict(bound.names)
        if receiver:
            names.pop(next(iter(names)))
        return names

    return bind
