"""Special methods and descriptors."""

from case import Case

CASES = [
    Case("attributes-that-builtin-types-have", """
        def answer(): return [hasattr(str, "__dict__"), hasattr(int, "real"), hasattr("", "__doc__"), hasattr(str, "no")]
        """, [True, True, True, False], [False, False, False, False]),
    Case("methods-of-the-type-of-builtin-types", """
        def answer():
            try: return [t.__name__ for t in bool.mro()] + [int.from_bytes(b"1", "big"), str.maketrans({"a": "b"})]
            except TypeError: return "unbound"
        """, ["bool", "int", "object", 49, {"97": "b"}], "unbound"),
    Case("data-descriptor", """
        class Field:
            def __init__(self, value): self.value = value
            def __get__(self, obj, owner=None): return "class" if obj is None else self.value
            def __set__(self, obj, value): self.value = value * 2
        class A: x = Field(1)
        def answer():
            a = A(); a.x = 5
            return [a.x, A.x]
        """, [10, "class"]),
    Case("descriptor-set-name", """
        class Named:
            def __set_name__(self, owner, name): self.name = name
            def __get__(self, obj, owner): return self.name
        class A: alpha = Named()
        """, "alpha", probe="m.A.alpha"),
    Case("special-methods", """
        class Sizes:
            def __init__(self, *xs): self.xs = xs
            def __contains__(self, x): return x in self.xs
            def __len__(self): return len(self.xs)
            def __eq__(self, other): return sorted(self.xs) == sorted(other.xs)
            def __hash__(self): return 1
            def __getitem__(self, i): return self.xs[i]
            def __iter__(self): return iter(self.xs)
            def __call__(self): return "called"
            def __add__(self, other): return Sizes(*self.xs, other)
        def answer():
            s = Sizes(1, 2)
            return [2 in s, len(s), s == Sizes(2, 1), len({s, Sizes(2, 1)}), s[1], list(s), s(), len(s + 3), bool(Sizes())]
        """, [True, 2, True, 1, 2, [1, 2], "called", 3, False]),
    Case("bool-of-an-object", """
        class No:
            def __bool__(self): return False
        def answer(): return "yes" if No() else "no"
        """, "no", "yes"),
    Case("getattr-is-the-last-resort", """
        class A:
            x = 1
            def __getattr__(self, name):
                if name.startswith("y"): return name
                raise AttributeError(name)
        def answer():
            a = A()
            return [a.x, a.yy, hasattr(a, "z"), getattr(a, "z", 0)]
        """, [1, "yy", False, 0]),
    Case("eq-without-hash", """
        class A:
            def __eq__(self, other): return True
        def answer():
            try: return {A()}
            except TypeError: return "unhashable"
        """, "unhashable"),
    Case("reflected-operator", """
        class A:
            def __radd__(self, other): return ("radd", other)
            def __eq__(self, other): return NotImplemented
        def answer(): return [1 + A(), A() == 1]
        """, [["radd", 1], False]),
    Case("with-on-a-class-of-the-tree", """
        class Quiet:
            log = []
            def __init__(self, *kinds): self.kinds = kinds
            def __enter__(self): self.log.append("in"); return self
            def __exit__(self, kind, value, trace):
                self.log.append(kind.__name__ if kind else "out")
                return kind is not None and issubclass(kind, self.kinds)
        def answer():
            with Quiet(KeyError) as q: {}["x"]
            with Quiet() as r: pass
            try:
                with Quiet(KeyError): raise ValueError
            except ValueError: Quiet.log.append("passed")
            return q.log
        """, ["in", "KeyError", "in", "out", "in", "ValueError", "passed"]),
]  # fmt: skip
