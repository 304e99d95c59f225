"""Random programs: a few modules that import each other, and a class whose probes ask about them."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from program_features import Feature, Helper
from program_writer import Writer

HEADER = "import collections, contextlib, copy, dataclasses, enum, functools, importlib, itertools, operator, re, threading, typing\n"
FAILURES = (
    "import absent_pkg", "from absent_pkg.sub import x", "import maybe_pkg", "raise ImportError('no')", "1 // 0",
    "from pkg.base import no_such_name", "import pkg.no_such_module", "pass", "pass", "None.x",
)  # fmt: skip
"""Last but one statements of modules that may fail."""
INITS = ("import pkg.{}", "from pkg import {}", "{} = 5", "from pkg.base import *", "import pkg.base as {}")
"""Texts of `pkg/__init__.py`."""


PROBES = 8
"""Questions to ask about a program."""


class Program(NamedTuple):
    """Texts by file name, and how many questions `pkg.main.Backend` answers: `p0()`, `p1()` and so on."""

    files: dict[str, str]
    probes: list[str]
    """The expressions behind them."""


def program(random: Random, features: frozenset[Feature] = frozenset()) -> Program:
    """Draw a program."""
    base = Writer(random, features - {Feature.IMPORTS, Feature.FAILING})
    base.module(3 + int(random.random() * 6))
    helpers: list[Helper] = []
    files: dict[str, str] = {}
    if features & {Feature.IMPORTS, Feature.FAILING, Feature.CYCLES}:
        for serial in range(1 + int(random.random() * 3)):
            path = random.choice((f"pkg.h{serial}", f"pkg.h{serial}", f"pkg.sub.h{serial}"))
            text, helper = _helper(random, path, base, features, tuple(helpers), 1000 * (serial + 2))
            helpers.append(helper)
            files[f"{path.replace('.', '/')}.py"] = text
    main = Writer(random, features, tuple(helpers))
    main.serial = 500
    lines = _imports_of_base(random, base, main)
    main.module(3 + int(random.random() * 6))
    texts = {"pkg/base": base.lines, "pkg/main": lines + main.lines}
    if Feature.CYCLES in features:
        for helper in helpers:
            _insert(random, random.choice([*texts.values()]), _guarded(f"import {helper.path}"))
    asked = _probes(base, "base_.", random) + _probes(main, "", random)
    for helper in helpers:
        parent, _, leaf = helper.path.rpartition(".")
        asked += [f"hasattr(importlib.import_module({parent!r}), {leaf!r})"]
        asked += [
            f"importlib.import_module({helper.path!r}).{name}"
            for names in helper.names.values()
            for name in names
        ][:3]
    random.shuffle(asked)
    header = HEADER + ("import outside_pkg\n" if Feature.UNKNOWN in features else "")
    initial = random.choice(INITS).format(random.choice(helpers).path.removeprefix("pkg.")) if helpers else ""
    if "sub" in initial or random.random() < 0.6:
        initial = ""
    if any(name.startswith("pkg/sub/") for name in files):
        files["pkg/sub/__init__.py"] = random.choice(("", "from pkg.base import *", "level = 3"))
    return Program(
        {
            "pkg/__init__.py": initial + "\n",
            **{name: header + text for name, text in files.items()},
            "pkg/base.py": header + "\n".join(base.lines) + "\n",
            "pkg/main.py": header + "\n".join([*texts["pkg/main"], *_backend(asked[:PROBES])]) + "\n",
        },
        asked[:PROBES],
    )


def _backend(asked: list[str]) -> list[str]:
    """The class whose methods answer the questions."""
    methods = [
        ["    @staticmethod", f"    def p{number}(): return {text}"] for number, text in enumerate(asked)
    ]
    return ["class Backend:", "    pass", *(line for method in methods for line in method)]


def _helper(
    random: Random,
    path: str,
    base: Writer,
    features: frozenset[Feature],
    earlier: tuple[Helper, ...],
    serial: int,
) -> tuple[str, Helper]:
    """A module that changes what others hold, and that may fail."""
    writer = Writer(random, features, earlier)
    writer.serial = serial
    lines = _imports_of_base(random, base, writer)
    writer.module(1 + int(random.random() * 3))
    if Feature.CYCLES in features:
        seen = writer.fresh("seen")
        other = random.choice(("pkg.main", "pkg.base", *(helper.path for helper in earlier)))
        name = random.choice([name for names in base.names.values() for name in names] or ["nothing"])
        lines += [f"import {other} as other", f"{seen} = len(str(getattr(other, {name!r}, None)))"]
        lines += [
            f"{seen}_ = hasattr(other, 'Backend')",
            *_guarded(f"from {other} import {name} as {seen}__"),
        ]
        writer.names.add("int", seen)
    fails = Feature.FAILING in features and random.random() < 0.6
    body = writer.lines
    if fails:
        _insert(random, body, [random.choice(FAILURES)])
    return "\n".join(lines + body) + "\n", Helper(path, writer.names, fails)


def _imports_of_base(random: Random, base: Writer, writer: Writer) -> list[str]:
    """Import statements for some of what the first module holds."""
    lines = ["import pkg.base as base_"]
    for kind, names in base.names.items():
        for name in names:
            if random.random() < 0.4:
                lines.append(f"from pkg.base import {name}")
                writer.names.add(kind, name)
    for cls, members in base.classes.items():
        if random.random() < 0.7:
            lines.append(f"from pkg.base import {cls}")
            writer.classes[cls] = dict(members)
            if cls in base.hooked:
                writer.hooked.add(cls)
    chosen = [name for name in base.functions if random.random() < 0.3]
    lines += [f"from pkg.base import {name} as {name}_" for name in chosen]
    writer.functions += [f"{name}_" for name in chosen]
    return lines


def _guarded(statement: str) -> list[str]:
    return ["try:", f"    {statement}", "except (ImportError, AttributeError):", "    pass"]


def _insert(random: Random, lines: list[str], statements: list[str]) -> None:
    """Put statements between two of the module."""
    inner = ("else", "elif", "except", "finally", "case", " ")
    places = [
        place
        for place, line in enumerate(lines)
        if not line.startswith(inner) and not (place and lines[place - 1].startswith("@"))
    ]
    place = random.choice([*places, len(lines)])
    lines[place:place] = statements


def _probes(writer: Writer, module: str, random: Random) -> list[str]:
    """Expressions to ask about a module."""
    found = [f"{module}{name}" for names in writer.names.values() for name in names]
    found += [f"{module}{name}({n})" for name in writer.functions for n in (0, 3)]
    for cls, members in writer.classes.items():
        found += [call.replace("@", f"{module}{cls}") for call in members.values()]
    random.shuffle(found)
    return found[:8]
