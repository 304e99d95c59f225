"""The documented program: its modules, objects outside it, and the scenarios' assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.errors import SourceError
from docgen.static.engine import worlds
from docgen.static.engine.abroad import ChangesAbroad
from docgen.static.engine.assumed import AssumedValues
from docgen.static.engine.choices import Choice
from docgen.static.engine.configuration import INSTALLED, NOWHERE, names_below, unreadable
from docgen.static.engine.evaluation import Evaluation
from docgen.static.engine.live_names import LiveNamespace
from docgen.static.engine.module_facts import body_index
from docgen.static.engine.module_getter import ask_getter
from docgen.static.engine.namespace import Namespace
from docgen.static.engine.world import World
from docgen.static.objects import dispatch
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.frames import Frame
from docgen.static.objects.submodules import own_or_submodule
from docgen.static.objects.values import ABSENT, Abstract, ModuleValue, SourceSpan, Unknown
from docgen.static.source.compiling import compiled_module
from docgen.static.source.extent import is_small
from docgen.static.source.scopes import Import

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Hashable, Mapping

    from docgen.static.objects.type_values import ClassValue
    from docgen.static.source.module import Module
    from docgen.static.source.tree import SourceTree


class Program:
    """Modules by name and the scenarios' assumptions; evaluations share results that do not depend on their path.

    Attributes:
        assumptions: For each scenario, its assumptions by dotted path.
        assumable: Every path that some scenario makes an assumption about.
        aliases: Outside paths that name the same object.
        runs_imports: True if imports run the imported modules.
        entry: The module of the registry, which is imported before everything else; None if there is none.
    """

    def __init__(
        self,
        tree: SourceTree,
        assumptions: dict[str, dict[str, str | bool]],
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        self.tree = tree
        self.assumptions = assumptions
        self.assumable = frozenset(path for assumed in assumptions.values() for path in assumed)
        self.assumable_names = names_below(self.assumable)
        """The same by the modules and classes that hold them."""
        self.aliases = {**dispatch.library_aliases, **(aliases or {})}
        self.runs_imports = is_small(tree.names())
        self.entry: str | None = None
        self.worlds: dict[Hashable, list[World]] = {}
        """Worlds by scenario, the last entered one at the end."""
        self.evaluation = Evaluation(self)
        self.generation = 0
        """Number of times that modules were forgotten; objects of an earlier generation may be others than later."""
        self.abroad = ChangesAbroad(self)
        self.kept: dict[type[Any], Any] = {}
        """Findings of rooms above this one, by the type of what holds them; forgotten with the program."""
        self.in_progress: set[tuple[str, str]] = set()
        """Functions of modules whose effects are being determined."""
        self._resolving: set[tuple[str, str]] = set()
        self._assumed = AssumedValues(self)
        self._forgotten: set[str] = set()
        self._wanted: set[str] = set()
        """Modules that were needed again after they had been forgotten."""

    def namespace(self, name: str) -> Namespace | None:
        """The names of a module; None if the tree has no such module.

        Raises:
            SourceError: the module cannot be read.
        """
        if self.runs_imports and not self.evaluation.entered:
            self._enter()
        namespaces = self.evaluation.world.namespaces
        if name not in namespaces:
            if name in self._forgotten:
                self._wanted.add(name)
            module = compiled_module(name, self.tree) if self.runs_imports else self.tree.module(name)
            namespace = self.make_namespace(module, name, module.body) if module else None
            namespaces[name] = namespace
            if namespace is not None and not self.runs_imports:
                self.abroad.add(namespace)
        self.tree.reads.note(name)
        return namespaces[name]

    def make_namespace(
        self,
        module: Module,
        path: str,
        body: list[ast.stmt],
        *,
        cls: ClassValue | None = None,
        outer: Frame | None = None,
    ) -> Namespace:
        """The names of a body that will run, or, in a large tree, of one whose names are looked up."""
        lazy = cls is None and body_index(module, body, is_module=True).lazy
        kind = LiveNamespace if self.runs_imports and not lazy else Namespace
        return kind(self, module, path, body, cls=cls, outer=outer)

    def world(self, scenario: str, *, coarsely: bool) -> World:
        """A world of a scenario; the same for all if imports do not run."""
        key = (scenario, coarsely) if self.runs_imports else None
        return (self.worlds.get(key) or self.worlds.setdefault(key, [World(key)]))[-1]

    def enter(self, module: str) -> None:
        """Begin a path with the imports of the registry and of the module that is asked about.

        Raises:
            Raised: one of them cannot be imported.
        """
        before = (self.entry,) if self.entry is not None and self.entry != module else ()
        worlds.enter((*before, module), self.evaluation)

    def _enter(self) -> None:
        """Begin a path that asks about no module with the import of the registry."""
        worlds.enter((self.entry,) if self.entry is not None else (), self.evaluation)

    def readable_namespace(self, name: str) -> Namespace | None:
        """The names of a module; None if the tree has no such module, or it cannot be read."""
        try:
            return self.namespace(name)
        except SourceError:
            return None

    def forget(self, unneeded: Callable[[str], bool]) -> None:
        """Drop the results about modules; a module that is needed again is read again, and then kept."""
        if self.runs_imports:
            return  # a small tree fits in memory
        self.generation += 1
        namespaces = self.evaluation.world.namespaces
        for name in [*filter(unneeded, namespaces.keys() - self._wanted)]:
            self._forgotten.add(name)
            del namespaces[name]
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
        if isinstance(namespace, LiveNamespace):
            return self._live_attribute(namespace, name, evaluation)
        if name not in namespace.binders and namespace.lazy and self.tree.exists(f"{module}.{name}"):
            return self.module_value(
                f"{module}.{name}"
            )  # before the star imports of a lazy module, which are many
        value = own_or_submodule(namespace, name, namespace.lookup(name, evaluation))
        if value is not ABSENT:
            return value
        if self.tree.exists(f"{module}.{name}"):
            return self.module_value(f"{module}.{name}")
        getter = namespace.lookup("__getattr__", evaluation) if "__getattr__" in namespace.binders else ABSENT
        if isinstance(getter, FunctionValue):
            return ask_getter(getter, name, namespace, evaluation)
        return ABSENT

    def _live_attribute(self, namespace: LiveNamespace, name: str, evaluation: Evaluation) -> Abstract:
        """An attribute of a module that is imported; its submodules exist once something imported them."""
        value = namespace.lookup(name, evaluation)
        if value is not ABSENT:
            return value
        getter = namespace.lookup("__getattr__", evaluation) if name != "__getattr__" else ABSENT
        if isinstance(getter, FunctionValue):
            return ask_getter(getter, name, namespace, evaluation)
        return (
            ABSENT if getter is ABSENT else Unknown(f"__getattr__ of {namespace.path} is not followed", None)
        )

    def module_value(self, name: str) -> Abstract:
        """A module of the tree as a value; unknown if it cannot be read or is not Python source."""
        try:
            namespace = self.namespace(name)
        except SourceError as error:
            return unreadable(error)
        return ModuleValue(namespace) if namespace else Unknown.outside(name, None)

    def resolve(self, binding: Import, evaluation: Evaluation) -> Abstract:
        """Return the object that an import statement bound.

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
        """Return the value of `from module import name` for a name without source: a compiled module, if possible.

        Raises:
            Raised: ImportError, if it cannot.
        """
        if self.may_be_compiled(module, name, place, evaluation):
            return Unknown.outside(f"{module}.{name}", place)
        namespace = self.readable_namespace(module)
        what, path = repr(module), namespace.module.path if namespace is not None else None
        if isinstance(namespace, LiveNamespace) and not namespace.done:
            what = f"partially initialized module {module!r} (most likely due to a circular import)"
        message = f"cannot import name {name!r} from {what} ({path or 'unknown location'})"
        raise Raised(ImportError(message, name=module, path=str(path) if path else None), place)

    def resolve_local(self, value: Abstract, evaluation: Evaluation) -> Abstract:
        """The value of a name's binding: imports are resolved when their name is used."""
        if isinstance(value, Choice):
            value = value.picked(evaluation)
        return self.resolve(value, evaluation) if isinstance(value, Import) else value

    def running_frame(self) -> Frame:
        """A frame for methods that Python's own containers make the interpreter call, such as `__eq__`."""
        return Frame(self.evaluation, NOWHERE)

    def dotted(self, module: str, place: SourceSpan | None, evaluation: Evaluation) -> Abstract:
        """A module by its dotted name, in the tree or outside."""
        owned = self.tree.owns(module)
        return self.module_value(module) if owned else self.external(module, place, evaluation)

    def external(self, path: str, place: SourceSpan | None, evaluation: Evaluation) -> Abstract:
        """An object of an outside package: assumed, modelled, a known symbol, or unknown."""
        path = self.aliases.get(path, path)
        if path in self.assumable and (assumed := evaluation.assumption(path)) is not None:
            return self.assumed_value(path, str(assumed), None, evaluation)
        if path in evaluation.outside:
            return evaluation.outside[path]
        modelled = dispatch.library_object(path)
        return modelled if modelled is not ABSENT else Unknown.outside(path, place)

    def imports(self, module: str, place: SourceSpan, evaluation: Evaluation) -> bool:
        """Tell whether `import module` succeeds; the path decides if neither tree nor scenario does.

        Raises:
            Raised: ModuleNotFoundError, if a module of the tree lacks something; or its own exception.
        """
        if self.tree.owns(module) and self.tree.exists(module):
            dispatch.refuse_missing(module, place, evaluation)
        return self.finds(module, place, evaluation)

    def finds(self, module: str, place: SourceSpan, evaluation: Evaluation) -> bool:
        """Tell whether there is a module; one of the tree without source may be a compiled extension."""
        if self.tree.owns(module) and self.tree.exists(module):
            return True
        if (installed := self.is_installed(module, evaluation)) is not None:
            return installed
        return evaluation.decide_import(module, place)

    def is_installed(self, module: str, evaluation: Evaluation) -> bool | None:
        """Tell whether a module outside the tree is installed; None if nothing says so."""
        if dispatch.library_module(module):
            return True
        parts = module.split(".")
        for length in range(len(parts), 0, -1):
            assumed = evaluation.assumption(INSTALLED + ".".join(parts[:length]))
            if assumed is not None:
                return bool(assumed)
        return None

    def may_be_compiled(self, package: str, name: str, place: SourceSpan, evaluation: Evaluation) -> bool:
        """Tell whether a name that a package's source does not have is a compiled module of it."""
        namespace = self.namespace(package)
        inside = namespace is not None and namespace.module.is_package
        return inside and self.imports(f"{package}.{name}", place, evaluation)

    def assumed_value(
        self, path: str, expression: str, namespace: Namespace | None, evaluation: Evaluation
    ) -> Abstract:
        """The value that the running scenario assumes for `path`.

        Raises:
            ConfigError: the expression is not Python.
        """
        return self._assumed.value(path, expression, namespace, evaluation)
