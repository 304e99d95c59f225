"""`docgen verify`, end to end over a project of its own."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time

import pytest

DOCGEN = (sys.executable, "-m", "docgen", "verify")


@pytest.fixture
def verify(project):
    def verify(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*DOCGEN, *arguments], cwd=project.root, capture_output=True, text=True, check=False, timeout=100
        )

    return verify


def test_claims_are_measured_and_told_of_one_by_one(project, verify):
    done = verify("--", "-n", "0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "    1/6  verified    CIRCLE, colours RED\n" in done.stdout
    assert done.stdout.endswith("host: 6 claims: 6 verified\n")
    assert len(project.evidence()) == 6
    again = verify("--", "-n", "0")
    assert again.returncode == 0
    assert "verified  " not in again.stdout
    assert again.stdout.endswith("host: 6 claims: 6 verified\n")
    assert "6/6" in verify("--all", "--", "-n", "0").stdout


def test_what_is_refuted_is_named_with_a_command_that_shows_it(project, verify):
    project.edit(
        "checks/test_shapes.py",
        "assert shape(backend)",
        "assert backend == 'SQUARE' or value != 'BLUE', 'too dark'\n    assert shape(backend)",
    )
    project.edit(
        "checks/test_shapes.py",
        "assert shape(claim",
        "assert claim.backend == 'CIRCLE', 'round after all'\n    assert shape(claim",
    )
    done = verify("--", "-n", "2")
    assert done.returncode == 1
    assert "host: 6 claims: 4 verified, 2 refuted\n" in done.stdout
    assert "overclaim: CIRCLE, colours BLUE: AssertionError: too dark\n" in done.stdout
    command = "pytest -p docgen.verify.plugin --docgen-target host 'checks/test_shapes.py::test_round[SQUARE-round-yes-undeclared]'"
    assert f"underclaim: SQUARE, round: AssertionError: round after all\n  {command}\n" in done.stdout
    words = [sys.executable, "-m", *shlex.split(command)]
    shown = subprocess.run(words, cwd=project.root, capture_output=True, text=True, check=False)
    assert shown.returncode == 1
    assert "1 failed" in shown.stdout


def test_a_part_is_measured(project, verify):
    verify("--backend", "SQUARE", "--capability", "colours", "--target", "other", "--", "-n", "0")
    assert [*project.evidence("other")] == ["SQUARE, colours BLUE", "SQUARE, colours RED"]


def test_reasons_why_nothing_can_be_tested_are_counted(project, verify):
    project.edit(
        "checks/test_shapes.py",
        "    record_property",
        "    import pytest\n    pytest.skip('no paint')\n    record_property",
    )
    done = verify("--", "-n", "0")
    assert "host: 6 claims: 2 verified, 4 untestable\n  untestable (4): no paint\n" in done.stdout


@pytest.mark.usefixtures("_ctrl_c")
def test_ctrl_c_keeps_what_was_measured(project, verify):
    project.edit(
        "checks/test_shapes.py",
        "(claim, declared):",
        "(claim, declared):\n    import time, pathlib\n    pathlib.Path('waiting').touch()\n    time.sleep(0 if pathlib.Path('go').exists() else 60)",
    )
    process = subprocess.Popen(
        [*DOCGEN, "--", "-n", "0"],
        cwd=project.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while not (project.root / "waiting").exists() and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    # As timeout does, which tells the command and then its group.
    time.sleep(0.2)
    os.kill(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, out + err
    assert "stopped; the same command goes on from here" in err
    assert len(project.evidence()) == 4
    (project.root / "go").touch()
    done = verify("--", "-n", "0")
    assert "2/2" in done.stdout
    assert done.stdout.endswith("host: 6 claims: 6 verified\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--target", "hots"),
            "docgen: no target 'hots', did you mean 'host'?; to fix: use one of host, other",
        ),
        (
            ("--backend", "SQARE"),
            "docgen: no backend 'SQARE', did you mean 'SQUARE'?; to fix: use one of CIRCLE, SQUARE",
        ),
        (("--capability", "x"), "docgen: no capability 'x'; to fix: use one of colours, round"),
        (("--", "-n", "0", "--no-such-option"), "docgen: pytest could not run the tests (exit status 4)"),
    ],
)
def test_what_cannot_be_measured_is_refused(verify, arguments, message):
    done = verify(*arguments)
    assert done.returncode == 2
    assert message in done.stderr


def test_a_project_without_tests_is_refused(project, verify):
    text = (project.root / "docgen.toml").read_text().partition("[verify]")[0]
    (project.root / "docgen.toml").write_text(text)
    done = verify()
    assert done.returncode == 2
    assert "docgen: no tests are configured; to fix: add [verify] with `tests` and a `target`" in done.stderr


def test_a_crash_without_other_processes_is_told_with_its_signal(project, verify):
    project.edit(
        "checks/test_shapes.py",
        "    record_property",
        "    import os\n    os.kill(os.getpid(), 11)\n    record_property",
    )
    done = verify("--", "-n", "0")
    assert done.returncode == 2
    assert "docgen: pytest was ended by SIGSEGV; to fix: install pytest-xdist" in done.stderr
