"""The text of one module of a random program: functions, classes, registries, patches."""

from __future__ import annotations

from program_expressions import KINDS, WORDS, Names
from program_features import Feature, Features


class Writer(Features):
    """Writes the text of one module."""

    def function(self, indent: int, names: Names, first: str = "", module_names: list[str] = ()) -> str:
        name = self.fresh("f")
        inner = names.copied()
        default = (
            f", extra={self.expression(self.choice(('list', 'int')), names, 1)}" if self.chance(0.3) else ""
        )
        parameters = f"{first}n=1{default}"
        self.line(indent, f"def {name}({parameters}):")
        inner.add("int", "n")
        if "extra=" in default:
            self.line(indent + 1, "if isinstance(extra, list): extra.append(n)")
        changeable = [m for m in module_names if "." not in m]
        if changeable and self.chance(0.35):
            target = self.choice(changeable)
            self.line(indent + 1, f"global {target}")
            self.line(indent + 1, f"{target} = {target} + {self.choice('12')}")
        # Plain rebinding inside would make module names local: only names of its own are bound there.
        own = Names({kind: list(known) for kind, known in inner.items()})
        self.block(indent + 1, own, 1 + int(self.random.random() * 4), function=True)
        self.line(indent + 1, f"return {self.expression(self.choice(KINDS), inner)}")
        return name

    def define_function(self, names: Names) -> None:
        name = self.function(0, names, module_names=names.of("int"))
        self.functions.append(name)

    def define_class(self, names: Names) -> None:
        name = self.fresh("C")
        bases = self.random.sample(list(self.classes), min(len(self.classes), self.choice((0, 1, 1, 2))))
        if len(bases) == 2 and self.chance(0.5):
            bases.pop()
        members: dict[str, str] = {}
        start = len(self.lines)
        self.line(0, f"class {name}({', '.join(bases)}):" if bases else f"class {name}:")
        for base in bases:
            members.update(dict(self.classes[base].items()))
        body = names.copied()
        for _ in range(1 + int(self.random.random() * 3)):
            attribute = self.choice(("size", "sizes", "table", "flags", "label", "maybe"))
            kind = {
                "size": "int",
                "sizes": "list",
                "table": "dict",
                "flags": "set",
                "label": "str",
                "maybe": "int",
            }[attribute]
            value = "None" if attribute == "maybe" and self.chance(0.5) else self.expression(kind, body, 1)
            self.line(1, f"{attribute}{self.choice((': int', '', ''))} = {value}")
            if attribute != "maybe":
                body.add(kind, attribute)
            members[attribute] = f"@.{attribute}"
        if self.chance(0.3):
            self.change(
                1,
                Names({k: [n for n in body.of(k) if n in {"sizes", "table", "flags"}] for k in body}),
                False,
                0,
            )
        for _ in range(1 + int(self.random.random() * 3)):
            self.method(name, names, members, bool(bases))
        if self.chance(0.4):
            self.line(1, "def __init__(self, start=2):")
            if bases:
                self.line(2, "super().__init__()")
            self.line(2, f"self.size = start + {self.expression('int', names, 1)}")
            self.line(2, "self.own = [start]")
        for special in ("__eq__", "__len__", "__bool__", "__contains__"):
            if self.chance(0.07):
                body_text = {"__eq__": "return True", "__len__": "return 0", "__bool__": "return False",
                             "__contains__": "return other == 1"}[special]  # fmt: skip
                self.line(
                    1,
                    f"def {special}(self{', other' if special in {'__eq__', '__contains__'} else ''}): {body_text}",
                )
        self.classes[name] = members
        members["truth"] = "bool(@())"
        if self.hooked.intersection(bases):
            self.hooked.add(name)
            start -= bool(start) and self.lines[start - 1].startswith("@")
            self.lines[start:] = ["try:", *(f"    {line}" for line in self.lines[start:])]
            self.line(0, f"except (ValueError, TypeError): {name} = {bases[0]}")

    def method(self, cls: str, names: Names, members: dict[str, str], derived: bool) -> None:
        kind = self.choice(("class", "class", "static", "plain", "property"))
        name = self.choice(("supports", "sizes_of", "get", "is_it"))
        if kind != "plain":
            self.line(1, {"class": "@classmethod", "static": "@staticmethod", "property": "@property"}[kind])
        receiver = {"class": "cls", "static": "", "plain": "self", "property": "self"}[kind]
        parameters = ", ".join(p for p in (receiver, "" if kind == "property" else "n=1") if p)
        self.line(1, f"def {name}({parameters}):")
        inner = names.copied()
        if kind != "property":
            inner.add("int", "n")
        if receiver:
            for attribute, attribute_kind in (
                ("size", "int"),
                ("sizes", "list"),
                ("table", "dict"),
                ("flags", "set"),
            ):
                if attribute in members:
                    inner.add(attribute_kind, f"{receiver}.{attribute}")
        self.block(2, inner, int(self.random.random() * 3), function=True, depth=1)
        if derived and receiver and self.chance(0.4):
            argument = "" if kind == "property" else "(n)"
            self.line(2, f"above = super().{name}{argument}")
            self.line(2, f"return [above, {self.expression('int', inner, 1)}]")
        else:
            self.line(2, f"return {self.expression(self.choice(KINDS), inner)}")
        call = {"class": "@.X(2)", "static": "@.X(2)", "plain": "@().X(2)", "property": "@().X"}[kind]
        members[name] = call.replace("X", name)

    def registry(self, names: Names) -> None:
        """A registering decorator and what it registers."""
        table, register = self.fresh("REG"), self.fresh("register")
        self.line(0, f"{table} = {{}}")
        self.line(0, f"def {register}(key):")
        self.line(1, "def wrap(thing):")
        self.line(2, f"{table}[key] = thing.__name__")
        self.line(2, "return thing")
        self.line(1, "return wrap")
        for _ in range(2):
            self.line(0, f"@{register}({self.choice(WORDS)})")
            if self.chance(0.5):
                self.define_class(names)
            else:
                self.define_function(names)
        names.add("dict", table)

    def patch(self, names: Names) -> None:
        """Change a class after it was made."""
        if not self.classes:
            return
        cls = self.choice([*self.classes])
        text = self.choice((f"{cls}.size = {self.expression('int', names, 1)}",
                            f"{cls}.sizes = {self.expression('list', names, 1)}",
                            f"{cls}.extra = {self.expression('int', names, 1)}"))  # fmt: skip
        self.line(0, text)
        if "sizes" in self.classes[cls] and self.chance(0.5):
            self.line(0, f"{cls}.sizes.append({self.expression('int', names, 1)})")

    def module(self, size: int) -> None:
        for _ in range(size):
            roll = self.random.random()
            if Feature.HOOKS in self.features and self.chance(0.2):
                self.hooked_class(self.names)
            elif Feature.METACLASSES in self.features and self.chance(0.2):
                self.metaclass(self.names)
            elif Feature.OBJECTS in self.features and self.chance(0.3):
                self.object_definition(self.names)
            elif roll < 0.22:
                self.define_function(self.names)
            elif roll < 0.42:
                self.define_class(self.names)
            elif roll < 0.48:
                self.registry(self.names)
            elif roll < 0.56:
                self.patch(self.names)
            elif roll < 0.62 and self.functions:
                self.line(0, "try:")
                self.line(1, f"{self.choice(self.functions)}({self.choice('0123')})")
                self.line(0, "except Exception:")
                self.line(1, "pass")
            else:
                self.statement(0, self.names, function=False, depth=2)
