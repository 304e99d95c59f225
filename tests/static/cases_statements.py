"""Assignment, scopes, loops and calls in detail. CPython says what is right."""

from __future__ import annotations

CASES = {
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
    "class-body-binds-it": """
        x = 1
        class A:
            try: y = x
            except NameError: y = "hidden"
            x = 2
        return A.y
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
    "debug": "return __debug__",
    "lambda-star": "return (lambda *a, k=1, **r: [a, k, r])(1, 2, z=3)",
    "positional-only": "def f(a, /, **k): return [a, k]\nreturn f(1, a=2)",
    "import-as": "import os.path as p, collections.abc\nreturn [p is not None, collections.abc is not None]",
}
"""Bodies of functions without arguments."""
UNKNOWN: set[str] = {"aug-extended-halfway", "import-as"}
"""Cases that the evaluator does not follow."""
