"""Creation of objects of documented classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, failures
from docgen.static.objects.attributes import lookup_in_class
from docgen.static.objects.callables import Descriptor, Method
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.descriptors import bind
from docgen.static.objects.runtime_protocols import is_protocol
from docgen.static.objects.slots import HEAP_TYPE
from docgen.static.objects.special_methods import call_method, is_defined, type_name
from docgen.static.objects.tables import MAPPINGS
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown
from docgen.static.objects.virtual_classes import abstract_methods

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame


_PLAIN_SIZE = type("Plain", (), {}).__basicsize__
"""Size of an object that holds only a dictionary of attributes."""
_PAYLOADS = (str, int, float, bytes, tuple, list, *MAPPINGS, set, frozenset)
_KEYWORDS = frozenset({str, int, bytes})
"""Types whose `__new__` has keywords."""


def construct(
    cls: ClassValue, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> Abstract:
    """`cls(...)`: a metaclass's `__call__`, a member of an Enum, or a new instance."""
    if isinstance(cls.metaclass, ClassValue):
        result = call_method(cls, "__call__", args, frame, place, kwargs)
        if result is not ABSENT:
            return result
    elif isinstance(cls.metaclass, Unknown):
        return cls.metaclass.derived(place)
    return call_class(cls, args, kwargs, frame, place)


