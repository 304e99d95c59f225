"""Holds docgen's answers, asked for as the command line does, against those of CPython, in an interpreter of its own."""

from __future__ import annotations

import contextlib
import enum
import io
import json
import math
import os
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from soundness_corpus import Sample

from docgen.checks import pipeline  # noqa: F401 - imported before the forks, which would each take the time
from docgen.cli.main import main as docgen
from docgen.model.cell import identical
from docgen.project import introspection  # noqa: F401
from docgen.reporters import json as json_report  # noqa: F401

CHILD = Path(__file__).with_name("soundness_child.py")
SECONDS = 20
"""Bound of the processor time that docgen may take for one package; six times that on the clock."""
MEMORY = 4 << 30
"""Bound of its address space, in bytes."""


class Verdict(enum.Enum):
    """Comparison of two answers."""

    RIGHT = "right"
    CONDITIONAL = "cond"
    """Several values, CPython's among them."""
    UNKNOWN = "unknown"
    WRONG = "wrong"
    """Known, or conditional without CPython's answer."""
    MISRAISED = "misraised"
    """An exception that CPython does not raise."""
    PHANTOM = "phantom"
    """Any answer, where the module cannot be imported."""
    CRASH = "crash"
    """No answer: an error of docgen's own, or one that ended the command."""
    HANG = "hang"


HARMLESS = {Verdict.RIGHT, Verdict.CONDITIONAL, Verdict.UNKNOWN}


class Judged(NamedTuple):
    """One probe, and its result."""

    sample: Sample
    probe: str
    python: list
    """Kind and value: known, raises or import."""
    static: list
    """Kind and value: known, raises, conditional, unknown, unavailable, crash or hang."""
    verdict: Verdict


def judged(sample: Sample) -> Iterator[Judged]:
    """The verdict on every probe of a package.

    Raises:
        AssertionError: CPython has no answer that could be compared.
    """
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        sample.write(root)
        static = asked(sample, root)
        told = python_answers(sample, root)
    for number, probe in enumerate(sample.probes):
        answers = [answer[number] for answer in told]
        assert all(kind in {"known", "raises", "import"} for kind, _ in answers), (sample.id, probe, answers)
        verdicts = [verdict(answer, static[number]) for answer in answers]
        worst = max(verdicts, key=[*Verdict].index)
        yield Judged(sample, probe, answers[verdicts.index(worst)], static[number], worst)


