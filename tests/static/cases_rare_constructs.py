"""Formats, operators, patterns and generators as few programs have them: the answer is CPython's, or unknown."""

from __future__ import annotations

CASES = {
    "percent-of-a-mapping": """
        refused = []
        for text, values in [("%(a)s", 3), ("%(a)s", {"b": 1}), ("%d", "x"), ("%s %s", (1,)), ("%s", (1, 2)), ("%z", 1)]:
            try:
                refused.append(text % values)
            except (TypeError, ValueError, KeyError) as error:
                refused.append(type(error).__name__)
        return refused, "%(a)s-%(b)03d" % {"a": 1, "b": 2}, "%%" % (), "%s" % {"a": 1}
        """,
    "format-fields-inside-fields": """
        refused = []
        for text in ["{:{:{}}}", "{0[}", "{", "{}{0}", "{a.b}", "{0!x}", "{1}"]:
            try:
                refused.append(text.format(1, a=3) if text != "{1}" else text.format(0))
            except (ValueError, IndexError, AttributeError, KeyError) as error:
                refused.append(type(error).__name__)
        return refused, "{:>{}}".format("x", 3), "{0[a]}{0[b]}".format({"a": 1, "b": 2})
        """,
    "format-map-with-a-default": """
        class D(dict):
            def __missing__(self, key): return f"<{key}>"
        return "{a}{b}".format_map(D(a=1))
        """,
    "max-with-a-default-of-several": """
        try:
            max(1, 2, default=3)
        except TypeError:
            return max([], default=3), min((), default=None, key=len)
        """,
    "operators-as-functions-on-containers": """
        import operator
        xs, d = [1, 2, 3], {"a": 1}
        operator.delitem(xs, 0)
        operator.setitem(d, "b", 2)
        operator.delitem(d, "a")
        try:
            operator.concat(1, 2)
        except TypeError:
            return xs, d, operator.concat([1], [2]), operator.iconcat(xs, (4,)), operator.indexOf(xs, 3), operator.countOf(xs, 4)
        """,
    "getters-of-dotted-names": """
        import operator, types
        space = types.SimpleNamespace(a=types.SimpleNamespace(b=2), c=3)
        try:
            operator.attrgetter(1)
        except TypeError:
            return operator.attrgetter("a.b", "c")(space), operator.itemgetter(1, -1)([1, 2, 3])
        """,
    "counting-by-fractions": """
        import itertools
        counted = itertools.count(0.5, 0.25)
        return next(counted), next(counted), [*itertools.islice(itertools.count(3, -2), 3)]
        """,
    "mapping-pattern-with-the-same-key-twice": """
        import enum
        class E: A = "a"; B = "a"
        try:
            match {"a": 1}:
                case {E.A: x, E.B: y}: return "matched"
                case _: return "other"
        except ValueError:
            return "refused"
        """,
    "mapping-pattern-with-the-same-key-twice-in-a-mapping-of-two": """
        class E: A = "a"; B = "a"
        try:
            match {"a": 1, "b": 2}:
                case {E.B: x, E.A: y}: return "matched"
        except ValueError:
            return "refused"
        """,
    "mapping-pattern-of-an-unknown-key": """
        import sys
        match {"linux": 1, "darwin": 2}:
            case {sys.platform: x}: return "of this system"
            case _: return "of another"
        """,
    "mapping-pattern-of-members": """
        import enum
        class E(enum.Enum):
            A = 1
            B = 2
        class S(str, enum.Enum): A = "a"
        match {E.A: 3, "a": 4}:
            case {E.B: x}: return "matched"
            case {E.A: x, S.A: y, **rest}: return x, y, rest
        """,
    "mapping-pattern-of-a-mapping-that-counts-itself": """
        class D(dict):
            def __len__(self): return 0
        match D(a=1):
            case {"a": x}: return x
            case _: return "empty"
        """,
    "class-pattern-of-a-name-that-is-no-class": """
        class K: pass
        k = K()
        try:
            match 3:
                case k(): return "matched"
                case _: return "other"
        except TypeError:
            return "refused"
        """,
    "class-pattern-with-positions-too-many": """
        class K:
            __match_args__ = ("x",)
            x = 1
        try:
            match K():
                case K(1, 2): return "matched"
        except TypeError:
            match K():
                case K(1): return "one"
        """,
    "iteration-while-a-set-or-a-dictionary-grows": """
        told = []
        for grown, add in [(d := {"a": 1}, lambda: d.update(b=2)), (s := {1}, lambda: s.add(2))]:
            try:
                for _ in grown:
                    add()
            except RuntimeError as error:
                told.append(type(grown).__name__)
        return told
        """,
    "total-ordering-by-what-is-not-implemented": """
        import functools
        @functools.total_ordering
        class K:
            def __lt__(self, other): return NotImplemented
        try:
            K() >= K()
        except TypeError:
            return "refused"
        """,
    "total-ordering-of-nothing": """
        import functools
        try:
            @functools.total_ordering
            class K: pass
        except ValueError:
            return "refused"
        """,
    "unique-of-aliases": """
        import enum
        try:
            @enum.unique
            class E(enum.Enum):
                A = 1
                B = 1
        except ValueError:
            return "refused"
        """,
    "signature-told-by-hand": """
        import inspect
        def f(a, *, b=2): ...
        g = lambda *args: None
        g.__signature__ = inspect.signature(f)
        return list(inspect.signature(g).parameters), inspect.signature(f).parameters["b"].default
        """,
    "class-made-by-a-function": """
        import types
        class M(type):
            def __new__(m, name, bases, names, **options):
                return super().__new__(m, name, bases, {**names, "options": sorted(options)})
            def __init__(cls, name, bases, names, **options): ...
        made = types.new_class("K", (), {"metaclass": M, "x": 1}, lambda names: names.update(y=2))
        return made.options, made.y, type(made) is M
        """,
    "generator-that-yields-in-odd-places": """
        def g():
            try:
                while (x := (yield 1)) is not None:
                    if x > 2: break
                    if x == 1: continue
                    yield -x
                else:
                    yield "else"
            finally:
                yield "end"
        first = g()
        told = [next(first), first.send(2), next(first), first.send(1), first.send(3)]
        second = g()
        return told, next(second), second.send(None), next(second)
        """,
    "generator-closed-while-it-delegates": """
        log = []
        def inner():
            try:
                yield 1
            except GeneratorExit:
                log.append("inner")
                raise
        def outer():
            try:
                yield from inner()
            finally:
                log.append("outer")
        made = outer()
        next(made)
        made.close()
        return log
        """,
    "generator-that-throws-into-what-it-delegates-to": """
        def inner():
            try:
                yield 1
            except KeyError:
                yield 2
        def outer(): yield from inner()
        made = outer()
        return next(made), made.throw(KeyError("x")), next(made, "end")
        """,
    "class-body-that-runs-before-its-bases-are-refused": """
        class A: pass
        class B(A): pass
        log = []
        for number, bases in enumerate([(A, A), (3,), (bool,), (A, B), (int, str)]):
            try:
                class K(*bases):
                    log.append(number)
            except TypeError:
                log.append("refused")
        return log
        """,
    "class-body-that-raises-before-its-bases-are-refused": """
        class A: pass
        told = []
        for bases in [(A, A), (3,), (bool,)]:
            try:
                class K(*bases):
                    x = A.nothing
            except (AttributeError, TypeError) as error:
                told.append(type(error).__name__)
        return told
        """,
    "class-body-that-does-not-run-where-members-are-inherited": """
        import enum
        class E(enum.Enum): X = 1
        log = []
        try:
            class F(E):
                log.append(1)
        except TypeError:
            return log
        """,
    "class-body-that-does-not-run-where-metaclasses-differ": """
        class M(type): pass
        class N(type): pass
        class A(metaclass=M): pass
        class B(metaclass=N): pass
        log = []
        try:
            class K(A, B):
                log.append(1)
        except TypeError:
            return log
        """,
    "nonlocal-through-a-class": """
        def outer():
            x = 1
            class K:
                x = 2
                def f(self):
                    nonlocal x
                    x += 10
                    return x
            return K().f(), K.x, x
        return outer()
        """,
    "version-of-python-in-parts": """
        import sys
        return sys.version_info[0], sys.version_info >= (2,), sys.version_info < (3, 0)
        """,
}
"""Bodies of a function, by the names of the cases."""

UNKNOWN = {
    "generator-that-yields-in-odd-places",
    "getters-of-dotted-names",
    "mapping-pattern-of-a-mapping-that-counts-itself",
    "mapping-pattern-of-an-unknown-key",
    "signature-told-by-hand",
}
"""Cases whose answer is unknown."""
