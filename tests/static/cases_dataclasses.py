"""Dataclasses: the effects of their options on a class."""

from asked import Asked

# fmt: off
CASES = [
    Asked("dataclass-compare", """
        from dataclasses import dataclass, field
        @dataclass
        class A:
            x: int = field(compare=False)
            y: int = 0
        @dataclass(eq=False)
        class B:
            x: int
        @dataclass
        class C(A): pass
        """, ("m.A(1) == m.A(2)", "m.A(1, 2) == m.A(1, 3)", "m.B(1) == m.B(1)", "m.C(1) == m.A(1)",
         "m.A(1) != m.A(2)", "m.C(1) == m.C(3)",)),
    Asked("dataclass-hash", """
        from dataclasses import dataclass, field
        @dataclass
        class A: x: int
        @dataclass(frozen=True)
        class B:
            x: int
            y: int = field(hash=False, default=0)
            z: int = field(compare=False, default=0)
        @dataclass(unsafe_hash=True)
        class C: x: int
        @dataclass(eq=False)
        class D: x: int
        @dataclass
        class E:
            x: int
            def __hash__(self): return 7
        @dataclass(frozen=True)
        class F:
            x: int
            w: int = field(hash=True, compare=False, default=0)
        def both():
            @dataclass(unsafe_hash=True)
            class G:
                x: int
                def __hash__(self): return 7
        """, ("hash(m.A(1))", "len({m.B(1, 2), m.B(1, 2)})", "hash(m.B(1, 2)) == hash(m.B(1, 3))",
         "m.B(1, z=1) in {m.B(1)}", "hash(m.C(1)) == hash(m.C(1))", "hash(m.E(1))", "m.A.__hash__ is None",
         "m.both()", "hash(m.B(1, 0, 5)) == hash(m.B(1, 0, 6))",),
         ("hash(m.F(1, 2)) == hash(m.F(1, 3))", "hash(m.D(1)) == hash(m.D(1))",)),
    Asked("dataclass-repr", """
        from dataclasses import dataclass, field
        @dataclass
        class A:
            x: int
            y: str = field(default="a", repr=False)
        @dataclass(repr=False)
        class B: x: int
        @dataclass
        class C:
            x: int
            def __repr__(self): return "mine"
        @dataclass
        class D(C): z: int = 3
        class Out:
            @dataclass
            class In: x: list = field(default_factory=list)
        class Sub(A): pass
        def local():
            @dataclass
            class L: x: int
            return repr(L(1))
        """, ("repr(m.A(1))", "str(m.A(1))", "repr(m.C(1))", "repr(m.D(1))", "repr(m.Out.In())", "repr(m.Sub(4))",
         "m.local()", "f'{m.A(2)}'",)),
    Asked("dataclass-order", """
        from dataclasses import dataclass, field
        @dataclass(order=True)
        class A:
            x: int
            y: int = field(compare=False, default=0)
        @dataclass(order=True)
        class B(A): pass
        @dataclass
        class C: x: int
        """, ("m.A(1) < m.A(2)", "m.A(1, 5) <= m.A(1, 2)", "m.A(1) < m.B(2)", "m.C(1) < m.C(2)",
         "sorted([m.A(2), m.A(1)])[0].x", "max(m.A(1), m.A(3)).x", "m.A(1) >= m.A(2)", "m.A(1) < 3",)),
    Asked("dataclass-functions", """
        import dataclasses
        from dataclasses import dataclass, field, fields, asdict, astuple, replace, is_dataclass, make_dataclass
        @dataclass
        class In: a: int = 1
        @dataclass
        class A:
            x: int
            y: In = field(default_factory=In, metadata={"k": 3})
            z: list = field(default_factory=list)
        @dataclass
        class N:
            x: int
            y: int = field(init=False, default=3)
        class P: pass
        M = make_dataclass("M", ["a", ("b", int), ("c", int, 4)])
        M2 = make_dataclass("M2", [("a", int)], bases=(In,), frozen=False, namespace={"f": lambda self: self.a})
        """, ("[f.name for f in m.fields(m.A)]", "m.fields(m.A)[1].metadata['k']",
         "m.fields(m.A(1))[0].type is int", "m.fields(m.A)[0].default is m.dataclasses.MISSING",
         "m.fields(m.N)[1].default", "m.fields(m.P)", "m.asdict(m.A(1))", "m.astuple(m.A(1))", "m.asdict(m.A)",
         "m.replace(m.A(1), x=5).x", "m.replace(m.N(1), y=5)", "m.replace(m.A(1), w=5)", "m.is_dataclass(m.A)",
         "m.is_dataclass(m.P)", "m.is_dataclass(m.A(1))", "m.is_dataclass(3)", "m.M(1, 2).c", "m.M.__name__",
         "m.M(1)", "m.asdict(m.A(1, m.In(3), [m.In(4)]))", "m.A.__match_args__",
         "'x' in m.A.__dataclass_fields__", "list(m.A.__dataclass_fields__)",),
         ("m.M2(3).f()", "m.A.__dataclass_params__.frozen", "m.M.__module__",)),
    Asked("dataclass-defaults-and-annotations", """
        from __future__ import annotations
        from dataclasses import dataclass, field, InitVar
        from typing import ClassVar
        @dataclass
        class A:
            x: int
            k: ClassVar[int] = 3
            i: InitVar[int] = 4
            m: dict = field(default_factory=dict)
            def __post_init__(self, i): self.got = i
        a, b = A(1), A(2)
        a.m["k"] = 1
        D = [1]
        @dataclass
        class T:
            x: tuple = (1,)
            y: object = None
            z: list | None = None
        class Mixed(A):
            extra = 3
            w: int = 3
        """, ("m.A(1, 7).got", "m.A(1).got", "m.A(1).k", "m.b.m", "m.a.m", "m.T().x", "m.T().z", "m.Mixed(1).extra",
         "m.Mixed(1, 2, {}, 3)", "m.A.x", "m.A.i", "m.A.m", "m.Mixed(3).x",)),
    Asked("the-end-of-a-dataclass-init-is-decided-by-the-decorator", """
        from dataclasses import dataclass, InitVar
        @dataclass
        class Plain:
            x: int = 1
        class Later(Plain):
            def __post_init__(self): self.y = 5
        @dataclass
        class Ended:
            x: int = 1
            def __post_init__(self): self.y = 4
        class Again(Ended):
            def __post_init__(self): self.y = 5
        @dataclass
        class Assigned:
            x: int = 1
        Assigned.__post_init__ = lambda self: 1 / 0
        @dataclass
        class Lost:
            x: int = 1
            def __post_init__(self): self.x = 7
        del Lost.__post_init__
        class Base:
            def __post_init__(self): self.y = 7
        @dataclass
        class Inheriting(Base):
            x: int = 1
        class Any:
            def __getattr__(self, name): return 3
        class Answering(Plain, Any): pass
        class Meta(type):
            def __getattr__(cls, name):
                if name == "__post_init__": return 1
                raise AttributeError(name)
        @dataclass
        class Odd(metaclass=Meta):
            x: int = 1
        """, ("hasattr(m.Later(), 'y')", "m.Again().y", "m.Ended().y", "m.Assigned().x", "m.Lost()", "m.Inheriting().y",
         "m.Answering().foo", "m.Answering(5).x", "m.Odd()",)),
]
