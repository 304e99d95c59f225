"""Every operation is bounded beforehand, in memory and in time: asked in a child that has little of either."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import cases_bounds
import pytest

MEMORY = 512 << 20
SECONDS = 10
CHILD = """
import json, resource, sys, time
from pathlib import Path
from packages import Package
memory, seconds, names = json.loads(sys.argv[2])
text = Path(sys.argv[1], "pkg/main.py").read_text()
project = Package(Path(sys.argv[1]), {"pkg/main.py": text})
project.evaluated("pkg.main.warm()")
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
for name in names:
    print(json.dumps(["asking", name]), flush=True)
    began = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(began) + 4 * seconds, -1))
    answer = project.evaluated(f"pkg.main.{name}()", None)
    print(json.dumps(["said", name, answer.kind, repr(answer.value)[:200], time.process_time() - began]), flush=True)
"""
PARTS = 4
"""Children, so that a broken bound leaves the answers of the others."""


def asked(root: Path, cases: dict[str, str]) -> dict[str, tuple[str, str, float]]:
    functions = {name.replace("-", "_"): body for name, body in cases.items()}
    text = "def warm(): return 1\n" + "".join(
        f"def {name}():\n{indent(body, '    ')}\n" for name, body in functions.items()
    )
    (root / "pkg").mkdir()
    (root / "pkg/main.py").write_text(text)
    job = json.dumps([MEMORY, SECONDS, list(functions)])
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(root), job],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": f"{Path(__file__).parent}:{Path(__file__).parents[2]}"},
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (lines[-1:], done.stderr[-2000:])
    return {line[1]: tuple(line[2:]) for line in lines if line[0] == "said"}


@pytest.mark.parametrize("part", range(PARTS))
def test_each_ends_soon_and_in_little_memory(tmp_path, part):
    cases = dict(list(cases_bounds.CASES.items())[part::PARTS])
    answers = asked(tmp_path, cases)
    assert len(answers) == len(cases)
    slow = {name: said for name, said in answers.items() if said[2] > SECONDS}
    assert slow == {}
    assert not {name: said for name, said in answers.items() if said[0] == "raises" and "Memory" in said[1]}
