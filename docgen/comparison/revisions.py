"""A git revision as a directory that holds its packages and its configuration, and nothing else.

The repository is only read: no checkout, no worktree, no index is touched, and no code of it runs.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
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
    """Write the files of `commit` below `names`; names that the commit lacks are skipped."""
    # git archive fails on a name that the commit does not hold, so names are checked first.
    listed = _git(root, "ls-tree", "--name-only", "-z", commit, "--", *names).stdout.decode()
    present = [name for name in listed.split("\0") if name]
    if not present:
        return
    archive = _git(root, "archive", "--format=tar", commit, "--", *present)
    if archive.returncode:
        raise RevisionError(f"git archive {commit}: {archive.stderr.decode(errors='replace').strip()}")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        # This filter refuses links and paths that lead out of the target.
        tar.extractall(target, filter="data")


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(root), *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=False)  # noqa: S603  (no shell; git's own words)
    except FileNotFoundError:
        raise RevisionError("git is not installed", remedy="name two directories instead") from None
