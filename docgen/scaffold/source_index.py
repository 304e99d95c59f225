"""Index of the classes of a source tree and their bases, by the text alone.

A whole tree is indexed, but little of it is ever parsed: regular expressions read the statements at the left margin.
A class that they miss is missing from a proposal, never from a table: `docgen init` only writes a configuration, and
the evaluator finds the rows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from docgen.discovery.exclusion import is_test
from docgen.regular_files import read_regular
from docgen.scaffold.class_bodies import Declared, declared_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docgen.static.source.tree import SourceTree

LARGE = 1 << 19
"""Bytes of a file that is assumed to be generated, and so not indexed."""

_CLASS = re.compile(rb"^class[ \t]+(\w+)[ \t]*(?:\(([^()]*(?:\([^()]*\)[^()]*)*)\))?[ \t]*:", re.MULTILINE)
_BASE = re.compile(rb"(?:^|,)\s*([\w.]+)\s*(?=[,\[(]|$)")
_IMPORT = re.compile(
    rb"^(?:[ \t]*)from[ \t]+([.\w]+)[ \t]+import[ \t]+(?:\(([^)]*)\)|([^\n#;(]*))"
    rb"|^(?:[ \t]*)import[ \t]+([\w.]+)(?:[ \t]+as[ \t]+(\w+))?",
    re.MULTILINE,
)
_TRY = re.compile(rb"^([ \t]*)try:[^\n]*\n", re.MULTILINE)
_HANDLER = re.compile(rb"except\b[^\n]*(?:Import|ModuleNotFound)Error")
_IMPORTED = re.compile(rb"^[ \t]+(?:import|from)[ \t]+(\w+)", re.MULTILINE)
_ALWAYS = re.compile(rb"^(?:import|from)[ \t]+(\w+)", re.MULTILINE)
_COMMENT = re.compile(rb"#[^\n]*")
_HOPS = 8
"""Most modules through which an imported name is followed."""


class ClassEntry(NamedTuple):
    """A class at the left margin of a module."""

    module: str
    """Dotted name of the module."""
    name: str
    """Its name."""
    bases: tuple[str, ...]
    """Its bases as they are spelt, dotted; keywords, and expressions that are no names, are left out."""

    @property
    def path(self) -> str:
        """Its dotted path."""
        return f"{self.module}.{self.name}"


class SourceIndex:
    """Classes by their dotted paths, with their bases.

    Attributes:
        classes: Classes by dotted path; of several with one path, the last.
        texts: The text of each module that was indexed.
        left_out: Modules that are too large, or cannot be read.
    """

    def __init__(self, tree: SourceTree, progress: Callable[[str], None]) -> None:
        """Read every module except those of tests; `progress` is called with the name of each."""
        self._tree = tree
        self.classes: dict[str, ClassEntry] = {}
        self.texts: dict[str, bytes] = {}
        self.left_out: list[str] = []
        self._imports: dict[str, dict[str, tuple[str, str]]] = {}
        for name in tree.names():
            if any(map(is_test, name.split("."))):
                continue
            progress(name)
            text = _text(tree, name)
            if text is None:
                self.left_out.append(name)
                continue
            self.texts[name] = text
            for cls, bases in _CLASS.findall(text) if b"class" in text else ():
                spelt = tuple(base.decode() for base in _BASE.findall(_COMMENT.sub(b"", bases)))
                entry = ClassEntry(name, cls.decode("utf-8", "replace"), spelt)
                self.classes[entry.path] = entry
        self._derived: dict[str, list[ClassEntry]] | None = None
        self._declared: dict[str, dict[str, Declared]] = {}

    def declared(self, path: str) -> dict[str, Declared]:
        """Return the bindings in the body of an indexed class, by name."""
        if path not in self._declared:
            entry = self.classes[path]
            self._declared[path] = declared_in(self.texts[entry.module], entry.name)
        return self._declared[path]

    def ancestors(self, path: str) -> list[str]:
        """A class and the classes of the tree that it derives from, the nearest first."""
        found = [path]
        for each in found:
            entry = self.classes[each]
            resolved = (self.resolve(base, entry.module) for base in entry.bases)
            found += [base for base in resolved if base is not None and base not in found]
        return found

    def below(self, path: str) -> list[ClassEntry]:
        """The direct and indirect subclasses of the class at a path."""
        found: dict[str, ClassEntry] = {}
        pending = [path]
        while pending:
            for entry in self._directly_below().get(pending.pop(), ()):
                if entry.path not in found and entry.path != path:
                    found[entry.path] = entry
                    pending.append(entry.path)
        return list(found.values())

    def bases(self) -> list[str]:
        """The classes of the index from which others derive."""
        return [path for path in self._directly_below() if path in self.classes]

    def optional(self) -> set[str]:
        """The packages outside the tree whose import some module expects to fail."""
        bodies = (body for text in self.texts.values() if b"import" in text for body in _guarded(text))
        names = {name.decode() for body in bodies for name in _IMPORTED.findall(body)}
        return {name for name in names if not self._tree.owns(name)}

    def always_imported(self) -> set[str]:
        """The packages outside the tree that some module imports at its left margin."""
        names = {name.decode() for text in self.texts.values() for name in _ALWAYS.findall(text)}
        return {name for name in names if not self._tree.owns(name)}

    def owns(self, package: str) -> bool:
        """Tell whether a package is one of the tree's own."""
        return self._tree.owns(package)

    def mentions(self, word: bytes) -> bool:
        """Tell whether the text of a module has a word."""
        return any(word in text for text in self.texts.values())

    def is_decorator(self, name: str) -> bool:
        """Tell whether something of the tree is decorated with a function of this name."""
        decorated = re.compile(rb"^[ \t]*@(?:[\w.]+\.)?" + name.encode() + rb"\b", re.MULTILINE)
        return any(map(decorated.search, self.texts.values()))

    def resolve(self, name: str, module: str) -> str | None:
        """Resolve a name in a module to the dotted path of a class of the tree; None if it is none.

        Classes of the same name are distinguished by the module that they are imported from.
        """
        first, _, rest = name.partition(".")
        for _ in range(_HOPS):
            if not rest and f"{module}.{first}" in self.classes:
                return f"{module}.{first}"
            source, attribute = self._imports_of(module).get(first, ("", ""))
            if not source:
                return None
            if rest:  # a module, or a class inside a class
                inside = f"{source}.{attribute}" if attribute else source
                target, _, last = f"{inside}.{rest}".rpartition(".")
                module, first, rest = target, last, ""
            else:
                module, first = source, attribute
            if not self._tree.owns(module):
                return None
        return None

    def _directly_below(self) -> dict[str, list[ClassEntry]]:
        if self._derived is None:
            self._derived = {}
            for entry in self.classes.values():
                for base in entry.bases:
                    path = self.resolve(base, entry.module)
                    if path is not None:
                        self._derived.setdefault(path, []).append(entry)
        return self._derived

    def _imports_of(self, module: str) -> dict[str, tuple[str, str]]:
        """For names that a module imports, the module and the name there; an empty name for a module itself."""
        if module not in self._imports:
            self._imports[module] = dict(self._imported(module))
        return self._imports[module]

    def _imported(self, module: str) -> Iterator[tuple[str, tuple[str, str]]]:
        text = self.texts.get(module, b"")
        file = self._tree.file(module)
        package = module if file is not None and file.name == "__init__.py" else module.rpartition(".")[0]
        for source, listed, line, imported, alias in _IMPORT.findall(text):
            if imported:
                whole = imported.decode()
                name = alias.decode() or whole.partition(".")[0]
                yield name, (whole if alias else name, "")
                continue
            target = _absolute(source.decode(), package)
            for part in _COMMENT.sub(b"", listed or line).decode("utf-8", "replace").split(","):
                original, _, renamed = part.strip().partition(" as ")
                if original.isidentifier():
                    yield renamed.strip() or original, (target, original)


def _guarded(text: bytes) -> Iterator[bytes]:
    """The bodies of the `try` statements that handle a failing import."""
    for header in _TRY.finditer(text):
        end = re.compile(rb"^" + header[1] + rb"(?=\S)", re.MULTILINE).search(text, header.end())
        if end and _HANDLER.match(text, end.end()):
            yield text[header.end() : end.start()]


def _absolute(source: str, package: str) -> str:
    dots = len(source) - len(source.lstrip("."))
    if not dots:
        return source
    parts = package.split(".")
    return ".".join([*parts[: len(parts) - dots + 1], *filter(None, [source[dots:]])])


def _text(tree: SourceTree, name: str) -> bytes | None:
    path = tree.file(name)
    if path is None:
        return b""
    try:
        return read_regular(path, LARGE)
    except OSError:
        return None
