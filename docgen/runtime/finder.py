"""Which packages are there: those that are, those that the scenario has instead, and those that it lacks.

Standard library only: this module runs in the child.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from typing import TYPE_CHECKING, Any

from docgen.runtime.stubs import StubModule

if TYPE_CHECKING:
    import types
    from collections.abc import Iterator, Sequence

    from docgen.runtime.assumptions import Assumptions

_MACHINERY = {"importlib", "_frozen_importlib", "_frozen_importlib_external"}
"""Where the frames between the code that imports and this finder come from."""


class ScenarioFinder(importlib.abc.MetaPathFinder):
    """Stands in front of the finders that there are, asks them first, and fills in what the scenario has installed."""

    def __init__(
        self,
        installed: Sequence[str],
        missing: Sequence[str],
        documented: Sequence[str],
        assumptions: Assumptions,
    ) -> None:
        self._known = {**dict.fromkeys(installed, True), **dict.fromkeys(missing, False)}
        self._documented = frozenset(documented)
        self._seeing = self._documented | {__name__.partition(".")[0]}
        self._assumptions = assumptions
        self._others = list(sys.meta_path)

    def install(self) -> None:
        """Put it in the place of the finders that it asks: what is missing must not be found by one behind it."""
        sys.meta_path[:] = [self]

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The module that is there; else a stub, if the scenario has it; else nothing."""
        prefix = self._decisive(name)
        if prefix is not None and not self._known[prefix]:
            return None
        found = (finder.find_spec(name, path, target) for finder in self._others)
        spec = next((spec for spec in found if spec is not None), None)
        if spec is None:
            return _stub_spec(name) if prefix is not None and self._may_stub(name, prefix) else None
        if spec.loader is not None and prefix == name and name not in self._documented:
            spec.loader = _Fallback(spec.loader)
        return self._assumptions.wrap(spec)

    def find_distributions(self, *arguments: Any, **named: Any) -> Iterator[Any]:
        """The metadata of installed distributions, which `importlib.metadata` asks the finders for."""
        for finder in self._others:
            yield from getattr(finder, "find_distributions", _nothing)(*arguments, **named)

    def invalidate_caches(self) -> None:
        """Have the finders that it asks look at the disk again."""
        for finder in self._others:
            getattr(finder, "invalidate_caches", _nothing)()

    def _decisive(self, name: str) -> str | None:
        """The longest part of a dotted name that the scenario says something of."""
        parts = name.split(".")
        prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        return next((prefix for prefix in prefixes if prefix in self._known), None)

    def _may_stub(self, name: str, prefix: str) -> bool:
        """Tell whether a module that is not found may be a stub.

        A documented package lacks its compiled extensions; any other that is really there lacks nothing. And packages
        that are really there see what is really there: they were tested with nothing else, and fall back by themselves.
        """
        if self._asker() not in self._seeing:
            return False
        if name == prefix or name.partition(".")[0] in self._documented:
            return True
        return isinstance(sys.modules.get(prefix), StubModule)

    @staticmethod
    def _asker() -> str:
        """The top-level package of the code that imports, or asks whether it could."""
        frame: types.FrameType | None = sys._getframe(2)  # documented; the stack is not copied
        while frame is not None:
            top = str(frame.f_globals.get("__name__")).partition(".")[0]
            if top not in _MACHINERY and frame.f_globals is not globals():
                return top
            frame = frame.f_back
        return ""


class _StubLoader(importlib.abc.Loader):
    """Makes stub modules, all of them packages."""

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> StubModule:
        module = StubModule(spec.name)
        module.__file__ = f"<stub {spec.name}>"  # modules print where they found what they use
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to run."""


class _Fallback(importlib.abc.Loader):
    """Loads a package that is there; one that cannot be loaded on this machine becomes a stub."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        try:
            made: types.ModuleType | None = self._loader.create_module(spec)
        except (ImportError, OSError):
            return StubModule(spec.name)
        return made

    def exec_module(self, module: types.ModuleType) -> None:
        if isinstance(module, StubModule):
            return
        try:
            self._loader.exec_module(module)
        except (ImportError, OSError):
            # A shared library of the accelerator is not here. The module object is known already: it changes class.
            module.__class__ = StubModule
            module.__path__ = []


def _nothing(*_: Any, **__: Any) -> tuple[()]:
    """Return what a finder without the method in question answers."""
    return ()


def _stub_spec(name: str) -> importlib.machinery.ModuleSpec:
    return importlib.machinery.ModuleSpec(name, _StubLoader(), is_package=True)
