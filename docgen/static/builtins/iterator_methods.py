"""Methods of iterators and generators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.builtins.iterators import advanced
from docgen.static.builtins.signatures import Signature
from docgen.static.execution.exceptions import raisable
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.generators import GeneratorValue
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.iterators import IteratorValue


def _next(iterator: IteratorValue, _: Args, frame: Frame, place: SourceSpan) -> Abstract:
    return advanced(iterator, lambda: next(iterator), frame, place)


def _itself(iterator: IteratorValue, _: Args, __: Frame, ___: SourceSpan) -> Abstract:
    return iterator


def _send(generator: GeneratorValue, args: Args, frame: Frame, place: SourceSpan) -> Abstract:
    return advanced(generator, lambda: generator.send(args[0]), frame, place)


def _throw(generator: GeneratorValue, args: Args, frame: Frame, place: SourceSpan) -> Abstract:
    if isinstance(args[0], Unknown):
        raise Indefinite(args[0])
    exception = raisable(
        args[0], "exceptions must be classes or instances deriving from BaseException", frame, place
    )
    return advanced(generator, lambda: generator.throw(Raised(exception, place)), frame, place)


def _close(generator: GeneratorValue, _: Args, __: Frame, ___: SourceSpan) -> Abstract:
    generator.close()
    return None


_OF_ITERATOR: dict[str, tuple[Signature, Callable[..., Abstract]]] = {
    "__iter__": (Signature(0, 0), _itself),
    "__next__": (Signature(0, 0), _next),
}
_OF_GENERATOR: dict[str, tuple[Signature, Callable[..., Abstract]]] = {
    **_OF_ITERATOR,
    "close": (Signature(0, 0), _close),
    "send": (Signature(1, 1), _send),
    "throw": (Signature(1, 1), _throw),
}


def iterator_method(iterator: IteratorValue, name: str) -> Abstract | None:
    """A method of an iterator, or None if it has none."""
    table = _OF_GENERATOR if isinstance(iterator, GeneratorValue) else _OF_ITERATOR
    if name not in table:
        if any(name in vars(ancestor) for ancestor in iterator.cls.__mro__):
            return Unknown(f"{name} of an iterator is not modelled", iterator.place)
        return None
    signature, function = table[name]

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        if name == "throw" and len(args) > 1:
            raise Unsupported("throw() of a type with a value is not evaluated", place)
        signature.refuse(name, args, kwargs, place)
        return function(iterator, args, frame, place)

    return Native(name, run)
