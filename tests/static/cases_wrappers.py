"""Functions and classes that the standard library wraps or makes."""

from asked import Asked

# fmt: off
CASES = [
    Asked("wrappers-that-are-objects", """
        import functools
        class Once:
            def __init__(self, f): functools.update_wrapper(self, f)
        class Slow:
            note = 1
        def f(): "doc"
        f.flag = True
        p = functools.partial(f)
        functools.update_wrapper(p, f)
        once = Once(f)
        def wrapped_by_a_class():
            def g(): pass
            functools.update_wrapper(g, Slow)
            return g.note
        inner = functools.partial(f, 1, a=2)
        outer = functools.partial(inner, 3, b=4)
        """, ("m.once.__name__", "m.once.__doc__", "m.once.flag", "m.once.__wrapped__ is m.f", "m.p.__name__", "m.p.flag",
         "m.outer.args", "m.outer.keywords", "m.outer.func is m.f"), ("m.wrapped_by_a_class()",)),
    Asked("wrapped", """
        import functools
        def deco(f):
            @functools.wraps(f)
            def inner(*a): return f(*a)
            return inner
        @deco
        def g():
            "docs"
            return 3
        class A:
            @deco
            def m(self): return 1
        """, ("m.g.__name__", "m.g.__doc__", "m.g.__wrapped__()", "m.A.m.__name__", "m.A.m.__qualname__",
         "m.g.__qualname__", "m.A().m()",)),
    Asked("typed-dictionaries", """
        from typing import TypedDict
        class T(TypedDict):
            a: int
            b: str
        class U(T, total=False): c: int
        t = T(a=1, b="x")
        F = TypedDict("F", {"k": int})
        """, (),
         ("m.t", "m.t['a']", "m.T(a=2)", "m.T.__name__", "sorted(m.T.__annotations__)", "m.T.__total__",
          "m.U.__total__", "m.F(k=1)", "isinstance(m.t, dict)", "type(m.t) is dict", "m.U(a=1)['a']",
          "sorted(m.U.__required_keys__)",)),
    Asked("total-ordering", """
        import functools
        @functools.total_ordering
        class V:
            def __init__(self, n): self.n = n
            def __eq__(self, o): return self.n == o.n
            def __lt__(self, o): return self.n < o.n
        @functools.total_ordering
        class W:
            def __init__(self, n): self.n = n
            def __ge__(self, o): return self.n >= o.n
        def bad():
            @functools.total_ordering
            class X: pass
        class Sub(V): pass
        @functools.total_ordering
        class Own:
            def __init__(self, n): self.n = n
            def __lt__(self, o): return self.n < o.n
            def __ge__(self, o): return "own"
        """, ("m.V(1) < m.V(2)", "m.V(1) <= m.V(1)", "m.V(1) > m.V(2)", "m.V(1) >= m.V(2)", "m.bad()",
         "m.Sub(1) <= m.Sub(1)", "m.W(1) < m.W(2)", "m.Own(1) >= m.Own(2)", "max(m.V(1), m.V(3)).n",
         "m.V(3) > m.V(2)", "m.W(1) <= m.W(2)", "m.W(3) > m.W(2)", "m.Own(1) <= m.Own(2)",)),
    Asked("single-dispatch", """
        import functools
        @functools.singledispatch
        def f(x): return "any"
        @f.register
        def _(x: int): return "int"
        @f.register(str)
        def _(x): return "str"
        """, ("m.f(1)", "m.f('a')", "m.f(None)", "m.f(True)", "m.f.__name__")),
    Asked("single-dispatch-of-methods", """
        import functools
        class A:
            @functools.singledispatchmethod
            def m(self, x): return "any"
            @m.register
            def _(self, x: int): return "int"
        """, (), ("m.A().m(1)", "m.A().m('a')")),
    Asked("single-dispatch-by-classes", """
        import abc, functools
        class K: pass
        class L(K): pass
        class M(L, int): pass
        @functools.singledispatch
        def f(n=1):
            "Doc."
            return "other"
        @f.register
        def _(n: bool | dict): return "union"
        @f.register(K)
        def of_k(n): return "K"
        f.register(list, lambda n: len(n))
        f.register(cls=float, func=lambda n: "float")
        again = f.register(int, of_k)
        class Abstract(abc.ABC): pass
        @functools.singledispatch
        def g(n): return "other"
        g.register(Abstract, lambda n: "abstract")
        def wrong(*given):
            try: return f.register(*given) and "registered"
            except TypeError: return "refused"
        """, ("m.f(m.L())", "m.f(m.M())", "m.f({})", "m.f([1, 2])", "m.f(True)", "m.f(1.5)", "m.f(m.f)", "m.f.__doc__",
              "m.again is m.of_k", "m.f.dispatch(m.L) is m.of_k", "m.f.dispatch(str)('a')", "m.f()", "m.f(n=3)", "m.wrong(3)",
              "m.wrong(lambda n: n)", "m.f.__wrapped__(True)"),
         ("m.g(1)", "m.g(m.Abstract())", "sorted(k.__name__ for k in m.f.registry)")),
]
