"""Creation of objects, and the methods that `super()` reaches."""

from asked import Asked

CASES = [
    Asked("making-objects", """
        class Plain: pass
        class New:
            def __new__(cls, *args): return super().__new__(cls)
        class Strict:
            def __new__(cls): return super().__new__(cls)
        class Init:
            def __init__(self, *args): super().__init__()
        class InitArgs:
            def __init__(self, *args): super().__init__(*args)
        class NewArgs:
            def __new__(cls, *args): return super().__new__(cls, *args)
        class Other:
            def __new__(cls): return 5
            def __init__(self): raise ValueError
        class Returns:
            def __init__(self): return 1
        class Child(Plain): pass
        class Swap:
            def __new__(cls): return Child()
        class Single:
            _one = None
            def __new__(cls):
                if cls._one is None: cls._one = super().__new__(cls)
                return cls._one
        class Static:
            @staticmethod
            def __new__(cls, x):
                made = object.__new__(cls)
                made.x = x
                return made
        class Point(tuple):
            def __new__(cls, x, y): return super().__new__(cls, (x, y))
        """, ("m.Plain(1)", "m.Plain(x=1)", "type(m.New(1)).__name__", "m.Strict(1)", "type(m.Init(1)).__name__",
              "m.InitArgs(1)", "type(m.InitArgs()).__name__", "m.NewArgs(1)", "m.Other()", "m.Returns()",
              "type(m.Swap()).__name__", "m.Single() is m.Single()", "m.Static(3).x", "m.Point(1, 2)[1]", "len(m.Point(1, 2))",
              "m.Strict.__new__(m.Strict) is None")),
    Asked("super-objects", """
        class Base:
            def __getattr__(self, name): return "dynamic " + name
            attr = "base"
            @property
            def p(self): return "base p"
            @classmethod
            def c(cls): return cls.__name__
            @staticmethod
            def s(): return "static"
            def __eq__(self, other): return "eq"
            def __len__(self): return 1
        class A(Base):
            attr = "a"
            @property
            def p(self): return super().p + "!"
            @classmethod
            def c(cls): return "A" + super().c()
            def missing(self): return super().nope
            def read(self): return super().attr, super().s(), super().__len__()
            def same(self): return super().__eq__(self)
            def of_super(self): return len(super())
            def explicit(self): return super(A, self).attr, super(A, A).c()
            def wrong(self): return super(A, 3)
            def __setattr__(self, name, value): super().__setattr__(name, value + 1)
            def text(self): return super().__format__("x")
        class M(type):
            def f(cls): return "M.f " + cls.__name__
            def __call__(cls, x): return ("called", super().__call__().x, x)
        class N(M):
            def f(cls): return "N." + super().f()
        class K(metaclass=N):
            x = 2
        class Mixin:
            def f(self): return ["mixin", *super().f()]
        class Root:
            def f(self): return ["root"]
        class Both(Mixin, Root): pass
        class Obj:
            def eq(self, other): return super().__eq__(other)
            def ne(self, other): return super().__ne__(other)
            def lt(self): return super().__lt__(1)
            def attr(self): return super().nothing
            def hook(self): return super().__init_subclass__()
        def set_it():
            a = A()
            a.z = 1
            return a.z
        """, ("m.A().p", "m.A.c()", "m.A().missing()", "m.A().read()", "m.A().same()", "m.A().of_super()", "m.A().explicit()",
              "m.A().wrong()", "m.set_it()", "m.K.f()", "m.K(5)", "m.Both().f()", "m.Mixin().f()", "m.Obj().eq(1) is NotImplemented",
              "m.Obj().ne(1) is NotImplemented", "m.Obj().lt() is NotImplemented", "m.Obj().attr()", "m.Obj().hook()", "m.A().text()")),
    Asked("natives-as-methods", """
        import operator
        class A:
            size = len
            def __len__(self): return 4
        class S(str):
            loud = str.upper
            same = operator.add
        class L(list):
            push = list.append
        def pushed():
            l = L()
            l.push(3)
            return list(l)
        """, ("m.A().size([1])", "m.S('a').loud()", "m.pushed()", "m.S.loud('b')"), ("m.S('a').same(1, 2)",)),
    Asked("metadata-of-functions", """
        def f(): return 1
        def g(): return 2
        def change():
            f.__code__ = g.__code__
            return f()
        def name():
            def h(): ...
            h.__name__ = 3
        class A: pass
        def rename():
            class B: pass
            B.__name__ = "X"
            return B.__name__
        def bad():
            class B: pass
            B.__name__ = 3
        """, ("m.rename()", "m.bad()", "m.name()"), ("m.change()",)),
    Asked("objects-of-classes-of-other-builtin-types", """
        class classproperty(property):
            def __get__(self, instance, owner): return self.fget(owner)
        class Number(complex): pass
        class Static(staticmethod):
            def __init__(self, function):
                super().__init__(function)
                SEEN.append(function.__name__)
        SEEN = []
        class A:
            size = 3
            @classproperty
            def double(cls): return cls.size * 2
            @Static
            def plain(): return 1
            after = 5
        class B(A): pass
        """, ("m.A.after", "m.B.size", "m.A().after"),
         ("m.A.double", "m.B.double", "m.A.plain()", "m.Number(1, 2) == 1 + 2j", "Number", "m.SEEN")),
]  # fmt: skip
"""Constructors, `super()` in every kind of method, builtin functions and metadata."""
