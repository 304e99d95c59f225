"""Random programs in the subset that the evaluator claims: a few modules, and expressions to ask about them."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

KINDS = ("int", "int", "str", "bool", "list", "dict", "set", "tuple")
SAFE_INTS = ("0", "1", "2", "3", "-1", "7", "16", "True")
WORDS = ("'a'", "'b'", "'fp8'", "''", "'auto'")


class Program(NamedTuple):
    """Texts by file name, and the expressions to ask."""

    files: dict[str, str]
    probes: list[str]


class Names(dict[str, list[str]]):
    """Names that can be read, by kind."""

    def of(self, kind: str) -> list[str]:
        return self.get(kind, [])

    def add(self, kind: str, name: str) -> None:
        for names in self.values():
            if name in names:
                names.remove(name)
        self.setdefault(kind, []).append(name)

    def copied(self) -> Names:
        return Names({kind: list(names) for kind, names in self.items()})


class Writer:
    """Writes the text of one module."""

    def __init__(self, random: Random, *, outside: bool = False) -> None:
        self.random = random
        self.outside = outside
        self.lines: list[str] = []
        self.names = Names()
        self.functions: list[str] = []
        self.classes: dict[str, dict[str, str]] = {}
        self.untouched: set[str] = set()
        self.serial = 0

    # Choices.

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    def choice(self, options):
        return options[int(self.random.random() * len(options))]

    def fresh(self, prefix: str) -> str:
        self.serial += 1
        return f"{prefix}{self.serial}"

    def line(self, indent: int, text: str) -> None:
        self.lines.append("    " * indent + text)

    # Expressions.

    def expression(self, kind: str, names: Names, depth: int = 2) -> str:
        known = names.of(kind)
        if known and self.chance(0.45):
            return self.choice(known)
        if depth == 0:
            return self.literal(kind)
        return getattr(self, f"_{kind}")(names, depth - 1)

    def literal(self, kind: str) -> str:
        if self.outside and kind in {"int", "str", "bool", "list"} and self.chance(0.12):
            return {"int": "outside_pkg.number", "str": "outside_pkg.word", "bool": "outside_pkg.flag",
                    "list": "outside_pkg.sizes()"}[kind]  # fmt: skip
        return {
            "int": self.choice(SAFE_INTS),
            "str": self.choice(WORDS),
            "bool": self.choice(("True", "False")),
            "list": self.choice(("[]", "[1]", "[3, 1, 2]", "[0, 0]")),
            "dict": self.choice(("{}", "{'a': 1}", "{'b': 2, 'a': 0}")),
            "set": self.choice(("set()", "{1}", "{1, 2}")),
            "tuple": self.choice(("()", "(1,)", "(2, 3)")),
        }[kind]

    def _int(self, names: Names, depth: int) -> str:
        e = lambda kind: self.expression(kind, names, depth)  # noqa: E731
        return self.choice(
            (
                lambda: f"({e('int')} {self.choice('+-*')} {e('int')})",
                lambda: f"({e('int')} // {e('int')})",
                lambda: f"({e('int')} % 5)",
                lambda: f"len({e(self.choice(('list', 'dict', 'set', 'tuple', 'str')))})",
                lambda: f"sum({e('list')})",
                lambda: f"max({e('list')}, default={e('int')})",
                lambda: f"{e('dict')}.get({e('str')}, {e('int')})",
                lambda: f"({e('int')} if {e('bool')} else {e('int')})",
                lambda: f"({e('list')} or [{e('int')}])[0]",
                lambda: f"next((v for v in {e('list')} if v > {e('int')}), {e('int')})",
                lambda: f"{e('list')}.count({e('int')})",
                lambda: f"(lambda n, k={e('int')}: n + k)({e('int')})",
                lambda: f"int({e('bool')})",
                lambda: f"[{e('int')}, {e('int')}][{e('bool')}]",
                lambda: self.call(names, depth) or "5",
                lambda: self.member(names) or "6",
            )
        )()

    def _str(self, names: Names, depth: int) -> str:
        e = lambda kind: self.expression(kind, names, depth)  # noqa: E731
        return self.choice(
            (
                lambda: f"({e('str')} + {e('str')})",
                lambda: f'f"{{{e("int")}}}-{{{e("list")}!r}}"' if depth == 0 else f"str({e('int')})",
                lambda: f"{e('str')}.upper()",
                lambda: f"'-'.join(sorted({e('dict')}))",
                lambda: f"('%s/%d' % ({e('tuple')}, {e('int')}))",
                lambda: f"({e('str')} or {e('str')})",
                lambda: f"repr({e(self.choice(('list', 'tuple', 'dict', 'bool')))})",
                lambda: f"type({e(self.choice(KINDS))}).__name__",
            )
        )()

    def _bool(self, names: Names, depth: int) -> str:
        e = lambda kind: self.expression(kind, names, depth)  # noqa: E731
        return self.choice(
            (
                lambda: f"({e('int')} {self.choice(('<', '<=', '==', '!=', '>', '>='))} {e('int')})",
                lambda: f"({e('int')} < {e('int')} <= {e('int')})",
                lambda: f"({e('int')} in {e(self.choice(('list', 'set', 'tuple')))})",
                lambda: f"({e('str')} not in {e('dict')})",
                lambda: f"(not {e(self.choice(KINDS))})",
                lambda: f"({e('bool')} and {e('bool')})",
                lambda: f"({e('bool')} or {e('bool')})",
                lambda: f"any(v > {e('int')} for v in {e('list')})",
                lambda: f"all({e('list')})",
                lambda: f"isinstance({e(self.choice(KINDS))}, {self.choice(('int', 'str', '(list, dict)'))})",
                lambda: f"({e('list')} == {e('list')})",
                lambda: f"({e('list')} is {e('list')})",
                lambda: f"{e('str')}.startswith({e('str')})",
                lambda: f"({e('set')} <= {e('set')})",
                lambda: f"bool({e(self.choice(KINDS))})",
                lambda: f"hasattr({self.choice(list(self.classes))}, 'size')" if self.classes else "True",
            )
        )()

    def _list(self, names: Names, depth: int) -> str:
        e = lambda kind: self.expression(kind, names, depth)  # noqa: E731
        return self.choice(
            (
                lambda: f"[{e('int')}, {e('int')}]",
                lambda: f"[v + 1 for v in {e('list')} if v != {e('int')}]",
                lambda: f"[i * j for i in {e('list')} for j in range(2)]",
                lambda: f"({e('list')} + {e('list')})",
                lambda: f"sorted({e(self.choice(('list', 'set', 'tuple')))})",
                lambda: f"{e('list')}[{self.choice(('1:', ':-1', '::-1', ':2'))}]",
                lambda: f"list({e(self.choice(('tuple', 'list')))})",
                lambda: f"[*{e('list')}, {e('int')}]",
                lambda: f"list(map(lambda v: v * 2, {e('list')}))",
                lambda: f"list({e('dict')}.values())",
                lambda: f"list(reversed({e('list')}))",
            )
        )()

    def _dict(self, names: Names, depth: int) -> str:
        e = lambda kind: self.expression(kind, names, depth)  # noqa: E731
        return self.choice(
            (
                lambda: f"{{{e('str')}: {e('int')}}}",
                lambda: f"{{**{e('dict')}, {e('str')}: {e('int')}}}",
                lambda: f"{{str(v): v for v in {e('list')}}}",
                lambda: f"dict({e('dict')}, z={e('int')})",
                lambda: f"({e('dict')} | {e('dict')})",
            )
        )()

    def _set(self, names: Names, depth: int) -> str:
        e = lambda kind: self.expression(kind, names, depth)  # noqa: E731
        return self.choice(
            (
                lambda: f"set({e('list')})",
                lambda: f"({e('set')} {self.choice('&|-^')} {e('set')})",
                lambda: f"{{v % 3 for v in {e('list')}}}",
                lambda: f"{e('set')}.union({e('list')})",
            )
        )()

    def _tuple(self, names: Names, depth: int) -> str:
        e = lambda kind: self.expression(kind, names, depth)  # noqa: E731
        return self.choice(
            (
                lambda: f"({e('int')}, {e('str')})",
                lambda: f"tuple({e('list')})",
                lambda: f"({e('tuple')} + ({e('int')},))",
                lambda: f"divmod({e('int')}, {e('int')})",
            )
        )()

    def call(self, names: Names, depth: int) -> str | None:
        """A call of a function of the program."""
        if not self.functions:
            return None
        return f"{self.choice(self.functions)}({self.expression('int', names, depth)})"

    def member(self, names: Names) -> str | None:
        """An attribute or a method of a class of the program."""
        if not self.classes:
            return None
        cls = self.choice(list(self.classes))
        members = self.classes[cls]
        if not members:
            return None
        name = self.choice(list(members))
        return members[name].replace("@", cls)

    # Statements.

    def block(self, indent: int, names: Names, size: int, *, function: bool, depth: int = 2) -> None:
        for _ in range(size):
            self.statement(indent, names, function=function, depth=depth)

    def statement(self, indent: int, names: Names, *, function: bool, depth: int) -> None:
        simple = [self.assignment, self.assignment, self.change, self.change, self.alias, self.swap]
        nested = [self.branch, self.loop, self.guarded, self.matched, self.suppressed, self.counted]
        options = simple + (nested if depth else [])
        if function:
            options += [self.early] * 2 + ([self.closure, self.yielding] if depth == 2 else [])
        self.choice(options)(indent, names, function, depth)

    def assignment(self, indent: int, names: Names, function: bool, depth: int) -> None:
        kind = self.choice(KINDS)
        known = names.of(kind)
        name = self.choice(known) if known and self.chance(0.5) else self.fresh("v")
        if "." in name:
            name = self.fresh("v")
        if name in known and kind in {"int", "str", "list", "tuple"} and self.chance(0.3):
            self.line(indent, f"{name} += {self.expression(kind, names, 1)}")
            return
        self.line(indent, f"{name} = {self.expression(kind, names)}")
        names.add(kind, name)

    def alias(self, indent: int, names: Names, function: bool, depth: int) -> None:
        kind = self.choice(("list", "dict", "set"))
        known = names.of(kind)
        if not known:
            return self.assignment(indent, names, function, depth)
        name = self.fresh("w")
        self.line(indent, f"{name} = {self.choice(known)}")
        names.add(kind, name)
        return None

    def swap(self, indent: int, names: Names, function: bool, depth: int) -> None:
        first, second = self.fresh("x"), self.fresh("y")
        kinds = self.choice(KINDS), self.choice(KINDS)
        values = ", ".join(self.expression(kind, names, 1) for kind in kinds)
        self.line(indent, f"{first}, {second} = {values}")
        names.add(kinds[0], first)
        names.add(kinds[1], second)

    def change(self, indent: int, names: Names, function: bool, depth: int) -> None:
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        kind = self.choice(("list", "dict", "set"))
        known = names.of(kind)
        if not known:
            return self.assignment(indent, names, function, depth)
        name = self.choice(known)
        texts = {
            "list": (
                f"{name}.append({e('int')})", f"{name}.extend({e('list')})", f"{name}.insert(0, {e('int')})",
                f"{name}.sort()", f"{name}.reverse()", f"{name}[:1] = {e('list')}", f"{name}[:] = {name} * 2",
                f"del {name}[:1]", f"{name}.append({name}.pop() if {name} else {e('int')})",
            ),
            "dict": (
                f"{name}[{e('str')}] = {e('int')}", f"{name}.update({e('dict')})", f"{name}.pop({e('str')}, None)",
                f"{name}.setdefault({e('str')}, {e('int')})", f"{name} |= {e('dict')}",
            ),
            "set": (
                f"{name}.add({e('int')})", f"{name} |= {e('set')}", f"{name}.discard({e('int')})",
                f"{name}.update({e('list')})", f"{name} -= {e('set')}",
            ),
        }[kind]  # fmt: skip
        text = self.choice(texts)
        if "." in name and "=" in text.split("(")[0] and ("|=" in text or "-=" in text):
            text = f"{name}.clear()"
        self.line(indent, text)
        return None

    def branch(self, indent: int, names: Names, function: bool, depth: int) -> None:
        self.line(indent, f"if {self.expression('bool', names)}:")
        self.block(indent + 1, names.copied(), 1 + self.chance(0.4), function=function, depth=depth - 1)
        if self.chance(0.3):
            self.line(indent, f"elif {self.expression('bool', names, 1)}:")
            self.block(indent + 1, names.copied(), 1, function=function, depth=depth - 1)
        if self.chance(0.6):
            self.line(indent, "else:")
            self.block(indent + 1, names.copied(), 1, function=function, depth=depth - 1)

    def loop(self, indent: int, names: Names, function: bool, depth: int) -> None:
        name = self.fresh("i")
        inner = names.copied()
        inner.add("int", name)
        source = self.choice(
            (f"range({self.choice('0123')})", f"list({self.expression('list', names, 1)})[:4]")
        )
        self.line(indent, f"for {name} in {source}:")
        self.block(indent + 1, inner, 1 + self.chance(0.5), function=function, depth=depth - 1)
        if self.chance(0.3):
            self.line(
                indent + 1, f"if {self.expression('bool', inner, 1)}: {self.choice(('break', 'continue'))}"
            )
        if self.chance(0.2):
            self.line(indent, "else:")
            self.block(indent + 1, names.copied(), 1, function=function, depth=depth - 1)

    def counted(self, indent: int, names: Names, function: bool, depth: int) -> None:
        name = self.fresh("n")
        self.line(indent, f"{name} = {self.choice('0123')}")
        self.line(indent, f"while {name} > 0:")
        self.line(indent + 1, f"{name} -= 1")
        inner = names.copied()
        self.block(indent + 1, inner, 1, function=function, depth=depth - 1)

    def guarded(self, indent: int, names: Names, function: bool, depth: int) -> None:
        self.line(indent, "try:")
        self.block(indent + 1, names.copied(), 1, function=function, depth=depth - 1)
        risk = self.choice((
            f"[][{self.expression('int', names, 1)}]", "{}['x']", f"1 // {self.expression('int', names, 1)}",
            "raise ValueError(3)", "int('x')", "None.x", "undefined_name", "pass",
        ))  # fmt: skip
        self.line(indent + 1, risk)
        caught = self.choice(
            ("Exception", "ValueError", "(KeyError, IndexError)", "LookupError", "ArithmeticError")
        )
        self.line(indent, f"except {caught} as error:")
        name = self.fresh("e")
        self.line(indent + 1, f"{name} = type(error).__name__")
        if caught != "Exception" and not function:
            self.line(indent, "except Exception:")
            self.line(indent + 1, f"{name} = 'other'")
        if self.chance(0.3):
            self.line(indent, "else:")
            self.block(indent + 1, names.copied(), 1, function=function, depth=0)
        if self.chance(0.3):
            self.line(indent, "finally:")
            self.block(indent + 1, names.copied(), 1, function=False, depth=0)

    def suppressed(self, indent: int, names: Names, function: bool, depth: int) -> None:
        self.line(
            indent,
            f"with contextlib.suppress({self.choice(('KeyError', 'Exception', 'ValueError, LookupError'))}):",
        )
        self.block(indent + 1, names.copied(), 1, function=function, depth=depth - 1)
        self.line(indent + 1, "{}['x']")
        self.block(indent + 1, names.copied(), 1, function=False, depth=0)

    def matched(self, indent: int, names: Names, function: bool, depth: int) -> None:
        self.line(indent, f"match {self.expression(self.choice(KINDS), names, 1)}:")
        patterns = (
            "0",
            "1 | 2",
            "str()",
            "[first, *rest]",
            "{'a': found}",
            "True",
            "[]",
            "(x, y)",
            "int(n) if n > 1",
        )
        for pattern in (self.choice(patterns), self.choice(patterns), "_"):
            self.line(indent + 1, f"case {pattern}:")
            self.block(indent + 2, names.copied(), 1, function=function, depth=0)

    def early(self, indent: int, names: Names, function: bool, depth: int) -> None:
        value = self.expression(self.choice(KINDS), names)
        if self.chance(0.5):
            self.line(indent, f"if {self.expression('bool', names, 1)}: return {value}")
        else:
            self.line(indent, f"if {self.expression('bool', names, 1)}:")
            self.line(
                indent + 1,
                self.choice((f"return {value}", "raise KeyError('x')", "raise NotImplementedError")),
            )

    def closure(self, indent: int, names: Names, function: bool, depth: int) -> None:
        counter, inner = self.fresh("c"), self.fresh("g")
        self.line(indent, f"{counter} = {self.expression('int', names, 1)}")
        self.line(indent, f"def {inner}(step=1):")
        self.line(indent + 1, f"nonlocal {counter}")
        self.line(indent + 1, f"{counter} += step")
        self.line(indent + 1, f"return {counter}")
        names.add("int", counter)
        result = self.fresh("r")
        self.line(indent, f"{result} = {inner}() + {inner}(2)")
        names.add("int", result)

    def yielding(self, indent: int, names: Names, function: bool, depth: int) -> None:
        inner, result = self.fresh("g"), self.fresh("r")
        shared = names.of("list")
        self.line(indent, f"def {inner}():")
        self.line(indent + 1, f"for k in range({self.choice('123')}):")
        self.line(indent + 2, f"if {self.expression('bool', names, 1)}: continue")
        self.line(indent + 2, f"yield k + len({self.choice(shared)})" if shared else "yield k")
        self.line(indent, f"{result} = []")
        self.line(indent, f"for v in {inner}():")
        self.line(indent + 1, f"{result}.append(v)")
        if shared and self.chance(0.5):
            self.line(indent + 1, f"{self.choice(shared)}.append(v)")
        names.add("list", result)

    # Definitions.

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
                second.names.add("frozen" if kind in {"list", "dict", "set"} else kind, name)
    for cls, members in first.classes.items():
        if random.random() < 0.7:
            lines.append(f"from pkg.base import {cls}")
            second.classes[cls] = dict(members) if abroad else {}
            if not abroad:
                second.untouched.add(cls)
    chosen = [name for name in first.functions if random.random() < 0.3]
    lines += [f"from pkg.base import {name} as {name}_" for name in chosen]
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
