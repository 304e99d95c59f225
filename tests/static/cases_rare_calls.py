"""Calls of the standard library that few programs make, and those that are refused: the answer is CPython's, or unknown."""

from __future__ import annotations

CASES = {
    "warnings-reset-and-made-errors": """
        import warnings
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.resetwarnings()
            warnings.simplefilter("ignore")
            warnings.warn("one")
            warnings.filterwarnings("error", category=UserWarning)
            try:
                warnings.warn("two")
            except UserWarning as error:
                return str(error)
        """,
    "warnings-caught-with-an-action": """
        import warnings
        with warnings.catch_warnings(action="error"):
            try:
                warnings.warn("two", DeprecationWarning)
            except DeprecationWarning as error:
                return str(error)
        """,
    "warnings-shown-by-a-function": """
        import warnings
        seen = []
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.showwarning = lambda message, *rest, **more: seen.append(str(message))
            warnings.warn("two")
        return seen
        """,
    "warnings-entered-by-hand": """
        import warnings
        manager = warnings.catch_warnings()
        manager.__enter__()
        warnings.simplefilter("error")
        try:
            warnings.warn("x")
            return "nothing"
        except UserWarning:
            return "raised"
        finally:
            manager.__exit__(None, None, None)
        """,
    "name-resolved-in-a-package": """
        from importlib.util import resolve_name
        try:
            resolve_name("..x", "a")
        except ImportError:
            return resolve_name(".x", "a.b"), resolve_name("..x", "a.b"), resolve_name("y", None)
        """,
    "relative-import-by-name-without-a-package": """
        import importlib
        try:
            importlib.import_module(".x")
        except TypeError:
            return "refused"
        """,
    "import-by-the-function-behind-the-statement": """
        json = __import__("json")
        path = __import__("os.path")
        return json.dumps([1]), path.__name__, __import__("os.path", fromlist=["join"]).__name__
        """,
    "import-of-nothing-by-the-function": """
        try:
            __import__("docgen_has_no_such_module")
        except ModuleNotFoundError as error:
            return error.name
        """,
    "cast-leaves-its-value": """
        import typing
        return typing.cast(int, "a"), typing.cast("int", None), typing.assert_type(3, str)
        """,
    "new-type-is-called": """
        import typing
        Number = typing.NewType("Number", int)
        return Number("x"), Number.__name__, Number.__supertype__ is int
        """,
    "copies-of-containers": """
        import copy
        inner = [1]
        whole = ({1, 2}, (inner, 3), frozenset({4}), {"a": inner})
        deep, flat = copy.deepcopy(whole), copy.copy(whole)
        inner.append(2)
        return deep[1], deep[3], flat[1], deep[0] == {1, 2}, flat is whole, copy.deepcopy((1, "a")) == (1, "a")
        """,
    "copy-of-a-function-and-a-class": """
        import copy
        class K: pass
        def f(): ...
        return copy.copy(K) is K, copy.deepcopy(f) is f, copy.deepcopy(None)
        """,
    "copy-by-methods-of-its-own": """
        import copy
        class K:
            def __copy__(self): return "flat"
            def __deepcopy__(self, memo): return ("deep", type(memo).__name__)
        return copy.copy(K()), copy.deepcopy([K()])
        """,
    "dataclass-replaced-without-what-it-needs": """
        import dataclasses
        @dataclasses.dataclass
        class A:
            x: dataclasses.InitVar[int]
            y: int = 2
        try:
            dataclasses.replace(A(1), y=3)
        except (ValueError, TypeError):
            return dataclasses.replace(A(1), x=4, y=3).y
        """,
    "dataclass-replaced-in-what-it-does-not-take": """
        import dataclasses
        @dataclasses.dataclass
        class A:
            x: int = 1
            y: int = dataclasses.field(default=2, init=False)
        try:
            return dataclasses.replace(A(), y=3)
        except (ValueError, TypeError):
            return dataclasses.replace(A(), x=3).y
        """,
    "dataclass-as-data": """
        import dataclasses
        @dataclasses.dataclass
        class A: x: object = None
        nested = A({"k": A(1), "s": (A(2), [A(3)])})
        return dataclasses.asdict(nested), dataclasses.astuple(A((A(1), 2)))
        """,
    "dataclass-as-data-of-a-set-and-a-factory": """
        import dataclasses
        @dataclasses.dataclass
        class A: x: object = None
        return dataclasses.asdict(A({3})), dataclasses.asdict(A(1), dict_factory=list)
        """,
    "field-with-an-argument-too-many": """
        import dataclasses
        try:
            dataclasses.field(1)
        except TypeError:
            try:
                dataclasses.field(strange=1)
            except TypeError:
                return "refused twice"
        """,
    "class-variable-of-a-dataclass-with-a-factory": """
        import dataclasses, typing
        try:
            @dataclasses.dataclass
            class A: x: typing.ClassVar[list] = dataclasses.field(default_factory=list)
        except TypeError:
            return "refused"
        """,
    "partial-of-nothing": """
        import functools
        try:
            functools.partial()
        except TypeError:
            try:
                functools.partial(3)
            except TypeError:
                return "refused twice"
        """,
    "bound-method-of-nothing": """
        import types
        refused = []
        for given in [(len,), (len, None), (3, 4), (len, [1], 2)]:
            try:
                types.MethodType(*given)
            except TypeError:
                refused.append(len(given))
        return refused, types.MethodType(len, [1, 2])()
        """,
    "type-with-arguments-of-the-wrong-number": """
        refused = 0
        for given in [(), (1, 2), ("A", (), {}, 4)]:
            try:
                type(*given)
            except TypeError:
                refused += 1
        return refused
        """,
}
"""Bodies of a function, by the names of the cases."""

UNKNOWN = {
    "cast-leaves-its-value",
    "copy-by-methods-of-its-own",
    "dataclass-as-data-of-a-set-and-a-factory",
    "import-by-the-function-behind-the-statement",
    "import-of-nothing-by-the-function",
    "name-resolved-in-a-package",
    "new-type-is-called",
    "warnings-entered-by-hand",
    "warnings-shown-by-a-function",
}
"""Cases whose answer is unknown."""
