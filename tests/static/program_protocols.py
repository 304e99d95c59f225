"""Special methods of random classes, and questions about such classes."""

METHODS = {
    "__len__": "def __len__(self): return self.n",
    "__getitem__": "def __getitem__(self, key):\n    if key > 2: raise IndexError(key)\n    return key + self.n",
    "__iter__": "def __iter__(self):\n    yield self.n\n    yield 5",
    "__contains__": "def __contains__(self, other): return other == self.n",
    "__add__": "def __add__(self, other): return self.n + other if isinstance(other, int) else NotImplemented",
    "__radd__": "def __radd__(self, other): return (self.n, other)",
    "__iadd__": "def __iadd__(self, other):\n    self.n += other\n    return self",
    "__eq__": "def __eq__(self, other): return isinstance(other, type(self)) and self.n == other.n",
    "__hash__": "def __hash__(self): return self.n",
    "__lt__": "def __lt__(self, other): return self.n < other.n",
    "__call__": "def __call__(self, n=1): return self.n * n",
    "__getattr__": "def __getattr__(self, name):\n    if name == 'other': return 4\n    raise AttributeError(name)",
    "__bool__": "def __bool__(self): return self.n > 1",
    "__str__": "def __str__(self): return f'<{self.n}>'",
    "__index__": "def __index__(self): return self.n",
    "__format__": "def __format__(self, spec): return spec + str(self.n)",
    "__neg__": "def __neg__(self): return -self.n",
    "__setattr__": "def __setattr__(self, name, value): super().__setattr__(name, value + 1)",
    "__delattr__": "def __delattr__(self, name): raise AttributeError(name)",
    "__next__": "def __next__(self):\n    self.n -= 1\n    if self.n < 0: raise StopIteration\n    return self.n",
    "__class_getitem__": "def __class_getitem__(cls, key): return key",
    "__enter__": "def __enter__(self): return 6\ndef __exit__(self, *what): return True",
}
"""Special methods that a class may have."""
ASKED = (
    *("list(@())", "len(@(3))", "(@() + 1)", "(1 + @())", "(2 in @())", "(@(1) == @(1))", "(@(1) != @(1))", "-@(2)"),
    *("sorted([@(2), @(1)])[0].n", "@()(3)", "@().other", "bool(@(0))", "str(@(1))[:1]", "[5, 6, 7][@(1)]"),
    *("f'{@():>3}'", "max(@(2), @(3), key=lambda v: v.n).n", "{@(1): 2}.get(@(1), 0)", "[*@(1), 2]", "sum(@())"),
    *("@[3]", "getattr(@(), 'missing', 8)", "hasattr(@(), 'other')", "vars(@(3))", "[*zip(@(2), 'ab')]", "next(@(2))"),
    *("(lambda a, *b: (a, b))(*@(1))", "any(v for v in @(1))", "@.__name__[:1]", "isinstance(@(), @)", "(@(1) < @(2))"),
)  # fmt: skip
"""Questions about such a class; those that it has no method for raise TypeError."""
