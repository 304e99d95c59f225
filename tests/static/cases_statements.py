"""Statements in detail: exceptions, assignment, scopes, patterns, managers. CPython says what is right."""

from __future__ import annotations

CASES = {
    "raise-from-no-exception": "try: raise ValueError from 5\nexcept TypeError: return 1\nexcept ValueError: return 2",
    "raise-no-exception": "try: raise 5\nexcept TypeError: return 1",
    "raise-class-that-is-none": "class A: pass\ntry: raise A\nexcept TypeError: return 1",
    "raise-instance-that-is-none": "class A: pass\ntry: raise A()\nexcept TypeError: return 1",
    "raise-class-calls-it": """
        class E(Exception):
            def __init__(self): self.x = 5
        try: raise E
        except E as error: return error.x
        """,
    "raise-class-that-needs-arguments": """
        class E(Exception):
            def __init__(self, x): pass
        try: raise E
        except TypeError: return 1
        """,
    "raise-makes-something-else": """
        class E(Exception):
            def __new__(cls): return 5
        try: raise E
        except TypeError: return 1
        """,
    "raise-none": "try: raise None\nexcept TypeError: return 1",
    "raise-from-none": """
        try:
            try: 1 / 0
            except ZeroDivisionError: raise KeyError("k") from None
        except KeyError as error: return [error.__cause__, error.args]
        """,
    "raise-from-class": """
        try: raise KeyError("k") from ValueError
        except KeyError as error: return type(error.__cause__).__name__
        """,
    "raise-order": """
        log = []
        def f(x):
            log.append(x)
            return x
        try: raise f(ValueError) from f(None)
        except ValueError: return len(log)
        """,
    "cause-of-own-class": """
        class E(Exception): pass
        try: raise E() from ValueError("v")
        except E as error: return error.__cause__.args
        """,
    "no-cause": "class E(Exception): pass\ntry: raise E()\nexcept E as error: return error.__cause__",
    "bare-raise-outside": "try: raise\nexcept RuntimeError: return 1",
    "bare-raise-nested": """
        try:
            try: raise ValueError("a")
            except ValueError:
                try: raise KeyError("b")
                except KeyError: pass
                raise
        except ValueError as error: return error.args[0]
        """,
    "bare-raise-in-function": """
        def again(): raise
        try:
            try: raise ValueError("a")
            except ValueError: again()
        except ValueError as error: return error.args[0]
        """,
    "except-tuple": "try: raise KeyError\nexcept (ValueError, KeyError): return 1",
    "except-nested-tuple": """
        try:
            try: raise KeyError
            except (ValueError, (KeyError,)): return 1
        except TypeError: return 2
        """,
    "except-no-class": "try:\n    try: raise KeyError\n    except 5: return 1\nexcept TypeError: return 2",
    "except-no-exception-class": "try:\n    try: raise KeyError\n    except int: return 1\nexcept TypeError: return 2",
    "except-no-class-unasked": "try: x = 1\nexcept 5: x = 2\nreturn x",
    "except-evaluated-late": "kinds = [ValueError]\ntry:\n    kinds = KeyError\n    raise KeyError\nexcept kinds: return 1",
    "except-name-goes": """
        error = 1
        try: raise ValueError
        except ValueError as error: pass
        try: return error
        except NameError as e: return type(e).__name__
        """,
    "except-name-deleted-inside": "try: raise ValueError\nexcept ValueError as e: del e\nreturn 1",
    "else-runs": "try: x = 1\nexcept ValueError: x = 2\nelse: x = 3\nfinally: x += 10\nreturn x",
    "else-is-not-guarded": """
        try:
            try: pass
            except ValueError: return 1
            else: raise ValueError
        except ValueError: return 2
        """,
    "return-in-finally": "try: return 1\nfinally: return 2",
    "return-in-finally-swallows": "def f():\n    try: 1 / 0\n    finally: return 2\nreturn f()",
    "break-in-finally": """
        for x in [1, 2]:
            try: 1 / 0
            finally: break
        return x
        """,
    "continue-in-finally": """
        log = []
        for x in [1, 2]:
            try: raise ValueError
            finally:
                log.append(x)
                continue
        return log
        """,
    "finally-sees-return": """
        log = []
        def f():
            try: return log.append("r")
            finally: log.append("f")
        f()
        return log
        """,
    "finally-after-value": "x = 1\ndef f():\n    nonlocal x\n    try: return x\n    finally: x = 2\nreturn [f(), x]",
    "exception-in-handler": """
        try:
            try: raise ValueError
            except ValueError: raise KeyError
            finally: x = 1
        except KeyError: return x
        """,
    "exception-in-finally-replaces": """
        try:
            try: raise ValueError
            finally: raise KeyError
        except KeyError: return 1
        """,
    "subclass-caught-first": """
        try: {}["k"]
        except LookupError: return 1
        except KeyError: return 2
        """,
    "base-exception-passes": """
        try:
            try: raise KeyboardInterrupt
            except Exception: return 1
        except BaseException as error: return type(error).__name__
        """,
    "system-exit-passes": "try:\n    try: raise SystemExit(3)\n    except Exception: return 1\nexcept SystemExit as e: return 2",
    "assert-message": "try: assert 0, 'm'\nexcept AssertionError as error: return error.args",
    "assert-message-late": "log = []\nassert 1, log.append(1)\nreturn log",
    "del-unbound": "try:\n    del x\n    x = 1\nexcept UnboundLocalError: return 1",
    "del-then-read": "x = 1\ndel x\ntry: return x\nexcept UnboundLocalError: return 1",
    "del-nonlocal": """
        x = 1
        def f():
            nonlocal x
            del x
        f()
        try: return x
        except NameError as error: return type(error).__name__
        """,
    "del-slices": "xs = [0, 1, 2, 3, 4, 5]\ndel xs[::2]\ndel xs[0]\nreturn xs",
    "del-tuple": "a, b = 1, 2\ndel a, b\ntry: return b\nexcept NameError: return 1",
    "aug-tuple-item": "t = ([],)\ntry: t[0] += [1]\nexcept TypeError: return t",
    "aug-alias": "a = b = [1]\na += [2]\nreturn b",
    "aug-new": "a = b = (1,)\na += (2,)\nreturn [a, b]",
    "aug-order": """
        log = []
        def f(x):
            log.append(x)
            return x
        d = {"k": 1}
        def g():
            log.append("g")
            return d
        g()[f("k")] += f(2)
        return [log, d]
        """,
    "aug-reads-first": "x = 1\ndef f():\n    nonlocal x\n    x = 10\n    return 1\nx += f()\nreturn x",
    "aug-list-with-tuple": "xs = [1]\nxs += (2, 3)\nxs += 'ab'\nreturn xs",
    "aug-list-plus-int": "xs = [1]\ntry: xs += 5\nexcept TypeError: return xs",
    "aug-list-times-text": "xs = [1]\ntry: xs *= 'a'\nexcept TypeError: return xs",
    "aug-extended-halfway": """
        def g():
            yield 1
            raise ValueError
        xs = []
        try: xs += g()
        except ValueError: return xs
        """,
    "chained-assignment-order": """
        log = []
        def at(k):
            log.append(k)
            return {}
        at(1)["x"] = at(2)["x"] = log.append("v")
        return log
        """,
    "assignment-value-first": """
        log = []
        def d():
            log.append("target")
            return {}
        d()[log.append("key")] = log.append("value")
        return log
        """,
    "unpack-left-to-right": "x = [0, 1]\ni = 0\ni, x[i] = 1, 5\nreturn [i, x]",
    "unpack-too-many": "try: a, b = [1, 2, 3]\nexcept ValueError: return 1",
    "unpack-too-few": "try: a, b, *c = [1]\nexcept ValueError: return 1",
    "unpack-number": "try: a, b = 5\nexcept TypeError: return 1",
    "unpack-text": "a, *b = 'abc'\nreturn [a, b]",
    "unpack-nested": "(a, [b, *c]), d = (1, [2, 3, 4]), 5\nreturn [a, b, c, d]",
    "unpack-partly-bound": "a = b = 0\ntry:\n    a, (b, c) = 1, 5\nexcept TypeError: return [a, b]",
    "star-in-call": "def f(*a, **k): return [a, k]\nreturn f(*[1], 2, *'a', **{'x': 1}, y=2)",
    "star-twice": "def f(**k): return k\ntry: return f(a=1, **{'a': 2})\nexcept TypeError: return 1",
    "star-key-no-text": "def f(**k): return k\ntry: return f(**{1: 2})\nexcept TypeError: return 1",
    "star-in-display": "return [[*range(2), *'a'], {**{'a': 1, 'b': 2}, 'a': 3}, (*[], 1)]",
    "star-no-mapping": "try: return {**[1]}\nexcept TypeError: return 1",
    "walrus-scope": "xs = [y := x for x in [1, 2]]\nreturn [xs, y]",
    "walrus-in-condition": "return [y for x in [1, 2, 3] if (y := x * 2) > 2] + [y]",
    "comprehension-scope": "x = 5\nxs = [x for x in [1, 2]]\nreturn [x, xs]",
    "comprehension-nested": "return [[(x, y) for y in range(x)] for x in range(3)]",
    "comprehension-late-binding": "fs = [lambda: x for x in [1, 2]]\nreturn [f() for f in fs]",
    "class-scope": """
        x = 1
        class A:
            x = 2
            def f(self): return x
            y = x
            try: zs = [x for _ in [1]]
            except NameError: zs = "hidden"
        return [A().f(), A.y, A.zs]
        """,
    "default-once": "def f(x, xs=[]):\n    xs.append(x)\n    return xs\nf(1)\nreturn f(2)",
    "default-evaluated-at-definition": "k = 1\ndef f(x=k): return x\nk = 2\nreturn f()",
    "lambda-defaults": "fs = [lambda x=x: x for x in [1, 2]]\nreturn [f() for f in fs]",
    "closure-late": "x = 1\ndef f(): return x\nx = 2\nreturn f()",
    "nonlocal": "x = 1\ndef f():\n    nonlocal x\n    x += 1\nf()\nf()\nreturn x",
    "global-in-function": """
        def f():
            global made
            made = 5
        f()
        return made
        """,
    "unbound-local": "x = 1\ndef f():\n    y = x\n    x = 2\ntry: f()\nexcept UnboundLocalError: return 1",
    "decorator-order": """
        log = []
        def d(n):
            log.append(n)
            def wrap(f):
                log.append(-n)
                return f
            return wrap
        @d(1)
        @d(2)
        def f(): pass
        return log
        """,
    "chained-comparison-once": """
        log = []
        def f(x):
            log.append(x)
            return x
        return [f(1) < f(3) < f(2) < f(9), log]
        """,
    "short-circuit-operands": "return [0 or '' or [], 1 and 2 and 3, [] and 1, None or 0, 'a' or 1/0]",
    "conditional-expression-lazy": "return 1 if True else 1/0",
    "loop-else": "for x in [1]: pass\nelse: x = 2\nwhile x: x -= 1\nelse: x = 'done'\nreturn x",
    "loop-variable-stays": "for i in range(3): pass\nreturn i",
    "loop-over-changing-list": "xs = [1, 2]\nfor x in xs:\n    if len(xs) < 5: xs.append(x)\nreturn xs",
    "nested-break": "for x in [1, 2]:\n    for y in [1, 2]:\n        if y == 2: break\n    else: return 'no'\nreturn [x, y]",
    "with-order": """
        log = []
        class M:
            def __init__(self, n): self.n = n
            def __enter__(self): log.append(self.n); return self.n
            def __exit__(self, *_): log.append(-self.n)
        with M(1) as a, M(2) as b: log.append([a, b])
        return log
        """,
    "with-swallows": """
        class M:
            def __enter__(self): return self
            def __exit__(self, kind, value, tb): return kind is ValueError and value.args == ("v",)
        with M(): raise ValueError("v")
        return 1
        """,
    "with-does-not-swallow": """
        class M:
            def __enter__(self): return self
            def __exit__(self, *_): return 0
        try:
            with M(): raise ValueError
        except ValueError: return 1
        """,
    "with-second-fails": """
        log = []
        class M:
            def __init__(self, n): self.n = n
            def __enter__(self):
                if self.n == 2: raise ValueError
            def __exit__(self, kind, *_): log.append([self.n, kind is ValueError])
        try:
            with M(1), M(2): pass
        except ValueError: return log
        """,
    "with-target-is-guarded": """
        class M:
            def __enter__(self): return 5
            def __exit__(self, kind, *_): return kind is TypeError
        with M() as (a, b): pass
        return "left"
        """,
    "with-return": """
        log = []
        class M:
            def __enter__(self): return 1
            def __exit__(self, *given): log.append(given)
        def f():
            with M(): return 5
        return [f(), log]
        """,
    "with-no-manager": "try:\n    with 5: pass\nexcept TypeError: return 1",
    "with-no-exit": "class M:\n    def __enter__(self): return 1\ntry:\n    with M(): return 2\nexcept TypeError: return 1",
    "with-instance-attribute": """
        class M: pass
        m = M()
        m.__enter__ = m.__exit__ = lambda *_: None
        try:
            with m: return 1
        except TypeError: return 2
        """,
    "debug": "return __debug__",
    "lambda-star": "return (lambda *a, k=1, **r: [a, k, r])(1, 2, z=3)",
    "positional-only": "def f(a, /, **k): return [a, k]\nreturn f(1, a=2)",
    "import-as": "import os.path as p, collections.abc\nreturn [p is not None, collections.abc is not None]",
}
"""Bodies of functions without arguments."""
UNKNOWN = {"aug-extended-halfway", "import-as", "no-cause"}
"""Cases that the evaluator does not follow."""
