"""Random statements over the names that a random program has bound."""

from __future__ import annotations

from program_expressions import KINDS, Expressions, Names


class Statements(Expressions):
    """Writes statements of one module."""

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
