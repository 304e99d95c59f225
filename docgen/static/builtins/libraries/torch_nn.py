"""torch.nn: modules, as far as their attributes are concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.attribute_changes import set_on_instance, write
from docgen.static.objects.callables import Method
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.library_bases import library_base
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_MODULE = "torch.nn.Module"
_REGISTRIES = ("_parameters", "_buffers", "_modules")


def _initialise(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`Module.__init__(self)`: an object in training, without parameters, buffers and modules of its own."""
    instance, *given = args
    if given or kwargs:
        raise Raised(TypeError(f"{instance.cls.name}.__init__() got an unexpected argument"), place)
    write(instance.attributes, "training", new=True, frame=frame)
    for name in _REGISTRIES:
        unknown = Unknown(f"{name} of a torch module is not modelled", place, holds=(instance,))
        write(instance.attributes, name, unknown, frame)
    return None


def _set(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`Module.__setattr__(self, name, value)`: parts are stored separately, where attributes of the class hide them.

    Raises:
        Unsupported: it may be refused.
    """
    instance, name, value = args
    old = instance.attributes.get(name, ABSENT)
    if _is_part(value):
        if _REGISTRIES[0] not in instance.attributes:
            raise Unsupported("a part of a torch module is set before Module.__init__() has run", place)
        hidden, _, _ = dispatch.lookup_in_class(instance.cls, name, frame)
        if hidden is not ABSENT:
            value = Unknown(f"the class of a torch module has {name} as well", place, holds=(instance, value))
    elif old is not ABSENT and _is_part(old) and value is not None:
        raise Unsupported(f"the part {name} of a torch module is set to what is none", place)
    set_on_instance(instance, name, value, frame, place)
    return None


def _is_part(value: Abstract) -> bool:
    """Tell whether a value is, or may be, a parameter, a buffer or a module."""
    if isinstance(value, Instance):
        return any(
            isinstance(c, Unknown) and library_base(c) is not None and c.path == _MODULE
            for c in value.cls.mro
        )
    return isinstance(value, Unknown)


FUNCTIONS: dict[str, Callable[..., Abstract]] = {}
TYPES: dict[str, Abstract] = {
    f"{_MODULE}.__init__": Method("__init__", _initialise),
    f"{_MODULE}.__setattr__": Method("__setattr__", _set),
}
