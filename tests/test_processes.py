"""Work in processes of their own: the same answers in the same order, and no row lost without a word."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time

import pytest
from edited_package import configuration, package
from tiny_project import write_tree

from docgen.config.schema import DiscoveryKind
from docgen.errors import ConfigError, WorkerError
from docgen.model.evidence import Evidence
from docgen.project import introspection
from docgen.project.introspection import introspect
from docgen.project.kept import Part, Sources
from docgen.project.processes import forked
from docgen.static.source.tree import SourceTree


def nothing() -> bytes:
    return b""


def test_every_task_is_done_once_and_every_process_says_the_rest():
    made = list(forked(3, 50, lambda number: b"%d" % number * number, lambda: b"rest"))
    assert sorted(number for number, _ in made if number is not None) == [*range(50)]
    assert all(content == b"%d" % number * number for number, content in made if number is not None)
    assert [content for number, content in made if number is None] == [b"rest"] * 3


def test_what_is_larger_than_a_pipe_arrives_whole():
    (content,) = (
        content for number, content in forked(1, 1, lambda _: b"x" * 5_000_000, nothing) if number == 0
    )
    assert content == b"x" * 5_000_000


def test_an_error_of_the_work_is_raised_as_it_was():
    def fail(number: int) -> bytes:
        raise ConfigError(f"no such thing as {number}", remedy="ask for another", key=("list", 0))

    with pytest.raises(ConfigError, match="no such thing as 0") as raised:
        list(forked(1, 3, fail, nothing))
    assert (raised.value.remedy, raised.value.key) == ("ask for another", ("list", 0))


def test_any_other_error_is_told_with_its_traceback():
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        list(forked(2, 2, lambda number: b"%d" % (1 // number), nothing))


@pytest.mark.parametrize("end", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: os._exit(0)])
def test_a_process_that_ends_early_is_an_error(end):
    def work(number: int) -> bytes:
        if number == 3:
            end()
        return b""

    with pytest.raises(WorkerError, match="ended before it was done"):
        list(forked(2, 6, work, nothing))


def test_no_process_is_left_where_the_answers_are_not_wanted():
    answers = forked(2, 2, lambda number: time.sleep(60 * number) or b"", nothing)
    next(answers)
    with pytest.raises(KeyboardInterrupt):
        answers.throw(KeyboardInterrupt)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.fixture
def root(tmp_path):
    return write_tree(tmp_path, package())


@pytest.fixture
def spread(monkeypatch):
    """Let rows be asked in two processes, however few they are."""

    def spread(processes: int) -> None:
        monkeypatch.setattr(introspection, "ALONE", 0)
        monkeypatch.setattr(introspection, "usable_processors", lambda: processes)

    return spread


@pytest.mark.parametrize("kind", DiscoveryKind)
def test_rows_are_those_of_one_process_in_their_order(root, spread, kind):
    config = configuration(kind)
    spread(1)
    alone = introspect(root, config)
    spread(2)
    named = []
    assert introspect(root, config, progress=named.append) == alone
    assert sorted(named) == sorted(backend.name for backend in alone.backends)


def test_files_that_are_not_python_are_told_as_by_one_process(root, spread):
    for number in (3, 14, 38):
        (root / f"pkg/backends/b{number}.py").write_text("class (:\n")
    config = configuration(DiscoveryKind.ENUM)
    spread(1)
    with pytest.raises(Exception, match="not Python") as alone:
        introspect(root, config)
    spread(2)
    with pytest.raises(type(alone.value)) as together:
        introspect(root, config)
    assert str(together.value) == str(alone.value)


@pytest.mark.parametrize(("rows", "spreads"), [(4, 0), (40, 1)])
def test_few_rows_are_not_spread_because_the_first_one_took_long(root, monkeypatch, rows, spreads):
    """The first row reads what all share, which each process would read again."""
    now, spread = [0.0], []

    def row_part(_inquiry, _candidate, sources, _progress):
        now[0] += 0.05 if now[0] else 0.6
        return Part(leans=sources.add(Evidence()))

    def spreading(_inquiry, tasks, pending, _processes, sources):
        spread.append(pending)
        yield from ((number, row_part(None, tasks[number], sources, None)) for number in pending)

    monkeypatch.setattr(introspection, "usable_processors", lambda: 2)
    monkeypatch.setattr(introspection.time, "process_time", lambda: now[0])
    monkeypatch.setattr(introspection.Inquiry, "row_part", row_part)
    monkeypatch.setattr(introspection.Inquiry, "_spread", spreading)
    config = configuration(DiscoveryKind.ENUM)
    inquiry = introspection.Inquiry(SourceTree(root, config.packages), config, None, lambda _: None)
    candidates, _ = inquiry.plan(Sources())
    asked = [number for number, _ in inquiry._asked(candidates, [*range(rows)], Sources())]
    assert asked == [*range(rows)]
    assert len(spread) == spreads


INTERRUPTED = """
import os, signal, sys, time
from docgen.cli import main
from docgen.project import introspection, rows
introspection.ALONE, introspection.usable_processors = 0, lambda: 2
parent = os.getpid()

def ask(entry, *rest):
    if os.getpid() != parent:
        os.write(1, b"%d\\n" % os.getpid())
        time.sleep(10**6)
    return rows.row(entry, *rest)

introspection.row = ask
sys.exit(main.main(["export", "--root", sys.argv[1]]))
"""

SETTINGS = """
packages = ["pkg"]
[discovery]
kind = "enum"
path = "pkg.registry.Registry"
[[capability]]
key = "wide"
header = "Wide"
probe = "cls.wide()"
"""


def interrupted(root, number: int, whom) -> int:
    """The exit status after a signal, with all processes gone."""
    (root / "docgen.toml").write_text(SETTINGS)
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(root)], stdout=subprocess.PIPE, start_new_session=True
    )
    workers = [int(process.stdout.readline()) for _ in range(2)]
    whom(process.pid, workers, number)
    status = process.wait(timeout=30)
    process.stdout.close()
    time.sleep(0.1)
    for worker in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)
    return status


def test_a_key_that_interrupts_ends_all(root):
    assert interrupted(root, signal.SIGINT, lambda pid, _, number: os.killpg(pid, number)) == 130


def test_a_process_that_is_killed_makes_the_exit_status_that_of_trouble(root):
    assert interrupted(root, signal.SIGKILL, lambda _, workers, number: os.kill(workers[0], number)) == 2


def test_processes_end_with_the_one_that_forked_them_however_it_ends():
    script = (
        "import os, time\n"
        "from docgen.project.processes import forked\n"
        "def work(number):\n    os.write(1, b'%d\\n' % os.getpid())\n    time.sleep(10**6)\n    return b''\n"
        "list(forked(2, 2, work, lambda: b''))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        parent.kill()
        ended, _, _ = select.select([parent.stdout], [], [], 60)  # both hold the other end
        assert ended
        assert parent.stdout.read() == b""
    assert len({*workers}) == 2
