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
    Asked("dataclass-init-options", """
        from dataclasses import dataclass, field, InitVar, KW_ONLY
        import dataclasses as dc
        from typing import ClassVar
        import typing, typing as t
        @dataclass
        class A:
            x: int
            hidden: int = field(init=False, default=5)
            made: list = field(default_factory=list)
            both: ClassVar[int] = 9
            two: "ClassVar[int]" = 10
            three: typing.ClassVar[int] = 11
            four: t.ClassVar = 12
            five: "typing.ClassVar" = 13
        @dataclass
        class V:
            x: int
            scale: InitVar[int] = 2
            y: int = field(init=False)
            def __post_init__(self, scale): self.y = self.x * scale
        @dataclass
        class K:
            a: int
            _: KW_ONLY
            b: int = 2
            c: int
        @dataclass(kw_only=True)
        class W:
            a: int
            b: int = field(kw_only=False)
        @dataclass(init=False)
        class N: x: int
        @dataclass
        class Own:
            x: int
            def __init__(self): self.x = 7
        @dataclass
        class Sub(A):
            w: int = 1
        @dataclass
        class Back(K):
            d: int = 4
        """, ("m.A(1).hidden", "m.A(1, [2]).made", "m.A(1, hidden=3)", "m.A()", "m.A(1).made", "m.A(1, [], 3)",
         "m.A(1).four", "m.V(3).y", "m.V(3, 5).y", "m.V(3, scale=4).y", "m.V(3).scale", "m.K(1, c=3).c",
         "m.K(1, 2)", "m.K(1, 2, 3)", "m.K(1)", "m.W(1, a=2).b", "m.W(1, 2)", "m.N(1)", "m.N().x",
         "m.Own(1).x", "m.Own().x", "m.Sub(1, [], 5).w", "m.Sub.__name__", "m.A(1) == m.A(1)",
         "m.Back(1, 2, c=3).d", "[f.name for f in m.dc.fields(m.A)]", "[f.name for f in m.dc.fields(m.V)]",)),
    Asked("dataclass-definition-errors", """
        from dataclasses import dataclass, field, KW_ONLY
        def order():
            @dataclass
            class A:
                x: int = 1
                y: int
        def mutable():
            @dataclass
            class A: x: list = []
        def unhashable():
            class Odd:
                def __eq__(self, o): return True
            @dataclass
            class A: x: Odd = Odd()
        def both(): return field(default=1, default_factory=int)
        def no_annotation():
            @dataclass
            class A: x = field(default=1)
        def frozen_of_thawed():
            @dataclass
            class A: x: int
            @dataclass(frozen=True)
            class B(A): pass
        def thawed_of_frozen():
            @dataclass(frozen=True)
            class A: x: int
            @dataclass
            class B(A): pass
        def plain_of_frozen():
            @dataclass(frozen=True)
            class A: x: int = 1
            class B(A): pass
            B().x = 4
        def order_without_eq():
            @dataclass(order=True, eq=False)
            class A: x: int
        def order_over_lt():
            @dataclass(order=True)
            class A:
                x: int
                def __lt__(self, o): return True
        def frozen_over_setattr():
            @dataclass(frozen=True)
            class A:
                x: int
                def __setattr__(self, n, v): pass
        def slots_twice():
            @dataclass(slots=True)
            class A:
                __slots__ = ("y",)
                x: int
        def inherited_order():
            @dataclass
            class A: x: int = 1
            @dataclass
            class B(A): y: int
        def two_kw():
            @dataclass
            class A:
                _: KW_ONLY
                x: int
                __: KW_ONLY
        def bad_option():
            @dataclass(frosen=True)
            class A: x: int
        def set_frozen():
            @dataclass(frozen=True)
            class A: x: int
            A(1).x = 2
        def del_frozen():
            @dataclass(frozen=True)
            class A: x: int
            a = A(1)
            del a.x
        def set_other_frozen():
            @dataclass(frozen=True)
            class A: x: int
            A(1).nope = 2
        def set_field():
            @dataclass(frozen=True)
            class A:
                x: int
                y: int = field(init=False)
                def __post_init__(self): object.__setattr__(self, "y", self.x + 1)
            return A(1).y
        def no_factory_init():
            @dataclass
            class A: x: int = field(init=False)
            return A().x
        def tried():
            try:
                order()
            except TypeError:
                return True
            return False
        """, ("m.order()", "m.mutable()", "m.unhashable()", "m.both()", "m.no_annotation()", "m.frozen_of_thawed()",
         "m.thawed_of_frozen()", "m.plain_of_frozen()", "m.order_without_eq()", "m.order_over_lt()",
         "m.frozen_over_setattr()", "m.inherited_order()", "m.two_kw()", "m.bad_option()", "m.set_frozen()",
         "m.set_other_frozen()", "m.set_field()", "m.no_factory_init()", "m.tried()", "m.slots_twice()",),
         ("m.del_frozen()",)),
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
    Asked("dataclass-over-methods", """
        from dataclasses import dataclass, field
        @dataclass
        class A:
            x: int
            def __eq__(self, o): return True
        @dataclass
        class B(A): y: int = 0
        class Base:
            def __init__(self, x): self.x = x * 2
            def __repr__(self): return "base"
            def __eq__(self, o): return True
            def __post_init__(self): self.p = 1
        @dataclass
        class C(Base): x: int
        @dataclass(init=False, repr=False, eq=False)
        class D(Base): x: int
        class E(C):
            def __init__(self): super().__init__(8)
        @dataclass
        class F:
            x: int = 1
            @property
            def double(self): return self.x * 2
            @classmethod
            def make(cls): return cls(5)
        @dataclass
        class Match:
            a: int
            b: int = field(init=False, default=2)
            c: int = field(kw_only=True, default=3)
        def match(v):
            match v:
                case Match(q): return q
            return 0
        @dataclass(match_args=False)
        class NoMatch: a: int
        def no_match(v):
            match v:
                case NoMatch(q): return q
            return 0
        """, ("m.A(1) == m.A(2)", "m.B(1) == m.B(2)", "m.C(3).x", "repr(m.C(3))", "m.C(1) == m.C(2)", "m.C(1).p",
         "m.D(3).x", "repr(m.D(3))", "m.D(1) == m.D(2)", "m.E().x", "m.F.make().double",
         "m.Match.__match_args__", "m.match(m.Match(1))", "m.F.x", "hasattr(m.C, 'x')",
         "m.no_match(m.NoMatch(1))", "hasattr(m.NoMatch, '__match_args__')",)),
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
]
