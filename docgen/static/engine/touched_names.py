"""Names of other modules for which a name that a module's text touches stands."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.source.relative_imports import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.engine.module_facts import BodyText
    from docgen.static.engine.touches import Touch


def origins(namespace: BodyText, name: str, *, with_bases: bool = False) -> Iterator[tuple[str, str]]:
    """Modules of the tree, and names in them, to which imports bind a name; on request those of a class's bases."""
    tree = namespace.program.tree
    for module, attribute in namespace.imports(name):
        if attribute is not None and tree.owns(module):
            yield module, attribute
    if name not in namespace.binders:
        for index in namespace.stars:
            node = namespace.units[index].node
            if isinstance(node, ast.ImportFrom) and tree.owns(module := absolute(node, namespace.module)):
                yield module, name
    for base in namespace.bases(name) if with_bases else ():
        yield namespace.path, base
        yield from origins(namespace, base)


def resolved(touch: Touch, namespace: BodyText) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the kinds of changes to names of modules for which a dotted name of a module may stand."""
    first, _, rest = touch.chain.partition(".")
    bound = first in namespace.binders
    for kind, name in _stood_for(first, touch.kind, namespace, set()) if bound else [(touch.kind, first)]:
        for module, names in _elsewhere(f"{name}.{rest}" if rest else name, namespace):
            yield "change" if kind == "inside" else kind, module, names


def _stood_for(name: str, kind: str, namespace: BodyText, seen: set[str]) -> Iterator[tuple[str, str]]:
    """Imported names from which the value of a module's name may come, each with the kind of change to it.

    Setting an attribute of a class leaves its bases unchanged; objects that it inherits may be changed in place.
    """
    seen.add(name)
    if _is_imported(name, namespace):
        yield kind, name
        return
    if is_class := namespace.defines_class(name):
        others = {*namespace.bases(name)} if kind != "set" else set[str]()
        if kind in {"change", "inside"}:
            others |= namespace.held_by_class(name, whole=True)
    else:
        others = namespace.assigned_from(name, deep=kind == "inside")
    for other in others - seen:
        yield from _stood_for(other, kind, namespace, seen)
    if not is_class:
        kind = "fetch" if kind in {"set", "change", "inside"} else kind
        yield from ((kind, made) for made in namespace.fetched_from(name) if _is_imported(made, namespace))


def _is_imported(name: str, namespace: BodyText) -> bool:
    """Tell whether an import may bind a name of a module, by the name or with all others."""
    return any(namespace.imports(name)) or (bool(namespace.stars) and name not in namespace.binders)


def _elsewhere(chain: str, namespace: BodyText) -> Iterator[tuple[str, list[str]]]:
    """Modules of the tree, each with the names in it, for which a dotted name of a module may stand."""
    if chain.partition(".")[0] in namespace.binders:
        yield from namespace.elsewhere(chain)
        return
    tree = namespace.program.tree
    if tree.owns(chain):  # a module that the text spells
        spelled, names = tree.split(chain)
        if spelled is not None and names:
            yield spelled, names
    for index in namespace.stars:
        node = namespace.units[index].node
        if isinstance(node, ast.ImportFrom) and tree.owns(module := absolute(node, namespace.module)):
            yield module, chain.split(".")