def python_answers(sample: Sample, root: Path) -> list[list]:
    """CPython's answers to the probes of a package, under each hash seed."""
    answers = []
    for seed in sample.seeds:
        child = subprocess.run(
            [sys.executable, "-S", "-s", "-B", "-X", "utf8", str(CHILD), str(root), *sample.probes],
            env={"PYTHONHASHSEED": str(seed)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        answers.append(
            json.loads(child.stdout) if child.stdout else [["died", child.stderr]] * len(sample.probes)
        )
    return answers


def asked(sample: Sample, root: Path) -> list[list]:
    """The answers of `docgen export`, in a process that ends with it."""
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with open(sink, "w") as stream:
                stream.write(json.dumps(_exported(sample, root)))
        finally:
            os._exit(0)
    os.close(sink)
    with open(source) as stream:
        text = stream.read()
    _, status = os.waitpid(child, 0)
    killed = ["hang", None] if os.WIFSIGNALED(status) else ["crash", "no answer"]
    return json.loads(text) if text else [killed] * len(sample.probes)


def _exported(sample: Sample, root: Path) -> list[list]:
    """The answers of `docgen export`, or the same trouble for each probe."""
    signal.alarm(6 * SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.environ["DOCGEN_CACHE_DIR"] = str(root / "cache")

    output, errors = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            docgen(["export", "--quiet", "--root", str(root)])
        rows = json.loads(output.getvalue(), parse_constant=lambda text: ["not JSON", text])["backends"]
    except BaseException as error:
        trouble = errors.getvalue().strip() or "".join(traceback.format_exception(error)[-3:])
        return [["crash", trouble[-2000:]]] * len(sample.probes)
    if not rows:
        return [["crash", "no row"]] * len(sample.probes)
    return [answer_of(rows[0]["cells"][f"p{number}"][0]) for number in range(len(sample.probes))]


def answer_of(cell: dict) -> list:
    """A cell of the export as kind and value."""
    reason = cell["reason"] or ""
    match cell["state"]:
        case "known":
            return ["known", cell["value"]]
        case "conditional":
            return ["conditional", [condition["value"] for condition in cell["conditions"]]]
        case "not-declared":
            return ["raises", "AttributeError"]
        case "unavailable":
            return ["unavailable", reason]
    if reason.startswith("raises ") and ", when " not in reason:
        return ["raises", reason.split()[1].rstrip(":,;")]
    return ["unknown", reason]


def verdict(python: list, static: list) -> Verdict:
    """Compare the answers to a probe."""
    (right, value), (kind, said) = python, static
    if kind in {"crash", "hang"}:
        refused = right == "import" and "Traceback" not in str(said)
        return Verdict.UNKNOWN if refused else Verdict(kind)
    if kind == "unknown":
        return Verdict.UNKNOWN
    if right == "import":
        return Verdict.RIGHT if kind == "unavailable" else Verdict.PHANTOM
    if kind in {"raises", "unavailable"}:
        return Verdict.RIGHT if [right, value] == [kind, said] else Verdict.MISRAISED
    if kind == "conditional":
        covered = right == "known" and any(agrees(value, each) for each in said)
        return Verdict.CONDITIONAL if covered else Verdict.WRONG
    return Verdict.RIGHT if right == "known" and agrees(value, said) else Verdict.WRONG


def agrees(value: object, said: object) -> bool:
    """Compare an exported value with CPython's: what JSON cannot hold is a text that names it."""
    match value:
        case list() if isinstance(said, list):
            return len(value) == len(said) and all(map(agrees, value, said))
        case dict() if isinstance(said, dict):
            keys = {key: next((each for each in said if same_key(key, each)), None) for key in value}
            return len(value) == len(said) and all(
                k in said and agrees(value[key], said[k]) for key, k in keys.items()
            )
        case float() if not math.isfinite(value):
            return isinstance(said, str) and str(value) in said
        case int() if abs(value) >= 1 << 53 and isinstance(said, str):
            return str(value) in said
        case str() if not value.isprintable() and not value.isascii() and value != said:
            return isinstance(said, str) and ascii(value)[1:-1] in said
    return identical(value, said)


def same_key(key: str, said: str) -> bool:
    """Compare an exported key with CPython's: of what JSON cannot hold, the text after the tag."""
    return said == key or said.partition(":")[2] in {key, ascii(key)[1:-1]}


def table(results: Iterable[Judged]) -> str:
    """Counts of the verdicts, a line for each kind."""
    counts: dict[str, Counter[Verdict]] = {}
    for result in results:
        counts.setdefault(result.sample.kind, Counter())[result.verdict] += 1
    total = sum(counts.values(), Counter())
    width = max((len(kind) for kind in counts), default=5)
    lines = [" ".join([" " * width, *(f"{each.value:>9}" for each in Verdict)])]
    for kind, count in [*sorted(counts.items()), ("total", total)]:
        lines.append(" ".join([f"{kind:{width}}", *(f"{count[each] or '.':>9}" for each in Verdict)]))
    return "\n".join(lines)


def failures(results: Iterable[Judged]) -> Iterator[str]:
    """A line for each probe that was not answered right or with an admission; one for a package that was not answered."""
    ended = set()
    for sample, probe, python, static, found in results:
        if found in HARMLESS or sample.id in ended:
            continue
        if found in {Verdict.CRASH, Verdict.HANG}:
            ended.add(sample.id)
            yield f"{found.value.upper()} {sample.id}: {str(static[1]).splitlines()[-1]:.150}"
            continue
        says = [
            f"{who} {kind} {value!r:.120}" for who, (kind, value) in (("CPython", python), ("docgen", static))
        ]
        yield f"{found.value.upper()} {sample.id} `{probe}`: {'; '.join(says)}"
