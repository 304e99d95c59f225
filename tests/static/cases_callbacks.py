"""What code outside the tree does with what it is given: the answer is CPython's, or unknown."""

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
    "patch-of-a-class": """
        from unittest import mock
        class Base: v = False
        class Backend(Base): pass
        def answer():
            mock.patch.object(Base, "v", True).start()
            return Backend.v
        """,
    "patch-of-a-method": """
        from unittest import mock
        class Base:
            def f(self): return 1
        def answer():
            mock.patch.object(Base, "f", lambda self: 2).start()
            return Base().f()
        """,
    "patch-by-text": """
        from unittest import mock
        F = 1
        def answer():
            mock.patch("pkg.main.F", 2).start()
            return F
        """,
    "patch-of-a-dict": """
        from unittest import mock
        D = {}
        def answer():
            mock.patch.dict(D, {"a": 1}).start()
            return len(D)
        """,
    "patch-of-a-module": """
        import pkg.main
        from unittest import mock
        F = 1
        def answer():
            mock.patch.object(pkg.main, "F", 2).start()
            return F
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
    "chain-map-writes-through": """
        import collections
        def answer():
            d = {}
            collections.ChainMap(d)["x"] = 1
            return d
        """,
    "mapping-proxy-shows-later-changes": """
        import types
        def answer():
            d = {}
            p = types.MappingProxyType(d)
            d["x"] = 1
            return len(p)
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
    "callback-in-a-container": """
        import concurrent.futures
        R = []
        def f(x): R.append(x)
        def answer():
            with concurrent.futures.ThreadPoolExecutor() as pool:
                list(pool.map(f, [1]))
            return R
        """,
    "callback-of-an-unknown-key": """
        import sys
        R = []
        def key(x):
            R.append(1)
            return x
        def answer():
            sorted(sys.path, key=key)
            return bool(R)
        """,
    "unknown-arguments": """
        import os
        R = []
        def f(*args, **kwargs): R.append(1)
        def answer():
            f(*os.environ)
            return len(R)
        """,
    "unknown-keywords": """
        import os
        R = []
        def f(**kwargs): R.append(1)
        def answer():
            f(**dict(os.environ))
            return len(R)
        """,
    "iterator-that-is-consumed": """
        import collections
        def answer():
            it = iter([1, 2])
            collections.deque(it, maxlen=0)
            return list(it)
        """,
    "copy-that-is-hooked": """
        import copy
        R = []
        class A:
            def __copy__(self):
                R.append(1)
                return self
        def answer():
            copy.copy(A())
            return R
        """,
    "deep-copy-that-is-hooked": """
        import copy
        R = []
        class A:
            def __deepcopy__(self, memo):
                R.append(1)
                return self
        def answer():
            copy.deepcopy([A()])
            return R
        """,
    "environment-that-is-patched": """
        import os
        from unittest import mock
        def answer():
            os.environ["DOCGEN_TEST_C"] = "1"
            with mock.patch.dict(os.environ, {"DOCGEN_TEST_C": "2"}):
                return os.environ["DOCGEN_TEST_C"]
        """,
    "environment-that-is-patched-by-name": """
        import os
        from unittest import mock
        def answer():
            os.environ["DOCGEN_TEST_D"] = "1"
            with mock.patch.dict("os.environ", {"DOCGEN_TEST_D": "2"}):
                return os.getenv("DOCGEN_TEST_D")
        """,
    "environment-that-a-callback-writes": """
        import os, re
        def f(match):
            os.environ["DOCGEN_TEST_E"] = "2"
            return ""
        def answer():
            os.environ["DOCGEN_TEST_E"] = "1"
            re.sub("a", f, "a")
            return os.environ.get("DOCGEN_TEST_E")
        """,
    "attribute-that-a-callback-sets": """
        import re, sys
        def f(match):
            sys.docgen_other = 2
            return ""
        def answer():
            sys.docgen_other = 1
            re.sub("a", f, "a")
            return sys.docgen_other
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
    "class-made-by-a-callback": """
        import re
        class A:
            made = []
            def __init__(self): self.made.append(1)
        def f(match):
            A()
            return ""
        def answer():
            re.sub("a", f, "a")
            return len(A.made)
        """,
    "property-read-by-a-callback": """
        import re
        R = []
        class A:
            @property
            def p(self):
                R.append(1)
                return ""
        a = A()
        def f(match): return a.p
        def answer():
            re.sub("a", f, "a")
            return len(R)
        """,
    "operator-of-a-callback": """
        import re
        R = []
        class A:
            def __add__(self, other):
                R.append(1)
                return ""
        a = A()
        def f(match): return a + 1
        def answer():
            re.sub("a", f, "a")
            return len(R)
        """,
    "loop-of-a-callback": """
        import re
        XS = [[]]
        def f(match):
            for x in XS: x.append(1)
            return ""
        def answer():
            re.sub("a", f, "a")
            return XS
        """,
    "nested-function-of-a-callback": """
        import re
        R = []
        def f(match):
            def g(): R.append(1)
            g()
            return ""
        def answer():
            re.sub("a", f, "a")
            return R
        """,
    "callback-of-another-module-of-the-tree": """
        import re
        import pkg.main as me
        N = 0
        def f(match):
            me.N = 1
            return ""
        def answer():
            re.sub("a", f, "a")
            return N
        """,
    "augmented-global-of-a-callback": """
        import re
        R = [1]
        def f(match):
            global R
            R += [2]
            return ""
        def answer():
            re.sub("a", f, "a")
            return R
        """,
    "item-of-a-callback": """
        import re
        D = {"a": {"b": 1}}
        def f(match):
            D["a"]["b"] = 2
            return ""
        def answer():
            re.sub("a", f, "a")
            return D["a"]["b"]
        """,
    "attribute-of-an-outside-object": """
        import threading
        R = []
        def f(): R.append(1)
        def answer():
            t = threading.Thread()
            t.run = f
            t.start(); t.join()
            return R
        """,
    "evaluated-text": """
        R = []
        def answer():
            eval("R.append(1)")
            return R
        """,
    "executed-text": """
        N = 0
        def answer():
            exec("global N; N = 1")
            return N
        """,
    "pickled": """
        import pickle
        R = []
        class A:
            def __reduce__(self):
                R.append(1)
                return (int, ())
        def answer():
            pickle.dumps(A())
            return R
        """,
    "delattr": """
        class A: n = 1
        def answer():
            delattr(A, "n")
            return hasattr(A, "n")
        """,
}
"""Programs whose `answer()` may be unknown, and is never wrong."""
