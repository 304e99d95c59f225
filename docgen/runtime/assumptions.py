"""Assumptions of a scenario, put in place of the values that the code would find on this machine.

An assumption on a module of the documented tree holds from the statement that binds the name, while the module is
being imported, exactly as in static evaluation: `_ARCH = ask_the_driver()` becomes `_ARCH = <assumed value>`, the
driver is not asked, and whatever the next line derives from `_ARCH` is right. A name that no statement binds (because
a module's `__getattr__` computes it) is provided when it is first read. Standard library only: this module runs in
the child.
"""

from __future__ import annotations

import functools
import importlib.abc
import importlib.machinery
import sys
import types
from typing import TYPE_CHECKING, Any

from docgen.runtime.binding import HOOK, bind
from docgen.runtime.expressions import PROBE, evaluate
from docgen.runtime.stubs import Stub, StubModule, fill

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_MISSING = object()


class Assumptions:
    """The assumptions of the current scenario, and the change to the next one.

    Attributes:
        fixed: Paths whose assumption a module used while it was imported, so that the results stay.
    """

    def __init__(
        self, assume: Mapping[str, str], installed: Sequence[str], documented: frozenset[str]
    ) -> None:
        """Keep the assumptions.

        Args:
            assume: For a dotted path, the expression of its value.
            installed: Packages that the scenario has installed. A path below a module that really exists is an object
                that an extension adds or extends, such as `torch.ops.extension`; attributes that it lacks become
                stubs.
            documented: Names of the documented packages.
        """
        self._expressions = dict(assume)
        self._installed = [path for path in installed if "." in path]
        self._documented = documented
        self._values: dict[str, Any] = {}
        self.fixed: set[str] = set()

    def start(self) -> None:
        """Apply the assumptions on modules that are already imported."""
        for name in sorted({path.rpartition(".")[0] for path in self._expressions}):
            module = sys.modules.get(name)
            if module is not None:
                self._finish(module)

    def wrap(self, spec: importlib.machinery.ModuleSpec) -> importlib.machinery.ModuleSpec:
        """Arrange for the assumptions on a module to be applied while it is loaded."""
        if any(path.startswith(f"{spec.name}.") for path in (*self._expressions, *self._installed)):
            spec.loader = _Loader(spec.loader, self) if spec.loader is not None else None
        return spec

    def move(self, assume: Mapping[str, str]) -> str | None:
        """Change to another scenario's assumptions, if no module has to be imported again for that.

        Returns:
            The reason why a module has to be, or None if the assumptions now hold.
        """
        changed = [path for path, text in assume.items() if self._expressions.get(path) != text]
        if assume.keys() != self._expressions.keys():
            return "they are assumptions on other paths"
        if rooted := sorted(self.fixed.intersection(changed)):
            return f"modules were imported under what was assumed of {', '.join(rooted)}"
        self._expressions = dict(assume)
        for path in changed:
            if path in self._values:
                self._replace(path)
        return None

    def execute(self, module: types.ModuleType, loader: Any) -> None:
        """Run a module under its assumptions."""
        names = self._names(module)
        documented = module.__name__.partition(".")[0] in self._documented
        if documented and isinstance(loader, importlib.machinery.SourceFileLoader):
            source = loader.get_data(loader.path)
            vars(module)[HOOK] = functools.partial(self._bound, module)
            whole = {name for name, below in names.items() if "" in below}
            code = bind(source, loader.path, whole, names.keys() - whole)
            exec(code, vars(module))  # noqa: S102  (what an import is)
        else:
            loader.exec_module(module)
        self._finish(module)

    def _names(self, module: types.ModuleType) -> dict[str, tuple[str, ...]]:
        """For each name at the top level of the module, the assumed paths below it; empty for the name itself."""
        names: dict[str, list[str]] = {}
        prefix = f"{module.__name__}."
        for path in self._expressions:
            top, _, rest = path.removeprefix(prefix).partition(".")
            if path.startswith(prefix) and not (rest and _is_submodule(module, top)):
                names.setdefault(top, []).append(rest)
        return {top: tuple(rest) for top, rest in names.items()}

    def _bound(self, module: types.ModuleType, name: str, value: object = _MISSING) -> object:
        """Return the value that a name of a module gets where its text binds it."""
        for rest in self._names(module)[name]:
            path = f"{module.__name__}.{name}"
            if not rest:
                return self._value(path, module)
            if value is not _MISSING:
                self._attach(value, rest, f"{path}.{rest}", module)
        return value

    def _finish(self, module: types.ModuleType) -> None:
        """Apply the assumptions that running the module did not."""
        for path in self._installed:
            _add(module, path)
        lazy = set()
        for name, paths in self._names(module).items():
            for rest in paths:
                path = f"{module.__name__}.{name}{'.' if rest else ''}{rest}"
                if path in self._values:
                    continue
                if rest and name in vars(module):
                    self._attach(vars(module)[name], rest, path, module)
                elif name in vars(module):
                    vars(module)[name] = self._value(path, module)
                elif not rest:
                    lazy.add(name)
        if lazy:
            self._give_when_asked(module, lazy)

    def _give_when_asked(self, module: types.ModuleType, names: set[str]) -> None:
        """Let the module's `__getattr__` provide names that it does not hold."""
        otherwise = vars(module).get("__getattr__")

        def __getattr__(name: str) -> object:  # noqa: N807  (the module's own hook)
            if name in names:
                value = vars(module)[name] = self._value(f"{module.__name__}.{name}", module)
                return value
            if otherwise is not None:
                return otherwise(name)
            raise AttributeError(
                f"module {module.__name__!r} has no attribute {name!r}", name=name, obj=module
            )

        vars(module)["__getattr__"] = __getattr__

    def _attach(self, owner: Any, rest: str, path: str, module: types.ModuleType) -> None:
        """Set an attribute below a name of a module, unless the object that should hold it does not exist."""
        *between, last = rest.split(".")
        for part in between:
            owner = getattr(owner, part, _MISSING)
        if owner is not _MISSING:
            setattr(owner, last, self._value(path, module))

    def _value(self, path: str, module: types.ModuleType) -> Any:
        if path not in self._values:
            value = evaluate(self._expressions[path], {}, module)
            self._values[path] = self._watched(path, value)
        return self._values[path]

    def _watched(self, path: str, value: Any) -> Any:
        """A function that records calls during a module's import; other values count as used once they exist."""
        if isinstance(value, (classmethod, staticmethod)):
            return type(value)(self._noting(path, value.__func__))
        if isinstance(value, types.FunctionType):
            return self._noting(path, value)
        self.fixed.add(path)
        return value

    def _noting(self, path: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def noting(*args: Any, **kwargs: Any) -> Any:
            if path not in self.fixed and _is_importing():
                self.fixed.add(path)
            return function(*args, **kwargs)

        return noting

    def _replace(self, path: str) -> None:
        """Replace an old function by a new one, in the copies that modules made by `from m import f` as well."""
        old = self._values.pop(path)
        name = max((n for n in sys.modules if path.startswith(f"{n}.")), key=len)
        module = sys.modules[name]
        top, _, rest = path.removeprefix(f"{name}.").partition(".")
        new = self._value(path, module)
        if rest:
            self._attach(vars(module)[top], rest, path, module)
        for holder in list(sys.modules.values()):
            if holder is module or holder.__name__.partition(".")[0] in self._documented:
                copies = [n for n, held in vars(holder).items() if held is old]
                vars(holder).update(dict.fromkeys(copies, new))


def _add(module: types.ModuleType, path: str) -> None:
    """Put a stub where an extension would add an object; an existing object gets stubs for missing attributes."""
    if not path.startswith(f"{module.__name__}.") or isinstance(module, StubModule):
        return
    *between, last = path.removeprefix(f"{module.__name__}.").split(".")
    holder: Any = module
    for part in between:
        holder = getattr(holder, part, None)
    if holder is None or _is_submodule(module, (*between, last)[0]):
        return
    there = getattr(holder, last, None)
    if there is None:
        setattr(holder, last, Stub(path, path))
    else:
        fill(there, path)


class _Loader(importlib.abc.Loader):
    """Loads a module under the assumptions about it."""

    def __init__(self, loader: Any, assumptions: Assumptions) -> None:
        self._loader = loader
        self._assumptions = assumptions

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        made: types.ModuleType | None = self._loader.create_module(spec)
        return made

    def exec_module(self, module: types.ModuleType) -> None:
        self._assumptions.execute(module, self._loader)


def _is_submodule(module: types.ModuleType, name: str) -> bool:
    path = getattr(module, "__path__", None)
    return path is not None and (
        importlib.machinery.PathFinder.find_spec(f"{module.__name__}.{name}", path) is not None
    )


def _is_importing() -> bool:
    """Tell whether a module is being imported further up the stack."""
    frame = sys._getframe(1)  # documented, and the only way up the stack without copying it
    while frame is not None:
        name, code = frame.f_globals.get("__name__"), frame.f_code
        if code.co_name == "<module>" and code.co_filename != PROBE and name != "__main__":
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False
