"""Functions that libraries are given and call, now or later."""

from __future__ import annotations

CALLBACKS = {
    "sub-with-a-function": """
        import re
        R = []
        def f(match):
            R.append(match.group())
            return ""
        def answer():
            re.sub("a", f, "aa")
            return len(R)
        """,
    "sub-with-something-callable": """
        import re
        class A:
            def __init__(self): self.n = 0
            def __call__(self, match):
                self.n += 1
                return ""
        def answer():
            a = A()
            re.sub("a", a, "aa")
            return a.n
        """,
    "finalizer": """
        import gc, weakref
        R = []
        class A: pass
        def answer():
            a = A()
            weakref.finalize(a, R.append, 1)()
            return R
        """,
    "json-hook": """
        import json
        R = []
        def hook(pairs):
            R.append(1)
            return {}
        def answer():
            json.loads("{}", object_hook=hook)
            return R
        """,
    "trace": """
        import sys
        R = []
        def trace(*args): R.append(1)
        def g(): pass
        def answer():
            before = sys.gettrace()
            sys.settrace(trace)
            g()
            sys.settrace(before)
            return bool(R)
        """,
    "default-factory": """
        import collections
        R = []
        def make():
            R.append(1)
            return 0
        def answer():
            d = collections.defaultdict(make)
            d["x"]
            return len(R)
        """,
    "exit-stack": """
        import contextlib
        R = []
        def answer():
            with contextlib.ExitStack() as stack:
                stack.callback(R.append, 1)
            return R
        """,
    "manager-of-a-generator": """
        import contextlib
        R = []
        @contextlib.contextmanager
        def m():
            R.append(1)
            yield
            R.append(2)
        def answer():
            with m(): pass
            return R
        """,
    "manager-that-swallows": """
        import contextlib
        @contextlib.contextmanager
        def m():
            try: yield
            except ValueError: pass
        def answer():
            with m():
                raise ValueError
            return 1
        """,
    "single-dispatch": """
        import functools
        R = []
        @functools.singledispatch
        def f(x): R.append(x)
        def answer():
            f(1)
            return R
        """,
    "comparison-function": """
        import functools
        R = []
        def compare(a, b):
            R.append(1)
            return 0
        def answer():
            sorted([1, 2], key=functools.cmp_to_key(compare))
            return len(R)
        """,
    "iterator-that-is-consumed": """
        import collections
        def answer():
            it = iter([1, 2])
            collections.deque(it, maxlen=0)
            return list(it)
        """,
    "iterator-of-calls": """
        R = []
        def f():
            R.append(1)
            return len(R)
        def answer():
            list(iter(f, 3))
            return len(R)
        """,
}
