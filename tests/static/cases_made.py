"""Classes that the standard library makes: enumerations, dataclasses, named tuples."""

from case import Case

CASES = [
    Case("enum-aliases", """
        from enum import Enum
        class E(Enum):
            A = 1
            B = 2
            C = 1
        def answer(): return [E.C.name, len(E), [e.name for e in E], list(E.__members__), E(1) is E.C, E["C"]]
        """, ["A", 2, ["A", "B"], ["A", "B", "C"], True, "A"], ["C", 3, ["A", "B", "C"], ["A", "B", "C"], True, "C"]),
    Case("enum-auto", """
        import enum
        class E(enum.Enum):
            A = enum.auto()
            B = 10
            C = enum.auto()
        class S(enum.StrEnum):
            RED = enum.auto()
        class F(enum.Flag):
            X = enum.auto()
            Y = enum.auto()
            Z = enum.auto()
        def answer(): return [E.A.value, E.C.value, S.RED.value, F.Z.value, str(S.RED)]
        """, [1, 11, "red", 4, "red"]),
    Case("enum-missing", """
        import enum
        class E(enum.Enum):
            A = "a"
            @classmethod
            def _missing_(cls, value):
                return cls.A if str(value).lower() == "a" else None
        def answer():
            try: E("z")
            except ValueError: return E("A").name
        """, "A"),
    Case("enum-flag", """
        import enum
        class F(enum.Flag):
            X = 1
            Y = 2
            XY = X | Y
        def answer(): return [bool(F.X & F.Y), F.X in F.XY, (F.X | F.Y) is F.XY, [f.name for f in F]]
        """, [False, True, True, ["X", "Y"]]),
    Case("int-enum-compares-as-int", """
        import enum
        class N(enum.IntEnum):
            ONE = 1
            TWO = 2
        class P(enum.Enum):
            ONE = 1
        def answer(): return [N.ONE == 1, N.ONE < N.TWO, P.ONE == 1, {1: "x"}.get(N.ONE), N.ONE + 1, max(N).name]
        """, [True, True, False, "x", 2, "TWO"], [True, True, True, None, 2, "TWO"]),
    Case("str-mixed-enum-hashes-as-str", """
        import enum
        class S(str, enum.Enum):
            AUTO = "auto"
            @property
            def short(self): return self.value[:2]
        def answer(): return [S.AUTO == "auto", S.AUTO in {"auto"}, S.AUTO.upper(), S.AUTO.short, S("auto").name]
        """, [True, True, "AUTO", "au", "AUTO"]),
    Case("enum-methods-and-tuple-values", """
        import enum
        class E(enum.Enum):
            A = (1, "x")
            B = (2, "y")
            def __init__(self, number, letter):
                self.number = number
                self.letter = letter
            @classmethod
            def by(cls, letter): return next(e for e in cls if e.letter == letter)
        def answer(): return [E.by("y").number, E.A.value, isinstance(E.A, E)]
        """, [2, [1, "x"], True]),
    Case("dataclass-inheritance", """
        from dataclasses import dataclass, field
        from typing import ClassVar
        @dataclass
        class A:
            x: int = 1
            y: list = field(default_factory=list)
            n: ClassVar[int] = 7
        @dataclass
        class B(A):
            z: int = 3
            x: int = 10
        def answer():
            one, two = B(), B(z=0)
            one.y.append(5)
            return [one.x, one.y, two.y, one.z, B(2).x, one == B(10, [5], 3), A() == B(10), B(1, [2], 4).z]
        """, [10, [5], [], 3, 2, True, False, 4], [1, [5], [5], 3, 2, True, True, 4]),
    Case("frozen-dataclass", """
        from dataclasses import dataclass, replace
        @dataclass(frozen=True, order=True)
        class V:
            major: int
            minor: int = 0
        def answer():
            v = V(9)
            try: v.major = 1
            except AttributeError: refused = True
            return [refused, V(8, 6) < v, V(9) in {v}, max(V(7, 5), V(8)).major, replace(v, minor=1).minor, V(9) <= v, v >= V(10)]
        """, [True, True, True, 8, 1, True, False]),
    Case("dataclass-post-init", """
        from dataclasses import dataclass, field
        @dataclass
        class A:
            x: int
            y: int = field(init=False, default=0)
            def __post_init__(self): self.y = self.x * 2
        def answer(): return [A(3).y, repr(A(1))]
        """, [6, "A(x=1, y=2)"]),
    Case("named-tuple", """
        from typing import NamedTuple
        class C(NamedTuple):
            major: int
            minor: int = 0
            def to_int(self): return self.major * 10 + self.minor
            @property
            def text(self): return f"{self.major}.{self.minor}"
        def answer():
            c = C(9)
            major, minor = c
            return [c.to_int(), c.text, c == (9, 0), c >= (8, 9), c[0], len(c), c._replace(minor=1).minor, major, C._fields, c < C(10), {c: 1}[(9, 0)]]
        """, [90, "9.0", True, True, 9, 2, 1, 9, ["major", "minor"], True, 1]),
]  # fmt: skip
