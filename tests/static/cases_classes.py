"""Classes: order, binding, data, enums."""

from case import Case, Raises

_DIAMOND = """
class Base:
    def name(self): return "base"
    @classmethod
    def chain(cls): return ["Base"]

class Left(Base):
    @classmethod
    def chain(cls): return ["Left", *super().chain()]

class Right(Base):
    def name(self): return "right"
    @classmethod
    def chain(cls): return ["Right", *super().chain()]

class Leaf(Left, Right):
    @classmethod
    def chain(cls): return ["Leaf", *super().chain()]
"""

CASES = [
    Case("attributes-that-builtin-types-have", """
        def answer(): return [hasattr(str, "__dict__"), hasattr(int, "real"), hasattr("", "__doc__"), hasattr(str, "no")]
        """, [True, True, True, False], [False, False, False, False]),
    Case("methods-of-the-type-of-builtin-types", """
        def answer():
            try: return [t.__name__ for t in bool.mro()] + [int.from_bytes(b"1", "big"), str.maketrans({"a": "b"})]
            except TypeError: return "unbound"
        """, ["bool", "int", "object", 49, {"97": "b"}], "unbound"),
    Case("mro-diamond", _DIAMOND + "def answer(): return Leaf().name()", "right", "base"),
    Case("super-follows-the-order-of-the-receiver", _DIAMOND, ["Leaf", "Left", "Right", "Base"],
         ["Leaf", "Left", "Base"], probe="m.Leaf.chain()"),
    Case("super-with-arguments", """
        class A:
            def f(self): return 1
        class B(A):
            def f(self): return 2
        class C(B):
            def f(self): return super(B, self).f()
        def answer(): return C().f()
        """, 1, 2),
    Case("class-method-inherited-sees-the-subclass", """
        class A:
            sizes = [1]
            @classmethod
            def supports(cls, n): return n in cls.sizes
        class B(A):
            sizes = [2]
        """, False, True, probe="m.B.supports(1)"),
    Case("static-method", """
        class A:
            @staticmethod
            def f(x=3): return x
        """, 3, probe="m.A.f() if m.A().f() == 3 else 0"),
    Case("plain-function-through-the-class", """
        class A:
            def f(self): return self
        """, 7, probe="m.A.f(7)"),
    Case("property-and-setter", """
        class A:
            def __init__(self): self._n = 1
            @property
            def n(self): return self._n * 10
            @n.setter
            def n(self, value): self._n = value + 1
        def answer():
            a = A(); a.n = 4
            return a.n
        """, 50, 4),
    Case("property-without-setter", """
        class A:
            @property
            def n(self): return 1
        def answer():
            a = A()
            try: a.n = 2
            except AttributeError: return "refused"
            return a.n
        """, "refused", 2),
    Case("property-on-a-metaclass", """
        class Meta(type):
            @property
            def label(cls): return cls.__name__.lower()
        class A(metaclass=Meta):
            pass
        """, "a", probe="m.A.label"),
    Case("cached-functions", """
        import functools
        @functools.cache
        def f(x): return x + 1
        class A:
            @functools.lru_cache(maxsize=None)
            def g(self): return f(1)
            @functools.cached_property
            def h(self): return [self.g()]
        def answer(): return A().h
        """, [2]),
    Case("annotation-is-no-assignment", """
        from typing import ClassVar
        class A:
            flag: ClassVar[bool] = True
            other = 1
        class B(A):
            flag: ClassVar[bool]
            other: int
        """, [True, 1], [None, None], probe="[m.B.flag, m.B.other]"),
    Case("none-overrides", """
        class A: x = [1]
        class B(A): x = None
        class C(B): pass
        """, None, [1], probe="m.C.x"),
    Case("attribute-set-after-the-class", """
        class A: x = 1
        class B(A): pass
        A.x = 2
        B.y = 3
        """, [2, 3], [1, None], probe="[m.B.x, m.B.y]"),
    Case("attribute-deleted-after-the-class", """
        class A: x = 1
        class B(A): x = 2
        del B.x
        """, 1, 2, probe="m.B.x"),
    Case("class-body-scoping", """
        n = "module"
        class A:
            n = "class"
            def f(self): return n
            m = [n for _ in range(1)]
            k = n
        """, ["module", ["module"], "class"], ["class", ["class"], "class"], probe="[m.A().f(), m.A.m, m.A.k]"),
    Case("class-body-statements", """
        class A:
            sizes = [1]
            sizes.append(2)
            sizes += [3]
            for i in (4, 5): sizes.append(i)
            if len(sizes) > 4: big = True
            else: big = False
            del i
        """, [[1, 2, 3, 4, 5], True, False], [[1], False, True], probe="[m.A.sizes, m.A.big, hasattr(m.A, 'i')]"),
    Case("name-mangling", """
        class A:
            __x = 1
            def get(self): return self.__x
        class B(A):
            __x = 2
            def own(self): return self.__x
        def answer(): return [B().get(), B().own(), hasattr(B, "__x"), B._A__x]
        """, [1, 2, False, 1], [2, 2, True, 1]),
    Case("data-descriptor", """
        class Field:
            def __init__(self, value): self.value = value
            def __get__(self, obj, owner=None): return "class" if obj is None else self.value
            def __set__(self, obj, value): self.value = value * 2
        class A: x = Field(1)
        def answer():
            a = A(); a.x = 5
            return [a.x, A.x]
        """, [10, "class"]),
    Case("descriptor-set-name", """
        class Named:
            def __set_name__(self, owner, name): self.name = name
            def __get__(self, obj, owner): return self.name
        class A: alpha = Named()
        """, "alpha", probe="m.A.alpha"),
    Case("class-getitem", """
        class A:
            def __class_getitem__(cls, item): return item * 2
        """, 6, probe="m.A[3]"),
    Case("init-subclass-registers", """
        class Base:
            registry = []
            def __init_subclass__(cls, tag="none", **kwargs):
                super().__init_subclass__(**kwargs)
                cls.tag = tag
                Base.registry.append(tag)
        class A(Base, tag="a"): pass
        class B(A): pass
        def answer(): return [Base.registry, A.tag, B.tag]
        """, [["a", "none"], "a", "none"], [[], None, None]),
    Case("special-methods", """
        class Sizes:
            def __init__(self, *xs): self.xs = xs
            def __contains__(self, x): return x in self.xs
            def __len__(self): return len(self.xs)
            def __eq__(self, other): return sorted(self.xs) == sorted(other.xs)
            def __hash__(self): return 1
            def __getitem__(self, i): return self.xs[i]
            def __iter__(self): return iter(self.xs)
            def __call__(self): return "called"
            def __add__(self, other): return Sizes(*self.xs, other)
        def answer():
            s = Sizes(1, 2)
            return [2 in s, len(s), s == Sizes(2, 1), len({s, Sizes(2, 1)}), s[1], list(s), s(), len(s + 3), bool(Sizes())]
        """, [True, 2, True, 1, 2, [1, 2], "called", 3, False]),
    Case("bool-of-an-object", """
        class No:
            def __bool__(self): return False
        def answer(): return "yes" if No() else "no"
        """, "no", "yes"),
    Case("getattr-is-the-last-resort", """
        class A:
            x = 1
            def __getattr__(self, name):
                if name.startswith("y"): return name
                raise AttributeError(name)
        def answer():
            a = A()
            return [a.x, a.yy, hasattr(a, "z"), getattr(a, "z", 0)]
        """, [1, "yy", False, 0]),
    Case("eq-without-hash", """
        class A:
            def __eq__(self, other): return True
        def answer():
            try: return {A()}
            except TypeError: return "unhashable"
        """, "unhashable"),
    Case("reflected-operator", """
        class A:
            def __radd__(self, other): return ("radd", other)
            def __eq__(self, other): return NotImplemented
        def answer(): return [1 + A(), A() == 1]
        """, [["radd", 1], False]),
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
    Case("collections-namedtuple", """
        from collections import namedtuple
        P = namedtuple("P", "x y")
        class Q(P):
            def total(self): return self.x + self.y
        def answer(): return [Q(1, 2).total(), P(y=1, x=0).x]
        """, [3, 0]),
    Case("class-made-in-a-function", """
        def make(base, flag):
            class Made(base):
                supported = flag
                def name(self): return f"{super().name()}+{flag}"
            return Made
        class A:
            def name(self): return "a"
        One, Two = make(A, 1), make(A, 2)
        def answer(): return [One.supported, Two.supported, Two().name(), One is Two]
        """, [1, 2, "a+2", False]),
    Case("type-of-three", """
        class A:
            x = 1
        B = type("B", (A,), {"y": 2, "f": lambda self: self.x + self.y})
        def answer(): return [B.__name__, B().f(), type(B()) is B, type(1) is int, issubclass(B, A)]
        """, ["B", 3, True, True, True]),
    Case("abstract-and-not-implemented", """
        from abc import ABC, abstractmethod
        class A(ABC):
            @abstractmethod
            def f(self): ...
            @classmethod
            def g(cls): raise NotImplementedError
        class B(A):
            def f(self): return 1
        """, Raises("NotImplementedError"), probe="m.B.g()"),
    Case("instance-attribute-hides-class-attribute", """
        class A:
            items = []
            def __init__(self, own):
                if own: self.items = ["own"]
        def answer():
            a, b, c = A(False), A(True), A(False)
            a.items.append("shared")
            return [b.items, c.items, A.items]
        """, [["own"], ["shared"], ["shared"]], [["own"], [], []]),
    Case("builtin-subclass", """
        class Sizes(list):
            def largest(self): return max(self)
        class Text(str):
            def shout(self): return self.upper() + "!"
        class Table(dict):
            def __missing__(self, key): return key * 2
        def answer():
            s = Sizes([1, 3]); s.append(2)
            return [s.largest(), len(s), Text("a").shout(), Table(a=1)["a"], Table()["b"]]
        """, [3, 3, "A!", 1, "bb"]),
    Case("slots-and-vars", """
        class A:
            def __init__(self): self.x = 1
        def answer():
            a = A()
            setattr(a, "y", 2)
            return [vars(a), getattr(a, "y"), hasattr(a, "z"), a.__dict__ == {"x": 1, "y": 2}]
        """, [{"x": 1, "y": 2}, 2, False, True]),
    Case("new-and-init", """
        class A:
            def __new__(cls, n):
                self = super().__new__(cls)
                self.made = n
                return self
            def __init__(self, n): self.given = n + 1
        def answer(): return [A(1).made, A(1).given]
        """, [1, 2]),
    Case("with-on-a-class-of-the-tree", """
        class Quiet:
            log = []
            def __init__(self, *kinds): self.kinds = kinds
            def __enter__(self): self.log.append("in"); return self
            def __exit__(self, kind, value, trace):
                self.log.append(kind.__name__ if kind else "out")
                return kind is not None and issubclass(kind, self.kinds)
        def answer():
            with Quiet(KeyError) as q: {}["x"]
            with Quiet() as r: pass
            try:
                with Quiet(KeyError): raise ValueError
            except ValueError: Quiet.log.append("passed")
            return q.log
        """, ["in", "KeyError", "in", "out", "in", "ValueError", "passed"]),
]  # fmt: skip
