"""vLLM's own page of attention backends against its code, release by release, and the history of what backends support.

Writes docs/vllm_page.md and docs/vllm_history.md:

    python tests/vllm_page.py --trees DIR 0.32.0 0.33.0

reads `DIR/vllm-VERSION` for each release, and fetches what is not there with pip, as a source distribution. The page is
what the release publishes: the committed one, or what its generator makes of it where tables are filled in when the site
is built. The generator, which reads syntax trees alone, runs in a process of its own; nothing of vLLM is imported.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from docgen.rendering.markdown import code, escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs"
PUBLISHED = "docs/design/attention_backends.md"
GENERATOR = "docs/mkdocs/gen_files/generate_attention_backends.py"
RELEASES = ("0.17.1", "0.18.1", "0.19.1", "0.20.2", "0.22.1", "0.24.0", "0.25.1", "0.27.1", "0.29.0", "0.30.0",
            "0.31.0", "0.32.0", "0.33.0")  # fmt: skip
SOURCES = "https://github.com/vllm-project/vllm/blob/v{version}/{path}#L{line}"

ABOUT_CELLS = {
    "overclaim": "the page claims more",
    "underclaim": "the page claims less",
    "docs-drift": "the page says something else",
}
"""Faults of a cell, by rule."""

ABOUT_ROWS = {"extra-row", "missing-row"}
"""Rules about rows."""

STUB = """
import os
def open(path, mode):
    import builtins
    return builtins.open(os.environ["PUBLISHED"], mode, encoding="utf-8")
def set_edit_path(*_):
    pass
"""
"""Stand-in for the library through which vLLM's site takes generated pages."""


class Release(NamedTuple):
    """One release, compared."""

    version: str
    compared: int
    cells: list[dict[str, Any]]
    rows: list[dict[str, Any]]


def tree_of(version: str, trees: Path) -> Path:
    """The source tree of a release; fetched if it is not there.

    pip wants the metadata, for which vLLM's build asks torch what it was built for: a stand-in answers.
    """
    tree = trees / f"vllm-{version}"
    if (tree / "vllm").is_dir():
        return tree
    with TemporaryDirectory() as name:
        stand_in = Path(name) / "torch/utils"
        stand_in.mkdir(parents=True)
        (stand_in.parent / "__init__.py").write_text(
            '__version__ = "2.9.0"\nclass version: cuda = None; hip = None\n'
        )
        (stand_in / "__init__.py").write_text("")
        (stand_in / "cpp_extension.py").write_text("CUDA_HOME = ROCM_HOME = None\n")
        environment = {
            **os.environ, "PYTHONPATH": name, "VLLM_TARGET_DEVICE": "empty", "VLLM_VERSION_OVERRIDE": version,
            "SETUPTOOLS_SCM_PRETEND_VERSION": version,
        }  # fmt: skip
        pip = [sys.executable, "-m", "pip"]
        needs = ["setuptools>=77", "setuptools_scm", "setuptools-rust", "packaging", "wheel", "regex"]
        subprocess.run([*pip, "install", "--quiet", "--target", name, *needs], check=True)
        fetch = [*pip, "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--no-build-isolation"]
        subprocess.run([*fetch, f"vllm=={version}", "--dest", name], check=True, env=environment)
        (archive,) = Path(name).glob("vllm-*.tar.gz")
        with tarfile.open(archive) as tar:
            tar.extractall(trees, filter="data")
    return tree


def published(tree: Path, scratch: Path) -> str:
    """The page as the release publishes it."""
    text = (tree / PUBLISHED).read_text(encoding="utf-8")
    if '--8<-- "gen:' not in text:
        return text
    (scratch / "mkdocs_gen_files.py").write_text(STUB, encoding="utf-8")
    target = scratch / "published.md"
    environment = {**os.environ, "PYTHONPATH": str(scratch), "PUBLISHED": str(target)}
    subprocess.run([sys.executable, GENERATOR], cwd=tree, env=environment, check=True, capture_output=True)
    return target.read_text(encoding="utf-8")


def compared(version: str, tree: Path, scratch: Path) -> Release:
    """A release, its page compared with its code."""
    copy = scratch / f"vllm-{version}"
    shutil.copytree(tree / "vllm", copy / "vllm", dirs_exist_ok=True)
    shutil.copytree(
        tree / "requirements", copy / "requirements", dirs_exist_ok=True
    )  # they are taken to be installed
    page = copy / PUBLISHED
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(published(tree, scratch), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "docgen",
        "check",
        "--profile",
        "vllm",
        "--root",
        str(copy),
        "--format",
        "json",
    ]
    ran = subprocess.run([*command, "--exit-zero"], capture_output=True, check=True, cwd=ROOT)
    record = json.loads(ran.stdout)
    found = record["findings"]
    cells = [each for each in found if each["rule"] in ABOUT_CELLS and each["capability"]]
    return Release(version, record["compared"], cells, [each for each in found if each["rule"] in ABOUT_ROWS])


