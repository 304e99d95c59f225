"""Generator functions: interleaved with their consumer, sent to, thrown at, closed. CPython says what is right."""

from __future__ import annotations

CASES = {
    "effects-interleave": """
        log = []
        def g():
            log.append("a"); yield 1
            log.append("b"); yield 2
            log.append("c")
        for x in g(): log.append(x)
        return log
        """,
    "nothing-runs-before-it-is-asked": """
        log = []
        def g():
            log.append(1)
            yield 2
        g()
        return log
        """,
    "infinite": """
        def count():
            n = 0
            while True:
                yield n
                n += 1
        g = count()
        return [next(g), next(g), [x for x, _ in zip(g, range(3))], next(g)]
        """,
    "send": """
        def echo():
            got = yield "ready"
            while True: got = yield got * 2
        g = echo()
        return [next(g), g.send(1), g.send("a"), next(g, None) if False else 0]
        """,
    "send-before-start": "def g(): yield 1\nreturn g().send(1)",
    "send-none-starts": "def g(): yield 1\nreturn g().send(None)",
    "send-to-the-end": """
        def g():
            got = yield
            return got
        it = g()
        next(it)
        try: it.send(7)
        except StopIteration as stop: return stop.value
        """,
    "throw-caught": """
        def g():
            try: yield 1
            except ValueError: yield 2
            yield 3
        it = g()
        return [next(it), it.throw(ValueError), next(it)]
        """,
    "throw-passes": """
        def g():
            yield 1
        it = g()
        next(it)
        try: it.throw(KeyError("k"))
        except KeyError as error: return [error.args[0], next(it, "end")]
        """,
    "throw-before-start": """
        log = []
        def g():
            log.append(1)
            yield 1
        it = g()
        try: it.throw(ValueError("v"))
        except ValueError: log.append("raised")
        return [log, next(it, "end")]
        """,
    "throw-no-exception": "def g(): yield 1\nreturn g().throw(5)",
    "close-runs-finally": """
        log = []
        def g():
            try:
                yield 1
            finally:
                log.append("tidy")
        it = g()
        next(it)
        it.close()
        return [log, next(it, "end")]
        """,
    "close-fresh": """
        log = []
        def g():
            try: yield 1
            finally: log.append("tidy")
        it = g()
        it.close()
        return [log, next(it, "end")]
        """,
    "close-ignored": """
        def g():
            try: yield 1
            except GeneratorExit: yield 2
        it = g()
        next(it)
        try: it.close()
        except RuntimeError: return "refused"
        """,
    "close-twice": "def g(): yield 1\nit = g()\nnext(it)\nit.close()\nit.close()\nreturn list(it)",
    "return-value": """
        def inner():
            yield 1
            return "r"
        def outer():
            got = yield from inner()
            yield got
        return list(outer())
        """,
    "return-value-in-stop": """
        def g():
            return 5
            yield
        try: next(g())
        except StopIteration as stop: return [stop.value, stop.args]
        """,
    "yield-from-delegates-send": """
        def inner():
            a = yield 1
            b = yield a
            return b
        def outer():
            r = yield from inner()
            yield ["r", r]
        g = outer()
        return [next(g), g.send("a"), g.send("b")]
        """,
    "yield-from-delegates-throw": """
        def inner():
            try: yield 1
            except ValueError: yield 2
        def outer():
            yield from inner()
            yield 3
        g = outer()
        return [next(g), g.throw(ValueError()), next(g)]
        """,
    "yield-from-list": "def g():\n    r = yield from [1, 2]\n    yield r\nreturn list(g())",
    "pep-479": """
        def g(): yield next(iter([]))
        try: return next(g(), 0)
        except RuntimeError: return 1
        """,
    "pep-479-raise": """
        def g():
            yield 1
            raise StopIteration
        try: return list(g())
        except RuntimeError as error: return type(error.__cause__).__name__
        """,
    "exception-ends-generator": """
        def g():
            yield 1
            raise ValueError
        it = g()
        next(it)
        try: next(it)
        except ValueError: pass
        return next(it, "end")
        """,
    "already-executing": """
        def g(): yield next(it)
        it = g()
        try: next(it)
        except ValueError: return "executing"
        """,
    "try-finally": """
        log = []
        def g():
            try:
                yield 1
                yield 2
            finally: log.append("f")
        xs = list(g())
        return [xs, log]
        """,
    "yield-in-finally": """
        def g():
            try: yield 1
            finally: yield 2
        return list(g())
        """,
    "yield-in-handler": """
        def g():
            try:
                yield 1
                raise ValueError("v")
            except ValueError as error:
                yield error.args[0]
                try: raise
                except ValueError: yield "again"
            else: yield "else"
        return list(g())
        """,
    "yield-in-with": """
        log = []
        class M:
            def __enter__(self): log.append("in"); return 5
            def __exit__(self, *_): log.append("out")
        def g():
            with M() as m: yield m
        for x in g(): log.append(x)
        return log
        """,
    "yield-in-with-swallows": """
        class M:
            def __enter__(self): return self
            def __exit__(self, kind, *_): return kind is ValueError
        def g():
            with M():
                yield 1
                raise ValueError
            yield 2
        return list(g())
        """,
    "yield-in-match": """
        def g(v):
            match v:
                case [a, b]: yield a; yield b
                case _: yield "other"
        return [list(g([1, 2])), list(g(5))]
        """,
    "yield-in-call": "def g():\n    x = str((yield 1)) + '!'\n    yield x\nit = g()\nreturn [next(it), it.send(5)]",
    "yield-order-in-expression": """
        log = []
        def f(x):
            log.append(x)
            return x
        def g():
            yield [f(1), (yield 2), f(3)]
        it = g()
        return [next(it), list(log), it.send("s"), log]
        """,
    "yield-and-or": "def g():\n    x = (yield 1) or 'd'\n    yield x\nit = g()\nreturn [next(it), next(it)]",
    "yield-augmented": """
        def g():
            total = 1
            total += yield total
            yield total
        it = g()
        return [next(it), it.send(5)]
        """,
    "yield-in-condition": """
        def g():
            if (yield 1): yield "yes"
            else: yield "no"
        it = g()
        next(it)
        return it.send(True)
        """,
    "generator-return-in-loop-finally": """
        log = []
        def g():
            for i in range(3):
                try:
                    if i == 1: return
                    yield i
                finally: log.append(i)
        return [list(g()), log]
        """,
    "recursion": """
        def walk(t):
            for x in t:
                if isinstance(x, list): yield from walk(x)
                else: yield x
        return list(walk([1, [2, [3]], 4]))
        """,
    "generator-type": """
        import types
        def g(): yield
        return [type(g()).__name__, type(map(str, [])).__name__, isinstance(map(str, []), map), callable(map)]
        """,
    "dropped-halfway-with-finally": """
        log = []
        def g():
            try: yield 1
            finally: log.append("f")
        for x in g(): break
        return log
        """,
    "generator-kept-halfway": """
        log = []
        def g():
            try: yield 1
            finally: log.append("f")
        it = g()
        next(it)
        return log
        """,
}
"""Bodies of functions without arguments."""
UNKNOWN: set[str] = {"close-ignored", "dropped-halfway-with-finally", "generator-kept-halfway"}
"""Cases that the evaluator does not follow."""
