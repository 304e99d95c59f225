"""Classes and functions under bases and decorators of well-known libraries, compared with the libraries themselves."""

from __future__ import annotations

import importlib
import subprocess
import sys
import warnings
from textwrap import dedent

import pytest

PYDANTIC = """
    from __future__ import annotations
    import enum, typing
    from typing import ClassVar
    import pydantic
    from pydantic import BaseModel, ConfigDict, Field
    class Kind(enum.Enum):
        ONE = 1
    class Mixin:
        mixed = 7
    class A(BaseModel):
        model_config = ConfigDict(frozen=True)
        kind: ClassVar[str] = "a"
        other: typing.ClassVar = 4
        size: int = 3
        wrong: int = "not validated"
        which: Kind = Kind.ONE
        items: list[int] = []
        made: list[int] = Field(default_factory=list)
        named: str = Field("n", description="d")
        def doubled(self): return self.size * 2
        @classmethod
        def told(cls): return cls.kind == "a"
        @property
        def half(self): return self.size / 2
        class Inner:
            deep = 1
    class B(Mixin, A):
        kind: ClassVar[str] = "b"
        size: int = 5
        mixed: int = 8
    class Needs(BaseModel):
        size: int
    class Checked(BaseModel):
        size: int = 3
        @pydantic.field_validator("size")
        @classmethod
        def grown(cls, value): return value + 1
        @pydantic.model_validator(mode="after")
        def set_it(self):
            object.__setattr__(self, "size", 9)
            return self
    class Late(BaseModel):
        size: int = 3
        def model_post_init(self, context): self.size = 11
    class Strict(BaseModel):
        model_config = {"validate_default": True}
        size: int = "12"
    class Private(BaseModel):
        _hidden: int = 2
    class Own(BaseModel):
        size: int = 3
        def __init__(self, **given): super().__init__(size=4, **given)
    """
MSGSPEC = """
    from typing import ClassVar
    import msgspec
    class A(msgspec.Struct, frozen=True):
        size: int = 3
        kind: ClassVar[str] = "a"
        items: list = []
        made: list = msgspec.field(default_factory=lambda: [1])
        def doubled(self): return self.size * 2
        @classmethod
        def told(cls): return cls.kind == "a"
    class B(A, kw_only=True):
        kind: ClassVar[str] = "b"
        more: int
    class Late(msgspec.Struct):
        size: int = 1
        def __post_init__(self): self.size = 8
    class Anew(A):
        size: int = 4
    X = msgspec.defstruct("X", [("a", int, 5)], bases=(A,))
    """
ATTRS = """
    import attr, attrs
    class Plain:
        tag = "plain"
    @attrs.define
    class A(Plain):
        size: int = 3
        made: list = attrs.field(factory=list)
        kind = "a"
        def doubled(self): return self.size * 2
        @classmethod
        def told(cls): return cls.tag == "plain"
    @attr.s(auto_attribs=True, frozen=True)
    class B(A):
        tag = "b"
        more: int = 4
    @attr.s
    class C:
        size = attr.ib()
        @size.default
        def _size(self): return 5
        @staticmethod
        def told(): return True
    """
TORCH = """
    import torch
    from torch import nn
    class A(nn.Module):
        flag = True
        act = None
        def __init__(self, n=4):
            super().__init__()
            self.n = n
            self.part = nn.Linear(2, 2)
            self.act = nn.ReLU()
        @classmethod
        def told(cls): return cls.flag
        @torch.no_grad()
        def run(self): return self.n
        @torch.inference_mode()
        def inferred(self): return 5
        @torch.jit.ignore
        def ignored(self): return self.missing
        @torch.compiler.disable
        def plain(self): return 6
        def swap(self):
            self.part = 3
            return 1
    class B(A):
        flag = False
        def forward(self): return 2
    class Early(nn.Module):
        def __init__(self):
            self.n = 1
            self.part = nn.Linear(2, 2)
    class Plain:
        flag = 7
    class Whole(nn.Module):
        def __init__(self):
            self.plain = Plain()
            super().__init__()
            self.sub = B()
    class Sooner(nn.Module):
        def __init__(self):
            self.sub = B()
            super().__init__()
    """
DEPRECATED = """
    import abc
    from typing_extensions import deprecated, final, override
    @deprecated("old")
    class A(abc.ABC):
        @classmethod
        @deprecated("no")
        def told(cls): return 1
        @abc.abstractmethod
        def run(self): ...
    @final
    class B(A):
        @override
        def run(self): return 2
    @deprecated("f")
    def f(): return 3
    """
