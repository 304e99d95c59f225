"""Dictionaries that make the value of a missing key."""

from __future__ import annotations

CASES = {
    "defaultdict": """
        from collections import defaultdict
        d = defaultdict(list)
        d["a"].append(1)
        return dict(d), "b" in d, d.get("b")
        """,
    "table-dd-basics": """
        from collections import defaultdict
        d = defaultdict(list)
        d["a"].append(1)
        d["a"].append(2)
        return dict(d), "b" in d, d.get("b"), len(d), type(d).__name__, isinstance(d, dict), d.default_factory is list
        """,
    "table-dd-lambda": """
        from collections import defaultdict
        log = []
        def make():
            log.append(1)
            return 5
        d = defaultdict(make, x=1)
        d["x"], d["y"], d["y"]
        d["z"] += 1
        return dict(d), log
        """,
    "table-dd-none": """
        from collections import defaultdict
        try: return defaultdict(None)["a"]
        except KeyError as e: return e.args
        """,
    "table-dd-empty": """
        from collections import defaultdict
        try: return defaultdict()["a"]
        except KeyError: return "no"
        """,
    "table-dd-not-callable": """
        from collections import defaultdict
        try: return defaultdict(3)
        except TypeError: return "no"
        """,
    "table-dd-nested": """
        from collections import defaultdict
        d = defaultdict(lambda: defaultdict(int))
        d["a"]["b"] += 1
        d["a"]["c"] += 2
        return {k: dict(v) for k, v in d.items()}
        """,
    "table-dd-copy": """
        from collections import defaultdict
        import copy
        d = defaultdict(list, a=[1])
        e, f, g = d.copy(), copy.copy(d), copy.deepcopy(d)
        e["n"].append(1); f["n"].append(2); g["n"].append(3); d["a"].append(9)
        return dict(e), dict(f), dict(g), "n" in d
        """,
    "table-dd-or": """
        from collections import defaultdict
        d = defaultdict(list, a=1) | {"b": 2}
        d["c"].append(1)
        return dict(d), type(d).__name__, type({} | defaultdict(int)).__name__
        """,
    "table-dd-repr": """
        from collections import defaultdict
        return repr(defaultdict(list, a=1)), str(defaultdict(None))
        """,
    "table-dd-sub": """
        from collections import defaultdict
        class D(defaultdict):
            def __missing__(self, k):
                self[k] = k * 2
                return self[k]
        d = D()
        return d["a"], dict(d)
        """,
    "table-dd-sub-factory": """
        from collections import defaultdict
        class D(defaultdict): pass
        d = D(list)
        d["a"].append(1)
        return dict(d), type(d).__name__, d.default_factory is list
        """,
    "table-dd-sub-init": """
        from collections import defaultdict
        class D(defaultdict):
            def __init__(self): super().__init__(int)
        d = D()
        d["q"] += 2
        return dict(d)
        """,
    "table-dd-sub-missing-super": """
        from collections import defaultdict
        class D(defaultdict):
            def __missing__(self, k): return super().__missing__(k)
        d = D(int)
        return d["q"], dict(d)
        """,
    "table-dd-factory-set": """
        from collections import defaultdict
        d = defaultdict(int)
        d["a"]
        d.default_factory = None
        try: return d["b"]
        except KeyError: return dict(d)
        """,
    "table-dd-factory-class": """
        from collections import defaultdict
        class A:
            def __init__(self): self.n = 1
        d = defaultdict(A)
        d["x"].n += 1
        return d["x"].n
        """,
    "table-dd-eq": """
        from collections import defaultdict
        return defaultdict(int, a=1) == {"a": 1}, defaultdict(int) == defaultdict(list)
        """,
    "table-dd-getitem-method": """
        from collections import defaultdict
        d = defaultdict(int)
        d.__getitem__("a")
        return dict(d)
        """,
    "table-dd-missing-method": """
        from collections import defaultdict
        d = defaultdict(int)
        return d.__missing__("a"), dict(d)
        """,
    "table-dd-setdefault": """
        from collections import defaultdict
        d = defaultdict(int)
        return d.setdefault("a", 3), d.pop("zz", 4), dict(d)
        """,
    "table-dd-format": """
        from collections import defaultdict
        d = defaultdict(lambda: "?")
        return "%(a)s" % d, "{b}".format_map(d), dict(d)
        """,
    "table-dd-operator": """
        from collections import defaultdict
        import operator
        d = defaultdict(lambda: "?")
        return operator.getitem(d, "a"), operator.itemgetter("b")(d), dict(d)
        """,
    "table-dd-del-unguarded": """
        from collections import defaultdict
        d = defaultdict(int)
        del d["x"]
        """,
}
UNKNOWN = frozenset(
    {
        "table-dd-sub-missing-super",
        "table-dd-missing-method",
    }
)
"""Cases that are unknown."""
