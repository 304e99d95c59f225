"""Coverage-guided fuzzing with atheris of the evaluator and of the parsers of untrusted texts, one after the other.

    pip install atheris
    python tests/fuzzing.py evaluator markers tables messages configuration --minutes 60
    python tests/fuzzing.py evaluator --minutes 20 --record   # and keep the figures and a small corpus

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
FIGURES = ("minutes", "processor", "inputs", "covered", "findings")
"""Figures of a target, in the order of the page."""
KEPT = 40
"""Inputs of a corpus that are kept, the shortest ones."""
LONGEST = 400
"""Characters of an input that is kept."""
_DONE = re.compile(r"^Done (\d+) runs in (\d+) second", re.MULTILINE)
_FOUND = re.compile(r"^==\d+==\s*ERROR", re.MULTILINE)
_EDGES = re.compile(r"cov: (\d+)")
_PROCESSOR = re.compile(r"^processor: (\d+) seconds", re.MULTILINE)


class TooLongError(BaseException):
    """An input takes more time of the processor than the bound; not an error that a parser may catch."""


def _too_long(*_: object) -> None:
    raise TooLongError(f"more than {SECONDS} s of processor time")


def run_target(name: str, arguments: list[str]) -> None:
    """Fuzz one target in this process, which libFuzzer ends."""
    import atheris

    with atheris.instrument_imports(include=["docgen"]):
        from fuzz_targets import TARGETS
        from source_mutation import mutated

        from docgen.errors import DocgenError

    target = TARGETS[name]

    signal.signal(signal.SIGPROF, _too_long)

    def one(data: bytes) -> None:
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
    """Fuzz one target for so many minutes, or until a finding; the log says how far it came."""
    from fuzz_targets import SEEDS

    corpus, seeds = work / name, work / f"{name}-seeds"
    for directory in (corpus, seeds):
        directory.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate((*SEEDS[name], *kept().get(name, ()))):
        (seeds / str(number)).write_text(text, "utf-8", "surrogatepass")
    limits = [f"-max_total_time={round(minutes * 60)}", f"-timeout={HUNG}", f"-rss_limit_mb={MEMORY}"]
    command = [sys.executable, __file__, "--run", name, *limits, "-max_len=4096", "-print_final_stats=1"]
    command += [f"-artifact_prefix={work}/{name}-found-", str(corpus), str(seeds)]
    with (work / f"{name}.log").open("w") as out:
        running = subprocess.Popen(command, stderr=out, stdout=out)
        _, running.returncode, used = os.wait4(running.pid, 0)
        print(f"\nprocessor: {round(used.ru_utime + used.ru_stime)} seconds", file=out)


def figures_of(log: Path) -> dict[str, Any]:
    """The figures of a run, from what libFuzzer printed; a finding ends a run, which then has no duration."""
    text = log.read_text(errors="replace")
    done, edges = _DONE.findall(text), _EDGES.findall(text)
    inputs, seconds = done[-1] if done else (0, 0)
    used = _PROCESSOR.findall(text)
    return {
        "minutes": round(int(seconds) / 60, 1),
        "processor": round(int(used[-1]) / 60, 1) if used else 0,
        "inputs": int(inputs),
        "covered": int(edges[-1]) if edges else 0,
        "findings": len(_FOUND.findall(text)),
    }


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
        run_target(sys.argv[2], sys.argv[3:])
        return 0
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("targets", nargs="*", help="none: only write the page from the record")
    parser.add_argument("--minutes", type=float, default=60)
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
            record[name] = figures
            RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            small = {**kept(), name: shortest(work / name)}
            CORPUS.write_text(json.dumps(small, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    if options.record and RECORD.exists():
        write_region(PAGE, "fuzzing", table(json.loads(RECORD.read_text(encoding="utf-8"))))
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main())
