"""Random classes and statements of Python's own object model: generated classes, Enums, descriptors, protocols, caches."""

from __future__ import annotations

from program_expressions import WORDS, Names
from program_functions import Functions
from program_plain_data import plain_value
from program_protocols import ASKED, METHODS


class Objects(Functions):
    """Writes classes that Python completes or that take part in its protocols, and statements about them."""

    def object_definition(self, names: Names) -> None:
        """A class or a function at the margin."""
        self.choice((
            self._dataclass, self._enum, self._named_tuple, self._protocol, self._protocol, self._descriptor,
            self._property, self._manager, self._cached, self._dispatched, self._decorated, self._exception,
        ))(names)  # fmt: skip

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
        for method in self.random.sample([*METHODS], self.choice((1, 2, 3, 4))):
            self.line(1, METHODS[method])
        if self.chance(0.2) and not bases:
            self.line(1, "__slots__ = ('n',)")
        self._questions(name, ASKED)

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

    def object_statement(self, indent: int, names: Names) -> None:
        """A statement with the forms that plain ones lack; what may raise is guarded."""
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        kind = self.choice(("list", "dict", "int", "str", "tuple"))
        name, text = self.fresh("v"), plain_value(kind, e, self.choice)
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
