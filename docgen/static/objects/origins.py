"""Origins of unknown values: what is known of the objects that they stand for."""

from __future__ import annotations

import enum
import functools
import re
import sys

ENVIRONMENT = "os.environ"
"""The one object outside the tree that is a mapping of texts: any may be asked for, and missing."""


class Origin(enum.Enum):
    """Source of an unknown value; values that are derived from it have the same."""

    OWN = "own"
    """An object of the documented tree, or an operation on plain data, that the evaluator does not follow."""
    LIBRARY = "library"
    """An object of Python's own modules, or what is made from one."""
    FOREIGN = "foreign"
    """A package that is neither documented nor Python's own, or what its code gives."""
    RISKY = "risky"
    """The machine, or a text that is read: an import that makes such a value fails at times."""
    LOGGER = "logger"
    """A logger, to which large trees add methods of their own."""
    ORDER = "order"
    """The order of a set."""


_READING = re.compile(
    r"(asyncio|base64|configparser|csv|ctypes|decimal|fractions|http|importlib\.(metadata|resources)|ipaddress|json"
    r"|os\.(chdir|listdir|open|read|remove|rename|rmdir|scandir|stat|unlink|walk)|pickle|shutil|socket|sqlite3|ssl"
    r"|struct|subprocess|sys\.modules|tempfile|urllib)\b"
    r"|re\.(compile\(\)\.)?(fullmatch|match|search)\(\)|(inspect\.get(doc|module)|importlib\.util\.find_spec)\(\)"
)
"""Paths of objects that depend on the machine, read texts, or may be None instead."""
READING_BUILTINS = frozenset({"compile", "eval", "exec", "exit", "input", "open", "quit"})
"""Names of builtin functions that do."""


@functools.cache
def origin_of(path: str) -> Origin:
    """The origin of an object outside the tree, by its dotted path with `()` for a call on the way."""
    root = re.split(r"\W", path, maxsplit=1)[0]
    if root not in sys.stdlib_module_names and root != "builtins":
        return Origin.FOREIGN
    if path.startswith("logging.getLogger()"):
        return Origin.LOGGER
    return Origin.RISKY if _READING.match(path) else Origin.LIBRARY
