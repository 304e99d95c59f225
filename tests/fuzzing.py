"""Coverage-guided fuzzing with atheris of the evaluator and of the parsers of untrusted texts, one after the other.

    pip install atheris
    python tests/fuzzing.py evaluator markers tables messages configuration --minutes 60
    python tests/fuzzing.py evaluator --minutes 20 --record   # and keep the figures and a small corpus

Minutes are of the processor. Figures add up over recorded runs, up to one that ends with a finding.
Each runs in a process of its own. Anything but the errors that docgen raises for its user is a finding, as is an input
that takes longer or more memory than the bounds; the input that leads there is kept under the directory of `--work`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from recorded import write_region

HERE = Path(__file__).parent
RECORD = HERE / "fuzzing.json"
CORPUS = HERE / "fuzz_corpus.json"
PAGE = HERE.parent / "docs/reliability.md"
SECONDS = 120
"""Most seconds of the processor for one input, instrumented: a busy machine makes no finding."""
HUNG = 3600
"""Most seconds of the clock for one input, which ends one that waits or that Python cannot interrupt."""
MEMORY = 2048
"""Most MiB of the process."""
LIBFUZZER = (
    f"-timeout={HUNG}",
    f"-rss_limit_mb={MEMORY}",
    "-max_len=4096",
    "-len_control=0",  # else a parser that is slow sees short inputs only
    "-print_final_stats=1",
    "-handle_usr1=1",
)
FIGURES = ("minutes", "processor", "inputs", "covered", "findings")
"""Figures of a target, in the order of the page."""
KEPT = 40
"""Inputs of a corpus that are kept, the shortest ones."""
LONGEST = 400
"""Characters of an input that is kept."""
_INPUTS = re.compile(r"^stat::number_of_executed_units: (\d+)", re.MULTILINE)
_FOUND = re.compile(r"^==\d+==\s*ERROR", re.MULTILINE)
_EDGES = re.compile(r"cov: (\d+)")
_TIMES = re.compile(r"^clock: (\d+) seconds, processor: (\d+) seconds", re.MULTILINE)


class TooLongError(BaseException):
    """An input takes more time of the processor than the bound; not an error that a parser may catch."""


def _too_long(*_: object) -> None:
    raise TooLongError(f"more than {SECONDS} s of processor time")


def run_target(name: str, minutes: float, arguments: list[str]) -> None:
    """Fuzz one target in this process for so many minutes of the processor; libFuzzer ends it."""
    import atheris

    with atheris.instrument_imports(include=["docgen"]):
        from fuzz_targets import TARGETS
        from source_mutation import mutated

        from docgen.errors import DocgenError

    target = TARGETS[name]

    signal.signal(signal.SIGPROF, _too_long)

    def one(data: bytes) -> None:
        if time.process_time() > 60 * minutes:
            os.kill(os.getpid(), signal.SIGUSR1)  # libFuzzer prints its figures and ends
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            target(data.decode("utf-8", "replace"))
        except DocgenError:
            return
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def change(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)  # noqa: S311  (a seed, not a secret)
        text = mutated(data.decode("utf-8", "replace"), random) if random.random() < 0.95 else None
        changed = text and text.encode("utf-8", "replace")
        return changed if changed and len(changed) <= most else atheris.Mutate(data, most)

    options = {"custom_mutator": change} if name == "evaluator" else {}
    atheris.Setup([sys.argv[0], *arguments], one, **options)
    atheris.Fuzz()


def fuzz(name: str, minutes: float, work: Path) -> None:
    """Fuzz one target for so many minutes of the processor, or until a finding; the log says how far it came."""
    from fuzz_targets import SEEDS

    corpus, seeds = work / name, work / f"{name}-seeds"
    for directory in (corpus, seeds):
        directory.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate((*SEEDS[name], *kept().get(name, ()))):
        (seeds / str(number)).write_text(text, "utf-8", "surrogatepass")
    command = [sys.executable, __file__, "--run", name, str(minutes), *LIBFUZZER]
    command += [f"-artifact_prefix={work}/{name}-found-", str(corpus), str(seeds)]
    with (work / f"{name}.log").open("w") as out:
        began = time.monotonic()
        running = subprocess.Popen(command, stderr=out, stdout=out)
        _, running.returncode, used = os.wait4(running.pid, 0)
        clock, processor = round(time.monotonic() - began), round(used.ru_utime + used.ru_stime)
        print(f"\nclock: {clock} seconds, processor: {processor} seconds", file=out)


def figures_of(log: Path) -> dict[str, Any]:
    """Return the figures of a run, from what libFuzzer and `fuzz` printed; a finding ends a run.

    Raises:
        SystemExit: it ran no input.
    """
    text = log.read_text(errors="replace")
    inputs, edges, times = _INPUTS.findall(text), _EDGES.findall(text), _TIMES.findall(text)
    findings = len(_FOUND.findall(text))
    if not (findings or (inputs and times)):
        raise SystemExit(f"{log}: nothing was fuzzed")
    clock, processor = map(int, times[-1]) if times else (0, 0)
    return {
        "minutes": round(clock / 60, 1),
        "processor": round(processor / 60, 1),
        "inputs": int(inputs[-1]) if inputs else 0,
        "covered": int(edges[-1]) if edges else 0,
        "findings": findings,
    }


def together(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, Any]:
    """Add the figures of a run to those of the runs before it, unless one of these ended with a finding."""
    if before is None or before["findings"]:
        return dict(after)
    added = {
        key: round(before[key] + after[key], 1) for key in ("minutes", "processor", "inputs", "findings")
    }
    return {**added, "covered": max(before["covered"], after["covered"])}


def kept() -> dict[str, list[str]]:
    """The inputs that earlier runs left, by target."""
    return json.loads(CORPUS.read_text(encoding="utf-8")) if CORPUS.exists() else {}


def shortest(corpus: Path) -> list[str]:
    """The shortest inputs of a corpus that are text."""
    texts = (path.read_bytes() for path in corpus.iterdir())
    readable = {text.decode() for text in texts if text and _is_text(text)}
    return sorted((text for text in readable if len(text) <= LONGEST), key=lambda text: (len(text), text))[
        -KEPT:
    ]


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def table(figures: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    """Yield the lines of a Markdown table."""
    yield "| Target | Minutes | Minutes of the processor | Inputs | Branches covered | Findings |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name, each in figures.items():
        numbers = " | ".join(f"{each[key]:,}" if key in each else "" for key in FIGURES)
        yield f"| {name} | {numbers} |"


def main() -> int:
    """Fuzz, print, and keep the figures where that is asked for."""
    if sys.argv[1:2] == ["--run"]:
        run_target(sys.argv[2], float(sys.argv[3]), sys.argv[4:])
        return 0
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("targets", nargs="*", help="none: only write the page from the record")
    parser.add_argument("--minutes", type=float, default=60, help="of the processor, for each target")
    parser.add_argument("--work", type=Path, default=None, help="directory of corpora, logs and findings")
    parser.add_argument("--record", action="store_true", help="keep the figures and a small corpus")
    parser.add_argument(
        "--logs", action="store_true", help="run nothing: take the figures from the logs in --work"
    )
    options = parser.parse_args()
    work = options.work or Path(tempfile.mkdtemp(prefix="docgen-fuzzing-"))
    found = 0
    for name in options.targets:
        if not options.logs:
            fuzz(name, options.minutes, work)
        figures = figures_of(work / f"{name}.log")
        print(name, figures, work, flush=True)
        found += figures["findings"]
        if options.record:
            record = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
            record[name] = together(record.get(name), figures)
            RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            small = {**kept(), name: shortest(work / name)}
            CORPUS.write_text(json.dumps(small, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    if options.record and RECORD.exists():
        write_region(PAGE, "fuzzing", table(json.loads(RECORD.read_text(encoding="utf-8"))))
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main())
