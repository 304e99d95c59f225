"""Containers and iterators of the documented program, and Python's own containers of its objects."""

from asked import Asked

CASES = [
    Asked("truth-and-length", """
        class B:
            def __init__(self, value): self.value = value
            def __bool__(self): return self.value
        class L:
            def __init__(self, value): self.value = value
            def __len__(self): return self.value
        class Index:
            def __index__(self): return 2
        class Both(L):
            def __bool__(self): return True
        class Blocked(L):
            __bool__ = None
        class D(dict):
            def __bool__(self): return True
        """, ("bool(m.B(False))", "bool(m.B(1))", "bool(m.L(0))", "bool(m.L(3))", "len(m.L(-1))", "len(m.L(1.5))", "len(m.L('a'))",
              "len(m.L(True))", "len(m.L(m.Index()))", "len(m.L(2**70))", "bool(m.Both(0))", "bool(m.Blocked(1))", "bool(m.D())",
              "not m.L(0)", "m.L(0) or 5", "bool(m.L(None))", "len(m.B(1))", "any([m.L(0), m.B(False)])",
              "[x.value for x in filter(None, [m.L(0), m.L(1)])]")),
    Asked("iteration", """
        class It:
            def __init__(self, n): self.n = n
            def __iter__(self): return self
            def __next__(self):
                if self.n == 0: raise StopIteration
                self.n -= 1
                return self.n
        class Gen:
            def __iter__(self): yield from (1, 2)
        class Old:
            def __getitem__(self, i):
                if i > 2: raise IndexError
                return i * i
        class Bad:
            def __iter__(self): return [1, 2]
        class Half:
            def __iter__(self): return Bad()
        class Blocked(Old):
            __iter__ = None
        class Raises:
            def __iter__(self): raise ValueError
        class Own(IndexError): pass
        class OldOwn:
            def __getitem__(self, i):
                if i: raise Own
                return "x"
        class L(list):
            def __iter__(self): return iter(["own"])
        class Measured(Gen):
            def __init__(self, size): self.size, self.asked = size, 0
            def __len__(self):
                self.asked += 1
                if self.size is None: raise KeyError
                return self.size
        def asked():
            m = Measured(2)
            list(m), tuple(m), set(m)
            return m.asked
        def same():
            it = It(2)
            return iter(it) is it, next(it), next(it, "end"), next(it, "end")
        def loop(value):
            out = []
            for x in value: out.append(x)
            return out
        def ended(): return next(It(0))
        def star(*args): return args
        """, ("list(m.It(3))", "list(m.Gen())", "list(m.Old())", "list(m.Bad())", "list(m.Half())", "list(m.Blocked())",
              "list(m.Raises())", "list(m.OldOwn())", "list(m.L([1]))", "m.same()", "m.asked()", "list(m.Measured(None))", "tuple(m.Measured(-1))", "list(m.Measured('x'))",
              "set(m.Measured(None))", "m.loop(m.Old())", "m.loop(3)", "m.ended()",
              "m.star(*m.Gen())", "sum(m.It(4))", "tuple(m.Gen())", "max(m.It(3))", "dict(zip(m.Gen(), m.Old()))",
              "next(m.Gen())", "next(iter(m.Gen()))", "','.join(str(x) for x in m.It(2))", "[*m.L([1])]", "len(m.L([1, 2]))",
              "list(enumerate(m.Gen()))", "list(map(str, m.It(2)))", "2 in m.Gen()", "sorted(m.It(3))", "set(m.Gen())")),
    Asked("membership", """
        class C:
            def __contains__(self, x): return x
        class I:
            def __iter__(self): return iter([1, 2])
        class G:
            def __getitem__(self, i): return [1, 2][i]
        class N:
            __contains__ = None
            def __iter__(self): return iter([1])
        class Nothing: pass
        class Always:
            def __eq__(self, other): return True
        class Never:
            def __eq__(self, other): return False
        class Raises:
            def __eq__(self, other): raise ValueError
        class L(list):
            def __contains__(self, x): return "always"
        x = Never()
        r = Raises()
        """, ("0 in m.C()", "'a' in m.C()", "1 in m.I()", "3 in m.I()", "2 in m.G()", "3 not in m.G()", "1 in m.N()",
              "1 in m.Nothing()", "5 in [m.Always()]", "m.Always() in [5]", "m.x in [m.x]", "m.Never() in [m.Never()]", "1 in m.L()",
              "m.r in [m.r]", "m.r in [1]", "1 in [m.r]", "m.Always() in (1, 2)", "m.Always() in {1: 2}.values()",
              "[1, m.Never()].index(2)", "[m.Always(), 2].count(7)", "[m.x] == [m.x]", "[m.Never()] == [m.Never()]")),
    Asked("subscripts", """
        class A:
            def __getitem__(self, key): return key
            def __setitem__(self, key, value): self.log = (key, value)
            def __delitem__(self, key): self.log = ("del", key)
        class Index:
            def __index__(self): return 1
        class Bad:
            def __index__(self): return "x"
        class D(dict):
            def __missing__(self, key): return ("missing", key)
        class Nothing: pass
        class L(list):
            def __getitem__(self, i): return super().__getitem__(i) * 2
        class DD(dict):
            def __getitem__(self, key): return 5
        def put():
            a = A()
            a[1:2] = 3
            return a.log[1], a.log[0].start
        def drop():
            a = A()
            del a["k"]
            return a.log
        def aug():
            d = D()
            d["x"] += (1,)
            return d["x"]
        def fail():
            Nothing()[0] = 1
        class OnlySet:
            def __setitem__(self, key, value): ...
        def half():
            del OnlySet()[0]
        def fail_del():
            del Nothing()[0]
        def replaced():
            xs = [1, 2]
            xs[Index()] = 5
            return xs
        """, ("m.A()[1]", "m.A()[1, 2]", "m.A()[1:2:3].step", "[5, 6][m.Index()]", "'abc'[m.Index():]", "[5, 6][m.Bad()]",
              "(1, 2)[m.Nothing()]", "m.D()['x']", "m.D(a=1)['a']", "m.D().get('x')", "m.Nothing()[0]", "m.put()", "m.drop()",
              "m.aug()", "m.fail()", "m.fail_del()", "m.half()", "m.replaced()", "m.L([4])[0]", "m.DD()['a']", "m.DD().get('a')",
              "list(range(9))[m.Index()]", "'x' in m.D()", "[1, 2, 3][m.Index():m.Index()]")),
    Asked("reversal", """
        class R:
            def __reversed__(self): return iter("ab")
        class S:
            def __len__(self): return 2
            def __getitem__(self, i): return i + 10
        class I:
            def __iter__(self): return iter([1])
        class N(S): __reversed__ = None
        class L(list): pass
        """, ("list(reversed(m.R()))", "list(reversed(m.S()))", "list(reversed(m.I()))", "list(reversed(m.N()))",
              "list(reversed(m.L([1, 2])))", "list(reversed({1}))")),
    Asked("hashes-and-keys", """
        class K:
            def __init__(self, n, extra=0): self.n, self.extra = n, extra
            def __eq__(self, other): return isinstance(other, K) and self.n == other.n
            def __hash__(self): return hash(self.n)
        class Unhashable:
            def __eq__(self, other): return True
        class Child(Unhashable): pass
        class Restored(Unhashable):
            __hash__ = object.__hash__
        class Explicit:
            __hash__ = None
        class BadHash:
            def __hash__(self): return "x"
        class Plain: pass
        class S(str):
            def __eq__(self, other): return str(self).lower() == str(other).lower()
            def __hash__(self): return hash(str(self).lower())
        class T(tuple): pass
        def sizes():
            a = Plain()
            return len({a, a, Plain()})
        """, ("len({m.K(1), m.K(1), m.K(2)})", "{m.K(1): 'a'}[m.K(1)]", "m.K(3) in {m.K(3)}", "hash(m.K(5))", "{m.Unhashable()}",
              "{m.Child(): 1}", "hash(m.Child())", "{m.Explicit()}", "hash(m.BadHash())", "m.sizes()", "{m.T([1]): 2}[(1,)]", "hash(m.T([1])) == hash((1,))", "{m.K(1, 'a'): 1, m.K(1, 'b'): 2}[m.K(1)]",
              "[k.extra for k in {m.K(1, 'a'): 1, m.K(1, 'b'): 2}]", "{m.K(1)} == {m.K(1)}", "{m.K(1)} | {m.K(1), m.K(2)} == {m.K(2), m.K(1)}",
              "dict.fromkeys([m.K(1), m.K(1)]) == {m.K(1): None}", "m.Unhashable() in [1]"), ("len({m.Restored()})", "{m.S('A'): 1}[m.S('a')]")),
    Asked("context-managers", """
        class C:
            def __init__(self, swallow=False): self.swallow, self.log = swallow, []
            def __enter__(self): self.log.append("in"); return self
            def __exit__(self, kind, value, trace): self.log.append(kind.__name__ if kind else None); return self.swallow
        class NoExit:
            def __enter__(self): return 1
        class OnInstance:
            def __init__(self):
                self.__enter__ = lambda: 1
                self.__exit__ = lambda *a: True
        class M(type):
            def __enter__(cls): return "class"
            def __exit__(cls, *args): return True
        class K(metaclass=M): pass
        def run(c):
            with c: raise ValueError
            return c.log
        def fine(c):
            with c as inside: pass
            return inside.log
        def of_class():
            with K as k: return k
        def of(c):
            with c: return 1
        """, ("m.run(m.C(True))", "m.run(m.C())", "m.fine(m.C())", "m.of(m.NoExit())", "m.of(m.OnInstance())", "m.of_class()"),
          ("m.of(3)",)),
    Asked("patterns", """
        class P:
            __match_args__ = ("x", "y")
            def __init__(self, x, y): self.x, self.y = x, y
        class Q(P): pass
        class BadArgs:
            __match_args__ = ["x"]
            x = 1
        class None_: pass
        class S(str): pass
        class Prop:
            @property
            def x(self): raise AttributeError
        class Eq:
            def __eq__(self, other): return other == 3
        class M(type):
            def __instancecheck__(cls, value): return True
        class Any(metaclass=M): pass
        def f(value):
            match value:
                case P(1, y): return ("one", y)
                case P(x=x): return ("x", x)
                case S(s): return ("s", s + "")
                case Prop(x=1): return "prop"
                case 3: return "three"
                case [a, *rest]: return (a, rest)
                case {"k": v, **rest}: return (v, rest)
                case str(): return "str"
                case None: return "none"
                case _: return "other"
        def bad(value):
            match value:
                case BadArgs(1): return 1
        def too_many(value):
            match value:
                case P(1, 2, 3): return 1
        def no_args(value):
            match value:
                case None_(1): return 1
        def anything(value):
            match value:
                case Any(): return "any"
        def twice(value):
            match value:
                case P(1, x=1): return 1
        """, ("m.f(m.P(1, 2))", "m.f(m.Q(3, 4))", "m.f(m.S('a'))", "m.f(m.Prop())", "m.f(m.Eq())", "m.f((1, 2))", "m.f('ab')",
              "m.f({'k': 1, 'z': 2})", "m.f(None)", "m.f({})", "m.bad(m.BadArgs())", "m.too_many(m.P(1, 2))", "m.no_args(m.None_())",
              "m.anything(3)", "m.twice(m.P(1, 2))", "m.f([1])", "m.f(range(2))")),
    Asked("mappings-that-give-other-items", """
        import collections
        class O(collections.OrderedDict):
            def __getitem__(self, key): return "own"
        class D(dict):
            def __getitem__(self, key): return "own"
        class K(collections.OrderedDict):
            def keys(self): return ["a"]
        class S(str):
            def __eq__(self, other): return True
            __hash__ = str.__hash__
        def given(**names): return names
        def updated(source):
            d = {}
            d.update(source)
            return d
        """, ("dict(m.O(a=1))", "dict(m.D(a=1))", "m.given(**m.O(a=1))", "{**m.O(a=1)}", "{**m.D(a=1)}", "m.updated(m.O(a=1))",
              "{m.S('a'): 1}.get('a')", "{'a': 1}.get(m.S('a'))", "'a' in {m.S('a')}"), ("dict(m.K(a=1, b=2))",)),
]  # fmt: skip
"""Every protocol with a right answer, a fallback, and a method that returns or raises what it should not."""
