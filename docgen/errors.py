"""The one exception tree. Only `docgen.cli.main` turns it into exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docgen.model.location import Location


class DocgenError(Exception):
    """Something stops docgen from answering; reads `path:line: what is wrong; to fix: command`.

    Attributes:
        what: What is wrong, without place or remedy.
        location: Where, when there is a place.
        remedy: What the reader can do about it, when docgen knows.
        key: The key of the configuration that it is about: where it stands becomes the location.
    """

    def __init__(
        self,
        what: str,
        *,
        location: Location | None = None,
        remedy: str | None = None,
        key: tuple[str | int, ...] | None = None,
    ) -> None:
        self.what = what
        self.location = location
        self.remedy = remedy
        self.key = key
        super().__init__(what)

    def __str__(self) -> str:
        """Place, fault and remedy on one line, each only when it is known."""
        place = f"{self.location}: " if self.location else ""
        remedy = f"; to fix: {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{remedy}"

    @property
    def each(self) -> tuple[DocgenError, ...]:
        """The errors, where this stands for several; itself otherwise."""
        return (self,)


class DocgenWarning(UserWarning):
    """Something that does not stop docgen, and that its user may want to know."""


class CombinedError(DocgenError):
    """Several things stop docgen, each told on a line of its own."""

    def __init__(self, errors: Iterable[DocgenError]) -> None:
        self._each = tuple(errors)
        super().__init__("\n".join(map(str, self._each)))

    @property
    def each(self) -> tuple[DocgenError, ...]:
        """The errors."""
        return self._each


class ConfigError(DocgenError):
    """The configuration cannot be read, or says something that docgen does not understand."""


class SourceError(DocgenError):
    """A file of the documented project cannot be read or parsed."""


class TemplateError(DocgenError):
    """A template is missing, or jinja2 cannot render it."""


class PageError(DocgenError):
    """A page of the documentation cannot be read, or its markers are broken."""


class MissingPageError(PageError):
    """A page that docgen does not make is not there."""


class InterpreterError(DocgenError):
    """The Python that is to import the documented classes cannot be started."""


class WorkerError(DocgenError):
    """A process that asked a part of the source ended before it was done."""


class ReportError(DocgenError):
    """A report cannot be written where it was asked for."""


class OutputError(DocgenError):
    """The output of a command has nowhere to go: it is closed, or full."""


class EvidenceError(DocgenError):
    """A file of evidence cannot be read or written, or tests cannot be run for it."""


class RevisionError(DocgenError):
    """A revision cannot be read: there is no git, no repository or no such revision."""


def together(errors: Sequence[DocgenError]) -> DocgenError:
    """One error that stands for all of `errors`, of which there is at least one."""
    return errors[0] if len(errors) == 1 else CombinedError(errors)


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about a word that is not known: `, did you mean 'x'?`, or nothing if no word is near."""
    import difflib  # noqa: PLC0415  (for errors only)

    close = difflib.get_close_matches(word, [*known], n=1)
    return f", did you mean {close[0]!r}?" if close else ""


def use_one_of(known: Iterable[str]) -> str:
    """The remedy for such a word."""
    return f"use one of {', '.join(known)}"
