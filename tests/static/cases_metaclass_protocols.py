"""Protocols that a metaclass defines for its classes."""

from asked import Asked

CASES = [
    Asked("meta-truth", """
        class M(type):
            def __bool__(cls): return cls.on
        class On(metaclass=M): on = True
        class Off(metaclass=M): on = False
        class Heir(Off): pass
        class Len(type):
            def __len__(cls): return 0
        class Empty(metaclass=Len): pass
        def chosen(): return "yes" if Off else "no"
        def negated(): return not Heir
        def first(): return Off or On
        """, ("bool(m.On)", "bool(m.Off)", "bool(m.Heir)", "bool(m.Empty)", "m.chosen()", "m.negated()", "m.first()",
              "len(m.Empty)", "bool(m.On())", "[bool(c) for c in (m.On, m.Off)]", "all([m.On, m.Off])")),
    Asked("meta-truth-that-is-none", """
        class M(type):
            def __bool__(cls): return 1
        class A(metaclass=M): pass
        class N(type):
            def __len__(cls): return -1
        class B(metaclass=N): pass
        """, ("bool(m.A)", "bool(m.B)", "len(m.B)", "1 if m.A else 2")),
    Asked("meta-container", """
        class M(type):
            registry = {"a": 1, "b": 2}
            def __len__(cls): return len(cls.registry)
            def __iter__(cls): return iter(cls.registry)
            def __getitem__(cls, key): return cls.registry[key]
            def __contains__(cls, key): return key == "z"
            def __setitem__(cls, key, value): cls.written = (key, value)
        class A(metaclass=M): pass
        class B(A): pass
        def write():
            class C(metaclass=M): pass
            C["k"] = 3
            return C.written
        def spread(): return [*A]
        def unpacked():
            x, y = B
            return x + y
        """, ("len(m.A)", "len(m.B)", "list(m.A)", "m.B['b']", "m.B['nope']", "'a' in m.A", "'z' in m.B", "m.write()",
              "m.spread()", "m.unpacked()", "sorted(m.B)", "max(m.A)", "len(m.A())", "list(m.A())", "m.A()['a']",
              "'a' not in m.A", "[k for k in m.A]", "dict.fromkeys(m.A)")),
    Asked("meta-iteration-falls-back", """
        class M(type):
            def __iter__(cls): yield from cls.parts
        class A(metaclass=M): parts = [1, 2]
        class G(type):
            def __getitem__(cls, index): return [5, 6][index]
        class B(metaclass=G): pass
        class N(type):
            def __iter__(cls): return [1]
        class C(metaclass=N): pass
        class Blocked(M):
            __contains__ = None
            __iter__ = None
        class D(metaclass=Blocked): parts = [1]
        """, ("2 in m.A", "3 in m.A", "list(m.B)", "6 in m.B", "list(m.C)", "1 in m.D", "list(m.D)", "reversed(m.A)")),
    Asked("meta-call", """
        class M(type):
            def __call__(cls, *args, **kwargs):
                made = super().__call__(*args)
                made.extra = kwargs.get("extra", 0)
                return made
        class A(metaclass=M):
            def __init__(self, x): self.x = x
        class Single(type):
            def __call__(cls): return cls.__name__
        class B(metaclass=Single): pass
        class C(B): pass
        """, ("m.A(1, extra=2).extra", "m.A(1).x", "m.A()", "m.B()", "m.C()", "m.A(3).extra")),
    Asked("meta-equality", """
        class M(type):
            def __eq__(cls, other): return getattr(other, "tag", None) == cls.tag
            def __hash__(cls): return hash(cls.tag)
        class A(metaclass=M): tag = 1
        class B(metaclass=M): tag = 1
        class C(metaclass=M): tag = 2
        class E(type):
            def __eq__(cls, other): return True
        class D(metaclass=E): pass
        def by_key(): return {A: "a"}[B]
        """, ("m.A == m.B", "m.A == m.C", "m.A != m.B", "m.A != m.C", "m.A in [m.B]", "m.C in [m.B]", "m.by_key()",
              "m.A is m.B", "m.D == 3", "3 == m.D", "{m.D: 1}", "hash(m.D)", "[m.A].index(m.B)", "(m.A,) == (m.B,)",
              "[m.C, m.B].count(m.A)", "m.D != 3", "hash(m.C) == hash(2)")),
    Asked("meta-order", """
        class M(type):
            def __lt__(cls, other): return cls.rank < other.rank
        class A(metaclass=M): rank = 2
        class B(metaclass=M): rank = 1
        """, ("m.A < m.B", "m.A > m.B", "[c.__name__ for c in sorted([m.A, m.B])]", "min(m.A, m.B).rank", "m.A <= m.B",
              "max([m.A, m.B]).__name__")),
    Asked("meta-operators", """
        class M(type):
            def __or__(cls, other): return ("or", other)
            def __ror__(cls, other): return ("ror", other)
            def __add__(cls, other): return cls.n + other
            def __neg__(cls): return -cls.n
            def __invert__(cls): return "inverted"
            def __matmul__(cls, other): return NotImplemented
        class A(metaclass=M): n = 5
        """, ("m.A | 1", "1 | m.A", "m.A + 1", "1 + m.A", "-m.A", "~m.A", "+m.A", "m.A @ 1", "m.A * 2")),
    Asked("meta-text", """
        class M(type):
            def __str__(cls): return "text of " + cls.__name__
            def __repr__(cls): return "shown"
        class A(metaclass=M): pass
        class R(type):
            def __repr__(cls): return "only shown"
        class B(metaclass=R): pass
        """, ("str(m.A)", "repr(m.A)", "f'{m.A}'", "f'{m.A!r}'", "str(m.B)", "repr([m.B])", "'%s' % m.B")),
    Asked("meta-attributes", """
        class M(type):
            level = "meta"
            shadowed = "meta"
            @property
            def kind(cls): return cls.__name__.lower()
            def method(cls): return cls.__name__
            @classmethod
            def of_meta(mcs): return mcs.__name__
            @staticmethod
            def still(): return 1
            def __getattr__(cls, name):
                if name.startswith("auto_"): return name[5:]
                raise AttributeError(name)
        class A(metaclass=M):
            shadowed = "class"
            kind = "class"
        class B(A):
            method = "own"
        def of_instance(name):
            try: return getattr(A(), name)
            except AttributeError: return "none"
        """, ("m.A.level", "m.A.shadowed", "m.A.kind", "m.B.kind", "m.A().kind", "m.A.method()", "m.B.method",
              "m.A.auto_x", "m.A.nope", "hasattr(m.A, 'nope')", "m.of_instance('level')", "m.of_instance('auto_x')",
              "getattr(m.A, 'nope', 7)", "m.A.of_meta()", "m.B.still()", "m.of_instance('method')",
              "hasattr(m.A(), 'level')")),
    Asked("meta-data-descriptors", """
        class Fixed:
            def __get__(self, obj, owner=None): return ("got", obj.__name__, owner.__name__)
            def __set__(self, obj, value): obj.log = ("set", value)
            def __delete__(self, obj): obj.log = "deleted"
        class M(type):
            fixed = Fixed()
            @property
            def p(cls): return cls.hidden
            @p.setter
            def p(cls, value): cls.hidden = value
        def make():
            class A(metaclass=M):
                fixed = "own"
                hidden = 0
            return A
        def read(): return make().fixed
        def written():
            A = make(); A.fixed = 3
            return A.log
        def through_property():
            A = make(); A.p = 4
            return A.p, A.hidden
        """, ("m.read()", "m.written()", "m.through_property()")),
    Asked("meta-getattribute-and-setattr", """
        class M(type):
            def __getattribute__(cls, name):
                if name == "magic": return 42
                return super().__getattribute__(name)
            def __setattr__(cls, name, value): super().__setattr__(name, ("kept", value))
            def __delattr__(cls, name): super().__setattr__("gone", name)
        class A(metaclass=M): x = 1
        def set_it():
            class B(metaclass=M): pass
            B.y = 2
            return B.y
        def delete_it():
            class B(metaclass=M): y = 1
            del B.y
            return B.gone, B.y
        """, ("m.A.magic", "m.A.x", "m.A.nope", "m.set_it()", "m.delete_it()", "hasattr(m.A, 'magic')")),
    Asked("meta-inherited-and-special-lookup", """
        class M(type):
            def __len__(cls): return 3
        class N(M): pass
        class A(metaclass=N):
            def __len__(self): return 9
        class B:
            @classmethod
            def __len__(cls): return 4
            @classmethod
            def __iter__(cls): return iter([1])
        """, ("len(m.A)", "len(m.A())", "len(m.B())", "len(m.B)", "list(m.B())", "list(m.B)", "bool(m.B)",
              "type(m.A).__name__", "m.A.__class__.__name__", "isinstance(m.A, m.M)", "isinstance(m.A, m.N)",
              "isinstance(m.B, m.M)", "issubclass(m.N, type)")),
    Asked("class-hooks", """
        class A:
            def __class_getitem__(cls, item): return (cls.__name__, item)
        class B(A): pass
        class C: pass
        class M(type):
            def __getitem__(cls, item): return "meta"
        class D(metaclass=M):
            def __class_getitem__(cls, item): return "hook"
        class E(dict): pass
        """, ("m.A[1]", "m.B['x', 2]", "m.C[1]", "m.D[0]", "m.E[int] is None", "m.A()[1]", "int[3]", "m.B.__class_getitem__(5)")),
    Asked("attributes-of-every-class", """
        class A:
            def __eq__(self, other): return True
        class B:
            __class__ = 3
            __name__ = "body"
            __doc__ = "words"
        """, ("hasattr(m.A, '__init__')", "hasattr(m.A, '__repr__')", "m.A.__hash__", "m.B.__name__", "m.B().__name__",
              "m.B().__doc__", "m.A().__doc__", "m.A().__module__", "hasattr(m.A(), '__name__')", "hasattr(m.A, '__len__')",
              "m.B().__class__", "m.A().__class__.__name__", "[c.__name__ for c in m.A.__mro__]", "m.A.__bases__[0].__name__",
              "[c.__name__ for c in m.A.mro()]")),
]  # fmt: skip
"""Methods of a metaclass, or of the class itself, that run when the class is an operand."""
