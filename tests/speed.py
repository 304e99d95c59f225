"""Time of docgen and of a peer, and by the number of backends: `make bench`; on other projects' trees as well.

    python tests/speed.py --vllm TREE --peer docs/mkdocs/gen_files/generate_attention_backends.py
    python tests/speed.py --transformers TREE --diffusers TREE

A machine may be busy, so only ratios count: peer and docgen take turns, and medians are compared. A command that
fails, or that gives no output, is not timed. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from many_backends import many_backends

ROOT = Path(__file__).parents[1]
ROUNDS = 5
PROFILES = {
    "vllm": ("vllm/v1/attention/backends/mla/triton_mla.py", "vllm/v1/attention/backends/triton_attn.py"),
    "transformers": ("transformers/models/bert/modeling_bert.py",),
    "diffusers": ("diffusers/models/attention_dispatch.py",),
}
"""For each profile files that rows come from, which are edited to see what an edit costs."""
NUMBERS = (100, 1_000, 10_000)
"""Backends of the projects that are made to see how time grows."""

STAND_INS = {
    "mkdocs_gen_files.py": """import os
from pathlib import Path


def open(name, mode):
    path = Path(os.environ["SPEED_PAGES"], name)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open(mode)


def set_edit_path(name, edited): ...
""",
    "regex.py": "from re import *\n",
}
"""Modules of mkdocs' build that vLLM's script imports, reduced to a minimum, so that only its own work is timed."""


@dataclass(frozen=True)
class Run:
    """Time and output of one process."""

    seconds: float
    megabytes: float
    """The most memory it held; never less than this process held when it started it."""
    printed: int
    """Bytes of output; kept is only how many, for this process is to stay small."""


def _compiled() -> dict[str, str]:
    """The environment, in which Python keeps modules compiled as an installed package has them."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass
