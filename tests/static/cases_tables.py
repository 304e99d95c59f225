"""Dictionaries of the library, keys of the program's own, and what asks a mapping for its keys."""

from __future__ import annotations

CASES = {
    "missing-percent": """
        log = []
        class D(dict):
            def __missing__(self, k):
                log.append(k)
                return k * 2
        d = D(a=1)
        x = [d["a"], d["b"], d.get("c"), "b" in d]
        y = "%(q)s" % d
        z = "{w}".format_map(d)
        return x, y, z, log
        """,
    "percent-getitem": """
        class M:
            def __getitem__(self, k): return k + "!"
        return "%(q)s %(r)s" % M()
        """,
    "format-map-getitem": """
        class M:
            def __getitem__(self, k): return k + "!"
        return "{q} {r}".format_map(M())
        """,
    "format-kwargs-missing": """
        class D(dict):
            def __missing__(self, k): return "m"
        try: return "{w}".format(**D())
        except KeyError: return "key"
        """,
    "own-keys": """
        log = []
        class K:
            def __init__(self, n): self.n = n
            def __hash__(self):
                log.append("hash")
                return 1
            def __eq__(self, o):
                log.append("eq")
                return self.n == o.n
        d = {K(1): "a", K(2): "b"}
        x = d.get(K(2))
        y = K(3) in d
        z = [K(1)].index(K(1))
        return log, x, y, z
        """,
    "own-keys-set": """
        log = []
        class K:
            def __init__(self, n): self.n = n
            def __hash__(self):
                log.append("hash")
                return 1
            def __eq__(self, o):
                log.append("eq")
                return self.n == o.n
        s = {K(1), K(1)}
        t = {K(i) for i in range(2)}
        u = {K(i): i for i in range(2)}
        v = dict.fromkeys([K(5)])
        w = set([K(6)])
        s.add(K(1))
        d = {}
        d[K(1)] = 1
        d.setdefault(K(1), 2)
        d.pop(K(1))
        return log
        """,
    "ordereddict": """
        from collections import OrderedDict
        d = OrderedDict(a=1, b=2)
        d.move_to_end("a")
        return list(d), type(d).__name__, d == {"b": 2, "a": 1}, d == OrderedDict(a=1, b=2), isinstance(d, dict)
        """,
    "ordereddict-pop": """
        from collections import OrderedDict
        d = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
        x = d.popitem(last=False)
        return x, list(d), d.popitem(), repr(d)
        """,
    "ordereddict-plain": """
        from collections import OrderedDict
        d = OrderedDict()
        d["z"] = 1
        d["a"] = 2
        return list(d.items()), d["z"], len(d), bool(d)
        """,
    "ordereddict-sub": """
        from collections import OrderedDict
        class D(OrderedDict): pass
        d = D(a=1)
        d.move_to_end("a")
        return type(d).__name__, list(d), isinstance(d, OrderedDict)
        """,
    "type-dict": """
        from collections import OrderedDict
        return OrderedDict is dict, OrderedDict.__name__, issubclass(OrderedDict, dict), issubclass(dict, OrderedDict), type({}) is OrderedDict, isinstance({}, OrderedDict)
        """,
    "counter": """
        from collections import Counter
        return Counter("aab").most_common(1)
        """,
    "deque": """
        from collections import deque
        d = deque([1, 2], maxlen=2)
        d.append(3)
        return list(d)
        """,
    "table-od-views": """
        from collections import OrderedDict
        d = OrderedDict(b=1, a=2)
        return list(d), list(d.items()), [*d.values()], sorted(d), max(d), dict(d), {**d}, list(reversed(d)), [k for k in d.keys()]
        """,
    "table-od-ops": """
        from collections import OrderedDict
        d = OrderedDict(b=1, a=2)
        e = d | {"c": 3}
        d |= {"z": 1}
        return type(e).__name__, list(e), list(d), type({} | d).__name__, d.pop("b"), d.popitem()
        """,
    "table-od-copy": """
        from collections import OrderedDict
        import copy
        d = OrderedDict(b=[1])
        e, f, g = d.copy(), copy.copy(d), copy.deepcopy(d)
        d["b"].append(2)
        return type(e).__name__, type(f).__name__, type(g).__name__, e["b"], f["b"], g["b"]
        """,
    "table-od-fromkeys": """
        from collections import OrderedDict
        d = OrderedDict.fromkeys("abc", 1)
        return type(d).__name__, list(d.items()), type(dict.fromkeys("a")).__name__, type(d.fromkeys("q")).__name__
        """,
    "table-od-move-missing": """
        from collections import OrderedDict
        try: OrderedDict().move_to_end("a")
        except KeyError: return "no"
        """,
    "table-od-empty-popitem": """
        from collections import OrderedDict
        try: OrderedDict().popitem()
        except KeyError: return "no"
        """,
    "table-od-sub-hooks": """
        from collections import OrderedDict
        class D(OrderedDict):
            def __setitem__(self, k, v):
                super().__setitem__(k, v * 2)
            def __missing__(self, k): return "m" + k
        d = D()
        d["a"] = 1
        return d["a"], d["b"], list(d), len(d), "b" in d
        """,
    "table-od-eq": """
        from collections import OrderedDict
        a, b = OrderedDict(a=1, b=2), OrderedDict(b=2, a=1)
        return a == b, a != b, a == {"b": 2, "a": 1}, dict(a) == b, OrderedDict(a) == a
        """,
    "table-od-kwargs": """
        from collections import OrderedDict
        def f(**k): return k
        return f(**OrderedDict(z=1, a=2)), type(f(**OrderedDict(z=1))).__name__
        """,
    "table-od-attribute": """
        from collections import OrderedDict
        d = OrderedDict()
        d.x = 1
        return d.x
        """,
    "table-od-repr": """
        from collections import OrderedDict
        return repr(OrderedDict(a=1))
        """,
    "table-od-match": """
        from collections import OrderedDict
        match OrderedDict(a=1):
            case {"a": x}: return x
        """,
    "table-od-generic": """
        from collections import OrderedDict
        return OrderedDict[str, int](a=1)["a"]
        """,
    "table-dict-missing-in-operator": """
        import operator
        class D(dict):
            def __missing__(self, k): return "m"
        d = D()
        return operator.getitem(d, "a"), operator.itemgetter("b")(d), list(map(d.__getitem__, ["q"]))
        """,
    "table-dict-sub-get": """
        class D(dict):
            def __getitem__(self, k): return "g"
        d = D(a=1)
        return d["a"], d.get("a"), dict(d), {**d}, list(d.values()), "%(a)s" % d, "{a}".format_map(d), "{a}".format(**d)
        """,
}
UNKNOWN = frozenset(
    {
        "ordereddict-pop",
        "table-od-attribute",
        "table-od-repr",
    }
)
"""Cases that are unknown."""
