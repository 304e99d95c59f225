"""How the documented code chooses a backend for a configuration, for `docgen explain`."""

from __future__ import annotations

import msgspec

MODEL = "config"
"""The name of a model's configuration in expressions, a dictionary; empty where no model is asked for."""
ASKED = "asked"
"""The name of what `asked` gives, in the expressions of `order` and `refusals`."""


class Parameter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that a configuration says, and that a choice may hang on."""

    name: str
    """The name that people set it by, and that the expressions see it under."""
    default: str
    """A Python expression for its value where nobody sets it."""
    values: str | tuple[str, ...] = ()
    """The values it can take: a list of Python expressions, or the dotted path of an Enum, a `Literal` or a constant of
    the documented code. People name one by its canonical form. Empty for numbers, truth values and plain text, which
    people write as in Python."""

    def __post_init__(self) -> None:
        """Refuse a name that no expression could see, or that stands for something else there."""
        if not self.name.isidentifier() or self.name in {"cls", MODEL, ASKED}:
            msg = f"parameter {self.name!r} is no Python identifier, or one that expressions have already"
            raise ValueError(msg)


class Explain(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The choice as expressions over the documented code, evaluated from its source.

    All see the parameters by name, and the model's configuration as `config`, which is empty where no model is asked
    for. Where several expressions are given, the first that the signatures of the release take is used, so that one
    profile serves several releases.
    """

    refusals: tuple[str, ...]
    """Python expressions over `cls`, too, whose value is the list of reasons why a backend does not fit, empty if it
    does."""
    order: tuple[str, ...] = ()
    """Python expressions for the backends that are tried, the preferred one first. Without any, they are tried in the
    order of the rows."""
    asked: tuple[str, ...] = ()
    """Python expressions for what the documented code makes of the parameters before it chooses, such as the arguments
    of its own calls. `order` and `refusals` see the value as `asked`."""
    assume: dict[str, str] = {}
    """Assumptions besides those of the scenario, by dotted path, while a backend is chosen."""
    order_assume: dict[str, str] = {}
    """Assumptions besides those while `order` is evaluated: where the documented code loads each backend to find its
    order, a stand-in for what it loads."""
    parameter: tuple[Parameter, ...] = ()
    """What a configuration can say."""
    cases: str = ""
    """A Python expression over `config` alone: a list of dictionaries from names of parameters to values, one for each
    kind of layer that the model has. A value that is None is not stated: the default stands."""

    def __post_init__(self) -> None:
        """Refuse a choice that nothing decides."""
        if not self.refusals:
            raise ValueError("explain needs at least one expression under `refusals`")
