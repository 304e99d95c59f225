"""Names of rows by a configured expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from docgen.static.answers.canonical import canonical
from docgen.static.engine.configuration import NOWHERE, parse_expression
from docgen.static.engine.guarded import attempted
from docgen.static.execution.expressions import evaluate
from docgen.static.objects.control_flow import Raised, Unavailable
from docgen.static.objects.exception_text import describe
from docgen.static.objects.frames import Frame
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.discovery.found import Found
    from docgen.static.answers.interpreter import Program


def named(found: Found, expression: str, program: Program, scenario: str) -> Found:
    """Name a row by an expression over the names that a probe sees; where its value is unknown, the row keeps its name.

    The expression is evaluated separately, so that the name does not depend on earlier questions.
    """
    bind, evaluation = found.bind, program.evaluation
    if bind is None:
        return found
    node = parse_expression(expression, "name under [discovery]")
    place = SourceSpan(NOWHERE, node)
    evaluation.start(scenario, ())

    def name() -> Abstract:
        frame = Frame(evaluation, NOWHERE)
        frame.names.update(bind(evaluation))
        return canonical(evaluate(node, frame), {}, frame, place)

    try:
        value = attempted(name)
    except Unavailable as signal:
        value = Unknown(signal.reason, signal.place)
    except Raised as signal:
        value = Unknown(f"raises {describe(signal.exception)}", signal.place)
    if evaluation.taken:
        value = Unknown(f"{expression} depends on an open condition", place)
    if isinstance(value, str) and value:
        return msgspec.structs.replace(found, name=value)
    reason = value.reason if isinstance(value, Unknown) else f"{expression} is no text, but {value!r}"
    return msgspec.structs.replace(found, nameless=reason)
