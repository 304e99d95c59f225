"""Import of the packages that are installed, those that the scenario adds as stubs, and not those that it lacks.

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
"""Modules of the stack frames between the importing code and this finder."""


class ScenarioFinder(importlib.abc.MetaPathFinder):
    """Precedes the existing finders, asks them first, and adds the packages that the scenario has installed."""

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
        """Take the place of the existing finders: a later finder must not find a package that is to be missing."""
        sys.meta_path[:] = [self]

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find an existing module; else a stub, if the scenario has the package installed; else nothing."""
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
        """Make the existing finders look at the disk again."""
        for finder in self._others:
            getattr(finder, "invalidate_caches", _nothing)()

    def _decisive(self, name: str) -> str | None:
        """The longest part of a dotted name that the scenario mentions."""
        parts = name.split(".")
        prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        return next((prefix for prefix in prefixes if prefix in self._known), None)

    def _may_stub(self, name: str, prefix: str) -> bool:
        """Tell whether a module that was not found may become a stub.

        A documented package may lack its compiled extensions; any other installed package lacks nothing. Installed
        packages do not see stubs either: they were tested without them, and have their own fallbacks.
        """
        if self._asker() not in self._seeing:
            return False
        if name == prefix or name.partition(".")[0] in self._documented:
            return True
        return isinstance(sys.modules.get(prefix), StubModule)

    @staticmethod
    def _asker() -> str:
        """The top-level package of the code that imports, or that asks if it could."""
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
        module.__file__ = f"<stub {spec.name}>"  # modules print the places of the packages that they use
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        """Do nothing: there is no code to run."""


class _Fallback(importlib.abc.Loader):
    """Loads an installed package; one that cannot be loaded on this machine becomes a stub."""

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
            # A shared library of the accelerator is missing. The module object is registered already, so it changes
            # its class.
            module.__class__ = StubModule
            module.__path__ = []


def _nothing(*_: Any, **__: Any) -> tuple[()]:
    """Return the result for a finder that lacks a method."""
    return ()


def _stub_spec(name: str) -> importlib.machinery.ModuleSpec:
    return importlib.machinery.ModuleSpec(name, _StubLoader(), is_package=True)
