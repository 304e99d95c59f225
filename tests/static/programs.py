"""Random programs in the subset that the evaluator claims: a few modules, and expressions to ask about them."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from program_expressions import KINDS, WORDS, Names
from program_statements import Statements


class Program(NamedTuple):
    """Texts by file name, and the expressions to ask."""

    files: dict[str, str]
    probes: list[str]


class Writer(Statements):
    """Writes the text of one module."""

    def function(self, indent: int, names: Names, first: str = "", module_names: list[str] = ()) -> str:
        name = self.fresh("f")
        inner = names.copied()
        default = (
            f", extra={self.expression(self.choice(('list', 'int')), names, 1)}" if self.chance(0.3) else ""
        )
        parameters = f"{first}n=1{default}"
        self.line(indent, f"def {name}({parameters}):")
        inner.add("int", "n")
        if "extra=" in default:
            self.line(indent + 1, "if isinstance(extra, list): extra.append(n)")
        changeable = [m for m in module_names if "." not in m]
        if changeable and self.chance(0.35):
            target = self.choice(changeable)
            self.line(indent + 1, f"global {target}")
            self.line(indent + 1, f"{target} = {target} + {self.choice('12')}")
        # Plain rebinding inside would make module names local: only names of its own are bound there.
        own = Names({kind: list(known) for kind, known in inner.items()})
        self.block(indent + 1, own, 1 + int(self.random.random() * 4), function=True)
        self.line(indent + 1, f"return {self.expression(self.choice(KINDS), inner)}")
        return name

    def define_function(self, names: Names) -> None:
        name = self.function(0, names, module_names=names.of("int"))
        self.functions.append(name)

    def define_class(self, names: Names) -> None:
        name = self.fresh("C")
        bases = self.random.sample(list(self.classes), min(len(self.classes), self.choice((0, 1, 1, 2))))
        if len(bases) == 2 and self.chance(0.5):
            bases.pop()
        members: dict[str, str] = {}
        self.line(0, f"class {name}({', '.join(bases)}):" if bases else f"class {name}:")
        for base in bases:
            members.update(dict(self.classes[base].items()))
        body = names.copied()
        for _ in range(1 + int(self.random.random() * 3)):
            attribute = self.choice(("size", "sizes", "table", "flags", "label", "maybe"))
            kind = {
                "size": "int",
                "sizes": "list",
                "table": "dict",
                "flags": "set",
                "label": "str",
                "maybe": "int",
            }[attribute]
            value = "None" if attribute == "maybe" and self.chance(0.5) else self.expression(kind, body, 1)
            self.line(1, f"{attribute}{self.choice((': int', '', ''))} = {value}")
            if attribute != "maybe":
                body.add(kind, attribute)
            members[attribute] = f"@.{attribute}"
        if self.chance(0.3):
            self.change(
                1,
                Names({k: [n for n in body.of(k) if n in {"sizes", "table", "flags"}] for k in body}),
                False,
                0,
            )
        for _ in range(1 + int(self.random.random() * 3)):
            self.method(name, names, members, bool(bases))
        if self.chance(0.4):
            self.line(1, "def __init__(self, start=2):")
            if bases:
                self.line(2, "super().__init__()")
            self.line(2, f"self.size = start + {self.expression('int', names, 1)}")
            self.line(2, "self.own = [start]")
        for special in ("__eq__", "__len__", "__bool__", "__contains__"):
            if self.chance(0.07):
                body_text = {"__eq__": "return True", "__len__": "return 0", "__bool__": "return False",
                             "__contains__": "return other == 1"}[special]  # fmt: skip
                self.line(
                    1,
                    f"def {special}(self{', other' if special in {'__eq__', '__contains__'} else ''}): {body_text}",
                )
        self.classes[name] = members
        members["truth"] = "bool(@())"

    def method(self, cls: str, names: Names, members: dict[str, str], derived: bool) -> None:
        kind = self.choice(("class", "class", "static", "plain", "property"))
        name = self.choice(("supports", "sizes_of", "get", "is_it"))
        if kind != "plain":
            self.line(1, {"class": "@classmethod", "static": "@staticmethod", "property": "@property"}[kind])
        receiver = {"class": "cls", "static": "", "plain": "self", "property": "self"}[kind]
        parameters = ", ".join(p for p in (receiver, "" if kind == "property" else "n=1") if p)
        self.line(1, f"def {name}({parameters}):")
        inner = names.copied()
        if kind != "property":
            inner.add("int", "n")
        if receiver:
            for attribute, attribute_kind in (
                ("size", "int"),
                ("sizes", "list"),
                ("table", "dict"),
                ("flags", "set"),
            ):
                if attribute in members:
                    inner.add(attribute_kind, f"{receiver}.{attribute}")
        self.block(2, inner, int(self.random.random() * 3), function=True, depth=1)
        if derived and receiver and self.chance(0.4):
            argument = "" if kind == "property" else "(n)"
            self.line(2, f"above = super().{name}{argument}")
            self.line(2, f"return [above, {self.expression('int', inner, 1)}]")
        else:
            self.line(2, f"return {self.expression(self.choice(KINDS), inner)}")
        call = {"class": "@.X(2)", "static": "@.X(2)", "plain": "@().X(2)", "property": "@().X"}[kind]
        members[name] = call.replace("X", name)

    def registry(self, names: Names) -> None:
        """A registering decorator and what it registers."""
        table, register = self.fresh("REG"), self.fresh("register")
        self.line(0, f"{table} = {{}}")
        self.line(0, f"def {register}(key):")
        self.line(1, "def wrap(thing):")
        self.line(2, f"{table}[key] = thing.__name__")
        self.line(2, "return thing")
        self.line(1, "return wrap")
        for _ in range(2):
            self.line(0, f"@{register}({self.choice(WORDS)})")
            if self.chance(0.5):
                self.define_class(names)
            else:
                self.define_function(names)
        names.add("dict", table)

    def patch(self, names: Names) -> None:
        """Change a class after it was made."""
        if not self.classes:
            return
        cls = self.choice([c for c in self.classes if c not in self.untouched] or [""])
        if not cls:
            return
        text = self.choice((f"{cls}.size = {self.expression('int', names, 1)}",
                            f"{cls}.sizes = {self.expression('list', names, 1)}",
                            f"{cls}.extra = {self.expression('int', names, 1)}"))  # fmt: skip
        self.line(0, text)
        if "sizes" in self.classes[cls] and self.chance(0.5):
            self.line(0, f"{cls}.sizes.append({self.expression('int', names, 1)})")

    def module(self, size: int) -> None:
        for _ in range(size):
            roll = self.random.random()
            if roll < 0.22:
                self.define_function(self.names)
            elif roll < 0.42:
                self.define_class(self.names)
            elif roll < 0.48:
                self.registry(self.names)
            elif roll < 0.56:
                self.patch(self.names)
            elif roll < 0.62 and self.functions:
                self.line(0, "try:")
                self.line(1, f"{self.choice(self.functions)}({self.choice('0123')})")
                self.line(0, "except Exception:")
                self.line(1, "pass")
            else:
                self.statement(0, self.names, function=False, depth=2)


HEADER = "import contextlib\nimport itertools\n"


def program(random: Random, *, outside: bool = False, abroad: bool = False) -> Program:
    """Draw a program of two modules.

    Args:
        random: Where the choices come from.
        outside: Whether names may come from a package that is not part of the program.
        abroad: Whether importing the second module may change what the first one holds.
    """
    first = Writer(random, outside=outside)
    header = HEADER + ("import outside_pkg\n" if outside else "")
    first.module(3 + int(random.random() * 6))
    second = Writer(random, outside=outside)
    second.serial = 500
    lines = []
    for kind, names in first.names.items():
        for name in names:
            if random.random() < 0.4:
                lines.append(f"from pkg.base import {name}")
                frozen = kind in {"list", "dict", "set"} and not abroad
                second.names.add("frozen" if frozen else kind, name)
    for cls, members in first.classes.items():
        if random.random() < 0.7:
            lines.append(f"from pkg.base import {cls}")
            second.classes[cls] = dict(members) if abroad else {}
            if not abroad:
                second.untouched.add(cls)
    chosen = [name for name in first.functions if random.random() < 0.3]
    lines += [f"from pkg.base import {name} as {name}_" for name in chosen]
    second.functions += [f"{name}_" for name in chosen if abroad]
    if random.random() < 0.3:
        lines += [
            "try:",
            "    from pkg.base import missing_name",
            "except ImportError:",
            "    missing_name = 5",
        ]
        second.names.add("int", "missing_name")
    second.module(3 + int(random.random() * 6))
    files = {
        "pkg/__init__.py": "",
        "pkg/base.py": header + "\n".join(first.lines) + "\n",
        "pkg/main.py": header + "\n".join(lines + second.lines) + "\n",
    }
    return Program(files, probes(first, "pkg.base", random) + probes(second, "pkg.main", random))


def probes(writer: Writer, module: str, random: Random) -> list[str]:
    """Expressions to ask about a module."""
    found = [f"{module}.{name}" for names in writer.names.values() for name in names]
    found += [f"{module}.{name}({n})" for name in writer.functions for n in (0, 3)]
    for cls, members in writer.classes.items():
        found += [call.replace("@", f"{module}.{cls}") for call in members.values()]
    random.shuffle(found)
    return found[:10]
