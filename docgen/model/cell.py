"""One answer of the table: a question put to a backend, under some scenarios, by one origin."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import msgspec

from docgen.model.location import Location
from docgen.model.portable import portable_text
from docgen.model.undecided import Undecided, by_reason

T = TypeVar("T")

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
else:
    Value = Any  # msgspec cannot decode recursive types
"""A canonical value: what JSON can hold. Enum members stand by name, torch dtypes as `float16`, and what JSON cannot
hold (`docgen.model.portable`) as a tagged text."""


MOST_ALTERNATIVES = 4
"""Most values that are shown of a conditional answer, or kept of one over a domain."""


class Origin(enum.Enum):
    """Source of an answer."""

    STATIC = "static"
    """The source, evaluated without importing it."""
    RUNTIME = "runtime"
    """The imported class, asked in a child process."""
    DOCUMENTED = "documented"
    """The published page."""


INAPPLICABLE = "the question does not apply to the backend"
"""Reason for a missing declaration where the capability does not apply to the backend."""


class State(enum.Enum):
    """Degree to which an answer is known."""

    KNOWN = "known"
    """One value, whatever the scenario leaves open."""
    CONDITIONAL = "conditional"
    """Several values, depending on something that the scenario leaves open."""
    UNKNOWN = "unknown"
    """No value, for a reason and at a place that the answer carries."""
    NOT_DECLARED = "not-declared"
    """The class declares nothing that could answer: the release predates the capability, for example, or the question
    has no meaning for it.
    """
    UNAVAILABLE = "unavailable"
    """No class to ask, because its module cannot be imported. This is neither a no nor unknown."""


class Condition(msgspec.Struct, frozen=True):
    """One of the values of a conditional answer."""

    when: str
    """Condition that selects this value, as source text of the documented project."""
    value: Value
    """The value under that condition."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """An answer for one backend and one capability under `scenarios`.

    Use the constructors `known`, `conditional`, `unknown`, `not_declared` and `unavailable`: each takes exactly the
    fields that its state needs.
    """

    scenarios: tuple[str, ...]
    """Names of the scenarios in which the answer holds."""
    state: State
    """Degree to which the answer is known."""
    origin: Origin
    """Source of the answer."""
    location: Location | None
    """The declaration that decided; for an unknown answer, the place where the evaluation gave up; for an unavailable
    class, the import that fails.
    """
    value: Value = None
    """The canonical value of a known answer, else None."""
    conditions: tuple[Condition, ...] = ()
    """The alternatives of a conditional answer."""
    reason: str | None = None
    """Reason why the answer is unknown or not declared; for an unavailable class, the exception of its import."""
    holds: tuple[Value, ...] = ()
    """Values of the domain that an otherwise unknown answer is known to hold."""
    undecided: tuple[Undecided, ...] = ()
    """Values of the domain that an unknown answer may hold, in addition to those in `holds`. If both are empty, nothing
    is known of any value.
    """
    stubs: tuple[str, ...] = ()
    """Modules that were not installed, and that were replaced by stubs for a runtime answer."""

    def __post_init__(self) -> None:
        """Refuse a cell whose fields contradict its state.

        Raises:
            ValueError: no scenario, a reason missing where one is due, a value where there is none, conditions
                without alternatives, or values that are not known in an answer that is.
        """
        if not self.scenarios:
            raise ValueError("a cell holds in at least one scenario")
        # Compared one by one: the hash of an Enum member is computed in Python.
        if (self.reason is None) is not (self.state is State.KNOWN or self.state is State.CONDITIONAL):
            msg = f"a {self.state.value} cell with reason {self.reason!r}"
            raise ValueError(msg)
        if self.value is not None and self.state is not State.KNOWN:
            msg = f"a {self.state.value} cell with value {self.value!r}"
            raise ValueError(msg)
        if (self.undecided and self.state is not State.UNKNOWN) or (self.holds and not self.undecided):
            msg = (
                f"a {self.state.value} cell with values that are known and {len(self.undecided)} that are not"
            )
            raise ValueError(msg)
        if len(self.conditions) == 1 or bool(self.conditions) is not (self.state is State.CONDITIONAL):
            msg = f"a {self.state.value} cell with {len(self.conditions)} conditions"
            raise ValueError(msg)

    @classmethod
    def known(
        cls,
        value: Value,
        location: Location | None,
        scenarios: tuple[str, ...],
        origin: Origin = Origin.STATIC,
    ) -> Cell:
        """An answer of one value."""
        return cls(scenarios=scenarios, state=State.KNOWN, origin=origin, location=location, value=value)

    @classmethod
    def conditional(
        cls,
        conditions: tuple[Condition, ...],
        location: Location | None,
        scenarios: tuple[str, ...],
        origin: Origin = Origin.STATIC,
    ) -> Cell:
        """Return an answer of several values, each with the condition that selects it."""
        return cls(
            scenarios=scenarios,
            state=State.CONDITIONAL,
            origin=origin,
            location=location,
            conditions=conditions,
        )

    @classmethod
    def unknown(
        cls,
        reason: str,
        location: Location | None,
        scenarios: tuple[str, ...],
        origin: Origin = Origin.STATIC,
    ) -> Cell:
        """Return an unknown answer, with its reason."""
        return cls(
            scenarios=scenarios,
            state=State.UNKNOWN,
            origin=origin,
            location=location,
            reason=portable_text(reason),
        )

    @classmethod
    def in_part(
        cls,
        holds: tuple[Value, ...],
        undecided: tuple[Undecided, ...],
        location: Location | None,
        scenarios: tuple[str, ...],
        origin: Origin = Origin.STATIC,
    ) -> Cell:
        """Return an answer over a domain that is unknown for some values, of which there is at least one.

        Args:
            holds: The values that are known to be supported.
            undecided: The values for which it is unknown.
            location: The declaration that decided the others.
            scenarios: Names of the scenarios in which the answer holds.
            origin: Who answered.
        """
        first = undecided[0]
        alike = not holds and len({each.why for each in undecided}) == 1
        whole = first.reason or f"each value {first.why}"
        named = "; ".join(f"{values}: {why}" for why, values in by_reason(undecided))
        return cls(
            scenarios=scenarios,
            state=State.UNKNOWN,
            origin=origin,
            location=first.location or location,
            reason=whole if alike else named,
            holds=holds,
            undecided=undecided,
        )

    @classmethod
    def not_declared(
        cls,
        reason: str,
        location: Location | None,
        scenarios: tuple[str, ...],
        origin: Origin = Origin.STATIC,
    ) -> Cell:
        """Return an answer that says that the class declares nothing the probe could ask."""
        return cls(
            scenarios=scenarios,
            state=State.NOT_DECLARED,
            origin=origin,
            location=location,
            reason=portable_text(reason),
        )

    @classmethod
    def unavailable(
        cls,
        reason: str,
        location: Location | None,
        scenarios: tuple[str, ...],
        origin: Origin = Origin.STATIC,
    ) -> Cell:
        """Return an answer that says that the class's module cannot be imported.

        Args:
            reason: The exception of the import, and the chain of modules that leads to it.
            location: The import that fails.
            scenarios: Names of the scenarios in which it fails.
            origin: Who answered.
        """
        return cls(
            scenarios=scenarios, state=State.UNAVAILABLE, origin=origin, location=location, reason=reason
        )

    @property
    def told_by(self) -> str:
        """Return the source of the answer, for readers: `static`, or `runtime (stubbed: aiter)`."""
        stubbed = f" (stubbed: {', '.join(self.stubs)})" if self.stubs else ""
        return f"{self.origin.value}{stubbed}"

    def same_answer(self, other: Cell) -> bool:
        """Tell whether both cells hold the same answer, whatever their scenarios."""
        return msgspec.structs.replace(self, scenarios=other.scenarios) == other


def identical(left: Value, right: Value) -> bool:
    """Tell whether two canonical values are equal; `True`, `1` and `1.0` are different values."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(identical, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(identical(left[key], right[key]) for key in left)
    return left == right


def key_of(value: Value) -> Hashable:
    """A key that two canonical values share if they are identical."""
    if isinstance(value, list):
        return (list, *map(key_of, value))
    if isinstance(value, dict):
        return (dict, frozenset((name, key_of(part)) for name, part in value.items()))
    return type(value), value


def grouped(answers: Iterable[tuple[str, T]], alike: Callable[[T, T], bool]) -> list[tuple[T, list[str]]]:
    """Group equal answers: the first of each group, with the scenarios of all answers in it."""
    groups: list[tuple[T, list[str]]] = []
    for scenario, answer in answers:
        names = next((names for first, names in groups if alike(first, answer)), None)
        if names is None:
            groups.append((answer, [scenario]))
        else:
            names.append(scenario)
    return groups
