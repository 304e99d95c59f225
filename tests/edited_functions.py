"""A package whose modules are made of functions, some of which are read for answers, and edits inside of them."""

from __future__ import annotations

import random
import re

from docgen.config import Capability, Config, Discovery, ValueList
from docgen.config.schema import DiscoveryKind

BACKENDS = 4

FILES = {
    "pkg/__init__.py": "",
    "pkg/kinds.py": """
import enum

class Kind(enum.Enum):
    A = 1
    B = 2

    def told(self, value):
        return value

def order():
    return ["B1", "B0"]

def unread(value):
    return value
""",
    "pkg/base.py": """
from pkg.kinds import Kind
from pkg.shared import ITEMS

class Base:
    limit = 1

    @classmethod
    def answer(cls):
        return cls.limit, len(ITEMS)

    @classmethod
    def other(cls):
        return cls.answer()

    @classmethod
    def takes(cls, kind):
        return kind is Kind.A

    def forward(self, value):
        return value
""",
    "pkg/shared.py": "ITEMS = [1]\nLIMIT = 2\nTABLE = {}\n",
    "pkg/keep.py": "def keep(function):\n    return function\n\ndef call(function):\n    return function(1)\n",
    "pkg/registry.py": "import enum\n\nclass Registry(enum.Enum):\n"
    + "".join(f"    B{number} = 'pkg.b{number}.B{number}'\n" for number in range(BACKENDS)),
}

PATCH = """
from pkg import shared{number} as shared

def {name}(value):
    return value

shared.{change}
"""

MODULE = """
from {source} import {base}
from pkg.keep import call, keep
from pkg.more{number} import more
from pkg.patches{number} import patch
from pkg import shared{number} as shared

COUNT = 1
TABLE = {{"a": 1}}

def plain(value):
    return value

def changes(value):
    value["b"] = 2

@keep
def kept(value=COUNT):
    return value

class Meta(type):
    def __call__(cls, *args):
        return super().__call__(*args)

class B{number}({base}):
    limit = COUNT

    def __init_subclass__(cls, **given):
        super().__init_subclass__()

    @classmethod
    def answer(cls):
        return cls.limit, len(TABLE)

    @classmethod
    def other(cls):
        return plain(COUNT), shared.LIMIT, len(shared.ITEMS)

    def forward(self, value):
        return patch(more(value))

    async def run(self, value):
        return await value

    if COUNT:
        def inside(self, value):
            return self.forward(value)
"""

BODIES = """
unused = 1
return 7
return plain(2)
return patch(value)
return more(1)
return COUNT
global COUNT; COUNT = 5
global TABLE; TABLE = {}
global plain; plain = len
TABLE["c"] = 3
TABLE.update(d=4)
shared.ITEMS.append(2)
shared.LIMIT = 4
shared.TABLE[1] = TABLE
from pkg.sharedOWN import LIMIT; return LIMIT
import pkg.keep as shared
return patch(more(1))
def inner(): return COUNT
class Inner: limit = 8
yield 3
return (yield)
raise ValueError("no")
cls.limit = 6
self.limit = 6
changes(TABLE)
changes(shared.TABLE)
return super().forward(1)
return __class__
"A docstring."
# COUNT alone
return [each for each in TABLE]
return lambda: COUNT
with keep(1): pass
return value if value else COUNT
assert COUNT, value
""".strip().split("\n")
"""Statements of the bodies."""

BESIDE = """
changes(TABLE)
changes(shared.TABLE)
kept(2)
call(plain)
call(changes)
shared.ITEMS.append(plain(3))
shared.LIMIT = kept()
COUNT = plain(3)
LIMIT = COUNT
TABLE = dict(b=kept(1))
from pkg.sharedOWN import LIMIT as COUNT
""".strip().split("\n")
"""Statements of the modules."""

HEADERS = {
    "def plain(value):": [
        "def plain(value=[]):",
        "def plain(*value):",
        "@keep\ndef plain(value):",
        "@call\ndef plain(value):",
    ],
    "def kept(value=COUNT):": ["def kept(value=TABLE):", "def kept(value=plain(1)):"],
    "    def forward(": [
        "    def answer(",
        "    @property\n    def answer(",
        "    def __init__(",
        "    def __getattr__(",
    ],
    "class Meta(type):": ["class Meta:"],
    "(Base):": ["(Base, metaclass=Meta):"],
}
"""Lines with what else they may be."""

_DEFINED = re.compile(r"^( *)(?:async )?def .*\n", re.MULTILINE)


def package() -> dict[str, str]:
    """The files, by their paths."""
    files = {**FILES}
    for number in range(BACKENDS):
        source, base = ("pkg.b0", "B0") if number == 1 else ("pkg.base", "Base")
        files[f"pkg/b{number}.py"] = MODULE.format(number=number, source=source, base=base)
        files[f"pkg/shared{number}.py"] = FILES["pkg/shared.py"]
        for name, module, change in (("patch", "patches", "LIMIT = 9"), ("more", "more", "ITEMS.append(9)")):
            files[f"pkg/{module}{number}.py"] = PATCH.format(number=number, name=name, change=change)
    return files


def configuration() -> Config:
    """All that the package is asked."""
    probes = {"answer": "cls.answer()", "other": "cls.other()", "size": "cls.limit"}
    kinds = Capability(key="kinds", header="Kinds", probe="cls.takes(kind)", over={"kind": "pkg.kinds.Kind"})
    return Config(
        packages=("pkg",),
        discovery=Discovery(kind=DiscoveryKind.ENUM, path="pkg.registry.Registry"),
        capability=(kinds, *(Capability(key=key, header=key, probe=probe) for key, probe in probes.items())),
        list=(ValueList(key="order", title="Order", expression="pkg.kinds.order()"),),
        define={"first": "pkg.kinds.order()[0]"},
    )


def edits(files: dict[str, str], draw: random.Random) -> dict[str, str | None]:
    """One edit of the text of a module: mostly inside of one of its functions.

    A module names no other one than before, except for a table of its own: what a module that some row uses may change
    is unknown for all rows that are asked after it.
    """
    path = draw.choice(
        [
            *(f"pkg/b{number}.py" for number in range(BACKENDS)),
            "pkg/base.py",
            "pkg/kinds.py",
            "pkg/patches0.py",
        ]
    )
    own = re.sub(r"\D", "", path)
    text = files[path]
    if draw.random() < 0.1:
        return {path: f"{text}{draw.choice(BESIDE)}\n".replace("OWN", own)}
    if draw.random() < 0.1:
        line = draw.choice([*HEADERS])
        return {path: text.replace(line, draw.choice(HEADERS[line]), 1)}
    found = draw.choice([*_DEFINED.finditer(text)])
    indent, rest = found[1] + "    ", text[found.end() :]
    statements = draw.choice(BODIES).replace("OWN", own).split("; ")
    if draw.random() < 0.3 and not statements[0].startswith("#"):
        rest = rest.partition("\n")[2]  # in place of what stands there
    body = "".join(f"{indent}{each}\n" for each in statements)
    return {path: text[: found.end()] + body + rest}
