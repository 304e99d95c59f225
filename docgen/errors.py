"""The one exception tree. Only `docgen.cli.main` turns it into exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docgen.model.location import Location


class DocgenError(Exception):
    """An error that stops docgen from answering; reads `path:line: what is wrong; to fix: command`.

    Attributes:
        what: The message, without place or remedy.
        location: The place, if there is one.
        remedy: The action that fixes it, if docgen knows one.
        key: The key of the configuration that it is about; the place of the key becomes the location.
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
        """Place, message and remedy on one line, as far as they are known."""
        place = f"{self.location}: " if self.location else ""
        remedy = f"; to fix: {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{remedy}"

    @property
    def each(self) -> tuple[DocgenError, ...]:
        """The errors that this one combines; itself if it is a single one."""
        return (self,)


class DocgenWarning(UserWarning):
    """A problem that does not stop docgen, but that its user may want to know about."""


class CombinedError(DocgenError):
    """Several errors, each reported on a line of its own."""

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
    """A page that docgen does not create does not exist."""


class InterpreterError(DocgenError):
    """The Python that is to import the documented classes cannot be started."""


class WorkerError(DocgenError):
    """A process that asked a part of the source ended before it was done."""


class ReportError(DocgenError):
    """A report cannot be written to the requested file."""


class OutputError(DocgenError):
    """The output of a command cannot be written, because the stream is closed or full."""


class EvidenceError(DocgenError):
    """A file of evidence cannot be read or written, or its tests cannot run."""


class RevisionError(DocgenError):
    """A revision cannot be read: there is no git, no repository or no such revision."""


def together(errors: Sequence[DocgenError]) -> DocgenError:
    """Combine `errors`, of which there is at least one, into one error."""
    return errors[0] if len(errors) == 1 else CombinedError(errors)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about an unknown word: `, did you mean 'x'?`, or nothing if no word is near."""
    import difflib  # noqa: PLC0415  (for errors only)

    close = difflib.get_close_matches(word, [*known], n=1)
    return f", did you mean {close[0]!r}?" if close else ""


def use_one_of(known: Iterable[str]) -> str:
    """Return the remedy for an unknown word."""
    return f"use one of {', '.join(known)}"
