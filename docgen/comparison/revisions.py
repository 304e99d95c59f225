"""A git revision as a directory that holds its packages and its configuration, and nothing else.

The repository is only read: no checkout, no worktree, no index is touched, and no code of it runs.
"""

from __future__ import annotations

import io
import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from docgen.config import load_config
from docgen.config.layers import extended_files
from docgen.config.sources import FILENAMES
from docgen.errors import RevisionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LINK = "120000"
"""Mode under which git stores a symbolic link."""


@contextmanager
def revision_tree(
    root: Path, revision: str, config: Path | None = None, profile: str | None = None
) -> Iterator[Path]:
    """A temporary directory that holds `revision` of the project at `root`.

    Args:
        root: The project, a git repository or a directory of one.
        revision: Any name that git understands as a commit: a tag, a branch, `HEAD~3`.
        config: The configuration to find the packages by; the revision's own if None.
        profile: A shipped profile to find them by.

    Raises:
        RevisionError: there is no git, no repository or no such revision.
        ConfigError: the revision holds no configuration, and none is given.
    """
    commit = commit_of(root, revision)
    with TemporaryDirectory(prefix="docgen-") as name:
        tree = Path(name)
        _extract(root, commit, FILENAMES, tree)
        for extended in extended_files(tree, config):
            _extract(root, commit, (extended,), tree)
        _extract(root, commit, load_config(tree, config, profile).packages, tree)
        yield tree


def commit_of(root: Path, revision: str) -> str:
    """The id of a commit; what a user types never reaches git as an option."""
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        inside = _git(root, "rev-parse", "--is-inside-work-tree").returncode == 0
        if not inside:
            raise RevisionError(
                f"{root} is no git repository, and {revision} is no directory",
                remedy="name two directories, or the repository with --root",
            )
        raise RevisionError(f"no revision and no directory {revision!r}", remedy="git fetch --tags")
    return found.stdout.decode().strip()


def _extract(root: Path, commit: str, names: Sequence[str], target: Path) -> None:
    """Write the files of `commit` below `names`; names that the commit lacks are skipped.

    Files are read as git stores them: what its configuration has a filter or an archive run, runs nowhere.

    Raises:
        RevisionError: an object is missing, or a link leads out of the target.
    """
    listed = _git(root, "ls-tree", "-r", "-z", commit, "--", *names).stdout.decode("utf-8", "surrogateescape")
    entries = [entry.partition("\t") for entry in listed.split("\0") if entry]
    files = [(path, *words.split()) for words, _, path in entries]
    blobs = [(path, mode, name) for path, mode, kind, name in files if kind == "blob"]
    wanted = "".join(f"{name}\n" for _, _, name in blobs).encode()
    content = io.BytesIO(_git(root, "cat-file", "--batch", given=wanted).stdout)
    for path, mode, name in blobs:
        header = content.readline().split()
        if len(header) != len(("name", "type", "size")):
            raise RevisionError(f"git has no {name}, which is {path} of {commit}", remedy="git fetch")
        data = content.read(int(header[-1]))
        content.read(1)
        _write(target, path, data, is_link=mode == _LINK)


def _write(tree: Path, path: str, data: bytes, *, is_link: bool) -> None:
    place = tree / path
    place.parent.mkdir(parents=True, exist_ok=True)
    inside = place.parent.resolve().is_relative_to(tree.resolve())
    if is_link:
        leads_to = place.parent / data.decode("utf-8", "surrogateescape")
        inside = inside and leads_to.resolve().is_relative_to(tree.resolve())
    if not inside:
        raise RevisionError(f"{path} leads out of the project", remedy="compare two directories instead")
    if is_link:
        place.symlink_to(os.fsdecode(data))
    else:
        place.write_bytes(data)


def _git(root: Path, *arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(root), *arguments]
    try:
        return subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603  (no shell)
    except FileNotFoundError:
        raise RevisionError("git is not installed", remedy="name two directories instead") from None
