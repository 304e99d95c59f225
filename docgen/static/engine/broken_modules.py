"""Modules of the tree that are not Python: importing one raises a SyntaxError, for which a program may be prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.errors import SourceError
from docgen.static.objects.control_flow import Raised

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.values import SourceSpan

_CATCHING = frozenset({"SyntaxError", "Exception", "BaseException", "*"})
"""Names of handlers that catch a module that is not Python."""

_OF_INDENTS = (
    "expected an indented block",
    "too many levels of indentation",
    "unexpected indent",
    "unindent does not",
)
_OF_TABS = "inconsistent use of tabs"
"""Words of the compiler for the kinds of SyntaxError that have a class of their own."""


def not_python(name: str, error: SourceError, place: SourceSpan | None, evaluation: Evaluation) -> Raised:
    """The exception of importing a module; the tree does not report one that a handler catches."""
    if _is_caught(evaluation):
        evaluation.program.tree.unreadable.pop(name, None)
    of_indents = any(words in error.what for words in _OF_INDENTS)
    kind = IndentationError if of_indents else TabError if _OF_TABS in error.what else SyntaxError
    return Raised(kind(f"{error.location}: {error.what}"), place)


def refuse_broken(name: str, place: SourceSpan, evaluation: Evaluation) -> None:
    """Refuse a module that is not Python, if a handler catches that.

    Raises:
        Raised: SyntaxError.
    """
    if _is_caught(evaluation):
        try:
            evaluation.program.tree.module(name)
        except SourceError as error:
            raise not_python(name, error, place, evaluation) from None


def _is_caught(evaluation: Evaluation) -> bool:
    return any(names & _CATCHING for names in evaluation.guards)
