"""What one module changes in another is unknown to whoever reads it there."""

from cases_open import OpenCase

CASES = [
    OpenCase("list-in-an-imported-table", """
        from pkg.base import outer
        outer["x"].append(3)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    OpenCase("list-held-by-a-class-of-another-module", """
        from pkg.base import outer
        class A: mine = outer["x"]
        A.mine.append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    OpenCase("list-in-a-table-in-a-table", """
        from pkg.base import outer
        table = {"q": outer}
        table["q"]["x"].append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    OpenCase("list-in-a-table-of-an-imported-module", """
        import pkg.base
        pkg.base.outer["x"].append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    OpenCase("list-of-an-object-in-a-table", """
        from pkg.base import outer
        outer[0].xs.append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            class A:
                def __init__(self): self.xs = inner
            outer = [A()]
            """},
        probe="pkg.base.inner"),
    OpenCase("list-changed-by-a-comprehension-over-a-table", """
        from pkg.base import outer
        [x.append(2) for x in outer.values()]
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    OpenCase("list-got-from-an-imported-table", """
        from pkg.base import outer
        outer.get("x").append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    OpenCase("list-chosen-from-an-imported-table", """
        from pkg.base import outer
        (outer or None)["x"].append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    OpenCase("list-changed-by-a-lambda", """
        from pkg.base import outer
        list(map(lambda v: v.append(2), outer.values()))
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    OpenCase("attribute-set-by-setattr", """
        from pkg.base import outer
        setattr(outer, "x", 2)
        outer.__setattr__("y", 3)
        inner2 = outer
        vars(outer)["xs"].append(3)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            class A: xs = inner
            outer = A()
            outer.xs = inner
            """},
        probe="pkg.base.inner"),
    OpenCase("list-in-a-table-of-an-imported-class", """
        from pkg.base import A
        A.table["x"].append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            class A: table = {"x": inner}
            """},
        probe="pkg.base.A.table"),
    OpenCase("list-held-by-a-third-module", """
        from pkg.mid import holder
        holder[0].append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            """, "pkg/mid.py": """
            from pkg.base import inner
            holder = [inner]
            """},
        probe="pkg.base.inner"),
    OpenCase("list-of-a-star-import", """
        from pkg.base import *
        outer["x"].append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    OpenCase("list-changed-by-a-method", """
        from pkg.base import outer
        class A:
            @classmethod
            def change(cls): outer["x"].append(2)
        A.change()
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    OpenCase("list-changed-by-a-hook", """
        from pkg.base import outer
        class A:
            def __init_subclass__(cls): outer["x"].append(2)
        class B(A): pass
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    OpenCase("result-of-an-imported-function", """
        from pkg.base import get
        get().append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            held = [1]
            def get(): return held
            """},
        probe="pkg.base.held"),
    OpenCase("result-of-an-imported-function-under-a-name", """
        from pkg.base import get
        x = get()
        x.append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            held = [1]
            def get(): return held
            """},
        probe="pkg.base.held"),
    OpenCase("result-of-an-imported-method", """
        from pkg.base import A
        A.get().append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            held = [1]
            class A:
                @staticmethod
                def get(): return held
            """},
        probe="pkg.base.held"),
    OpenCase("result-of-a-method-of-an-object", """
        from pkg.base import A
        a = A()
        a.get().append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            held = [1]
            class A:
                def get(self): return held
            """},
        probe="pkg.base.held"),
    OpenCase("result-of-an-imported-property", """
        from pkg.base import A
        A().get.append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            held = [1]
            class A:
                @property
                def get(self): return held
            """},
        probe="pkg.base.held"),
    OpenCase("result-handed-to-what-changes-it", """
        from pkg.base import get
        def change(xs): xs.append(2)
        change(get())
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            held = [1]
            def get(): return held
            """},
        probe="pkg.base.held"),
    OpenCase("result-of-a-function-of-an-imported-module", """
        import pkg.base
        pkg.base.get().append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            held = [1]
            def get(): return held
            """},
        probe="pkg.base.held"),
    OpenCase("elements-of-a-result", """
        from pkg.base import get
        for x in get(): x.append(2)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            held = [1]
            def get(): return [held]
            """},
        probe="pkg.base.held"),
    OpenCase("result-through-a-third-module", """
        from pkg.mid import get2
        get2().append(1)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            held = [1]
            def get(): return held
            """, "pkg/mid.py": """
            from pkg.base import get
            def get2(): return get()
            """},
        probe="pkg.base.held"),
    OpenCase("mutable-default-of-an-imported-function", """
        from pkg.base import f
        f(2)
        a = f(1)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            def f(x, acc=[]):
                acc.append(x)
                return len(acc)
            """},
        probe="pkg.main.a"),
    OpenCase("mutable-default-returned-to-another-module", """
        from pkg.base import f
        f().append(1)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            def f(acc=[]): return acc
            """},
        probe="pkg.base.f()"),
    OpenCase("mutable-default-of-an-imported-constructor", """
        from pkg.base import A
        a = A()
        a.xs.append(1)
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            class A:
                def __init__(self, xs=[]): self.xs = xs
            """},
        probe="pkg.base.A().xs"),
    OpenCase("method-called-by-a-default", """
        from pkg.base import C
        def f(sizes=C.double()): return sizes
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            class C:
                sizes = [1]
                @classmethod
                def double(cls):
                    cls.sizes[:] = cls.sizes * 2
                    return len(cls.sizes)
            """}, probe="pkg.base.C.sizes"),
    OpenCase("global-bound-anew-by-both-modules", """
        from pkg.base import count as again
        again()
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            n = 0
            def count():
                global n
                n += 1
            count()
            """}, probe="pkg.base.n"),
    OpenCase("list-stored-in-a-class-of-another-module", """
        from pkg.base import C, names
        C.sizes = names
        C.sizes.append(7)
        """, "unknown", "importing pkg.main changes",
        files={"pkg/base.py": "names = []\nclass C: sizes = [1]"}, probe="pkg.base.names"),
    OpenCase("operator-on-what-another-module-changes", """
        from pkg.base import C
        C.sizes.append("x")
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            class C: sizes = [1]
            class D:
                def __init__(self): self.size = 2 + C.sizes
                def one(self): return 1
            """}, probe="pkg.base.D().one()"),
    OpenCase("function-of-what-another-module-changes", """
        from pkg.base import C
        C.sizes.append("x")
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            class C: sizes = [1]
            class D:
                def __init__(self): self.size = sum(C.sizes)
                def one(self): return 1
            """}, probe="pkg.base.D().one()"),
    OpenCase("comparison-with-what-another-module-changes", """
        from pkg.base import C
        C.sizes.append("x")
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            class C: sizes = [1]
            class D:
                def __init__(self): self.size = 1 if C.sizes < 5 else 2
                def one(self): return 1
            """}, probe="pkg.base.D().one()"),
    OpenCase("augmented-assignment-of-what-another-module-changes", """
        from pkg.base import C
        C.sizes.append("x")
        """, "unknown", "importing pkg.main changes", files={"pkg/base.py": """
            class C: sizes = [1]
            def one():
                size = C.sizes
                size += 1
                return 1
            """}, probe="pkg.base.one()"),
]  # fmt: skip
