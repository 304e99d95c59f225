"""Iterators and generator expressions: lazy, consumed once. CPython says what is right."""

from __future__ import annotations

CASES = {
    "first-iterable-at-once": "xs = [1]\ng = (x for x in xs)\nxs = [2]\nreturn list(g)",
    "other-names-late": "k = 1\ng = (x + k for x in [1, 2])\nk = 10\nreturn list(g)",
    "second-iterable-late": "ys = [1]\ng = ((x, y) for x in [1] for y in ys)\nys = [2]\nreturn list(g)",
    "first-iterable-must-be-one": """
        try:
            g = (x for x in 5)
            return "made"
        except TypeError:
            return "refused"
        """,
    "conditions-late": "limit = 0\ng = (x for x in [1, 2, 3] if x > limit)\nlimit = 2\nreturn list(g)",
    "list-changes-under-generator": "xs = [1]\ng = (x for x in xs)\nxs.append(2)\nreturn list(g)",
    "pep-479-generator-expression": """
        def stop(): raise StopIteration
        try: return list(stop() for _ in [1])
        except RuntimeError: return "runtime"
        """,
    "stop-iteration-ends-map": """
        def f(x):
            if x == 2: raise StopIteration
            return x
        return list(map(f, [1, 2, 3]))
        """,
    "exhausted-stays-so": "it = iter([1])\nxs = list(it)\nreturn [xs, list(it), next(it, 'end')]",
    "exhausted-list-iterator": "xs = [1]\nit = iter(xs)\nlist(it)\nxs.append(2)\nreturn list(it)",
    "own-iterator": """
        it = iter([1, 2])
        g = (x for x in [1])
        m = map(str, [1])
        return [iter(it) is it, iter(g) is g, iter(m) is m, iter(it) is iter([1])]
        """,
    "map-is-lazy": """
        log = []
        m = map(log.append, [1, 2])
        before = list(log)
        next(m)
        return [before, log]
        """,
    "filter-is-lazy": """
        log = []
        def keep(x):
            log.append(x)
            return x > 1
        f = filter(keep, [1, 2, 3])
        return [next(f), log]
        """,
    "filter-none": "return list(filter(None, [0, 1, '', 'a', [], [0]]))",
    "zip-takes-from-the-longer": "a = iter([1, 2, 3])\nxs = list(zip(a, [1]))\nreturn [xs, list(a)]",
    "zip-order": "a = iter([1, 2, 3])\nxs = list(zip([1], a))\nreturn [xs, list(a)]",
    "zip-strict": "try: return list(zip([1], [1, 2], strict=True))\nexcept ValueError: return 'uneven'",
    "zip-with-itself": "it = iter([1, 2, 3, 4])\nreturn list(zip(it, it))",
    "enumerate-start": "e = enumerate('ab', 5)\nreturn [next(e), list(e), list(e)]",
    "reversed-list-live": "xs = [1, 2]\nr = reversed(xs)\nxs[0] = 9\nreturn list(r)",
    "reversed-dict": "return list(reversed({'a': 1, 'b': 2}))",
    "reversed-set": "try: return list(reversed({1, 2}))\nexcept TypeError: return 'no'",
    "reversed-generator": "try: return list(reversed(x for x in [1]))\nexcept TypeError: return 'no'",
    "iter-sentinel": "xs = [3, 2, 1, 0, 5]\nreturn [list(iter(xs.pop, 1)), xs]",
    "iter-callable-only": "try: return iter(5, 0)\nexcept TypeError: return 'no'",
    "next-of-list": "try: return next([1])\nexcept TypeError: return 'no'",
    "next-default": "return [next(iter([]), None), next(iter([1]), None)]",
    "in-consumes": "it = iter([1, 2, 3])\nreturn [2 in it, list(it), 2 in it]",
    "any-stops": "it = iter([0, 1, 2])\nreturn [any(it), list(it)]",
    "all-stops": "it = iter([1, 0, 2])\nreturn [all(it), list(it)]",
    "unpacking-stops": "it = iter([1, 2, 3])\ntry:\n    a, = it\nexcept ValueError:\n    return list(it)",
    "starred-drains": "it = iter([1, 2, 3])\na, *b = it\nreturn [a, b, list(it)]",
    "dict-changes-under-iteration": """
        d = {"a": 1, "b": 2}
        try: return [d.pop(k) for k in d]
        except RuntimeError: return "changed"
        """,
    "set-changes-under-iteration": "s = {1}\ntry:\n    for x in s: s.add(x + 1)\nexcept RuntimeError: return 'changed'",
    "itertools-lazy": """
        import itertools
        c = itertools.count(5)
        return [list(itertools.islice(c, 2)), next(c), list(itertools.takewhile(lambda x: x < 10, c)), next(c)]
        """,
    "itertools-chain": "import itertools\nit = itertools.chain([1], (x for x in [2]))\nreturn [next(it), list(it), list(it)]",
    "class-body-generator-scope": """
        class A:
            xs = [1, 2]
            ys = list(x for x in xs)
            try:
                zs = list(y for x in xs for y in xs)
            except NameError:
                zs = "hidden"
        return [A.ys, A.zs]
        """,
    "object-iterator": """
        class It:
            def __init__(self): self.n = 0
            def __iter__(self): return self
            def __next__(self):
                self.n += 1
                if self.n > 2: raise StopIteration
                return self.n
        it = It()
        return [iter(it) is it, next(it), next(it), next(it, "end"), list(it)]
        """,
    "sum-of-generator-once": "g = (x for x in [1, 2])\nreturn [sum(g), sum(g)]",
    "break-and-go-on": "it = iter([1, 2, 3])\nfor x in it:\n    break\nreturn list(it)",
}
"""Bodies of functions without arguments."""
UNKNOWN: set[str] = set()
"""Cases that the evaluator does not follow."""
