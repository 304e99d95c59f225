"""Context managers that generator functions make, and bare objects. CPython says what is right."""

from __future__ import annotations

_CM = """
        import contextlib
        events = []
        @contextlib.contextmanager
        def cm(name, swallow=False):
            "doc"
            events.append("in " + name)
            try: yield name
            except ValueError:
                events.append("err")
                if not swallow: raise
            finally: events.append("out " + name)
"""
_MAKING = {
    "value": 'with cm("a") as x: y = x\nreturn y, events',
    "return-within": 'def f():\n    with cm("a") as x: return x\nreturn f(), events',
    "break-within": 'for i in range(3):\n    with cm("a"):\n        if i == 1: break\nreturn i, events',
    "swallows": 'with cm("b", True): raise ValueError\nreturn events',
    "lets-through": 'try:\n    with cm("c"): raise ValueError\nexcept ValueError: events.append("caught")\nreturn events',
    "another-exception": 'with cm("c", True): raise TypeError',
    "nested": 'with cm("d") as a, cm("e") as b: c = a + b\nreturn c, events',
    "arguments-that-do-not-fit": "cm()",
    "metadata": 'return cm.__name__, cm.__doc__, cm.__wrapped__.__name__, type(cm).__name__',
    "entered-by-hand": 'c = cm("m")\nc.__enter__()\nreturn events',
    "called": '@cm("dd")\ndef f(): return 5\nreturn f()',
    "given-to-a-stack": 'with contextlib.ExitStack() as s: s.enter_context(cm("s"))\nreturn events',
    "entered-twice": 'c = cm("a")\nwith c: pass\nwith c: pass',
}  # fmt: skip


def _indented(text: str) -> str:
    return "".join(f"        {line}\n" for line in text.splitlines())


CASES = {
    **{f"manager-{name}": f"{_CM}{_indented(text)}" for name, text in _MAKING.items()},
    "manager-that-does-not-yield": """
        import contextlib
        @contextlib.contextmanager
        def cm():
            if False: yield
        with cm(): pass
        """,
    "manager-that-yields-twice": """
        import contextlib
        @contextlib.contextmanager
        def cm():
            yield 1
            yield 2
        with cm(): pass
        """,
    "manager-that-translates": """
        import contextlib
        @contextlib.contextmanager
        def cm():
            try: yield
            except KeyError as e: raise RuntimeError("t") from e
        with cm(): {}["x"]
        """,
    "manager-around-a-stop": """
        import contextlib
        @contextlib.contextmanager
        def cm(): yield
        with cm(): raise StopIteration
        """,
    "manager-that-returns-in-its-end": """
        import contextlib
        @contextlib.contextmanager
        def cm():
            try: yield
            finally: return
        with cm(): raise KeyError
        return 3
        """,
    "manager-as-a-method": """
        import contextlib
        class A:
            x = 1
            @contextlib.contextmanager
            def setting(self, x):
                self.x = x
                yield self
                del self.x
        a = A()
        with a.setting(4) as b: y = b.x
        return y, a.x
        """,
    "manager-without-a-generator": """
        import contextlib
        @contextlib.contextmanager
        def cm(): return iter([3])
        with cm() as x: y = x
        return y
        """,
    "bare-objects": """
        a, b = object(), object()
        return a is b, a == a, a != b, a in [1, a], {a: 1}[a], bool(a), type(a).__name__, isinstance(a, object), 5 is a
        """,
    "bare-object-as-a-default": """
        missing = object()
        def get(d, k, default=missing):
            v = d.get(k, missing)
            if v is missing:
                if default is missing: raise LookupError(k)
                return default
            return v
        return get({"a": None}, "a"), get({}, "a", 4), get({}, "b")
        """,
    "bare-object-has-no-attributes": "object().x = 1",
    "bare-object-loses-no-attributes": "del object().x",
    "bare-object-takes-no-arguments": "object(1)",
    "bare-object-has-no-order": "object() < object()",
    "bare-object-in-a-text": "return str(object())",
}
UNKNOWN = {
    "bare-object-in-a-text",
    "manager-called",
    "manager-entered-by-hand",
    "manager-given-to-a-stack",
    "manager-without-a-generator",
}
"""Cases that the evaluator does not settle."""
