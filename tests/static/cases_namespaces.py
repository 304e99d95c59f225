"""Names that are bound by other means than statements: builtins, dictionaries of modules, cells, attributes."""

from __future__ import annotations

CASES = {
    "builtins-patched": """
        import builtins
        old = builtins.len
        try:
            builtins.len = lambda x: 99
            a = len([])
        finally:
            builtins.len = old
        return [a, len([1])]
        """,
    "builtins-flag": """
        import builtins
        builtins.my_flag = 5
        try: return my_flag
        finally: del builtins.my_flag
        """,
    "builtins-attribute": """
        import builtins
        return [builtins.len([1]), builtins.int is int, getattr(builtins, "max")(1, 2), hasattr(builtins, "nope")]
        """,
    "builtins-deleted": """
        import builtins
        builtins.tmp_x = 5
        del builtins.tmp_x
        try: return tmp_x
        except NameError: return "gone"
        """,
    "builtins-via-dunder": """
        import builtins
        setattr(builtins, "abs2", abs)
        try: return abs2(-1)
        finally: delattr(builtins, "abs2")
        """,
    "closure-cell": """
        def make():
            x = 1
            def f(): return x
            f.__closure__[0].cell_contents = 5
            return f
        return make()()
        """,
    "closure-read": """
        def make(a):
            b = a + 1
            def f(): return a, b
            return f
        f = make(1)
        return [c.cell_contents for c in f.__closure__], f.__code__.co_freevars
        """,
    "closure-none": """
        def f(): return 1
        return f.__closure__
        """,
    "closure-shared": """
        def make():
            n = 0
            def inc():
                nonlocal n
                n += 1
                return n
            return inc
        f = make()
        f(); f()
        return f.__closure__[0].cell_contents
        """,
    "vars-module": """
        import pkg.main
        vars(pkg.main)["zz"] = 5
        return pkg.main.zz
        """,
    "globals-write": """
        globals()["yy"] = 6
        return yy
        """,
    "globals-update": """
        globals().update(a1=1, b1=2)
        return a1 + b1
        """,
    "globals-setdefault": """
        globals().setdefault("c1", 4)
        return c1
        """,
    "exec": """
        exec("q9 = 3", globals())
        return q9
        """,
    "exec-ns": """
        ns = {}
        exec("x = 1\\ny = x + 1", ns)
        return ns["y"]
        """,
    "eval": """
        x = 3
        return eval("1 + 2"), eval("y", {"y": 5})
        """,
    "locals": """
        a = 1
        b = 2
        return sorted(locals())
        """,
    "dir": """
        class A:
            x = 1
            def f(self): pass
        a = A()
        a.y = 2
        return [n for n in dir(a) if not n.startswith("_")]
        """,
    "subclasses": """
        class A: pass
        class B(A): pass
        class C(A): pass
        class D(B): pass
        return [c.__name__ for c in A.__subclasses__()]
        """,
    "subclasses-set": """
        class A: v = 0
        class B(A): v = 1
        for c in A.__subclasses__(): c.v = 5
        return B.v
        """,
    "subclasses-recursive": """
        class A: v = 0
        class B(A): v = 1
        def walk(c):
            for s in c.__subclasses__():
                s.v = 7
                walk(s)
        walk(A)
        return B.v
        """,
    "annotations-effects": """
        log = []
        def note(n):
            log.append(n)
            return int
        def f(a: note("ann") = note("default")(3), *, b=note("kw"), c: note("kwann") = 1) -> note("ret"): return a
        class A(object if log else object, **({} if note("bases") else {})):
            y: note("attr")
            z: note("attr2") = note("value")
        return log
        """,
    "annotations-local-not-evaluated": """
        log = []
        def note(n):
            log.append(n)
            return int
        x: note("var") = 1
        return log
        """,
    "setattr-stored": """
        put = setattr
        class Layer: fast = False
        put(Layer, "fast", "put")
        calls = [(put, Layer, "slow", 1)]
        for f, *args in calls: f(*args)
        return Layer.fast, Layer.slow
        """,
    "type-setattr": """
        class Layer: fast = False
        type.__setattr__(Layer, "fast", True)
        return Layer.fast
        """,
    "object-setattr": """
        class L: pass
        l = L()
        object.__setattr__(l, "x", 3)
        return l.x, object.__getattribute__(l, "x")
        """,
}
UNKNOWN = frozenset(
    {
        "builtins-deleted",
        "closure-read",
        "exec",
        "exec-ns",
        "eval",
        "locals",
        "subclasses",
        "subclasses-set",
        "subclasses-recursive",
    }
)
"""Cases that are unknown."""
