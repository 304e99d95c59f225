"""Operators, comparisons, conversions and texts of objects."""

from asked import Asked

CASES = [
    Asked("comparisons", """
        class Eq:
            def __eq__(self, other): return "eq"
        class Ne:
            def __eq__(self, other): return True
            def __ne__(self, other): return True
        class NotImpl:
            def __eq__(self, other): return NotImplemented
        class Lt:
            def __init__(self, n): self.n = n
            def __lt__(self, other): return ("lt", self.n)
        class Gt:
            def __gt__(self, other): return "gt"
        class Base:
            def __eq__(self, other): return "base"
            def __lt__(self, other): return "base lt"
            def __gt__(self, other): return "base gt"
        class Sub(Base):
            def __eq__(self, other): return "sub"
            def __gt__(self, other): return "sub gt"
        class Plain: pass
        class I(int):
            def __eq__(self, other): return False
        a = Plain()
        def chain():
            log = []
            class N:
                def __init__(self, n): self.n = n
                def __lt__(self, other): log.append(self.n); return self.n < other.n
            return N(1) < N(3) < N(2) < N(9), log
        """, ("m.Eq() == 1", "1 == m.Eq()", "m.Eq() != 1", "m.Ne() != m.Ne()", "m.Ne() == m.Ne()", "m.NotImpl() == m.NotImpl()",
              "m.NotImpl() == 3", "m.NotImpl() != 3", "m.Lt(1) < 2", "2 > m.Lt(1)", "m.Lt(1) > m.Lt(2)", "m.Lt(1) <= 2",
              "1 < m.Gt()", "m.Gt() < 1", "m.Base() == m.Sub()", "m.Base() < m.Sub()", "m.Sub() == m.Base()", "m.a == m.a",
              "m.a != m.a", "m.Plain() == m.Plain()", "m.Plain() < m.Plain()", "m.I(1) == 1", "1 == m.I(1)", "m.I(1) != 1",
              "m.I(1) < 2", "m.chain()", "m.a == None", "m.Plain() in [m.a]", "not m.a == m.a", "m.Base() >= 1")),
    Asked("operators", """
        class A:
            def __add__(self, other): return ("add", other)
            def __radd__(self, other): return ("radd", other)
            def __mul__(self, other): return NotImplemented
            def __iadd__(self, other): return ("iadd", other)
            def __neg__(self): return "neg"
            def __pow__(self, other): return ("pow", other)
            def __mod__(self, other): return ("mod", other)
            def __rmod__(self, other): return ("rmod", other)
            __truediv__ = None
            def __floordiv__(self, other): raise KeyError
        class R:
            def __rmul__(self, other): return ("rmul", other)
            def __rsub__(self, other): return ("rsub", other)
        class Base:
            def __add__(self, other): return "base"
            def __radd__(self, other): return "base r"
        class Same(Base): pass
        class Own(Base):
            def __radd__(self, other): return "own r"
        class I(int):
            def __radd__(self, other): return "I r"
        class J(int): pass
        class Plain: pass
        def aug(value, other):
            value += other
            return value
        """, ("m.A() + 1", "1 + m.A()", "(m.A() + m.A())[0]", "m.A() * 2", "2 * m.A()", "(m.A() * m.R())[0]", "[1] * m.R()", "3 - m.R()",
              "m.R() - 3", "-m.A()", "+m.A()", "m.A() ** 2", "m.A() / 1", "m.A() // 1", "m.Base() + m.Same()", "m.Base() + m.Own()",
              "m.Own() + m.Base()", "m.Same() + m.Same()", "1 + m.I(2)", "m.I(2) + 1", "m.J(1) + m.I(2)", "m.I(1) + m.J(2)",
              "m.J(3) * 2", "type(m.J(3) + 1).__name__", "m.aug(m.A(), 1)", "m.aug(m.Base(), 1)", "m.aug(m.Plain(), 1)",
              "m.aug([1], m.A())", "m.aug((1,), (2,))", "[1] + m.A()", "'a' + m.A()", "m.Plain() + 1", "1 + m.Plain()",
              "[] + m.Plain()", "~m.Plain()", "'x' * m.R()", "m.A() % 2", "2 % m.A()", "m.aug(1, m.R())"), ("'%d' % m.A()",)),
    Asked("containers-that-add", """
        class L(list): pass
        class S(set): pass
        class D(dict): pass
        def grow():
            xs = L([1])
            same = xs
            xs += [2]
            return type(xs).__name__, list(same), xs is same
        def union():
            s = S({1})
            s |= {2}
            return type(s).__name__, sorted(s)
        def merged():
            d = D(a=1)
            d |= {"b": 2}
            return type(d).__name__, dict(d)
        """, ("m.grow()", "m.union()", "m.merged()", "m.L([1]) + [2]", "[0] + m.L([1])", "m.L([1]) == [1]", "m.L([1, 2])[1]",
              "m.L([1]) * 2", "m.S({1}) == {1}", "m.L([1]) < [2]", "m.D(a=1) == {'a': 1}", "sorted(m.S({2, 1}))")),
    Asked("functions-of-operands", """
        import functools, operator
        class V:
            def __init__(self, n): self.n = n
            def __add__(self, other): return V(self.n + getattr(other, "n", other))
            __radd__ = __add__
            def __lt__(self, other): return self.n < other.n
            def __eq__(self, other): return self.n == getattr(other, "n", other)
            def __bool__(self): return self.n > 1
            def __or__(self, other): return V(self.n | other.n)
            def __contains__(self, x): return x == self.n
            def __getitem__(self, x): return x + self.n
            def __neg__(self): return V(-self.n)
            def __index__(self): return self.n
            def __call__(self, x=0): return self.n + x
        vs = [V(3), V(1), V(2)]
        class N: pass
        """, ("sum(m.vs).n", "sum(m.vs, m.V(10)).n", "sum([[1], [2]], [])", "sum(['a'], '')", "sum([1, 'a'])", "min(m.vs).n", "max(m.vs).n",
              "[v.n for v in sorted(m.vs)]", "[v.n for v in sorted(m.vs, reverse=True)]", "max(m.vs, key=lambda v: -v.n).n",
              "[v.n for v in sorted(m.vs, key=m.operator.attrgetter('n'))]".replace("m.operator.attrgetter('n')", "lambda v: v"),
              "m.functools.reduce(m.operator.or_, m.vs).n", "m.operator.truth(m.V(1))", "m.operator.not_(m.V(1))",
              "m.operator.add(m.V(1), 2).n", "m.operator.eq(m.V(1), 1)", "m.operator.ne(m.V(1), 1)", "m.operator.contains(m.V(1), 1)",
              "m.operator.getitem(m.V(1), 4)", "m.operator.neg(m.V(1)).n", "m.operator.index(m.V(7))", "m.operator.lt(m.V(1), m.V(2))",
              "m.operator.is_(m.vs, m.vs)", "m.operator.truth([])", "m.operator.concat([1], [2])", "m.operator.index(1.5)",
              "m.functools.reduce(lambda a, b: a + b, m.vs).n", "min([m.N(), m.N()])", "sorted([m.N(), m.N()])", "m.operator.truth(m.N())",
              "list(map(m.V(5), [1, 2]))", "any(m.vs)", "all(m.vs)", "m.operator.mul(m.V(1), 2)", "list(range(m.V(3)))", "[0] * 3 == m.vs")),
    Asked("conversions", """
        class Int:
            def __int__(self): return 3
        class Index:
            def __index__(self): return 4
        class Float:
            def __float__(self): return 1.5
        class BadInt:
            def __int__(self): return "3"
        class BadFloat:
            def __float__(self): return 3
        class Raises:
            def __int__(self): raise KeyError
        class Abs:
            def __abs__(self): return "abs"
            def __round__(self, n=None): return ("round", n)
            def __complex__(self): return 1j
        class I(int):
            def __int__(self): return 9
        class Plain: pass
        """, ("int(m.Int())", "int(m.Index())", "float(m.Float())", "float(m.Index())", "int(m.BadInt())", "float(m.BadFloat())",
              "int(m.Raises())", "int(m.Float())", "int(m.Plain())", "float(m.Plain())", "abs(m.Abs())", "round(m.Abs())",
              "abs(m.Plain())", "int(m.I(2))", "m.I(2) + 0", "hex(m.Index())", "bin(m.Index())", "chr(m.Index())", "hex(m.Int())",
              "complex(m.Abs()).imag", "range(m.Index()).stop", "'a' * m.Index()", "[1] * m.Plain()", "list(range(m.Index()))",
              "round(m.Plain())", "abs(m.I(-2))"),
          ("round(m.Abs(), 2)", "divmod(m.Abs(), 2)", "pow(m.Index(), 2)", "'%d' % m.Index()")),
    Asked("texts", """
        class S:
            def __str__(self): return "s"
        class R:
            def __repr__(self): return "r"
        class Both(S, R): pass
        class Bad:
            def __str__(self): return 3
            def __repr__(self): return None
        class F:
            def __format__(self, spec): return "<" + spec + ">"
        class BadF:
            def __format__(self, spec): return 3
        class Text(str):
            def __repr__(self): return "own"
        class Num(int):
            def __str__(self): return "num"
        class E(Exception):
            def __repr__(self): return "e"
        class Raises:
            def __str__(self): raise KeyError
        """, ("str(m.S())", "str(m.R())", "repr(m.R())", "repr([m.R()])", "str(m.Both())", "repr(m.Both())", "str(m.Bad())",
              "repr(m.Bad())", "f'{m.F():x}'", "f'{m.F()}'", "format(m.F(), 'y')", "f'{m.BadF()}'", "str(m.Text('t'))",
              "repr(m.Text('t'))", "f'{m.Text(chr(97))}'", "str(m.Num(3))", "f'{m.Num(3)}'", "f'{m.Num(3):03}'", "str(m.E('x'))",
              "repr(m.E('x'))", "str(m.Raises())", "'%s|%r' % (m.S(), m.R())", "'{}'.format(m.R())", "f'{m.R():>3}'", "f'{m.S()!s:>3}'",
              "ascii(m.R())", "','.join([m.Text('a')])", "m.Text('a') + 'b'", "f'{m.S()}{m.R()}'"), ("print(m.Raises())",)),
    Asked("data-with-methods", """
        class I(int):
            def __len__(self): return 0
            def __index__(self): return 1
        class S(str):
            def __len__(self): return 0
        class Set(set): pass
        class T(tuple): pass
        class D(dict):
            def keys(self): return ["q"]
            def __iter__(self): return iter(["q"])
            def __getitem__(self, key): return "got"
        class M(type):
            def __format__(cls, spec): return "<" + spec + ">"
        class A(metaclass=M): pass
        def keywords(**given): return given
        """, ("bool(m.I(1))", "bool(m.S('a'))", "[5, 6][m.I(0)]", "hex(m.I(5))", "list(range(m.I(3)))", "str(m.Set())",
              "repr(m.Set({1}))", "'%s-%s' % m.T((1, 2))", "'%s' % m.T(())", "f'{m.A:x}'", "{**m.D(a=1)}", "dict(m.D(a=1))",
              "m.keywords(**m.D(a=1))", "(int | int) is int")),
    Asked("total-ordering", """
        import functools
        @functools.total_ordering
        class V:
            def __init__(self, n): self.n = n
            def __eq__(self, other): return self.n == other.n
            def __lt__(self, other): return self.n < other.n
        """, ("m.V(1) < m.V(2)", "m.V(1) == m.V(1)"),
          ("m.V(1) <= m.V(1)", "m.V(1) >= m.V(2)", "m.V(1) > m.V(0)", "max(m.V(1), m.V(2)).n")),
    Asked("calls", """
        class C:
            def __call__(self, *args, **kwargs): return args, kwargs
        class S:
            @staticmethod
            def __call__(x): return ("static", x)
        class K:
            @classmethod
            def __call__(cls): return cls.__name__
        class N: __call__ = None
        class P: pass
        class Q: __call__ = C()
        """, ("m.C()(1, x=2)", "m.S()(3)", "m.K()()", "m.N()()", "m.P()()", "callable(m.C())", "callable(m.P())", "callable(m.P)",
              "m.Q()(5)", "list(map(m.C(), [1]))", "sorted([2, 1], key=m.S())")),
]  # fmt: skip
"""Operands of every kind, each with a method that declines, that is missing, or that raises."""
