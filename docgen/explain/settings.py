"""Parameters, from the words of people and of models' configurations to expressions that stand for their values."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import msgspec

from docgen.config import Capability
from docgen.config.explain import MODEL
from docgen.errors import ConfigError, nearest, use_one_of
from docgen.model.cell import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from docgen.config.explain import Explain, Parameter
    from docgen.static.answers.questions import Questioner
    from docgen.static.objects.values import Abstract


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One configuration that a backend is chosen for."""

    shown: dict[str, Value]
    """The parameters that were set, in canonical form."""
    texts: dict[str, str]
    """A Python expression for the value of every parameter, and for the model's configuration."""

    def names(self, expressions: Iterable[str]) -> dict[str, str]:
        """Return the expressions of the values that some expressions mention, by name."""
        mentioned = {
            node.id
            for text in expressions
            for node in ast.walk(ast.parse(text.strip(), mode="eval"))
            if isinstance(node, ast.Name)
        }
        return {name: text for name, text in self.texts.items() if name in mentioned}

    def bound(self, expression: str) -> str:
        """Return an expression without free names: a function of the values that it mentions, called with them."""
        names = self.names([expression])
        return (
            f"(lambda {', '.join(names)}: {expression.strip()})({', '.join(names.values())})"
            if names
            else expression
        )


class Settings:
    """The parameters of one project."""

    def __init__(self, rules: Explain, questioner: Questioner) -> None:
        """Read values by the names that the documented code gives them, as `questioner` finds them."""
        self._parameters = {parameter.name: parameter for parameter in rules.parameter}
        self._questioner = questioner

    def case(self, given: Mapping[str, Value], model: Mapping[str, Value]) -> Case:
        """Return the case of these parameters, with all others at their defaults.

        Raises:
            ConfigError: a parameter, or a value of one, is not known.
        """
        shown: dict[str, Value] = {}
        texts = {name: parameter.default for name, parameter in self._parameters.items()}
        for name, value in given.items():
            shown[name], texts[name] = self._setting(self._parameter(name), value)
        return Case(shown=shown, texts={**texts, MODEL: repr(model)})

    def known(self, name: str) -> tuple[str, ...]:
        """Return the values that a parameter can take; none for numbers, truth values and plain text.

        Raises:
            ConfigError: they cannot be read.
        """
        parameter = self._parameter(name)
        return tuple(map(str, self._domain(parameter)[1])) if parameter.values else ()

    def _domain(self, parameter: Parameter) -> tuple[Capability, tuple[Value, ...]]:
        """The question for the values of a parameter, and the answer."""
        name = parameter.name
        domain = Capability(key=f"parameter_{name}", header=name, probe="True", over={name: parameter.values})
        known = self._questioner.domain(domain)
        if known is None:
            raise ConfigError(
                f"the values of parameter {name} cannot be read", remedy="correct it under [explain]"
            )
        return domain, known

    def _parameter(self, name: str) -> Parameter:
        if name not in self._parameters:
            raise ConfigError(
                f"no parameter {name!r}{nearest(name, self._parameters)}", remedy=use_one_of(self._parameters)
            )
        return self._parameters[name]

    def _setting(self, parameter: Parameter, given: Value) -> tuple[Value, str]:
        """A parameter's value in canonical form, and its expression."""
        name = parameter.name
        if not parameter.values:
            value = _literal(given) if isinstance(given, str) else given
            return value, repr(value)
        domain, known = self._domain(parameter)
        spelt = [str(value) for value in known]
        folded = [text.casefold() for text in spelt]
        if str(given).casefold() not in folded:
            raise ConfigError(
                f"{name} has no value {given!r}{nearest(str(given), spelt)}", remedy=use_one_of(spelt)
            )
        position = folded.index(str(given).casefold())
        return known[position], _expression(parameter.values, self._questioner.objects(domain), position)


def parse_settings(words: Iterable[str]) -> dict[str, str]:
    """Parse words of the form `NAME=VALUE` into values by name.

    Raises:
        ConfigError: a word has another form.
    """
    settings = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not (name and equals):
            raise ConfigError(f"{word!r} is no setting", remedy="write NAME=VALUE, as in head_size=64")
        settings[name] = value
    return settings


def _expression(values: str | tuple[str, ...], objects: Sequence[Abstract], position: int) -> str:
    """A Python expression for one value of a domain: a literal where it is one, else its place in the domain."""
    if not isinstance(values, str):
        return values[position]
    value = objects[position]
    return repr(value) if isinstance(value, str | int | float | None) else f"[*{values}][{position}]"


def _literal(text: str) -> Value:
    """A value as people write it: in the syntax of Python or JSON, or else plain text."""
    words: dict[str, Value] = {"true": True, "false": False, "null": None, "none": None}
    if text.casefold() in words:
        return words[text.casefold()]
    try:
        value: Value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    return value
