"""Expressions, and functions of Python itself."""

from case import Case

CASES = [
    Case("join-of-what-is-no-list", """
        def answer():
            failed = []
            for given in ((None,), (3,), (), ("ab",)):
                try: failed.append(",".join(*given))
                except TypeError: failed.append("no")
            return failed
        """, ["no", "no", "no", "a,b"]),
    Case("comprehensions", """
        def answer():
            x = "outer"
            squares = [x * x for x in range(4) if x % 2]
            return [squares, {k: v for k, v in zip("ab", (1, 2))}, {n % 2 for n in range(5)}, x,
                    [(i, j) for i in range(3) for j in range(i)]]
        """, [[1, 9], {"a": 1, "b": 2}, [0, 1], "outer", [[1, 0], [2, 0], [2, 1]]]),
    Case("loops", """
        def answer():
            out = []
            for i in range(10):
                if i == 2: continue
                if i == 5: break
                out.append(i)
            else: out.append("never")
            while out[-1] < 8: out.append(out[-1] + 2)
            else: out.append("done")
            return out
        """, [0, 1, 3, 4, 6, 8, "done"]),
    Case("match", """
        import enum
        class K(enum.Enum):
            A = 1
        class P:
            __match_args__ = ("x", "y")
            def __init__(self, x, y): self.x, self.y = x, y
        def kind(v):
            match v:
                case K.A: return "member"
                case True | None: return "single"
                case int(n) if n > 5: return f"big {n}"
                case [1, *rest]: return rest
                case {"k": inner, **others}: return [inner, len(others)]
                case P(x, y=2): return x
                case str() as s: return s.upper()
                case (a, b): return [b, a]
                case _: return "else"
        def answer(): return [kind(v) for v in (K.A, True, 1, 9, [1, 2], {"k": 1, "z": 2}, P(4, 2), P(4, 3), "q", (8, 9), 2.5)]
        """, ["member", "single", "else", "big 9", [2], [1, 1], 4, "else", "Q", [9, 8], "else"]),
    Case("walrus", """
        def answer():
            if (n := len("abc")) > 2: m = n
            found = [last := k for k in range(3)]
            return [m, last, found, any((hit := v) > 1 for v in (1, 2, 3)), hit]
        """, [3, 2, [0, 1, 2], True, 2]),
    Case("unpacking", """
        def f(a, *args, k=0, **kwargs): return [a, list(args), k, kwargs]
        def answer():
            first, *middle, last = range(5)
            (a, b), c = (1, 2), 3
            return [middle, a + b + c, f(*[1, 2], **{"k": 3, "z": 4}), [*"ab", *{1: 2}], {**{"x": 1}, "x": 2}]
        """, [[1, 2, 3], 6, [1, [2], 3, {"z": 4}], ["a", "b", 1], {"x": 2}]),
    Case("f-strings", """
        def answer():
            n, w = 3.14159, 6
            return [f"{n:.2f}", f"{n:>{w}.1f}", f"{'a'!r}", f"{[1, 'b']}", f"{None}|{True:d}", f"{w=}", f"{'x':^3}"]
        """, ["3.14", "   3.1", "'a'", "[1, 'b']", "None|1", "w=6", " x "]),
    Case("format-with-objects", """
        class V:
            def __str__(self): return "v!"
            def __repr__(self): return "V()"
        def answer(): return ["%s %r %s" % (V(), V(), [V()]), "{} {!r}".format(V(), V()), f"{[V()]} {V()!r}", str((V(),))]
        """, ["v! V() [V()]", "v! V()", "[V()] V()", "(V(),)"]),
    Case("slices", """
        def answer():
            xs = list(range(6))
            xs[1:3] = ["a"]
            del xs[-1]
            return [xs, xs[::-1][:2], "abcdef"[1:-1:2], (1, 2, 3)[slice(1, None)]]
        """, [[0, "a", 3, 4], [4, 3], "bd", [2, 3]]),
    Case("container-methods", """
        def answer():
            s, d, l = {1, 2}, {"a": 1}, [3, 1, 2]
            s |= {3}; s.discard(1); d.setdefault("b", []).append(2); l.sort(reverse=True); l.extend(x for x in (0, 9))
            return [s & {3}, s ^ {3, 4}, d, d.get("z", 5), l, l.index(1), d.pop("a"), list(d.items()), {1} <= {1, 2}, sorted(s - {2})]
        """, [[3], [2, 4], {"b": [2]}, 5, [3, 2, 1, 0, 9], 2, 1, [["b", [2]]], True, [3]]),
    Case("string-methods", """
        def answer(): return ["a,b".split(","), " x ".strip(), "ab".replace("a", "c"), "x".join(["1", "2"]), "v1.2".partition(".")[2],
                              "fp8_e4m3".startswith(("fp8", "int")), "AbC".lower(), "a".isdigit(), "k%d" % 3, "é".encode().hex()]
        """, [["a", "b"], "x", "cb", "1x2", "2", True, "abc", False, "k3", "c3a9"]),
    Case("builtin-functions", """
        class A: x = 1
        def answer():
            xs = [3, 1, 2]
            return [any(x > 2 for x in xs), all([]), min(xs), max(xs, key=lambda x: -x), sorted(xs)[0], len(xs),
                    isinstance(True, int), isinstance(A(), (str, A)), getattr(A, "x"), getattr(A, "y", None), hasattr(A, "y"),
                    sum(xs), list(map(str, xs)), list(filter(None, [0, 1])), list(enumerate("ab", 1)), list(reversed(xs)),
                    divmod(7, 2), round(2.5), abs(-1), list(zip(xs, "ab")), int("0x1f", 16), min([], default=0)]
        """, [True, True, 1, 1, 1, 3, True, True, 1, None, False, 6, ["3", "1", "2"], [1], [[1, "a"], [2, "b"]], [2, 1, 3],
              [3, 1], 2, 1, [[3, "a"], [1, "b"]], 31, 0]),
    Case("functools", """
        import functools, operator
        def f(a, b, c=0): return [a, b, c]
        def answer(): return [functools.partial(f, 1, c=3)(2), functools.reduce(operator.add, [1, 2, 3], 10)]
        """, [[1, 2, 3], 16]),
    Case("itertools", """
        import itertools
        def answer(): return [list(itertools.product([1, 2], "a")), list(itertools.chain([1], (2,))),
                              list(itertools.islice(itertools.count(), 3)), list(itertools.chain.from_iterable([[1], [2]])),
                              [list(g) for _, g in itertools.groupby([1, 1, 2])], list(itertools.accumulate([1, 2, 3]))]
        """, [[[1, "a"], [2, "a"]], [1, 2], [0, 1, 2], [1, 2], [[1, 1], [2]], [1, 3, 6]]),
    Case("math", """
        import math
        from math import log2
        def answer(): return [math.ceil(2.1), math.gcd(12, 18), log2(8), math.prod([2, 3]), math.inf > 1, math.isqrt(17), 7 // -2, -7 % 3]
        """, [3, 6, 3.0, 6, True, 4, -4, 2]),
    Case("power-of-two", """
        def answer(): return [n for n in (32, 48, 64, 72, 0) if n > 0 and n & (n - 1) == 0]
        """, [32, 64]),
]  # fmt: skip