def page(releases: Sequence[Release]) -> str:
    """The page."""
    return "\n".join(_lines(releases)) + "\n"


def _lines(releases: Sequence[Release]) -> Iterator[str]:
    yield "<!-- Written by tests/vllm_page.py. -->\n\n# vLLM's own page against its code\n"
    yield (
        "vLLM generates its page of attention backends from patterns in the syntax of its classes. Below is what "
        "`docgen check` finds on the page of each release: each cell that differs from the answer of the class on the devices that "
        "its row is about. A cell that is right on some of them counts as right. "
        "[How to: vLLM](howto/vllm.md) shows how to look at a release yourself."
    )
    yield "\n| release | cells compared | wrong | share | rows that name no backend, or are missing |\n| --- | --- | --- | --- | --- |"
    for each in releases:
        share = f"{100 * len(each.cells) / each.compared:.1f} %" if each.compared else "nothing compared"
        yield f"| [{each.version}](#{_anchor(each.version)}) | {each.compared} | {len(each.cells)} | {share} | {len(each.rows)} |"
    for each in reversed(releases):
        yield f"\n## {_heading(each.version)}\n"
        if each.cells:
            yield "| backend | column | line of the page | it says | the code says | where | |\n| --- | --- | --- | --- | --- | --- | --- |"
        for cell in each.cells:
            yield _cell(cell, each.version)
        if each.rows:
            yield ""
            yield from (f"- {escape(row['message'])}" for row in each.rows)


def _cell(cell: dict[str, Any], version: str) -> str:
    says, should = (escape(" ".join((cell[key] or "nothing").split())) for key in ("documented", "expected"))
    line = cell["docs_location"].rpartition(":")[2]
    where = _link(cell["code_location"], version)
    parts = (
        escape(cell["backend"]),
        code(cell["capability"]),
        line,
        says,
        should,
        where,
        ABOUT_CELLS[cell["rule"]],
    )
    return f"| {' | '.join(parts)} |"


def _link(place: str | None, version: str) -> str:
    path, _, line = (place or "").rpartition(":")
    return f"[{escape(place or '')}]({SOURCES.format(version=version, path=path, line=line)})" if path else ""


def history(trees: Sequence[Path]) -> str:
    """The page of gains and losses, as `docgen history` writes it."""
    command = [sys.executable, "-m", "docgen", "history", "--profile", "vllm", "--format", "markdown"]
    ran = subprocess.run([*command, *map(str, trees)], capture_output=True, check=True, cwd=ROOT)
    about = (
        "What vLLM's attention backends gained and lost, release by release, as `docgen history` writes it from the sources of "
        "the releases. See [what the words mean](history.md)."
    )
    return f"<!-- Written by tests/vllm_page.py. -->\n\n# History of vLLM's backends\n\n{about}\n\n{ran.stdout.decode()}"


def _heading(version: str) -> str:
    return f"vLLM {version}"


def _anchor(version: str) -> str:
    return re.sub(r"[^\w\- ]", "", _heading(version).lower()).replace(" ", "-")


def main() -> None:
    """Compare the releases that are named, or those of the committed page, and write it."""
    parser = argparse.ArgumentParser(description="Compare vLLM's published page with its code.")
    parser.add_argument("releases", nargs="*", default=RELEASES, metavar="VERSION")
    parser.add_argument("--trees", type=Path, metavar="DIR", help="Where trees are, and are fetched to.")
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR", help="Where to write the pages.")
    arguments = parser.parse_args()
    with TemporaryDirectory(prefix="vllm-page-") as name:
        scratch = Path(name)
        trees = arguments.trees or scratch
        releases = []
        for version in arguments.releases:
            releases.append(compared(version, tree_of(version, trees), scratch))
            print(f"{version}: {releases[-1].compared} cells, {len(releases[-1].cells)} wrong", flush=True)
            shutil.rmtree(scratch / f"vllm-{version}/vllm", ignore_errors=True)
        (arguments.out / "vllm_page.md").write_text(page(releases), encoding="utf-8")
        read = [trees / f"vllm-{version}" for version in arguments.releases]
        (arguments.out / "vllm_history.md").write_text(history(read), encoding="utf-8")


if __name__ == "__main__":
    main()
