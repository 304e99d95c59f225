"""Rare ways to change objects, functions and modules: the answer is CPython's, or unknown."""

from __future__ import annotations

CASES = {
    "descriptor-without-a-setter-that-can-delete": """
        class D:
            def __get__(self, obj, cls): return "got"
            def __delete__(self, obj): obj.gone = True
        class K: x = D()
        k = K()
        refused = []
        try:
            k.x = 3
        except AttributeError as error:
            refused.append(type(error).__name__)
        del k.x
        return refused, k.gone, k.x
        """,
    "descriptor-without-a-deleter-that-can-set": """
        class D:
            def __set__(self, obj, value): obj.__dict__["x"] = value
        class K: x = D()
        k = K()
        k.x = 3
        try:
            del k.x
        except AttributeError:
            return k.x
        """,
    "dictionary-of-an-object-replaced": """
        class K:
            y = 5
        k = K()
        k.x = 1
        before = k.__dict__
        k.__dict__ = {"y": 2}
        before["x"] = 7
        refused = []
        for odd in (3, [("a", 1)]):
            try:
                k.__dict__ = odd
            except TypeError:
                refused.append(type(odd).__name__)
        return k.y, hasattr(k, "x"), refused
        """,
    "class-of-an-object-replaced": """
        class A:
            def f(self): return "a"
        class B:
            def f(self): return "b"
        class C: __slots__ = ("z",)
        class D(int): pass
        made, refused = A(), []
        made.__class__ = B
        for odd in (C, D, int, 3):
            try:
                made.__class__ = odd
            except TypeError:
                refused.append(getattr(odd, "__name__", odd))
        return made.f(), isinstance(made, A), refused
        """,
    "function-attributes-deleted-and-metadata-replaced": """
        def f(a, b=1, *, c=2): return a, b, c
        f.note = 1
        del f.note
        refused = []
        for name, value in [("__defaults__", 3), ("__kwdefaults__", 3), ("__code__", 3), ("__name__", 3), ("__globals__", {})]:
            try:
                setattr(f, name, value)
            except (TypeError, AttributeError) as error:
                refused.append((name, type(error).__name__))
        f.__defaults__ = (8, 9)
        f.__kwdefaults__ = {"c": 10}
        return hasattr(f, "note"), refused, f(), f.__code__.co_posonlyargcount, f.__code__.co_kwonlyargcount
        """,
    "code-of-a-function-replaced": """
        def f(a): return "f"
        def g(a, b=0): return "g", a
        f.__code__ = g.__code__
        try:
            f(1)
        except TypeError:
            return f(1, 2)
        """,
    "cells-of-closures": """
        def outer():
            x = 1
            def get(): return x
            def put(v):
                nonlocal x
                x = v
            return get, put
        get, put = outer()
        put(5)
        def empty():
            def inner(): return later
            cell = inner.__closure__[0]
            try:
                cell.cell_contents
            except ValueError:
                told = "empty"
            later = 3
            return told, cell.cell_contents
        return get.__closure__[0].cell_contents, get.__code__.co_freevars, empty()
        """,
    "generator-that-ignores-its-end": """
        def g():
            try:
                yield 1
            except GeneratorExit:
                yield 2
        made = g()
        next(made)
        try:
            made.close()
        except RuntimeError as error:
            return str(error)
        """,
    "methods-of-object-called-by-name": """
        class K:
            x = 1
            def __init__(self): self.y = 2
        k = K()
        refused = []
        for call in (lambda: object.__repr__(), lambda: object.__getattribute__(k), lambda: object.__getattribute__(k, 3),
                     lambda: object.__format__(k, "x"), lambda: object.__new__(3), lambda: object.__setattr__(3, "x", 1)):
            try:
                call()
            except (TypeError, AttributeError) as error:
                refused.append(type(error).__name__)
        return refused, object.__getattribute__(k, "y"), object.__eq__(k, k), object.__eq__(k, 3) is NotImplemented, object.__ne__(k, k)
        """,
    "environment-read-after-deletion": """
        import os
        os.environ["DOCGEN_CASE"] = "x"
        del os.environ["DOCGEN_CASE"]
        return os.environ.get("DOCGEN_CASE", "none"), "DOCGEN_CASE" in os.environ, os.getenv("DOCGEN_CASE")
        """,
    "super-called-in-odd-ways": """
        class A:
            x = 1
            def f(self): return "a"
            @classmethod
            def made(cls): return cls.__name__
        class B(A):
            x = 2
            def f(self): return super(B, self).f() + [super().f() for _ in "x"][0] if False else super(B, self).f()
            @classmethod
            def made(cls): return super().made(), super(B, cls).x
        refused = []
        for call in (lambda: super(), lambda: super(3, B()), lambda: super(B, A()).f(), lambda: super(B, B()).nothing):
            try:
                call()
            except (TypeError, RuntimeError, AttributeError) as error:
                refused.append(type(error).__name__)
        return B().f(), B.made(), super(B, B()).x, refused
        """,
    "module-globals-as-a-dictionary": """
        names = globals()
        names["made"] = 1
        refused = []
        for call in (lambda: names.pop("nothing_here"), lambda: names["nothing_here"], lambda: names.pop(3, "kept")):
            try:
                refused.append(call())
            except KeyError as error:
                refused.append(error.args[0])
        names.update(other=2)
        names.setdefault("third", 3)
        return made, other, third, refused, "made" in names, 3 in names, names.get("nothing_here", 4)
        """,
    "module-attributes-deleted": """
        import sys
        here = sys.modules[__name__]
        here.temporary = 1
        del here.temporary
        try:
            del here.temporary
        except AttributeError:
            return hasattr(here, "temporary"), here.__class__.__name__, here.__name__ == __name__
        """,
    "bound-partial-methods": """
        import functools
        class K:
            def f(self, a, b=0): return type(self).__name__, a, b
            g = functools.partialmethod(f, 1)
            h = functools.partialmethod(f, b=5)
            p = functools.partial(lambda *a: a, 1)
        return K().g(), K().h(2), K().p(2), K.g(K(), 7)
        """,
}
"""Bodies of a function, by the names of the cases."""

UNKNOWN = {
    "dictionary-of-an-object-replaced",
    "cells-of-closures",
    "generator-that-ignores-its-end",
    "methods-of-object-called-by-name",
    "environment-read-after-deletion",
    "super-called-in-odd-ways",
    "bound-partial-methods",
}
"""Cases whose answer is unknown."""