KNOWN = {
    PYDANTIC: [
        *("m.A.kind", "m.A.told()", "m.B.told()", "hasattr(m.A, 'size')", "hasattr(m.B, 'size')", "m.B.mixed"),
        *("hasattr(m.A, 'nothing')", "m.A().size", "m.A().doubled()", "m.B().half", "m.A().wrong", "m.A().items"),
        *("m.A().made", "m.A().named", "m.B().kind", "m.A.other", "m.A.Inner.deep", "m.A().which is m.Kind.ONE"),
        *("m.A().items is m.A().items", "m.B().mixed", "issubclass(m.B, m.A)", "hasattr(m.Needs, 'size')"),
    ],
    MSGSPEC: [
        *("m.A.kind", "m.B.told()", "hasattr(m.A, 'size')", "hasattr(m.A, 'nothing')", "m.A().size", "m.A(7).size"),
        *("m.A(size=8).doubled()", "m.A().made", "m.A().items is m.A().items", "m.B(more=1).more", "m.B(2, more=1).size"),
        *("m.A.size == 3", "m.Anew().size", "m.Anew(size=9).size"),
    ],
    ATTRS: ["m.A.told()", "m.B.told()", "m.A.tag", "m.A.kind", "m.C.told()", "hasattr(m.B, 'nothing')", "issubclass(m.B, m.A)"],
    TORCH: [
        *("m.A.told()", "m.B.told()", "hasattr(m.A, 'nothing')", "getattr(m.A, 'nothing', 5)", "m.A().n", "m.A(7).run()"),
        *("m.A().training", "m.B().inferred()", "m.A().plain()", "m.B().forward()", "callable(m.A.run)"),
        *("object.__new__(m.A).inferred()", "type(m.A) is type", "hasattr(m.A, 'register')"),
        *("m.Whole().plain.flag", "m.Whole().sub.flag"),
    ],
    DEPRECATED: ["m.A.told()", "m.B().run()", "m.f()", "m.f.__deprecated__", "m.A.__deprecated__", "m.B.__name__"],
}  # fmt: skip
UNKNOWN = {
    PYDANTIC: [
        *("m.A(size=4).size", "m.Needs().size", "m.Checked().size", "m.Late().size", "m.Strict().size"),
        *("m.Private()._hidden", "m.Own().size", "hasattr(m.A, 'model_fields')", "m.A().nothing"),
    ],
    MSGSPEC: ["m.Late().size", "m.Anew(1).size", "hasattr(m.A, '__struct_fields__')"],
    ATTRS: ["m.A().size", "m.C().size", "m.B(1, 2).doubled()", "hasattr(m.A, 'size')"],
    TORCH: ["hasattr(m.A, 'forward')", "m.A().ignored()", "m.A().act is None", "m.A().swap()", "m.Early().n", "m.Sooner().sub.flag"],
    DEPRECATED: [],
}  # fmt: skip
NEEDS = {
    PYDANTIC: "pydantic",
    MSGSPEC: "msgspec",
    ATTRS: "attr",
    TORCH: "torch",
    DEPRECATED: "typing_extensions",
}


@pytest.mark.parametrize(
    ("text", "probe", "known"),
    [
        pytest.param(text, probe, known, id=f"{NEEDS[text]}-{probe}")
        for known, table in ((True, KNOWN), (False, UNKNOWN))
        for text, probes in table.items()
        for probe in probes
    ],
)
def test_answers_are_those_of_the_library(package, text, probe, known):
    pytest.importorskip(NEEDS[text])
    project = package({"pkg/main.py": dedent(text)})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        right = project.executed(probe.replace("m.", "pkg.main."))
    said = project.evaluated(probe.replace("m.", "pkg.main."))
    assert said.covers(right), (said, right)
    assert (said.kind not in {"unknown", "conditional"}) is known, (said, right)


@pytest.mark.parametrize(
    ("library", "base"), [("pydantic", "BaseModel"), ("msgspec", "Struct"), ("torch.nn", "Module")]
)
def test_no_attribute_of_a_library_is_taken_to_be_absent(library, base):
    from docgen.static.objects.library_bases import library_base
    from docgen.static.objects.values import Unknown

    pytest.importorskip(library)
    # In a process of its own: here another test's libraries may have put more into the class.
    script = (
        f"from {library} import {base} as cls\n"
        "print(*{name for owner in cls.__mro__[:-1] for name in vars(owner)})\n"
        "print(*{name for owner in type(cls).__mro__ if owner not in type.__mro__ for name in vars(owner)})\n"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    there = {*told.stdout.split()}
    described = library_base(Unknown.outside(f"{library}.{base}", None))
    modelled = {"__new__", "__init__", "__call__", "__prepare__", "__instancecheck__", "__subclasscheck__"}
    assert {name for name in there if described.lacks(name)} <= modelled | {"__dataclass_transform__"}
    assert importlib.import_module(library)
