"""Trees of a few files: a registry, a base class, models, and one with a shipped profile."""

from tiny_project import FILES

SHAPES = {name: text for name, text in FILES.items() if name != "docgen.toml"}
BASES = {
    "src/tool/__init__.py": "",
    "src/tool/base.py": """import enum
from typing import Literal

Size = Literal["small", "large"]


class Engine:
    @classmethod
    def supports_size(cls, size: Size) -> bool:
        return True

    @classmethod
    def supports_heat(cls, degrees: int) -> bool:
        return True

    @staticmethod
    def is_quiet() -> bool:
        return False

    @classmethod
    def supports_quiet(cls) -> bool:
        return False
""",
    "src/tool/engines.py": """from tool.base import Engine


class Steam(Engine):
    pass


class Electric(Engine):
    @staticmethod
    def is_quiet() -> bool:
        return True
""",
}

DIFFUSERS = {
    "src/diffusers/__init__.py": "",
    "src/diffusers/models/__init__.py": "",
    "src/diffusers/models/attention_dispatch.py": """import enum


class AttentionBackendName(enum.Enum):
    NATIVE = "native"


class _AttentionBackendRegistry:
    @classmethod
    def register(cls, backend, constraints=None, supports_context_parallel=False):
        return lambda function: function


@_AttentionBackendRegistry.register(AttentionBackendName.NATIVE)
def _native_attention(query, key, value, attn_mask=None):
    return query
""",
}

MODELS = {
    "zoo/__init__.py": "",
    "zoo/base.py": """import abc


class Model(abc.ABC):
    @property
    def supports_past(self) -> bool:
        return False

    @property
    @abc.abstractmethod
    def supports_many(self) -> bool: ...

    def fit(self):
        raise NotImplementedError


class Other:
    is_x = 1


class A(Other):
    is_x = 3


class B(Other): ...
""",
    "zoo/linear.py": """from zoo.base import Model


class Half(Model): ...


class Linear(Model):
    @property
    def supports_many(self) -> bool:
        return True


class Deep(Half):
    supports_many = False

    def fit(self): ...
""",
}
