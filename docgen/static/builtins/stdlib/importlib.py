"""importlib: modules by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.values import Abstract, SourceSpan, Symbol, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def import_module(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`importlib.import_module` of an absolute name.

    Raises:
        Raised: ModuleNotFoundError.
    """
    if not isinstance(args[0], str) or args[0].startswith("."):
        raise Indefinite(Unknown("which module is imported is not known", place))
    program = frame.evaluation.program
    if not program.imports(args[0], place, frame.evaluation):
        raise Raised(ModuleNotFoundError(f"No module named {args[0]!r}", name=args[0]), place)
    return program.dotted(args[0], place, frame.evaluation)


def _find_spec(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if not isinstance(args[0], str):
        raise Indefinite(args[0] if isinstance(args[0], Unknown) else Unknown("no name of a module", place))
    found = frame.evaluation.program.imports(args[0], place, frame.evaluation)
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
    "importlib.import_module": Model(import_module, "name", 1),
    "importlib.metadata.version": Model(_version, "distribution_name", 1),
    "importlib.util.find_spec": Model(_find_spec, "name", 1),
}
TYPES: dict[str, Abstract] = {}
LATE: dict[str, Callable[[], Abstract]] = {"importlib.metadata.PackageNotFoundError": _not_found}
"""What is imported when it is asked for: its module takes as long to import as half of the evaluator."""
