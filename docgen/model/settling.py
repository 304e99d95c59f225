"""The line of configuration that would settle an unknown answer, where one would."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Form(NamedTuple):
    """A form of reasons, and what settles them."""

    pattern: re.Pattern[str]
    """Matches a reason."""
    line: str
    """A line that a person can write; `{0}` stands for the first group of the pattern."""
    plain: Mapping[str, str] = MappingProxyType({})
    """The assumption that settles it on a plain machine: without variables in its environment, and without files."""


_PATH = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
_WHERE = "in the scenario, or in [defaults]"
_DECIDE = r"(?:combinations of conditions decide|hangs on).*"
_ENVIRONMENT = f'say what the environment holds: `assume = {{{{ "os.environ" = "{{{{}}}}" }}}}` {_WHERE}'
_FORMS = (
    Form(
        re.compile(rf"{_DECIDE}\bos\.environ\b"),
        _ENVIRONMENT,
        {"os.environ": "{}"},
    ),
    Form(
        re.compile(rf"{_DECIDE}\bos\.path\.exists\("),
        f'say which files there are: `assume = {{{{ "os.path.exists" = "lambda path: False" }}}}` {_WHERE}',
        {"os.path.exists": "lambda path: False"},
    ),
    Form(
        re.compile(rf"(?<!cannot )\bimport ({_PATH})(?=$|[,;)\s])"),
        'list "{0}" under `installed` or `missing` of the scenario, or of [defaults]',
    ),
    Form(
        re.compile(r"\b(?:the environment is not known|os\.environ is outside the documented tree)"),
        _ENVIRONMENT,
        {"os.environ": "{}"},
    ),
    Form(
        re.compile(r"\bis not known to be (?:imported|defined): "),
        f"if every module can be imported: `importable = true` {_WHERE}",
    ),
    Form(
        re.compile(rf"which version of {_PATH} is installed is not known"),
        f'say which: `assume = {{{{ "importlib.metadata.version" = "lambda name: \'1.0\'" }}}}` {_WHERE}',
    ),
    Form(
        re.compile(rf"({_PATH})\(\)\(\)\S* is outside the documented tree"),
        f'if it changes nothing: `assume = {{{{ "{{0}}" = "lambda function: function" }}}}` {_WHERE}',
    ),
    Form(
        re.compile(rf"({_PATH})\(\)\S* is outside the documented tree"),
        f'say what it gives: `assume = {{{{ "{{0}}" = "lambda *args, **kwargs: ..." }}}}` {_WHERE}',
    ),
    Form(
        re.compile(rf"may come from the metaclass: ({_PATH}) is outside the documented tree"),
        f'if the metaclass adds nothing that is asked for: `assume = {{{{ "{{0}}" = "type" }}}}` {_WHERE}',
    ),
    Form(
        re.compile(rf"may be inherited from ({_PATH})(?=$|[,;)\s])"),
        f'if the base adds nothing that is asked for: `assume = {{{{ "{{0}}" = "object" }}}}` {_WHERE}',
    ),
    Form(
        re.compile(rf"({_PATH}) may bring a metaclass"),
        f'if the base adds nothing that is asked for: `assume = {{{{ "{{0}}" = "object" }}}}` {_WHERE}',
    ),
    Form(
        re.compile(rf"importing {_PATH} changes ({_PATH})(?=$|[,;)\s])"),
        f'say what it is then: `assume = {{{{ "{{0}}" = "..." }}}}` {_WHERE}',
    ),
    Form(
        re.compile(rf"({_PATH}) is outside the documented tree"),
        f'say what it is: `assume = {{{{ "{{0}}" = "..." }}}}` {_WHERE}',
    ),
    Form(
        re.compile(r"is for `__init__` to set"),
        "let the probe ask an object whose `__init__` runs, `cls(...)` in place of `object.__new__(cls)`",
    ),
    Form(
        re.compile(rf"\braises ({_PATH})\b"),
        'if that means no: `refuses = ["{0}"]` in the capability',
    ),
)
"""Reasons of unknown answers, and what settles them; the first that matches counts."""

OTHERWISE = "pin in a scenario what it depends on, or ask the imported class with --runtime"


def settling_line(reason: str) -> str | None:
    """Return the line that a person can write so that an answer is known; None where none is known to help.

    Args:
        reason: Why it is not known, in the words of the evaluator.
    """
    for form in _FORMS:
        if found := form.pattern.search(reason):
            return form.line.format(*found.groups())
    return None


def plainly(reason: str) -> dict[str, str]:
    """Return the assumptions of a plain machine that bear on a reason, by dotted path.

    Args:
        reason: Why an answer is not known, in the words of the evaluator.
    """
    return {
        path: value
        for form in _FORMS
        if form.plain and form.pattern.search(reason)
        for path, value in form.plain.items()
    }


def settled_by(reason: str) -> str:
    """Return what a person can do so that an answer is known: the line that settles it, or other ways.

    Args:
        reason: Why it is not known, in the words of the evaluator.
    """
    return settling_line(reason) or OTHERWISE
