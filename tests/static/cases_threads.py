"""Effects of a thread on the function that it is given: the answer is CPython's, or unknown."""

from __future__ import annotations

THREADS = {
    "thread": """
        import threading
        R = []
        def f(): R.append(1)
        def answer():
            t = threading.Thread(target=f); t.start(); t.join()
            return len(R)
        """,
    "thread-of-a-bound-method": """
        import threading
        class A:
            def __init__(self): self.n = 0
            def f(self): self.n += 1
        def answer():
            a = A()
            t = threading.Thread(target=a.f); t.start(); t.join()
            return a.n
        """,
    "thread-of-a-method-of-a-list": """
        import threading
        def answer():
            r = []
            t = threading.Thread(target=r.append, args=(1,)); t.start(); t.join()
            return len(r)
        """,
    "thread-of-a-closure": """
        import threading
        def answer():
            n = 0
            def f():
                nonlocal n
                n = 1
            t = threading.Thread(target=f); t.start(); t.join()
            return n
        """,
    "thread-of-a-global": """
        import threading
        N = 0
        def f():
            global N
            N = 1
        def answer():
            t = threading.Thread(target=f); t.start(); t.join()
            return N
        """,
    "thread-that-runs-after-the-name-is-bound-anew": """
        import threading
        N = 0
        def f():
            global N
            N = 1
        def answer():
            global N
            t = threading.Thread(target=f)
            N = 5
            t.start(); t.join()
            return N
        """,
    "thread-of-a-function-that-calls-another": """
        import threading
        R = {}
        def g(key): R[key] = 1
        def f(): g("x")
        def answer():
            t = threading.Thread(target=f); t.start(); t.join()
            return len(R)
        """,
    "thread-of-a-lambda": """
        import threading
        R = []
        def answer():
            t = threading.Thread(target=lambda: R.append(1)); t.start(); t.join()
            return R
        """,
    "thread-of-a-partial": """
        import functools, threading
        def add(where, what): where.append(what)
        def answer():
            r = []
            t = threading.Thread(target=functools.partial(add, r, 1)); t.start(); t.join()
            return r
        """,
    "thread-of-an-object-with-run": """
        import threading
        class T(threading.Thread):
            def run(self): R.append(1)
        R = []
        def answer():
            t = T(); t.start(); t.join()
            return R
        """,
    "thread-that-sets-an-attribute-of-a-class": """
        import threading
        class A: n = 0
        def f(): A.n = 1
        def answer():
            t = threading.Thread(target=f); t.start(); t.join()
            return A.n
        """,
    "thread-of-a-class-method": """
        import threading
        class A:
            n = 0
            @classmethod
            def f(cls): cls.n = 1
        def answer():
            t = threading.Thread(target=A.f); t.start(); t.join()
            return A.n
        """,
    "thread-that-uses-setattr": """
        import threading
        class A: n = 0
        def f(): setattr(A, "n", 1)
        def answer():
            t = threading.Thread(target=f); t.start(); t.join()
            return A.n
        """,
    "thread-that-writes-globals": """
        import threading
        N = 0
        def f(): globals()["N"] = 1
        def answer():
            t = threading.Thread(target=f); t.start(); t.join()
            return N
        """,
    "thread-with-an-alias": """
        import threading
        R = []
        def f():
            r = R
            r.append(1)
        def answer():
            t = threading.Thread(target=f); t.start(); t.join()
            return R
        """,
    "thread-with-a-default": """
        import threading
        R = []
        def f(r=R): r.append(1)
        def answer():
            t = threading.Thread(target=f); t.start(); t.join()
            return R
        """,
}
"""Programs whose `answer()` may be unknown, and is never wrong."""
