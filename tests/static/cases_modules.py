"""Modules: order, imports, changes after a name was bound."""

from case import Case

CASES = [
    Case("loaded-modules", """
        import sys
        before = "pkg.there" in sys.modules
        import pkg.there
        after = "pkg.there" in sys.modules, "pkg.main" in sys.modules, "pkg.never" in sys.modules, "sys" in sys.modules
        del sys.modules["pkg.there"]
        sys.modules["pkg.put"] = None
        last = "pkg.there" in sys.modules, "pkg.put" in sys.modules
        """, [False, [True, True, False, True], [False, True]],
        files={"pkg/there.py": "", "pkg/never.py": ""}, probe="[m.before, m.after, m.last]"),
    Case("rebinding-order", """
        x = 1
        y = x
        x = 2
        def f(): return x
        z = f()
        x = 3
        """, [1, 2, 3], [3, 3, 3], probe="[m.y, m.z, m.x]"),
    Case("conditional-definitions", """
        import sys
        if sys.maxsize > 10 and False: size = 1
        elif 1 + 1 == 2: size = 2
        else: size = 3
        """, 2, 3, probe="m.size"),
    Case("try-import", """
        try:
            from pkg.there import thing
        except ImportError:
            thing = "fallback"
        try:
            from pkg.there import other
        except ImportError:
            other = "fallback"
        else:
            extra = 1
        """, ["fallback", "there", 1], ["thing", "fallback", 1], files={"pkg/there.py": 'other = "there"'},
        probe="[m.thing, m.other, m.extra]"),
    Case("try-import-of-a-missing-name", """
        try:
            from pkg.there import absent
        except ImportError:
            absent = None
        """, None, "absent", files={"pkg/there.py": ""}, probe="m.absent"),
    Case("modules-that-call-one-another", """
        values = []
        def add(held): held.append(1)
        from pkg.there import fill
        fill(values)
        """, [2], [], files={"pkg/there.py": """
            values = []
            def fill(held): held.append(2)
            from pkg.main import add
            add(values)
            """}, probe="m.values"),
    Case("package-imports-its-own-submodules", """
        from pkg.sub import part, Thing
        """, [3, 3, "other", 4], files={"pkg/sub/__init__.py": """
            from . import part, other as renamed
            from .part import Thing
            part_size = part.SIZE
            """, "pkg/sub/part.py": """
            SIZE = 3
            class Thing: size = 4
            """, "pkg/sub/other.py": 'NAME = "other"'},
        probe="[pkg.sub.part_size, m.part.SIZE, pkg.sub.renamed.NAME, m.Thing.size]"),
    Case("package-prefers-what-it-bound-to-its-submodule", "", "bound", files={
        "pkg/sub/__init__.py": 'part = "bound"\nfrom . import part as again', "pkg/sub/part.py": "",
        }, probe="pkg.sub.again"),
    Case("type-checking", """
        from typing import TYPE_CHECKING
        flag = "runtime"
        if TYPE_CHECKING:
            flag = "checker"
            from pkg.missing import Nothing
        """, "runtime", "checker", probe="m.flag"),
    Case("local-import", """
        from pkg.a import value as outer
        def answer():
            from pkg import b as other
            from .b import value
            import pkg.a
            return [value, other.value, pkg.a.value, outer]
        """, ["b", "b", "a", "a"], files={"pkg/a.py": 'value = "a"', "pkg/b.py": 'value = "b"'}),
    Case("re-exports", """
        from pkg.sub import Thing as Again, renamed
        def answer(): return [Again.__module__, renamed, Again.kind]
        """, ["pkg.sub.deep", 3, "deep"],
        files={"pkg/sub/__init__.py": "from .deep import Thing, n as renamed", "pkg/sub/deep.py": 'n = 3\nclass Thing: kind = "deep"'}),
    Case("star-import", """
        x = "before"
        from pkg.a import *
        y = "after"
        def answer(): return [x, y, z, "_hidden" in globals()]
        """, ["a", "after", "a", False], ["before", "after", "a", False],
        files={"pkg/a.py": 'x = y = z = "a"\n_hidden = 1'},
        probe="[m.x, m.y, m.z, hasattr(m, '_hidden')]".replace("m,", "pkg.main,")),
    Case("star-import-with-all", """
        from pkg.a import *
        def answer():
            try: return z
            except NameError: return _shown
        """, "shown", 1, files={"pkg/a.py": '__all__ = ["_shown"]\n_shown = "shown"\nz = 1'}),
    Case("module-getattr", """
        import pkg.lazy as lazy
        from pkg.lazy import made
        def answer(): return [lazy.there, lazy.other, made, hasattr(lazy, "_no")]
        """, ["there", "OTHER", "MADE", False],
        files={"pkg/lazy.py": """
            there = "there"
            def __getattr__(name):
                if name.startswith("_"): raise AttributeError(name)
                return name.upper()
            """}),
    Case("mutation-after-binding", """
        TABLE = {"a": 1}
        NAMES = ["x"]
        TABLE["b"] = 2
        NAMES.append("y")
        NAMES += ["z"]
        early = list(NAMES)
        del TABLE["a"]
        NAMES.remove("x")
        """, [{"b": 2}, ["y", "z"], ["x", "y", "z"]], [{"a": 1}, ["x"], ["x"]], probe="[m.TABLE, m.NAMES, m.early]"),
    Case("mutation-through-an-alias", """
        A = [1]
        B = A
        C = {"inner": A}
        B.append(2)
        C["inner"].append(3)
        D = A[:]
        D.append(4)
        """, [[1, 2, 3], [1, 2, 3, 4]], [[1], [1]], probe="[m.A, m.D]"),
    Case("mutation-through-a-function", """
        SEEN = []
        def note(x, where=SEEN): where.append(x); return x
        A = note(1)
        def also(xs): xs.append("also")
        also(SEEN)
        B = [note(n) for n in (2, 3)]
        """, [1, "also", 2, 3], [], probe="m.SEEN"),
    Case("mutation-through-a-loop", """
        TABLE = {}
        for name in ("a", "b"):
            TABLE[name] = len(TABLE)
        if "a" in TABLE:
            TABLE["c"] = 9
        while len(TABLE) < 4: TABLE[len(TABLE)] = 0
        """, {"a": 0, "b": 1, "c": 9, "3": 0}, {}, probe="m.TABLE"),
    Case("registering-decorator", """
        REGISTRY = {}
        def register(name):
            def wrap(cls):
                REGISTRY[name] = cls
                return cls
            return wrap
        @register("a")
        class A: pass
        @register("b")
        class B(A): pass
        def answer(): return [sorted(REGISTRY), REGISTRY["b"] is B, REGISTRY["a"].__name__]
        """, [["a", "b"], True, "A"], [[], False, None]),
    Case("registering-object", """
        class Registry:
            def __init__(self): self.entries = []
            def enroll(self, thing):
                self.entries.append(thing.__name__)
                return thing
        R = Registry()
        @R.enroll
        def f(): ...
        x = R.enroll(Registry)
        """, ["f", "Registry"], [], probe="m.R.entries"),
    Case("class-body-registers", """
        LOG = []
        class A:
            LOG.append("A")
            class Inner:
                LOG.append("Inner")
        class B(A):
            n = LOG.append("B")
        """, ["A", "Inner", "B"], [], probe="m.LOG"),
    Case("class-attribute-changed-through-a-subclass", """
        class A: xs = [1]
        class B(A): pass
        B.xs.append(2)
        B.n = 1
        """, [[1, 2], False], [[1], True], probe="[m.A.xs, hasattr(m.A, 'n')]"),
    Case("monkey-patched-method", """
        class A:
            def f(self): return 1
        def g(self): return 2
        before = A().f()
        A.f = g
        """, [1, 2], [1, 1], probe="[m.before, m.A().f()]"),
    Case("delete-at-module-level", """
        x = 1
        y = x
        del x
        try: x
        except NameError: gone = True
        """, [1, True, False], [1, False, True], probe="[m.y, m.gone, hasattr(pkg.main, 'x')]"),
    Case("unpacking-at-module-level", """
        a, (b, *c) = 1, (2, 3, 4)
        [d, e] = "xy"
        f = g = []
        g.append(1)
        """, [1, [3, 4], "y", [1]], probe="[m.a, m.c, m.e, m.f]"),
    Case("walrus-and-with-at-module-level", """
        import contextlib
        if (n := 3) > 2: m = n
        with contextlib.nullcontext(5) as k: j = k
        match n:
            case 3 as three: pass
        """, [3, 5, 3], probe="[m.m, m.j, m.three]"),
    Case("change-during-the-probe-does-not-reach-back", """
        T = [1]
        N = len(T)
        def answer():
            T.append(2)
            return [N, len(T)]
        """, [1, 2], [2, 2]),
    Case("class-defined-twice", """
        class A: n = 1
        first = A
        class A(A): m = 2
        """, [1, 2, False], probe="[m.A.n, m.A.m, m.first is m.A]"),
    Case("module-attribute-set-from-a-function", """
        mode = "off"
        def switch(value):
            global mode
            mode = value
        def current(): return mode
        switch("on")
        snapshot = current()
        """, ["on", "on"], ["off", "off"], probe="[m.mode, m.snapshot]"),
    Case("name-of-the-module", "where = [__name__, __name__ == '__main__']", ["pkg.main", False], probe="m.where"),
    Case("global-list-extended-by-comprehension", """
        ALL = []
        _ = [ALL.append(k) for k in "ab"]
        SIZES = [*ALL, "c"]
        """, [["a", "b"], ["a", "b", "c"]], [[], ["c"]], probe="[m.ALL, m.SIZES]"),
    Case("name-of-an-exception-ends-with-its-handler", """
        e = 5
        try: {}["x"]
        except KeyError as e: pass
        try: gone = e
        except NameError: gone = "gone"
        """, "gone", 5, probe="m.gone"),
    Case("what-a-loop-binds-is-seen-by-what-it-calls", """
        n = 1
        for i in [2]:
            try: n = any((i for _ in [1]))
            except Exception: n = "missed"
        def read(): return j
        for j in [3]: seen = read()
        """, [True, 3], probe="[m.n, m.seen]"),
    Case("class-in-a-loop-sees-its-round", """
        made = []
        for k in [1, 2]:
            class A: size = k
            made.append(A)
        """, [1, 2], [2, 2], probe="[c.size for c in m.made]"),
    Case("dict-display-evaluates-the-key-first", """
        def answer():
            log = []
            def note(x): log.append(x); return x
            {note("key"): note("value")}
            return log
        """, ["key", "value"], ["value", "key"]),
    Case("property-that-changes-at-module-level", """
        class A:
            flags = [1]
            @property
            def pop_all(self):
                self.flags.clear()
        A().pop_all
        """, [], [1], probe="m.A.flags"),
    Case("class-body-reads-before-the-probe-changes", """
        n = 0
        class C:
            size = n
            class Inner: size = n
        def answer():
            global n
            n = 2
            try: return divmod(1, C.size + C.Inner.size)
            except ZeroDivisionError: return "as imported"
        """, "as imported", [0, 1]),
    Case("other-modules-change-a-class-after-its-own-has-read-it", "from pkg.base import C\nC.size = 0", False, True,
        files={"pkg/base.py": "class C: pass\nhad = hasattr(C, 'size')"}, probe="pkg.base.had"),
    Case("global-bound-anew-in-the-module-that-imports-it", """
        from pkg.base import n
        def count():
            global n
            n = n + 1
        count()
        """, [1], files={"pkg/base.py": """
            class C: sizes = [1]
            n = 2
            C.extra = n
            """}, probe="pkg.base.C.sizes"),
]  # fmt: skip
