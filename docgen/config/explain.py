"""The part of the configuration that describes the documented code's choice of a backend, for `docgen explain`."""

from __future__ import annotations

import math

import msgspec

MODEL = "config"
"""The name by which expressions see a model's configuration: a dictionary, which is empty where no model is given."""
MOST_TABLED = 10_000
"""Most combinations that pages hold."""
ASKED = "asked"
"""The name by which the expressions of `order` and `refusals` see the value of `asked`."""


class Parameter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An input of the choice that users can set."""

    name: str
    """The name by which users set it and expressions see it."""
    default: str
    """A Python expression for its default value."""
    values: str | tuple[str, ...] = ()
    """The values that it can take: a list of Python expressions, or the dotted path of an Enum, a `Literal` or a
    constant of the documented code. Users name a value by its canonical form. Empty for numbers, truth values and plain
    text, which users write as in Python.
    """

    def __post_init__(self) -> None:
        """Refuse a name that no expression could see, or that has another meaning there."""
        if not self.name.isidentifier() or self.name in {"cls", MODEL, ASKED}:
            msg = f"parameter {self.name!r} is no Python identifier, or one that expressions have already"
            raise ValueError(msg)


class Tabled(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Requirements whose choices pages hold: every combination of some values, all other parameters at their defaults.

    Pages need them where the code makes calls of its own that no browser can run.
    """

    title: str
    """A name for these requirements, which pages show."""
    values: dict[str, tuple[str | int | float | bool, ...]]
    """Values by parameter, written as users of `docgen explain` write them."""

    def __post_init__(self) -> None:
        """Refuse a parameter without values."""
        for name, values in self.values.items():
            if not values:
                msg = f"`tabled` lists no values of {name}"
                raise ValueError(msg)

    @property
    def size(self) -> int:
        """Number of combinations."""
        return math.prod(map(len, self.values.values()))


class Explain(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The choice, as expressions over the documented code that are evaluated from its source.

    All expressions see the parameters by name, and the model's configuration as `config`, which is empty where no
    model is given. Where several expressions are listed, the first that fits the signatures of the release is used,
    so that one profile serves several releases.
    """

    refusals: tuple[str, ...]
    """Python expressions, over `cls` as well, whose value is the list of reasons why a backend does not fit; empty if
    it fits.
    """
    order: tuple[str, ...] = ()
    """Python expressions for the backends that are tried, the preferred one first. Without any, backends are tried in
    the order of the rows.
    """
    asked: tuple[str, ...] = ()
    """Python expressions for objects that the documented code makes of the parameters before it chooses, such as the
    arguments of its own calls. `order` and `refusals` see the value as `asked`.
    """
    assume: dict[str, str] = {}
    """Assumptions, by dotted path, that hold in addition to those of the scenario while a backend is chosen."""
    order_assume: dict[str, str] = {}
    """Further assumptions while `order` is evaluated: where the documented code loads each backend to find its order, a
    stand-in for the function that loads.
    """
    parameter: tuple[Parameter, ...] = ()
    """The inputs of the choice."""
    tabled: tuple[Tabled, ...] = ()
    """Requirements whose choices pages hold where `asked`, `assume` or `order_assume` is given; for any others, the
    page shows the command that answers.
    """
    cases: str = ""
    """A Python expression over `config` alone: a list of dictionaries from names of parameters to values, one for each
    kind of layer that the model has. For a value that is None, the default is used.
    """

    def __post_init__(self) -> None:
        """Refuse a choice without expressions that decide it."""
        if not self.refusals:
            raise ValueError("explain needs at least one expression under `refusals`")
        known = {parameter.name for parameter in self.parameter}
        for name in (name for each in self.tabled for name in each.values):
            if name not in known:
                msg = f"`tabled` has values of {name}, which is no parameter"
                raise ValueError(msg)
        if (found := sum(each.size for each in self.tabled)) > MOST_TABLED:
            msg = f"`tabled` has {found} combinations, more than the {MOST_TABLED} that a page can hold"
            raise ValueError(msg)
