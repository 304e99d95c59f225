"""Deletions, changes of metadata, and calls that few programs make: the answer is CPython's, or unknown."""

from __future__ import annotations

CASES = {
    "delete-of-several-names": """
        a, b, c = 1, 2, 3
        del (a, [b])
        try:
            return a
        except UnboundLocalError:
            return c
        """,
    "delete-by-a-property": """
        class K:
            gone = 0
            @property
            def x(self): return 1
            @x.deleter
            def x(self): K.gone += 1
        del K().x
        return K.gone
        """,
    "delete-by-a-property-without-deleter": """
        class K:
            @property
            def x(self): return 1
        try:
            del K().x
        except AttributeError as error:
            return str(error)
        """,
    "delete-by-a-property-of-a-metaclass": """
        class M(type):
            log = []
            @property
            def x(cls): return 1
            @x.deleter
            def x(cls): M.log.append(cls.__name__)
        class K(metaclass=M): pass
        del K.x
        return M.log
        """,
    "delete-through-object": """
        class K:
            def __delattr__(self, name):
                if name == "kept": raise AttributeError(name)
                object.__delattr__(self, name)
        k = K()
        k.kept, k.free = 1, 2
        del k.free
        try:
            del k.kept
        except AttributeError:
            return hasattr(k, "free"), k.kept
        """,
    "delete-of-a-class-attribute-through-type": """
        class K: x = 1
        type.__delattr__(K, "x")
        return hasattr(K, "x")
        """,
    "product-of-a-range": """
        import math
        return math.prod(range(1, 6)), math.prod([2, 3], start=7), math.prod(())
        """,
    "subclass-of-a-frozen-dataclass-sets-an-attribute": """
        import dataclasses
        @dataclasses.dataclass(frozen=True)
        class A: x: int = 1
        class B(A): pass
        b = B()
        b.y = 2
        try:
            b.x = 3
        except dataclasses.FrozenInstanceError as error:
            return b.y, str(error)
        """,
    "subclass-of-a-frozen-dataclass-deletes-an-attribute": """
        import dataclasses
        @dataclasses.dataclass(frozen=True)
        class A: x: int = 1
        class B(A): pass
        b = B()
        b.y = 2
        del b.y
        try:
            del b.nothing
        except AttributeError as error:
            return hasattr(b, "y"), type(error).__name__
        """,
    "subclass-of-a-frozen-dataclass-with-a-setter-below": """
        import dataclasses
        class Base:
            def __setattr__(self, name, value): object.__setattr__(self, name, (value,))
        @dataclasses.dataclass(frozen=True)
        class A(Base): x: int = 1
        class B(A): pass
        b = B()
        b.y = 2
        return b.y
        """,
    "isinstance-of-tuples-in-tuples": """
        class A: pass
        return isinstance(A(), (int, (str, (A,)))), issubclass(A, ((int,), (str,))), isinstance(A(), ())
        """,
    "isinstance-of-a-tuple-with-what-is-no-class": """
        try:
            return isinstance(3, (str, ("int",)))
        except TypeError:
            return "refused"
        """,
    "isinstance-of-a-match-before-what-is-no-class": """
        return isinstance(3, (int, "int"))
        """,
    "environment-updated": """
        import os
        os.environ.update({"DOCGEN_CASE": "1"}, DOCGEN_OTHER="2")
        return os.environ["DOCGEN_CASE"], os.environ.get("DOCGEN_OTHER")
        """,
    "environment-updated-with-what-is-no-text": """
        import os
        try:
            os.environ.update({"DOCGEN_CASE": 1})
        except TypeError:
            return "refused"
        """,
    "environment-popped-and-set-by-default": """
        import os
        first = os.environ.setdefault("DOCGEN_CASE", "a")
        second = os.environ.setdefault("DOCGEN_CASE", "b")
        return first, second, os.environ.pop("DOCGEN_CASE"), "DOCGEN_CASE" in os.environ, os.environ.pop("DOCGEN_CASE", 4)
        """,
    "environment-deleted": """
        import os
        os.environ["DOCGEN_CASE"] = "1"
        del os.environ["DOCGEN_CASE"]
        try:
            return os.environ["DOCGEN_CASE"]
        except KeyError as error:
            return error.args
        """,
    "version-of-a-package-that-is-not-there": """
        import importlib.metadata
        try:
            importlib.metadata.version("docgen-has-no-such-package")
        except importlib.metadata.PackageNotFoundError:
            return "absent"
        """,
    "cache-of-an-object-that-is-called": """
        import functools
        class F:
            calls = 0
            def __call__(self, x):
                F.calls += 1
                return x
        f = functools.lru_cache(F())
        return f(2), f(2), F.calls
        """,
    "cache-of-a-builtin": """
        import functools
        return functools.cache(len)([1] and (1, 2))
        """,
    "annotations-changed": """
        class K: x: int
        K.__annotations__["y"] = str
        return sorted(K.__annotations__)
        """,
    "annotations-replaced": """
        def f(x: int) -> str: ...
        f.__annotations__ = {"x": float}
        return f.__annotations__
        """,
    "annotations-cleared": """
        class K: x: int
        K.__annotations__.clear()
        return K.__annotations__
        """,
    "method-of-type-called-on-a-class": """
        class M(type):
            def __repr__(cls): return "<" + type.__repr__(cls).split(".")[-1]
        class K(metaclass=M): pass
        return repr(K), type.mro(K)[0].__name__, K.__subclasses__()
        """,
    "instance-check-of-type": """
        class K: pass
        return type.__instancecheck__(K, K()), K.__instancecheck__(3), type(K).__subclasscheck__(K, bool)
        """,
    "dir-of-type-through-a-class": """
        class K: x = 1
        return "x" in type.__dir__(K), K.__prepare__("A", ()), type.__or__(K, int) == (K | int)
        """,
    "hook-that-hands-its-class-on": """
        table = {}
        def enter(cls, name): table[name] = cls.__name__
        class Base:
            tags = []
            def __init_subclass__(cls, **kw):
                enter(cls, "last")
                cls.tags.append(cls.__name__)
                super().__init_subclass__(**kw)
        class A(Base): pass
        class B(A): pass
        return table, Base.tags
        """,
    "names-told-by-a-descriptor-of-another-function": """
        class D:
            def __set_name__(self, owner, name): owner.told = (*getattr(owner, "told", ()), name)
        def make(): return D()
        class K:
            a = make()
            b = D()
        return K.told
        """,
}
"""Bodies of a function, by the names of the cases."""


UNKNOWN = {
    *(
        "annotations-changed",
        "annotations-cleared",
        "cache-of-a-builtin",
        "cache-of-an-object-that-is-called",
    ),
    *(
        "delete-by-a-property-without-deleter",
        "dir-of-type-through-a-class",
        "environment-popped-and-set-by-default",
    ),
    *("environment-updated", "instance-check-of-type", "method-of-type-called-on-a-class"),
    *("subclass-of-a-frozen-dataclass-sets-an-attribute", "version-of-a-package-that-is-not-there"),
}
"""Cases whose answer is unknown."""
