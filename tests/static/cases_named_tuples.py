"""Named tuples, by class and by call."""

from asked import Asked

# fmt: off
CASES = [
    Asked("namedtuple-call", """
        from collections import namedtuple
        import collections
        P = namedtuple("P", "x y")
        D = namedtuple("D", ["a", "b", "c"], defaults=[2, 3])
        R = namedtuple("R", "a class a _b", rename=True)
        M = collections.namedtuple("M", "a", module="other")
        class Sub(namedtuple("Base", "x, y")):
            __slots__ = ()
            def total(self): return self.x + self.y
        def bad(names): return namedtuple("B", names)
        def bad_name(): return namedtuple("1b", "x")
        def many_defaults(): return namedtuple("B", "x", defaults=[1, 2])
        """, ("m.P(1, 2).y", "m.P(1, y=2)", "m.P(1)", "m.P(1, 2, 3)", "m.P._fields", "m.D(1)", "m.D(1, c=9).c",
         "m.D._field_defaults", "m.D._fields", "m.R._fields", "m.M.__module__", "m.Sub(1, 2).total()",
         "m.Sub(1, 2)._replace(x=5).x", "m.bad('x x')", "m.bad('class')", "m.bad('_x')", "m.bad('1')",
         "m.bad_name()", "m.many_defaults()", "m.P(1, 2) == (1, 2)", "m.P(1, 2)[0]", "len(m.P(1, 2))",
         "list(m.P(1, 2))", "m.P._make([3, 4]).y", "m.P(1, 2)._asdict()", "m.P(1, 2)._replace(z=3)",
         "repr(m.P(1, 2))", "repr(m.Sub(1, 2))", "m.P(1, 2) < (1, 3)", "m.P(1, 2) + (3,)",
         "m.P(2, 1).index(1)", "isinstance(m.P(1, 2), tuple)",
         "m.P(1, 2).__class__.__name__", "m.P.__name__", "m.P.__bases__", "issubclass(m.P, tuple)",
         "m.P(1, 2) == m.Sub(1, 2)", "hash(m.P(1, 2)) == hash(m.P(1, 2))", "m.P(1, 2)[-1:]", "m.P._make([1])",)),
    Asked("namedtuple-class", """
        from typing import NamedTuple
        import typing
        class P(NamedTuple):
            x: int
            y: int = 2
            def total(self): return self.x + self.y
            @property
            def double(self): return self.x * 2
            @classmethod
            def make(cls): return cls(7)
            label = "p"
        class Equal(NamedTuple):
            x: int
            def __eq__(self, other): return True
        class EqualSub(Equal):
            def __eq__(self, other): return True
        class Sub(P):
            z = 4
            def total(self): return super().total() + 1
        F = NamedTuple("F", [("a", int), ("b", str)])
        def order():
            class A(NamedTuple):
                x: int = 1
                y: int
        def underscore():
            class A(NamedTuple):
                _x: int
        def own_new():
            class A(NamedTuple):
                x: int
                def __new__(cls): return 1
        def setting():
            P(1).x = 3
        def setting_new():
            P(1).w = 3
        def match(v):
            match v:
                case P(x, y): return x + y
        """, ("hash(m.Equal(1)) == hash((1,))", "{m.Equal(1): 2}[m.Equal(1)]", "hash(m.EqualSub(1))",
         "m.P(1).y", "m.P(1).total()", "m.P(3).double", "m.P.make().x", "m.P(1).label", "m.P._fields",
         "m.P._field_defaults", "m.Sub(1).total()", "m.Sub(1).z", "m.F(1, 'a').b", "m.order()",
         "m.underscore()", "m.own_new()", "m.setting()", "m.setting_new()", "m.match(m.P(1, 2))",
         "m.P(1)._replace(y=9)", "m.P(1) == (1, 2)", "m.P.__mro__[1] is tuple", "m.P.__bases__",
         "repr(m.P(1))", "m.F._fields", "m.P(1)._asdict()", "m.Sub._fields", "{m.P(1): 3}[1, 2]",
         "m.P.__annotations__", "m.P.x is None", "m.P.__name__",
         "isinstance(m.Sub(1), m.P)",),
         ("m.P.__orig_bases__",)),
]
