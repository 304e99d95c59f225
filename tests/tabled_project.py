"""A project whose choice makes calls of its own, and lists the requirements that its pages answer for."""

FILES = {
    "docgen.toml": """
packages = ["pkg"]

[discovery]
kind = "enum"
path = "pkg.registry.Registry"

[[scenario]]
name = "old"
assume = { "pkg.registry.CARD" = "1" }

[[scenario]]
name = "new"
assume = { "pkg.registry.CARD" = "2" }

[explain]
asked = ["pkg.registry.question(size, wide, kind)"]
order = ["pkg.registry.order(asked)"]
refusals = ["cls.refusals(*asked)"]
parameter = [
  { name = "size", default = "5" },
  { name = "wide", default = "False" },
  { name = "kind", default = "pkg.registry.Kind.PLAIN", values = "pkg.registry.Kind" },
  { name = "unlisted", default = "None" },
]

[[explain.tabled]]
title = "small"
values = { size = [1, 5, 7], wide = [false, true], kind = ["plain", "OPEN"] }

[[explain.tabled]]
title = "odd"
values = { kind = ["ODD"] }

[explain.assume]
"pkg.registry.limit" = "lambda: 6"

[explain.order_assume]
"pkg.registry.preferred" = "lambda: ['SECOND', 'FIRST']"
""",
    "pkg/__init__.py": "",
    "pkg/registry.py": """import enum
import os

CARD = os.cpu_count()


class Kind(enum.Enum):
    PLAIN = 1
    OPEN = 2
    ODD = 3


class Registry(enum.Enum):
    FIRST = "pkg.registry.First"
    SECOND = "pkg.registry.Second"


def limit():
    return os.cpu_count()


def preferred():
    return os.listdir()


def question(size, wide, kind):
    return (size * 2 if wide else size, kind)


def order(asked):
    if asked[1] is Kind.ODD:
        raise ValueError("nothing is odd")
    return preferred()


class First:
    @classmethod
    def refusals(cls, size, kind):
        return [] if kind is not Kind.OPEN else os.environ.get("OPEN") or []


class Second:
    @classmethod
    def refusals(cls, size, kind):
        found = [] if size <= limit() else [f"{size} is too large"]
        return found + (["no card"] if CARD == 1 and kind is Kind.OPEN else [])
""",
}
