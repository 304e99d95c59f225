"""A package of forty backends, and edits of every kind of file that their answers come from.

An edit takes a package as a dict of texts and gives new ones for some of them; None deletes a file.
"""

from __future__ import annotations

import random

from docgen.config import Capability, Config, Discovery, ValueList
from docgen.config.schema import DiscoveryKind, Scenario

FAMILIES, SIZE = 5, 8

BASE = """
from pkg.domain import Kind
from pkg.helpers import widths
from pkg import flags

class Base:
    "The base."
    limit = 1

    @classmethod
    def supports(cls, kind):
        return kind is Kind.A

    @classmethod
    def widths(cls):
        return widths(cls.limit)

    @classmethod
    def wide(cls):
        return flags.WIDE and cls.limit > 2

    @classmethod
    def late(cls):
        from pkg.late import answer
        return answer(cls.limit)
"""

FAMILY = """
from pkg.base import Base
from pkg import shared

class Family{family}(Base):
    limit = shared.LIMITS[{family}]
"""

BACKEND = """
from pkg.family{family} import Family{family}
from pkg.domain import Kind
from pkg.register import register
try:
    from pkg.extra import EXTRA
except ImportError:
    EXTRA = 0

@register("B{number}")
class B{number}(Family{family}):
    "Backend {number}."

    @classmethod
    def supports(cls, kind):
        "It takes some kinds only."
        return super().supports(kind) or (kind is Kind.B and {number} % 3 == 0)

    @classmethod
    def extra(cls):
        return EXTRA + {number}
"""

REGISTER = """
def register(name):
    def decorate(cls):
        return cls
    return decorate
"""


def package() -> dict[str, str]:
    """The files, by their paths."""
    files = {
        "pkg/__init__.py": "",
        "pkg/base.py": BASE,
        "pkg/backends/__init__.py": "",
        "pkg/domain.py": "import enum\n\nclass Kind(enum.Enum):\n    A = 1\n    B = 2\n",
        "pkg/flags.py": "from pkg.platform import WIDE\n",
        "pkg/helpers.py": "def widths(limit):\n    return [limit, 2 * limit]\n",
        "pkg/late.py": "def answer(limit):\n    return limit * 3\n",
        "pkg/platform.py": "WIDE = True\n",
        "pkg/priority.py": "ORDER = ['B1', 'B2']\n",
        "pkg/register.py": REGISTER,
        "pkg/table.py": "from pkg.registry import Registry\n\nTABLE = {each.name: each.value for each in Registry}\n",
        "pkg/shared.py": f"LIMITS = {[*range(FAMILIES)]}\n",
    }
    members, points = [], []
    for number in range(FAMILIES * SIZE):
        family = number % FAMILIES
        files[f"pkg/family{family}.py"] = FAMILY.format(family=family)
        files[f"pkg/backends/b{number}.py"] = BACKEND.format(family=family, number=number)
        members.append(f"    B{number} = 'pkg.backends.b{number}.B{number}'\n")
        points.append(f'B{number} = "pkg.backends.b{number}:B{number}"\n')
    files["pyproject.toml"] = '[project.entry-points."pkg.backends"]\n' + "".join(points)
    files["pkg/registry.py"] = "import enum\n\nclass Registry(enum.Enum):\n" + "".join(members)
    return files


DISCOVERIES = {
    DiscoveryKind.ENUM: Discovery(kind=DiscoveryKind.ENUM, path="pkg.registry.Registry"),
    DiscoveryKind.DICT: Discovery(kind=DiscoveryKind.DICT, path="pkg.table.TABLE"),
    DiscoveryKind.MEMBERS: Discovery(kind=DiscoveryKind.MEMBERS, path="pkg.backends"),
    DiscoveryKind.ENTRY_POINTS: Discovery(kind=DiscoveryKind.ENTRY_POINTS, path="pkg.backends"),
    DiscoveryKind.SUBCLASSES: Discovery(
        kind=DiscoveryKind.SUBCLASSES, path="pkg.base.Base", modules=("pkg.backends.*",)
    ),
    DiscoveryKind.DECORATOR: Discovery(
        kind=DiscoveryKind.DECORATOR, path="pkg.register.register", modules=("pkg.backends.*",)
    ),
}


def configuration(kind: DiscoveryKind) -> Config:
    """All that the package is asked."""
    probes = {"widths": "cls.widths()", "wide": "cls.wide()", "late": "cls.late()", "extra": "cls.extra()"}
    return Config(
        packages=("pkg",),
        discovery=DISCOVERIES[kind],
        scenario=(
            Scenario(name="wide", assume={"pkg.platform.WIDE": "True"}),
            Scenario(name="open"),
        ),
        capability=(
            Capability(
                key="kinds", header="Kinds", probe="cls.supports(kind)", over={"kind": "pkg.domain.Kind"}
            ),
            *(Capability(key=key, header=key, probe=probe) for key, probe in probes.items()),
        ),
        list=(ValueList(key="order", title="Order", expression="pkg.priority.ORDER"),),
    )


def edits(files: dict[str, str], draw: random.Random) -> dict[str, str | None]:
    """One edit of a kind that is drawn."""
    number, value = draw.randrange(FAMILIES * SIZE), draw.randrange(9)
    own, family = f"pkg/backends/b{number}.py", f"pkg/family{draw.randrange(FAMILIES)}.py"
    text = files.get(own) or BACKEND.format(family=number % FAMILIES, number=number)
    return draw.choice(
        [
            {own: f"{text}    limit = {value}\n"},
            {own: f"# moved a line down\n{text}"},
            {own: text.replace(f"B{number}(", f"C{number}(")},
            {own: None if own in files else text},
            {family: f"{files[family]}    limit = {value}\n"},
            {"pkg/base.py": files["pkg/base.py"].replace("limit = ", f"limit = {value} + ")},
            {"pkg/base.py": files["pkg/base.py"].replace("kind is Kind.A", "kind is not Kind.A")},
            {"pkg/helpers.py": f"def widths(limit):\n    return [limit, {value}]\n"},
            {"pkg/helpers.py": "from pkg.more import widths\n", "pkg/more.py": files["pkg/helpers.py"]},
            {"pkg/helpers/__init__.py": f"def widths(limit):\n    return [{value}]\n"},
            {"pkg/helpers/__init__.py": None},
            {"pkg/domain.py": f"{files['pkg/domain.py']}    C{value} = {value + 3}\n"},
            {"pkg/late.py": f"def answer(limit):\n    return limit * {value}\n"},
            {"pkg/late.py": f"from pkg.helpers import widths as answer  # {value}\n"},
            {"pkg/extra.py": None if "pkg/extra.py" in files else f"EXTRA = {value}\n"},
            {"pkg/__init__.py": f"flags = {value}\n"},
            {"pkg/__init__.py": ""},
            {"pkg/backends/__init__.py": f"VALUE = {value}\n"},
            {"pkg/platform.py": f"WIDE = {value % 2 == 0}\n"},
            {"pkg/shared.py": f"LIMITS = {[draw.randrange(9) for _ in range(FAMILIES)]}\n"},
            {"pkg/priority.py": f"ORDER = ['B{number}']\n"},
            {"pkg/register.py": f"{REGISTER}# {value}\n"},
            {
                "pkg/registry.py": files["pkg/registry.py"]
                + f"    N{value} = 'pkg.backends.b{number}.B{number}'\n"
            }
            if f" N{value} " not in files["pkg/registry.py"]
            else {},
            {"pkg/unused.py": f"VALUE = {value}\n"},
        ]
    )
