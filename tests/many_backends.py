"""A project of as many backends as one wants, as a dict of texts: each has a file, and a registry names them all."""

from __future__ import annotations

SETTINGS = """
packages = ["many"]

[discovery]
kind = "enum"
path = "many.registry.Registry"

[[scenario]]
name = "small"
assume = { "many.device.MEMORY" = "8" }

[[scenario]]
name = "large"
assume = { "many.device.MEMORY" = "80" }

[[capability]]
key = "kinds"
header = "Kinds"
probe = "cls.supports_kind(kind)"
over = { kind = "many.kinds.Kind" }

[[capability]]
key = "sizes"
header = "Sizes"
probe = "cls.sizes()"

[[capability]]
key = "sink"
header = "Sink"
probe = "cls.supports_sink()"
"""

FILES = {
    "docgen.toml": SETTINGS,
    "many/__init__.py": "",
    "many/backends/__init__.py": "",
    "many/device.py": "MEMORY = 16\n",
    "many/kinds.py": "import enum\n\nclass Kind(enum.Enum):\n    DECODER = 'decoder'\n    ENCODER = 'encoder'\n",
    "many/base.py": """
from many import device
from many.kinds import Kind

class Backend:
    head_sizes = [64, 128]

    @classmethod
    def supports_kind(cls, kind):
        return kind is Kind.DECODER

    @classmethod
    def sizes(cls):
        return cls.head_sizes if device.MEMORY > 16 else cls.head_sizes[:1]

    @classmethod
    def supports_sink(cls):
        return False
""",
}

BACKEND = """
from many.base import Backend
from many.kinds import Kind

class B{number}(Backend):
    "Backend {number}."
    head_sizes = [64, {number}]

    @classmethod
    def supports_kind(cls, kind):
        return kind is Kind.ENCODER or super().supports_kind(kind)
"""


def many_backends(number: int) -> dict[str, str]:
    """The files, by their paths."""
    members = "".join(f"    B{each} = 'many.backends.b{each}.B{each}'\n" for each in range(number))
    backends = {f"many/backends/b{each}.py": BACKEND.format(number=each) for each in range(number)}
    registry = f"import enum\n\nclass Registry(enum.Enum):\n{members}"
    return {**FILES, **backends, "many/registry.py": registry}
