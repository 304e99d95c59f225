"""Operations on unknown values: each succeeds, or, where the program is prepared for it, may raise.

Where no handler waits, an operation is taken to succeed: there is no answer where it fails. Under a handler both are
possible, and the path decides; no more is known of the exception than that one was raised.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Hashable

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.values import SourceSpan

IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError"})
"""Names of exceptions that imports raise, and calls, which may import."""
_NEVER = frozenset({"GeneratorExit", "KeyboardInterrupt", "SystemExit"})
"""Names of exceptions that no operation raises of itself."""


_FAILURE = object()
"""Opens the key of an exception that an operation on something unknown may raise."""


class Care(enum.Enum):
    """The care that a function outside the tree is known to take of what it is given."""

    NONE = "none"
    """It may change, call and keep everything, and raise anything."""
    KEEPS = "keeps"
    """It changes nothing; what it returns may call what it was given."""
    LEAVES = "leaves"
    """It changes nothing and keeps nothing."""
    NEVER_RAISES = "never raises"
    """It neither changes nor keeps anything, and does not raise at a caller who uses it as it is meant."""


def outcome(
    value: Unknown,
    evaluation: Evaluation,
    place: SourceSpan | None,
    key: Hashable = None,
    *,
    kind: type | None = None,
) -> Unknown:
    """The unknown result of an operation on an unknown value.

    Args:
        value: The operand.
        evaluation: On whose behalf.
        place: Where the operation stands.
        key: Operations of equal key have equal results.
        kind: The class of the result, where that is known.

    Raises:
        Raised: the path decides that the operation raises.
    """
    fork(value, evaluation, place, key)
    return Unknown(value.reason, place, key=key, kind=kind, holds=value.holds)


def refuse_lost(value: Unknown, place: SourceSpan | None) -> None:
    """Refuse an operation on what was a value of the tree: that it fails may be the answer.

    Raises:
        Unsupported: it was one.
    """
    if value.lost:
        raise Unsupported(value.reason, place)


def fork(
    value: Unknown,
    evaluation: Evaluation,
    place: SourceSpan | None,
    key: Hashable = None,
    *,
    may_import: bool = False,
) -> None:
    """Decide whether an operation on an unknown value raises, where a handler waits for it.

    Raises:
        Raised: it does; the exception is unknown.
    """
    unraised = _NEVER if may_import else _NEVER | IMPORT_ERRORS
    if not any(names - unraised for names in evaluation.guards):
        return
    text = place.text if place is not None else value.text
    question = Unknown(
        value.reason,
        place,
        key=None if key is None else ("raises", key),
        mentions=f"{text} raises",
    )
    # The plain path is the one without an exception: negate, so that it is explored first.
    if not evaluation.decide(Unknown("", place, negates=question)):
        raise Raised(Unknown(f"what {text} raises", place, key=(_FAILURE, object())), place)


def must_be_caught(exception: Unknown, evaluation: Evaluation) -> bool:
    """Tell whether an exception must end where it is: a module that it leaves cannot be imported."""
    forked = isinstance(exception.key, tuple) and exception.key[0] is _FAILURE
    return forked and bool(evaluation.running) and not any(evaluation.guards)
