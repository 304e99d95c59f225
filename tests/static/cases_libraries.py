"""Models of libraries: the answer is CPython's."""

from __future__ import annotations

KNOWN = {
    "cache-keeps-the-first-result": """
        import functools
        F = [False]
        @functools.cache
        def f(): return F[0]
        def answer():
            first = f()
            F[0] = True
            return [first, f()]
        """,
    "cache-returns-the-same-object": """
        import functools
        @functools.lru_cache
        def f(): return []
        def answer():
            f().append(1)
            return [f(), f() is f()]
        """,
    "cache-tells-arguments-apart": """
        import functools
        R = []
        @functools.lru_cache(maxsize=None)
        def f(a, b=0):
            R.append(a)
            return a
        def answer(): return [f(1), f(2), f(1), f(1, b=0), f(1.0), len(R)]
        """,
    "typed-cache": """
        import functools
        R = []
        @functools.lru_cache(typed=True)
        def f(a): R.append(a)
        def answer():
            f(1); f(1.0); f(1)
            return len(R)
        """,
    "cache-that-is-cleared": """
        import functools
        R = []
        @functools.cache
        def f(): R.append(1)
        def answer():
            f(); f(); f.cache_clear(); f()
            return len(R)
        """,
    "cache-of-two": """
        import functools
        R = []
        @functools.lru_cache(2)
        def f(a): R.append(a)
        def answer():
            for a in (1, 2, 1, 3, 1, 2): f(a)
            return R
        """,
    "cache-of-nothing": """
        import functools
        R = []
        @functools.lru_cache(0)
        def f(a): R.append(a)
        def answer():
            f(1); f(1)
            return R
        """,
    "cache-of-a-method": """
        import functools
        R = []
        class A:
            @functools.cache
            def f(self): R.append(1)
        def answer():
            a, b = A(), A()
            a.f(); a.f(); b.f()
            return len(R)
        """,
    "cache-does-not-keep-exceptions": """
        import functools
        R = []
        @functools.cache
        def f():
            R.append(1)
            raise ValueError
        def answer():
            for _ in range(2):
                try: f()
                except ValueError: pass
            return len(R)
        """,
    "cache-refuses-what-is-no-key": """
        import functools
        @functools.cache
        def f(a): return 1
        def answer():
            try: return f([])
            except TypeError: return 2
        """,
    "cached-property-is-of-its-object": """
        import functools
        R = []
        class A:
            @functools.cached_property
            def n(self):
                R.append(1)
                return len(R)
        def answer():
            a, b = A(), A()
            return [a.n, a.n, b.n]
        """,
    "environment-is-read-as-it-was-written": """
        import os
        def answer():
            os.environ["DOCGEN_TEST_A"] = "1"
            os.environ.setdefault("DOCGEN_TEST_A", "2")
            found = [os.environ["DOCGEN_TEST_A"], os.getenv("DOCGEN_TEST_A"), os.environ.pop("DOCGEN_TEST_A")]
            return [*found, os.environ.get("DOCGEN_TEST_A", 3)]
        """,
    "name-that-was-deleted": """
        import os
        def answer():
            os.environ["DOCGEN_TEST_B"] = "1"
            del os.environ["DOCGEN_TEST_B"]
            try: return os.environ["DOCGEN_TEST_B"]
            except KeyError: return 0
        """,
    "attribute-that-was-set": """
        import sys
        def answer():
            sys.docgen_test = 3
            found = sys.docgen_test
            del sys.docgen_test
            return found
        """,
    "major-version": "import sys\ndef answer(): return [sys.version_info[0] == 3, sys.version_info.major]",
    "version-that-no-program-runs-on": """
        import sys
        def answer():
            return [sys.version_info < (2, 6), (3, 0) <= sys.version_info < (3, 2), sys.version_info >= (3,),
                    sys.version_info == (2, 7), sys.version_info != (4, 1), (4,) > sys.version_info]
        """,
    "function-of-python-is-no-text": """
        def answer():
            return [isinstance(str.encode, str), isinstance(len, (int, dict)), isinstance("".join, type(None))]
        """,
    "making-of-what-is-not-modelled": """
        import functools
        class A: pass
        def f(self, n): return n
        try:
            A.g = functools.partialmethod(f, 3)
            DONE = True
        except Exception:
            DONE = False
        def answer(): return DONE
        """,
    "operators-by-the-rules-of-their-operands": """
        import operator
        class A:
            def __bool__(self): return False
            def __add__(self, other): return 5
            def __lt__(self, other): return True
            def __getitem__(self, key): return key
            def __contains__(self, key): return key == 1
        def answer():
            a = A()
            return [operator.truth(a), operator.not_(a), operator.add(a, 1), operator.lt(a, a),
                    operator.getitem(a, 4), operator.contains(a, 1), operator.contains(a, 2)]
        """,
    "getters-and-callers": """
        import operator
        class A:
            b = [1, {"x": 2}]
            def f(self, n, m=0): return n + m
        def answer():
            return [operator.attrgetter("b")(A), operator.itemgetter(1)(A.b), operator.itemgetter(0, 1)(A.b),
                    operator.methodcaller("f", 1, m=2)(A())]
        """,
    "operators-in-place": """
        import operator
        def answer():
            a = [1]
            b = operator.iadd(a, [2])
            return [a, b is a, operator.ior({1}, {2}) == {1, 2}]
        """,
    "reduce-of-a-flag": """
        import functools, operator
        R = []
        def f(a, b):
            R.append(b)
            return a + b
        def answer(): return [functools.reduce(f, [1, 2, 3]), functools.reduce(f, [], 4), R]
        """,
    "reduce-of-nothing": """
        import functools
        def answer():
            try: functools.reduce(int, [])
            except TypeError: return 1
        """,
    "deep-copy": """
        import copy
        class A:
            def __init__(self): self.xs = [1]
        def answer():
            a = A()
            b, c = copy.deepcopy(a), copy.copy(a)
            a.xs.append(2)
            nested = [[1]]
            other = copy.deepcopy(nested)
            nested[0].append(2)
            return [b.xs, c.xs, b is a, other]
        """,
    "bound-by-hand": """
        import types
        def f(self, n): return [self.k, n]
        class A: k = 7
        def answer(): return types.MethodType(f, A())(1)
        """,
    "classes-of-machinery": """
        import types
        def f(): pass
        class A:
            def m(self): pass
        def answer():
            return [isinstance(f, types.FunctionType), isinstance(A().m, types.MethodType),
                    isinstance(None, types.NoneType), isinstance(1, types.FunctionType)]
        """,
    "function-that-reads-only-changes-nothing": """
        import atexit
        R = [1]
        def f(): return len(R) + R[0]
        atexit.register(f)
        def answer(): return R
        """,
    "warning-that-does-nothing": """
        import warnings
        def answer():
            try: warnings.warn("x")
            except TypeError: return 1
            return 2
        """,
    "suppressed": """
        import contextlib
        def answer():
            with contextlib.suppress(ValueError):
                raise ValueError
            return 1
        """,
    "iterators": """
        import itertools
        def answer():
            return [list(itertools.chain([1], [2])), list(itertools.chain.from_iterable([[1], [2]])),
                    list(itertools.starmap(pow, [(2, 3)])), list(itertools.repeat(1, 2)),
                    list(itertools.islice(itertools.count(5, 2), 2)), list(itertools.pairwise([1, 2, 3])),
                    list(itertools.accumulate([1, 2], initial=3)), list(itertools.product([1], repeat=2)),
                    [list(g) for _, g in itertools.groupby([1, 3, 2], key=lambda n: n % 2)]]
        """,
    "iterators-are-lazy": """
        import itertools
        R = []
        def f(n):
            R.append(n)
            return n < 2
        def answer(): return [list(itertools.takewhile(f, [1, 2, 3])), R]
        """,
    "wrapped": """
        import functools
        def f():
            "Text."
        f.extra = 1
        @functools.wraps(f)
        def g(): pass
        def answer(): return [g.__name__, g.__doc__, g.extra, g.__wrapped__ is f]
        """,
}
"""Programs whose `answer()` is known."""
