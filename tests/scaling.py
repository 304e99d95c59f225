"""Growth of docgen's time with the size of what it is given: ten times as much should take about ten times as long.

    python tests/scaling.py             # measure, print
    python tests/scaling.py --record    # and keep the figures: tests/scaling.json, docs/reliability.md

Seconds are of this process's own time, best of two, without a cache.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from docgen.cli.main import main as docgen

HERE = Path(__file__).parent
RECORD = HERE / "scaling.json"
PAGE = HERE.parent / "docs/reliability.md"
SIZES = (100, 1_000, 10_000)
REGION = re.compile(r"(<!-- scaling -->\n).*?(<!-- /scaling -->)", re.DOTALL)
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


CASES: dict[str, tuple[str, Callable[[int], Files]]] = {
    "members of a registry": ("export", members),
    "values of a domain": ("export", domain),
    "`x in list(T)` for each value of a domain": ("export", listed),
    "classes one below the other": ("export", chain),
    "rows that a hand-written table lacks": ("check", missing),
    "values in sentences that are wrong": ("check", regions),
    '`"**/" * 12` against so many files': ("check", patterns),
}
"""Cases: the command that is measured, and the function that makes the project, by what grows."""
LARGEST = {"classes one below the other": 1_000, "values in sentences that are wrong": 1_000}
"""Sizes beyond which nothing is measured, of what takes longer than in proportion: the order of a class holds all above it,
here as in Python."""


def seconds(command: str, files: Files) -> float:
    """Return the processor time of a command on a project, the better of two."""
    best = float("inf")
    for _ in range(2):
        with tempfile.TemporaryDirectory(prefix="docgen-scaling-") as directory:
            for name, text in {"__init__": "", **files}.items():
                path = Path(directory) / (name if "." in name else f"pkg/{name}.py")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            start = time.process_time()
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                status = docgen([command, "--no-cache", "--root", directory])
            best = min(best, time.process_time() - start)
            assert status in {0, 1}, f"{command} ends with {status}"
    return round(best, 2)


def table(figures: Mapping[str, Sequence[float]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield f"| What grows | {' | '.join(f'{size:,}' for size in SIZES)} |"
    yield f"| --- |{' ---: |' * len(SIZES)}"
    for name, each in figures.items():
        shown = [*(f"{value} s" for value in each), *["-"] * (len(SIZES) - len(each))]
        yield f"| {name} | {' | '.join(shown)} |"


def page(text: str, figures: Mapping[str, Sequence[float]]) -> str:
    """The page of the documentation with the figures in their place."""
    lines = "\n".join(table(figures))
    return REGION.sub(lambda found: f"{found[1]}\n{lines}\n\n{found[2]}", text)


def main() -> int:
    """Measure, print, and keep the figures where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--record", action="store_true", help="keep the figures")
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="sizes to measure")
    parser.add_argument("--only", nargs="+", default=CASES, help="cases to measure")
    options = parser.parse_args()
    figures = {}
    for name in options.only:
        command, made = CASES[name]
        sizes = [size for size in options.sizes if size <= LARGEST.get(name, size)]
        figures[name] = [seconds(command, made(size)) for size in sizes]
        print(name, *figures[name], flush=True)
    if options.record:
        RECORD.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), figures), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
