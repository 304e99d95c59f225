"""Operations on unknown values: each succeeds, or may raise where the program handles exceptions.

Under a handler both are possible, and the path decides; the exception itself is unknown. Without one, an operation is
assumed to succeed where modules are imported, and on objects of other packages; any other makes the answer unknown.
"""

from __future__ import annotations

import ast
import enum
from typing import TYPE_CHECKING

from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.origins import ENVIRONMENT, Origin
from docgen.static.objects.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Hashable

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.values import SourceSpan

IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError"})
"""Names of exceptions that imports raise, and calls, which may import."""
_NEVER = frozenset({"GeneratorExit", "KeyboardInterrupt", "SystemExit"})
"""Names of exceptions that no operation raises by itself."""


_SAFE = frozenset({"!=", "==", "text", "truth"})
"""First elements of the keys of operations that raise on no object of Python's own."""
_FAILURE = object()
"""First element of the key of an exception that an operation on an unknown value may raise."""


class Care(enum.Enum):
    """Known effects of a function outside the tree on its arguments."""

    NONE = "none"
    """It may change, call and keep everything, and raise anything."""
    KEEPS = "keeps"
    """It changes nothing; its result may call the arguments."""
    LEAVES = "leaves"
    """It changes nothing and keeps nothing."""
    NEVER_RAISES = "never raises"
    """It neither changes nor keeps anything, and does not raise if it is used as intended."""


def outcome(
    value: Unknown,
    evaluation: Evaluation,
    place: SourceSpan | None,
    key: Hashable = None,
    *,
    kind: type | None = None,
    is_typed: bool = False,
) -> Unknown:
    """The unknown result of an operation on an unknown value.

    Args:
        value: The operand.
        evaluation: The evaluation that runs it.
        place: The place of the operation.
        key: Operations of equal key have equal results.
        kind: The class of the result, if it is known.
        is_typed: See `fork`.

    Raises:
        Raised: the path decides that the operation raises.
    """
    fork(value, evaluation, place, key, is_typed=is_typed)
    return value.derived(place, key=key, kind=kind, holds=value.holds, lost=value.spoils)


def refuse_lost(value: Unknown, place: SourceSpan | None) -> None:
    """Refuse an operation on a lost value of the tree, because its failure may be the answer.

    Raises:
        Unsupported: it is such a value.
    """
    if value.lost:
        raise Unsupported(value.reason, place, lost=True, origin=value.origin)


def refuse_changed(value: Unknown, evaluation: Evaluation, place: SourceSpan | None) -> None:
    """Refuse a call on a lost value in a tree whose imports run: in a larger one, changes are guessed from the text.

    Raises:
        Unsupported: it is such a value in such a tree.
    """
    if evaluation.program.runs_imports:
        refuse_lost(value, place)


def fork(
    value: Unknown,
    evaluation: Evaluation,
    place: SourceSpan | None,
    key: Hashable = None,
    *,
    may_import: bool = False,
    is_typed: bool = False,
) -> None:
    """Decide whether an operation on an unknown value raises, if a handler catches that.

    Args:
        value: The operand.
        evaluation: The evaluation that runs it.
        place: The place of the operation.
        key: Operations of equal key are decided together.
        may_import: True if it may import a module.
        is_typed: True if it depends on the value, all of whose type is known: it fails at times where modules are
            imported as well.

    Raises:
        Raised: it raises; the exception is unknown.
    """
    if not may_be_handled(evaluation, may_import=may_import):
        if not (isinstance(key, tuple) and key[0] in _SAFE):
            _doubt(value, evaluation, place, is_typed=is_typed)
        return
    text = place.text if place is not None else value.text
    question = value.derived(
        place,
        key=None if key is None else ("raises", key),
        mentions=f"{text} raises",
    )
    # The ordinary path is the one without an exception: the condition is negated so that it is explored first.
    if not evaluation.decide(Unknown("", place, negates=question)):
        raise Raised(Unknown(f"what {text} raises", place, key=(_FAILURE, object())), place)


def _doubt(value: Unknown, evaluation: Evaluation, place: SourceSpan | None, *, is_typed: bool) -> None:
    """Note that an operation may raise, and that nothing handles that.

    Raises:
        Unsupported: a module that is being imported is not known to be.
    """
    text = value if place is None else place
    if not evaluation.running:
        followed = evaluation.program.runs_imports or value.origin is not Origin.LOGGER
        if evaluation.doubt is None and followed and value.origin is not Origin.FOREIGN:
            evaluation.doubt = Unknown(f"{text.text} may raise", place)
    elif _may_fail_at_import(value, evaluation, place, is_typed=is_typed):
        raise Unsupported(f"{text.text} may raise", place, lost=True)
    elif value.kind is None and value.origin not in {Origin.FOREIGN, Origin.ORDER}:
        pass_over(Unknown(f"{text.text} may raise", place), evaluation)


def pass_over(cause: Unknown, evaluation: Evaluation) -> None:
    """Note that the statements of bodies that are running are taken to succeed, and why they may not."""
    for namespace, _ in evaluation.running:
        evaluation.passed_over.setdefault(namespace, cause)


def _may_fail_at_import(
    value: Unknown, evaluation: Evaluation, place: SourceSpan | None, *, is_typed: bool
) -> bool:
    """Tell whether an operation is not assumed to succeed where a module of a small tree is imported."""
    reads = _reads(value, place)
    if not evaluation.program.runs_imports or (value.path == ENVIRONMENT and not reads):
        return False
    return (
        value.origin in {Origin.RISKY, Origin.LIBRARY, Origin.LOGGER}
        or reads
        or (is_typed and value.origin is not Origin.FOREIGN)
    )


def _reads(value: Unknown, place: SourceSpan | None) -> bool:
    """Tell whether an operation reads an item of the environment, or from the disk."""
    match place and place.node:
        case ast.Subscript():
            return value.path == ENVIRONMENT
        case ast.Call(func=ast.Attribute(attr="iterdir" | "read_bytes" | "read_text")):
            return True
    return False


def may_be_handled(evaluation: Evaluation, *, may_import: bool) -> bool:
    """Tell whether a handler is active for what an operation may raise: an ImportError, too, if it may import."""
    unraised = _NEVER if may_import else _NEVER | IMPORT_ERRORS
    return any(names - unraised for names in evaluation.guards)


def must_be_caught(exception: Unknown, evaluation: Evaluation) -> bool:
    """Tell whether an exception must be caught here: a module that it leaves cannot be imported."""
    forked = isinstance(exception.key, tuple) and exception.key[0] is _FAILURE
    return forked and bool(evaluation.running) and not any(evaluation.guards)
