"""Rare ways to make classes, and to change them: the answer is CPython's, or unknown."""

from __future__ import annotations

CASES = {
    "bases-given-by-a-star-and-keywords-by-two": """
        class A: pass
        class B: pass
        class M(type):
            def __new__(m, name, bases, names, **kw):
                made = super().__new__(m, name, bases, names)
                made.kw = sorted(kw)
                return made
            def __init__(cls, *args, **kw): ...
        bases, options = (A, B), {"x": 1, "metaclass": M}
        class K(*bases, y=2, **options): pass
        try:
            class L(**3): pass
        except TypeError:
            return [b.__name__ for b in K.__mro__], K.kw
        """,
    "order-of-bases-by-a-metaclass": """
        class M(type):
            def mro(cls):
                found = super().mro()
                return [found[0], *reversed(found[1:-1]), found[-1]]
        class A: x = "a"
        class B: x = "b"
        class K(A, B, metaclass=M): pass
        return K.x, [c.__name__ for c in K.__mro__]
        """,
    "type-new-with-too-few": """
        class M(type): pass
        refused = 0
        for given in [(M,), (M, "K", ()), (M, 3, (), {}), (M, "K", [], {}), (M, "K", (3,), {})]:
            try:
                type.__new__(*given)
            except TypeError:
                refused += 1
        return refused
        """,
    "deletes-in-an-enum-and-names-that-it-ignores": """
        import enum
        class E(enum.Enum):
            _ignore_ = "i"
            A = 1
            for i in range(2, 4): vars()[f"N{i}"] = i
            B = 9
        return [m.name for m in E]
        """,
    "enum-of-texts-by-auto": """
        import enum
        class E(enum.StrEnum):
            A = enum.auto()
            B = "own"
        class F(enum.Enum):
            @staticmethod
            def _generate_next_value_(name, start, count, last): return (name, start, count, last)
            A = enum.auto()
            B = enum.auto()
        G = enum.StrEnum("G", ["one", "Two"])
        return E.A.value, E("own").name, F.B.value, [m.value for m in G]
        """,
    "enum-called-in-odd-ways": """
        import enum
        class E(enum.Enum):
            A = 1
        class Empty(enum.Enum):
            def hello(self): return self.name.lower()
        made = Empty("Made", {"X": 1, "Y": 2})
        more = Empty("More", [("P", 3)])
        refused = []
        for given in [(1, 2), ("x",), ()]:
            try:
                E(*given)
            except (TypeError, ValueError) as error:
                refused.append(type(error).__name__)
        return made.X.hello(), [m.value for m in made], more.P.hello(), refused
        """,
    "flag-with-a-boundary": """
        import enum
        class E(enum.Flag, boundary=enum.EJECT):
            A = 1
        class S(enum.Flag, boundary=enum.STRICT):
            A = 1
        class K(enum.Flag, boundary=enum.KEEP):
            A = 1
        class C(enum.Flag, boundary=enum.CONFORM):
            A = 1
        try:
            S(5)
        except ValueError:
            return E(5), type(E(5)).__name__, K(5).value, C(5).value
        """,
    "hooks-that-change-their-class-in-several-ways": """
        class Base:
            table = {}
            def __init_subclass__(cls, **kw):
                super().__init_subclass__()
                for name, value in kw.items(): setattr(cls, name, value)
                cls.table[cls.__name__] = sorted(kw)
                del cls.temporary
                cls.__doc__ = "told"
                cls.kinds = [*getattr(cls, "kinds", ()), cls.__name__]
        class A(Base, x=1): temporary = 2
        class B(A, y=2): temporary = 3
        return A.x, B.y, hasattr(B, "temporary"), Base.table, A.__doc__, B.kinds
        """,
    "named-tuple-in-odd-ways": """
        import collections, typing
        refused = []
        for given in [("P", "a a"), ("P", "_a"), ("P", "class"), (3, "a"), ("P", [1])]:
            try:
                collections.namedtuple(*given)
            except (ValueError, TypeError) as error:
                refused.append(type(error).__name__)
        P = collections.namedtuple("P", "a b", rename=True, defaults=[5])
        try:
            P(1, 2, c=3)
        except TypeError:
            N = typing.NamedTuple("N", [("x", int), ("y", str)])
            return refused, P(1), N(1, "b")._asdict(), N._fields, P(b=1, a=2)._replace(a=9)
        """,
    "protocols-checked-at-run-time": """
        import typing
        @typing.runtime_checkable
        class Sized(typing.Protocol):
            size: int
            def grow(self): ...
        class A:
            size = 1
            def grow(self): ...
        class B:
            def grow(self): ...
        class C:
            size = 1
            grow = None
        refused = []
        for call in (lambda: issubclass(A, Sized), lambda: typing.runtime_checkable(A), lambda: Sized()):
            try:
                call()
            except TypeError:
                refused.append("refused")
        return isinstance(A(), Sized), isinstance(B(), Sized), isinstance(C(), Sized), refused
        """,
    "unions-compared": """
        import typing
        return (int | str) == (str | int), (int | None) == typing.Optional[int], (int | str) == int, int | int is int, typing.Union[int, int] is int
        """,
    "abstract-methods-in-odd-ways": """
        import abc
        class A(abc.ABC):
            @property
            @abc.abstractmethod
            def x(self): ...
            f = abc.abstractmethod(lambda self: 1)
        class B(A):
            x = 1
        class C(B):
            def f(self): return 2
        class D(abc.ABC): ...
        D.late = abc.abstractmethod(lambda self: 1)
        refused = []
        for cls in (A, B, C, D):
            try:
                cls()
            except TypeError:
                refused.append(cls.__name__)
        abc.update_abstractmethods(D)
        try:
            D()
        except TypeError:
            return refused, sorted(A.__abstractmethods__), sorted(B.__abstractmethods__)
        """,
    "slots-in-odd-ways": """
        class A: __slots__ = "x"
        class B(A): __slots__ = ("y", "__dict__")
        class C(A): pass
        refused = []
        for make in (lambda: type("E", (), {"__slots__": ("1a",)}), lambda: type("E", (), {"__slots__": ("x",), "x": 1}),
                     lambda: type("E", (int,), {"__slots__": ("x",)}), lambda: type("E", (A, type("F", (), {"__slots__": ("q",)})), {}),
                     lambda: setattr(A(), "z", 1), lambda: A().x):
            try:
                make()
                refused.append("made")
            except (TypeError, ValueError, AttributeError) as error:
                refused.append(type(error).__name__)
        b, c = B(), C()
        b.z = c.z = 1
        return refused, b.__dict__, A.x.__name__, hasattr(A(), "__dict__")
        """,
    "slots-for-a-dictionary-and-for-weak-references": """
        class A: __slots__ = ()
        class B(A): __slots__ = ("__dict__", "__weakref__")
        refused = []
        for name in ("__dict__", "__weakref__"):
            try:
                type("C", (B,), {"__slots__": (name,)})
            except TypeError:
                refused.append(name)
        b = B()
        b.z = 1
        return b.__dict__, refused, B.__slots__
        """,
    "dictionary-beside-slots": """
        class A: __slots__ = ("x",)
        class B(A): pass
        b = B()
        b.x, b.y = 1, 2
        return vars(b)
        """,
    "slots-that-are-no-names": """
        refused = []
        for slots in (("1a",), (3,), "a b", ("x", "x")):
            try:
                type("E", (), {"__slots__": slots})
                refused.append("made")
            except (TypeError, ValueError) as error:
                refused.append(type(error).__name__)
        return refused
        """,
    "bases-of-a-class-replaced": """
        class A: x = 1
        class B: x = 2
        class K: pass
        class L(A): pass
        refused = []
        for cls, bases in [(K, ()), (K, 3), (K, (3,)), (K, (A,))]:
            try:
                cls.__bases__ = bases
            except TypeError:
                refused.append(len(refused))
        L.__bases__ = (B,)
        return refused, L.x
        """,
    "class-of-a-class-replaced-by-what-is-none": """
        class M(type): pass
        class K(metaclass=M): pass
        try:
            K.__class__ = 3
        except TypeError:
            return type(K).__name__
        """,
    "mapping-proxies-refuse": """
        class K: x = 1
        refused = []
        for call in (lambda: vars(K).__setitem__("x", 2), lambda: vars(K).pop("x"), lambda: K.__dict__.clear()):
            try:
                call()
            except (TypeError, AttributeError) as error:
                refused.append(type(error).__name__)
        return refused, K.x, "x" in vars(K), type(vars(K)).__name__
        """,
    "class-metadata-that-cannot-be-set": """
        class K: pass
        refused = []
        for name, value in [("__mro__", ()), ("__dict__", {}), ("__name__", 3), ("__bases__", ()), ("__qualname__", None)]:
            try:
                setattr(K, name, value)
            except (TypeError, AttributeError) as error:
                refused.append((name, type(error).__name__))
        K.__name__ = "Other"
        return refused, K.__name__, K.__qualname__.split(".")[-1]
        """,
}
"""Bodies of a function, by the names of the cases."""

UNKNOWN = {
    "bases-given-by-a-star-and-keywords-by-two",
    "deletes-in-an-enum-and-names-that-it-ignores",
    "enum-of-texts-by-auto",
    "enum-called-in-odd-ways",
    "abstract-methods-in-odd-ways",
    "slots-in-odd-ways",
    "dictionary-beside-slots",
    "bases-of-a-class-replaced",
}
"""Cases whose answer is unknown."""
