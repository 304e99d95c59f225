"""Changes that a text makes by ways that do not name what they change, in a tree too large for its imports to be run."""

import pytest

WAYS = {
    "partial-of-setattr": (
        "import functools\nclass K: flag = 0\nput = functools.partial(setattr, K, 'flag')\nput(1)\n",
        "K.flag",
    ),
    "another-name-of-setattr": ("put = setattr\nclass K: flag = 0\nput(K, 'flag', 1)\n", "K.flag"),
    "attribute-of-a-metaclass": (
        "class M(type): level = 0\nclass K(metaclass=M): pass\nM.level = 1\n",
        "K.level",
    ),
    "method-of-a-metaclass": (
        "class M(type): pass\nclass K(metaclass=M): pass\nM.__len__ = lambda cls: 3\n",
        "len(K)",
    ),
    "singleton": (
        "class K:\n    one = None\n    def __new__(cls):\n        cls.one = cls.one or super().__new__(cls)\n        return cls.one\nONE = K()\n",
        "K() is ONE",
    ),
    "printing": (
        "SEEN = []\nclass K:\n    def write(self, text): SEEN.append(text)\nprint('a', end='', file=K())\n",
        "SEEN",
    ),
    "map-that-is-drawn-from": (
        "SEEN = []\ndef f(x): SEEN.append(x)\nm = map(f, [1, 2])\nr = list(m)\n",
        "SEEN",
    ),
    "generator-that-goes-on": (
        "SEEN = []\ndef g():\n    SEEN.append(1)\n    yield\n    SEEN.append(2)\nit = g()\nnext(it)\nit.close()\n",
        "SEEN",
    ),
    "loop-over-a-generator": (
        "SEEN = []\nit = (SEEN.append(x) for x in [1])\nfor _ in it: pass\n",
        "SEEN",
    ),
    "getter-of-a-module": (
        "SEEN = []\ndef __getattr__(name):\n    if name != 'gone': raise AttributeError(name)\n    SEEN.append(name)\n",
        "(pkg.main.gone, len(SEEN))[1]",
    ),
}


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize(("text", "probe"), WAYS.values(), ids=WAYS)
def test_the_change_is_seen_or_unknown(text, probe, package):
    written = package(
        {"pkg/main.py": text, "pkg/other.py": f"import pkg.main\nfrom pkg.main import *\nV = {probe}\n"}
    )
    static, right = written.evaluated("pkg.other.V"), written.executed("pkg.other.V")
    assert static.covers(right), (static, right)


@pytest.mark.usefixtures("_large_trees")
def test_a_class_that_another_module_registers_with_is_open(package):
    files = {
        "pkg/base.py": "import abc\nclass K(abc.ABC): pass\nclass Other(abc.ABC): pass\n",
        "pkg/plug.py": "from pkg.base import K\nK.register(str)\n",
        "pkg/main.py": "import pkg.plug\nfrom pkg.base import K, Other\nV = issubclass(str, K)\nW = issubclass(str, Other)\n",
    }
    written = package(files)
    assert written.evaluated("pkg.main.V").kind == "unknown"
    assert written.evaluated("pkg.main.W").value is written.executed("pkg.main.W").value is False


@pytest.mark.usefixtures("_large_trees")
def test_what_a_text_may_bind_may_be_absent(package):
    main = "import sys\nclass M: pass\nnames = ['a', 'b']\nfor name in names:\n    globals()[name] = 1\n"
    written = package({"pkg/main.py": main, "pkg/other.py": "import pkg.main\nV = hasattr(pkg.main, 'c')\n"})
    assert written.evaluated("pkg.other.V").covers(written.executed("pkg.other.V"))
