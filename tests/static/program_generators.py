"""Random generator functions: yields in any statement and expression, and consumers that send, throw and close."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

HEAD = """
log = []
class M:
    def __init__(self, k): self.k = k
    def __enter__(self):
        log.append("in")
        return self.k
    def __exit__(self, kind, value, tb):
        log.append(["out", kind is None])
        return self.k == 1 and kind is not GeneratorExit
def f(v):
    log.append("f")
    return v
def sub():
    got = yield 7
    log.append(["got", got])
    return 8
x = 0
"""
EXCEPTIONS = (
    "BaseException",
    "Exception",
    "GeneratorExit",
    "KeyError",
    "StopIteration",
    "TypeError",
    "ValueError",
)
RAISES = (
    "ValueError",
    "KeyError('k')",
    "ValueError(x)",
    "TypeError",
    "5",
    "StopIteration",
    "ValueError from KeyError",
)
ATOMS = ("x", "1", "None", "'s'", "log[-1:]", "len(log)")
SOURCES = ("[1, 2]", "sub()", "(y for y in [x])", "iter('ab')")
ASKS = (
    "next(it)",
    "it.send(5)",
    "it.throw(ValueError)",
    "it.throw(KeyError('z'))",
    "it.close()",
    "list(it)",
    "next(it, 'end')",
)


class Writer:
    """Writes one program."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def program(self) -> str:
        """The body of a function without arguments."""
        lines = [
            *HEAD.strip().splitlines(),
            "def g(x):",
            "    yield 0",
            *self.inside(3, loop=False, handler=False),
        ]
        lines += ["it = g(1)", "out = []"]
        for _ in range(self.random.randint(2, 5)):
            lines += [f"try: out.append({self.random.choice(ASKS)})"]
            lines += ["except BaseException as e: out.append([type(e).__name__, type(e.__cause__).__name__])"]
        return "\n".join([*lines, "return [out, log]"])

    def expression(self, depth: int) -> str:
        """One that may yield."""
        choice = self.random.random()
        if choice < 0.25:
            return f"(yield {self.random.choice(ATOMS)})"
        if choice < 0.32:
            return f"(yield from {self.random.choice(SOURCES)})"
        if depth and choice < 0.75:
            form = self.random.choice(("[{}, {}]", "({} or {})", "[f({}), {}]", "({} if x else {})"))
            return form.format(self.expression(depth - 1), self.expression(depth - 1))
        return self.random.choice(ATOMS)

    def inside(self, depth: int, *, loop: bool, handler: bool) -> list[str]:
        """An indented block."""
        count = self.random.randint(1, 3)
        lines = [line for _ in range(count) for line in self.statement(depth, loop=loop, handler=handler)]
        return indent("\n".join(lines), "    ").splitlines()

    def statement(self, depth: int, *, loop: bool, handler: bool) -> list[str]:
        """One statement, or a compound one with what it holds."""
        if depth == 0 or self.random.random() < 0.35:
            return [self.simple(loop=loop, handler=handler)]
        inner = {"loop": loop, "handler": handler}
        match self.random.choice(("if", "for", "with", "try", "try")):
            case "if":
                return [f"if {self.expression(0)}:", *self.inside(depth - 1, **inner)]
            case "for":
                head = f"for x in {self.random.choice(SOURCES)}:"
                return [head, *self.inside(depth - 1, loop=True, handler=handler)]
            case "with":
                return [f"with M({self.random.randint(0, 2)}) as x:", *self.inside(depth - 1, **inner)]
        return self.attempt(depth, **inner)

    def attempt(self, depth: int, *, loop: bool, handler: bool) -> list[str]:
        """A `try`."""
        lines = ["try:", *self.inside(depth - 1, loop=loop, handler=handler)]
        handlers = self.random.choice((0, 1, 1, 2))
        for _ in range(handlers):
            caught = f"({self.random.choice(EXCEPTIONS)}, {self.random.choice(EXCEPTIONS)})"
            lines += [f"except {caught} as e:", *self.inside(depth - 1, loop=loop, handler=True)]
        if not handlers or self.random.random() < 0.5:
            lines += ["finally:", *self.inside(depth - 1, loop=loop, handler=handler)]
        return lines

    def simple(self, *, loop: bool, handler: bool) -> str:
        """A statement of one line."""
        forms = [f"log.append({self.expression(1)})", f"x = {self.expression(1)}", self.expression(1)]
        forms += [f"raise {self.random.choice(RAISES)}", f"return {self.expression(1)}"]
        forms += ["break", "continue"] if loop else []
        return self.random.choice([*forms, "raise"] if handler else forms)
