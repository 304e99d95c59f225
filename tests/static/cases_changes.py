"""Changes that importing one module makes in another: later questions to the other see them."""

from __future__ import annotations

from textwrap import dedent
from typing import NamedTuple


class ChangeCase(NamedTuple):
    """Two modules or more, of which `pkg.main` changes what another holds."""

    id: str
    main: str
    """Text of `pkg/main.py`."""
    files: dict[str, str]
    """Other files of the project."""
    probe: str
    """The expression that is asked when `pkg.main` has been imported."""

    @property
    def texts(self) -> dict[str, str]:
        """Every file."""
        return {**{n: dedent(t) for n, t in self.files.items()}, "pkg/main.py": dedent(self.main)}

    @property
    def expression(self) -> str:
        """The probe, after an expression that imports `pkg.main`."""
        return f"(pkg.main, {self.probe})[1]"


CASES = [
    ChangeCase("list-in-an-imported-table", """
        from pkg.base import outer
        outer["x"].append(3)
        """, files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    ChangeCase("list-held-by-a-class-of-another-module", """
        from pkg.base import outer
        class A: mine = outer["x"]
        A.mine.append(2)
        """, files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    ChangeCase("list-in-a-table-in-a-table", """
        from pkg.base import outer
        table = {"q": outer}
        table["q"]["x"].append(2)
        """, files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    ChangeCase("list-in-a-table-of-an-imported-module", """
        import pkg.base
        pkg.base.outer["x"].append(2)
        """, files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    ChangeCase("list-of-an-object-in-a-table", """
        from pkg.base import outer
        outer[0].xs.append(2)
        """, files={"pkg/base.py": """
            inner = [1]
            class A:
                def __init__(self): self.xs = inner
            outer = [A()]
            """},
        probe="pkg.base.inner"),
    ChangeCase("list-changed-by-a-comprehension-over-a-table", """
        from pkg.base import outer
        [x.append(2) for x in outer.values()]
        """, files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    ChangeCase("list-got-from-an-imported-table", """
        from pkg.base import outer
        outer.get("x").append(2)
        """, files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    ChangeCase("list-chosen-from-an-imported-table", """
        from pkg.base import outer
        (outer or None)["x"].append(2)
        """, files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    ChangeCase("list-changed-by-a-lambda", """
        from pkg.base import outer
        list(map(lambda v: v.append(2), outer.values()))
        """, files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    ChangeCase("attribute-set-by-setattr", """
        from pkg.base import outer
        setattr(outer, "x", 2)
        outer.__setattr__("y", 3)
        inner2 = outer
        vars(outer)["xs"].append(3)
        """, files={"pkg/base.py": """
            inner = [1]
            class A: xs = inner
            outer = A()
            outer.xs = inner
            """},
        probe="pkg.base.inner"),
    ChangeCase("list-in-a-table-of-an-imported-class", """
        from pkg.base import A
        A.table["x"].append(2)
        """, files={"pkg/base.py": """
            inner = [1]
            class A: table = {"x": inner}
            """},
        probe="pkg.base.A.table"),
    ChangeCase("list-held-by-a-third-module", """
        from pkg.mid import holder
        holder[0].append(2)
        """, files={"pkg/base.py": """
            inner = [1]
            """, "pkg/mid.py": """
            from pkg.base import inner
            holder = [inner]
            """},
        probe="pkg.base.inner"),
    ChangeCase("list-of-a-star-import", """
        from pkg.base import *
        outer["x"].append(2)
        """, files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    ChangeCase("list-changed-by-a-method", """
        from pkg.base import outer
        class A:
            @classmethod
            def change(cls): outer["x"].append(2)
        A.change()
        """, files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    ChangeCase("list-changed-by-a-hook", """
        from pkg.base import outer
        class A:
            def __init_subclass__(cls): outer["x"].append(2)
        class B(A): pass
        """, files={"pkg/base.py": """
            inner = [1]
            outer = {"x": inner}
            """},
        probe="pkg.base.inner"),
    ChangeCase("global-bound-anew-by-both-modules", """
        from pkg.base import count as again
        again()
        """, files={"pkg/base.py": """
            n = 0
            def count():
                global n
                n += 1
            count()
            """}, probe="pkg.base.n"),
    ChangeCase("list-stored-in-a-class-of-another-module", """
        from pkg.base import C, names
        C.sizes = names
        C.sizes.append(7)
        """, files={"pkg/base.py": "names = []\nclass C: sizes = [1]"}, probe="pkg.base.names"),
    ChangeCase("operator-on-what-another-module-changes", """
        from pkg.base import C
        C.sizes.append("x")
        """, files={"pkg/base.py": """
            class C: sizes = [1]
            class D:
                def __init__(self): self.size = 2 + C.sizes
                def one(self): return 1
            """}, probe="pkg.base.D().one()"),
    ChangeCase("function-of-what-another-module-changes", """
        from pkg.base import C
        C.sizes.append("x")
        """, files={"pkg/base.py": """
            class C: sizes = [1]
            class D:
                def __init__(self): self.size = sum(C.sizes)
                def one(self): return 1
            """}, probe="pkg.base.D().one()"),
    ChangeCase("comparison-with-what-another-module-changes", """
        from pkg.base import C
        C.sizes.append("x")
        """, files={"pkg/base.py": """
            class C: sizes = [1]
            class D:
                def __init__(self): self.size = 1 if C.sizes < 5 else 2
                def one(self): return 1
            """}, probe="pkg.base.D().one()"),
    ChangeCase("augmented-assignment-of-what-another-module-changes", """
        from pkg.base import C
        C.sizes.append("x")
        """, files={"pkg/base.py": """
            class C: sizes = [1]
            def one():
                size = C.sizes
                size += 1
                return 1
            """}, probe="pkg.base.one()"),
    ChangeCase("inherited-list-changed-from-another-module", """
        from pkg.base import C
        class D(C): pass
        D.sizes.append(1)
        """, files={"pkg/base.py": "class C: sizes = []"},
        probe="pkg.base.C.sizes"),
    ChangeCase("shared-list-changed-from-another-module", """
        from pkg.base import shared
        def f(extra=shared): extra.append(1)
        f()
        """, files={"pkg/base.py": "class C: sizes = []\nshared = C.sizes"}, probe="pkg.base.C.sizes"),
    ChangeCase("property-that-changes-read-from-another-module", """
        from pkg.base import C
        def f(): return C().pop_all
        f()
        """, files={"pkg/base.py": """
            class C:
                flags = [1]
                @property
                def pop_all(self): self.flags.clear()
            """}, probe="pkg.base.C.flags"),
]  # fmt: skip
