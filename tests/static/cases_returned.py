"""Changes that one module makes in another through what the other's functions returned to it."""

from __future__ import annotations

from cases_changes import ChangeCase

CASES = [
    ChangeCase("result-of-an-imported-function", """
        from pkg.base import get
        get().append(2)
        """, files={"pkg/base.py": """
            held = [1]
            def get(): return held
            """},
        probe="pkg.base.held"),
    ChangeCase("result-of-an-imported-function-under-a-name", """
        from pkg.base import get
        x = get()
        x.append(2)
        """, files={"pkg/base.py": """
            held = [1]
            def get(): return held
            """},
        probe="pkg.base.held"),
    ChangeCase("result-of-an-imported-method", """
        from pkg.base import A
        A.get().append(2)
        """, files={"pkg/base.py": """
            held = [1]
            class A:
                @staticmethod
                def get(): return held
            """},
        probe="pkg.base.held"),
    ChangeCase("result-of-a-method-of-an-object", """
        from pkg.base import A
        a = A()
        a.get().append(2)
        """, files={"pkg/base.py": """
            held = [1]
            class A:
                def get(self): return held
            """},
        probe="pkg.base.held"),
    ChangeCase("result-of-an-imported-property", """
        from pkg.base import A
        A().get.append(2)
        """, files={"pkg/base.py": """
            held = [1]
            class A:
                @property
                def get(self): return held
            """},
        probe="pkg.base.held"),
    ChangeCase("result-handed-to-what-changes-it", """
        from pkg.base import get
        def change(xs): xs.append(2)
        change(get())
        """, files={"pkg/base.py": """
            held = [1]
            def get(): return held
            """},
        probe="pkg.base.held"),
    ChangeCase("result-of-a-function-of-an-imported-module", """
        import pkg.base
        pkg.base.get().append(2)
        """, files={"pkg/base.py": """
            held = [1]
            def get(): return held
            """},
        probe="pkg.base.held"),
    ChangeCase("elements-of-a-result", """
        from pkg.base import get
        for x in get(): x.append(2)
        """, files={"pkg/base.py": """
            held = [1]
            def get(): return [held]
            """},
        probe="pkg.base.held"),
    ChangeCase("result-through-a-third-module", """
        from pkg.mid import get2
        get2().append(1)
        """, files={"pkg/base.py": """
            held = [1]
            def get(): return held
            """, "pkg/mid.py": """
            from pkg.base import get
            def get2(): return get()
            """},
        probe="pkg.base.held"),
    ChangeCase("mutable-default-of-an-imported-function", """
        from pkg.base import f
        f(2)
        a = f(1)
        """, files={"pkg/base.py": """
            def f(x, acc=[]):
                acc.append(x)
                return len(acc)
            """},
        probe="pkg.main.a"),
    ChangeCase("mutable-default-returned-to-another-module", """
        from pkg.base import f
        f().append(1)
        """, files={"pkg/base.py": """
            def f(acc=[]): return acc
            """},
        probe="pkg.base.f()"),
    ChangeCase("mutable-default-of-an-imported-constructor", """
        from pkg.base import A
        a = A()
        a.xs.append(1)
        """, files={"pkg/base.py": """
            class A:
                def __init__(self, xs=[]): self.xs = xs
            """},
        probe="pkg.base.A().xs"),
    ChangeCase("method-called-by-a-default", """
        from pkg.base import C
        def f(sizes=C.double()): return sizes
        """, files={"pkg/base.py": """
            class C:
                sizes = [1]
                @classmethod
                def double(cls):
                    cls.sizes[:] = cls.sizes * 2
                    return len(cls.sizes)
            """}, probe="pkg.base.C.sizes"),
]  # fmt: skip