def call_class(
    cls: ClassValue, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> Abstract:
    """`type.__call__(cls, ...)`: the effect of calling a class whose metaclass does not override it."""
    if cls.derives_from(type):
        return dispatch.call_metaclass(cls, args, kwargs, frame, place)
    if is_enum(cls):
        return dispatch.member_of(cls, args, kwargs, frame, place)
    return instantiate(cls, args, kwargs, frame, place)


def instantiate(
    cls: ClassValue, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> Abstract:
    """A new instance: `__new__`, then `__init__`."""
    evaluation = frame.evaluation
    if (base := _unmodelled_base(cls)) is not None:
        return _made_by_builtin(cls, base, args, kwargs, frame, place)
    maker, maker_owner, _ = lookup_in_class(cls, "__new__", frame)
    if isinstance(maker, Unknown) and not isinstance(maker_owner, type):
        instance = Instance(cls, dispatch.operators_of(evaluation.program))
        return _made_outside(instance, maker, args, kwargs, frame, place)
    if maker is not ABSENT and isinstance(maker_owner, ClassValue):
        function = maker.function if isinstance(maker, Descriptor) else maker
        instance = dispatch.call(function, [cls, *args], kwargs, frame, place)
        if isinstance(instance, Unknown):
            raise Indefinite(instance)
        if not isinstance(instance, Instance) or not instance.cls.derives_from(cls):
            return instance
    else:
        instance = new_instance(cls, args, kwargs, frame, place)
    evaluation.owns(instance.attributes)
    if cls.mentions("__del__"):
        _note_end(instance, frame, place)
    initialiser, owner, _ = lookup_in_class(instance.cls, "__init__", frame)
    if isinstance(owner, ClassValue) or isinstance(initialiser, Method):
        bound = bind(initialiser, instance, instance.cls, frame, place)
        result = dispatch.call(bound, args, kwargs, frame, place)
        if isinstance(result, Unknown):
            raise Indefinite(result)
        if result is not None:
            raise Raised(TypeError(f"__init__() should return None, not {type_name(result)!r}"), place)
    elif isinstance(initialiser, Unknown) and not isinstance(owner, type):
        return _made_outside(instance, initialiser, args, kwargs, frame, place)
    elif instance.payload is ABSENT or isinstance(instance.payload, list | dict | set):
        dispatch.call(dispatch.object_method("__init__", instance), args, kwargs, frame, place)
    return instance


def _note_end(instance: Instance, frame: Frame, place: SourceSpan | None) -> None:
    """Note that an object has a `__del__`, which runs when nothing refers to it any more: at an unknown time."""
    end, _, _ = lookup_in_class(instance.cls, "__del__", frame)
    cause = Unknown(f"__del__ of {instance.cls.name} may have run", place)
    dispatch.give_away((), (bind(end, instance, instance.cls, frame, place),), cause, frame)


def _made_outside(
    instance: Instance,
    maker: Unknown,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    frame: Frame,
    place: SourceSpan | None,
) -> Unknown:
    """Object that a base outside the tree makes: the base has the object, and may run its methods.

    A base of another package is assumed to fill the object, and to change nothing else until the object is used.
    """
    unknown = maker.derived(place, holds=(instance,))
    given = (instance, *args, *kwargs.values())
    base = instance.cls.outside_base()
    if base is not None and base.path is not None and dispatch.library_decorates(base.path):
        dispatch.havoc(given, unknown, frame)
    else:
        dispatch.give_away(given, (), unknown, frame)
    return unknown


def _unmodelled_base(cls: ClassValue) -> type | None:
    """The builtin base of a class whose objects hold data that instances here cannot, such as `property`."""
    for base in cls.mro:
        if isinstance(base, type) and base is not object:
            if issubclass(base, (*_PAYLOADS, BaseException)):
                return None
            made = "__init__" in vars(base) or "__new__" in vars(base)
            if not base.__flags__ & HEAP_TYPE or base.__basicsize__ > _PLAIN_SIZE or made:
                return base
    return None


def _made_by_builtin(
    cls: ClassValue,
    base: type,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    frame: Frame,
    place: SourceSpan | None,
) -> Unknown:
    """Object of a class that derives from a builtin type that is not modelled: it keeps its arguments."""
    given = (*args, *kwargs.values())
    unknown = Unknown(
        f"objects of a class that derives from {base.__name__} are not modelled", place, holds=given
    )
    if is_defined(cls, "__new__", frame) or is_defined(cls, "__init__", frame):
        dispatch.give_away(given, (cls,), unknown, frame)
    failures.fork(unknown, frame.evaluation, place)
    return unknown


def new_instance(
    cls: ClassValue, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> Instance:
    """`object.__new__(cls, ...)`, or that of a builtin base, with the data of the base filled in.

    Raises:
        Raised: TypeError if the class is abstract, or takes no arguments.
        Indefinite: a base outside the tree makes its objects.
    """
    outside, maker = cls.outside_base(), lookup_in_class(cls, "__new__", frame)
    if outside is not None and isinstance(maker[0], Unknown) and maker[1] is None:
        raise Indefinite(outside)
    operators = dispatch.operators_of(frame.evaluation.program)
    payload: Abstract = ABSENT
    base = next((c for c in cls.mro if isinstance(c, type) and issubclass(c, _PAYLOADS)), None)
    if base is not None:
        root = next(p for p in _PAYLOADS if issubclass(base, p))
        given, named = args, kwargs if _takes_keywords(root, cls, frame) else {}
        if issubclass(root, list | dict | set):
            given, named = [], {}  # `__init__` fills it
        payload = dispatch.construct_builtin(root, given, named, frame, place)
        frame.evaluation.owns(payload)
        if isinstance(payload, Unknown):
            raise Indefinite(payload)
    instance = Instance(cls, operators, payload)
    if any(isinstance(c, type) and issubclass(c, BaseException) for c in cls.mro):
        instance.attributes["args"] = tuple(args)
    elif base is None:
        _refuse_making(cls, args, kwargs, frame, place)
    return instance


def _takes_keywords(root: type, cls: ClassValue, frame: Frame) -> bool:
    """Tell whether the `__new__` of a builtin base sees keywords; that of a float leaves them to `__init__`."""
    return root in _KEYWORDS or not is_defined(cls, "__init__", frame)


def _refuse_making(
    cls: ClassValue, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> None:
    """Refuse arguments that `object.__new__` refuses.

    Raises:
        Raised: TypeError.
        Unsupported: versions of Python differ.
    """
    own_init = is_defined(cls, "__init__", frame)
    if is_protocol(cls):
        if own_init:
            raise Unsupported("an instance of a protocol differs between versions of Python", place)
        raise Raised(TypeError("Protocols cannot be instantiated"), place)
    if abstract := abstract_methods(cls, frame):
        names = ", ".join(abstract)
        raise Raised(TypeError(f"Can't instantiate abstract class {cls.name} with {names}"), place)
    if (args or kwargs) and (is_defined(cls, "__new__", frame) or not own_init):
        raise Raised(TypeError(f"{cls.name}() takes no arguments"), place)
