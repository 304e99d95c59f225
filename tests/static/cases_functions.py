"""Expressions, statements and functions."""

from case import Case, Raises

CASES = [
    Case("nested-functions", """
        def outer(n):
            def inner(m):
                nonlocal n
                n += m
                return n
            return [inner(1), inner(2), n]
        def answer(): return outer(10)
        """, [11, 13, 13]),
    Case("late-binding-closures", """
        def answer():
            fs = [lambda: i for i in range(3)]
            gs = [lambda i=i: i for i in range(3)]
            return [[f() for f in fs], [g() for g in gs]]
        """, [[2, 2, 2], [0, 1, 2]], [[0, 1, 2], [0, 1, 2]]),
    Case("module-closures-bind-late", """
        fs = []
        for i in range(3):
            fs.append(lambda: i)
        i = 10
        def answer(): return [f() for f in fs]
        """, [10, 10, 10], [0, 1, 2]),
    Case("default-arguments-are-evaluated-once", """
        n = 1
        def f(x=n, acc=[]):
            acc.append(x)
            return acc
        n = 2
        def answer(): return [list(f()), list(f(5)), f()]
        """, [[1], [1, 5], [1, 5, 1]], [[2], [5], [2]]),
    Case("default-that-calls-a-function", """
        n = 1
        def g(): return n
        def f(x=g()): return x
        class A:
            def m(self, x=g()): return x
        n = 2
        def answer(): return [f(), A().m()]
        """, [1, 1], [2, 2]),
    Case("globals", """
        n = 0
        def bump():
            global n
            n += 1
            return n
        bump()
        m = n
        n = n + 10
        bump()
        def answer(): return [m, n, bump(), n]
        """, [1, 12, 13, 13], [0, 10, 11, 11]),
    Case("unbound-local", """
        x = 1
        def f():
            if False: x = 2
            return x
        def answer():
            try: return f()
            except UnboundLocalError: return "unbound"
        """, "unbound", 1),
    Case("generators", """
        def g(n):
            for i in range(n):
                got = yield i
            return "end"
        def h():
            end = yield from g(2)
            yield end
        def answer():
            it = g(3)
            next(it)
            return [list(it), list(h()), sum(x for x in g(4)), next(iter([]), "none")]
        """, [[1, 2], [0, 1, "end"], 6, "none"]),
    Case("generators-are-lazy", """
        def g(log):
            log.append("start")
            yield 1
            log.append("more")
            yield 2
        def answer():
            log = []
            it = g(log)
            log.append("made")
            for x in it:
                log.append(x)
                if x == 1: break
            return log
        """, ["made", "start", 1], ["start", "more", "made", 1]),
    Case("generator-reads-what-its-consumer-changes", """
        def g(xs):
            for i in range(3):
                yield len(xs)
        def answer():
            xs = []
            for n in g(xs): xs.append(n)
            return xs
        """, [0, 1, 2], [0, 0, 0]),
    Case("exceptions", """
        class Odd(ValueError):
            def __init__(self, n):
                super().__init__(f"odd {n}")
                self.n = n
        def check(n):
            log = []
            try:
                if n == 1: raise Odd(n)
                if n == 2: [][1]
                if n == 3: return "returned"
            except Odd as e: log.append([e.n, str(e), type(e).__name__])
            except (KeyError, IndexError): log.append("lookup")
            else: log.append("else")
            finally: log.append("finally")
            return log
        def answer(): return [check(n) for n in range(4)]
        """, [["else", "finally"], [[1, "odd 1", "Odd"], "finally"], ["lookup", "finally"], "returned"]),
    Case("finally-with-return", """
        def f():
            try: raise KeyError
            finally: return "finally"
        def g():
            for i in range(3):
                try: return i
                finally:
                    if i == 0: continue
            return "none"
        def answer(): return [f(), g()]
        """, ["finally", 1], [None, 0]),
    Case("raise-from-and-reraise", """
        def f():
            try:
                try: {}["x"]
                except KeyError as e: raise RuntimeError("outer") from e
            except RuntimeError as e:
                kind = type(e.__cause__).__name__
                try: raise
                except RuntimeError as again: return [kind, str(again), again is e]
        def answer(): return f()
        """, ["KeyError", "outer", True]),
    Case("exception-leaves-the-probe", "def answer(): return {}['x']", Raises("KeyError")),
    Case("not-implemented-error", """
        class Base:
            def f(self): raise NotImplementedError
        class A(Base):
            def f(self):
                try: return super().f()
                except NotImplementedError: return "own"
        def answer(): return A().f()
        """, "own"),
    Case("suppress", """
        import contextlib
        def answer():
            n = 0
            with contextlib.suppress(KeyError, ZeroDivisionError):
                n = 1
                1 / 0
                n = 2
            return n
        """, 1, 2),
    Case("in-place-changes-a-shared-list", """
        def answer():
            a = b = [1]
            a += [2]
            c = b
            c = c + [3]
            return [b, a is b]
        """, [[1, 2], True], [[1], True]),
    Case("dict-changes-while-iterated", """
        def answer():
            d = {1: 1}
            try:
                for k in d: d[k + 1] = 1
            except RuntimeError: return "changed"
        """, "changed"),
    Case("list-grows-while-iterated", """
        def answer():
            xs = [1]
            for x in xs:
                if x < 4: xs.append(x + 1)
            return xs
        """, [1, 2, 3, 4]),
    Case("comparison-chains-and-boolean-operators", """
        def answer():
            calls = []
            def f(x): calls.append(x); return x
            return [f(1) < f(3) < f(2) < f(9), f(0) or f("") or f([]), f(1) and f(0) and f(5), not [], 1 < 2 != 3, calls]
        """, [False, [], 0, True, True, [1, 3, 2, 0, "", [], 1, 0]]),
    Case("identity", """
        def answer():
            a = []
            return [a is a, [] is [], None is None, True is (1 == 1), type(a) is list, a is not None]
        """, [True, False, True, True, True, True]),
    Case("true-is-no-one", "def answer(): return [True, 1, 1.0, True == 1, {True: 'a', 1: 'b'}, [1, True].count(1)]",
         [True, 1, 1.0, True, {"True": "b"}, 2]),
    Case("delete-local", """
        def answer():
            x = 1
            del x
            try: return x
            except NameError: return "gone"
        """, "gone", 1),
    Case("recursion", "def fact(n): return 1 if n < 2 else n * fact(n - 1)\ndef answer(): return fact(20)",
         2432902008176640000),
    Case("decorator-with-arguments", """
        import functools
        def times(n):
            def wrap(f):
                @functools.wraps(f)
                def inner(*args, **kwargs): return [f(*args, **kwargs)] * n
                inner.n = n
                return inner
            return wrap
        @times(2)
        def f(x): return x
        def answer(): return [f(1), f.__name__, f.n]
        """, [[1, 1], "f", 2], [1, "f", 2]),
    Case("assert-that-fails", """
        def answer():
            try: assert 1 > 2, "no"
            except AssertionError as e: return str(e)
        """, "no"),
    Case("literal-get-args", """
        from typing import Literal, get_args, get_origin, Optional, Union
        Base = Literal["auto", "fp8"]
        More = Literal[Base, "int8", "auto"]
        def answer(): return [get_args(More), get_origin(More) is Literal, "fp8" in get_args(Base)]
        """, [["auto", "fp8", "int8"], True, True], [["Base", "int8", "auto"], True, True]),
    Case("conditional-expression-and-lambda", "f = lambda x, *, k=2: x if x > k else k\ndef answer(): return [f(1), f(3), f(3, k=9)]",
         [2, 3, 9]),
]  # fmt: skip
