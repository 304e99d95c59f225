"""Builtins and library functions that call what the program gives them."""

from __future__ import annotations

CASES = {
    "print-own": """
        class Out:
            def __init__(self): self.seen = []
            def write(self, text): self.seen.append(text)
        o = Out()
        print("a", 1, sep="-", end="!", file=o)
        print(file=o)
        print("x", "y", file=o)
        return o.seen
        """,
    "print-flush": """
        class Out:
            def __init__(self): self.seen = []
            def write(self, text): self.seen.append(text)
            def flush(self): self.seen.append("flush")
        o = Out()
        print("a", file=o, flush=True)
        return o.seen
        """,
    "print-bad-sep": """
        try: print("a", sep=1)
        except TypeError: return "no"
        """,
    "print-unknown-kw": """
        try: print("a", foo=1)
        except TypeError: return "no"
        """,
    "print-raises": """
        class Out:
            def write(self, text): raise ValueError
        try: print("a", file=Out())
        except ValueError: return "no"
        return 1
        """,
    "print-str-raises": """
        class S:
            def __str__(self): raise KeyError
        try: print(S())
        except KeyError: return "no"
        """,
    "print-no-write": """
        try: print("a", file=3)
        except AttributeError: return "no"
        """,
    "stdout-replaced": """
        import sys
        class Out:
            def __init__(self): self.seen = []
            def write(self, text): self.seen.append(text)
            def flush(self): pass
        old = sys.stdout
        o = sys.stdout = Out()
        print("hi")
        sys.stdout = old
        print("no")
        return o.seen
        """,
    "map-not-consumed": """
        log = []
        map(log.append, [1, 2])
        list(map(log.append, [3]))
        return log
        """,
    "map-later": """
        log = []
        m = map(log.append, [1, 2])
        before = list(log)
        list(m)
        return before, log
        """,
    "filter-later": """
        log = []
        def f(x):
            log.append(x)
            return x > 1
        m = filter(f, [1, 2, 3])
        a = next(m)
        return a, log, list(m), log
        """,
    "coroutine": """
        import asyncio
        log = []
        async def f(n):
            log.append(n)
            await asyncio.sleep(0)
            return n
        r = asyncio.run(f(3))
        return log
        """,
    "coroutine-not-run": """
        log = []
        async def f(n): log.append(n)
        c = f(1)
        c.close()
        return log
        """,
    "coroutine-mismatch": """
        async def f(n): return n
        try: f()
        except TypeError: return "mismatch"
        """,
    "coroutine-send": """
        async def f(n): return n
        c = f(3)
        try: c.send(None)
        except StopIteration as e: return e.value
        """,
    "warn-error": """
        import warnings
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try: warnings.warn("x")
            except UserWarning as e: return "raised"
        return "no"
        """,
    "warn-restored": """
        import warnings
        with warnings.catch_warnings():
            warnings.simplefilter("error")
        try:
            warnings.warn("x")
            return "fine"
        except UserWarning: return "raised"
        """,
    "warn-category": """
        import warnings
        with warnings.catch_warnings():
            warnings.simplefilter("error", DeprecationWarning)
            try: warnings.warn("x")
            except UserWarning: return "raised"
            try: warnings.warn("x", DeprecationWarning)
            except DeprecationWarning: return "dep"
        """,
    "warn-own-category": """
        import warnings
        class W(UserWarning): pass
        with warnings.catch_warnings():
            warnings.filterwarnings("error", category=UserWarning)
            warnings.filterwarnings("ignore", category=W)
            warnings.warn("x", W)
            try: warnings.warn(W("z"))
            except W: return 1
            try: warnings.warn("x")
            except UserWarning: return 2
        """,
    "warn-message-filter": """
        import warnings
        with warnings.catch_warnings():
            warnings.filterwarnings("error", message="abc")
            try: warnings.warn("abcd")
            except UserWarning: return 1
            return 0
        """,
    "warn-unguarded": """
        import warnings
        with warnings.catch_warnings():
            warnings.filterwarnings("error")
            warnings.warn("abcd")
            return 0
        """,
    "attrgetter": """
        import operator
        log = []
        class Note:
            def __get__(self, o, t):
                log.append("get")
                return 5
        class A: x = Note()
        a = A()
        getattr(a, "x"); hasattr(a, "x"); a.x
        operator.attrgetter("x")(a)
        return log
        """,
    "getattr-static": """
        import inspect
        log = []
        class Note:
            def __get__(self, o, t):
                log.append("get")
                return 5
        class A: x = Note()
        inspect.getattr_static(A(), "x")
        return log
        """,
    "partial-setattr": """
        import functools
        class Layer: fast = False
        set_it = functools.partial(setattr, Layer, "fast")
        set_it(True)
        return Layer.fast, functools.partial(int, base=2)("101")
        """,
    "partial-method": """
        import functools
        state = {}
        functools.partial(state.__setitem__, "k")("v")
        return state
        """,
    "partialmethod": """
        import functools
        class A:
            def f(self, a, b): return a, b
            g = functools.partialmethod(f, 1)
        return A().g(2)
        """,
    "singledispatch": """
        import functools
        @functools.singledispatch
        def f(x): return "any"
        @f.register
        def _(x: int): return "int"
        @f.register(str)
        def _(x): return "str"
        return f(1), f("a"), f([])
        """,
    "total-ordering": """
        import functools
        @functools.total_ordering
        class A:
            def __init__(self, n): self.n = n
            def __eq__(self, o): return self.n == o.n
            def __lt__(self, o): return self.n < o.n
        return A(1) <= A(2), A(2) > A(1), A(1) >= A(2)
        """,
    "sorted-key-effects": """
        log = []
        def k(x):
            log.append(x)
            return -x
        r = sorted([1, 2, 3], key=k)
        m = max([3, 1], key=k)
        return r, m, log
        """,
    "sort-lt-calls": """
        log = []
        class A:
            def __init__(self, n): self.n = n
            def __lt__(self, o):
                log.append((self.n, o.n))
                return self.n < o.n
        sorted([A(2), A(1), A(3)])
        return log
        """,
    "list-sort-empties": """
        xs = [1, 2]
        def k(x): return len(xs)
        xs.sort(key=k)
        return xs
        """,
}
UNKNOWN = frozenset(
    {
        "stdout-replaced",
        "coroutine",
        "coroutine-not-run",
        "coroutine-send",
        "warn-message-filter",
        "partialmethod",
    }
)
"""Cases that are unknown."""
