"""Exceptions and context managers in detail. CPython says what is right."""

from __future__ import annotations

CASES = {
    "raise-from-no-exception": "try: raise ValueError from 5\nexcept TypeError: return 1\nexcept ValueError: return 2",
    "raise-no-exception": "try: raise 5\nexcept TypeError: return 1",
    "raise-class-that-is-none": "class A: pass\ntry: raise A\nexcept TypeError: return 1",
    "raise-instance-that-is-none": "class A: pass\ntry: raise A()\nexcept TypeError: return 1",
    "raise-class-calls-it": """
        class E(Exception):
            def __init__(self): self.x = 5
        try: raise E
        except E as error: return error.x
        """,
    "raise-class-that-needs-arguments": """
        class E(Exception):
            def __init__(self, x): pass
        try: raise E
        except TypeError: return 1
        """,
    "raise-makes-something-else": """
        class E(Exception):
            def __new__(cls): return 5
        try: raise E
        except TypeError: return 1
        """,
    "raise-none": "try: raise None\nexcept TypeError: return 1",
    "raise-from-none": """
        try:
            try: 1 / 0
            except ZeroDivisionError: raise KeyError("k") from None
        except KeyError as error: return [error.__cause__, error.args]
        """,
    "raise-from-class": """
        try: raise KeyError("k") from ValueError
        except KeyError as error: return type(error.__cause__).__name__
        """,
    "raise-order": """
        log = []
        def f(x):
            log.append(x)
            return x
        try: raise f(ValueError) from f(None)
        except ValueError: return len(log)
        """,
    "cause-of-own-class": """
        class E(Exception): pass
        try: raise E() from ValueError("v")
        except E as error: return error.__cause__.args
        """,
    "no-cause": "class E(Exception): pass\ntry: raise E()\nexcept E as error: return error.__cause__",
    "bare-raise-outside": "try: raise\nexcept RuntimeError: return 1",
    "bare-raise-nested": """
        try:
            try: raise ValueError("a")
            except ValueError:
                try: raise KeyError("b")
                except KeyError: pass
                raise
        except ValueError as error: return error.args[0]
        """,
    "bare-raise-in-function": """
        def again(): raise
        try:
            try: raise ValueError("a")
            except ValueError: again()
        except ValueError as error: return error.args[0]
        """,
    "except-tuple": "try: raise KeyError\nexcept (ValueError, KeyError): return 1",
    "except-nested-tuple": """
        try:
            try: raise KeyError
            except (ValueError, (KeyError,)): return 1
        except TypeError: return 2
        """,
    "except-no-class": "try:\n    try: raise KeyError\n    except 5: return 1\nexcept TypeError: return 2",
    "except-no-exception-class": "try:\n    try: raise KeyError\n    except int: return 1\nexcept TypeError: return 2",
    "except-no-class-unasked": "try: x = 1\nexcept 5: x = 2\nreturn x",
    "except-evaluated-late": "kinds = [ValueError]\ntry:\n    kinds = KeyError\n    raise KeyError\nexcept kinds: return 1",
    "except-name-goes": """
        error = 1
        try: raise ValueError
        except ValueError as error: pass
        try: return error
        except NameError as e: return type(e).__name__
        """,
    "except-name-deleted-inside": "try: raise ValueError\nexcept ValueError as e: del e\nreturn 1",
    "else-runs": "try: x = 1\nexcept ValueError: x = 2\nelse: x = 3\nfinally: x += 10\nreturn x",
    "else-is-not-guarded": """
        try:
            try: pass
            except ValueError: return 1
            else: raise ValueError
        except ValueError: return 2
        """,
    "return-in-finally": "try: return 1\nfinally: return 2",
    "return-in-finally-swallows": "def f():\n    try: 1 / 0\n    finally: return 2\nreturn f()",
    "break-in-finally": """
        for x in [1, 2]:
            try: 1 / 0
            finally: break
        return x
        """,
    "continue-in-finally": """
        log = []
        for x in [1, 2]:
            try: raise ValueError
            finally:
                log.append(x)
                continue
        return log
        """,
    "finally-sees-return": """
        log = []
        def f():
            try: return log.append("r")
            finally: log.append("f")
        f()
        return log
        """,
    "finally-after-value": "x = 1\ndef f():\n    nonlocal x\n    try: return x\n    finally: x = 2\nreturn [f(), x]",
    "exception-in-handler": """
        try:
            try: raise ValueError
            except ValueError: raise KeyError
            finally: x = 1
        except KeyError: return x
        """,
    "exception-in-finally-replaces": """
        try:
            try: raise ValueError
            finally: raise KeyError
        except KeyError: return 1
        """,
    "subclass-caught-first": """
        try: {}["k"]
        except LookupError: return 1
        except KeyError: return 2
        """,
    "base-exception-passes": """
        try:
            try: raise KeyboardInterrupt
            except Exception: return 1
        except BaseException as error: return type(error).__name__
        """,
    "system-exit-passes": "try:\n    try: raise SystemExit(3)\n    except Exception: return 1\nexcept SystemExit as e: return 2",
    "exception-texts": """
        class A(Exception): pass
        class K(KeyError): pass
        return [str(A()), repr(A()), str(A(1)), repr(A(1)), str(A(1, "b")), repr(A(1, "b")), str(K("k"))]
        """,
    "exception-holds-what-it-is-given": "class A(Exception): pass\na = A()\na.x = 1\nreturn a.x",
    "key-error-says-its-key": "try: {}['a']\nexcept KeyError as e: return e.args",
    "assert-message": "try: assert 0, 'm'\nexcept AssertionError as error: return error.args",
    "assert-message-late": "log = []\nassert 1, log.append(1)\nreturn log",
    "with-order": """
        log = []
        class M:
            def __init__(self, n): self.n = n
            def __enter__(self): log.append(self.n); return self.n
            def __exit__(self, *_): log.append(-self.n)
        with M(1) as a, M(2) as b: log.append([a, b])
        return log
        """,
    "with-swallows": """
        class M:
            def __enter__(self): return self
            def __exit__(self, kind, value, tb): return kind is ValueError and value.args == ("v",)
        with M(): raise ValueError("v")
        return 1
        """,
    "with-does-not-swallow": """
        class M:
            def __enter__(self): return self
            def __exit__(self, *_): return 0
        try:
            with M(): raise ValueError
        except ValueError: return 1
        """,
    "with-second-fails": """
        log = []
        class M:
            def __init__(self, n): self.n = n
            def __enter__(self):
                if self.n == 2: raise ValueError
            def __exit__(self, kind, *_): log.append([self.n, kind is ValueError])
        try:
            with M(1), M(2): pass
        except ValueError: return log
        """,
    "with-target-is-guarded": """
        class M:
            def __enter__(self): return 5
            def __exit__(self, kind, *_): return kind is TypeError
        with M() as (a, b): pass
        return "left"
        """,
    "with-return": """
        log = []
        class M:
            def __enter__(self): return 1
            def __exit__(self, *given): log.append(given)
        def f():
            with M(): return 5
        return [f(), log]
        """,
    "with-no-manager": "try:\n    with 5: pass\nexcept TypeError: return 1",
    "with-no-exit": "class M:\n    def __enter__(self): return 1\ntry:\n    with M(): return 2\nexcept TypeError: return 1",
    "with-instance-attribute": """
        class M: pass
        m = M()
        m.__enter__ = m.__exit__ = lambda *_: None
        try:
            with m: return 1
        except TypeError: return 2
        """,
}
"""Bodies of functions without arguments."""
UNKNOWN: set[str] = {"no-cause"}
"""Cases that the evaluator does not follow."""
