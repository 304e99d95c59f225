"""Changes that the text only hints at: through names of a comprehension, callables that are values, unnamed methods."""

from case import Case

CASES = [
    Case("change-by-the-name-of-a-comprehension", """
        inner = [1]
        outer = {"x": inner}
        _ = [x.append(2) for x in outer.values()]
        """, [1, 2], probe="m.inner"),
    Case("change-by-the-parameter-of-a-lambda", """
        inner = [1]
        outer = {"x": inner}
        _ = list(map(lambda v: v.append(2), outer.values()))
        """, [1, 2], probe="m.inner"),
    Case("change-by-a-comprehension-in-a-function", """
        inner = [1]
        outer = {"x": inner}
        def f():
            return [x.append(2) for x in outer.values()]
        f()
        """, [1, 2], probe="m.inner"),
    Case("change-by-a-function-inside-a-function", """
        inner = [1]
        outer = {"x": inner}
        def f():
            def g(v): v.append(2); return v
            for x in outer.values(): y = g(x)
        f()
        """, [1, 2], probe="m.inner"),
    Case("bound-method-under-a-name-of-its-own", """
        inner = [1]
        outer = {"x": inner}
        add = inner.append
        add(2)
        """, [1, 2], probe="m.inner"),
    Case("bound-method-in-a-partial", """
        import functools
        T = []
        p = functools.partial(T.append, 3)
        p()
        x = list(T)
        """, [3], probe="m.x"),
    Case("closure-that-counts", """
        def counter():
            n = 0
            def inc():
                nonlocal n
                n += 1
                return n
            return inc
        c = counter()
        c()
        x = c()
        """, 2, probe="m.x"),
    Case("object-that-counts-its-calls", """
        class K:
            def __init__(self): self.n = 0
            def __call__(self):
                self.n += 1
                return self.n
        c = K()
        c()
        x = c()
        """, 2, probe="m.x"),
    Case("function-of-a-class-under-another-name", """
        T = []
        class A:
            @staticmethod
            def f(t): t.append(1)
        h = A.f
        h(T)
        x = T
        """, [1], probe="m.x"),
    Case("wrapper-of-a-decorator-changes", """
        T = []
        def deco(f):
            def w(*a):
                T.append(1)
                return f(*a)
            return w
        @deco
        def g(): return 3
        y = g()
        x = T
        """, [1], probe="m.x"),
    Case("wrapper-of-a-decorator-changes-its-argument", """
        T = []
        def deco(f):
            def w(*a):
                a[0].append(1)
                return f(*a)
            return w
        @deco
        def g(t): return 3
        y = g(T)
        x = T
        """, [1], probe="m.x"),
    Case("call-of-a-new-object-changes-its-argument", """
        T = []
        class A:
            def __call__(self, t): t.append(1)
        y = A()(T)
        x = T
        """, [1], probe="m.x"),
    Case("function-made-by-a-function-changes-its-argument", """
        T = []
        def mk():
            def g(t): t.append(1)
            return g
        h = mk()
        y = h(T)
        x = T
        """, [1], probe="m.x"),
    Case("operator-that-changes", """
        xs = [1]
        class P:
            def __add__(self, o):
                xs.append(2)
                return 3
        p = P()
        y = p + 1
        """, [1, 2], probe="m.xs"),
    Case("iteration-that-changes", """
        xs = [1]
        class P:
            def __iter__(self):
                xs.append(2)
                return iter([])
        p = P()
        for y in p: pass
        """, [1, 2], probe="m.xs"),
    Case("attribute-access-that-changes", """
        xs = [1]
        class P:
            def __getattr__(self, n):
                xs.append(n)
                return True
        p = P()
        y = p.q
        """, [1, "q"], probe="m.xs"),
    Case("set-name-that-changes", """
        xs = [1]
        class P:
            def __set_name__(self, o, n):
                xs.append(n)
        class Q: z = P()
        """, [1, "z"], probe="m.xs"),
    Case("text-that-changes", """
        xs = [1]
        class P:
            def __str__(self):
                xs.append(3)
                return "p"
        p = P()
        y = f"{p}"
        z = str(p)
        """, [1, 3, 3], probe="m.xs"),
    Case("comparison-that-changes", """
        xs = [1]
        class P:
            def __lt__(self, o):
                xs.append(3)
                return True
        y = sorted([P(), P()])
        """, [1, 3], probe="m.xs"),
    Case("length-of-what-changes-later", """
        T = []
        class P:
            def __len__(self): return len(T)
        p = P()
        T.append(1)
        y = len(p)
        T.append(2)
        """, 1, probe="m.y"),
    Case("method-of-a-type-changes-its-argument", """
        T = [3, 1]
        list.sort(T)
        x = T
        """, [1, 3], probe="m.x"),
    Case("mutable-default-is-seen-by-whom-it-was-returned-to", """
        def f(x, acc=[]):
            acc.append(x)
            return acc
        a = f(1)
        b = f(2)
        """, [1, 2], probe="m.a"),
    Case("mutable-default-changed-by-the-import", """
        def f(x, acc=[]):
            acc.append(x)
            return len(acc)
        f(2)
        """, 2, probe="m.f(1)"),
    Case("mutable-default-of-a-method", """
        class A:
            def f(self, x, acc={}):
                acc[x] = 1
                return len(acc)
        A().f(2)
        b = A().f(3)
        """, 2, probe="m.b"),
    Case("mutable-default-of-a-lambda", """
        f = lambda x, acc=[]: (acc.append(x), len(acc))[1]
        a = f(2)
        b = f(3)
        """, 2, probe="m.b"),
    Case("mutable-default-changed-by-the-caller", """
        def f(acc=[]): return acc
        f().append(1)
        """, [1], probe="m.f()"),
    Case("mutable-default-of-a-function-inside", """
        def outer():
            def f(acc=[]):
                acc.append(1)
                return acc
            return f
        f = outer()
        f()
        """, [1, 1], probe="m.f()"),
    Case("mutable-default-as-a-cache", """
        def cached(n, memo={}):
            if n not in memo:
                memo[n] = n * 2
            return sorted(memo)
        cached(1)
        cached(2)
        v = cached(3)
        """, [1, 2, 3], probe="m.v"),
    Case("function-of-an-imported-module-changes-its-argument", """
        import pkg.base
        held = [1]
        y = pkg.base.put(held)
        """, [1, 2], files={"pkg/base.py": """
            def put(x): x.append(2)
            """}, probe="m.held"),
    Case("method-of-an-imported-class-changes-its-argument", """
        from pkg.base import A
        held = [1]
        y = A().put(held)
        """, [1, 2], files={"pkg/base.py": """
            class A:
                def put(self, x): x.append(2)
            """}, probe="m.held"),
]  # fmt: skip
