"""Functions that take any text and hand it to a parser of untrusted texts, each with texts to start from.

Anything but the errors that docgen raises for its user is a finding.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import msgspec
from source_mutation import SEEDS as PROGRAMS

from docgen.claims.formats import html, jsx, markdown, notebook, restructured_text
from docgen.claims.formats.pages import read_tables
from docgen.config import Config, Discovery, ValueList, load_config
from docgen.config.limits import Limits
from docgen.config.schema import DiscoveryKind
from docgen.errors import DocgenError
from docgen.rendering.documented import read_page
from docgen.rendering.markers import regions
from docgen.rendering.seals import canonical
from docgen.rendering.values import places
from docgen.runtime import spawn
from docgen.runtime.answers import Duration
from docgen.runtime.assembly import Assembly, Step
from docgen.runtime.messages import Answer, Loaded, Members, Ready
from docgen.static.answers.questions import Questioner
from docgen.static.source.tree import SourceTree

FORMATS = (html, jsx, markdown, notebook, restructured_text)
"""Modules that are loaded when a page needs them, which is too late to measure what is covered."""
DIRECTORY = Path(tempfile.mkdtemp(prefix="docgen-fuzz-"))
SUFFIXES = (".html", ".rst", ".mdx", ".ipynb", ".md")
FORMAT_NUMBERS = tuple(map(str, range(len(SUFFIXES))))
TOKEN = "t" * 8
_NUMBERS = itertools.count()


def evaluator(text: str) -> None:
    """Ask a module of that text for what its `answer()` gives."""
    root = DIRECTORY / str(next(_NUMBERS))
    (root / "pkg").mkdir(parents=True)
    try:
        (root / "pkg/__init__.py").touch()
        (root / "pkg/main.py").write_text(text, "utf-8", "surrogatepass")
        config = Config(
            packages=("pkg",), discovery=Discovery(kind=DiscoveryKind.ENUM, path="pkg.main.Registry")
        )
        questioner = Questioner(SourceTree(root, ("pkg",)), config, config.scenarios)
        questioner.values(ValueList(key="v", title="V", expression="pkg.main.answer()"))
    finally:
        shutil.rmtree(root)


def markers(text: str) -> None:
    """Find what docgen writes on a page."""
    regions(text, "page.md")
    places(text, "page.md")


def tables(text: str) -> None:
    """Read the tables of a page in the format whose number it begins with, or in every format."""
    number, rest = text[:1], text[1:]
    if number in FORMAT_NUMBERS:
        read_tables(rest, f"page{SUFFIXES[int(number)]}")
        return
    read_page(text)
    canonical(text)
    for suffix in SUFFIXES:
        with contextlib.suppress(DocgenError):
            read_tables(text, f"page{suffix}")


def messages(text: str) -> None:
    """Take what a child writes for its replies, one a request, and assemble the answers."""
    said = text.encode("utf-8", "surrogatepass").replace(b"TOKEN", TOKEN.encode())
    assembly = Assembly(("any",), ("a", "b"))
    with mock.patch.object(secrets, "token_hex", return_value=TOKEN), _child(said) as child:
        step = Step("any")
        try:
            child.ask(Ready, 1, do="scenario")
            assembly.take_members(child.ask(Members, 1, do="registry").members)
            assembly.take_domain("a", child.ask(Answer, 1, do="domain"))
            for backend in assembly._members:
                step = Step("any", backend)
                assembly.take_import(step, child.ask(Loaded, 1, do="load"))
                for capability in ("a", "b"):
                    step = Step("any", backend, capability)
                    assembly.take_answer(step, child.ask(Answer, 1, do="question"))
            assembly.take_time(Duration(scenario="any", importing=0.0, asking=0.0, shared=False))
            assembly.finish(Step("any"))
        except spawn.ChildEndedError as error:
            assembly.end_abruptly(error.end, step, ("any",))
    msgspec.json.encode(assembly.model())


def configuration(text: str) -> None:
    """Load a configuration of that text."""
    (DIRECTORY / "docgen.toml").write_text(text, "utf-8", "surrogatepass")
    load_config(DIRECTORY)


class _Replying:
    """A process that answers each request with the next part of what it has to say, and has ended."""

    returncode = 0

    def __init__(self, said: bytes) -> None:
        self._parts = iter(said.split(b"\x1e"))
        reading, writing = os.pipe()
        self.stdout = os.fdopen(reading, "rb", buffering=0)
        self._writing = os.fdopen(writing, "wb", buffering=0)
        self.stdin = self

    def write(self, _: bytes) -> None:
        """Take a request."""
        part = next(self._parts, None)
        if part is None:
            self._writing.close()
        elif not self._writing.closed:
            self._writing.write(part[:_PIPE])

    def close(self) -> None:
        """End the pipe."""
        self._writing.close()

    def poll(self) -> int:
        """Its exit status."""
        return 0

    wait = poll


def _child(said: bytes) -> spawn.Child:
    """A child that says this, and of which no process exists."""
    child = spawn.Child.__new__(spawn.Child)
    here, there = socket.socketpair()
    there.send(b'{"pid": null}\n{"status": 0}\n')
    there.close()
    vars(child).update(
        _limits=Limits(),
        _root="/",
        _python="python",
        _seconds=1,
        _rest=b"",
        _fault=None,
        _pid=None,
        _told={},
        _diagnosis=tempfile.TemporaryFile(),  # noqa: SIM115  (the child closes it)
        _control=here,
        _process=_Replying(said),
    )
    return child


_PIPE = 60_000
"""Bytes that a pipe takes without anybody reading it."""
_READY = '{"token": "TOKEN"}\n'
_LATER = '{"token": "TOKEN", "deferred": "later"}\n'
_BROKEN = '{"token": "TOKEN", "reason": "no"}\n'
_ANSWER = (
    '{"token": "TOKEN", "state": "known", "value": [1, {"a": null}], "reason": null, "place": ["a.py", 3]}\n'
)
_UNKNOWN = '{"token": "TOKEN", "state": "unknown", "reason": "r", "stubs": ["s"]}\n'
_PARTLY = '{"token": "TOKEN", "state": "known", "value": [1], "undecided": [[2, "ValueError"]]}\n'
_MEMBERS = '{"token": "TOKEN", "members": [["A", "p.A"], ["B", "p.B"]]}\n'
_LOADED = '{"token": "TOKEN", "object": "p.A", "place": ["p.py", 1], "problem": null, "decisions": ["d"]}\n'
_REFUSED = '{"token": "TOKEN", "object": "p.B", "place": null, "problem": "x", "unavailable": "No module"}\n'


def _of_each_format(*texts: str) -> tuple[str, ...]:
    """The texts, and each of them for each format alone: one parser is faster than all."""
    return (*texts, *(number + text for text in texts for number in FORMAT_NUMBERS))


SEEDS: dict[str, tuple[str, ...]] = {
    "evaluator": PROGRAMS,
    "markers": (
        "<!-- docgen:begin table=a -->\n| a |\n| - |\n<!-- docgen:end 3fa9c1d2 -->\n",
        "x <!-- docgen:value backend=A capability=b scenario=c -->y<!-- /docgen --> `<!-- docgen:end -->`\n",
        "- item\n\n  <!-- docgen:begin legend -->\n  <!-- docgen:end -->\n\n```\n<!-- docgen:begin\n```\n",
    ),
    "tables": _of_each_format(
        "# A\n\n| a | b |\n| - | :-: |\n| `x` \\| y | [l](u#L1)<sup>1</sup> |\n\n1. note\n",
        "> | a |\n> | - |\n\n- a\n  <br> <b>x</b>\n\n***\n![i](s)\n",
        "<h2>A</h2><table><tr><th rowspan=2>a<th colspan='2'>b</tr><tr><td><!-- c --><b>x</b></table>",
        "A\n=\n\n+---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+\n\n.. list-table::\n\n   * - a\n     - b\n",
        '=== ===\na   b\n=== ===\n1   2\n=== ===\n\n.. csv-table:: t\n   :header: a, b\n\n   1, "2"\n',
        "<T x={1}>\n\n| a |\n| - |\n| {b} |\n\n</T>\n\nexport const a = {b: `c`}\n",
        '{"cells": [{"cell_type": "markdown", "source": ["| a |\\n", "| - |\\n"]}], "nbformat": 4}',
    ),
    "messages": (
        f"{_READY}\x1e{_MEMBERS}\x1e{_ANSWER}\x1e{_LOADED}\x1e{_ANSWER}\x1e{_UNKNOWN}\x1e{_REFUSED}\x1e{_PARTLY}\x1e{_ANSWER}",
        f"{_LATER}\x1e{_BROKEN}\x1e{_PARTLY}",
    ),
    "configuration": (
        """packages = ["a"]
[discovery]
kind = "enum"
path = "a.R"
[[capability]]
key = "k"
header = "H"
probe = "cls.a(v)"
over = { v = ["1"] }
""",
        """extends = "vllm"
drop = { scenario = ["rocm-*"] }
[rules]
unknown-cell = "error"
[[page]]
path = "x.md"
""",
    ),
}
"""Texts to start from, by target."""

TARGETS: dict[str, Callable[[str], None]] = {
    each.__name__: each for each in (evaluator, markers, tables, messages, configuration)
}
