"""Imports that run: their order, their failures, cycles, and what they leave behind."""

from __future__ import annotations

from case import Case, Raises

BASE = "class Base:\n    fast = False\n    sizes = [1]\n"

CASES = [
    Case("bare-import", """
        import pkg.fixups
        from pkg.base import Base
        def answer(): return [Base.fast, Base.sizes]
        """, [True, [1, 2]], files={
            "pkg/base.py": BASE,
            "pkg/fixups.py": "from pkg.base import Base\nBase.fast = True\nBase.sizes.append(2)\n"}),
    Case("registry-filled-by-name", """
        import importlib
        for name in ("a", "b"):
            importlib.import_module(f".{name}", __package__)
        from pkg.table import TABLE
        def answer(): return TABLE
        """, {"a": 1, "b": 2}, files={
            "pkg/table.py": "TABLE = {}\n",
            "pkg/a.py": "from pkg.table import TABLE\nTABLE['a'] = 1\n",
            "pkg/b.py": "from pkg.table import TABLE\nTABLE['b'] = len(TABLE) + 1\n"}),
    Case("names-are-taken-when-the-import-runs", """
        from pkg.state import LEVEL
        import pkg.later
        import pkg.state
        def answer(): return [LEVEL, pkg.state.LEVEL]
        """, [1, 2], files={
            "pkg/state.py": "LEVEL = 1\n",
            "pkg/later.py": "import pkg.state\npkg.state.LEVEL = 2\n"}),
    Case("half-made-module-in-a-circle", """
        import pkg.a
        from pkg.b import SEEN
        def answer(): return SEEN
        """, 0, files={
            "pkg/a.py": "import pkg.b\nX = 1\n",
            "pkg/b.py": "import pkg.a as a\nSEEN = getattr(a, 'X', 0)\n"}),
    Case("guarded-import-of-what-fails-below", """
        try:
            from pkg.ops import fast
        except ImportError as error:
            fast = type(error).__name__
        def answer(): return fast
        """, "ImportError", files={
            "pkg/ops.py": "from pkg.kernels import nothing\nfast = True\n",
            "pkg/kernels.py": "def __getattr__(name): raise AttributeError(name)\n"}),
    Case("a-module-that-fails-is-run-anew", """
        from pkg.count import COUNT
        for _ in range(2):
            try:
                import pkg.broken
            except ValueError:
                pass
        def answer(): return COUNT
        """, [0, 1], files={
            "pkg/count.py": "COUNT = []\n",
            "pkg/broken.py": "from pkg.count import COUNT\nCOUNT.append(len(COUNT))\nraise ValueError\n"}),
    Case("changes-before-a-failure-stay", """
        from pkg.base import Base
        try:
            import pkg.broken
        except ImportError:
            pass
        def answer(): return Base.fast
        """, True, files={
            "pkg/base.py": BASE,
            "pkg/broken.py": "from pkg.base import Base\nBase.fast = True\nraise ImportError\n"}),
    Case("submodules-are-attributes-once-imported", """
        import pkg
        before = hasattr(pkg, "part")
        import pkg.part
        def answer(): return [before, pkg.part.X]
        """, [False, 1], files={"pkg/part.py": "X = 1\n"}),
    Case("an-import-inside-a-function-runs-when-it-is-called", """
        from pkg.base import Base
        def load():
            import pkg.fixups
        before = Base.fast
        load()
        def answer(): return [before, Base.fast]
        """, [False, True], files={
            "pkg/base.py": BASE, "pkg/fixups.py": "from pkg.base import Base\nBase.fast = True\n"}),
    Case("star-import-takes-what-is-there", """
        N = 1
        from pkg.names import *
        def answer(): return [N, M, "_hidden" in globals()]
        """, [2, 3, False], files={"pkg/names.py": "N = 2\nM = 3\n_hidden = 4\n"}),
    Case("star-import-of-a-name-that-is-missing", """
        try:
            from pkg.names import *
        except AttributeError:
            N = 0
        def answer(): return N
        """, 0, files={"pkg/names.py": "__all__ = ['N', 'missing']\nN = 2\n"}),
    Case("none-in-sys-modules", """
        import sys
        sys.modules["pkg.ops"] = None
        try:
            import pkg.ops
            there = True
        except ImportError:
            there = False
        def answer(): return there
        """, False, files={"pkg/ops.py": ""}),
    Case("a-module-that-puts-something-in-its-place", """
        from pkg import odd
        from pkg.odd import value
        def answer(): return [odd.value, value]
        """, [2, 2], files={
            "pkg/odd.py": "import sys\nvalue = 1\nclass Fake:\n    value = 2\nsys.modules[__name__] = Fake\n"}),
    Case("a-module-imported-anew", """
        import importlib
        import pkg.count
        importlib.reload(pkg.count)
        def answer(): return pkg.count.N
        """, 2, files={"pkg/count.py": "N = globals().get('N', 0) + 1\n"}),
    Case("a-module-that-cannot-be-imported", """
        def answer():
            import pkg.broken
        """, Raises("ZeroDivisionError"), files={"pkg/broken.py": "1 / 0\n"}),
    Case("a-package-that-calls-another-module-by-the-name-of-a-submodule", """
        import pkg.inner.sub as bound
        import pkg.inner.one as one
        from pkg.inner import sub
        def answer(): return [bound.V, one.V, sub.V]
        """, [1, 1, 1], files={
            "pkg/inner/__init__.py": "import pkg.inner.sub\nimport pkg.inner.one as sub\n",
            "pkg/inner/sub.py": "V = 2\n", "pkg/inner/one.py": "V = 1\n"}),
    Case("a-name-bound-in-its-module-by-a-class-body", """
        n = 1
        class A:
            global n
            n = 5
        def answer(): return [n, hasattr(A, "n")]
        """, [5, False]),
    Case("bisect", """
        from bisect import bisect, bisect_left
        def answer(): return [bisect([1, 2, 2, 3], 2), bisect_left([1, 2, 2, 3], 2), bisect(["a", "c"], "b")]
        """, [3, 1, 1]),
    Case("a-statement-sees-the-names-of-its-moment", """
        n = 1
        def read(): return n
        first = read()
        n = 2
        def answer(): return [first, read()]
        """, [1, 2]),
    Case("submodules-are-imported-before-any-name-is-bound", """
        from pkg.sub import value, inner
        def answer(): return value
        """, 2, files={"pkg/sub/__init__.py": "value = 1", "pkg/sub/inner.py": "import pkg.sub\npkg.sub.value = 2"}),
    Case("a-namespace-package-has-no-file", """
        import pkg.spread
        def answer(): return pkg.spread.__file__
        """, None, files={"pkg/spread/inner.py": "x = 1"}),
]  # fmt: skip
