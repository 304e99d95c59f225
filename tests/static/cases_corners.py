"""Rare operations, most of which fail: what they raise is what CPython raises."""

from __future__ import annotations

CASES = {
    "abstract-mark-on-what-is-no-function": """
        import abc
        try:
            abc.abstractmethod(property(abc.abstractmethod(lambda self: 1)))
        except AttributeError:
            return "refused"
        return "taken"
        """,
    "number-without-methods-of-its-own": """
        class N(int): pass
        return divmod(N(7), 2)
        """,
    "number-with-a-method-that-is-called": """
        class N(int):
            def __divmod__(self, other): return "mine"
        return divmod(N(7), 2)
        """,
    "global-that-is-not-there-deleted-by-name": """
        try:
            del globals()["nothing"]
        except KeyError as error:
            return error.args
        """,
    "getattr-with-a-default-of-a-property-that-fails": """
        class K:
            @property
            def x(self): raise KeyError("x")
        try:
            return getattr(K(), "x", 1)
        except KeyError:
            return "raised"
        """,
    "made-dataclass-with-a-name-of-two-words": """
        import dataclasses
        return dataclasses.make_dataclass("C", ["a b"])
        """,
    "made-dataclass-with-a-name-twice": """
        import dataclasses
        return dataclasses.make_dataclass("C", ["a", "a"])
        """,
    "made-dataclass-with-a-keyword-for-a-name": """
        import dataclasses
        return dataclasses.make_dataclass("C", ["class"])
        """,
    "iter-that-returns-no-iterator": """
        class K:
            def __iter__(self): return K()
        return [*K()]
        """,
    "name-of-a-flag-of-several-bits": """
        import enum
        class F(enum.Flag):
            A = 1
            C = 6
        return F(2).name
        """,
    "methodcaller-of-a-number": """
        import operator
        return operator.methodcaller(1)
        """,
    "generator-that-is-sent-something-first": """
        def g():
            yield 1
        return g().send(1)
        """,
    "new-class-of-types-with-keywords": """
        import types
        class B:
            def __init_subclass__(cls, mark=None): cls.mark = mark
        return types.new_class("C", (B,), {"mark": 3}).mark
        """,
    "new-class-of-types-without-a-name": """
        import types
        return types.new_class(1)
        """,
    "item-of-an-object-that-takes-none": """
        class K: pass
        said = []
        try: K()[0] = 1
        except TypeError: said.append("object")
        try: (1,)[0] = 2
        except TypeError: said.append("tuple")
        try: del K()[0]
        except TypeError: said.append("deleted")
        return said
        """,
    "products-from-a-start": """
        import math
        return math.prod([2, 3]), math.prod([]), math.prod([2], start=5), math.fsum([1, 2]), math.hypot(3, 4)
        """,
    "order-of-a-set-of-texts": """
        return [*{"a", "b", "c"}]
        """,
    "copies-of-a-member": """
        import copy, enum
        class E(enum.Enum):
            A = [1]
        return copy.deepcopy(E.A) is E.A, copy.copy(E.A) is E.A, copy.deepcopy([E.A])[0] is E.A
        """,
}
UNKNOWN = {
    "name-of-a-flag-of-several-bits",
    "new-class-of-types-without-a-name",
    "order-of-a-set-of-texts",
}
