"""Metadata of classes and functions, and the effect of assigning it."""

from asked import Asked

# fmt: off
CASES = [
    Asked("sequences-that-iterate-by-themselves", """
        import collections.abc
        log = []
        class Odd(list):
            def __len__(self): return 99
            def __iter__(self): return iter("xy")
        class Seq(collections.abc.Sequence):
            def __init__(self, *a): self.a = a
            def __len__(self): return len(self.a)
            def __getitem__(self, i): log.append(i); return self.a[i]
        class Table(dict):
            def __iter__(self): return iter(["z"])
            def keys(self): return ["a"]
        class Text(str):
            def __len__(self): return 77
        class Ga:
            def __getattr__(self, name): raise AttributeError(name)
        def match(v):
            match v:
                case [a, b]: return ["two", a, b]
                case [a, *_, b]: return ["ends", a, b]
                case [a, *rest]: return ["rest", a, rest]
        def head(v):
            match v:
                case [a, *_]: return a
        def named(v):
            match v:
                case [a, *rest]: return [a, rest]
        def wild(v):
            match v:
                case [_, _, _]: return "three"
                case [_, a, *_]: return a
        def update(v):
            found = {}
            found.update(v)
            return found
        """, (),
         ("m.head(m.Odd([1, 2]))", "m.named(m.Odd([1, 2]))", "(m.match(m.Seq(1, 2, 3)), m.log)", "(m.match(m.Seq(1, 2)), m.log)",
          "(m.named(m.Seq(1, 2)), m.log)", "(m.wild(m.Seq(1, 2, 3)), m.log)", "(m.wild(m.Seq(1, 2)), m.log)", "list(m.Seq(4, 5))",
          "list(reversed(m.Text('ab')))", "list(reversed(m.Odd([1, 2])))", "list(reversed(m.Table(a=1)))", "''.join(m.Table(a=1))",
          "m.update(m.Table(a=1))", "dict(m.Ga())", "{**m.Ga()}", "m.Odd([1, 2])")),
    Asked("names", """
        def make():
            class L:
                class In: pass
                def m(self): pass
                lam = lambda: 0
            def f(): pass
            return L, f
        L, f = make()
        class A:
            class B:
                class C:
                    def m(self):
                        class D: pass
                        return D
            def m(self): pass
            @staticmethod
            def s(): pass
            @classmethod
            def c(cls): pass
        lam = lambda: (lambda: 0)
        def deco(x): return x
        @deco
        def g(): pass
        def glob():
            global G
            class G: pass
        glob()
        comp = [type("x", (), {}) for _ in range(1)]
        fs = [lambda: 0 for _ in range(1)]
        """, ("m.L.__name__", "m.L.__qualname__", "m.L.In.__qualname__", "m.L.m.__qualname__", "m.f.__qualname__",
         "m.f.__name__", "m.A.B.C.__qualname__", "m.A.B.C().m().__qualname__", "m.A.m.__qualname__",
         "m.A.s.__qualname__", "m.A.c.__qualname__", "m.A().m.__name__", "m.lam.__name__",
         "m.lam().__qualname__", "m.L.lam.__qualname__", "m.g.__qualname__", "m.A.__module__",
         "m.f.__module__", "m.L", "m.lam.__qualname__", "m.A.B.C().m()",),
         ("m.G.__qualname__", "m.fs[0].__qualname__", "m.A.B",)),
    Asked("docs", """
        class A:
            "doc of A"
        class B(A): pass
        class C:
            __doc__ = "set"
            __module__ = "elsewhere"
            __qualname__ = "Other.C"
        def f():
            '''one
            two'''
        class D:
            '''one

                two
            '''
        class N: pass
        """, ("m.A.__doc__", "m.B.__doc__", "m.C.__doc__", "m.C.__module__", "m.C.__qualname__", "m.C.__name__",
         "m.N.__doc__", "m.A().__doc__", "m.C().__module__", "m.A().__module__",),
         ("m.f.__doc__", "m.D.__doc__")),
    Asked("relations", """
        class A: pass
        class B(A): pass
        class C(B): pass
        class D(int): pass
        """, ("m.B.__bases__", "m.C.__mro__[-1] is object", "[c.__name__ for c in m.C.mro()]", "m.A.__bases__",
         "m.A.__class__ is type", "type(m.A) is type", "m.C.__base__ is m.B", "m.D.__bases__",
         "m.A.__bases__[0] is object", "[c.__name__ for c in m.C.__mro__]", "m.A().__class__ is m.A",
         "type(m.A()).__name__", "m.D.__mro__[1] is int",),
         ("m.A.__subclasses__()", "[c.__name__ for c in m.A.__subclasses__()]", "m.D.__base__",
          "len(m.B.__subclasses__())",)),
    Asked("bases-with-slots", """
        class A: __slots__ = ("x",)
        class B: __slots__ = ("y",)
        class C(A): pass
        class D: __slots__ = ()
        class E(D, A): pass
        class F(dict): pass
        def mixed():
            class M(A, B): pass
        def with_data():
            class M(A, dict): pass
        def fine():
            class M(C, A): pass
            return M.__base__ is C
        def turned(old, new):
            o = old()
            o.__class__ = new
            return type(o).__name__
        """, ("m.mixed()", "m.with_data()", "m.fine()", "m.E.__base__ is m.A", "m.F.__base__ is dict", "m.turned(m.A, m.C)",
         "m.turned(m.E, m.C)", "m.turned(m.D, m.A)"), ("m.turned(m.A, m.B)",)),
    Asked("names-that-a-body-has-from-the-start", """
        n: int = 1
        module = sorted(k for k in ("__annotations__", "__name__", "__nope__") if k in globals())
        class A:
            full = __qualname__
            where = __module__
            class B:
                full = __qualname__ + "!"
        def f():
            class L: full = __qualname__
            return L.full
        class Annotated:
            x: int = 1
            __annotations__["y"] = str
            known = sorted(__annotations__)
        class Plain:
            try:
                __annotations__["x"] = 1
            except NameError:
                said = True
        """, ("m.A.full", "m.A.where", "m.A.B.full", "m.f()"),
         ("m.module", "m.Annotated.known", "m.Annotated.__annotations__", "m.Plain.said", "list(m.Annotated.__annotations__)")),
    Asked("annotations-deep-inside-statements", """
        class A:
            if True:
                if True:
                    x: int = 1
        """, (), ("list(m.A.__annotations__)",)),
    Asked("dictionaries", """
        class A:
            x = 1
            y: int = 2
            z: "str"
            def f(self): return 1
        class B(A): w = 3
        A.later = 4
        """, (),
         ("'x' in m.A.__dict__", "m.A.__dict__['x']", "'x' in m.B.__dict__", "'x' in vars(m.A)",
          "m.A.__annotations__", "list(m.A.__annotations__)", "m.B.__dict__.get('w')",
          "'later' in m.A.__dict__", "sorted(k for k in m.A.__dict__ if not k.startswith('_'))",
          "vars(m.B)['w']", "m.A.__annotations__['z']", "'f' in m.A.__dict__", "m.B.__annotations__",
          "m.A.__dict__.get('nope', 5)", "m.A.__dict__['nope']",)),
    Asked("dictionaries-in-full", """
        import abc, collections, dataclasses, typing
        T = typing.TypeVar("T")
        class Plain: v = 1
        class Below(Plain): v = 1
        class Equal:
            "doc"
            x: int = 1
            def __eq__(self, other): return True
            __qualname__ = "Named"
        Equal.late = 2
        Equal.x = 3
        class Slots:
            __slots__ = ("b", "a", "__weakref__")
        class Number(int): pass
        class Error(Exception): pass
        class Abstract(abc.ABC):
            def __init_subclass__(cls): cls.seen = [name for name in vars(cls) if name[:2] != "__"]
            @abc.abstractmethod
            def f(self): ...
        class Half(Abstract):
            def g(self): ...
        class Kept(Half): pass
        Abstract.register(int)
        class Listed(list[int]): pass
        class Of(typing.Generic[T]): pass
        class OfInt(Of[int]): pass
        Pair = collections.namedtuple("Pair", "a b")
        @dataclasses.dataclass(frozen=True, order=True)
        class Data:
            a: int = 1
        Made = type("Made", (), {"a": 1, "__eq__": None})
        def refused(): return type("X", (list[int],), {})
        """, (),
         ("list(vars(m.Plain))", "list(vars(m.Below))", "list(vars(m.Equal))", "list(vars(m.Slots))",
          "list(vars(m.Number))", "list(vars(m.Error))", "list(vars(m.Abstract))", "list(vars(m.Half))",
          "m.Half.seen", "m.Kept.seen", "vars(m.Half)['__abstractmethods__']", "list(vars(m.Listed))",
          "len(vars(m.Listed)['__orig_bases__'])", "list(vars(m.Of))", "list(vars(m.OfInt))", "list(vars(m.Pair))",
          "list(vars(m.Data))", "list(vars(m.Made))", "m.refused()", "vars(m.Equal)['__hash__']",
          "hasattr(m.Equal(), '__qualname__')", "m.Equal.__qualname__")),
    Asked("assigned-name", """
        class A: pass
        A.__name__ = "X"
        class B: pass
        B.__qualname__ = "Q.B"
        class C: pass
        C.__module__ = "else"
        class D: "d"
        D.__doc__ = "new"
        def f(): pass
        f.__name__ = "g"
        f.__qualname__ = "q.g"
        f.__doc__ = "doc"
        f.__module__ = "mod"
        class E: pass
        setattr(E, "__name__", "Set")
        def bad(): A.__name__ = 5
        def bad_f(): f.__name__ = 5
        def delete():
            del A.__name__
        """, ("m.A.__name__", "m.A.__qualname__", "m.B.__qualname__", "m.B.__name__", "m.C.__module__",
         "m.D.__doc__", "m.f.__name__", "m.f.__qualname__", "m.f.__doc__", "m.f.__module__", "m.E.__name__",),
         ("m.A", "m.B", "repr(m.A)", "m.bad()", "m.bad_f()", "m.delete()", "m.A().__class__.__name__",)),
    Asked("assigned-bases-and-class", """
        class P: v = 1
        class Q: v = 2
        class A(P): pass
        A.__bases__ = (Q,)
        class B:
            v = 1
            def f(self): return "B"
        class C:
            v = 2
            def f(self): return "C"
        b = B()
        b.__class__ = C
        class Self:
            v = 0
            def become(self):
                self.__class__ = C
                return self
        class Sub(A): pass
        def bad(): b.__class__ = 5
        """, (),
         ("m.A.v", "m.A.__bases__", "m.b.v", "m.b.f()", "m.Self().become().f()", "isinstance(m.b, m.C)",
          "m.Sub.v", "type(m.b).__name__", "m.bad()",)),
    Asked("assigned-code", """
        def f(): return 1
        def g(): return 2
        f.__code__ = g.__code__
        def h(x=1): return x
        h.__defaults__ = (5,)
        def k(*, x=1): return x
        k.__kwdefaults__ = {"x": 6}
        def r(x): return x
        r.__defaults__ = (3,)
        def n(x=1): return x
        n.__defaults__ = None
        class A:
            def m(self): return 1
        A.m.__code__ = (lambda self: 7).__code__
        def d(): return 1
        d.__dict__ = {"a": 3}
        def e(x=2, *, y=3): return x
        """, ("m.e.__defaults__", "m.h.__defaults__", "m.k.__kwdefaults__",),
         ("m.f()", "m.h()", "m.k()", "m.r()", "m.n()", "m.A().m()", "m.d.a", "m.e.__kwdefaults__",)),
    Asked("assigned-methods", """
        class A:
            def __init__(self): self.x = 1
        def init(self): self.x = 2
        A.__init__ = init
        class B: pass
        B.__eq__ = lambda self, o: True
        class C: pass
        C.__len__ = lambda self: 3
        class D: pass
        D.__call__ = lambda self: 4
        class E: pass
        E.__new__ = lambda cls: 5
        class F: pass
        F.__getattr__ = lambda self, n: n
        class G:
            def __eq__(self, o): return True
        G.__hash__ = lambda self: 1
        class H: pass
        H.__dict__
        i = H()
        i.__dict__ = {"k": 8}
        j = H()
        j.__dict__["k"] = 9
        """, ("m.A().x", "m.B() == 3", "len(m.C())", "m.D()()", "m.F().abc",),
         ("m.E()", "hash(m.G())", "m.i.k", "m.j.k",)),
]
