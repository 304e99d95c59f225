"""Members of enumerations, and enumerations with other bases."""

from asked import Asked

# fmt: off
CASES = [
    Asked("enum-members", """
        import enum
        from enum import Enum
        class E(Enum):
            A = 1
            B = 2
            C = 1
            _private = 7
            def method(self): return self.value + 1
            @property
            def prop(self): return self.name.lower()
            @classmethod
            def first(cls): return next(iter(cls))
            @staticmethod
            def helper(): return 3
        class Sub(Enum):
            _ignore_ = "X temp"
            X = 9
            A = X + 1
        class P(Enum):
            A = (1, 2)
            B = (3, 4)
            def __init__(self, x, y): self.total = x + y
        class N(Enum):
            A = 1
            B = 2
            def __new__(cls, v):
                obj = object.__new__(cls)
                obj._value_ = v * 10
                obj.extra = v
                return obj
        class NS(str, Enum):
            A = ("a", 1)
            B = ("b", 2)
            def __new__(cls, text, number):
                obj = str.__new__(cls, text)
                obj._value_ = text
                obj.number = number
                return obj
        class Miss(Enum):
            A = 1
            @classmethod
            def _missing_(cls, value): return cls.A if value == "one" else None
        class BadMiss(Enum):
            A = 1
            @classmethod
            def _missing_(cls, value): return 5
        class Fn(Enum):
            def f(x): return x
            A = 1
            g = f
        class Base(Enum):
            def shared(self): return self.name * 2
        class Derived(Base):
            Q = 1
        class Nest(Enum):
            A = [1]
            B = {"k": 2}
        """, ("m.E.A.value", "m.E.C is m.E.A", "list(m.E.__members__)", "m.E.A.method()", "m.E.B.prop",
         "m.E.first().name", "m.E.helper()", "[e.name for e in m.E]", "len(m.E)", "m.E(2).name", "m.E(3)",
         "m.E['A'].value", "m.E['Z']", "m.E._private.value", "m.E.Z", "m.Sub.A.value",
         "[e.name for e in m.Sub]", "m.P.B.total", "m.P((1, 2)).name", "m.N.A.value", "m.N.B.extra",
         "m.N(10).name", "m.N(1)", "m.NS.A.number", "m.NS.A == 'a'", "m.NS('b').number", "m.Miss('one').name",
         "m.Miss(3)", "m.BadMiss(3)", "[e.name for e in m.Fn]", "m.Derived.Q.shared()", "m.E.A == 1",
         "m.E.A == m.E.A", "m.E.A != m.E.B", "hash(m.E.A) == hash(m.E.C)", "m.E.A < m.E.B", "m.E.A in m.E",
         "repr(m.E.A)", "str(m.E.A)", "m.E.A in {m.E.A: 1}", "m.Nest.A.value", "m.Nest({'k': 2}).name",
         "m.E(m.E.B).name", "type(m.E.A) is m.E", "isinstance(m.E.A, m.Enum)", "m.E.A.__class__.__name__",
         "m.E.__name__", "m.E.A is m.E.B", "bool(m.E.A)", "m.E.__members__['C'].name",
         "list(reversed(m.E))[0].name",),
         ("m.E.A.B", "m.Fn.g(3)", "m.E.__class__.__name__", "dir(m.E)",)),
    Asked("enum-mixins", """
        import enum
        from enum import Enum, IntEnum, StrEnum
        class S(str, Enum):
            A = "a"
            B = "b"
        class I(int, Enum):
            A = 1
        class IE(IntEnum):
            A = 1
            B = 2
        class SE(StrEnum):
            A = "x"
            B = "y"
        class FE(float, Enum):
            A = 1.5
        class TE(tuple, Enum):
            A = (1, 2)
        class Mixin:
            def hello(self): return "hi " + self.name
            def __str__(self): return "mixed"
        class M(Mixin, Enum):
            A = 1
        class Str(Enum):
            A = 1
            def __str__(self): return "mine"
        class Eq(Enum):
            A = 1
            def __eq__(self, other): return True
        class Ordered(Enum):
            A = 1
            B = 2
            def __lt__(self, other): return self.value < other.value
        class Conv(int, Enum):
            A = "7"
        """, ("m.S.A == 'a'", "'a' == m.S.A", "m.S.A in ('a',)", "{'a': 1}[m.S.A]", "m.S.A + 'b'", "m.S('b').name",
         "str(m.S.A)", "repr(m.S.A)", "m.I.A + 1", "m.IE.A < m.IE.B", "str(m.IE.A)", "repr(m.IE.A)",
         "str(m.SE.A)", "f'{m.SE.A}'", "f'{m.IE.A}'", "m.FE.A * 2", "m.M.A.hello()", "str(m.M.A)",
         "str(m.Str.A)", "m.Eq.A == 3", "m.Ordered.A < m.Ordered.B",
         "sorted([m.Ordered.B, m.Ordered.A])[0].name", "m.S.A.upper()", "m.S.A is m.S('a')",
         "isinstance(m.S.A, str)", "isinstance(m.IE.A, int)", "len(m.S.A)", "m.IE(2) == 2", "m.S.A == m.SE.A",
         "m.IE.A == m.I.A", "m.I.A.value", "[1, 2][m.IE.A]", "'%s' % m.SE.A", "'%d' % m.IE.A",
         "'-'.join([m.S.A, m.S.B])", "hash(m.S.A) == hash('a')", "m.S.A.value", "type(m.S.A.value) is str",
         "m.TE.A.value",),
         ("f'{m.S.A}'", "f'{m.I.A}'", "'%s' % m.S.A", "m.Conv.A.value", "m.Conv.A + 1", "hash(m.Eq.A)",
          "m.TE.A[0]", "'a' in m.S", "1 in m.IE", "format(m.S.A, '>5')",)),
    Asked("enum-functional", """
        import enum
        from enum import Enum, IntEnum
        X = Enum("X", "A B")
        Y = Enum("Y", ["P", "Q"], start=5)
        Z = IntEnum("Z", {"K": 3, "L": 4})
        W = Enum("W", [("A", "a"), ("B", "b")])
        V = Enum("V", "A, B", type=str)
        F = enum.Flag("F", "A B C")
        class Base(Enum):
            def up(self): return self.name.upper()
        D = Base("D", "a b")
        M = Enum("M", "A", module="elsewhere", qualname="Out.M")
        """, ("m.X.A.value", "m.X.B.value", "[x.name for x in m.X]", "m.Y.Q.value", "m.Z.L + 1", "m.W('b').name",
         "m.F.C.value", "m.D.b.up()", "m.X.__name__", "len(m.X)", "m.X(1) is m.X.A", "m.X['B'].name",
         "isinstance(m.X.A, m.X)", "repr(m.X.A)",),
         ("m.V.A.value", "m.M.__module__", "m.M.__qualname__", "m.X.__module__",)),
    Asked("enum-with-dataclass-and-others", """
        import enum
        from dataclasses import dataclass
        from enum import Enum, nonmember, member
        @dataclass
        class Data:
            x: int
            y: int = 2
        class E(Data, Enum):
            A = 1
            B = 3, 4
        class Non(Enum):
            A = 1
            K = nonmember(5)
            @member
            def f(self): return 1
        class Inner(Enum):
            A = 1
            class Nested: pass
        class Desc:
            def __get__(self, o, t=None): return 4
        class WithDesc(Enum):
            A = 1
            d = Desc()
        class Annotated(Enum):
            A: int = 1
            b: str
        class Walrus(Enum):
            A = (B := 3)
        class Cond(Enum):
            A = 1
            if True:
                B = 2
        class Tuples(Enum):
            A, B = 1, 2
            C = D = 3
        class Ref(Enum):
            A = 1
            B = A + 1
        """, ("m.Non.A.value", "m.Non.K", "[e.name for e in m.Non]", "m.WithDesc.d", "[e.name for e in m.WithDesc]",
         "[e.name for e in m.Annotated]", "[e.name for e in m.Cond]", "[e.name for e in m.Tuples]",
         "m.Tuples.D.name", "m.Ref.B.value",),
         ("m.E.A.x", "m.E.B.y", "m.E.A.value", "[e.name for e in m.Inner]", "m.Non.K",
          "[e.name for e in m.Walrus]",)),
]
