"""Types of Python's own whose objects are kept, by their names, and what is known of their methods."""

from __future__ import annotations

import operator

FIXED = frozenset(
    {
        *("builtins.coroutine", "builtins.memoryview"),
        *("datetime.date", "datetime.datetime", "datetime.time", "datetime.timedelta", "datetime.timezone"),
        *("fractions.Fraction", "operator.attrgetter", "operator.itemgetter", "operator.methodcaller"),
        *("pathlib.PurePosixPath", "re.Pattern", "re.RegexFlag", "string.Formatter", "string.Template"),
        *("uuid.UUID", "_struct.Struct", "decimal.Decimal"),
    }
)
"""Types whose objects never change."""
COPYING = frozenset(
    {
        *("_io.BytesIO", "_io.StringIO", "array.array", "builtins.bytearray", "collections.Counter"),
        *("collections.deque",),
    }
)
"""Types whose objects can change, and keep nothing of what they are made of but its elements."""
KEEPING = frozenset(
    {
        *("argparse.Namespace", "builtins.mappingproxy", "collections.ChainMap", "types.SimpleNamespace"),
        *("weakref.WeakKeyDictionary", "weakref.WeakValueDictionary", "_weakrefset.WeakSet"),
    }
)
"""Types whose objects can change, and show what they are made of."""
LOCKS = frozenset(
    {
        *("_thread.RLock", "_thread.lock", "threading.BoundedSemaphore", "threading.Condition"),
        "threading.Semaphore",
    }
)
"""Types whose objects are entered without an exception, and swallow none."""
ONLY: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("queue.LifoQueue", "queue.PriorityQueue", "queue.Queue"),
        frozenset({"empty", "full", "get_nowait", "put_nowait", "qsize"}),
    ),
    "builtins.coroutine": frozenset(),
    **dict.fromkeys(LOCKS, frozenset[str]()),
    **dict.fromkeys(("_thread.lock", "_thread.RLock"), frozenset({"locked", "release"})),
}
"""Types of which some methods may wait, and those that do not."""
INEXACT = frozenset({"decimal.Decimal"})
"""Types of which results depend on settings of the program."""
UNTOLD = frozenset({"astimezone", "fromtimestamp", "now", "strftime", "timestamp", "today", "utcnow"})
"""Methods whose results depend on the machine."""
SURE: dict[str, frozenset[str]] = {
    "collections.deque": frozenset({"append", "appendleft", "clear", "copy", "reverse"}),
    "_weakrefset.WeakSet": frozenset({"add", "discard"}),
}
"""Methods that do not raise for arguments that the type takes, whatever happened to the object before."""
READS = frozenset(
    {
        *(
            operator.contains,
            operator.eq,
            operator.ge,
            operator.getitem,
            operator.gt,
            operator.le,
            operator.lt,
        ),
        *(
            operator.add,
            operator.and_,
            operator.mul,
            operator.ne,
            operator.or_,
            operator.sub,
            operator.truediv,
        ),
        *(
            abs,
            bool,
            dict,
            enumerate,
            float,
            int,
            iter,
            len,
            list,
            max,
            min,
            repr,
            set,
            sorted,
            str,
            sum,
            tuple,
        ),
    }
)
"""Operations that change none of their operands."""
READING = frozenset(
    {
        *("copy", "count", "elements", "get", "getvalue", "hex", "index", "items", "keys", "most_common"),
        *("substitute", "total", "values"),
    }
)
"""Methods that do not change their objects."""
LENGTHS: dict[object, type | None] = {bool: bool, iter: None, len: int, list: list, tuple: tuple}
"""Operations that no collection refuses, and the types of their results."""
LARGEST = 200
"""Most elements of an object that is kept."""
