"""The backends that a label names: as the whole label, by its links, in a list, or before a remark."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from docgen.claims.tables import label_of, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from docgen.claims.tables import PageCell, PageTable
    from docgen.config.claims import Claims

_LOOSE = re.compile(r"[\W_]+")
_AND = re.compile(r"\s*(?:,|;|/|&|\+|\n|\band\b|\bor\b)\s*")
_REMARK = re.compile(r"\s*[(\[:–—]|\s+-\s|\s*\n")  # noqa: RUF001  (people write either dash)


class Names:
    """Finds the backends that labels name."""

    def __init__(self, claims: Claims, backends: Iterable[str]) -> None:
        self._claims = claims
        self._exact = dict.fromkeys(backends)
        loose: dict[str, list[str]] = {}
        for name in self._exact:
            loose.setdefault(_loosely(name), []).append(name)
        self._loose = {form: names[0] for form, names in loose.items() if len(names) == 1}
        self._form = _form(claims.name) if claims.name else None

    def of(self, cell: PageCell) -> tuple[str, ...]:
        """The names that a label stands for; none where no backend is meant.

        A label that the configuration maps stands for its mapped name, whether or not that is a backend.
        """
        text = label_of(cell, self._claims.marks)
        mapped = self._mapped(text)
        if mapped:
            return mapped
        return next((names for way in _WAYS if (names := way(self, cell, text))), ())

    def column(self, table: PageTable, claimed: Collection[int]) -> int:
        """The place of the column that names backends: the first one that neither claims something nor counts rows.

        Args:
            table: The table.
            claimed: The places of the columns that claim something.
        """
        counts = all(row[0].text.strip(" .#").isdigit() for row in table.rows)
        free = [place for place in range(counts, len(table.header)) if place not in claimed]
        named = [place for place in free if any(self.of(row[place]) for row in table.rows)]
        return 0 if 0 in free or len(named) != 1 else named[0]

    def is_exact(self, cell: PageCell) -> bool:
        """Tell whether a whole label is a name, or is mapped to one."""
        text = plain(cell.text, self._claims.marks)
        return bool(self._mapped(text) or self._known(text))

    def fits_form(self, cell: PageCell) -> bool:
        """Tell whether a label has the configured form and names a backend in it."""
        text = label_of(cell, self._claims.marks)
        return bool(self._by_form(cell, text))

    def _mapped(self, text: str) -> tuple[str, ...]:
        for label, meant in self._claims.names.items():
            if text == plain(label, self._claims.marks) or ("*" in label and fnmatchcase(text, label)):
                wanted = (meant,) if isinstance(meant, str) else meant
                return tuple(dict.fromkeys(name for each in wanted for name in self._matching(each)))
        return ()

    def _matching(self, name: str) -> Collection[str]:
        """The backends of a pattern; the name itself where it is none."""
        matching = [each for each in self._exact if fnmatchcase(each, name)] if "*" in name else []
        return matching or [name]

    def _known(self, text: str) -> str | None:
        """The backend of that name; case, spaces and hyphens make no difference where only one backend matches."""
        return text if text in self._exact else self._loose.get(_loosely(text))

    def _by_form(self, _cell: PageCell, text: str) -> tuple[str, ...]:
        match = self._form.fullmatch(text) if self._form else None
        known = self._known(match["name"]) if match else None
        return (known,) if known else ()

    def _whole(self, _cell: PageCell, text: str) -> tuple[str, ...]:
        known = self._known(text)
        return (known,) if known else ()

    def _listed(self, cell: PageCell, _text: str) -> tuple[str, ...]:
        """Several names, all of which are known."""
        parts = [part for part in _AND.split(plain_lines(cell.text, self._claims.marks)) if part]
        return self._all(parts) if len(parts) > 1 else ()

    def _linked(self, cell: PageCell, _text: str) -> tuple[str, ...]:
        """The links or code spans that are names; those in a remark count only where no name comes before it."""
        remark = _REMARK.search(cell.text)
        before = cell.text[: remark.start()] if remark else cell.text
        known = [
            (text, name) for text in cell.marked if (name := self._known(plain(text, self._claims.marks)))
        ]
        first = [name for text, name in known if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", before)]
        return tuple(dict.fromkeys(first or [name for _, name in known]))

    def _remarked(self, cell: PageCell, _text: str) -> tuple[str, ...]:
        """A name, or a list of names, followed by a remark."""
        text = plain_lines(cell.text, self._claims.marks)
        for match in _REMARK.finditer(text):
            before = text[: match.start()].strip()
            names = self._all([before]) or self._all([part for part in _AND.split(before) if part])
            if names:
                return names
        return ()

    def _all(self, parts: Iterable[str]) -> tuple[str, ...]:
        names = [self._known(part) for part in parts]
        return tuple(dict.fromkeys(name for name in names if name)) if names and all(names) else ()


_WAYS: tuple[Callable[[Names, PageCell, str], tuple[str, ...]], ...] = (
    Names._by_form,
    Names._whole,
    Names._listed,
    Names._linked,
    Names._remarked,
)
"""Ways in which labels name backends, the most reliable first."""


def plain_lines(text: str, marks: str) -> str:
    """A text without backticks and marks, its lines kept."""
    return "\n".join(plain(line, marks) for line in text.split("\n"))


def _loosely(name: str) -> str:
    return _LOOSE.sub("", name).casefold()


def _form(text: str) -> re.Pattern[str]:
    """Matches labels of the configured form."""
    before, after = (re.escape(part).replace(r"\*", ".*") for part in text.split("{name}"))
    return re.compile(rf"{before}(?P<name>.+?){after}", re.DOTALL)
