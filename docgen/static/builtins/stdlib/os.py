"""os: the environment, whose reads see the values that the program wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.objects import outside_state
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.native import speak
from docgen.static.objects.origins import ENVIRONMENT, Origin
from docgen.static.objects.values import ABSENT, DELETED, Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_ENVIRON = Unknown.outside(ENVIRONMENT, None)


def no_such_name(name: str, place: SourceSpan | None) -> Raised:
    """The KeyError of a name that the environment does not hold."""
    return Raised(speak(KeyError(name)), place)


def _get(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`os.getenv`: from the environment that the scenario assumes, from the program's own writes, else unknown."""
    name, default = args[0], args[1] if len(args) > 1 else None
    if not isinstance(name, str):
        raise _refused(name, place)
    environment = frame.evaluation.program.external(ENVIRONMENT, place, frame.evaluation)
    if isinstance(environment, dict):
        return environment.get(name, default)
    written = outside_state.environment_item(name, frame.evaluation, place)
    if written is not ABSENT:
        return default if written is DELETED else written
    key = ("environment", name, default) if isinstance(default, str | None) else None
    origin = Origin.RISKY if default is None else Origin.OWN  # None allows next to nothing
    found = Unknown("the environment is not known", place, key=key, origin=origin)
    if isinstance(default, str):  # what fails for the default fails where the variable is not set
        found.kind, found.alike = str, (default,)
    return found


def _set_default(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    name, value = args
    current = _get([name], {}, frame, place)
    if isinstance(current, Unknown):
        outside_state.set_item(_ENVIRON, name, current, frame.evaluation, place)
        return current
    if current is not None:
        return current
    outside_state.set_item(_ENVIRON, name, value, frame.evaluation, place)
    return value


def _pop(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    missing = object()
    current = _get([args[0], missing], {}, frame, place)
    if current is missing:
        if len(args) > 1:
            return args[1]
        raise no_such_name(args[0], place)
    if not isinstance(current, Unknown) or len(args) == 1:
        outside_state.set_item(_ENVIRON, args[0], DELETED, frame.evaluation, place)
    else:
        frame.evaluation.outside[ENVIRONMENT, args[0]] = DELETED
        frame.evaluation.record.mutated = True
    return current


def _update(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    source = args[0] if args else {}
    if not isinstance(source, dict):
        source = {Unknown("what the environment is updated with is not known", place): ""}
    for name, value in source.items():
        outside_state.set_item(_ENVIRON, name, value, frame.evaluation, place)
    return None


def _forget(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """A method that changes the environment in a way that is not followed."""
    unknown = Unknown("the environment was changed", place)
    outside_state.set_item(_ENVIRON, unknown, "", frame.evaluation, place)
    return unknown


def _ends(_: Args, __: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """A function after which nothing of the program runs.

    Raises:
        Unsupported: always.
    """
    raise Unsupported("the process ends here", place, final=True)


def _refused(name: Abstract, place: SourceSpan) -> Exception:
    if isinstance(name, Unknown):
        return Indefinite(name)
    return Raised(TypeError(f"str expected, not {type(name).__name__}"), place)


_ENDING = ("_exit", "abort", "execl", "execle", "execlp", "execlpe", "execv", "execve", "execvp", "execvpe")
FUNCTIONS: dict[str, Model] = {
    **{f"os.{name}": Model(_ends, variadic=True) for name in _ENDING},
    "os.getenv": Model(_get, "key default", 1),
    "os.environ.clear": Model(_forget),
    "os.environ.get": Model(_get, "key default", 1),
    "os.environ.pop": Model(_pop, "key default", 1),
    "os.environ.popitem": Model(_forget),
    "os.environ.setdefault": Model(_set_default, "key value", 2),
    "os.environ.update": Model(_update, "other"),
    "os.putenv": Model(_forget, "name value", 2),
    "os.unsetenv": Model(_forget, "name", 1),
}
TYPES: dict[str, Abstract] = {}
