"""Enumerations: members, mixins, flags, and what their definitions refuse."""

from asked import Asked

# fmt: off
CASES = [
    Asked("enum-auto-by-kind", """
        import enum
        from enum import auto
        class S(str, enum.Enum):
            A = enum.auto()
            B = auto()
        class T(enum.StrEnum):
            RED = auto()
            Blue = auto()
        class I(enum.IntEnum):
            A = 3
            B = auto()
        class Rule(enum.Enum):
            def _generate_next_value_(name, start, count, last): return (name, start, count, list(last))
        class G(Rule):
            A = auto()
            B = auto()
        class L(Rule):
            X = auto()
        class F(enum.IntFlag):
            A = auto()
            B = auto()
            C = 8
            D = auto()
        class Lower(str, enum.Enum):
            @staticmethod
            def _generate_next_value_(name, start, count, last): return name.lower()
            ABC = auto()
        class Mixed(enum.Enum):
            A = 5
            B = 2
            C = auto()
        class Tup(enum.Enum):
            A = auto(), "x"
            B = auto(), "y"
        class FM(enum.Flag):
            A = 3
            B = auto()
        """, ("m.S.A.value", "m.S.B.value", "m.T.RED.value", "m.T.Blue.value", "m.I.B.value", "m.G.A.value",
         "m.G.B.value", "m.L.X.value", "m.F.B.value", "m.F.D.value", "m.Lower.ABC.value", "m.S.A == '1'",
         "m.T.RED == 'red'", "m.Lower.ABC == 'abc'",),
         ("m.Mixed.C.value", "m.Tup.A.value", "m.Tup.B.value", "m.FM.B.value",)),
    Asked("enum-flags", """
        import enum, functools, operator
        class F(enum.Flag):
            A = 1
            B = 2
            C = 4
            AB = 3
        class N(enum.IntFlag):
            A = 1
            B = 2
        class Z(enum.Flag):
            NONE = 0
            X = 1
        class K(enum.Flag, boundary=enum.KEEP):
            A = 1
        class C(enum.Flag, boundary=enum.CONFORM):
            A = 1
        """, ("(m.F.A | m.F.C).value", "(m.F.A | m.F.C).name", "isinstance(m.N.A | m.N.B, m.N)", "m.N.A | 8",
         "(m.N.A | 8).value", "m.N.A + 1", "m.N.A == 1", "(~m.F.A).value", "[x.name for x in m.F]", "len(m.F)",
         "[x.name for x in m.F.A | m.F.C]", "m.F(3) is m.F.AB", "m.F(5).value", "m.F(9)", "m.F.A in m.F.AB",
         "m.F.C in m.F.AB", "bool(m.Z.NONE)", "[x.name for x in m.Z]", "m.F.A & m.F.B",
         "(m.F.A & m.F.B).value", "m.F.A ^ m.F.AB", "m.F.A | 1", "m.F.A < m.F.B", "m.N.A < m.N.B",
         "m.N(3).value", "(m.N.A | m.N.B) == 3", "m.F.AB.name", "m.F(0).value", "bool(m.F(0))", "m.N.A & 1",
         "isinstance(m.N.A & 3, m.N)", "1 | m.N.B", "isinstance(1 | m.N.B, m.N)", "m.F.A | m.F.B is m.F.AB",
         "(m.F.A | m.F.B) is m.F.AB", "(m.F.A | m.F.B | m.F.C).value", "m.F['A'].value", "len(m.F.A | m.F.B)",
         "m.N.A * 3", "m.F.A.value | 6", "repr(m.F.A)", "m.N.A in m.N.B",),
         ("(~m.N.A).value", "repr(m.F.A | m.F.C)", "str(m.F.A | m.F.C)", "m.K(9).value", "m.C(9).value",
          "m.F(-1).value", "str(m.N.A)", "m.N(9).value", "m.N(9).name", "(m.F.A | m.N.A)",)),
    Asked("enum-auto-seen-in-its-body", """
        import enum
        class P(enum.Flag):
            R = enum.auto(); W = enum.auto(); X = enum.auto()
            RW = R | W
            ALL = R | W | X
        def local():
            class N(enum.Enum):
                A = enum.auto()
                B = A + 10
            return N.B.value
        """, ("m.P.ALL", "m.P.RW in m.P.ALL", "~m.P.R", "m.P.ALL ^ m.P.R", "m.P(3)", "m.P(8)", "list(m.P)",
         "[p.name for p in m.P.RW]", "(m.P.R | m.P.X).name", "m.local()")),
    Asked("enum-definition-errors", """
        import enum
        from enum import Enum, unique
        def duplicate():
            class E(Enum):
                A = 1
                A = 2
        def not_unique():
            @unique
            class E(Enum):
                A = 1
                B = 1
        def is_unique():
            @unique
            class E(Enum):
                A = 1
                B = 2
            return len(E)
        def extend():
            class E(Enum):
                A = 1
            class F(E):
                B = 2
        def set_member():
            class E(Enum):
                A = 1
            E.A = 2
        def set_other():
            class E(Enum):
                A = 1
            E.other = 2
            return E.other
        def delete_member():
            class E(Enum):
                A = 1
            del E.A
        def bad_strenum():
            class E(enum.StrEnum):
                A = 1
        def bad_int():
            class E(enum.IntEnum):
                A = "x"
        def init_raises():
            class E(Enum):
                A = 1
                def __init__(self, v): raise KeyError(v)
        def init_arity():
            class E(Enum):
                A = 1, 2
                def __init__(self, v): pass
        def mro_name():
            class E(Enum):
                mro = 1
        def sunder():
            class E(Enum):
                _foo_ = 1
        def set_value():
            class E(Enum):
                A = 1
            E.A.value = 3
        def set_name():
            class E(Enum):
                A = 1
            E.A.name = "b"
        def set_attr():
            class E(Enum):
                A = 1
            E.A.color = 3
            return E.A.color
        def tried():
            try:
                duplicate()
            except TypeError:
                return "refused"
            return "made"
        def call_empty():
            class E(Enum): pass
            return E(1)
        def two_types():
            class E(int, str, Enum): pass
        def method_then_member():
            class E(Enum):
                def A(self): pass
                A = 1
        def no_flag():
            class F(enum.Flag):
                A = "x"
        def generate_late():
            class E(Enum):
                A = enum.auto()
                def _generate_next_value_(name, s, c, l): return name
        """, ("m.duplicate()", "m.not_unique()", "m.is_unique()", "m.extend()", "m.set_member()",
         "m.delete_member()", "m.bad_strenum()", "m.init_raises()", "m.init_arity()", "m.set_value()",
         "m.set_name()", "m.set_attr()", "m.tried()", "m.sunder()", "m.mro_name()", "m.bad_int()",),
         ("m.call_empty()", "m.two_types()", "m.method_then_member()", "m.set_other()", "m.no_flag()",
          "m.generate_late()",)),
]
