"""Everything that one module may do to another when it is imported, and ways to import it."""

BASE = """
class Meta(type):
    def __init__(cls, name, bases, ns):
        super().__init__(name, bases, ns)
        METAS.append(name)
METAS = []
class HookReg:
    reg = []
    def __init_subclass__(cls): cls.reg.append(cls.__name__)
class HookSetattr:
    tag = 1
    def __init_subclass__(cls): setattr(cls, 'tag', 2)
class MetaReg(type):
    reg2 = []
    def __new__(m, n, b, ns):
        c = super().__new__(m, n, b, ns)
        c.found.append(n) if b else None
        return c
class UsesMetaReg(metaclass=MetaReg):
    found = []
class HookFn:
    seen = []
    def __init_subclass__(cls): note(cls)
def note(c): c.seen.append(1)
SUBS = []
class Hooked:
    def __init_subclass__(cls, **kw):
        SUBS.append(cls.__name__)
        super().__init_subclass__(**kw)
class WithMeta(metaclass=Meta): pass
class K:
    flag = False
    names = []
    def __init__(self): self.own = []
    def add(self, x):
        self.own.append(x)
        return x
    @classmethod
    def reg(cls, x):
        cls.names.append(x)
        return x
INNER = [1]
TABLE = {"a": INNER}
N = 1
ONE = K()
class Reg:
    def __init__(self): self.entries = {}
    def register(self, name):
        def deco(f):
            self.entries[name] = f.__name__
            return f
        return deco
    def __setitem__(self, k, v): self.entries[k] = v
    def __iadd__(self, k):
        self.entries[k] = 1
        return self
    def __enter__(self):
        self.entries["with"] = 1
        return self
    def __exit__(self, *a): return None
    def __iter__(self):
        self.entries["it"] = 1
        return iter([1])
    def __call__(self, f):
        self.entries["call"] = 1
        return f
    def __getattr__(self, n):
        if n.startswith("__"): raise AttributeError(n)
        self.entries[n] = 1
        return 1
    def __add__(self, o):
        self.entries["add"] = 1
        return 1
    def __contains__(self, o):
        self.entries["in"] = 1
        return True
    def __len__(self):
        self.entries["len"] = 1
        return 1
    def __del__(self): pass
    def __eq__(self, o):
        self.entries["eq"] = 1
        return True
    __hash__ = None
    def __format__(self, s):
        self.entries["fmt"] = 1
        return "x"
    def __bool__(self):
        self.entries["bool"] = 1
        return True
    def __getitem__(self, k):
        self.entries["get"] = 1
        return 1
    @property
    def prop(self):
        self.entries["prop"] = 1
        return 1
REG = Reg()
def register(cls):
    INNER.append(cls.__name__)
    return cls
def register_as(name):
    def deco(f):
        TABLE[name] = f.__name__
        return f
    return deco
def switch(n):
    global N
    N = n
def fill(xs): xs.append(99)
def fetch(): return INNER
class Desc:
    def __set_name__(self, owner, name): INNER.append(name)
def gen():
    INNER.append("gen")
    yield 1
"""
PROBES = (
    "pkg.base.HookReg.reg", "pkg.base.HookSetattr.tag", "pkg.base.UsesMetaReg.found", "pkg.base.HookFn.seen",
    "hasattr(pkg.base, 'NEW')", "hasattr(pkg.base.K, 'new')", "pkg.base.INNER", "pkg.base.K.flag", "pkg.base.TABLE",
    "pkg.base.N", "pkg.base.SUBS", "pkg.base.METAS", "pkg.base.REG.entries", "pkg.base.ONE.own", "pkg.base.K.names",
    "pkg.base.K().add(1)",
)  # fmt: skip
OTHERS = {
    "pkg/third.py": """from pkg.base import INNER, K, TABLE
import pkg.base
INNER.append("third")
K.flag = "third"
TABLE["third"] = 3
pkg.base.N = 33
""",
    "pkg/sub/__init__.py": """import importlib, pkgutil
for m in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{m.name}")
""",
    "pkg/sub/p.py": "import pkg.third",
}
EFFECTS = {
    "hook-inherited": "from pkg.base import HookReg\nclass A(HookReg): pass",
    "hook-setattr": "from pkg.base import HookSetattr\nclass A(HookSetattr): pass",
    "meta-reg": "from pkg.base import UsesMetaReg\nclass A(UsesMetaReg): pass",
    "hook-fn": "from pkg.base import HookFn\nclass A(HookFn): pass",
    "new-name": "import pkg.base\npkg.base.NEW = 1",
    "new-attr": "from pkg.base import K\nK.new = 1",
    "new-by-setattr": 'import pkg.base\nsetattr(pkg.base, "NEW", 1)',
    "set-attr": "import pkg.base as b\nb.N = 2",
    "set-class-attr": "from pkg.base import K\nK.flag = True",
    "append": "from pkg.base import INNER\nINNER.append(5)",
    "setitem": 'from pkg.base import TABLE\nTABLE["x"] = 1',
    "delitem": 'from pkg.base import TABLE\ndel TABLE["a"]',
    "augassign": "from pkg.base import INNER\nINNER += [3]",
    "ior": 'import pkg.base\npkg.base.TABLE |= {"k": 1}',
    "deco-name": "from pkg.base import register\n@register\nclass A: pass",
    "deco-name-def": "from pkg.base import register\n@register\ndef a(): pass",
    "deco-call": 'from pkg.base import register_as\n@register_as("q")\nclass A: pass',
    "deco-method": 'from pkg.base import REG\n@REG.register("q")\ndef f(): pass',
    "deco-obj": "from pkg.base import REG\n@REG\ndef f(): pass",
    "deco-in-class": "from pkg.base import register\nclass C:\n    @register\n    def f(self): pass",
    "init-subclass": "from pkg.base import Hooked\nclass A(Hooked): pass",
    "init-subclass-attr": "import pkg.base\nclass A(pkg.base.Hooked): pass",
    "metaclass-base": "from pkg.base import WithMeta\nclass A(WithMeta): pass",
    "metaclass-kw": "from pkg.base import Meta\nclass A(metaclass=Meta): pass",
    "set-name": "from pkg.base import Desc\nclass A:\n    d = Desc()",
    "type-call": 'from pkg.base import Hooked\nA = type("A", (Hooked,), {})',
    "call-global": "from pkg.base import switch\nswitch(7)",
    "call-arg": "from pkg.base import fill, INNER\nfill(INNER)",
    "call-arg-attr": "import pkg.base as b\nb.fill(b.INNER)",
    "builtin-arg": "from pkg.base import INNER\nlist.append(INNER, 4)",
    "outside-arg": "from pkg.base import INNER\nimport heapq\nheapq.heappush(INNER, 0)",
    "outside-unknown-arg": "from pkg.base import INNER\nimport random\nrandom.shuffle(INNER)\nINNER2 = INNER",
    "setattr": 'import pkg.base\nsetattr(pkg.base, "N", 5)',
    "setattr-class": 'from pkg.base import K\nsetattr(K, "flag", 5)',
    "setattr-dyn": 'from pkg.base import K\nn = "fl" + "ag"\nsetattr(K, n, 5)',
    "vars": 'import pkg.base\nvars(pkg.base)["N"] = 5',
    "dunder-dict": 'import pkg.base\npkg.base.__dict__["N"] = 5',
    "dict-update": "import pkg.base\npkg.base.__dict__.update(N=5)",
    "sys-modules": 'import pkg.base\nimport sys\nsys.modules["pkg.base"].N = 5',
    "import-module": 'import importlib\nimportlib.import_module("pkg.base").N = 5',
    "import-module-name": 'import importlib\nm = importlib.import_module("pkg.base")\nm.N = 5',
    "exec": 'exec("import pkg.base\\npkg.base.N = 5")',
    "loop": 'from pkg.base import TABLE\nfor k in "ab":\n    TABLE[k] = k',
    "comp": "from pkg.base import INNER\n[INNER.append(i) for i in range(2)]",
    "map-lambda": "from pkg.base import INNER\nlist(map(lambda x: INNER.append(x), [1]))",
    "map-bound": "from pkg.base import INNER\nlist(map(INNER.append, [1]))",
    "bound": "from pkg.base import INNER\nadd = INNER.append\nadd(3)",
    "alias": "from pkg.base import INNER\nx = INNER\nx.append(3)",
    "local-func": "from pkg.base import INNER\ndef f(): INNER.append(3)\nf()",
    "local-func-deep": "from pkg.base import INNER\ndef g(): INNER.append(3)\ndef f(): g()\nf()",
    "local-class": "from pkg.base import INNER\nclass C:\n    def __init__(self): INNER.append(3)\nC()",
    "class-body": "from pkg.base import INNER\nclass C:\n    INNER.append(3)",
    "lambda-call": "from pkg.base import INNER\n(lambda: INNER.append(1))()",
    "with": "from pkg.base import REG\nwith REG: pass",
    "iter": "from pkg.base import REG\nfor _ in REG: pass",
    "list-iter": "from pkg.base import REG\nlist(REG)",
    "gen": "from pkg.base import gen\nlist(gen())",
    "obj-setitem": 'from pkg.base import REG\nREG["k"] = 1',
    "obj-iadd": 'from pkg.base import REG\nREG += "k"',
    "obj-attr": "from pkg.base import REG\nREG.anything",
    "obj-prop": "from pkg.base import REG\nx = REG.prop",
    "obj-add": "from pkg.base import REG\nx = REG + 1",
    "obj-in": "from pkg.base import REG\nx = 1 in REG",
    "obj-len": "from pkg.base import REG\nx = len(REG)",
    "obj-eq": "from pkg.base import REG\nx = REG == 1",
    "obj-bool": "from pkg.base import REG\nif REG: pass",
    "obj-fmt": 'from pkg.base import REG\nx = f"{REG}"',
    "obj-get": 'from pkg.base import REG\nx = REG["k"]',
    "method-call": "from pkg.base import ONE\nONE.add(3)",
    "classmethod": "from pkg.base import K\nK.reg(3)",
    "subclass-classmethod": "from pkg.base import K\nclass L(K): pass\nL.reg(3)",
    "new-classmethod": "from pkg.base import K\nK().names.append(1)",
    "fetch": "from pkg.base import fetch\nfetch().append(3)",
    "unpack": "from pkg.base import TABLE\n(x,) = TABLE.values()\nx.append(1)",
    "star": "from pkg.base import *\nINNER.append(1)",
    "star-call": "from pkg.base import *\nswitch(3)",
    "thread": "from pkg.base import switch\nimport threading\nt = threading.Thread(target=switch, args=(3,))\nt.start()\nt.join()",
    "hand-classmethod": "from pkg.base import K\nlist(map(K.reg, [8]))",
    "partial": "from pkg.base import switch\nimport functools\nfunctools.partial(switch, 3)()",
    "atexit-no": "from pkg.base import INNER\nimport atexit\natexit.register(INNER.append, 3)",
    "re-sub": 'from pkg.base import INNER\nimport re\nre.sub("a", lambda m: INNER.append(1) or "", "aa")',
    "walrus": "from pkg.base import INNER\nif (x := INNER): x.append(1)",
    "try": "from pkg.base import INNER\ntry:\n    INNER.append(1)\nexcept Exception: pass",
    "default": "from pkg.base import INNER\ndef f(x=INNER.append(1)): pass",
    "annotation": "from pkg.base import INNER\nx: INNER.append(1) = 3",
    "deco-default-lambda": 'from pkg.base import register_as\nf = register_as("k")(lambda: 0)',
    "assert": "from pkg.base import INNER\nassert not INNER.append(1)",
    "del-attr": "from pkg.base import K\ndel K.flag",
    "del-mod-attr": "import pkg.base\ndel pkg.base.N",
    "swap-method": "from pkg.base import K\nK.add = lambda self, x: 0\nk = K()",
    "dict-get-append": 'from pkg.base import TABLE\nTABLE["a"].append(1)',
    "dict-get-append2": 'from pkg.base import TABLE\nTABLE.get("a").append(1)',
    "op-setitem": 'from pkg.base import TABLE\nimport operator\noperator.setitem(TABLE, "k", 1)',
    "type-setattr": 'from pkg.base import K\ntype.__setattr__(K, "flag", 3)',
    "object-setattr": 'from pkg.base import ONE\nobject.__setattr__(ONE, "own", 3)',
    "slice": "from pkg.base import INNER\nINNER[:] = [7]",
    "star-target": "from pkg.base import K\nK.flag, *rest = [1, 2]",
    "for-target": "from pkg.base import K\nfor K.flag in [4]: pass",
    "with-target": "from pkg.base import K\nimport contextlib\nwith contextlib.nullcontext(4) as K.flag: pass",
    "match": 'from pkg.base import TABLE\nmatch TABLE:\n    case {"a": x}: x.append(3)',
    "nested-import-third": "import pkg.third",
    "func-import": "def f():\n    import pkg.third\nf()",
    "import-by-name": 'import importlib\nimportlib.import_module("pkg.third")',
    "import-by-name-dyn": 'import importlib\nfor n in ["third"]:\n    importlib.import_module(f"pkg.{n}")',
    "import-by-dunder": '__import__("pkg.third")',
    "pkgutil": "import pkg.sub",
    "try-import": "try:\n    import pkg.third\nexcept ImportError: pass",
    "if-import": "import sys\nif sys.version_info >= (3, 8):\n    import pkg.third",
    "from-third": "from pkg import third",
    "super-init": "from pkg.base import K\nclass L(K):\n    names = K.names\nL.names.append(2)",
    "global-stmt": "from pkg.base import switch as s\ns(4) if True else None",
    "getattr-call": 'import pkg.base\ngetattr(pkg.base, "switch")(4)',
    "methodcaller": 'from pkg.base import INNER\nimport operator\noperator.methodcaller("append", 3)(INNER)',
    "sorted-key": "from pkg.base import INNER\nsorted([1, 2], key=lambda v: INNER.append(v) or 0)",
    "dataclass-ok": "import dataclasses\nfrom pkg.base import INNER\n@dataclasses.dataclass\nclass D:\n    x: int = INNER.append(3)",
}
BY_ANOTHER = {
    "bare": ("import pkg.fix", {}),
    "by-its-package": ("", {"pkg/__init__.py": "import pkg.fix"}),
    "guarded": ("try:\n    import pkg.fix\nexcept ImportError:\n    pass", {}),
    "in-a-function": ("def f():\n    from pkg import fix\nf()", {}),
    "unused": ("from pkg.fix import done", {}),
    "unused-but-in-a-comment": ("from pkg.fix import done\n# done once", {}),
    "by-name": ("import importlib\nimportlib.import_module('pkg.fix')", {}),
    "by-a-third": ("import pkg.mid", {"pkg/mid.py": "import pkg.fix"}),
}
