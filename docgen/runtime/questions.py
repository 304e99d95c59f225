"""Put the configured questions to imported classes.

Standard library only: this module runs in the child.
"""

from __future__ import annotations

import enum
import functools
import importlib
import inspect
import sys
import traceback
import types
import typing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.model.portable import portable_text
from docgen.runtime.canonical import Canonical, NoFormError
from docgen.runtime.expressions import PROBE, evaluate
from docgen.runtime.stubs import RECORD, Stub, StubModule, stub_base

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Message = dict[str, Any]


_LONGEST = 4_000
"""Most characters of the text that describes an exception, a stub or a file."""


def shortened(text: str) -> str:
    """Shorten a text, because documented code may raise exceptions with texts of any length."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


class MissingClassError(Exception):
    """A registry names a class that does not exist."""


class InapplicableError(Exception):
    """A question has no meaning for a class."""


class Questioner:
    """Asks classes, under whatever assumptions are in place."""

    def __init__(self, root: str, packages: frozenset[str], spelling: Mapping[str, str]) -> None:
        self._root = root
        self._packages = packages
        self._canonical = Canonical(spelling, packages)

    def load(self, path: str) -> type:
        """Import the class at a dotted path.

        Raises:
            MissingClassError: there is no such module, or no such class in it.
        """
        name, _, attribute = path.rpartition(".")
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
                raise MissingClassError(f"there is no module {error.name}") from None
            self._forget_orphans()
            raise
        except BaseException:
            self._forget_orphans()
            raise
        if isinstance(module, StubModule):
            raise MissingClassError(f"there is no module {name}")
        cls = getattr(module, attribute, None)
        if not isinstance(cls, type):
            raise MissingClassError(f"module {name} has no class {attribute}")
        return cls

    def _forget_orphans(self) -> None:
        """Take out of `sys.modules` what an import that failed left there without the package around it.

        Python removes a package that raises, and keeps its submodules; the next import of one of them would raise
        KeyError, or find classes of a package that is imported twice.
        """
        for name in sorted(sys.modules):
            package, _, _ = name.rpartition(".")
            if package and package not in sys.modules and name.partition(".")[0] in self._packages:
                del sys.modules[name]

    def domain(self, source: str | list[str]) -> list[Any]:
        """The values that a capability's variable takes.

        Raises:
            NoFormError: the configured object has no values.
        """
        if isinstance(source, list):
            return [evaluate(text, {}) for text in source]
        value = evaluate(source, {})
        if typing.get_origin(value) is typing.Literal:
            return list(typing.get_args(value))
        if isinstance(value, type) and not issubclass(value, enum.Enum):
            raise NoFormError(f"{source} is no Enum, Literal or collection")
        return list(value)

    def ask(self, cls: type | None, capability: Mapping[str, Any], domain: list[Any] | None) -> Message:
        """Answer one question; over a domain, a value that raises leaves only that value unknown."""
        probe, variable = capability["probe"], capability["variable"]
        given = {} if cls is None else {"cls": cls}
        raised: list[tuple[Any, str]] = []

        def holds(value: Any) -> bool:
            try:
                return bool(self._unless_refused(capability, {**given, variable: value}))
            except BaseException as error:
                if cls is not None and _is_undeclared(error, cls):
                    raise
                raised.append((value, f"raises {self.describe(error)}"))
                return False

        def compute() -> Any:
            if capability["applies"] and not evaluate(capability["applies"], given):
                raise InapplicableError(capability["inapplicable"])
            if variable is None:
                return self._unless_refused(capability, given)
            return [value for value in domain or () if holds(value)]

        answer = self.answer(compute, cls)
        if raised and answer["state"] == "known":
            answer["undecided"] = [(self._canonical(value), reason) for value, reason in raised]
        if answer["place"] is None and cls is not None:
            answer["place"] = self.declaration(cls, probe)
        return answer

    @staticmethod
    def _unless_refused(capability: Mapping[str, Any], given: Mapping[str, object]) -> Any:
        """Return the value of the probe; no, where it raises an exception that means a refusal."""
        try:
            return evaluate(capability["probe"], given)
        except BaseException as error:
            refusals = [evaluate(path, {}) for path in capability["refuses"]]
            if any(type(each) is type and each in type(error).__mro__ for each in refusals):
                return False
            raise

    def answer(self, compute: Callable[[], Any], cls: type | None = None) -> Message:
        """Return the outcome of a computation: its canonical value, or why it has none, and the stubs it used."""
        RECORD.clear()
        answer: Message = {"state": "unknown", "value": None, "reason": None, "place": None}
        try:
            answer.update(state="known", value=self._canonical(compute()))
        except InapplicableError as error:
            answer.update(state="not-declared", reason=str(error))
        except NoFormError as error:
            answer["reason"] = shortened(str(error))
        except BaseException as error:  # noqa: BLE001  (whatever the documented code raises is its answer)
            answer.update(self._failure(error, cls))
        if answer["state"] == "known" and RECORD.decisions:
            what, where = next(iter(RECORD.decisions.items()))
            reason = f"hangs on the {what}, which is not installed here ({self._relative(where)})"
            answer.update(state="unknown", value=None, reason=reason, place=self._place(where))
        answer["stubs"] = sorted(RECORD.touched)
        return answer

    def _failure(self, error: BaseException, cls: type | None) -> Message:
        """Return the meaning of an exception: the class declares nothing to ask, or asking it failed."""
        if cls is not None and _is_undeclared(error, cls):
            if (base := stub_base(cls)) is not None:
                return {"reason": f"{cls.__name__} derives from {base}, which is not installed here"}
            reason = f"{cls.__name__} has no attribute {getattr(error, 'name', None)!r}"
            return {"state": "not-declared", "reason": shortened(reason)}
        return {"reason": f"raises {self.describe(error)}", "place": self.place_of(error)}

    @staticmethod
    def describe(error: BaseException) -> str:
        """An exception on one line."""
        kind = type.__dict__["__name__"].__get__(type(error))
        try:
            text = " ".join(str(error).split())
        except BaseException as second:  # noqa: BLE001  (documented code says how its exceptions read)
            text = f"its text raises {type.__dict__['__name__'].__get__(type(second))}"
        return shortened(portable_text(f"{kind}: {text}" if text else kind))

    def place_of(self, error: BaseException) -> list[Any] | None:
        """The innermost line of the documented tree that an exception passed through; else the innermost line."""
        if isinstance(error, SyntaxError) and error.filename and error.lineno:
            return [self._relative(error.filename), error.lineno]
        steps = traceback.extract_tb(error.__traceback__)
        inside = [step for step in steps if step.filename.startswith(self._root)]
        outside = [step for step in steps if step.filename != PROBE and not step.filename.startswith(_OWN)]
        for step in (inside or outside)[-1:]:
            return [self._relative(step.filename), step.lineno or 1]
        return None

    def declaration(self, cls: type, probe: str) -> list[Any] | None:
        """Find the definition of the first attribute that a probe reads from a class."""
        name = _asked(probe)
        for owner in cls.__mro__:
            if name in vars(owner):
                function = _function(vars(owner)[name])
                if function is None:
                    return self.home(owner)
                return [self._relative(function.__code__.co_filename), _line_of(function)]
        return None

    def home(self, cls: type) -> list[Any] | None:
        """Find the definition of a class."""
        module = sys.modules.get(cls.__module__)
        file = getattr(module, "__file__", None)
        return [self._relative(file), _line_of(cls)] if isinstance(file, str) else None

    def _place(self, where: str) -> list[Any]:
        file, _, line = where.rpartition(":")
        return [self._relative(file), int(line)]

    def _relative(self, file: str) -> str:
        return file.removeprefix(f"{self._root}/")


_OWN = str(Path(__file__).parent)
_WRAPPERS = 16
"""Most decorators that are unwrapped; a function may claim to wrap itself."""
_WRAPPING = {types.FunctionType, type(functools.cache(len))}
"""Types of the objects that `functools.wraps` and `functools.cache` make."""


@functools.cache
def _line_of(definition: Any) -> int:
    """The line of a `def` or `class` statement, below its decorators; 1 for an object without a text."""
    try:
        lines, start = inspect.findsource(definition)
    except (OSError, TypeError):
        return 1
    words = ("class ", "def ", "async def ")
    found = (number for number in range(start, len(lines)) if lines[number].lstrip().startswith(words))
    return next(found, start) + 1


def _function(held: Any) -> types.FunctionType | None:
    """Unwrap the function that a class holds under a name.

    Kinds are recognised by `type` alone, because `isinstance` would ask the object itself.
    """
    if type(held) in {classmethod, staticmethod}:
        held = held.__func__
    for _ in range(_WRAPPERS):
        if type(held) not in _WRAPPING or "__wrapped__" not in held.__dict__:
            break
        held = held.__dict__["__wrapped__"]
    return held if type(held) is types.FunctionType else None


@functools.cache
def _asked(probe: str) -> str:
    """The attribute of `cls` that a probe calls or reads first."""
    return probe.partition("cls.")[2].partition("(")[0].partition(" ")[0].partition(".")[0]


def _is_undeclared(error: BaseException, cls: type) -> bool:
    """Tell whether the probe itself, and no code that it called, read an attribute that the class does not have."""
    if not isinstance(error, AttributeError) or getattr(error, "obj", None) is not cls:
        return False
    last = traceback.extract_tb(error.__traceback__)[-1]
    return last.filename == PROBE


def members(registry: Any) -> dict[str, Any]:
    """The members of a registry, aliases included, and their values.

    Raises:
        MissingClassError: it is no Enum.
    """
    if isinstance(registry, (Stub, types.ModuleType)) or not isinstance(registry, enum.EnumMeta):
        raise MissingClassError(f"{registry!r} is no Enum")
    found: Mapping[str, enum.Enum] = registry.__members__
    return {name: member.value for name, member in found.items()}
