"""Mutants of a tree, one by one: each change of a declaration must be found, and named correctly.

    python tests/mutation.py                                         # of this repository, and of every cell of its page
    python tests/mutation.py --profile vllm --root TREE --count 240  # of another tree

On this tree a mutant is found if `docgen check` names the cells that it has to change and none that it cannot. A tree
of another project has no page of ours: there the models before and after are compared, as `docgen diff` does. Trees
are copied, and nothing of them is imported. Exit status: 0 if no mutant was missed or named wrongly.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TypeVar

from mutants import Cell, Mutant, Mutants
from source_edits import KINDS

from docgen.checks.pipeline import Mode, run
from docgen.comparison.models import compare
from docgen.config import Config, load_config
from docgen.model.finding import Finding, Rule
from docgen.model.support import SupportModel
from docgen.project.introspection import introspect
from docgen.project.project import Request, open_project
from docgen.rendering.documented import read_page

T = TypeVar("T")

OWN = Path(__file__).parents[1]
IGNORED = shutil.ignore_patterns(".git", ".venv", "__pycache__", "*.so")


class Verdict(Enum):
    """Result for a mutant."""

    FOUND = "found"
    EQUIVALENT = "equivalent"
    """No answer depends on the mutated place, for a reason that is given."""
    SAME = "reached, same answer"
    """An exception in the mutated place changes an answer, the mutant does not."""
    WRONG = "wrong cell"
    MISSED = "missed"


FAILURES = (Verdict.WRONG, Verdict.MISSED)

Changed = Callable[[], set[Cell]]
"""Reads the tree as it is now, and gives the cells that are not as they were."""


@dataclass(frozen=True)
class Result:
    """One mutant, judged."""

    kind: str
    what: str
    verdict: Verdict
    why: str = ""


def judged(mutant: Mutant, root: Path, changed: Changed) -> Result:
    """Put a mutant in place, look, and take it back."""
    cells = _changed_by(mutant.text, mutant, root, changed)
    if cells - mutant.allowed or mutant.due - cells:
        strange, lacking = sorted(cells - mutant.allowed), sorted(mutant.due - cells)
        verdict = Verdict.WRONG if cells else Verdict.MISSED
        return Result(
            mutant.kind, mutant.what, verdict, f"changed but unrelated: {strange}; unchanged: {lacking}"
        )
    if cells:
        return Result(mutant.kind, mutant.what, Verdict.FOUND)
    if mutant.idle:
        return Result(mutant.kind, mutant.what, Verdict.EQUIVALENT, mutant.idle)
    if _changed_by(mutant.reached, mutant, root, changed):
        why = "another branch or another declaration says the same, or no column shows the value"
        return Result(mutant.kind, mutant.what, Verdict.SAME, why)
    why = "not reached under any scenario: an exception in its place changes no answer either"
    return Result(mutant.kind, mutant.what, Verdict.EQUIVALENT, why)


def _changed_by(text: str, mutant: Mutant, root: Path, changed: Changed) -> set[Cell]:
    path = root / mutant.path
    before = path.read_bytes()
    try:
        path.write_text(text, encoding="utf-8")
        return changed()
    finally:
        path.write_bytes(before)


def named(findings: Iterable[Finding], config: Config) -> set[Cell]:
    """The cells that findings name; a row that comes or goes stands for the capabilities that choose the rows."""
    choosing = {key for table in config.tables for key in table.where}
    return {
        (finding.backend, key)
        for finding in findings
        if finding.backend
        for key in ([finding.capability] if finding.capability else choosing)
        if finding.capability or finding.rule in {Rule.EXTRA_ROW, Rule.MISSING_ROW}
    }


def own_results(root: Path) -> Iterator[Result]:
    """Every mutant of this repository, copied to `root`."""
    for name in ("backends", "docs", "pyproject.toml"):
        copy = shutil.copytree if (OWN / name).is_dir() else shutil.copy
        copy(OWN / name, root / name)
    project = open_project(Request(root))
    mutants = Mutants(root, project.config, project.model)

    def findings() -> tuple[Finding, ...]:
        return run(open_project(Request(root)), Mode.CHECK).findings

    if findings():
        sys.exit("documentation and code disagree before any mutant: run docgen build")
    for mutant in (*made(mutants.flips()), *mutants.in_place()):
        yield judged(mutant, root, lambda: named(findings(), project.config))
    for page in project.config.page:
        yield from page_results(root / page.path, project.config, findings)


def page_results(path: Path, config: Config, findings: Callable[[], tuple[Finding, ...]]) -> Iterator[Result]:
    """Every cell of every table of a page changed, the names of the rows too."""
    text = path.read_text(encoding="utf-8")
    keys = {capability.header: capability.key for capability in config.capability}
    for table in read_page(text).tables:
        of_backends = keys.keys() >= {*table.columns[1:]}
        for row in table.rows:
            for position, header in enumerate(table.columns):
                path.write_text(_with_cell(text, row.line, position), encoding="utf-8")
                backend = row.cells[0].shown
                if position:
                    due = {(Rule.DOCS_DRIFT, backend, keys.get(header))}
                else:
                    due = {(Rule.MISSING_ROW, backend, None), (Rule.EXTRA_ROW, "mutant", None)}
                found = findings()
                told = {(each.rule, each.backend, each.capability) for each in found}
                lines = {each.docs_location.line for each in found if each.docs_location}
                # Only the place distinguishes the rows of other tables.
                right = (told == due if of_backends else bool(told)) and row.line in lines
                verdict = Verdict.FOUND if right else Verdict.WRONG if found else Verdict.MISSED
                yield Result(
                    "in the page", f"{path.name}:{row.line}: {backend}, {header}", verdict, str(told)
                )
    path.write_text(text, encoding="utf-8")


def _with_cell(text: str, line: int, position: int) -> str:
    """The page with one cell saying something else."""
    lines = text.split("\n")
    cells = re.split(r"(?<!\\)\|", lines[line - 1])
    says = cells[position + 1].strip()
    cells[position + 1] = {"✅": " ❌ ", "❌": " ✅ "}.get(says, " mutant ")
    lines[line - 1] = "|".join(cells)
    return "\n".join(lines)


def foreign_results(tree: Path, profile: str, count: int, root: Path) -> Iterator[Result]:
    """About `count` mutants of another project, of every kind, spread evenly over its backends and columns."""
    config = load_config(tree, None, profile)
    for package in config.packages:
        shutil.copytree(tree / package, root / package, ignore=IGNORED, symlinks=True)
    before = introspect(root, config)
    mutants = Mutants(root, config, before)
    flips, in_place = mutants.flips(), list(mutants.in_place())
    called = [row.backend.name for row in mutants.rows if not row.is_statement]
    print(
        f"{len(flips)} flips and {len(in_place)} changes in place are possible; not flipped, for want of a class"
    )
    print(f"statement: {', '.join(called) or 'none'}", flush=True)
    # Two of three are flips, which are sure to change an answer.
    chosen = made(spread(flips, count * 2 // 3))
    for mutant in (*chosen, *spread(in_place, count - len(chosen))):
        yield judged(mutant, root, lambda: differing(before, introspect(root, config), config))


def made(flips: Iterable[Callable[[], Mutant | None]]) -> list[Mutant]:
    """The mutants of those flips that can be made."""
    return [mutant for flip in flips if (mutant := flip())]


def spread(everything: list[T], count: int) -> list[T]:
    """`count` of them from one end to the other, at unequal steps: equal ones could meet one kind only."""
    if count >= len(everything):
        return everything
    places = (int(number * len(everything) / count) + number % len(KINDS) for number in range(count))
    return [everything[min(place, len(everything) - 1)] for place in places]


def differing(before: SupportModel, after: SupportModel, config: Config) -> set[Cell]:
    """The cells that two models answer otherwise; a list, which belongs to no backend, goes by its key."""
    changes = compare(before, after, config).changes
    return {(change.backend or "", change.capability or change.kind.value) for change in changes}


def report(results: Iterable[Result]) -> int:
    """Print each failure as it comes, then the score of each kind; gives the number of failures."""
    scores: dict[str, Counter[Verdict]] = {}
    reasons: Counter[tuple[Verdict, str]] = Counter()
    start = time.perf_counter()
    for result in results:
        scores.setdefault(result.kind, Counter())[result.verdict] += 1
        if result.verdict in FAILURES:
            print(f"{result.verdict.value}: {result.kind}: {result.what}: {result.why}", flush=True)
        elif result.verdict is not Verdict.FOUND:
            print(f"{result.verdict.value}: {result.kind}: {result.what} ({result.why})", flush=True)
            reasons[result.verdict, result.why] += 1
    total = sum(scores.values(), Counter())
    print(f"\n{total.total()} mutants in {time.perf_counter() - start:.0f} s")
    print("".join(f"{each.value:>22}" for each in Verdict))
    for kind, score in [*scores.items(), ("all", total)]:
        print("".join(f"{score[each]:>22}" for each in Verdict), f" {kind}")
    for (verdict, why), number in reasons.most_common():
        print(f"{number} {verdict.value}: {why}")
    return sum(total[each] for each in FAILURES)


def main() -> int:
    """Judge the mutants of this repository, or of another tree."""
    parser = argparse.ArgumentParser(description="Mutants of a documented tree, found or not.")
    parser.add_argument("--profile", help="the shipped profile that reads the tree of --root")
    parser.add_argument("--root", type=Path, metavar="TREE", help="another project")
    parser.add_argument("--count", type=int, default=240, help="mutants of another project; 240 by default")
    options = parser.parse_args()
    if (options.profile is None) is not (options.root is None):
        parser.error("--profile and --root belong together")
    with tempfile.TemporaryDirectory(prefix="mutation-") as name:
        os.environ["DOCGEN_CACHE_DIR"] = str(Path(name, "cache"))
        root = Path(name, "tree")
        root.mkdir()
        if options.root:
            results = foreign_results(options.root, options.profile, options.count, root)
        else:
            results = own_results(root)
        return min(1, report(results))


if __name__ == "__main__":
    sys.exit(main())
