"""importlib: modules by name."""

from __future__ import annotations

from importlib import util
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.engine.imported_names import import_path
from docgen.static.engine.importing import reload
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.values import Abstract, ModuleValue, SourceSpan, Symbol, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def import_module(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`importlib.import_module`.

    Raises:
        Raised: ModuleNotFoundError, or any exception of the module.
        Unsupported: it may import any module of a tree whose imports run.
    """
    program = frame.evaluation.program
    name = _absolute(args, place)
    if name is None and program.runs_imports:
        raise Unsupported("which module is imported is not known", place, final=True)
    if name is None:
        raise Indefinite(Unknown("which module is imported is not known", place))
    if program.runs_imports and program.tree.owns(name):
        return import_path(name, place, frame.evaluation)
    if not program.imports(name, place, frame.evaluation):
        raise Raised(ModuleNotFoundError(f"No module named {name!r}", name=name), place)
    return program.dotted(name, place, frame.evaluation)


def _absolute(args: Args, place: SourceSpan) -> str | None:
    """The absolute name of the module that `import_module(name, package)` imports; None if it is unknown.

    Raises:
        Raised: TypeError for a relative name without a package.
    """
    name, package = args[0], args[1] if len(args) > 1 else None
    if not isinstance(name, str) or not name.startswith("."):
        return name if isinstance(name, str) else None
    if not package:
        message = f"the 'package' argument is required to perform a relative import for {name!r}"
        raise Raised(TypeError(message), place)
    if not isinstance(package, str):
        return None
    try:
        return util.resolve_name(name, package)
    except ImportError as error:
        raise Raised(error, place) from None


def _reload(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`importlib.reload`: the body runs once more, over its earlier bindings."""
    module = args[0]
    if not isinstance(module, ModuleValue) or not frame.evaluation.program.runs_imports:
        raise Indefinite(Unknown("importlib.reload is not modelled here", place))
    reload(module.namespace, frame.evaluation)
    return module


def _find_spec(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if not isinstance(args[0], str):
        raise Indefinite(args[0] if isinstance(args[0], Unknown) else Unknown("no name of a module", place))
    program = frame.evaluation.program
    parent = args[0].rpartition(".")[0]
    if parent and not program.imports(parent, place, frame.evaluation):
        raise Raised(ModuleNotFoundError(f"No module named {parent!r}", name=parent), place)
    found = program.finds(args[0], place, frame.evaluation)
    return (
        Symbol(f"importlib.machinery.ModuleSpec({args[0]})", "importlib.machinery.ModuleSpec")
        if found
        else None
    )


def _not_found() -> type[ModuleNotFoundError]:
    from importlib.metadata import PackageNotFoundError  # noqa: PLC0415

    return PackageNotFoundError


def _version(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`importlib.metadata.version`: fails for a package that is not installed, else some text."""
    if not isinstance(args[0], str):
        raise Indefinite(args[0] if isinstance(args[0], Unknown) else Unknown("no name of a package", place))
    name = args[0].replace("-", "_")
    if not frame.evaluation.program.imports(name, place, frame.evaluation):
        raise Raised(_not_found()(args[0]), place)
    return Unknown(f"which version of {args[0]} is installed is not known", place, key=("version", name))


FUNCTIONS: dict[str, Model] = {
    "importlib.import_module": Model(import_module, "name package", 1),
    "importlib.reload": Model(_reload, "module", 1),
    "importlib.metadata.version": Model(_version, "distribution_name", 1),
    "importlib.util.find_spec": Model(_find_spec, "name", 1),
}
TYPES: dict[str, Abstract] = {}
LATE: dict[str, Callable[[], Abstract]] = {"importlib.metadata.PackageNotFoundError": _not_found}
"""Objects that are imported when they are asked for: their module takes as long to import as half of the evaluator."""
