"""Options of dataclasses and of their fields, and definitions that are refused."""

from asked import Asked

# fmt: off
CASES = [
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
]
