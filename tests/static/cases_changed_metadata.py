"""Metadata of classes and functions that the program changes, and wrappers that take it over."""

from __future__ import annotations

CASES = {
    "view-of-a-class-that-changes": """
        class K:
            a = 1
        view = vars(K)
        K.b = 2
        first = "b" in view, view["b"], len(vars(K)) - len(view)
        K.a = 3
        second = view["a"], [name for name in view if not name.startswith("_")]
        del K.a
        try:
            view["a"]
        except KeyError:
            return first, second, "gone", "a" in view, view.get("b")
        """,
    "names-of-classes-that-are-refused": """
        class K: pass
        refused = []
        for name in ("a\\0b", "\\ud800"):
            for act in (lambda: setattr(K, "__name__", name), lambda: type(name, (), {})):
                try:
                    act()
                except ValueError as error:
                    refused.append(type(error).__name__)
        K.__qualname__ = "a\\0b"
        return refused, K.__name__, K.__qualname__
        """,
    "class-of-what-python-defines-assigned": """
        class K:
            def f(self): pass
        refused = []
        for value in ([], {}, (), 1, "a", None, K.f, K().f, object()):
            try:
                value.__class__ = dict
            except TypeError:
                refused.append("refused")
        return len(refused)
        """,
    "code-of-other-variables": """
        n, m = 1, 2
        def plain(): return 0
        def one(): return n
        def other(): return n + 1
        try:
            plain.__code__ = one.__code__
        except ValueError:
            refused = True
        one.__code__ = other.__code__
        def typed(x: "int"):
            "doc"
        def bare(y): return y
        typed.__code__ = bare.__code__
        return refused, plain(), one(), typed(3), typed.__annotations__, typed.__doc__, typed.__name__
        """,
    "code-of-a-variable-of-another-name": """
        n, m = 1, 2
        def one(): return n
        def two(): return m
        one.__code__ = two.__code__
        return one()
        """,
    "names-that-a-wrapper-takes-over": """
        import functools
        def f(x: "int"):
            "doc"
        f.tag = 1
        @functools.wraps(f, updated=())
        def g(): "own"
        @functools.wraps(f, assigned=("__name__", "tag"))
        def h() -> "own": "own"
        def i(): "own"
        functools.update_wrapper(i, f, ["__doc__"], updated=[])
        return (g.__name__, g.__doc__, g.__annotations__, hasattr(g, "tag"), h.__name__, h.__doc__, h.__annotations__, h.tag,
                i.__name__, i.__doc__, hasattr(i, "tag"), i.__wrapped__ is f)
        """,
    "annotations-set-after-a-wrapper-took-them-over": """
        import functools
        def f(x: "int" = 1): return x
        @functools.wraps(f)
        def g(*a): return f(*a)
        f.__annotations__ = {"q": "new"}
        return f.__annotations__, g.__annotations__
        """,
    "annotations-that-a-wrapper-takes-over": """
        import functools
        def f(x: "int" = 1) -> "str": return x
        @functools.wraps(f)
        def g(*a: "own"): return f(*a)
        @functools.wraps(g)
        def h(*a): return g(*a)
        @functools.wraps(len)
        def i(*a: "kept"): return a
        refused = []
        class K: "own"
        functools.wraps(f, updated=())(K)
        for wrapper in (3, dict):
            try:
                functools.wraps(f)(wrapper)
            except (AttributeError, TypeError):
                refused.append(wrapper)
        try:
            f.__annotations__ = 3
        except TypeError:
            refused.append("annotations")
        g.__annotations__ = {"q": "new"}
        return h.__annotations__, g.__annotations__, f.__annotations__, len(refused), h(5), i.__annotations__, K.__name__, K.__doc__, K.__wrapped__ is f
        """,
}
UNKNOWN = {"annotations-set-after-a-wrapper-took-them-over", "code-of-a-variable-of-another-name"}
