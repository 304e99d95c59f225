"""Effects of a change on public trees, in the manner of mypy_primer and of ruff's ecosystem check.

    python tests/ecosystem.py                        # fetch twenty trees, run docgen on each, tell what differs
    python tests/ecosystem.py --only darts optuna    # some of them
    python tests/ecosystem.py --trees DIR            # unpacked as DIR/name-version, where they are there
    python tests/ecosystem.py --record               # and keep the result: tests/ecosystem.json, docs/ecosystem.md

Each tree is a release, fetched from the package index by its name and version. `docgen init` writes a configuration
into a copy of it, `docgen check` has to agree with it, and `docgen export` lists rows and cells. Rows, known cells
and findings are compared with those that were recorded exactly; times and memory where they grew by half.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).parent
RECORD = HERE / "ecosystem.json"
PAGE = HERE.parent / "docs/ecosystem.md"
TREES = {
    "keyring": "25.7.0",
    "fsspec": "2026.9.0",
    "joblib": "1.6.0",
    "flashinfer-python": "0.7.4",
    "narwhals": "2.29.0",
    "scikit-learn": "1.9.1",
    "darts": "0.48.1",
    "langchain-community": "0.4.2",
    "lmdeploy": "0.18.0",
    "sglang": "0.5.23",
    "vllm": "0.33.0",
    "vllm-omni": "0.30.0",
    "ibis-framework": "12.0.0",
    "optuna": "5.0.0",
    "sktime": "1.2.0",
    "keras": "3.15.1",
    "transformer-engine": "2.20.2",
    "diffusers": "0.42.1",
    "transformers": "5.24.0",
    "django": "5.2.19",
}
"""Releases by the names under which a package index has them."""
SECONDS = 900
"""Seconds of the clock after which a command is given up; on an idle machine none should take a tenth of that."""
GREW = 1.5
"""The factor from which on a time, or memory, has grown."""
NOTICED = 2.0
"""Seconds below which no time counts as grown."""


@dataclass(frozen=True)
class Outcome:
    """Result of docgen on a tree."""

    tree: str
    """Name and version."""
    found: str
    """Kind and path of the discovery, and the profile; if nothing was found, the reason."""
    rows: int = 0
    """Backends."""
    cells: int = 0
    """Answers, scenario by scenario."""
    known: int = 0
    """Those that are known or conditional."""
    findings: int = 0
    """Findings of a check, those that the configuration accepts aside."""
    init_seconds: float = 0.0
    """Processor time of `docgen init`, its page included."""
    seconds: float = 0.0
    """Processor time of `docgen export`, without a cache."""
    mebibytes: int = 0
    """The largest process of the two."""


@dataclass(frozen=True)
class Ran:
    """Time and memory that one command took."""

    status: int
    output: str
    errors: str
    seconds: float
    mebibytes: int


def fetched(name: str, version: str, scratch: Path) -> Path:
    """A directory with what a release holds, fetched with pip as a wheel."""
    wheels = scratch / "wheels"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*command, "--dest", str(wheels), f"{name}=={version}"], check=True)
    (wheel,) = wheels.glob(f"{name.replace('-', '_')}-*.whl".lower())
    target = scratch / f"{name}-{version}"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    wheel.unlink()
    return target


def unpacked(trees: Path, name: str, version: str) -> Path | None:
    """The directory of a release among trees that are there already."""
    spelt = (name, name.replace("-", "_"))
    return next((p for each in spelt if (p := trees / f"{each}-{version}").is_dir()), None)


def copied(tree: Path, target: Path) -> Path:
    """The Python files of a release's packages."""
    for package in tree.iterdir():
        if (package / "__init__.py").is_file():
            shutil.copytree(package, target / package.name, ignore=lambda at, names: _others(Path(at), names))
    return target


def _others(at: Path, names: Sequence[str]) -> list[str]:
    return [name for name in names if not name.endswith(".py") and not (at / name).is_dir()]


def run(arguments: Sequence[str], cache: Path) -> Ran:
    """Run docgen with a cache of its own; seconds are of all its processes."""
    environment = {**os.environ, "DOCGEN_CACHE_DIR": str(cache), "PYTHONPATH": str(HERE.parent)}
    command = [sys.executable, "-m", "docgen", *arguments]
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=environment, text=True)
        end = time.monotonic() + SECONDS
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > end:
                process.kill()
            time.sleep(0.05)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        return Ran(
            process.returncode,
            output.read(),
            errors.read(),
            round(usage.ru_utime + usage.ru_stime, 1),
            usage.ru_maxrss >> 10,
        )


