"""Metaclasses and the bases that stand for others."""

from asked import Asked

# fmt: off
CASES = [
    Asked("metaclass-function", """
        def make(n, b, d): return type(n, b, {**d, "v": 2})
        class A(metaclass=make):
            v = 1
            w = 3
        def number(n, b, d): return 5
        class B(metaclass=number): pass
        def with_keywords(n, b, d, k): return type(n, b, {"k": k})
        class C(metaclass=with_keywords, k=4): pass
        def spy(n, b, d): return sorted(k for k in d if not k.startswith("__"))
        class S(metaclass=spy):
            b = 1
            a = 2
            def f(self): pass
        """, ("m.A.v", "m.A.w", "m.B", "m.C.k", "m.S", "m.A.__name__",)),
    Asked("metaclass-new", """
        class Meta(type):
            def __new__(mcs, name, bases, ns, **kw):
                cls = super().__new__(mcs, name, bases, ns)
                cls.tag = name.lower()
                return cls
            def extra(cls): return cls.tag * 2
            @property
            def prop(cls): return cls.__name__ + "!"
        class A(metaclass=Meta):
            x = 1
        class B(A): pass
        def registered():
            class Reg(type):
                all = {}
                def __init__(cls, name, bases, ns):
                    super().__init__(name, bases, ns)
                    Reg.all[name] = cls
            class C(metaclass=Reg): pass
            class D(C): pass
            return list(Reg.all)
        class Changes(type):
            def __new__(mcs, name, bases, ns):
                ns["added"] = 1
                ns = dict(ns)
                ns["more"] = len(bases)
                return type.__new__(mcs, name.upper(), bases, ns)
        class low(metaclass=Changes):
            y = 2
            def f(self): return self.added
        class Kw(type):
            def __new__(m, n, b, d, size=0):
                c = super().__new__(m, n, b, d)
                c.size = size
                return c
            def __init__(c, n, b, d, size=0): super().__init__(n, b, d)
        class K(metaclass=Kw, size=3): pass
        class KS(K): pass
        class Raising(type):
            def __new__(m, n, b, d):
                if "need" not in d: raise TypeError("need")
                return super().__new__(m, n, b, d)
        def bad():
            class X(metaclass=Raising): pass
        class Good(metaclass=Raising): need = 1
        """, ("m.A.tag", "m.B.tag", "m.A.extra()", "m.B.prop", "m.A.x", "m.registered()", "m.low.added",
         "m.low.more", "m.low.__name__", "m.low().f()", "m.K.size", "m.KS.size", "m.bad()", "m.Good.need",
         "type(m.A) is m.Meta", "isinstance(m.A, m.Meta)", "m.A.__class__.__name__", "m.A().extra()",
         "hasattr(m.A(), 'extra')", "m.low.y",)),
    Asked("metaclass-call-and-prepare", """
        class Single(type):
            made = {}
            def __call__(cls, *args):
                if cls not in Single.made: Single.made[cls] = super().__call__(*args)
                return Single.made[cls]
        class A(metaclass=Single):
            def __init__(self, x): self.x = x
        class Prep(type):
            @classmethod
            def __prepare__(m, name, bases, **kw): return {"given": 7}
            def __new__(m, n, b, d): return super().__new__(m, n, b, dict(d))
        class P(metaclass=Prep):
            doubled = given * 2
        class Log(dict):
            def __init__(self): self.names = []
            def __setitem__(self, k, v):
                self.names.append(k)
                super().__setitem__(k, v)
        class LogMeta(type):
            @classmethod
            def __prepare__(m, n, b): return Log()
            def __new__(m, n, b, d):
                c = super().__new__(m, n, b, dict(d))
                c.order = [x for x in d.names if not x.startswith("__")]
                return c
        class L(metaclass=LogMeta):
            b = 1
            a = 2
            b = 3
        class NoNew(type):
            def __call__(cls, *a): return 3
        class N(metaclass=NoNew): pass
        """, ("m.A(1) is m.A(2)", "m.A(1).x", "m.N(1)",),
         ("m.P.doubled", "m.P.given", "m.L.order",)),
    Asked("metaclass-setattr", """
        class Meta(type):
            def __setattr__(cls, n, v): super().__setattr__(n, v + 1)
            def __getattr__(cls, n): return "got " + n
        class A(metaclass=Meta): pass
        A.z = 1
        """, ("m.A.z", "m.A.foo")),
    Asked("metaclass-conflict", """
        class M1(type): pass
        class M2(type): pass
        class M3(M1, M2): pass
        class A(metaclass=M1): pass
        class B(metaclass=M2): pass
        def conflict():
            class C(A, B): pass
        def solved():
            class C(A, B, metaclass=M3): pass
            return type(C).__name__
        class Sub(M1): pass
        class D(A, metaclass=Sub): pass
        class E(D, A): pass
        def less():
            class F(D, metaclass=M1): pass
            return type(F).__name__
        def order():
            class X: pass
            class Y(X): pass
            class Z(X, Y): pass
        def twice():
            class X: pass
            class Y(X, X): pass
        def of_bool():
            class X(bool): pass
        def of_none():
            class X(None): pass
        def of_instance():
            class X(5): pass
        def of_function():
            def f(): pass
            class X(f): pass
        def layout():
            class X(int, str): pass
        def abc_conflict():
            import abc
            class X(abc.ABC, A): pass
        def slots_and_variable():
            class X:
                __slots__ = ("a",)
                a = 1
        def slots_of_int():
            class X(int): __slots__ = ("a",)
        def of_nonetype():
            class X(type(None)): pass
        """, ("m.conflict()", "m.solved()", "type(m.E).__name__", "m.less()", "m.order()", "m.twice()",
         "m.of_bool()", "m.layout()", "m.abc_conflict()", "m.of_none()", "m.slots_and_variable()", "m.slots_of_int()", "m.of_instance()", "m.of_function()",),
         ("m.of_nonetype()",)),
    Asked("type-call", """
        import types
        class Base:
            hooked = []
            def __init_subclass__(cls, **kw): Base.hooked.append((cls.__name__, sorted(kw)))
        T = type("T", (Base,), {"x": 1, "f": lambda self: self.x + 1})
        U = type("U", (), {})
        N = types.new_class("N", (Base,), {"k": 1}, lambda ns: ns.update(y=2))
        N2 = types.new_class("N2")
        class Meta(type):
            def __new__(m, n, b, d): return super().__new__(m, n, b, {**d, "meta": n})
        V = Meta("V", (), {"z": 3})
        W = type("W", (V,), {})
        def bad_bases(): return type("X", (1,), {})
        def bad_name(): return type(1, (), {})
        def two(): return type("a", ())
        def arg(cls): return type("Q", (cls,), dict(a=1)).a
        """, ("m.T().f()", "m.T.__name__", "m.T.x", "m.T.__bases__", "m.Base.hooked[0]", "m.U.__mro__[1] is object",
         "m.V.meta", "m.V.z", "m.W.meta", "type(m.W) is m.Meta", "m.two()", "m.bad_name()", "m.arg(m.V)",
         "m.T.__module__", "m.T.__qualname__",),
         ("m.N.y", "m.N2.__name__", "m.Base.hooked", "m.bad_bases()",)),
    Asked("six-with-metaclass", """
        def with_metaclass(meta, *bases):
            class metaclass(type):
                def __new__(cls, name, this_bases, d): return meta(name, bases, d)
                @classmethod
                def __prepare__(cls, name, this_bases): return meta.__prepare__(name, bases)
            return type.__new__(metaclass, "temporary_class", (), {})
        def add_metaclass(meta):
            def wrapper(cls):
                d = cls.__dict__.copy()
                d.pop("__dict__", None)
                d.pop("__weakref__", None)
                return meta(cls.__name__, cls.__bases__, d)
            return wrapper
        class Meta(type):
            def __new__(m, n, b, d): return super().__new__(m, n, b, {**d, "made_by": "meta"})
        class Base: base = 1
        class A(with_metaclass(Meta, Base)):
            x = 2
        @add_metaclass(Meta)
        class B(Base):
            y = 3
        """, (),
         ("m.A.made_by", "m.A.x", "m.A.base", "m.A.__mro__", "m.B.made_by", "m.B.y", "m.B.base",)),
    Asked("mro-entries", """
        class Stand:
            def __init__(self, *real): self.real = real
            def __mro_entries__(self, bases): return self.real
        class Real: v = 4
        class Other: w = 5
        class A(Stand(Real)): pass
        class B(Stand(Real, Other)): pass
        class C(Stand()): pass
        def bad():
            class D(Stand(Real), Real): pass
        """, ("m.A.v", "m.B.w", "m.A.__bases__", "m.C.__bases__", "m.bad()",),
         ("len(m.A.__orig_bases__)",)),
    Asked("generics", """
        from typing import Generic, TypeVar, Protocol, Any
        T = TypeVar("T")
        class A(Generic[T]): x = 1
        class B(A[int]): y = 2
        class C(B, Generic[T]): pass
        class D(dict[str, int]): z = 3
        class E(list): pass
        class P(Protocol):
            def f(self) -> int: ...
        class Q(P):
            def f(self): return 3
        class R(Protocol[T]):
            v = 1
        class Impl(R[int]): pass
        def instantiate(): return P()
        class Own(Protocol):
            def __init__(self): self.x = 1
        class AnyBase(Any): k = 9
        """, ("m.B.x", "m.B.y", "m.C.x", "m.A[int].x", "m.A[int]().x", "m.D.z", "m.D(a=1)['a']", "m.Q().f()",
         "m.instantiate()", "m.Impl.v", "m.Impl().v", "[c.__name__ for c in m.B.__mro__]",
         "[c.__name__ for c in m.C.__mro__]", "[c.__name__ for c in m.Q.__mro__]", "m.B.__bases__[0] is m.A",
         "isinstance(m.D(), dict)",),
         ("m.B.__orig_bases__", "m.A.__parameters__", "[c.__name__ for c in m.Impl.__mro__]", "m.AnyBase.k",
          "m.AnyBase().k", "m.Own().x",)),
    Asked("abstract-set", """
        from abc import ABC, ABCMeta, abstractmethod
        class A(ABC):
            @abstractmethod
            def f(self): ...
            @property
            @abstractmethod
            def g(self): ...
        class B(A):
            def f(self): return 1
        class C(B):
            g = 2
        class D(metaclass=ABCMeta):
            @classmethod
            @abstractmethod
            def h(cls): ...
        """, ("m.C().f()", "m.C.g",),
         ("sorted(m.A.__abstractmethods__)", "sorted(m.B.__abstractmethods__)",
          "sorted(m.C.__abstractmethods__)", "sorted(m.D.__abstractmethods__)", "m.A.f.__isabstractmethod__",
          "m.B.f.__isabstractmethod__", "m.A()", "m.B()", "m.D()",)),
    Asked("class-cell", """
        class A:
            def f(self): return "A"
            @classmethod
            def c(cls): return "cA"
        class B(A):
            def f(self): return "B" + super().f()
            def cell(self): return __class__.__name__
            def nested(self):
                def inner(): return super(B, self).f()
                return inner()
            def nested_zero(self):
                def inner(me): return super().f()
                return inner(self)
            def in_lambda(self): return (lambda s: super().f())(self)
            @classmethod
            def c(cls): return "cB" + super().c()
            @staticmethod
            def s(): return __class__.__name__
        class C(B): pass
        def outer():
            class D(A):
                def f(self): return "D" + super().f()
            return D().f()
        def rebinding():
            class E(A):
                def f(self): return "E" + super().f()
            K = E
            E = None
            return K().f()
        """, ("m.B().f()", "m.C().f()", "m.B.c()", "m.outer()", "m.rebinding()", "m.B().cell()", "m.C().cell()",
         "m.B.s()", "m.B().nested()",),
         ("m.B().nested_zero()", "m.B().in_lambda()",)),
]
