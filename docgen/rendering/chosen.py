"""Rows and columns that the user names, in place of the configured tables."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import msgspec

from docgen.config import Table
from docgen.errors import ConfigError, nearest, use_one_of
from docgen.rendering.tables import is_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docgen.config import Config
    from docgen.model.support import SupportModel

CHOSEN = "chosen"
"""Name of the table that holds the named columns."""


def choose(config: Config, model: SupportModel, rows: Sequence[str], columns: Sequence[str]) -> Config:
    """Limit the configuration to these rows and columns, without lists; if none is named, it is unchanged.

    Args:
        config: The configuration.
        model: The answers of the code, for the names of backends.
        rows: Names of backends, or patterns such as `TRITON_*`; case makes no difference.
        columns: Keys or headings of capabilities, or patterns of them, in the order in which they are shown, in one
            table; the configured tables if there are none.

    Raises:
        ConfigError: a name or a pattern matches nothing.
    """
    if not (rows or columns):
        return config
    names = [backend.name for backend in model.backends]
    wanted = tuple(dict.fromkeys(name for row in rows for name in _matching(row, names, names, "backend")))
    if columns:
        keys = {word: each.key for each in config.capability for word in (each.key, each.header)}
        chosen = dict.fromkeys(
            keys[word] for column in columns for word in _matching(column, keys, keys.values(), "column")
        )
        tables = [Table(name=CHOSEN, title="Chosen", columns=tuple(chosen))]
    else:
        tables = [*config.tables]
    if wanted:
        kept = ((each, tuple(n for n in wanted if is_named(n, each.backends))) for each in tables)
        tables = [
            msgspec.structs.replace(each, backends=tuple(map(_literally, found)))
            for each, found in kept
            if found
        ]
    return msgspec.structs.replace(config, table=tuple(tables), list=())


def _matching(wanted: str, known: Iterable[str], named: Iterable[str], what: str) -> list[str]:
    """The known words that a word or a pattern matches.

    Args:
        wanted: The word or pattern.
        known: All words.
        named: The words that an error lists.
        what: The noun for them in the error.

    Raises:
        ConfigError: nothing matches.
    """
    known = [*known]
    found = [word for word in known if fnmatchcase(word.casefold(), wanted.casefold())]
    found = found or [word for word in known if word.casefold() == wanted.casefold()]
    if not found:
        raise ConfigError(
            f"no {what} {wanted!r}{nearest(wanted, known)}", remedy=use_one_of(dict.fromkeys(named))
        )
    return found


def _literally(name: str) -> str:
    """A pattern that matches the name alone."""
    return "".join(f"[{character}]" if character in "*?[!" else character for character in name)
