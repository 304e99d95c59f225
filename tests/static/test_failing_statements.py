"""Calls of Python's own that raise: a module with one is not imported, and a handler sees what CPython raises."""

import pytest

STATEMENTS = [
    'import os; os.listdir("/no/such/dir/zz")',
    'import os; os.environ["NOPE_ZZ"]',
    'import os; os.path.join(5, "a")',
    "import os; os.getenv(5)",
    'import os; os.environ["A"] = 5',
    'import os; os.environ.get("X_ZZ").split(",")',
    "import os; os.nothing_here",
    'import sys; sys.modules["nope.zz"]',
    'import json; json.load("x")',
    "import json; json.dumps(object())",
    "import json; json.loads(5)",
    "import json; json.nothing",
    'import re; re.compile("[")',
    'import re; re.match("a", 5)',
    'import re; re.sub("a", "b")',
    'import re; re.match("x", "y")[0]',
    "import math; math.sqrt(-1)",
    'import math; math.sqrt("a")',
    "import math; math.factorial(-1)",
    'import math; math.floor("1")',
    'import time; time.strptime("x", "%Y")',
    "import time; time.time(5)",
    "import datetime; datetime.datetime(2020, 13, 1)",
    "import datetime; datetime.date(2020)",
    'import datetime; datetime.datetime.strptime("a", "%Y")',
    'import datetime; datetime.timedelta("a")',
    'import decimal; decimal.Decimal("abc")',
    'import fractions; fractions.Fraction("a/b")',
    "import fractions; fractions.Fraction(1, 0)",
    "import random; random.choice([])",
    "import random; random.randint(5, 1)",
    "import random; random.sample([1], 5)",
    "import itertools; itertools.islice([1], -1)",
    "import itertools; list(itertools.chain(5))",
    'import itertools; itertools.product([1], repeat="a")',
    "import functools; functools.reduce(lambda a, b: a, [])",
    "import functools; functools.partial(5)",
    'import functools; functools.lru_cache(maxsize="a")',
    "import functools; functools.wraps()",
    "import functools; functools.total_ordering(object)",
    "import functools; functools.cmp_to_key()",
    'import collections; collections.namedtuple("1x", "a")',
    'import collections; collections.namedtuple("X", "a-b")',
    "import collections; collections.deque(5)",
    "import collections; collections.Counter(5)",
    "import collections; collections.OrderedDict(5)",
    "import collections; collections.defaultdict(5)",
    "import collections; collections.defaultdict(list).nope",
    'import enum; enum.Enum("E", "a a")',
    'import enum; enum.Enum("E", 5)',
    'import enum; enum.IntEnum("E", {"a": "x"})',
    'import enum; enum.Enum("E", "a b")["c"]',
    'import enum; enum.Enum("E", "a b")(9)',
    "import dataclasses; dataclasses.fields(5)",
    "import dataclasses; dataclasses.asdict(5)",
    "import dataclasses; dataclasses.replace(5)",
    "import dataclasses; dataclasses.field(default=1, default_factory=list)",
    'import dataclasses; dataclasses.make_dataclass("X", ["1a"])',
    "import abc; abc.ABC.register(5)",
    "import abc; abc.abstractmethod()",
    "import contextlib; contextlib.closing()",
    "import contextlib; contextlib.contextmanager()",
    "import typing; typing.Union[()]",
    "import typing; typing.Optional[1, 2]",
    "import typing; typing.List[int, str]",
    "import typing; typing.Callable[5]",
    "import typing; typing.TypeVar()",
    'import typing; typing.NamedTuple("X", [("a", int), ("a", int)])',
    "import typing; typing.ClassVar[1, 2]",
    "import types; types.SimpleNamespace(5)",
    "import types; types.MappingProxyType(5)",
    "import types; types.FunctionType()",
    'import weakref; weakref.ref("a")',
    "import copy; copy.copy()",
    "import copy; copy.deepcopy(1, 2, 3, 4, 5)",
    "import operator; operator.itemgetter()",
    "import operator; operator.itemgetter(3)([1])",
    'import operator; operator.attrgetter("x")(5)',
    'import operator; operator.methodcaller("nope")("a")',
    'import logging; logging.getLogger(b"x")',
    "import logging; logging.Logger()",
    'import logging; logging.Formatter("%(a", style="?")',
    "import inspect; inspect.getmembers()",
    'import inspect; inspect.signature("a")',
    "import pathlib; pathlib.Path(5)",
    'import pathlib; pathlib.Path("/no/such/zz").read_text()',
    'import pathlib; list(pathlib.Path("/no/such/zz").iterdir())',
    "import threading; threading.Thread(bogus=1)",
    "import threading; threading.Event(5)",
    'import struct; struct.unpack("i", b"a")',
    'import struct; struct.pack("zz", 1)',
    'import base64; base64.b64decode("a")',
    'import hashlib; hashlib.new("nope")',
    'import hashlib; hashlib.md5("text")',
    'import uuid; uuid.UUID("x")',
    'import ipaddress; ipaddress.ip_address("x")',
    "import urllib.parse; urllib.parse.urlparse(5)",
    "import textwrap; textwrap.dedent(5)",
    'import shlex; shlex.split("\'a")',
    'import configparser; configparser.ConfigParser()["nope"]',
    "import csv; csv.reader()",
    "import io; io.StringIO(5)",
    'import io; io.BytesIO("a")',
    "import warnings; warnings.warn()",
    'import warnings; warnings.warn("x", 5)',
    "import statistics; statistics.mean([])",
    "import heapq; heapq.heappop([])",
    "import bisect; bisect.bisect(5, 1)",
    'import array; array.array("z")',
    'import ast; ast.literal_eval("a b")',
    "import tokenize; tokenize.nothing",
]


def failure(text):
    """The exception that CPython raises."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any that there is
        exec(text, {})  # noqa: S102
    return caught.type.__name__


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_that_raises(text, package):
    imported, statement = text.split("; ", 1)
    handled = f"def f():\n    try: {statement}\n    except Exception as error: return type(error).__name__\n    return 3\n"
    made = package(
        {"pkg/bare.py": f"{imported}\n{statement}\nx = 3\n", "pkg/main.py": f"{imported}\n{handled}"}
    )
    right = failure(text)
    bare, caught = made.evaluated("pkg.bare.x"), made.evaluated("pkg.main.f()")
    assert bare.kind == "unknown" or bare == ("raises", right)
    assert caught.kind == "unknown" or right in (
        caught.value if caught.kind == "conditional" else [caught.value]
    )
