"""A project that chooses one of its backends, and its choices as data."""

import json

SETTINGS = """
packages = ["pkg"]

[discovery]
kind = "enum"
path = "pkg.registry.Registry"

[defaults]
installed = ["elsewhere"]

[[scenario]]
name = "small"
assume = { "pkg.world.limit" = "10" }

[[scenario]]
name = "large"
assume = { "pkg.world.limit" = "1000" }

[explain]
order = ["pkg.world.order(kind, size, 'new')", "pkg.world.order(kind)"]
refusals = ["cls.refusals(size, kind)"]
parameter = [
  { name = "size", default = "5" },
  { name = "kind", default = "pkg.world.Kind.ROUND", values = "pkg.world.Kind" },
]
cases = "[{'size': config['width'], 'kind': kind} for kind in config['kinds']]"
"""
FILES = {
    "docgen.toml": SETTINGS,
    "pkg/__init__.py": "",
    "pkg/world.py": """import enum

from pkg.registry import Registry

limit = 0


class Kind(enum.Enum):
    ROUND = 1
    FLAT = 2


def order(kind):
    return [Registry.FIRST, Registry.SECOND]
""",
    "pkg/registry.py": """import enum


class Registry(enum.Enum):
    FIRST = "pkg.shapes.First"
    SECOND = "pkg.shapes.Second"
    THIRD = "pkg.shapes.Third"
    ABSENT = "pkg.nowhere.Absent"
""",
    "pkg/shapes.py": """from pkg import world


class First:
    @classmethod
    def refusals(cls, size, kind):
        reasons = []
        if size > world.limit:
            reasons.append(f"size {size} is more than {world.limit}")
        if kind is not world.Kind.ROUND:
            reasons.append("only round")
        return reasons


class Second(First):
    @classmethod
    def refusals(cls, size, kind):
        return []


class Third(First):
    @classmethod
    def refusals(cls, size, kind):
        import elsewhere

        return elsewhere.reasons(size)
""",
}


def choices(out: str) -> dict[str, str | None]:
    return {choice["scenario"]: choice["chosen"] for choice in json.loads(out)["choices"]}


def examined(out: str) -> dict[str, list[str]]:
    return {each["scenario"]: [c["name"] for c in each["candidates"]] for each in json.loads(out)["choices"]}
