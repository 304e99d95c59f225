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
    Case("new-and-init", """
        class A:
            def __new__(cls, n):
                self = super().__new__(cls)
                self.made = n
                return self
            def __init__(self, n): self.given = n + 1
        def answer(): return [A(1).made, A(1).given]
        """, [1, 2]),
    Case("slots-and-vars", """
        class A:
            def __init__(self): self.x = 1
        def answer():
            a = A()
            setattr(a, "y", 2)
            return [vars(a), getattr(a, "y"), hasattr(a, "z"), a.__dict__ == {"x": 1, "y": 2}]
        """, [{"x": 1, "y": 2}, 2, False, True]),
]  # fmt: skip
