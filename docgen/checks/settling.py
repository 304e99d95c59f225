"""The line of configuration that would settle an unknown answer, where one would."""

from __future__ import annotations

import re

_PATH = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
_FORMS = (
    (
        re.compile(rf"\bimport ({_PATH})"),
        'list "{0}" under `installed` or `missing` of the scenario, or of [defaults]',
    ),
    (
        re.compile(rf"({_PATH})\(\)\S* is outside the documented tree"),
        'say what it gives: `assume = {{ "{0}" = "lambda *args, **kwargs: ..." }}` in the scenario, or in [defaults]',
    ),
    (
        re.compile(rf"({_PATH}) is outside the documented tree"),
        'say what it is: `assume = {{ "{0}" = "..." }}` in the scenario, or in [defaults]',
    ),
)
"""Reasons of unknown answers, and what settles them; the first that matches counts."""

OTHERWISE = "pin in a scenario what it depends on, or ask the imported class with --runtime"


def settled_by(reason: str) -> str:
    """Return the line of configuration that makes an answer known.

    Args:
        reason: The evaluator's reason why the answer is unknown.
    """
    for pattern, remedy in _FORMS:
        if found := pattern.search(reason):
            return remedy.format(found[1])
    return OTHERWISE
