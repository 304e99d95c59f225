"""Changes that code outside the tree makes to objects that it was given, or by name."""

from __future__ import annotations

PATCHES = {
    "patch-of-a-class": """
        from unittest import mock
        class Base: v = False
        class Backend(Base): pass
        def answer():
            mock.patch.object(Base, "v", True).start()
            return Backend.v
        """,
    "patch-of-a-method": """
        from unittest import mock
        class Base:
            def f(self): return 1
        def answer():
            mock.patch.object(Base, "f", lambda self: 2).start()
            return Base().f()
        """,
    "patch-by-text": """
        from unittest import mock
        F = 1
        def answer():
            mock.patch("pkg.main.F", 2).start()
            return F
        """,
    "patch-of-a-dict": """
        from unittest import mock
        D = {}
        def answer():
            mock.patch.dict(D, {"a": 1}).start()
            return len(D)
        """,
    "patch-of-a-module": """
        import pkg.main
        from unittest import mock
        F = 1
        def answer():
            mock.patch.object(pkg.main, "F", 2).start()
            return F
        """,
    "chain-map-writes-through": """
        import collections
        def answer():
            d = {}
            collections.ChainMap(d)["x"] = 1
            return d
        """,
    "mapping-proxy-shows-later-changes": """
        import types
        def answer():
            d = {}
            p = types.MappingProxyType(d)
            d["x"] = 1
            return len(p)
        """,
    "environment-that-is-patched": """
        import os
        from unittest import mock
        def answer():
            os.environ["DOCGEN_TEST_C"] = "1"
            with mock.patch.dict(os.environ, {"DOCGEN_TEST_C": "2"}):
                return os.environ["DOCGEN_TEST_C"]
        """,
    "environment-that-is-patched-by-name": """
        import os
        from unittest import mock
        def answer():
            os.environ["DOCGEN_TEST_D"] = "1"
            with mock.patch.dict("os.environ", {"DOCGEN_TEST_D": "2"}):
                return os.getenv("DOCGEN_TEST_D")
        """,
    "environment-that-a-callback-writes": """
        import os, re
        def f(match):
            os.environ["DOCGEN_TEST_E"] = "2"
            return ""
        def answer():
            os.environ["DOCGEN_TEST_E"] = "1"
            re.sub("a", f, "a")
            return os.environ.get("DOCGEN_TEST_E")
        """,
    "attribute-of-an-outside-object": """
        import threading
        R = []
        def f(): R.append(1)
        def answer():
            t = threading.Thread()
            t.run = f
            t.start(); t.join()
            return R
        """,
    "evaluated-text": """
        R = []
        def answer():
            eval("R.append(1)")
            return R
        """,
    "executed-text": """
        N = 0
        def answer():
            exec("global N; N = 1")
            return N
        """,
    "pickled": """
        import pickle
        R = []
        class A:
            def __reduce__(self):
                R.append(1)
                return (int, ())
        def answer():
            pickle.dumps(A())
            return R
        """,
    "delattr": """
        class A: n = 1
        def answer():
            delattr(A, "n")
            return hasattr(A, "n")
        """,
    "copy-that-is-hooked": """
        import copy
        R = []
        class A:
            def __copy__(self):
                R.append(1)
                return self
        def answer():
            copy.copy(A())
            return R
        """,
    "deep-copy-that-is-hooked": """
        import copy
        R = []
        class A:
            def __deepcopy__(self, memo):
                R.append(1)
                return self
        def answer():
            copy.deepcopy([A()])
            return R
        """,
}