def examined(name: str, version: str, tree: Path, scratch: Path) -> Outcome:
    """Return docgen's outcome on a release."""
    root = copied(tree, scratch / "root")
    at = ["--root", str(root)]
    init = run(["init", *at], scratch / "cache-1")
    title = f"{name} {version}"
    if init.status:
        reason = init.errors.strip().splitlines()[-1].partition("; to fix")[0] if init.errors else "nothing"
        shown = textwrap.shorten(f"exit {init.status}: {reason}", 160, placeholder=" ...")
        return Outcome(title, shown, init_seconds=init.seconds)
    check = run(["check", "--format", "json", *at], scratch / "cache-1")
    export = run(["export", *at], scratch / "cache-2")
    for command, ran in (("check", check), ("export", export)):
        if ran.status not in {0, 1}:
            return Outcome(title, f"docgen {command} ended with {ran.status}", init_seconds=init.seconds)
    model = json.loads(export.output)
    states = [
        cell["state"]
        for backend in model["backends"]
        for cells in backend["cells"].values()
        for cell in cells
        for _ in cell["scenarios"]
    ]
    return Outcome(
        title,
        init.output.splitlines()[0].partition(": ")[2],
        rows=len(model["backends"]),
        cells=len(states),
        known=sum(state in {"known", "conditional"} for state in states),
        findings=len(json.loads(check.output)["findings"]),
        init_seconds=init.seconds,
        seconds=export.seconds,
        mebibytes=max(init.mebibytes, export.mebibytes),
    )


def differences(before: Outcome | None, now: Outcome) -> Iterator[str]:
    """Yield what is otherwise than it was."""
    if before is None:
        yield "not recorded yet"
        return
    for name in ("found", "rows", "cells", "known", "findings"):
        old, new = getattr(before, name), getattr(now, name)
        if old != new:
            yield f"{name}: {old} -> {new}"
    for name in ("init_seconds", "seconds", "mebibytes"):
        old, new = getattr(before, name), getattr(now, name)
        if new > GREW * old and new > NOTICED:
            yield f"{name}: {old} -> {new}"


def recorded() -> dict[str, Outcome]:
    """The run that was kept, by tree."""
    if not RECORD.is_file():
        return {}
    return {each["tree"]: Outcome(**each) for each in json.loads(RECORD.read_text(encoding="utf-8"))}


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The lines of a Markdown table."""
    yield "| tree | found | rows | cells | known | findings | init, s | export, s | MiB |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for each in outcomes:
        share = f"{each.known / each.cells:.0%}" if each.cells else "-"
        yield (
            f"| {each.tree} | {each.found} | {each.rows} | {each.cells} | {share} | {each.findings} "
            f"| {each.init_seconds} | {each.seconds} | {each.mebibytes} |"
        )


def page(outcomes: Sequence[Outcome]) -> str:
    """The page of the documentation."""
    useful = sum(each.known > 0 for each in outcomes)
    return "\n".join(
        [
            "# On public trees",
            "",
            "`python tests/ecosystem.py --record` fetches these releases by name, runs `docgen init` on each, which nobody helps,",
            "and keeps the results; without `--record` it shows the effects of a change of docgen on them. Seconds are of",
            "processor time, all processes together, of one machine.",
            "",
            f"`docgen init` finds a table of which something is known on {useful} of {len(outcomes)}.",
            "",
            *table(outcomes),
            "",
        ]
    )


def keep(outcome: Outcome) -> None:
    """Add an outcome to the record, and write the page again."""
    kept = {**recorded(), outcome.tree: outcome}
    listed = [kept[title] for name in TREES if (title := f"{name} {TREES[name]}") in kept]
    RECORD.write_text(json.dumps([asdict(each) for each in listed], indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(listed), encoding="utf-8")


def main() -> int:
    """Run, compare, and keep the result where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=TREES, help="only these trees")
    parser.add_argument("--trees", type=Path, metavar="DIR", help="where unpacked releases are")
    parser.add_argument("--record", action="store_true", help="keep the result")
    options = parser.parse_args()
    before = recorded()
    for name in options.only or TREES:
        version = TREES[name]
        with tempfile.TemporaryDirectory(prefix="docgen-ecosystem-") as directory:
            scratch = Path(directory)
            there = unpacked(options.trees, name, version) if options.trees else None
            outcome = examined(name, version, there or fetched(name, version, scratch), scratch)
        print(*[*table([outcome])][2:], flush=True)
        for text in differences(before.get(outcome.tree), outcome):
            print(f"    {text}", flush=True)
        if options.record:
            keep(outcome)
    return 0


if __name__ == "__main__":
    sys.exit(main())
