"""Hooks that run when a class is made: `__init_subclass__`, `__set_name__`."""

from asked import Asked

# fmt: off
CASES = [
    Asked("init-subclass-runs", """
        class Base:
            v = []
            made = {}
            def __init_subclass__(cls): cls.v.append(cls.__name__); Base.made[cls.__name__] = cls
        class A(Base): pass
        class B(A): pass
        class C(Base): pass
        """, ("m.A.v", "m.Base.v", "list(m.Base.made)", "m.Base.made['B'].__name__",)),
    Asked("init-subclass-raises", """
        class Base:
            def __init_subclass__(cls):
                if not hasattr(cls, "n"): raise TypeError("no n")
        try:
            class A(Base): pass
            OK = True
        except TypeError:
            OK = False
        class B(Base): n = 1
        def make():
            class C(Base): pass
        def key(k):
            class D(Base, other=k): n = 1
        """, ("m.OK", "m.B.n", "m.make()", "m.key(1)",)),
    Asked("init-subclass-keywords", """
        class Base:
            def __init_subclass__(cls, tag="none", **kwargs):
                super().__init_subclass__(**kwargs)
                cls.tag = tag
        class A(Base, tag="a"): pass
        class B(Base): pass
        class C(A): pass
        class Mixin:
            def __init_subclass__(cls, **kwargs):
                cls.mixed = sorted(kwargs)
                super().__init_subclass__(**kwargs)
        class D(Mixin, Base, tag="d"): pass
        class Plain: pass
        def bad():
            class E(Plain, tag=1): pass
        def bad_two():
            class F(Base, tag=1, other=2): pass
        def bad_three():
            class G(tag=1): pass
        kw = {"tag": "star"}
        class H(Base, **kw): pass
        """, ("m.A.tag", "m.B.tag", "m.C.tag", "m.D.mixed", "m.D.tag", "m.bad()", "m.bad_two()", "m.bad_three()",
         "hasattr(m.Base, 'tag')", "m.H.tag",)),
    Asked("init-subclass-explicit-classmethod", """
        class Base:
            @classmethod
            def __init_subclass__(cls, **kw):
                cls.seen = True
        class A(Base): pass
        class Own:
            def __init_subclass__(cls): cls.x = 1
        class Stat:
            @staticmethod
            def __init_subclass__(): pass
        class T(Stat): pass
        """, ("m.A.seen", "hasattr(m.Own, 'x')", "m.T.__name__",)),
    Asked("init-subclass-overwrites", """
        class Base:
            v = 0
            def __init_subclass__(cls):
                cls.v = cls.v + 1
                cls.names = [n for n in ("a", "b") if n in vars(cls)]
        class A(Base): v = 5
        class B(A): pass
        """, ("m.A.v", "m.B.v",),
         ("m.A.names",)),
    Asked("init-subclass-that-cannot-be-followed", """
        import os, inspect
        class Base:
            keep = 1
            def __init_subclass__(cls, **kw):
                super().__init_subclass__(**kw)
                cls.sig = inspect.signature(cls.f)
                cls.late = 4
            def f(self): return 1
        class A(Base):
            own = 3
            @classmethod
            def g(cls): return cls.own
        class Other: own = 5
        """, ("m.Other.own", "m.A.late", "m.Base.keep",),
         ("m.A.own", "m.A.keep", "m.A.g()", "m.A.sig",)),
    Asked("init-subclass-that-hangs-on-the-environment", """
        import os
        NAMES = []
        class Base:
            flag = False
            def __init_subclass__(cls):
                if os.environ.get("DOCGEN_NO_SUCH_NAME") is None:
                    NAMES.append(cls.__name__)
                    cls.flag = True
        class A(Base): other = 2
        count = len(NAMES)
        """, ("m.A.other", "m.Base.flag"),
         ("m.A.flag", "m.NAMES", "m.count")),
    Asked("init-subclass-reads-the-dictionary", """
        class Doubled:
            def __init_subclass__(cls):
                for k, v in list(vars(cls).items()):
                    if isinstance(v, int): setattr(cls, k, v * 2)
        class A(Doubled):
            x = 1
            y = "s"
        class Fields:
            def __init_subclass__(cls):
                cls.fields = tuple(cls.__annotations__)
                cls.own = [k for k in cls.__dict__ if not k.startswith("_")]
        class B(Fields):
            x: int = 1
            y: str
        class C(B): w = 3
        """, ("m.A.x", "m.A.y", "m.B.fields", "m.C.fields", "m.B.own", "m.C.own")),
    Asked("set-name", """
        class D:
            def __set_name__(self, owner, name): self.at = (owner.__name__, name)
            def __get__(self, o, t=None): return self.at
        class A:
            x = D()
            y = z = D()
        class R:
            log = []
            def __set_name__(self, owner, name): R.log.append(name)
        class B:
            b = R()
            a = R()
        class Reg:
            def __set_name__(self, owner, name): setattr(owner, name, name.upper())
        class C:
            field = Reg()
        class Late:
            pass
        Late.d = D()
        def call(f): return f()
        """, ("m.A.x", "m.A.z", "m.A().x", "m.R.log", "m.C.field",)),
    Asked("set-name-raises", """
        class Bad:
            def __set_name__(self, owner, name): raise KeyError(name)
        def make():
            class A:
                x = Bad()
        def caught():
            try:
                make()
            except Exception: return "caught"
            return "made"
        """, (),
         ("m.caught()", "m.make()")),
    Asked("order-of-hooks", """
        log = []
        class D:
            def __set_name__(self, o, n): log.append("set_name")
        class Meta(type):
            def __new__(m, n, b, d):
                log.append("new")
                r = super().__new__(m, n, b, d)
                log.append("made")
                return r
            def __init__(c, n, b, d):
                log.append("init")
                super().__init__(n, b, d)
        class Base(metaclass=Meta):
            def __init_subclass__(cls): log.append("hook")
        log.append("-")
        class A(Base):
            x = D()
            log.append("body")
        """, ("m.log",)),
    Asked("of-a-base-that-may-have-been-changed", """
        import weakref
        def reads(n):
            match n:
                case [x, y]: pass
        seen = []
        class H:
            sizes = []
            size = 3
            def __init_subclass__(cls, **options):
                seen.append(1)
                cls.label = "auto"
                cls.inner.append(3)
                if cls.size: raise ValueError
        H.size = reads(weakref.ref(H))
        H.sizes.append(1)
        try:
            class C(H):
                label = "x"
                inner = []
                free = 3
        except ValueError: C = H
        class D(H):
            label = "x"
            inner = []
            free = 3
        """, ("m.D.free",),
         ("m.seen", "m.C.label", "m.D.label", "m.D.inner", "m.C is m.H")),
]
