"""Changes that a function may make if code outside the tree calls it."""

from __future__ import annotations

REACH = {
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
}