class Contender:
    """A command that takes its turn."""

    name: str
    command: list[str]
    directory: Path
    environment: dict[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = lambda: None
    """Done before every run, and not timed."""
    produced: Callable[[Run], bool] = lambda run: run.printed > 0
    """Tells whether a run did its work."""
    runs: list[Run] = field(default_factory=list)

    def run(self) -> Run:
        """One run; a failing one ends the benchmark."""
        self.prepare()
        with tempfile.TemporaryFile() as output:
            start = time.perf_counter()
            process = subprocess.Popen(
                self.command, cwd=self.directory, stdout=output, env=_compiled() | self.environment
            )
            # Asked of this child alone: what all children held at most would hide whose it was.
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            run = Run(seconds, usage.ru_maxrss / 1024, os.fstat(output.fileno()).st_size)
        if process.returncode:
            sys.exit(f"{self.name}: exited with {process.returncode}: it is not timed")
        return run

    def check(self) -> None:
        """Run it once, for its output and to have its files in memory."""
        if not self.produced(self.run()):
            sys.exit(f"{self.name}: gave no output: it is not timed")

    @property
    def seconds(self) -> float:
        """Median wall time."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def megabytes(self) -> float:
        """Largest peak of memory."""
        return max(run.megabytes for run in self.runs)


def compete(title: str, contenders: list[Contender], rounds: int = ROUNDS) -> None:
    """Check all, let them take turns, and print each beside the first."""
    for contender in contenders:
        contender.check()
    for _ in range(rounds):
        for contender in contenders:
            contender.runs.append(contender.run())
    peer = contenders[0]
    print(f"{title}, {rounds} rounds in turn, medians")
    for each in contenders:
        ratio = f"{each.seconds / peer.seconds:8.2f} x" if each is not peer else f"{'peer':>10}"
        print(f"  {each.name:24} {each.seconds:8.3f} s {ratio} {each.megabytes:7.0f} MB", flush=True)


def docgen(directory: Path, arguments: list[str], edited: Sequence[Path] = ()) -> list[Contender]:
    """`docgen export` without and with what it found out before, and after an edit.

    Args:
        directory: For what docgen keeps.
        arguments: The project that is asked.
        edited: Files of it that are edited, each by a contender of its own.
    """
    command = [sys.executable, "-m", "docgen", "export", "--quiet", *arguments]
    cold, warm = directory / "cold", directory / "warm"

    def forget() -> None:
        shutil.rmtree(cold, ignore_errors=True)

    def contender(name: str, keeping: Path, prepare: Callable[[], None] = lambda: None) -> Contender:
        return Contender(name, command, ROOT, {"DOCGEN_CACHE_DIR": str(keeping)}, prepare)

    return [
        contender("docgen export, cold", cold, forget),
        contender("docgen export, warm", warm),
        *(contender(f"  {path.name} edited", warm, editing(path)) for path in edited),
        *(contender(f"  {path.name} extended", warm, extending(path)) for path in edited),
    ]


def editing(path: Path) -> Callable[[], None]:
    """Edit a file: a line more or less, so that the places of declarations move and pages have to be made again."""
    edits = itertools.count()
    before = path.read_text(encoding="utf-8")

    def edit() -> None:
        number = next(edits)
        path.write_text(f"# edit {number}\n" + "#\n" * (number % 2) + before, encoding="utf-8")

    return edit


def extending(path: Path) -> Callable[[], None]:
    """Edit a file: one more statement in its longest function, which is none of the short ones that declare anything."""
    edits = itertools.count()
    before = path.read_text(encoding="utf-8")
    lines = before.splitlines(keepends=True)
    functions = [node for node in ast.walk(ast.parse(before)) if isinstance(node, ast.FunctionDef)]
    last = max(functions, key=lambda node: (node.end_lineno or 0) - node.lineno).body[-1]

    def edit() -> None:
        more = f"{' ' * last.col_offset}unused = {next(edits)}\n"
        path.write_text(
            "".join([*lines[: last.lineno - 1], more, *lines[last.lineno - 1 :]]), encoding="utf-8"
        )

    return edit


def nothing() -> Contender:
    """An interpreter that starts and ends."""
    return Contender("python -c pass", [sys.executable, "-c", "pass"], ROOT, produced=lambda _run: True)


@contextmanager
def generator(tree: Path, script: Path) -> Iterator[Contender]:
    """A project's own generator, on a copy, for it writes into its tree.

    Args:
        tree: The project.
        script: The generator, relative to the project.
    """
    with tempfile.TemporaryDirectory(prefix="speed-peer-") as name:
        copy, pages, modules = Path(name, "tree"), Path(name, "pages"), Path(name, "modules")
        shutil.copytree(tree, copy, symlinks=True, ignore=shutil.ignore_patterns(".git", "__pycache__"))
        modules.mkdir()
        for module, text in STAND_INS.items():
            (modules / module).write_text(text)

        def clear() -> None:
            shutil.rmtree(pages, ignore_errors=True)
            pages.mkdir()

        def wrote(run: Run) -> bool:
            begun = time.time() - run.seconds - 1
            written = [page for top in (pages, copy / "docs") for page in top.rglob("*.md")]
            return any(page.stat().st_mtime >= begun and page.stat().st_size for page in written)

        environment = {"PYTHONPATH": str(modules), "SPEED_PAGES": str(pages)}
        command = [sys.executable, str(script)]
        yield Contender(script.name[:20], command, copy, environment, clear, wrote)


def measure(profile: str, tree: Path, script: Path | None, scratch: Path) -> None:
    """Docgen on a tree of another project, beside that project's generator if it has one."""
    copy = scratch / profile / "tree"
    shutil.copytree(tree, copy, symlinks=True, ignore=shutil.ignore_patterns(".git", "__pycache__"))
    edited = [copy / name for name in PROFILES[profile]]
    ours = docgen(scratch / profile, ["--profile", profile, "--root", str(copy)], edited)
    title = f"docgen export --profile {profile}"
    if script is None:
        compete(title, [nothing(), *ours])
        return
    with generator(tree, script) as peer:
        compete(title, [peer, *ours])


def grow(scratch: Path) -> None:
    """Docgen on projects of more and more backends."""
    for number in NUMBERS:
        root = scratch / f"many-{number}"
        for name, text in many_backends(number).items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        ours = docgen(root / "kept", ["--root", str(root)], [root / "many/backends/b7.py"])
        compete(
            f"docgen export, {number} backends", [nothing(), *ours], rounds=ROUNDS if number < 10_000 else 1
        )


def main() -> None:
    """Measure docgen on its own tree, and on the trees that are given."""
    parser = argparse.ArgumentParser(description="Time docgen beside a peer.")
    for profile in PROFILES:
        parser.add_argument(f"--{profile}", type=Path, metavar="TREE", help=f"a source tree of {profile}")
    parser.add_argument(
        "--peer", type=Path, metavar="SCRIPT", help="vLLM's own generator, relative to its tree"
    )
    options = parser.parse_args()
    if options.peer and not (
        options.vllm and not options.peer.is_absolute() and (options.vllm / options.peer).is_file()
    ):
        parser.error("--peer is a script of the tree that --vllm gives, relative to it")
    compileall.compile_dir(ROOT / "docgen", quiet=1)
    with tempfile.TemporaryDirectory(prefix="speed-") as name:
        scratch = Path(name)
        compete("docgen export, on itself", [nothing(), *docgen(scratch / "own", [])])
        for profile in PROFILES:
            tree = getattr(options, profile)
            if tree is not None:
                measure(profile, tree, options.peer if profile == "vllm" else None, scratch)
        grow(scratch)


if __name__ == "__main__":
    main()
