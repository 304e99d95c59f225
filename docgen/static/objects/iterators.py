"""Iterators of the documented program: lazy, consumed once, their own iterators.

The elements are computed by an iterator of Python's own (`map`, a generator of the interpreter) that calls back into
the program. It is only called from here, so that each element counts as a step, an iterator that was lost halfway
stays unknown, and one that an earlier path has consumed is not mistaken for a fresh one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from docgen.static.objects.control_flow import Indefinite, Raised, Signal, Unsupported
from docgen.static.objects.native import PROGRAM_ERRORS
from docgen.static.objects.values import Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.frames import Frame


class IteratorValue:
    """An iterator.

    Attributes:
        cls: Its type.
        holds: Values that it may call or change while it computes an element.
        texts: Generator expressions that it runs, each with the frame of its names.
        source: Computes the elements.
        evaluation: The evaluation that runs it.
        place: The place of its creation.
        lost: The reason why its next elements are unknown; None while they are known.
        running: True while it computes an element.
        path: The path that last used it; None before any use.
    """

    __slots__ = ("cls", "evaluation", "holds", "lost", "path", "place", "running", "source", "texts")

    def __init__(
        self,
        cls: type,
        source: Iterator[Abstract],
        evaluation: Evaluation,
        place: SourceSpan | None,
        holds: tuple[Abstract, ...] = (),
        texts: tuple[tuple[ast.expr, Frame], ...] = (),
    ) -> None:
        self.cls = cls
        self.holds = holds
        self.texts = texts
        self.source: Any = source
        self.evaluation = evaluation
        self.place = place
        self.lost: Unknown | None = None
        self.running = False
        self.path: int | None = None
        evaluation.owns(self)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Abstract:
        return self.resume(lambda: next(self.source))

    def resume(self, action: Callable[[], Abstract]) -> Abstract:
        """Compute the next element.

        Raises:
            StopIteration: there is none.
            Raised: computing it raises in the documented program.
            Indefinite: its elements are unknown.
        """
        self._refuse_lost()
        if self.running:
            raise Raised(ValueError("generator already executing"), self.place)
        evaluation = self.evaluation
        evaluation.step(self.place)
        if id(self) not in evaluation.record.created:
            evaluation.record.mutated = True
        self.path = evaluation.path
        self.running = True
        try:
            return action()
        except Raised as signal:
            if stops(signal.exception):
                raise StopIteration from None
            raise
        except StopIteration:
            raise
        except RecursionError:
            raise Unsupported("iterators go too deep", self.place, final=True) from None
        except PROGRAM_ERRORS as error:  # for example, a container changed during its own iteration
            raise Raised(error, self.place) from None
        except (Indefinite, Unsupported) as signal:
            self.lose(signal)
            raise
        finally:
            self.running = False

    def lose(self, signal: Signal) -> None:
        """Make its further elements unknown."""
        cause = signal.value if isinstance(signal, Indefinite) else signal
        self.lost = Unknown(
            getattr(cause, "reason", "it is lost"), getattr(cause, "place", None) or self.place
        )

    def _refuse_lost(self) -> None:
        if self.lost is None and self.path not in {None, self.evaluation.path}:
            self.lost = Unknown("what an iterator still gives depends on who read it", self.place)
        if self.lost is not None:
            raise Indefinite(self.lost)


def stops(exception: Abstract) -> bool:
    """Tell whether an exception is a StopIteration, which ends any iterator that it leaves."""
    if isinstance(exception, Instance):
        return any(isinstance(base, type) and issubclass(base, StopIteration) for base in exception.cls.mro)
    return isinstance(exception, StopIteration)
