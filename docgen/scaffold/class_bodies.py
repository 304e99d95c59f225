"""Names bound in the bodies of classes, by the text alone: enough to choose between thousands of classes."""

from __future__ import annotations

import enum
import re
from typing import NamedTuple

_HEADER = r"^class[ \t]+{name}\b"
_BODY_END = re.compile(rb"^[^\s#)\]}]", re.MULTILINE)
_INDENT = re.compile(rb"^([ \t]+)\S", re.MULTILINE)
_METHOD = (
    rb"((?:^%(indent)s@[^\n]*\n)*)^%(indent)s(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\(([^()]*(?:\([^()]*\)[^()]*)*)\)"
    rb"(?:[ \t]*->[ \t]*([^\n]*?))?[ \t]*:"
)
_ATTRIBUTE = rb"^%(indent)s(\w+)[ \t]*(?::[^=\n]+)?=(?!=)|^%(indent)s(\w+)[ \t]*:[ \t]*[\w\"'\[\]., |]+$"
_COMMENT = re.compile(rb"#[^\n]*")
_DOCSTRING = re.compile(rb'[rRbBuU]?"""(?:[^\\]|\\.)*?"""|[rRbBuU]?\'\'\'(?:[^\\]|\\.)*?\'\'\'', re.DOTALL)


class Kind(enum.Enum):
    """Kinds of bindings in a class."""

    ATTRIBUTE = "attribute"
    """A value, or a member that is read from the class like one."""
    CLASS = "class method"
    """A class or static method."""
    PROPERTY = "property"
    """A property, which objects answer."""
    METHOD = "method"
    """A method of objects."""


class Declared(NamedTuple):
    """Binding of a name in a class."""

    name: str
    """The name."""
    kind: Kind
    """Kind of the binding."""
    arguments: int = 0
    """Number of arguments that a caller has to give."""
    is_truth: bool = False
    """True if its annotation says that it returns a truth value."""


def declared_in(text: bytes, name: str) -> dict[str, Declared]:
    """Return the bindings in the body of a class.

    Args:
        text: The text of its module, where its statement starts at the left margin.
        name: Its name.
    """
    header = re.search(_HEADER.format(name=re.escape(name)).encode(), text, re.MULTILINE)
    if header is None:
        return {}
    start = text.find(b"\n", text.find(b":", header.end())) + 1
    end = _BODY_END.search(text, start) if start else None
    body = text[start : end.start() if end else len(text)] if start else b""
    body = _DOCSTRING.sub(b"''", body)
    margin = _INDENT.search(body)
    if margin is None:
        return {}
    indent = {b"indent": re.escape(margin[1])}
    found: dict[str, Declared] = {}
    for first, second in re.findall(_ATTRIBUTE % indent, body, re.MULTILINE):
        bound = (first or second).decode()
        found[bound] = Declared(bound, Kind.ATTRIBUTE)
    for decorators, method, parameters, returned in re.findall(_METHOD % indent, body, re.MULTILINE):
        bound = method.decode()
        if b".setter" in decorators or b".deleter" in decorators:
            continue
        kind = _kind(decorators)
        found[bound] = Declared(bound, kind, _arguments(parameters, kind, decorators), returned == b"bool")
    return found


def _kind(decorators: bytes) -> Kind:
    if b"classproperty" in decorators or b"class_property" in decorators:
        return Kind.ATTRIBUTE
    if b"classmethod" in decorators or b"staticmethod" in decorators:
        return Kind.CLASS
    return Kind.PROPERTY if b"property" in decorators else Kind.METHOD


def _arguments(parameters: bytes, kind: Kind, decorators: bytes) -> int:
    """Count the parameters without a default, except the one that is bound."""
    plain = re.sub(rb"\[[^\[\]]*\]|\([^()]*\)", b"", _COMMENT.sub(b"", parameters))
    given = [part.strip() for part in plain.split(b",") if part.strip() not in {b"", b"/", b"*"}]
    needed = [part for part in given if b"=" not in part and not part.startswith(b"*")]
    bound = 0 if kind is Kind.CLASS and b"staticmethod" in decorators else 1
    return max(0, len(needed) - bound)
