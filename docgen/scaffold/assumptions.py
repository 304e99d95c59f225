"""Assumptions of a plain machine, which settle much: no variables, no files, no optional packages."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from docgen.config.scenario import Defaults
from docgen.model.settling import plainly

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.scaffold.source_index import SourceIndex

_WORD = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


def supposed(reasons: Iterable[str], index: SourceIndex) -> Defaults:
    """Return the assumptions that bear on the reasons for unknown answers.

    A package is taken to be missing only if the tree itself is ready for that: it imports it in a `try`.

    Args:
        reasons: Reasons in the words of the evaluator.
        index: The tree.
    """
    said = tuple(dict.fromkeys(reasons))
    assume = {path: value for reason in said for path, value in plainly(reason).items()}
    named = {word.partition(".")[0] for reason in said for word in _WORD.findall(reason)}
    return Defaults(
        assume=assume, missing=tuple(sorted((named & index.optional()) - sys.stdlib_module_names))
    )


def joined(first: Defaults, second: Defaults) -> Defaults:
    """Both assumptions together; a package that the second one misses is not installed."""
    missing = dict.fromkeys((*first.missing, *second.missing))
    installed = tuple(name for name in (*first.installed, *second.installed) if name not in missing)
    return Defaults(assume={**first.assume, **second.assume}, installed=installed, missing=tuple(missing))
