"""One value of each kind, and what is asked of each: the answer is CPython's, or unknown."""

from __future__ import annotations

MODULE = """
import abc, collections, contextlib, copy, dataclasses, enum, functools, itertools, operator, types, typing, warnings
from typing import Annotated, Callable, List, Literal, Optional, Union
class A:
    x = 1
    def f(self, a=1): return a
    @property
    def p(self): return 3
    @classmethod
    def c(cls): return 4
    @staticmethod
    def s(): return 5
    @functools.cached_property
    def cp(self): return 6
class S:
    __slots__ = ("a",)
class E(enum.Enum):
    P = 1
class IE(enum.IntEnum):
    P = 1
class F(enum.Flag):
    P = 1
@dataclasses.dataclass
class D:
    a: int = 1
class N(typing.NamedTuple):
    a: int = 1
N2 = collections.namedtuple("N2", "a b", defaults=(1, 2))
class DI(dict): pass
class ST(str): pass
class X(Exception): pass
class ABCX(abc.ABC):
    @abc.abstractmethod
    def f(self): pass
class G(typing.Generic[typing.TypeVar("T")]): pass
class Call:
    def __call__(self): return 9
class Items:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i
def fn(a, b=2, *c, d, e=5, **f):
    "doc"
    return a
def gen(): yield 1
@functools.cache
def cached(): return 1
def closure():
    n = 1
    def inner(): return n
    return inner
def derived(v):
    class Z(v): pass
    return Z.__name__
def entered(v):
    with v: return 1
"""
"""Text of the module in which the values and the questions stand."""

VALUES = [
    *(
        "None",
        "3",
        "'ab'",
        "[1, 2]",
        "{'a': 1}",
        "slice(1, 2)",
        "int",
        "type",
        "object",
        "A",
        "A()",
        "S",
        "S()",
    ),
    *(
        "E",
        "E.P",
        "IE.P",
        "F.P",
        "D",
        "D()",
        "N",
        "N()",
        "N2()",
        "DI(a=1)",
        "ST('q')",
        "X",
        "X('a')",
        "KeyError('k')",
    ),
    *("ABCX", "G", "G[int]", "Call()", "Items()", "fn", "A().f", "A.c", "vars(A)['p']", "vars(A)['s']"),
    *(
        "vars(A)['c']",
        "vars(A)['cp']",
        "vars(A())",
        "gen()",
        "cached",
        "closure()",
        "len",
        "'a'.upper",
        "str.upper",
    ),
    *(
        "functools.partial(fn, 1)",
        "list[int]",
        "int | None",
        "Optional[int]",
        "List[int]",
        "Literal['a', 'b']",
    ),
    *(
        "Callable[[int], str]",
        "Annotated[int, 5]",
        "iter([1])",
        "iter({'a': 1})",
        "iter(Items())",
        "zip([1], [2])",
    ),
    *("{'a': 1}.keys()", "(x for x in [1])", "super(A, A())", "fn.__code__", "dataclasses.fields(D)[0]"),
    *(
        "collections.OrderedDict(a=1)",
        "collections.defaultdict(list)",
        "operator.itemgetter(0)",
        "enum.auto()",
    ),
    *("dataclasses.MISSING", "contextlib.nullcontext()", "staticmethod(fn)", "abc.ABC", "enum.Enum"),
    *("closure().__closure__[0].cell_contents", "functools.cached_property(fn)", "warnings.warn"),
]
_NAMES = [
    *(
        "__class__",
        "__name__",
        "__dict__",
        "__call__",
        "__wrapped__",
        "__func__",
        "__self__",
        "__get__",
        "__iter__",
    ),
    *(
        "__next__",
        "__len__",
        "__init__",
        "__subclasses__",
        "__mro__",
        "__args__",
        "__origin__",
        "__metadata__",
    ),
    *(
        "__annotations__",
        "__defaults__",
        "__code__",
        "__closure__",
        "__isabstractmethod__",
        "__abstractmethods__",
    ),
    *(
        "__weakref__",
        "__or__",
        "__reversed__",
        "_fields",
        "value",
        "append",
        "keys",
        "args",
        "cache_clear",
        "func",
    ),
    *(
        "fget",
        "send",
        "co_name",
        "default_factory",
        "x",
        "a",
        "nope",
        "__notes__",
        "__orig_bases__",
        "__objclass__",
    ),
]
QUESTIONS = [
    *(f"hasattr(v, {name!r})" for name in _NAMES),
    *(
        "bool(v)",
        "callable(v)",
        "len(v)",
        "list(iter(v))",
        "type(v).__name__",
        "v.__class__.__name__",
        "1 in v",
        "v[0]",
    ),
    *(
        "v.__class__ is type(v)",
        "isinstance(v, collections.abc.Callable)",
        "isinstance(v, collections.abc.Iterable)",
    ),
    *(
        "isinstance(v, collections.abc.Hashable)",
        "isinstance(1, v)",
        "v == v",
        "hash(v) == hash(v)",
        "str(v) == str(v)",
    ),
    *(
        "format(v, '>5')",
        "vars(v) is not None",
        "derived(v)",
        "entered(v)",
        "functools.partial(v) is not None",
    ),
    *(
        "typing.get_args(v) == ()",
        "typing.get_origin(v) is None",
        "v.__doc__",
        "next(iter(v))",
        "v.__str__() == 'q'",
    ),
]
"""Expressions over `v`."""
