"""Evidence files: their form, what is refused, and how those of several machines come together."""

from __future__ import annotations

import json
import subprocess

import msgspec
import pytest

from docgen.errors import EvidenceError
from docgen.model.measurement import Measurement, Outcome
from docgen.verify.evidence_files import EvidenceFile, name_of_reach, read_evidence, settled, write_evidence

MODULES = ("shapes.base", "shapes.circle")
REACH = name_of_reach(MODULES)


def line(backend="CIRCLE", capability="round", value=True, **changes) -> Measurement:
    fields = {
        "declared": True,
        "outcome": Outcome.VERIFIED,
        "digest": "d1",
        "reach": REACH,
        "tests": {"checks/test_shapes.py::test_round": "passed"},
    }
    return Measurement(backend=backend, capability=capability, value=value, **(fields | changes))


def file(*lines: Measurement) -> EvidenceFile:
    return EvidenceFile("host", lines, {REACH: MODULES})


def test_a_file_is_a_header_reaches_and_a_sorted_line_a_claim(tmp_path):
    lines = [
        line(value=10, capability="size"),
        line(value=9, capability="size"),
        line(),
        line("ARC", value=True),
    ]
    write_evidence(tmp_path, file(*lines))
    records = [json.loads(text) for text in (tmp_path / "host.jsonl").read_text().splitlines()]
    assert records[0] == {"schema": 1, "target": "host"}
    assert records[1] == {"reach": REACH, "modules": [*MODULES]}
    assert [(each["backend"], each["capability"], each["value"]) for each in records[2:]] == [
        ("ARC", "round", True),
        ("CIRCLE", "round", True),
        ("CIRCLE", "size", 10),
        ("CIRCLE", "size", 9),
    ]
    assert records[3] == {
        "backend": "CIRCLE",
        "capability": "round",
        "value": True,
        "declared": True,
        "outcome": "verified",
        "digest": "d1",
        "reach": REACH,
        "tests": {"checks/test_shapes.py::test_round": "passed"},
    }


def test_what_is_written_is_read(tmp_path):
    lines = (
        line(measured={"error": 0.1, "kernels": ["k"]}),
        line("SQUARE", outcome=Outcome.REFUTED, declared=False),
    )
    write_evidence(tmp_path, file(*lines))
    assert read_evidence(tmp_path, "host").measurements == lines
    assert read_evidence(tmp_path, "host").lines == (3, 4)


def test_no_file_is_no_evidence(tmp_path):
    assert read_evidence(tmp_path, "host") == EvidenceFile("host")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"schema":2,"target":"host"}', "host.jsonl:1: evidence of form 2, and this docgen reads form 1"),
        ('{"schema":1,"target":"hots"}', "evidence of target 'hots' in the file of 'host'"),
        ("", "host.jsonl:1: not a line of evidence"),
        ('{"schema":1,"target":"host"}\n<<<<<<< ours', "host.jsonl:2: not a line of evidence"),
        ('{"schema":1,"target":"host"}\n{"backend":"CIRCLE"}', "host.jsonl:2: not a line of evidence"),
        ('{"schema":1,"target":"host"}\nLINE', "host.jsonl:2: no line says which modules"),
    ],
)
def test_what_is_no_evidence_is_refused_with_its_line(tmp_path, text, message):
    text = text.replace("LINE", msgspec.json.encode(line()).decode())
    (tmp_path / "host.jsonl").write_text(text + "\n")
    with pytest.raises(EvidenceError, match=message):
        read_evidence(tmp_path, "host")


def git(root, *arguments):
    who = ("-c", "user.name=a", "-c", "user.email=a@b")
    done = subprocess.run(["git", *who, *arguments], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_files_of_two_machines_merge(tmp_path):
    """Neighbouring claims changed on both sides, one of them on either."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / ".gitattributes").write_text("*.jsonl merge=union\n")
    old = [line(name, digest="old") for name in ("A", "B", "C")]
    write_evidence(tmp_path, file(*old))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "old")
    git(tmp_path, "checkout", "-qb", "other")
    write_evidence(tmp_path, file(old[0], line("B", digest="new"), line("C", digest="older")))
    git(tmp_path, "commit", "-qam", "theirs")
    git(tmp_path, "checkout", "-q", "main")
    write_evidence(tmp_path, file(line("A", digest="new"), old[1], line("C", digest="new")))
    git(tmp_path, "commit", "-qam", "ours")
    git(tmp_path, "merge", "-q", "other")
    found = settled(read_evidence(tmp_path, "host"), lambda modules: "new")
    assert {each.backend: each.digest for each in found.values()} == {"A": "new", "B": "new", "C": "new"}


def test_of_two_lines_of_the_code_as_it_is_the_worse_counts():
    lines = (line(), line(outcome=Outcome.REFUTED), line(outcome=Outcome.UNTESTABLE))
    (found,) = settled(file(*lines), lambda modules: "d1").values()
    assert found.outcome is Outcome.REFUTED
