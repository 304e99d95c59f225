"""Families of classes by the source: the public classes of a module, and the subclasses of a class."""

from __future__ import annotations

import ast
import re
from functools import partial
from typing import TYPE_CHECKING

from docgen.static.engine.guarded import attempted
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Unknown
from docgen.static.source.relative_imports import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.namespace import Namespace
    from docgen.static.engine.program import Program

_CLASS = re.compile(rb"^[ \t]*class[ \t]+(\w+)[ \t]*\(([^)]*)", re.MULTILINE)
_NAME = re.compile(rb"\w+")
_RENAMED = re.compile(rb"\b(\w+)[ \t]+as[ \t]+(\w+)")
_CLASSLIKE = re.compile(r"[A-Z]\w*[a-z]\w*")
"""Spelling of the names of classes: in capitalised words."""


def public_members(namespace: Namespace, evaluation: Evaluation) -> Iterator[tuple[str, Abstract]]:
    """The public classes of a module with their names, in the order of the text.

    A name is public if it is in `__all__`. Without `__all__`, it is public if it does not begin with an underscore
    and the class is defined by the module, or, for a package, by a module below it. A value that cannot be followed
    and may be a class is unknown.

    Raises:
        Indefinite: `__all__` is unknown.
    """
    listed = _listed(namespace, evaluation)
    module_attribute = evaluation.program.module_attribute
    for name in _public_names(namespace, set()) if listed is None else listed:
        try:
            value = attempted(partial(module_attribute, namespace.path, name, evaluation))
        except Raised as signal:
            value = Unknown(f"{name} raises {type(signal.exception).__name__}", signal.place)
        if value is ABSENT and listed is not None:
            value = Unknown(f"module {namespace.path} has no {name}", None)
        if isinstance(value, ClassValue):
            if listed is not None or _is_own(value, namespace):
                yield name, value
        elif isinstance(value, Unknown) and _may_be_class(name, value, namespace, listed):
            yield name, value


def public_classes(namespace: Namespace, evaluation: Evaluation) -> Iterator[ClassValue]:
    """The public classes of a module.

    Raises:
        Indefinite: one of them is unknown.
    """
    for _, member in public_members(namespace, evaluation):
        if isinstance(member, Unknown):
            raise Indefinite(member)
        yield member


def require_some(path: str, classes: list[Abstract]) -> list[Abstract]:
    """The classes, of which a domain has at least one.

    Raises:
        Indefinite: there is none.
    """
    if not classes:
        what = f"{path} is no Enum, Literal or collection, and has no subclasses and no public classes"
        raise Indefinite(Unknown(what, None))
    return classes


def _public_names(namespace: Namespace, seen: set[str]) -> list[str]:
    """The names without an underscore that a module binds, including those of star imports."""
    seen.add(namespace.path)
    names = dict.fromkeys(name for name in namespace.binders if not name.startswith("_"))
    for index in namespace.stars:
        node = namespace.units[index].node
        module = absolute(node, namespace.module) if isinstance(node, ast.ImportFrom) else ""
        other = namespace.program.readable_namespace(module) if namespace.program.tree.owns(module) else None
        if other is not None and module not in seen:
            names |= dict.fromkeys(_public_names(other, seen))
    return list(names)


def _listed(namespace: Namespace, evaluation: Evaluation) -> list[str] | None:
    if "__all__" not in namespace.binders:
        return None
    value = attempted(lambda: namespace.lookup("__all__", evaluation))
    if value is ABSENT:
        return None
    if isinstance(value, Unknown):
        raise Indefinite(value)
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise Indefinite(Unknown(f"__all__ of {namespace.path} is no list of texts", None))
    return list(value)


def _is_own(cls: ClassValue, namespace: Namespace) -> bool:
    home = cls.frame.module.name
    return home == namespace.path or (namespace.module.is_package and home.startswith(f"{namespace.path}."))


def _may_be_class(name: str, value: Unknown, namespace: Namespace, listed: list[str] | None) -> bool:
    """Tell whether an unknown value may be a class of the documented tree."""
    if isinstance(namespace.binding(name), ast.ClassDef):
        return True
    if value.path is not None and not namespace.program.tree.owns(value.path):
        return False
    return listed is not None and (
        namespace.binders.get(name) is None or _CLASSLIKE.fullmatch(name) is not None
    )


def subclasses(cls: ClassValue, evaluation: Evaluation) -> Iterator[ClassValue]:
    """The classes that the modules of the tree define and that derive from a class, by module and text.

    Modules whose text names neither the class nor one below it are not parsed.

    Raises:
        Indefinite: it is unknown if a class derives from it.
    """
    program, path = evaluation.program, cls.path
    for module, names in sorted(_mentioned(cls.name, program).items()):
        namespace = program.readable_namespace(module)
        for name in names if namespace else ():
            try:
                value = attempted(partial(program.module_attribute, module, name, evaluation))
            except Raised:
                continue  # not defined under this scenario
            if isinstance(value, Unknown):
                raise Indefinite(value)
            if isinstance(value, ClassValue) and value.frame.module.name == module and _below(value, path):
                yield value


def _below(cls: ClassValue, path: str) -> bool:
    """Tell whether a class derives from the one at a path; the path that is being run may have made it."""
    return cls.path != path and any(isinstance(each, ClassValue) and each.path == path for each in cls.mro)


def _mentioned(base: str, program: Program) -> dict[str, list[str]]:
    """For each module, the classes that derive from a class of one name by the text, directly or indirectly."""
    derived: dict[bytes, list[tuple[str, bytes]]] = {}
    renamed: dict[bytes, set[bytes]] = {}
    for module in program.tree.names():
        text = program.tree.text(module)
        for name, bases in _CLASS.findall(text):
            for each in _NAME.findall(bases):
                derived.setdefault(each, []).append((module, name))
        for name, other in _RENAMED.findall(text):
            renamed.setdefault(name, set()).add(other)
    found: dict[str, list[str]] = {}
    seen: set[bytes] = set()
    pending = [base.encode()]
    while pending:
        name = pending.pop()
        if name in seen:
            continue
        seen.add(name)
        pending += renamed.get(name, ())
        for module, cls in derived.get(name, ()):
            names = found.setdefault(module, [])
            if cls.decode() not in names:
                names.append(cls.decode())
            pending.append(cls)
    return found
