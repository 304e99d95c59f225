"""The line of configuration that would settle an unknown answer, where one would."""

from __future__ import annotations

import re

_PATH = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
_WHERE = "in the scenario, or in [defaults]"
_FORMS = (
    (
        re.compile(rf"\bimport ({_PATH})(?=$|[,;)\s])"),
        'list "{0}" under `installed` or `missing` of the scenario, or of [defaults]',
    ),
    (
        re.compile(r"\b(?:the environment is not known|os\.environ is outside the documented tree)"),
        f'say what the environment holds: `assume = {{{{ "os.environ" = "{{{{}}}}" }}}}` {_WHERE}',
    ),
    (
        re.compile(rf"which version of {_PATH} is installed is not known"),
        f'say which: `assume = {{{{ "importlib.metadata.version" = "lambda name: \'1.0\'" }}}}` {_WHERE}',
    ),
    (
        re.compile(rf"({_PATH})\(\)\(\)\S* is outside the documented tree"),
        f'if it changes nothing: `assume = {{{{ "{{0}}" = "lambda function: function" }}}}` {_WHERE}',
    ),
    (
        re.compile(rf"({_PATH})\(\)\S* is outside the documented tree"),
        f'say what it gives: `assume = {{{{ "{{0}}" = "lambda *args, **kwargs: ..." }}}}` {_WHERE}',
    ),
    (
        re.compile(rf"may come from the metaclass: ({_PATH}) is outside the documented tree"),
        f'if the metaclass adds nothing that is asked for: `assume = {{{{ "{{0}}" = "type" }}}}` {_WHERE}',
    ),
    (
        re.compile(rf"may be inherited from ({_PATH})(?=$|[,;)\s])"),
        f'if the base adds nothing that is asked for: `assume = {{{{ "{{0}}" = "object" }}}}` {_WHERE}',
    ),
    (
        re.compile(rf"({_PATH}) may bring a metaclass"),
        f'if the base adds nothing that is asked for: `assume = {{{{ "{{0}}" = "object" }}}}` {_WHERE}',
    ),
    (
        re.compile(rf"importing {_PATH} changes ({_PATH})(?=$|[,;)\s])"),
        f'say what it is then: `assume = {{{{ "{{0}}" = "..." }}}}` {_WHERE}',
    ),
    (
        re.compile(rf"({_PATH}) is outside the documented tree"),
        f'say what it is: `assume = {{{{ "{{0}}" = "..." }}}}` {_WHERE}',
    ),
    (
        re.compile(r"is for `__init__` to set"),
        "let the probe ask an object whose `__init__` runs, `cls(...)` in place of `object.__new__(cls)`",
    ),
    (
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
    for pattern, remedy in _FORMS:
        if found := pattern.search(reason):
            return remedy.format(*found.groups())
    return None


def settled_by(reason: str) -> str:
    """Return what a person can do so that an answer is known: the line that settles it, or other ways.

    Args:
        reason: Why it is not known, in the words of the evaluator.
    """
    return settling_line(reason) or OTHERWISE
