"""Random classes and statements of Python's own object model: generated classes, Enums, descriptors, protocols, caches."""

from __future__ import annotations

from program_expressions import WORDS, Names
from program_statements import Statements

_METHODS = {
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
_ASKED = (
    *("list(@())", "len(@(3))", "(@() + 1)", "(1 + @())", "(2 in @())", "(@(1) == @(1))", "(@(1) != @(1))", "-@(2)"),
    *("sorted([@(2), @(1)])[0].n", "@()(3)", "@().other", "bool(@(0))", "str(@(1))[:1]", "[5, 6, 7][@(1)]"),
    *("f'{@():>3}'", "max(@(2), @(3), key=lambda v: v.n).n", "{@(1): 2}.get(@(1), 0)", "[*@(1), 2]", "sum(@())"),
    *("@[3]", "getattr(@(), 'missing', 8)", "hasattr(@(), 'other')", "vars(@(3))", "[*zip(@(2), 'ab')]", "next(@(2))"),
    *("(lambda a, *b: (a, b))(*@(1))", "any(v for v in @(1))", "@.__name__[:1]", "isinstance(@(), @)", "(@(1) < @(2))"),
)  # fmt: skip
"""Questions about such a class; those that it has no method for raise TypeError."""


class Objects(Statements):
    """Writes classes that Python completes or that take part in its protocols, and statements about them."""

    def object_definition(self, names: Names) -> None:
        """A class or a function at the margin."""
        self.choice((
            self._dataclass, self._enum, self._named_tuple, self._protocol, self._protocol, self._descriptor,
            self._property, self._manager, self._cached, self._dispatched, self._decorated, self._exception,
        ))(names)  # fmt: skip

    def _questions(self, name: str, asked: tuple[str, ...]) -> None:
        self.classes[name] = {f"asked{number}": text for number, text in enumerate(asked)}

    def _shared(self, names: Names) -> str:
        seen = self.fresh("seen")
        self.line(0, f"{seen} = []")
        names.add("list", seen)
        return seen

    def _dataclass(self, names: Names) -> None:
        name, seen = self.fresh("D"), self._shared(names)
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        options = self.random.sample(
            [
                "order=True",
                "frozen=True",
                "eq=False",
                "slots=True",
                "kw_only=True",
                "repr=False",
                "unsafe_hash=True",
            ],
            self.choice((0, 0, 1, 1, 2)),
        )
        self.line(0, "try:")
        self.line(1, f"@dataclasses.dataclass({', '.join(options)})")
        self.line(1, f"class {name}:")
        self.line(2, f"size: int = {e('int')}")
        self.line(2, f"sizes: list = dataclasses.field(default_factory=lambda: [*{e('list')}])")
        if self.chance(0.4):
            option = self.choice(("init=False", "repr=False", "compare=False", "kw_only=True", "hash=False"))
            self.line(2, f"own: int = dataclasses.field(default={e('int')}, {option})")
        if self.chance(0.3):
            self.line(2, f"shared: typing.ClassVar[list] = {e('list')}")
        if self.chance(0.4):
            self.line(2, "def __post_init__(self):")
            self.line(3, self.choice((
                f"{seen}.append(self.size)", f"self.size = self.size + {e('int')}", f"self.sizes.append({e('int')})",
                "self.extra = 3", f"if self.size > ({e('int')}): raise ValueError(self.size)",
            )))  # fmt: skip
        self.line(0, f"except (TypeError, ValueError): {name} = dict")
        self._questions(name, (
            "@().size", "@(4).sizes", "@(size=4).size", "dataclasses.astuple(@(1))", "dataclasses.asdict(@())", "repr(@(size=2))",
            "(@(1) == @(1))", "(@(1) < @(2))", "(hash(@()) == hash(@()))", "[f.name for f in dataclasses.fields(@)]",
            "@.__match_args__", "dataclasses.replace(@(), size=3).size", "@.size", "@(1, [2], 3).own", "@().extra", "hasattr(@(), '__dict__')",
        ))  # fmt: skip

    def _enum(self, names: Names) -> None:
        name = self.fresh("E")
        base = self.choice(("Enum", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"))
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        value = {"StrEnum": lambda: self.choice(WORDS), "Flag": lambda: self.choice(("1", "2", "4")),
                 "IntFlag": lambda: self.choice(("1", "2", "4"))}.get(base, lambda: e("int"))  # fmt: skip
        self.line(0, "try:")
        if self.chance(0.15):
            self.line(1, "@enum.unique")
        self.line(1, f"class {name}(enum.{base}):")
        self.line(2, f"A = {value()}")
        self.line(2, f"B = {self.choice(('enum.auto()', value()))}")
        if self.chance(0.5):
            self.line(2, f"C = {self.choice(('enum.auto()', value(), 'A'))}")
        if self.chance(0.4):
            self.line(2, "@property")
            self.line(2, f"def size(self): return ({e('int')}, self.name)")
        if self.chance(0.3):
            self.line(2, "@classmethod")
            self.line(2, "def _missing_(cls, value): return cls.A if value == 9 else None")
        self.line(0, f"except (TypeError, ValueError): {name} = dict")
        self._questions(name, (
            "[m.name for m in @]", "@.A.value", "@['B'].name", "@(1).name", "len(@)", "(@.A == 1)", "(@.A in [1])", "@.A.size",
            "(@.A is @.B)", "sorted(@.__members__)", "bool(@.A)", "isinstance(@.A, int)", "@(9).name", "(@.A | @.B).value", "@.B._name_",
            "(@.A < @.B)", "[m.value for m in reversed(@)]", "@.C.name", "{@.A: 1, @.B: 2}.get(@.A)", "hasattr(@, 'C')", "@.A.A",
        ))  # fmt: skip

    def _named_tuple(self, names: Names) -> None:
        name = self.fresh("N")
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        if self.chance(0.3):
            self.line(
                0, f"{name} = collections.namedtuple('{name}', 'size label', defaults=({e('int')}, 'a'))"
            )
        else:
            self.line(0, f"class {name}(typing.NamedTuple):")
            self.line(1, f"size: int = {e('int')}")
            self.line(1, f"label: str = {e('str')}")
            self.line(1, f"def total(self): return self.size + {e('int')}")
        self._questions(name, (
            "@(1).size", "@._fields", "@()._replace(size=3)", "(@(1, 'a') == (1, 'a'))", "[*@(2)]", "@().total()", "len(@())",
            "@._field_defaults", "@(1, 2, 3)", "@(label='z')[1]", "@._make([1, 2]).label", "(@(1) < @(2))", "@()._asdict()", "repr(@(1, 'a'))",
        ))  # fmt: skip

    def _protocol(self, names: Names) -> None:
        name = self.fresh("P")
        bases = self.choice(("", "", "", "(list)", "(dict)", "(int)", "(str)", "(tuple)"))
        self.line(0, f"class {name}{bases}:")
        if bases:
            self.line(1, f"n = {self.choice('123')}")
        else:
            self.line(1, "def __init__(self, n=2): self.n = n")
        for method in self.random.sample([*_METHODS], self.choice((1, 2, 3, 4))):
            self.line(1, _METHODS[method])
        if self.chance(0.2) and not bases:
            self.line(1, "__slots__ = ('n',)")
        self._questions(name, _ASKED)

    def _descriptor(self, names: Names) -> None:
        kind, name, seen = self.fresh("Descriptor"), self.fresh("C"), self._shared(names)
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        self.line(0, f"class {kind}:")
        self.line(1, "name = None")
        self.line(1, "def __init__(self, value): self.value = value")
        if self.chance(0.6):
            self.line(1, "def __set_name__(self, owner, name):")
            self.line(
                2, self.choice(("self.name = name", f"{seen}.append(len(name))", "owner.extra = self.value"))
            )
        if self.chance(0.8):
            self.line(1, "def __get__(self, instance, owner=None):")
            self.line(2, self.choice((
                "return self.value", "return (instance is None, self.value)", f"{seen}.append(1)\nreturn self.value",
                "raise AttributeError(self.name)", "return self if instance is None else instance.__dict__.get('kept', 7)",
            )))  # fmt: skip
        if self.chance(0.5):
            self.line(1, "def __set__(self, instance, value):")
            self.line(
                2,
                self.choice(
                    ("instance.__dict__['kept'] = value", "self.value = value", "raise AttributeError('set')")
                ),
            )
        self.line(0, f"class {name}:")
        self.line(1, f"size = {kind}({e('int')})")
        self.line(1, f"other = {kind}({e('list')})")
        self.line(1, "def change(self, n=1):")
        self.line(2, "self.size = n")
        self.line(2, "return self.size")
        self._questions(name, (
            "@.size", "@().size", "vars(@)['size'].name", "@().change(4)", "vars(@)['other'].value", "getattr(@(), 'other', 5)",
            "hasattr(@, 'extra')", "@().extra", "(type(vars(@)['size']).__name__[:1])", "vars(@()).get('kept')",
        ))  # fmt: skip

    def _property(self, names: Names) -> None:
        name, seen = self.fresh("C"), self._shared(names)
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        self.line(0, f"class {name}:")
        self.line(1, f"_n = {e('int')}")
        self.line(1, "@property")
        self.line(1, f"def size(self): return self._n + {e('int')}")
        if self.chance(0.6):
            self.line(1, "@size.setter")
            self.line(1, "def size(self, value):")
            self.line(2, self.choice(("self._n = value", f"{seen}.append(value)", "type(self)._n = value")))
        if self.chance(0.3):
            self.line(1, "@size.deleter")
            self.line(1, f"def size(self): {seen}.append('deleted')")
        if self.chance(0.5):
            self.line(1, "@functools.cached_property")
            self.line(1, "def once(self):")
            self.line(2, f"{seen}.append(2)")
            self.line(2, "return [self._n]")
        self.line(1, "def change(self, n=1):")
        self.line(2, "self.size = n")
        self.line(2, "return (self.size, self._n)")
        self.line(1, "def remove(self):")
        self.line(2, "del self.size")
        self.line(2, "return self._n")
        self._questions(name, (
            "@().size", "@().change(4)", "@().remove()", "@._n", "@().once", "(lambda c: (c.once, c.once, vars(c)))(@())",
            "type(@.size).__name__", "(@().once is @().once)",
        ))  # fmt: skip

    def _manager(self, names: Names) -> None:
        name, seen, function = self.fresh("G"), self._shared(names), self.fresh("f")
        self.line(0, f"class {name}:")
        self.line(1, "def __enter__(self):")
        self.line(2, f"{seen}.append(1)")
        self.line(2, f"return {self.choice(('self', '3'))}")
        self.line(1, "def __exit__(self, kind, error, trace):")
        self.line(2, f"{seen}.append(kind is None)")
        self.line(2, f"return {self.choice(('True', 'False', 'None', 'kind is KeyError'))}")
        self.line(0, f"def {function}(n=1):")
        self.line(1, f"with {name}() as held{self.choice(('', f', {name}()'))}:")
        self.line(2, self.choice(("n = n + 1", "return n", "{}['x']", "1 // n", "raise ValueError(n)")))
        self.line(1, "return (n, held == 3)")
        self.functions.append(function)
        self._questions(name, ("isinstance(@().__enter__(), @)", "@().__exit__(None, None, None)"))

    def _cached(self, names: Names) -> None:
        name, seen = self.fresh("f"), self._shared(names)
        self.line(
            0, self.choice(("@functools.cache", "@functools.lru_cache", "@functools.lru_cache(maxsize=1)"))
        )
        self.line(0, f"def {name}(n=1):")
        self.line(1, f"{seen}.append(n)")
        self.line(1, f"return {self.choice(('[n]', 'n', '{n}', f'len({seen})'))}")
        self.functions.append(name)
        self.line(0, f"{self.fresh('x')} = {name}(0), {name}(0), {name}({self.choice('12')}), {name}(0)")

    def _dispatched(self, names: Names) -> None:
        name = self.fresh("f")
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        self.line(0, "@functools.singledispatch")
        self.line(0, f"def {name}(n=1): return {e('str')}")
        self.line(0, f"@{name}.register")
        self.line(0, f"def _(n: {self.choice(('int', 'str', 'list'))}): return ({e('int')}, n)")
        if self.chance(0.5):
            self.line(0, f"{name}.register({self.choice(('bool', 'object', 'float'))}, lambda n: {e('int')})")
        self.functions.append(name)

    def _decorated(self, names: Names) -> None:
        decorator, name, seen = self.fresh("decorator"), self.fresh("f"), self._shared(names)
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        self.line(0, f"def {decorator}(function):")
        if self.chance(0.7):
            self.line(1, "@functools.wraps(function)")
        self.line(1, "def inner(*args, **named):")
        self.line(2, f"{seen}.append(function.__name__[:1])")
        self.line(2, self.choice(("return function(*args, **named)", "return [function(*args), len(named)]")))
        self.line(1, "inner.calls = 3")
        self.line(1, "return inner")
        self.line(0, f"@{decorator}")
        if self.chance(0.3):
            self.line(0, f"@{decorator}")
        self.line(0, f"def {name}(n=1, *rest, key={e('int')}, **others):")
        self.line(1, f'"""{self.choice(WORDS)}"""')
        self.line(1, "return (n, rest, key)")
        self.functions.append(name)
        self._questions(
            name,
            (
                "@.__name__[:1]",
                "@.calls",
                "@.__doc__",
                "@(1, 2, key=3)",
                "@(*[1, 2], **{'key': 4})",
                "@.__wrapped__(1)",
            ),
        )

    def _exception(self, names: Names) -> None:
        name, function = self.fresh("Error"), self.fresh("f")
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        self.line(0, f"class {name}({self.choice(('ValueError', 'KeyError', 'Exception', 'LookupError'))}):")
        self.line(1, "def __init__(self, n=1, *rest):")
        self.line(2, "super().__init__(n, *rest)")
        self.line(2, "self.n = n")
        self.line(0, f"def {function}(n=1):")
        self.line(1, "try:")
        self.line(2, f"try: raise {name}(n, {e('int')})")
        self.line(2, f"except {self.choice((name, 'KeyError', 'TypeError'))} as error:")
        self.line(
            3,
            self.choice(
                (f"raise LookupError({e('int')}) from error", "raise", "return error.args", "n = error.n")
            ),
        )
        self.line(2, f"finally: n = n + {e('int')}")
        self.line(1, "except Exception as error:")
        self.line(2, "return (type(error).__name__[:5], error.args, error.__cause__ is None)")
        self.line(1, "return n")
        self.functions.append(function)
        self._questions(
            name,
            (
                "@(1, 2).args",
                "@(3).n",
                "issubclass(@, LookupError)",
                "str(@(1, 2))",
                "repr(@(1))[-3:]",
                "isinstance(@(), ValueError)",
            ),
        )

    def object_statement(self, indent: int, names: Names) -> None:
        """A statement with the forms that plain ones lack; what may raise is guarded."""
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        kind = self.choice(("list", "dict", "int", "str", "tuple"))
        name, text = self.fresh("v"), self._value(kind, e)
        known = names.of("list")
        if self.classes and self.chance(0.25):
            cls = self.choice([*self.classes])
            text = self.choice((f"setattr({cls}, 'extra', {e('int')})", f"delattr({cls}, 'extra')", f"vars({cls}).get('size')",
                                f"getattr({cls}(), 'size', {e('int')})", f"[{cls}(), {cls}][1].__name__[:1]"))  # fmt: skip
            kind = ""
        self.line(indent, "try:")
        if known and self.chance(0.3):
            self.line(indent + 1, f"{self.choice(known)}.append({name} := {e('int')})")
            kind = "int"
        else:
            self.line(indent + 1, f"{name} = {text}")
        self.line(indent, f"except Exception: {name} = {self.literal(kind) if kind else 0}")
        if kind:
            names.add(kind, name)

    def _value(self, kind: str, e) -> str:
        return self.choice({
            "list": (
                f"[a + b for a, b in zip({e('list')}, {e('list')})]", f"sorted({e('list')}, key=lambda n: -n, reverse={e('bool')})",
                f"list(itertools.chain({e('list')}, {e('list')}))", f"list(itertools.accumulate({e('list')}))",
                f"[k for k, _ in itertools.groupby({e('list')})]", f"list(collections.deque({e('list')}, maxlen=2))",
                f"copy.copy({e('list')})", f"(lambda *a, **k: [*a, *k.values()])(*{e('list')}, z={e('int')})",
                f"[n for i, n in enumerate({e('list')}, {e('int')}) if i % 2]", f"[(w := n) for n in {e('list')} if n]",
                f"{e('str')}.split({e('str')})", f"list(itertools.islice({e('list')}, 2))", f"[*map(max, {e('list')}, {e('list')})]",
                f"list(itertools.product({e('list')}, repeat=2))[:3]", f"list(filter(None, {e('list')}))", f"list({e('dict')}.items())",
            ),
            "dict": (
                f"collections.Counter({e('list')})", f"collections.defaultdict(int, {e('dict')})", f"collections.OrderedDict({e('dict')})",
                f"copy.deepcopy({e('dict')})", f"dict(zip({e('str')}, {e('list')}))", f"dict.fromkeys({e('str')}, {e('int')})",
                f"{{k: v for k, v in sorted({e('dict')}.items()) if v}}", f"dict(collections.ChainMap({e('dict')}, {e('dict')}))",
                f"{{**{e('dict')}, **{e('dict')}}}",
            ),
            "int": (
                f"functools.reduce(operator.add, {e('list')}, {e('int')})", f"operator.itemgetter(0)({e('list')})", f"sum(map(len, [{e('list')}, {e('str')}]))",
                f"next(iter({e('list')}), {e('int')})", f"pow({e('int')}, 2, 5)", f"abs({e('int')})", f"round({e('int')} / 3)", f"min({e('tuple')})",
                f"{e('list')}.__len__()", f"int({e('str')}, 16)", f"hash({e('int')})", f"({e('int')}).bit_length()", f"divmod({e('int')}, {e('int')})[0]",
            ),
            "str": (
                f"'{{:>4}}|{{!r}}'.format({e('int')}, {e('str')})", f"'{{}}-{{}}'.format({e('int')}, {e('str')})", f"{e('str')}[::-1]", f"', '.join(map(str, {e('list')}))",
                f"{e('str')}.replace({e('str')}, 'z')", f"{e('str')} * 2", f"{e('str')}.partition('u')[2]", f"'%(a)s' % {e('dict')}", f"{e('str')}.title()",
                f"str({e('tuple')})", f"ascii({e('list')})", f"{e('str')}.encode().hex()", f"format({e('int')}, 'x')", f"chr({e('int')} + 65)",
            ),
            "tuple": (
                f"tuple(reversed({e('tuple')}))", f"(*{e('tuple')}, *{e('list')})", f"{e('tuple')}[:1]", f"tuple(sorted({e('list')}))", f"{e('tuple')} * 2",
                f"tuple(enumerate({e('list')}))", f"{e('str')}.rpartition('a')",
            ),
        }[kind])  # fmt: skip
