"""Classes that Python completes, and protocols that builtin bases take part in: found by random programs."""

from asked import Asked

CASES = [
    Asked("slots-of-dataclasses", """
        import dataclasses
        @dataclasses.dataclass(slots=True)
        class A:
            size: int = 1
            own: int = dataclasses.field(default=2, init=False)
            def __post_init__(self): self.size = self.size - 1
        @dataclasses.dataclass(slots=True)
        class B(A):
            label: str = "b"
        class C(B):
            size = 7
        @dataclasses.dataclass(slots=True)
        class D:
            size: int = 1
        D.size = 5
        def made(cls, *args):
            try: return dataclasses.astuple(cls(*args))
            except AttributeError: return "read-only"
        def kind(cls, name): return type(vars(cls)[name]).__name__
        class Plain:
            __slots__ = ("size",)
        Plain.size = 3
        Made = type("Made", (), {"__slots__": ("size", "own"), "kept": 1})
        Made.own = 2
        def set_on(name):
            made = Made()
            try: setattr(made, name, 5)
            except AttributeError: return "refused"
            return getattr(made, name)
        def plain():
            try: Plain().size = 4
            except AttributeError: return "read-only"
        """, ("m.A().size", "m.A(3).own", "m.B(3).label", "m.B.__slots__", "m.A.__slots__", "m.C(3).size", "m.C.size", "m.made(m.D)",
              "m.plain()", "m.set_on('size')", "m.set_on('own')", "m.set_on('kept')", "m.set_on('new')", "hasattr(m.A(), '__dict__')", "hasattr(m.C(), '__dict__')", "repr(m.B(2))", "m.A(2) == m.A(2)"),
         ("m.kind(m.A, 'size')", "m.D.size")),
    Asked("hash-of-dataclasses", """
        import dataclasses
        @dataclasses.dataclass(unsafe_hash=True)
        class A:
            sizes: list = dataclasses.field(default_factory=list)
        @dataclasses.dataclass(frozen=True)
        class B:
            size: tuple = (1, 2)
        def hashed(value):
            try: return hash(value) == hash(value)
            except TypeError: return "unhashable"
        """, ("m.hashed(m.A())", "m.hashed(m.B())", "m.hashed(m.B(([],)))", "{m.B(): 1}[m.B()]")),
    Asked("iteration-beside-a-builtin-base", """
        class Items(int):
            def __getitem__(self, key):
                if key > 2: raise IndexError(key)
                return key + self
        class Iter(float):
            def __iter__(self):
                yield 1
                yield 5
        class Both(list):
            def __getitem__(self, key): return 9
        class Neither(int): pass
        def asked(f):
            try: return f()
            except TypeError: return "refused"
        """, ("list(m.Items(1))", "2 in m.Items(1)", "7 in m.Items(1)", "[*m.Iter()]", "5 in m.Iter()", "sum(m.Items(1))", "list(m.Both([1]))",
              "1 in m.Both([1])", "m.asked(lambda: list(m.Neither()))", "m.asked(lambda: 1 in m.Neither())")),
    Asked("flags-that-say-what-is-missing", """
        import enum
        class Own(enum.Flag):
            A = 4
            B = 2
            @classmethod
            def _missing_(cls, value): return cls.A if value == 9 else None
        class Numbers(enum.IntEnum):
            A = 17
            @classmethod
            def _missing_(cls, value): return cls.A if value == 9 else None
        try: Numbers()
        except TypeError: pass
        def combined():
            try: return (Own.A | Own.B).value
            except ValueError: return "refused"
        """, ("m.Own(9).name", "m.Own.A.value", "(m.Own.A | m.Own.A).name"), ("m.combined()", "m.Numbers(9).name")),
    Asked("named-tuples-with-methods-of-their-own", """
        import typing
        class N(typing.NamedTuple):
            size: int
            label: str = "a"
        class Long(N):
            def __len__(self): return 0
        class Iterated(N):
            def __iter__(self): return iter((5, 6))
        class Named(N): pass
        def asked(f):
            try: return f()
            except TypeError: return "refused"
        """, ("m.Named._make([1, 2]).label", "m.Named(1)._replace(size=3)", "m.Named(1)._asdict()", "m.Long(1).label"),
         ("m.asked(lambda: m.Long._make([1, 2]).label)", "m.asked(lambda: m.Long(1)._replace(size=2).size)", "m.Iterated(1)._asdict()")),
    Asked("layouts-of-exceptions-and-numbers", """
        class A(ValueError): pass
        class B(KeyError): pass
        class C(OSError): pass
        class D(ImportError): pass
        class E(A, B): pass
        class I1(int): pass
        class I2(int): pass
        class I3(int): __slots__ = ()
        class T1(tuple): pass
        class L1(list): pass
        class L2(list): pass
        class S1(str): pass
        class S2(str): pass
        class P: pass
        class N(P, I3): pass
        class NN(N, I3): pass
        def made(*bases):
            try: return type("X", bases, {}) and "made"
            except TypeError: return "refused"
        """, ("m.made(m.A, m.B)", "m.made(m.A, m.C)", "m.made(m.C, m.D)", "m.made(m.E, m.C)", "issubclass(m.E, LookupError)",
              "m.made(int, str)", "m.made(m.I1, m.I2)", "m.made(m.I1, m.I3)",
              "m.made(m.I3, m.I2)", "m.made(m.I1, int)", "m.made(m.T1, m.I1)", "m.made(m.L1, m.L2)", "m.made(m.NN, m.N)", "m.made(m.N, m.I1)",
              "m.made(m.I3, m.P)",  "m.made(m.S1, m.S2)", "m.made(m.A, int)", "m.made(int, m.A)", "m.made(StopIteration, m.A)", "str(m.E(1))")),
    Asked("keywords-of-builtin-bases", """
        import dataclasses
        @dataclasses.dataclass
        class D:
            size: int = 1
        class Plain(str): pass
        class Mixed(Plain, D): pass
        class I(int):
            def __init__(self, size=1): self.size = size
        class S(str):
            def __init__(self, *a, **k): self.k = k
        class B(bytes):
            def __init__(self, *a, **k): self.k = k
        class T(tuple):
            def __init__(self, *a, size=1): self.size = size
        class F(float):
            def __init__(self, *a, size=1): self.size = size
        class Z(frozenset):
            def __init__(self, *a, size=1): self.size = size
        class L(list):
            def __init__(self, *a, size=1): self.size = size
        class T0(tuple): pass
        class F0(float): pass
        class L0(list): pass
        class New(tuple):
            def __new__(cls, *a, **k): return tuple.__new__(cls, *a, **k)
        def asked(f):
            try: return f()
            except TypeError: return "refused"
        """, ("m.asked(lambda: str(m.Mixed(size=2)))", "m.Mixed(2).size", "m.asked(lambda: m.I(size=2).size)", "m.I(5).size",
              "m.asked(lambda: m.S(size=2).k)", "m.S(object=2).k", "str(m.S(object=2))", "m.asked(lambda: str(m.S(5, size=2)))",
              "str(m.S(b'a', encoding='utf8'))", "m.asked(lambda: str(m.S(5, encoding='utf8')))", "len(m.B(source=b'ab'))",
              "len(m.B('ab', encoding='utf8'))", "m.asked(lambda: len(m.B(b'ab', size=3)))", "m.T([1], size=2).size",
              "m.F(2, size=3).size", "m.Z([1], size=2).size", "m.L([1], size=2).size", "m.asked(lambda: m.T0(size=1))",
              "m.asked(lambda: m.F0(size=1))", "m.asked(lambda: m.L0(size=1))", "m.asked(lambda: m.New([1], size=5))",
              "int.__new__(m.I, '12', base=3) + 0", "tuple.__new__(m.T, [1], nope=2)[0]", "str(str.__new__(m.S, object=4))")),
    Asked("dataclasses-with-slots-are-second-classes", """
        import dataclasses, functools
        class Registry:
            seen = []
            made = {}
            def __init_subclass__(cls, **keywords):
                Registry.seen.append((cls.__name__, keywords))
                Registry.made[cls.__name__] = cls
        @dataclasses.dataclass(slots=True)
        class Row(Registry, tag=1):
            x: int = 1
        class Counting:
            calls = 0
            def __set_name__(self, owner, name): Counting.calls += 1
        @dataclasses.dataclass(slots=True)
        class Told:
            x: int = 1
            d = Counting()
        kept = []
        def keep(cls):
            kept.append(cls)
            return cls
        @dataclasses.dataclass(slots=True)
        @keep
        class Inner:
            x: int = 1
            y: list = dataclasses.field(default_factory=list)
            @classmethod
            def make(cls): return Inner(3)
            def me(self): return type(self) is Inner
            def __post_init__(self): self.x += 1
        @dataclasses.dataclass(slots=True, weakref_slot=True)
        class Weak:
            x: int = 1
        class Base:
            def hello(self): return 1
        @dataclasses.dataclass(slots=True)
        class Asking(Base):
            x: int = 1
            def hello(self): return super().hello() + 1
            def own(self): return __class__ is Asking
        class Below(Asking):
            def hello(self): return 5
            def above(self): return super().x
        @dataclasses.dataclass(slots=True)
        class Cached:
            x: int = 1
            @functools.cached_property
            def twice(self): return self.x * 2
        def asked(f):
            try: return f()
            except TypeError: return "refused"
        """, ("m.Registry.seen", "m.Registry.made['Row'] is m.Row", "m.Counting.calls", "m.kept[0] is m.Inner", "hasattr(m.Inner, '__slots__')",
              "hasattr(m.kept[0], '__slots__')", "m.kept[0].x", "m.Inner.make().me()", "m.Inner(4).x", "m.Weak.__slots__", "m.Below(3).hello()",
              "m.Below(3).above()", "m.asked(lambda: m.Cached().twice)", "m.asked(lambda: m.kept[0](4).x)",
              "m.asked(lambda: m.dataclasses.dataclass(weakref_slot=True)(m.Base))"),
         ("m.asked(lambda: m.Asking().hello())", "m.Asking().own()")),
    Asked("names-of-cached-properties", """
        import functools
        class Named:
            @functools.cached_property
            def a(self): return [1]
            def _b(self): return 2
            b = functools.cached_property(_b)
        class Late: pass
        Late.p = functools.cached_property(lambda self: 3)
        Late.q = Named.__dict__["a"]
        class Sub(Named):
            @functools.cached_property
            def a(self): return super().a + [2]
        class Bare:
            __slots__ = ()
            @functools.cached_property
            def a(self): return 3
        def extended(cls):
            cls.extra = functools.cached_property(lambda self: 7)
            return cls
        @extended
        class Extended: pass
        Made = type("Made", (Named,), {"c": functools.cached_property(lambda self: 9)})
        def asked(f):
            try: return f()
            except TypeError: return "refused"
        def both(value): return value.q, vars(value)
        """, ("m.Named().a", "m.Named().b", "m.asked(lambda: m.Late().p)", "m.Late().q", "m.both(m.Late())", "m.Sub().a", "m.asked(lambda: m.Bare().a)",
              "m.asked(lambda: m.Extended().extra)", "m.Made().c", "m.Made().a")),
]  # fmt: skip
