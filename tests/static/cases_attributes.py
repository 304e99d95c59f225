"""Attributes: looked up, set, deleted, and what may stand in the way."""

from asked import Asked

CASES = [
    Asked("getattribute", """
        class A:
            v = 1
            def __getattribute__(self, name): return 2 if name != "real" else object.__getattribute__(self, "v")
        class B:
            def __init__(self): self.x = 1
            def __getattribute__(self, name):
                if name == "x": raise AttributeError(name)
                return super().__getattribute__(name)
            def __getattr__(self, name): return "fallback " + name
            def __len__(self): return 3
        class C(B):
            def __getattr__(self, name): raise AttributeError(name)
        """, ("m.A().v", "m.A().real", "m.A.v", "m.B().x", "m.B().y", "len(m.B())", "m.B().__len__()", "m.C().x",
              "hasattr(m.C(), 'x')", "getattr(m.C(), 'x', 0)", "hasattr(m.B(), 'x')")),
    Asked("getattr-after-failure", """
        class A:
            @property
            def p(self): raise AttributeError("inner")
            @property
            def q(self): return self.missing
            @property
            def r(self): raise ValueError
            def __getattr__(self, name): return "got " + name
        class B:
            @property
            def p(self): raise AttributeError
        class Own(AttributeError): pass
        class C:
            def __getattr__(self, name): raise Own(name)
        class D:
            def __getattr__(self, name): raise KeyError(name)
        def dunder():
            class E:
                def __getattr__(self, name): return name
            return E().__custom__
        """, ("m.A().p", "m.A().q", "m.A().r", "m.B().p", "hasattr(m.B(), 'p')", "getattr(m.B(), 'p', 3)", "m.C().x",
              "hasattr(m.C(), 'x')", "getattr(m.C(), 'x', 4)", "hasattr(m.D(), 'x')", "m.dunder()", "m.A().missing")),
    Asked("special-methods-come-from-the-class", """
        class A:
            def __init__(self):
                self.__len__ = lambda: 5
                self.__call__ = lambda: 6
            def __getattr__(self, name): return lambda *a: 7
        class B:
            def __getattribute__(self, name): raise AttributeError
            def __bool__(self): return False
            def __call__(self): return 8
        """, ("len(m.A())", "m.A()()", "m.A().__len__()", "bool(m.B())", "m.B()()", "callable(m.A())", "callable(m.B())",
              "list(m.A())", "m.A() + 1", "len({m.B()})")),
    Asked("class-dictionary-is-read-only", """
        class A: x = 1
        def put(cls):
            try: cls.__dict__["x"] = 2
            except TypeError: return "refused"
        """, ("m.put(m.A)", "m.A.x", "m.A.__dict__['x']")),
    Asked("slots", """
        class A:
            __slots__ = ("x", "__private")
            def __init__(self, x=None):
                if x is not None: self.x = x
            def hide(self):
                self.__private = 3
                return self.__private
        class B(A): pass
        class C(A): __slots__ = "y"
        class D(A): __slots__ = ["__dict__"]
        class Empty: __slots__ = ()
        class T(tuple): __slots__ = ()
        class E(Exception): __slots__ = ()
        class Fallback:
            __slots__ = ("x",)
            def __getattr__(self, name): return "none"
        class K:
            __slots__ = ("a",)
            b = 1
        def put(cls, name, value=1):
            made = cls()
            setattr(made, name, value)
            return getattr(made, name)
        def gone():
            a = A(1)
            del a.x
            return hasattr(a, "x")
        """, ("m.A(1).x", "m.A().x", "hasattr(m.A(), 'x')", "m.put(m.A, 'x')", "m.put(m.A, 'z')", "m.put(m.B, 'z')",
              "m.put(m.C, 'y')", "m.put(m.C, 'z')", "m.put(m.C, 'x')", "m.put(m.D, 'z')", "m.put(m.Empty, 'x')",
              "m.put(m.T, 'x')", "m.put(m.E, 'x')", "m.A().hide()", "m.gone()", "hasattr(m.A(1), '__dict__')",
              "hasattr(m.B(), '__dict__')", "m.Fallback().x", "m.put(m.K, 'b')", "m.K().b", "m.A.__slots__")),
    Asked("descriptors", """
        class Data:
            def __init__(self, log): self.log = log
            def __set_name__(self, owner, name): self.name = (owner.__name__, name)
            def __get__(self, obj, owner=None):
                return ("class", owner.__name__) if obj is None else ("get", obj.__dict__.get("stored"))
            def __set__(self, obj, value): obj.__dict__["stored"] = value
            def __delete__(self, obj): obj.__dict__["stored"] = "deleted"
        class Lazy:
            def __get__(self, obj, owner=None): return "lazy"
        class ReadOnly:
            def __get__(self, obj, owner=None): return 1
            def __set__(self, obj, value): raise AttributeError("read only")
        class OnlySet:
            def __set__(self, obj, value): obj.__dict__["s"] = value * 2
        class Failing:
            def __get__(self, obj, owner=None): raise AttributeError
        class A:
            d = Data([])
            lazy = Lazy()
            r = ReadOnly()
            s = OnlySet()
            f = Failing()
        def shadow():
            a = A()
            a.__dict__["d"] = 0
            a.__dict__["lazy"] = 0
            return a.d, a.lazy
        def put(name, value):
            a = A()
            setattr(a, name, value)
            return getattr(a, name)
        def drop():
            a = A()
            del a.d
            return a.d
        def unset():
            a = A()
            del a.lazy
        def name(): return A.__dict__
        """, ("m.A.d", "m.A().d", "m.A().lazy", "m.A.lazy", "m.shadow()", "m.put('d', 3)", "m.put('lazy', 4)",
              "m.put('r', 5)", "m.put('s', 6)", "m.drop()", "m.unset()", "hasattr(m.A(), 'f')", "m.A.f")),
    Asked("properties", """
        class A:
            def __init__(self): self._x = 1
            @property
            def x(self): return self._x
            @x.setter
            def x(self, value): self._x = value * 10
            @x.deleter
            def x(self): self._x = "deleted"
            y = property(lambda self: 5)
            z = property(fget=lambda self: 6, fset=lambda self, value: setattr(self, "_x", value))
            w = property()
        class B(A):
            @A.x.getter
            def x(self): return ("b", self._x)
        class C(A):
            @property
            def x(self): return super().x + 1
        def put(cls, name, value):
            made = cls()
            setattr(made, name, value)
            return made._x
        def drop(name):
            a = A()
            delattr(a, name)
            return a._x
        def drop_x():
            a = A()
            del a.x
            return a.x
        def shadow():
            a = A()
            a.__dict__["x"] = 7
            return a.x
        """, ("m.put(m.A, 'x', 2)", "m.put(m.A, 'y', 2)", "m.put(m.A, 'z', 2)", "m.A().w", "m.drop_x()", "m.B().x",
              "m.put(m.B, 'x', 3)", "m.C().x", "m.put(m.C, 'x', 3)", "m.shadow()", "m.A.x.fget(m.A())"),
          ("m.drop('x')", "m.drop('y')")),
    Asked("cached-properties-without-a-dictionary", """
        import functools
        class A:
            __slots__ = ()
            @functools.cached_property
            def x(self): return 1
        class B(A): pass
        """, ("m.A().x", "m.B().x")),
    Asked("setattr-and-delattr", """
        class A:
            def __init__(self): self.x = 1
            def __setattr__(self, name, value): super().__setattr__(name, (name, value))
            def __delattr__(self, name): super().__setattr__("log", "del " + name)
        class Frozen:
            def __setattr__(self, name, value): raise TypeError("frozen")
        class Around:
            def __init__(self): object.__setattr__(self, "x", 2)
            def __setattr__(self, name, value): raise TypeError
        class Proxy:
            def __init__(self, inner): object.__setattr__(self, "inner", inner)
            def __getattr__(self, name): return getattr(self.inner, name)
            def __setattr__(self, name, value): setattr(self.inner, name, value)
        class Box: pass
        def put():
            f = Frozen()
            f.x = 1
        def dropped():
            a = A()
            del a.x
            return a.x, a.log
        def through():
            box = Box()
            p = Proxy(box)
            p.z = 4
            return box.z, p.z
        def missing():
            del Box().nope
        """, ("m.A().x", "m.put()", "m.Around().x", "m.dropped()", "m.through()", "m.missing()", "m.Proxy(m.Box()).q")),
]  # fmt: skip
"""Instance-level and class-level access, with what the hooks raise."""
