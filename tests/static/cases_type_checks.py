"""`isinstance` and `issubclass`."""

from asked import Asked

CASES = [
    Asked("instance-check-hooks", """
        class M(type):
            def __instancecheck__(cls, value): return value == 1
            def __subclasscheck__(cls, other): return "yes" if other is int else ""
        class A(metaclass=M): pass
        class B(A): pass
        class L(type):
            def __instancecheck__(cls, value): return super().__instancecheck__(value) or value == 0
        class C(metaclass=L): pass
        def caught():
            class E(Exception): pass
            try: raise E
            except (ValueError, E): return isinstance(1, (str, A))
        """, ("isinstance(1, m.A)", "isinstance(2, m.A)", "isinstance(m.A(), m.A)", "issubclass(int, m.A)",
              "issubclass(m.B, m.A)", "isinstance(m.B(), m.A)", "isinstance(1, (str, m.A))", "m.caught()",
              "isinstance(0, m.C)", "isinstance(m.C(), m.C)", "isinstance(1, m.C)")),
    Asked("subclass-hook", """
        from abc import ABC, ABCMeta
        class Duck(ABC):
            @classmethod
            def __subclasshook__(cls, other):
                if cls is Duck:
                    return hasattr(other, "quack") or NotImplemented
                return NotImplemented
        class A:
            def quack(self): ...
        class B: pass
        class Sub(Duck): pass
        class Never(metaclass=ABCMeta):
            @classmethod
            def __subclasshook__(cls, other): return False
        class Child(Never): pass
        """, ("issubclass(m.A, m.Duck)", "issubclass(m.B, m.Duck)", "isinstance(m.A(), m.Duck)", "isinstance(3, m.Duck)",
              "issubclass(m.Sub, m.Duck)", "issubclass(m.A, m.Sub)", "issubclass(m.Child, m.Never)",
              "isinstance(m.Child(), m.Never)")),
    Asked("registration", """
        from abc import ABC
        from collections.abc import Sequence, Sized, Iterable
        class Shape(ABC): pass
        class Sub(Shape): pass
        class Other(ABC): pass
        class Square: pass
        class Small(Square): pass
        @Shape.register
        class Circle: pass
        def registered(cls, *bases):
            Sub.register(Square)
            Shape.register(int)
            return [issubclass(cls, base) for base in bases]
        def sequence():
            class L: pass
            Sequence.register(L)
            return [issubclass(L, c) for c in (Sequence, Sized, Iterable)], isinstance(L(), Sequence)
        """, ("issubclass(m.Circle, m.Shape)", "isinstance(m.Circle(), m.Shape)", "issubclass(m.Circle, m.Sub)",
              "m.registered(m.Square, m.Shape, m.Sub, m.Other)", "m.registered(m.Small, m.Shape, m.Sub)",
              "m.registered(bool, m.Shape, m.Sub)", "m.sequence()", "m.Circle.__mro__[1].__name__")),
    Asked("methods-that-collections-ask-for", """
        from collections import abc
        class A:
            def __len__(self): return 1
            def __iter__(self): return iter([])
            def __contains__(self, x): return True
        class B(A):
            __iter__ = None
        class Eq:
            def __eq__(self, other): return True
        class Call:
            def __call__(self): ...
        class It:
            def __iter__(self): return self
            def __next__(self): raise StopIteration
        class L(list): pass
        class D(dict): __hash__ = None
        def names(cls): return [n for n in ("Sized", "Iterable", "Container", "Collection", "Hashable", "Callable",
            "Iterator", "Reversible", "Sequence", "Mapping", "Set", "Generator", "Awaitable", "MutableSequence")
            if issubclass(cls, getattr(abc, n))]
        """, ("m.names(m.A)", "m.names(m.B)", "m.names(m.Eq)", "m.names(m.Call)", "m.names(m.It)", "m.names(m.L)",
              "m.names(m.D)", "m.names(str)", "m.names(type)", "isinstance(m.It(), m.abc.Iterator)",
              "isinstance(m.names, m.abc.Callable)", "isinstance((x for x in []), m.abc.Generator)",
              "isinstance(m.A, m.abc.Callable)", "isinstance({}, m.abc.Mapping)", "isinstance('', m.abc.Sequence)")),
    Asked("protocols", """
        from typing import Protocol, runtime_checkable
        @runtime_checkable
        class P(Protocol):
            def f(self): ...
        class Plain(Protocol):
            def f(self): ...
        @runtime_checkable
        class Data(Protocol):
            x: int
        @runtime_checkable
        class More(P, Protocol):
            def g(self): ...
        class Has:
            def f(self): ...
        class Both(Has):
            def g(self): ...
        class Not: pass
        class Blocked: f = None
        class WithX:
            def __init__(self): self.x = 1
        class ClassX: x = None
        class Implements(P): pass
        """, ("issubclass(m.Has, m.P)", "issubclass(m.Not, m.P)", "isinstance(m.Has(), m.P)", "isinstance(m.Not(), m.P)",
              "isinstance(m.Blocked(), m.P)", "issubclass(m.Blocked, m.P)", "isinstance(m.Has(), m.Plain)",
              "issubclass(m.Has, m.Plain)", "isinstance(m.WithX(), m.Data)", "isinstance(m.ClassX(), m.Data)",
              "isinstance(m.Not(), m.Data)", "issubclass(m.WithX, m.Data)", "isinstance(m.Both(), m.More)",
              "isinstance(m.Has(), m.More)", "issubclass(m.Implements, m.P)", "isinstance(m.Implements(), m.P)",
              "isinstance(3, m.P)", "m.P()", "m.Implements().f()", "isinstance(m.Has(), m.Implements)")),
    Asked("protocol-with-property", """
        from typing import Protocol, runtime_checkable
        @runtime_checkable
        class P(Protocol):
            @property
            def p(self): ...
        class A:
            @property
            def p(self): raise AttributeError
        class B:
            def __getattr__(self, name): return 1
        class C: p = 3
        """, ("isinstance(m.C(), m.P)", "isinstance(3, m.P)"), ("isinstance(m.A(), m.P)", "isinstance(m.B(), m.P)")),
    Asked("wrong-arguments", """
        from typing import List, Union, Optional
        class A: pass
        """, ("issubclass(3, int)", "issubclass(m.A(), int)", "isinstance(3, 3)", "isinstance([], list[int])",
              "isinstance(3, (int, 3))", "isinstance(3, (str, 3))", "isinstance(3, int | str)", "isinstance(None, int | None)",
              "isinstance(3, ())", "isinstance(3, (str, (bytes, int)))", "isinstance(3, m.Optional[int])",
              "isinstance(m.A(), m.A())", "isinstance(3, None)", "issubclass(bool, m.Union[int, str])"),
             ("isinstance([], m.List[int])",)),
    Asked("classes-that-lie", """
        class A: pass
        class Liar:
            @property
            def __class__(self): return A
        class Numbers: pass
        import numbers
        class N(numbers.Number): pass
        """, ("type(m.Liar()) is m.Liar", "isinstance(m.Liar(), m.Liar)", "isinstance(3, m.numbers.Integral)",
              "isinstance(2.0, m.numbers.Integral)", "isinstance(m.N(), m.numbers.Number)", "isinstance(m.A(), m.numbers.Number)",
              "issubclass(m.N, m.numbers.Complex)"), ("isinstance(m.Liar(), m.A)", "isinstance(m.Liar(), str)")),
    Asked("outside-bases", """
        import collections
        import threading
        class A(collections.UserDict): pass
        class T(threading.Thread): pass
        class X(A): pass
        """, ("issubclass(m.X, m.A)", "isinstance(m.A, type)"),
          ("issubclass(m.A, dict)", "issubclass(m.A, m.collections.UserDict)", "isinstance(m.X(), m.A)", "bool(m.A())",
           "len(m.A())", "issubclass(m.T, m.threading.Thread)", "issubclass(m.T, m.collections.abc.Callable)", "m.A() == {}",
           "1 in m.A()", "list(m.A())", "m.A(x=1)['x']", "str(m.A())", "m.T().daemon")),
    Asked("abstract-classes", """
        from abc import ABC, ABCMeta, abstractmethod
        class Base(ABC):
            @abstractmethod
            def f(self): ...
            @property
            @abstractmethod
            def p(self): ...
            @classmethod
            @abstractmethod
            def c(cls): ...
        class Half(Base):
            def f(self): return 1
            p = 2
        class Full(Half):
            @classmethod
            def c(cls): return 3
        class Again(Full):
            @abstractmethod
            def f(self): ...
        class Meta(metaclass=ABCMeta):
            @abstractmethod
            def f(self): ...
        class NoMeta:
            @abstractmethod
            def f(self): return 5
        class Data(dict, Meta): pass
        class Setter(ABC):
            @property
            def p(self): return 1
            @p.setter
            @abstractmethod
            def p(self, value): ...
        class Own(Meta):
            def __new__(cls): return super().__new__(cls)
        from collections.abc import Sized, Sequence
        class S(Sized): pass
        class T(Sized):
            def __len__(self): return 2
        """, ("m.Base()", "m.Half()", "m.Full().f()", "m.Full().p", "m.Full.c()", "m.Again()", "m.Meta()", "m.NoMeta().f()",
              "len(m.Data())", "m.Setter()", "m.Own()", "m.S()", "len(m.T())", "m.Half.f(None)", "m.Base.c()",
              "m.Base.__abstractmethods__", "m.Full.__abstractmethods__", "isinstance(m.Full(), m.Base)")),
    Asked("mixins-of-collections", """
        from collections.abc import Mapping, Sequence
        class D(Mapping):
            def __init__(self, **kw): self.kw = kw
            def __getitem__(self, key): return self.kw[key]
            def __iter__(self): return iter(self.kw)
            def __len__(self): return len(self.kw)
        class S(Sequence):
            def __getitem__(self, i): return [1, 2][i]
            def __len__(self): return 2
        def patterns(value):
            match value:
                case [x, y]: return ("sequence", x, y)
                case _: return "none"
        """, ("m.D(a=1)['a']", "list(m.D(a=1))", "len(m.D())", "bool(m.D())", "len(m.S())", "m.patterns(m.S())",
              "m.patterns('ab')", "m.patterns(range(2))", "isinstance(m.D(), Mapping)".replace("Mapping", "m.Mapping")),
          ("m.D(a=1) == m.D(a=1)", "'a' in m.D(a=1)", "m.D(a=1).get('b')", "m.D(a=1) != {'a': 1}", "list(m.D(a=1).items())",
           "list(m.S())", "1 in m.S()", "m.S().index(2)", "hash(m.D())", "list(reversed(m.S()))")),
]  # fmt: skip
"""Answers, and where they need what a library defines, the right to have none."""
