"""How the documented code chooses a backend for a configuration, for `docgen explain`."""

from __future__ import annotations

import msgspec


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
        """Refuse a name that no expression could see."""
        if not self.name.isidentifier():
            msg = f"parameter {self.name!r} is no Python identifier"
            raise ValueError(msg)


class Explain(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The choice as expressions over the documented code, evaluated from its source."""

    refusals: tuple[str, ...]
    """Python expressions over `cls` and the parameters whose value is the list of reasons why a backend does not fit,
    empty if it does. The first that the release's signature takes is used, so that one profile serves several."""
    order: tuple[str, ...] = ()
    """Python expressions over the parameters for the backends that are tried, the preferred one first; the first that
    the release's signature takes is used. Without any, they are tried in the order of the rows."""
    parameter: tuple[Parameter, ...] = ()
    """What a configuration can say."""
    cases: str = ""
    """A Python expression over `config`, a model's configuration as plain data: a list of dictionaries from names of
    parameters to values, one for each kind of layer that the model has."""

    def __post_init__(self) -> None:
        """Refuse a choice that nothing decides."""
        if not self.refusals:
            raise ValueError("explain needs at least one expression under `refusals`")
