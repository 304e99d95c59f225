"""Random functions that Python wraps or keeps results of, managers and exceptions."""

from __future__ import annotations

from program_expressions import WORDS, Names
from program_statements import Statements


class Functions(Statements):
    """Writes decorated functions, and classes that functions of the program use."""

    def _questions(self, name: str, asked: tuple[str, ...]) -> None:
        self.classes[name] = {f"asked{number}": text for number, text in enumerate(asked)}

    def _shared(self, names: Names) -> str:
        seen = self.fresh("seen")
        self.line(0, f"{seen} = []")
        names.add("list", seen)
        return seen

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
