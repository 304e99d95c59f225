"""Operations on unknown values, and calls of code outside the tree."""

from __future__ import annotations

from open_case import OpenCase

CASES = [
    OpenCase("outside-code-is-given-a-function-that-reads-what-nobody-binds", """
        import outside
        def answer():
            outside.call(lambda x: nobody(x))
            return 3
        """, "unknown", "outside.call is given a function that reads nobody, which is not bound"),
    OpenCase("outside-code-is-given-a-function-whose-variable-is-not-bound-yet", """
        from outside import call
        seen = []
        def answer():
            def read(x):
                found = seen.append(x)
                return found
            call(read)
            seen = [1]
            return 3
        """, "unknown", "which is not bound"),
    OpenCase("a-module-that-gives-outside-code-such-a-function-may-not-be-imported", """
        import outside
        outside.call(lambda x: nobody or x)
        def answer(): return 3
        """, "unknown", "pkg.main is not known to be imported"),
    OpenCase("outside-code-is-given-a-function-that-may-read-what-nobody-binds", """
        import outside
        def answer():
            outside.call(lambda x: x and nobody, lambda x: [nobody for _ in x], lambda: nobody if outside else 1)
            return 3
        """, "known", 3),
    OpenCase("outside-code-is-given-a-function-that-reads-a-name-bound-later", """
        import outside
        @outside.decorated
        def read(x): return LATER
        outside.call(lambda: LATER)
        LATER = 1
        def answer(): return 3
        """, "known", 3),
    OpenCase("outside-call-may-raise-in-a-try", """
        import outside
        def answer():
            try: outside.run()
            except Exception: return "failed"
            return "ran"
        """, "conditional", ["ran", "failed"]),
    OpenCase("outside-call-may-raise-below-an-outer-try", """
        import outside
        def inner():
            try: outside.run()
            finally: pass
            return "ran"
        def answer():
            try: return inner()
            except ValueError: return "failed"
        """, "unknown", "raises"),
    OpenCase("container-handed-to-the-outside", """
        import outside
        TABLE = [1]
        outside.fill(TABLE)
        def answer(): return len(TABLE)
        """, "unknown", "outside.fill()"),
    OpenCase("object-handed-to-the-outside", """
        import outside
        class A:
            def __init__(self): self.sizes = [1]
        a = A()
        outside.fill(a)
        def answer(): return a.sizes
        """, "unknown", "outside.fill()"),
    OpenCase("unknown-in-a-container", """
        import outside
        def answer(): return [len([outside.x, 1]), 1 in [1, outside.x], sorted([2, 1])]
        """, "known", [2, True, [1, 2]]),
    OpenCase("unknown-in-a-container-that-matters", """
        import outside
        def answer(): return 2 in [1, outside.x]
        """, "unknown", "outside.x"),
    OpenCase("membership-in-an-object-with-unknown-elements", """
        import outside
        class A:
            def __iter__(self): return iter([outside.x])
        def answer(): return "yes" if 2 in A() else "no"
        """, "conditional", ["yes", "no"]),
    OpenCase("unknown-base", """
        import outside
        class A(outside.Base):
            x = 1
        def answer(): return [A.x, hasattr(A, "y")]
        """, "unknown", "outside.Base"),
    OpenCase("objects-of-unknown-bases-have-unknown-equality", """
        import outside
        class A(outside.Base): pass
        def answer(): return A() == A()
        """, "unknown", "outside.Base"),
    OpenCase("metaclass-of-an-unknown-base", """
        import outside
        class A(outside.Base): pass
        def answer(): return type(A) is type
        """, "unknown", "may bring a metaclass"),
    OpenCase("unknown-exception-that-is-caught-by-kind", """
        import outside
        def answer():
            try: raise outside.error()
            except ValueError: return "value"
            except Exception: return "other"
        """, "conditional", ["value", "other"]),
    OpenCase("an-operation-on-an-object-of-pythons-own-may-fail", """
        import json
        def answer():
            json.loads(repr({1, 2}))
            return 3
        """, "unknown", "json.loads(repr({1, 2})) may raise"),
    OpenCase("an-unknown-item-may-not-be-there", """
        import os
        def answer():
            os.environ["NOBODY_SET_THIS"]
            return 3
        """, "unknown", "may raise"),
    OpenCase("an-exception-that-another-may-come-before", """
        import os
        def answer():
            os.stat("nowhere")
            raise KeyError
        """, "unknown", "os.stat('nowhere') may raise"),
    OpenCase("an-object-of-another-package-is-taken-to-work", """
        import outside
        def answer():
            outside.call(1).attribute[2]
            return 3
        """, "known", 3),
    OpenCase("truth-equality-and-text-of-an-unknown-object", """
        import random
        value = random.random()
        def answer():
            f"{value}"
            value == 3 or not value
            return 3
        """, "known", 3),
    OpenCase("a-clock-gives-a-number", """
        import time
        now = time.time()
        try:
            now.nothing
            found = True
        except AttributeError:
            found = False
        """, "known", False, probe="pkg.main.found"),
    OpenCase("no-context-manager", """
        import time
        def answer():
            try:
                with time.time(): return True
            except Exception:
                return False
        """, "known", False),
]  # fmt: skip
