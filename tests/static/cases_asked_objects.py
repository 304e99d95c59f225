"""Functions of Python's own that ask objects for methods: numbers, copies, mappings, patterns."""

from __future__ import annotations

CASES = {
    "divmod": """
        class A:
            def __divmod__(self, o): return ("dm", o) if o else NotImplemented
            def __rdivmod__(self, o): return ("rdm", o)
        class I(int):
            def __rdivmod__(self, o): return "I"
        class B: pass
        refused = []
        for pair in [(A(), 0), (B(), 1)]:
            try:
                divmod(*pair)
            except TypeError:
                refused.append("refused")
        return divmod(A(), 1), divmod(7, A()), divmod(7, I(2)), divmod(I(7), 2), divmod(7, 2), refused
        """,
    "pow": """
        class A:
            def __pow__(self, o, m=None): return ("pow", o, m)
            def __rpow__(self, o): return ("rpow", o)
        class B: pass
        class I(int): pass
        try:
            pow(B(), 2, 3)
        except TypeError:
            refused = True
        return pow(A(), 2), pow(A(), 2, None), pow(A(), 2, 3), pow(2, A()), pow(I(2), 3, 5), pow(exp=2, base=A()), refused
        """,
    "pow-of-three-that-declines": """
        class A:
            def __pow__(self, o, m=None): return NotImplemented
        try:
            return pow(A(), 2, 3)
        except TypeError:
            return "refused"
        """,
    "round": """
        class A:
            def __round__(self, n="none"): return ("round", n)
        class F(float): pass
        class N:
            def __index__(self): return 1
        return round(A()), round(A(), 2), round(A(), None), round(number=A(), ndigits=3), round(F(2.55), 1), round(2.55, N())
        """,
    "numbers-that-mathematics-asks-for": """
        import math
        class A:
            def __float__(self): return 4.0
            def __index__(self): return 6
            def __floor__(self): return "floor"
            def __trunc__(self): return "trunc"
        class I(int):
            def __float__(self): return 9.0
        class F(float):
            def __float__(self): return 16.0
        class B: pass
        try:
            math.trunc(B())
        except TypeError:
            refused = True
        return (math.sqrt(A()), math.gcd(A(), 4), math.floor(A()), math.ceil(A()), math.trunc(A()), math.sqrt(I(4)),
                math.sqrt(F(4.0)), math.comb(A(), 2), math.isclose(A(), 4.0), math.floor(F(2.5)), refused)
        """,
    "copies-by-methods": """
        import copy
        class A:
            def __init__(self, n): self.n = n
            def __copy__(self): return A("copy")
            def __deepcopy__(self, memo): return A(self.n * 2)
        class R:
            def __init__(self, a): self.a = a
            def __reduce__(self): return R, ([*self.a, 0],)
        a, r = A(1), R([1])
        pair = copy.deepcopy([a, a])
        return copy.copy(a).n, pair[0].n, pair[0] is pair[1], copy.copy(r).a, copy.deepcopy([r])[0].a, r.a
        """,
    "mapping-of-the-tree": """
        from collections.abc import Mapping
        class M(Mapping):
            def __init__(self, **k): self.k = k
            def __getitem__(self, key): return self.k[key]
            def __iter__(self): return iter(self.k)
            def __len__(self): return len(self.k)
        return "a" in M(a=1), "b" in M(a=1), M(a=1) == {"a": 1}, M(a=1) == M(a=1), M(a=1) != {"a": 2}, M() == []
        """,
    "sequence-of-the-tree": """
        from collections.abc import Sequence
        class S(Sequence):
            def __init__(self, *v, end=IndexError): self.v, self.end = v, end
            def __len__(self): return len(self.v)
            def __getitem__(self, i):
                if i >= len(self.v): raise self.end
                return self.v[i]
        try:
            list(S(1, end=StopIteration))
        except RuntimeError:
            stopped = True
        return list(S(1, 2)), 2 in S(1, 2), 3 in S(1), [*S("a")], max(S(4, 5)), stopped
        """,
    "patterns-that-take-a-sequence-apart": """
        from collections.abc import Sequence
        class Endless(Sequence):
            def __len__(self): return 2
            def __getitem__(self, i): return i
        class L(list):
            def __iter__(self): return iter("xy")
        def ask(value):
            found = []
            match value:
                case [_, _]: found.append("two")
            match value:
                case [first, *_]: found.append(first)
            match value:
                case [*_, last]: found.append(last)
            try:
                match value:
                    case [a, b]: found.append((a, b))
            except ValueError:
                found.append("too many")
            return found
        return ask(Endless()), ask([1, 2]), ask(L([1, 2])), ask((3, 4)), ask(range(2)), ask("ab")
        """,
    "object-made-of-an-abstract-class-that-a-hook-fills": """
        import abc
        class Base(abc.ABC):
            kinds = ()
            @abc.abstractmethod
            def f(self): ...
            def __init_subclass__(cls, kinds=(), **k):
                super().__init_subclass__(**k)
                cls.kinds = kinds
        class A(Base, kinds=("a",)):
            def f(self): return 1
        class B(A): pass
        try:
            Base()
        except TypeError:
            refused = True
        return A().kinds, B().kinds, A().f(), refused
        """,
}
UNKNOWN: frozenset[str] = frozenset()
