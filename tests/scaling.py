"""Growth of docgen's time with the size of what it is given: ten times as much should take about ten times as long.

    python tests/scaling.py             # measure, print
    python tests/scaling.py --record    # and keep the figures: tests/scaling.json, docs/reliability.md

Each command runs in a process of its own, without a cache, the better of two. Seconds are of the processor. One that takes
longer than the limit is ended, and recorded as such.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from recorded import with_region

HERE = Path(__file__).parent
RECORD = HERE / "scaling.json"
PAGE = HERE.parent / "docs/reliability.md"
SIZES = (100, 1_000, 10_000)
LIMIT = 60
"""Most seconds of processor time of one command."""
CONFIG = 'packages = ["pkg"]\n[discovery]\nkind = "enum"\npath = "pkg.registry.R"\n'
COLUMN = '[[capability]]\nkey = "a"\nheader = "A"\nprobe = "{}"\n'
REGISTRY = "import enum\nclass R(enum.Enum):\n"
ONE = "class One:\n    @classmethod\n    def a(cls, x=None):\n        return True\n"

Files = Mapping[str, str]


def members(number: int) -> Files:
    """A registry of so many members."""
    rows = "".join(f"    M{n} = 'pkg.one.C{n}'\n" for n in range(number))
    classes = "".join(f"class C{n}(One): pass\n" for n in range(number))
    return {
        "docgen.toml": CONFIG + COLUMN.format("cls.a()"),
        "registry": REGISTRY + rows,
        "one": ONE + classes,
    }


def domain(number: int) -> Files:
    """A column over an Enum of so many members."""
    values = "".join(f"    V{n} = {n}\n" for n in range(number))
    config = CONFIG + COLUMN.format("cls.a(x)") + 'over = { x = "pkg.types.T" }\n'
    types = f"import enum\nclass T(enum.Enum):\n{values}"
    return {
        "docgen.toml": config,
        "registry": f"{REGISTRY}    M = 'pkg.one.One'\n",
        "one": ONE,
        "types": types,
    }


def listed(number: int) -> Files:
    """The same, whose probe looks each value up in a list of all."""
    files = dict(domain(number))
    files["docgen.toml"] = files["docgen.toml"].replace("cls.a(x)", "x in list(pkg.types.T)")
    return files


def chain(number: int) -> Files:
    """A class below so many others, one below the other, which asks the topmost."""
    classes = "".join(f"class C{n}({f'C{n - 1}' if n else 'One'}): pass\n" for n in range(number))
    row = f"    M = 'pkg.one.C{number - 1}'\n"
    return {
        "docgen.toml": CONFIG + COLUMN.format("cls.a()"),
        "registry": REGISTRY + row,
        "one": ONE + classes,
    }


def missing(number: int) -> Files:
    """A hand-written table that lacks so many rows, of two columns."""
    files = dict(members(number))
    table = "# T\n\n| Name | A |\n| - | - |\n| M0 | yes |\n"
    claims = (
        '[[claims]]\npath = "README.md"\ntable = [{ heading = "T" }]\nrow = "Name"\ncolumns = { A = "a" }\n'
    )
    return {**files, "docgen.toml": files["docgen.toml"] + claims, "README.md": table}


def regions(number: int) -> Files:
    """A page with so many values that are wrong."""
    value = "<!-- docgen:value backend=M capability=a -->wrong<!-- /docgen -->\n"
    page = '[[page]]\npath = "docs/p.md"\n'
    return {**domain(1), "docgen.toml": CONFIG + COLUMN.format("cls.a()") + page, "docs/p.md": value * number}


def patterns(number: int) -> Files:
    """A pattern of pages that fits in many ways, against so many files eight directories deep."""
    page = f'[[page]]\npath = "docs/{"**/" * 12}x.md"\n'
    files = {f"docs/{'a/' * 8}{n}.md": "" for n in range(number)}
    return {**domain(1), **files, "docgen.toml": CONFIG + COLUMN.format("cls.a()") + page}


def generated(number: int) -> Files:
    """A page that docgen writes, of a registry of so many members, on which every row is missing."""
    page = '[[page]]\npath = "docs/p.md"\n'
    region = "# T\n\n<!-- docgen:begin table=all -->\n| Backend | A |\n| --- | --- |\n<!-- docgen:end -->\n"
    table = '[[table]]\nname = "all"\ntitle = "T"\n'
    config = CONFIG + COLUMN.format("cls.a()") + table + page
    return {**members(number), "docgen.toml": config, "docs/p.md": region}


def scattered(number: int) -> Files:
    """A page of so many different sentences, of which every second one shows a wrong value."""
    value = "<!-- docgen:value backend=M capability=a -->wrong<!-- /docgen -->"
    lines = (f"Sentence {n} {value if n % 2 else 'is right'}.\n" for n in range(number))
    return {**regions(1), "docs/p.md": "\n".join(lines)}


def edited(number: int) -> Files:
    """A page of so many regions, each of which somebody changed."""
    region = "## {}\n\n<!-- docgen:begin table=all -->\n| Backend | A |\n| --- | --- |\n| M | no |\n<!-- docgen:end -->\n"
    table = '[[table]]\nname = "all"\ntitle = "T"\n'
    files = dict(regions(1))
    files["docgen.toml"] += table
    return {**files, "docs/p.md": "\n".join(region.format(n) for n in range(number))}


def reasons(number: int) -> Files:
    """A registry of so many members of which each answer has a note of its own."""
    rows = "".join(f"    M{n} = 'pkg.one.C{n}'\n" for n in range(number))
    body = "    @classmethod\n    def a(cls): return unknown{}\n"
    classes = "".join(f"class C{n}:\n{body.format(n)}" for n in range(number))
    page = '[[page]]\npath = "docs/p.md"\n[[table]]\nname = "all"\ntitle = "T"\n'
    region = "<!-- docgen:begin table=all -->\n<!-- docgen:end -->\n"
    return {
        "docgen.toml": CONFIG + COLUMN.format("cls.a()") + page,
        "registry": REGISTRY + rows,
        "one": f"import outside\n{classes}",
        "docs/p.md": region,
    }


CASES: dict[str, tuple[str, Callable[[int], Files]]] = {
    "members of a registry": ("export", members),
    "values of a domain": ("export", domain),
    "`x in list(T)` for each value of a domain": ("export", listed),
    "classes one below the other": ("export", chain),
    "rows that a hand-written table lacks": ("check", missing),
    "rows that a generated table lacks": ("check", generated),
    "values in sentences that are all wrong": ("check", regions),
    "sentences of which every second one is wrong": ("check", scattered),
    "regions that were edited": ("check", edited),
    "notes of a table": ("check", reasons),
    '`"**/" * 12` against so many files': ("check", patterns),
}
"""Cases: the command that is measured, and the function that makes the project, by what grows."""


def seconds(command: str, files: Files, limit: float = LIMIT, runs: int = 2) -> float | None:
    """Return the processor time of a command on a project, the best of some runs; None beyond the limit."""
    with tempfile.TemporaryDirectory(prefix="docgen-scaling-") as directory:
        for name, text in {"__init__": "", **files}.items():
            path = Path(directory) / (name if "." in name else f"pkg/{name}.py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        times = []
        for _ in range(runs):
            taken = _run([command, "--no-cache", "--root", directory], limit)
            if taken is None:
                return None
            times.append(taken)
    return round(min(times), 2)


def _run(arguments: Sequence[str], limit: float) -> float | None:
    """Processor time of one command with the start of Python and all that it starts; None beyond the limit."""
    program = (
        f"import os, resource; resource.setrlimit(resource.RLIMIT_CPU, ({int(limit)}, {int(limit) + 1}))\n"
    )
    # The limit is one of each process: on one processor docgen starts no others.
    program += (
        "if hasattr(os, 'sched_setaffinity'): os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])\n"
    )
    program += "import sys; from docgen.cli.main import main; sys.exit(main(sys.argv[1:]))"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        env={**os.environ, "PYTHONPATH": str(HERE.parent)},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode < 0:
        return None
    assert done.returncode in {0, 1}, f"{arguments[0]} ends with {done.returncode}"
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def table(figures: Mapping[str, Sequence[float | None]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield f"| What grows | {' | '.join(f'{size:,}' for size in SIZES)} |"
    yield f"| --- |{' ---: |' * len(SIZES)}"
    for name, each in figures.items():
        shown = (f"above {LIMIT} s" if value is None else f"{value} s" for value in each)
        yield f"| {name} | {' | '.join(shown)} |"


def page(text: str, figures: Mapping[str, Sequence[float | None]]) -> str:
    """The page of the documentation with the figures in their place."""
    return with_region(text, "scaling", table(figures))


def main() -> int:
    """Measure, print, and keep the figures where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--record", action="store_true", help="keep the figures")
    parser.add_argument(
        "--only", nargs="+", default=CASES, help="cases to measure; the others keep their figures"
    )
    options = parser.parse_args()
    kept = json.loads(RECORD.read_text(encoding="utf-8"))
    figures = {name: kept[name] for name in CASES if name in kept}
    for name in options.only:
        command, made = CASES[name]
        figures[name] = [seconds(command, made(size)) for size in SIZES]
        print(name, *figures[name], flush=True)
        if options.record:  # after each case, so that a run that is cut off keeps what it measured
            ordered = {name: figures[name] for name in CASES if name in figures}
            RECORD.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
            PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), ordered), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
