"""Random constructs whose effects the text at hand does not show: imports, hooks, handlers, callbacks, the unknown."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from random import Random

from program_expressions import WORDS, Names
from program_objects import Objects


class Feature(enum.Enum):
    """Kinds of constructs that a program draws from beside the plain ones."""

    IMPORTS = "imports"
    """Helper modules that change others, imported in every form."""
    FAILING = "failing"
    """Helper modules whose import may fail, and guards around them."""
    CYCLES = "cycles"
    """Modules that import each other, and look what is there already."""
    HOOKS = "hooks"
    """`__init_subclass__` and `__set_name__`."""
    METACLASSES = "metaclasses"
    HANDLERS = "handlers"
    """Operations that may fail, inside `try`."""
    CALLBACKS = "callbacks"
    """Functions given to functions of the standard library."""
    OBJECTS = "objects"
    """Generated classes, Enums, descriptors, protocols, caches, and the functions of the standard library on plain data."""
    UNKNOWN = "unknown"
    """Values and functions of a package that the evaluator does not see."""


@dataclass(frozen=True)
class Helper:
    """A module that others import."""

    path: str
    names: Names
    """Names that it binds, by kind; empty for one that is not to be imported from."""
    fails: bool
    """True if importing it may raise."""


class Features(Objects):
    """Writes the constructs of the features that are asked for."""

    def __init__(
        self, random: Random, features: frozenset[Feature], helpers: tuple[Helper, ...] = ()
    ) -> None:
        super().__init__(random, outside=Feature.UNKNOWN in features)
        self.features = features
        self.helpers = helpers
        self.hooked: set[str] = set()
        """Classes whose hooks may raise, and what derives from them."""

    def statement(self, indent: int, names: Names, *, function: bool, depth: int) -> None:
        imported = self.importing if self.helpers else None
        options = [write for feature, write in (
            (Feature.HANDLERS, self.handled),
            (Feature.CALLBACKS, self.callback),
            (Feature.UNKNOWN, self.given_away),
            (Feature.OBJECTS, self.object_statement),
            (Feature.IMPORTS, imported),
            (Feature.FAILING, imported),
        ) if feature in self.features and write]  # fmt: skip
        if options and self.chance(0.3):
            self.choice(options)(indent, names)
            return
        super().statement(indent, names, function=function, depth=depth)

    # Handlers.

    def risk(self, names: Names) -> str:
        """An expression of an int that may raise."""
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        options = [
            f"{self.choice('19')} // {e('int')}", f"[3, 1][{e('int')}]", f"{e('dict')}[{e('str')}]", f"int({e('str')})",
            f"{e('list')}.index({e('int')})", f"next(iter({e('list')}))", f"max({e('list')})", f"len({e('int')})",
            f"({e('int')}).missing", f"{e('tuple')}[1]", f"({e('int')} + {e('str')})", f"{e('list')}.pop()",
            f"(lambda n: n)(*{e('list')}[:3])", f"[n for n in {e('int')}][0]",
        ]  # fmt: skip
        if Feature.UNKNOWN in self.features:
            options += ["len(outside_pkg.number)", "outside_pkg.number + 'a'", "int(outside_pkg.word)", "outside_pkg.nothing",
                        "outside_pkg.fails()", "1 // outside_pkg.number", "[3, 1][outside_pkg.number]",
                        "outside_pkg.table['a']", "len(outside_pkg.word[1])", "outside_pkg.number()"] * 2  # fmt: skip
        if self.functions:
            options += [f"len([{self.choice(self.functions)}({e('int')})])"] * 3
        return self.choice(options)

    def handled(self, indent: int, names: Names) -> None:
        name, log = self.fresh("t"), self.fresh("log")
        inner = names.copied()
        self.line(indent, f"{log} = []")
        self.line(indent, f"{name} = 0")
        self.line(indent, "try:")
        if self.chance(0.3):
            self.line(indent + 1, "try:")
            self.line(indent + 2, f"{name} = {self.risk(inner)}")
            self.line(
                indent + 1, f"except {self.choice(('KeyError', 'TypeError', 'ZeroDivisionError'))} as inner:"
            )
            self.line(
                indent + 2,
                self.choice(("raise", "raise LookupError from inner", f"{name} = 5", "raise ValueError")),
            )
        else:
            self.line(indent + 1, f"{name} = {self.risk(inner)}")
            self.line(indent + 1, f"{log}.append({name})")
        caught = self.choice(
            ("Exception", "(KeyError, IndexError, TypeError)", "LookupError", "AttributeError", "ValueError")
        )
        self.line(indent, f"except {caught} as error:")
        self.line(
            indent + 1,
            f"{log}.append(type(error).__name__ == {self.choice(('KeyError', 'TypeError', 'IndexError'))!r})",
        )
        self.line(indent, "except Exception:")
        self.line(indent + 1, f"{name} = {self.choice('579')}")
        if self.chance(0.3):
            self.line(indent, "else:")
            self.line(indent + 1, f"{log}.append({self.expression('int', names, 0)})")
        if self.chance(0.3):
            self.line(indent, "finally:")
            self.line(indent + 1, f"{log}.append(9)")
        names.add("int", name)
        names.add("list", log)

    # Callbacks.

    def callback(self, indent: int, names: Names) -> None:
        known = names.of("list")
        if not known:
            name = self.fresh("v")
            self.line(indent, f"{name} = []")
            names.add("list", name)
            known = [name]
        xs = self.choice(known)
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        few = f"[*{e('list')}][:3]"
        texts = [
            f"list(map({xs}.append, {few}))", f"sorted({few}, key=lambda v: {xs}.append(v) or v)",
            f"functools.reduce(lambda a, b: {xs}.append(b) or a, {few}, 0)",
            f"re.sub('[ab]', lambda m: {xs}.append(1) or 'x', {e('str')})", f"any({xs}.append(v) for v in {few})",
            f"functools.partial({xs}.append, {e('int')})()", f"[*filter(lambda v: {xs}.append(v), {few})]",
            f"max({few}, key=lambda v: {xs}.append(v) or v, default=0)", f"operator.methodcaller('append', 4)({xs})",
            f"{{}}.get('a', {xs}.append(2))", f"next(map({xs}.append, [{e('int')}, 6]))", f"map({xs}.append, [8])",
            f"[put(3) for put in ({xs}.append, {xs}.remove, {xs}.append) if {e('bool')} and {xs}]",
        ]  # fmt: skip
        if self.classes:
            cls = self.choice([*self.classes])
            texts += [f"list(map(lambda n: setattr({cls}, n, {e('int')}), ['size', 'extra']))",
                      f"functools.partial(setattr, {cls}, 'size')({e('int')})"]  # fmt: skip
        if self.chance(0.1):
            texts.append(
                f"[(t.start(), t.join()) for t in [threading.Thread(target={xs}.append, args=(1,))]]"
            )
        self.line(indent, self.choice(texts))

    def given_away(self, indent: int, names: Names) -> None:
        """Hand something to the package that is not seen."""
        known = names.of(self.choice(("list", "dict", "set")))
        mine = self.choice(known) if known else "[]"
        self.line(indent, self.choice((
            f"outside_pkg.use({mine})", f"outside_pkg.call(lambda: {mine}.clear())", f"outside_pkg.keep({mine})",
            "outside_pkg.fire()", f"outside_pkg.use([{mine}])",
        )))  # fmt: skip

    # Imports.

    def importing(self, indent: int, names: Names) -> None:
        """Import a helper in some form; where it may fail, mostly inside a guard."""
        helper = self.choice(self.helpers)
        guarded = self.chance(0.95 if helper.fails else 0.2)
        flag = self.fresh("has")
        if guarded:
            self.line(indent, "try:")
        bound = self.import_statement(indent + guarded, helper, names)
        if not guarded:
            return
        self.line(indent + 1, f"{flag} = {self.choice('12')}")
        self.line(
            indent,
            f"except {self.choice(('ImportError', 'ImportError', 'ModuleNotFoundError', 'Exception'))}:",
        )
        self.line(indent + 1, f"{flag} = 0")
        for name, kind in bound.items():
            self.line(indent + 1, f"{name} = {self.literal(kind)}")
        self.line(indent, "except Exception as error:")
        self.line(indent + 1, f"{flag} = -1")
        for name, kind in bound.items():
            self.line(indent + 1, f"{name} = {self.literal(kind)}")
        names.add("int", flag)

    def import_statement(self, indent: int, helper: Helper, names: Names) -> dict[str, str]:
        """One import; the names that it binds, with their kinds."""
        parent, _, leaf = helper.path.rpartition(".")
        offered = [(kind, name) for kind, known in helper.names.items() for name in known if "." not in name]
        if offered and self.chance(0.5):
            kind, name = self.choice(offered)
            new = self.fresh("imported")
            self.line(indent, f"from {helper.path} import {name} as {new}")
            names.add(kind, new)
            return {new: kind}
        function = self.fresh("load")
        self.line(indent, self.choice((
            f"import {helper.path}", f"import {helper.path} as {self.fresh('m')}", f"from {parent} import {leaf} as {self.fresh('m')}",
            f"importlib.import_module({helper.path!r})", f"__import__({helper.path!r})", f"from {parent} import {leaf}",
            f"def {function}():\n    import {helper.path}\n{function}()",
            f"if {self.expression('bool', names, 1)}: import {helper.path}",
            f"class {self.fresh('K')}: import {helper.path} as m",
        )))  # fmt: skip
        return {}

    # Classes.

    def hooked_class(self, names: Names) -> None:
        """A class that does something to whatever derives from it."""
        name, seen = self.fresh("H"), self.fresh("seen")
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        self.line(0, f"{seen} = []")
        self.line(0, f"class {name}:")
        self.line(1, f"size = {e('int')}")
        self.line(1, "sizes = []")
        self.line(1, "def __init_subclass__(cls, **options):")
        for _ in range(1 + self.chance(0.5)):
            self.line(2, self.choice((
                f"{seen}.append(len({seen}))", f"cls.size = cls.size + {e('int')}", f"cls.sizes.append({e('int')})",
                f"cls.sizes = [*cls.sizes, {e('int')}]", f"cls.label = {self.choice(WORDS)}", "cls.own = sorted(n for n in vars(cls) if n[0] != '_')",
                f"if cls.size > ({e('int')}): raise ValueError('size')", "if 'table' in vars(cls): raise TypeError('table')",
            )))  # fmt: skip
        names.add("list", seen)
        self.classes[name] = {"size": "@.size", "sizes": "@.sizes", "own": "getattr(@, 'own', 0)"}
        self.hooked.add(name)

    def metaclass(self, names: Names) -> None:
        """A metaclass, and a class that it makes."""
        meta, name = self.fresh("M"), self.fresh("C")
        e = lambda kind: self.expression(kind, names, 1)  # noqa: E731
        self.line(0, f"class {meta}(type):")
        rules = {
            "__bool__": "def __bool__(cls): return False", "__len__": f"def __len__(cls): return {self.choice('012')}",
            "__eq__": "def __eq__(cls, other): return True\n__hash__ = type.__hash__",
            "__contains__": "def __contains__(cls, other): return other == 1", "__iter__": f"def __iter__(cls): return iter({e('list')})",
            "__getattr__": "def __getattr__(cls, name):\n    if name == 'extra': return 4\n    raise AttributeError(name)",
            "__call__": f"def __call__(cls, *args): return {e('int')}",
            "__new__": f"def __new__(meta, name, bases, body): return super().__new__(meta, name, bases, {{**body, 'made': {e('int')}}})",
            "__init__": f"def __init__(cls, *args): cls.size = {e('int')}",
            "size": f"size = property(lambda cls: {e('int')})", "level": f"level = {e('int')}",
        }  # fmt: skip
        for rule in self.random.sample([*rules], 1 + self.chance(0.6) + self.chance(0.3)):
            self.line(1, rules[rule])
        self.line(0, f"class {name}(metaclass={meta}):")
        self.line(1, f"size = {e('int')}")
        self.line(1, f"sizes = {e('list')}")
        asked = ("bool(@)", "(not @)", "(1 if @ else 2)", "@ == 1", "@ != 1", "@ in [1]", "@.size", "@.sizes", "getattr(@, 'extra', 0)",
                 "getattr(@, 'made', 0)", "hasattr(@, 'level')", "hasattr(@(), 'level')", "len(@)", "1 in @", "list(@)", "@() == 3")  # fmt: skip
        self.classes[name] = {f"asked{number}": text for number, text in enumerate(asked)}
