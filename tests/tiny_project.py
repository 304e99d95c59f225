"""A documented project in a few lines, as files and as a model, for tests that are not about introspection."""

from __future__ import annotations

from pathlib import Path

from docgen.config import Capability, Config, Discovery, Scenario, Table, ValueList
from docgen.config.schema import DiscoveryKind
from docgen.model.cell import Cell, Condition
from docgen.model.location import Location
from docgen.model.support import Backend, ListAnswer, Refusal, SupportModel

FILES = {
    "docgen.toml": """
packages = ["shapes"]

[discovery]
kind = "enum"
path = "shapes.registry.ShapeEnum"

[[scenario]]
name = "flat"
assume = { "shapes.world.dimensions" = "2" }

[[scenario]]
name = "solid"
assume = { "shapes.world.dimensions" = "3" }

[[capability]]
key = "colours"
header = "Colours"
probe = "cls.supports_colour(colour)"
over = { colour = "shapes.colours.Colour" }
every = "All"
labels = { RED = "red", BLUE = "blue" }

[[capability]]
key = "round"
header = "Round"
probe = "cls.is_round()"

[[list]]
key = "order"
title = "Order"
expression = "shapes.world.preferred()"

[[page]]
path = "docs/shapes.md"
template = "attention_backends.md.j2"
""",
    "shapes/__init__.py": "",
    "shapes/colours.py": """import enum


class Colour(enum.Enum):
    RED = "r"
    BLUE = "b"
""",
    "shapes/world.py": """dimensions = 2


def preferred():
    return ["CIRCLE", "SQUARE"] if dimensions == 2 else ["SQUARE"]
""",
    "shapes/base.py": """from shapes.colours import Colour


class Shape:
    @classmethod
    def supports_colour(cls, colour):
        return colour == Colour.RED

    @classmethod
    def is_round(cls):
        return False
""",
    "shapes/circle.py": '''from shapes.base import Shape
from shapes.colours import Colour


class Circle(Shape):
    """Round."""

    @classmethod
    def supports_colour(cls, colour):
        return colour in (Colour.RED, Colour.BLUE)

    @classmethod
    def is_round(cls):
        return True
''',
    "shapes/square.py": '''from shapes.base import Shape


class Square(Shape):
    """Not round."""
''',
    "shapes/registry.py": """import enum


class ShapeEnum(enum.Enum):
    CIRCLE = "shapes.circle.Circle"
    SQUARE = "shapes.square.Square"
""",
}


def write_tree(root: Path, files: dict[str, str] = FILES) -> Path:
    """Write `files` below `root`, line ends as they are."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return root


SCENARIOS = ("cuda-8.0", "cuda-9.0", "rocm")


def place(line: int) -> Location:
    return Location("shapes/circle.py", line)


def known(value, *scenarios: str, line: int = 4) -> Cell:
    return Cell.known(value, place(line), scenarios or SCENARIOS)


def unknown(reason: str, *scenarios: str, line: int = 8) -> Cell:
    return Cell.unknown(reason, place(line), scenarios or SCENARIOS)


def conditional(*values, line: int = 9) -> Cell:
    return Cell.conditional(
        tuple(Condition(f"flag == {number}", value) for number, value in enumerate(values)),
        place(line),
        SCENARIOS,
    )


def not_declared() -> Cell:
    return Cell.not_declared("no such method", None, SCENARIOS)


def unavailable(*scenarios: str, line: int = 2) -> Cell:
    return Cell.unavailable(
        "ModuleNotFoundError: No module named 'accel'", place(line), scenarios or SCENARIOS
    )


COLOURS = Capability(
    key="colours",
    header="Colours",
    probe="cls.supports_colour(colour)",
    over={"colour": "shapes.colours.Colour"},
    every="All",
    labels={"RED": "red", "BLUE": "blue"},
)
ROUND = Capability(key="round", header="Round", probe="cls.is_round()", description="Has a `radius`.")
HOLLOW = Capability(key="hollow", header="Hollow", probe="cls.is_hollow()")


def make_config(**changes) -> Config:
    fields = {
        "packages": ("shapes",),
        "discovery": Discovery(kind=DiscoveryKind.ENUM, path="shapes.registry.ShapeEnum"),
        "scenario": tuple(Scenario(name=name) for name in SCENARIOS),
        "capability": (COLOURS, ROUND, HOLLOW),
        "table": (
            Table(name="filled", title="Filled shapes", where={"hollow": False}),
            Table(name="hollow", title="Hollow shapes", where={"hollow": True}),
        ),
        "list": (ValueList(key="order", title="Order", expression="shapes.world.preferred()"),),
    }
    return Config(**(fields | changes))


def make_backend(
    name: str, colours=None, is_round=None, hollow=None, refusals: tuple[Refusal, ...] = ()
) -> Backend:
    """A row; a cell may be a value, a cell or a tuple of cells."""

    def cells(value, default) -> tuple[Cell, ...]:
        value = default if value is None else value
        if isinstance(value, tuple):
            return value
        return (value if isinstance(value, Cell) else known(value),)

    return Backend(
        name=name,
        object=f"shapes.circle.{name.title()}",
        location=place(3),
        cells={
            "colours": cells(colours, ["RED"]),
            "round": cells(is_round, False),
            "hollow": cells(hollow, False),
        },
        refusals=refusals,
    )


def make_model(*backends: Backend, **changes) -> SupportModel:
    fields = {
        "scenarios": SCENARIOS,
        "backends": backends
        or (make_backend("CIRCLE", ["RED", "BLUE"], is_round=True), make_backend("SQUARE")),
        "domains": {"colours": ("RED", "BLUE")},
        "lists": (
            ListAnswer(key="order", cell=known(["CIRCLE", "SQUARE"], "cuda-8.0", "cuda-9.0")),
            ListAnswer(key="order", cell=known([], "rocm")),
        ),
    }
    return SupportModel(**(fields | changes))
