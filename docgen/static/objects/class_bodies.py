"""Class bodies that run as a whole, in order, when their class statement does."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.metadata import annotations_of, own_annotations
from docgen.static.objects.values import ABSENT, Abstract
from docgen.static.source.nodes import walk

if TYPE_CHECKING:
    from docgen.static.objects.type_values import ClassValue


def run_class_body(cls: ClassValue) -> None:
    """Run the body of a class."""
    space, outer = cls.namespace, cls.frame
    if space is None:
        return
    inner = Frame(outer.evaluation, outer.module, parent=outer, namespace=space, owner=cls)
    space.final = outer.evaluation.owns(inner.names)
    for inner.position, statement in enumerate(space.body):
        dispatch.execute(statement, inner)


def body_names(cls: ClassValue, frame: Frame) -> dict[str, Abstract]:
    """Run a class body; returns what it hands to the metaclass.

    Raises:
        Unsupported: the class has no body.
    """
    body = cls.namespace
    if body is None or cls.node is None:
        raise Unsupported("the names of this class body are not known", cls.place)
    names: dict[str, Abstract] = {"__module__": cls.frame.module.name, "__qualname__": cls.qualname}
    if cls.docstring is not None:
        names["__doc__"] = cls.docstring
    if own_annotations(cls):
        names["__annotations__"] = annotations_of(cls, frame)
    run_class_body(cls)
    for name in body.final or ():
        value = body.lookup(name, frame.evaluation)
        if value is not ABSENT:
            names[name] = value
    if any(isinstance(n, ast.Name) and n.id in {"super", "__class__"} for n in walk(cls.node)):
        names["__classcell__"] = cls
    return names
