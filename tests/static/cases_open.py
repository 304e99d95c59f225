"""Questions that the source leaves open: branches on the unknown, bounds, and guesses that the evaluator refuses."""

from __future__ import annotations

from open_case import OpenCase

CASES = [
    OpenCase("branches-that-agree", """
        import outside
        def answer():
            if outside.flag(): return [1]
            return [1]
        """, "known", [1]),
    OpenCase("branches-that-differ", """
        from outside import version
        def answer():
            if version() == 3: return "three"
            return "other"
        """, "conditional", ["three", "other"], ("version() == 3", "not (version() == 3)")),
    OpenCase("true-and-one-are-not-merged", """
        import outside
        def answer(): return True if outside.flag else 1
        """, "conditional", [True, 1]),
    OpenCase("a-question-is-decided-once", """
        import outside
        def answer():
            first = 1 if outside.flag else 2
            second = 1 if outside.flag else 2
            return first == second
        """, "known", True),
    OpenCase("a-value-kept-for-one-side-does-not-serve-the-other", """
        import outside
        if outside.flag: size = 1
        else: size = 2
        pair = [size, size]
        def answer():
            n = size
            return [n, pair]
        """, "conditional", [[1, [1, 1]], [2, [2, 2]]]),
    OpenCase("class-of-one-side-does-not-serve-the-other", """
        import outside
        class A: n = 1
        class B: n = 2
        class C(A if outside.flag else B): pass
        made = C()
        def answer(): return [C.n, made.n, isinstance(made, A)]
        """, "conditional", [[1, 1, True], [2, 2, False]]),
    OpenCase("enum-of-one-side-does-not-serve-the-other", """
        import enum, outside
        class E(enum.Enum):
            A = 1 if outside.flag else 2
        def answer(): return [E.A.value, 1 if outside.flag else 2]
        """, "conditional", [[1, 1], [2, 2]]),
    OpenCase("change-on-one-side-is-taken-back-on-the-other", """
        import outside
        TABLE = ["x"]
        def answer():
            if outside.flag: TABLE.append("y")
            return TABLE
        """, "conditional", [["x", "y"], ["x"]]),
    OpenCase("attribute-changed-on-one-side", """
        import outside
        class A: n = 1
        A.n = 2
        def answer():
            if outside.flag: A.n = 3
            return A.n
        """, "conditional", [3, 2]),
    OpenCase("import-that-may-fail", """
        try:
            import outside
            found = True
        except ImportError:
            found = False
        def answer(): return found
        """, "conditional", [True, False], ("import outside", "not (import outside)")),
    OpenCase("import-that-may-fail-under-suppress", """
        import contextlib
        found = False
        with contextlib.suppress(ImportError):
            import outside
            found = True
        def answer(): return found
        """, "conditional", [True, False]),
    OpenCase("compiled-module-of-the-tree", """
        try:
            from pkg._compiled import thing
            found = True
        except ImportError:
            found = False
        def answer(): return found
        """, "conditional", [True, False]),
    OpenCase("endless-loop", """
        def answer():
            while True: pass
        """, "unknown", "steps"),
    OpenCase("rounds-that-hang-on-something-unknown", """
        import outside
        def answer():
            flag = outside.flag
            while flag: pass
            return 1
        """, "unknown", "loops while something unknown holds, when flag"),
    OpenCase("many-decisions-during-the-import", """
        import outside
        def mark(n): return 1 if outside.flag(n) else 2
        MARKS = [mark(0), mark(1), mark(2), mark(3), mark(4), mark(5), mark(6), mark(7)]
        SIZE = 3
        def answer(): return SIZE if MARKS else SIZE
        """, "known", 3),
    OpenCase("name-bound-by-text", 'x = 1\nglobals()["x"] = 2', "unknown", "bound by text", probe="pkg.main.x"),
    OpenCase("name-bound-by-text-of-a-function", """
        y = 3
        def bind(name, value): globals()[name] = value
        bind("y", 4)
        """, "unknown", "bound by text", probe="pkg.main.y"),
    OpenCase("name-that-exec-may-bind", 'exec("z = 1")', "unknown", "may raise", probe="pkg.main.z"),
    OpenCase("another-name-bound-by-text", 'x = 1\nglobals()["y"] = 2', "known", 1, probe="pkg.main.x"),
    OpenCase("name-bound-after-one-by-text", """
        def bind(name, value): globals()[name] = value
        bind("y", 4)
        y = 3
        """, "known", 3, probe="pkg.main.y"),
    OpenCase("attribute-bound-by-text", """
        class A:
            size = 1
            locals()["size"] = 2
        """, "unknown", "bound by text", probe="pkg.main.A.size"),
    OpenCase("imports-in-a-circle", "from pkg.b import f\ndef answer(): return f()", "raises", "ImportError",
        files={"pkg/b.py": "from pkg.main import f"}),
    OpenCase("a-sum-of-nine-hundred", f"def answer(): return {'+'.join(['1'] * 900)}", "unknown", "too deep"),
    OpenCase("endless-recursion", "def f(n): return f(n + 1)\ndef answer(): return f(0)", "unknown", "deeper"),
    OpenCase("endless-iterator", "import itertools\ndef answer(): return sum(itertools.count())", "unknown", "steps"),
    OpenCase("too-many-branches", """
        import outside
        def answer(): return [outside.f(n) > 0 for n in range(20) if outside.g(n)]
        """, "unknown", "combinations"),
    OpenCase("loop-over-the-unknown-spoils-what-it-changes", """
        import outside
        TABLE = {"a": 1}
        NAMES = TABLE
        for key in outside.keys():
            TABLE[key] = 2
        def answer(): return NAMES["a"]
        """, "unknown", "outside.keys()"),
    OpenCase("loop-over-the-unknown-spoils-what-it-binds", """
        import outside
        n = 1
        for key in outside.keys():
            n = 2
        def answer(): return n
        """, "unknown", "outside.keys()"),
    OpenCase("words-of-python-itself", """
        def answer():
            try: [].pop()
            except IndexError as e: return str(e)
        """, "unknown", "words of an error"),
    OpenCase("format-of-a-mixed-enum", """
        import enum
        class S(str, enum.Enum): A = "a"
        def answer(): return f"{S.A}"
        """, "unknown", "versions of Python"),
    OpenCase("address-in-a-text", "def answer(): return str(object)[:1] + repr(answer)", "unknown", "address"),
    OpenCase("identity-of-equal-constants", "def answer(): return int('1000') is int('1000')", "unknown", "identity"),
    OpenCase("another-module-changes-a-table", """
        import pkg.table
        from pkg.table import TABLE, add
        TABLE["main"] = 1
        add("added")
        def answer(): return pkg.table.TABLE
        """, "known", {"main": 1, "added": 0}, files={"pkg/table.py": "TABLE = {}\ndef add(k): TABLE[k] = 0"}),
    OpenCase("another-module-sets-a-flag", """
        import pkg.table
        pkg.table.flag = True
        def answer(): return pkg.table.flag
        """, "known", True, files={"pkg/table.py": "flag = False"}),
    OpenCase("change-during-the-probe-does-not-reach-back-into-another-module", """
        from pkg.table import T
        from pkg import reader
        def answer():
            T.append(2)
            return [reader.N, len(T)]
        """, "known", [1, 2], files={"pkg/table.py": "T = [1]", "pkg/reader.py": "from pkg.table import T\nN = len(T)"}),
    OpenCase("constants-are-what-they-are-wherever-they-are-added-to", """
        from pkg.base import pair
        pair += (1,)
        """, "known", [3, "A"], files={"pkg/base.py": "pair = (3, 'A')"}, probe="pkg.base.pair"),
    OpenCase("iterator-that-was-read-from", """
        it = iter([1, 2])
        for first in it: break
        rest = list(it)
        """, "known", [2], probe="pkg.main.rest"),
    OpenCase("text-that-runs-changes-what-its-module-names", """
        from pkg.base import Base
        exec("Base.found = True")
        """, "unknown", "may raise", files={"pkg/base.py": "class Base: found = False"}, probe="pkg.base.Base.found"),
    OpenCase("a-module-is-asked-for-its-path-before-its-names", """
        from pkg import asked
        from pkg.asked import one, two
        def answer(): return asked.seen
        """, "known", ["__path__", "one", "two"], files={"pkg/asked.py": """
            seen = []
            def __getattr__(name):
                seen.append(name)
                if name == "__path__": raise AttributeError(name)
                return name
            """}),
    OpenCase("a-package-is-asked-twice", """
        from pkg.sub import one
        import pkg.sub
        def answer(): return pkg.sub.seen
        """, "known", ["one", "one"], files={"pkg/sub/__init__.py": """
            seen = []
            def __getattr__(name):
                seen.append(name)
                return name
            """}),
    OpenCase("names-of-a-module-of-pythons-own", """
        from math import *
        from dataclasses import *
        @dataclass
        class A: x: int = 1
        def answer(): return [floor(2.5), A().x]
        """, "known", [2, 1]),
    OpenCase("a-frozen-dataclass-with-slots-refuses-other-names-differently", """
        from dataclasses import dataclass
        @dataclass(frozen=True, slots=True)
        class A: x: int = 1
        def answer(): A().y = 1
        """, "unknown", "differs between versions"),
]  # fmt: skip
