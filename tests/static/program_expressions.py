"""Random expressions of the kinds that a random program holds."""

from __future__ import annotations

from random import Random

KINDS = ("int", "int", "str", "bool", "list", "dict", "set", "tuple")
SAFE_INTS = ("0", "1", "2", "3", "-1", "7", "16", "True")
WORDS = ("'a'", "'b'", "'fp8'", "''", "'auto'")


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


class Expressions:
    """Writes lines and expressions of one module."""

    def __init__(self, random: Random, *, outside: bool = False) -> None:
        self.random = random
        self.outside = outside
        self.lines: list[str] = []
        self.names = Names()
        self.functions: list[str] = []
        self.classes: dict[str, dict[str, str]] = {}
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
        self.lines += ["    " * indent + part for part in text.split("\n")]

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
