"""Earlier results, kept by content: an answer is used again only if everything it was drawn from is unchanged.

An entry is found by its question (configuration, scenarios, root, docgen itself). It holds parts, each with the
digests of everything that was read for it: every file, and the module names in every directory that was searched,
because a missing module may have been added. Only parts with changed inputs are asked again. A result whose inputs
are all known beforehand, such as the verdict on pages, is found by those inputs alone.

Digests are of content. Times of modification, which checkouts and archives invent, count for nothing (`changes` says
when a file need not be read for its digest). Entries are written to a temporary file and moved into place, so that a
crash or a second run at the same time leaves a whole entry or none; one whose checksum is wrong is made again.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from docgen import __version__
from docgen.digests import digest
from docgen.errors import DocgenWarning
from docgen.model.evidence import Evidence
from docgen.project.assembly import assembled
from docgen.project.changes import Look, Stamp
from docgen.project.entries import cache_directory, entry_path, read_entry, write_entry
from docgen.project.kept import Kept, Recalled, sources_of
from docgen.project.layouts import with_layouts
from docgen.project.moved_lines import with_moves
from docgen.project.own_state import own_state
from docgen.sightings import unseen
from docgen.static.source.extent import has_small_extent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from docgen.config import Config
    from docgen.model.support import SupportModel
    from docgen.project.kept import Layout

T = TypeVar("T")


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one question, with the inputs that it was drawn from."""

    paths: list[str]
    """Files, and directories with a slash at the end, relative to the root."""
    digests: list[str]
    """Digest of the content of each."""
    content: bytes
    """The answer as MessagePack."""


class Cache:
    """A directory of entries."""

    def __init__(self, directory: Path | None = None, *, enabled: bool = True) -> None:
        """Use a directory.

        Args:
            directory: The directory; the user's cache if None.
            enabled: True to read entries from it and write them to it.
        """
        found = directory or (cache_directory() if enabled else None)
        if enabled and found is None:
            text = "nothing is kept for the next run: there is no home directory; to fix: set DOCGEN_CACHE_DIR or HOME"
            warnings.warn(text, DocgenWarning, stacklevel=2)
        self.directory = found or Path()
        self._enabled = enabled and found is not None

    def model(
        self,
        root: Path,
        config: Config,
        scenarios: tuple[str, ...] | None,
        ask: Callable[[Recalled], Kept],
        outside: tuple[Path, ...] = (),
    ) -> tuple[SupportModel, str]:
        """The model of a tree: parts whose inputs are unchanged are recalled, the others are asked and kept.

        Args:
            root: The documented project.
            config: The configuration, which says what is asked.
            scenarios: Names of the scenarios asked under; None for all.
            ask: Gives all parts; takes those that can be recalled.
            outside: Directories outside the root that may be read.

        Returns:
            The model, and a digest that is unique to it and its configuration.
        """
        places = [str(each.resolve()) for each in (root, *outside)]
        small = has_small_extent(root, config.packages)
        question = digest_of([places, __version__, sys.byteorder, own_state(), small, scenarios, config])
        path = entry_path(self.directory, question)
        kept = self._read(path, Kept)
        packages = [root / each for each in config.packages]
        files = [each.with_name(f"{each.name}.py") for each in packages]
        layouts = kept.layouts if kept is not None else {}
        look = self._look(root, question, (root, *packages, *files, *outside), layouts)
        changed = self._changed(look, kept, question) if kept else frozenset[int]()
        if kept is not None and not changed:
            look.tell(kept.paths, kept.digests)
            return assembled(kept, config.named(scenarios)), digest_of([question, kept.answers])
        if kept is not None:
            kept, changed = with_moves(kept, changed, look.moved)
        if kept is None or changed:
            with unseen():  # what is read is what the parts depend on
                now = ask(Recalled(kept, changed))
            kept = with_layouts(now, kept, changed, root)
        look.tell(kept.paths, kept.digests)
        model = assembled(kept, config.named(scenarios))
        # The digest leaves the evidence out, so that an edit that changes no answer causes no new page.
        answers = digest_of(msgspec.structs.replace(model, evidence=Evidence()))
        self._write(path, msgspec.structs.replace(kept, answers=answers))
        return model, digest_of([question, answers])

    def answer(self, root: Path, question: object, kind: type[T], ask: Callable[[], tuple[T, Evidence]]) -> T:
        """The answer to one question: recalled if none of its inputs has changed, else asked and kept.

        Args:
            root: The documented project.
            question: Everything that the answer depends on besides the project, in a form that msgspec can encode.
            kind: The type of the answer.
            ask: Gives the answer, and the evidence that it was drawn from.
        """
        asked = digest_of([str(root.resolve()), __version__, sys.byteorder, own_state(), question])
        path = entry_path(self.directory, asked)
        kept = self._read(path, Answered)
        look = self._look(root, asked)
        if kept is not None and not self._changed(look, kept, asked):
            look.tell(kept.paths, kept.digests)
            return msgspec.msgpack.decode(kept.content, type=kind)
        with unseen():
            answer, evidence = ask()
        sources = sources_of(evidence)
        look.tell([*sources], [*sources.values()])
        content = msgspec.msgpack.encode(answer)
        self._write(path, Answered(paths=[*sources], digests=[*sources.values()], content=content))
        return answer

    def recall(self, evidence: Callable[[], object], kind: type[T], compute: Callable[[], T]) -> T:
        """Return a result that depends on `evidence` alone: recalled if it was computed before, else computed and kept.

        Args:
            evidence: Gives all inputs of the result, in a form that msgspec can encode. It is called again after the
            computation, and the result is not kept if the inputs changed meanwhile.
            kind: The type of the result.
            compute: Gives the result.
        """
        before = digest_of([__version__, own_state(), kind.__name__, evidence()])
        path = entry_path(self.directory, before)
        kept = self._read(path, kind)
        if kept is None:
            kept = compute()
            if digest_of([__version__, own_state(), kind.__name__, evidence()]) == before:
                self._write(path, kept)
        return kept

    def _look(
        self,
        root: Path,
        question: str,
        bases: Iterable[Path] = (),
        layouts: Mapping[str, Layout] | None = None,
    ) -> Look:
        """An examination of the sources that relies on the last one for the same question."""
        path = entry_path(self.directory, digest_of([question, Stamp.__name__]))
        return Look(root, self._read(path, dict[str, Stamp]) or {}, bases, layouts)

    def _changed(self, look: Look, kept: Kept | Answered, question: str) -> frozenset[int]:
        """Numbers of the sources whose content has changed."""
        changed = look.changed(kept.paths, kept.digests)
        if look.stamps != look.before:
            self._write(entry_path(self.directory, digest_of([question, Stamp.__name__])), look.stamps)
        return changed

    def _read(self, path: Path, kind: type[T]) -> T | None:
        return read_entry(path, kind) if self._enabled else None

    def _write(self, path: Path, entry: object) -> None:
        if self._enabled:
            write_entry(path, entry)


def digest_of(value: object) -> str:
    """Compute a digest that is unique to a value among those of its kind; msgspec must be able to encode it."""
    return digest(msgspec.msgpack.encode(value, order="sorted"))
