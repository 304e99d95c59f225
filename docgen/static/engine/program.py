"""The documented program: its modules, what lies outside it, and what the scenarios assume."""

from __future__ import annotations

import ast
import functools
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.errors import ConfigError, SourceError
from docgen.model.probe_words import expanded
from docgen.static.engine.abroad import ChangesAbroad
from docgen.static.engine.evaluation import Evaluation
from docgen.static.engine.namespace import Namespace
from docgen.static.objects import dispatch
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.values import ABSENT, Abstract, ModuleValue, SourceSpan, Unknown
from docgen.static.source.scopes import END, Import
from docgen.static.source.tree import Module, SourceTree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

INSTALLED = "import "
"""Prefix that tells the assumption on a package's being there from one on a dotted path's value."""


class Program:
    """Modules by name and the scenarios' assumptions; evaluations share what does not depend on their path.

    Attributes:
        assumptions: For each scenario, what it assumes by dotted path.
        assumable: Every path that some scenario assumes something of.
        aliases: Outside paths that name the same object.
    """

    def __init__(
        self,
        tree: SourceTree,
        assumptions: Mapping[str, Mapping[str, str | bool]],
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        self.tree = tree
        self.assumptions = assumptions
        self.assumable = frozenset(path for assumed in assumptions.values() for path in assumed)
        self.aliases = {**dispatch.library_aliases, **(aliases or {})}
        self.evaluation = Evaluation(self)
        self.generation = 0
        """How often modules were forgotten: objects of an earlier generation may not be those of a later one."""
        self.abroad = ChangesAbroad(self)
        self.in_progress: set[tuple[str, str]] = set()
        """Functions of modules that are being examined for what they change."""
        self._resolving: set[tuple[str, str]] = set()
        self._namespaces: dict[str, Namespace | None] = {}
        self._forgotten: set[str] = set()
        self._wanted: set[str] = set()
        """Modules that were needed again after they had been forgotten."""
        self._assumed: dict[
            tuple[str, str], list[tuple[tuple[tuple[str, str | bool | None], ...], Abstract]]
        ] = {}

    def namespace(self, name: str) -> Namespace | None:
        """The names of a module; None if the tree has no such module.

        Raises:
            SourceError: the module cannot be read.
        """
        if name not in self._namespaces:
            if name in self._forgotten:
                self._wanted.add(name)
            module = self.tree.module(name)
            namespace = Namespace(self, module, name, module.body) if module else None
            self._namespaces[name] = namespace
            if namespace is not None:
                self.abroad.add(namespace)
        self.tree.reads.note(name)
        return self._namespaces[name]

    def readable_namespace(self, name: str) -> Namespace | None:
        """The names of a module; None if the tree has no such module, or it cannot be read."""
        try:
            return self.namespace(name)
        except SourceError:
            return None

    def forget(self, unneeded: Callable[[str], bool]) -> None:
        """Drop what is known of modules; who needs one again reads it again, and then it stays."""
        self.generation += 1
        for name in [*filter(unneeded, self._namespaces.keys() - self._wanted)]:
            self._forgotten.add(name)
            del self._namespaces[name]
            self.tree.forget(name)
        self.evaluation.start("", ())

    def module_attribute(self, module: str, name: str, evaluation: Evaluation) -> Abstract:
        """`module.name`, where `module` is in the tree; ABSENT if it has neither such a name nor such a submodule."""
        try:
            namespace = self.namespace(module)
        except SourceError as error:
            return unreadable(error)
        if namespace is None:
            return Unknown.outside(f"{module}.{name}", None)
        if name not in namespace.binders and namespace.lazy and self.tree.exists(f"{module}.{name}"):
            return self.module_value(
                f"{module}.{name}"
            )  # before the star imports of a lazy module, which are many
        value = namespace.lookup(name, evaluation)
        if value is not ABSENT:
            return value
        if self.tree.exists(f"{module}.{name}"):
            return self.module_value(f"{module}.{name}")
        getter = namespace.lookup("__getattr__", evaluation) if "__getattr__" in namespace.binders else ABSENT
        if isinstance(getter, FunctionValue):
            return self._ask_getter(getter, name, namespace, evaluation)
        return ABSENT

    def module_value(self, name: str) -> Abstract:
        """A module of the tree as a value; unknown if it cannot be read or is not Python source."""
        try:
            namespace = self.namespace(name)
        except SourceError as error:
            return unreadable(error)
        return ModuleValue(namespace) if namespace else Unknown.outside(name, None)

    def resolve(self, binding: Import, evaluation: Evaluation) -> Abstract:
        """What an import statement bound.

        Raises:
            Raised: `from m import name` where the tree's module has no such name.
        """
        if binding.attribute is None:
            return self.dotted(binding.module, binding.place, evaluation)
        if not self.tree.owns(binding.module):
            return self.external(f"{binding.module}.{binding.attribute}", binding.place, evaluation)
        path = (binding.module, binding.attribute)
        if path in self._resolving:
            what = f"{binding.module}.{binding.attribute} is imported from modules that import it from one another"
            return Unknown(what, binding.place)
        self._resolving.add(path)
        try:
            value = self.module_attribute(*path, evaluation)
        finally:
            self._resolving.remove(path)
        return self.without_source(*path, binding.place, evaluation) if value is ABSENT else value

    def without_source(self, module: str, name: str, place: SourceSpan, evaluation: Evaluation) -> Unknown:
        """What `from module import name` binds where the tree has no such name: a compiled module, if it may be one.

        Raises:
            Raised: ImportError, if it cannot.
        """
        if self.may_be_compiled(module, name, place, evaluation):
            return Unknown.outside(f"{module}.{name}", place)
        raise Raised(ImportError(f"cannot import name {name!r} from {module!r}"), place)

    def resolve_local(self, value: Abstract, evaluation: Evaluation) -> Abstract:
        """The value of a name's binding: imports are resolved when their name is used."""
        return self.resolve(value, evaluation) if isinstance(value, Import) else value

    def running_frame(self) -> Frame:
        """A frame for what Python's own containers make the interpreter call, such as `__eq__`."""
        return Frame(self.evaluation, NOWHERE)

    def dotted(self, module: str, place: SourceSpan | None, evaluation: Evaluation) -> Abstract:
        """A module by its dotted name, in the tree or outside."""
        return (
            self.module_value(module) if self.tree.owns(module) else self.external(module, place, evaluation)
        )

    def external(self, path: str, place: SourceSpan | None, evaluation: Evaluation) -> Abstract:
        """An object of an outside package: assumed, modelled, a known symbol, or unknown."""
        path = self.aliases.get(path, path)
        if path in self.assumable:
            assumed = evaluation.assumption(path)
            if assumed is not None:
                return self.assumed_value(path, str(assumed), None, evaluation)
        if path in evaluation.outside:
            return evaluation.outside[path]
        modelled = dispatch.library_object(path)
        return modelled if modelled is not ABSENT else Unknown.outside(path, place)

    def imports(self, module: str, place: SourceSpan, evaluation: Evaluation) -> bool:
        """Whether `import module` succeeds; decided by the path where neither tree nor scenario says.

        A module below one of the tree's packages that has no source is a compiled extension: it may be there.
        """
        if self.tree.owns(module) and self.tree.exists(module):
            return True
        if dispatch.library_module(module):
            return True
        parts = module.split(".")
        for length in range(len(parts), 0, -1):
            assumed = evaluation.assumption(INSTALLED + ".".join(parts[:length]))
            if assumed is not None:
                return bool(assumed)
        question = Unknown(
            f"whether {module} can be imported is not known",
            place,
            key=("import", module),
            mentions=f"import {module}",
        )
        return evaluation.decide(question)

    def may_be_compiled(self, package: str, name: str, place: SourceSpan, evaluation: Evaluation) -> bool:
        """Whether a name that a package's source does not have is a compiled module of it."""
        namespace = self.namespace(package)
        inside = namespace is not None and namespace.module.is_package
        return inside and self.imports(f"{package}.{name}", place, evaluation)

    def star(self, star: Import, name: str, evaluation: Evaluation) -> Abstract:
        """`name` as `from m import *` would bind it; ABSENT if it would not."""
        target = star.module
        if not self.tree.owns(target):
            return Unknown(f"{name} may come from `from {target} import *`", star.place)
        try:
            namespace = self.namespace(target)
        except SourceError as error:
            return unreadable(error)
        if namespace is None:
            return ABSENT
        exported = namespace.lookup("__all__", evaluation)
        if isinstance(exported, Unknown):
            return exported
        if name not in exported if exported is not ABSENT else name.startswith("_"):
            return ABSENT
        return namespace.lookup(name, evaluation)

    def assumed_value(
        self, path: str, expression: str, namespace: Namespace | None, evaluation: Evaluation
    ) -> Abstract:
        """The value that the running scenario assumes for `path`.

        Raises:
            ConfigError: the expression is not Python.
        """
        kept = self._assumed.setdefault((path, expression), [])
        kept_as = f"assumption {path} {expression}"
        for assumptions, value in kept:
            if all(evaluation.assumed.get(p) == v for p, v in assumptions):
                evaluation.record.assumptions.update(p for p, _ in assumptions)
                self.tree.reads.note(kept_as)
                return value
        frame = self.frame(evaluation, namespace)
        node = parse_expression(expression, f"assumption on {path}")
        with self.tree.reads.by(kept_as):
            value, record = evaluation.recorded(lambda: self._evaluate(node, frame))
        if record.keepable:
            kept.append((tuple((p, evaluation.assumed.get(p)) for p in sorted(record.assumptions)), value))
        return value

    def frame(self, evaluation: Evaluation, namespace: Namespace | None = None) -> Frame:
        """A frame that sees a module's names, or, without one, every top-level package by its name."""
        if namespace is not None:
            owner = namespace
            while owner.cls is not None and owner.outer is not None and owner.outer.namespace is not None:
                owner = owner.outer.namespace
            return Frame(evaluation, owner.module, namespace=owner, position=END)
        return Frame(evaluation, NOWHERE)

    @staticmethod
    def _evaluate(node: ast.expr, frame: Frame) -> Abstract:
        running, frame.evaluation.running = frame.evaluation.running, []
        try:
            return dispatch.evaluate(node, frame)
        finally:
            frame.evaluation.running = running

    def _ask_getter(
        self, getter: FunctionValue, name: str, namespace: Namespace, evaluation: Evaluation
    ) -> Abstract:
        """A module's own `__getattr__`."""
        try:
            return dispatch.call(getter, [name], {}, self.frame(evaluation, namespace), getter.place)
        except Raised as signal:
            if isinstance(signal.exception, AttributeError):
                return ABSENT
            raise
        except Unsupported as signal:
            if signal.final:
                raise
            return Unknown(signal.reason, signal.place)


NOWHERE = Module("", Path(), "configuration", [], is_package=False)
"""Stands for the module of an expression that the configuration holds."""


@functools.cache
def parse_expression(text: str, what: str) -> ast.expr:
    """Parse an expression of the configuration.

    Raises:
        ConfigError: it is not a Python expression.
    """
    try:
        return expanded(ast.parse(text.strip(), mode="eval").body)
    except SyntaxError as error:
        raise ConfigError(f"{what}: {text!r} is not a Python expression: {error.msg}") from None


def unreadable(error: SourceError) -> Unknown:
    """The unknown value that everything of an unreadable module is."""
    return Unknown(f"{error.location}: {error.what}", None)
