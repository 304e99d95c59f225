"""Assumptions of a plain machine, which settle much: no variables, no files, no optional packages, plain decorators."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from msgspec.structs import replace

from docgen.config.scenario import Defaults
from docgen.model.settling import plainly

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.scaffold.source_index import SourceIndex

_TOO_MUCH = "combinations of conditions decide"
"""Words of a reason of which conditions there are too many: imports are some of them wherever something is optional."""
_DOUBTED = re.compile(r"is not known to be imported|cannot be imported: .* when ")
"""Matches a reason by which an import fails under a condition, or may fail."""
_IMPORT = re.compile(r"\bimport ([A-Za-z_]\w*)")
_CALLED = re.compile(r"\b([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)\(\)\S* is outside the documented tree")
"""Matches the path of a function of others whose result is not known."""
_DECORATES = (
    "lambda decorated=None, *args, **kwargs: decorated if callable(decorated) else (lambda each: each)"
)
"""A decorator, with or without arguments, that leaves what it decorates as it is."""
_WORD = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


def supposed(reasons: Iterable[str], index: SourceIndex) -> Defaults:
    """Return the assumptions that bear on the reasons for unknown answers.

    A package is taken to be missing only if the tree itself is ready for that: it imports it in a `try`, or no module
    always imports it. Where too many conditions decide, every package that some module always imports is taken to be
    there, the others that the tree names to be missing, and the environment to be empty. A decorator of others is
    taken to change nothing.

    Args:
        reasons: Reasons in the words of the evaluator.
        index: The tree.
    """
    said = tuple(dict.fromkeys(reasons))
    assume = {path: value for reason in said for path, value in plainly(reason).items()}
    called = {path for reason in said for path in _CALLED.findall(reason)}
    assume |= {path: _DECORATES for path in sorted(called) if index.is_decorator(path.rpartition(".")[2])}
    named = {word.partition(".")[0] for reason in said for word in _WORD.findall(reason)}
    crowded = [reason for reason in said if _TOO_MUCH in reason]
    always = index.always_imported() if crowded else set()
    if crowded and index.mentions(b"environ"):
        assume["os.environ"] = "{}"
    optional = index.optional()
    named_imports = {name for reason in crowded for name in _IMPORT.findall(reason)}
    deciding = {name for name in named_imports - always if not index.owns(name)}
    missing = (optional - always) | deciding if crowded else named & optional
    return Defaults(
        assume=assume,
        installed=tuple(sorted(always - missing - sys.stdlib_module_names)),
        missing=tuple(sorted(missing - sys.stdlib_module_names)),
    )


def importing(reasons: Iterable[str], defaults: Defaults) -> Defaults:
    """The defaults, with the assumption that every module can be imported if some reason doubts it."""
    doubted = any(_DOUBTED.search(reason) for reason in reasons)
    return replace(defaults, importable=True) if doubted else defaults


def joined(first: Defaults, second: Defaults) -> Defaults:
    """Both assumptions together; a package that the second one misses is not installed."""
    missing = dict.fromkeys((*first.missing, *second.missing))
    installed = tuple(dict.fromkeys(n for n in (*first.installed, *second.installed) if n not in missing))
    return Defaults(
        assume={**first.assume, **second.assume},
        installed=installed,
        missing=tuple(missing),
        importable=first.importable or second.importable,
    )
