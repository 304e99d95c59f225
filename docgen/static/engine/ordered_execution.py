"""Execution, in the body's order, of statements that change objects which other statements made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.records import Record
from docgen.static.objects.callables import is_constant
from docgen.static.source.scopes import END, Assumptions, Timeline

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.namespace import Namespace


def run_timeline(namespace: Namespace, name: str, evaluation: Evaluation, limit: int) -> None:
    """Run, in order, every statement before `limit` that may touch objects shared with `name`."""
    group = namespace.mutations.group(name)
    key = (namespace, group)
    indices = namespace.mutations.timeline(name)
    if key not in evaluation.timelines and indices and indices[-1] < limit:
        _run_whole(namespace, group, indices, evaluation)
        return
    done, record = evaluation.timelines.get(key, (0, Record()))
    for index in indices:
        if done <= index < limit:
            evaluation.timelines[key] = (index + 1, record)
            _, own = evaluation.recorded(lambda index=index: namespace.run(index, evaluation))  # type: ignore[misc]
            record.absorb(own)
    evaluation.record.absorb(record)


def _run_whole(namespace: Namespace, group: str, indices: tuple[int, ...], evaluation: Evaluation) -> None:
    """Run a whole timeline, or recall one whose outcome does not depend on the path."""
    key = (namespace, group)
    fresh = all((namespace, index) not in evaluation.results for index in indices)
    for kept in namespace.timelines.get(group, ()) if fresh else ():
        if all(evaluation.assumed.get(path) == value for path, value in kept.assumptions):
            record = Record()
            record.assumptions.update(path for path, _ in kept.assumptions)
            for index, bindings in kept.bindings.items():
                evaluation.results[namespace, index] = (bindings, record)
            evaluation.written.update(kept.written)
            evaluation.timelines[key] = (END, record)
            evaluation.record.absorb(record)
            return

    def run_all() -> None:
        for index in indices:
            evaluation.timelines[key] = (index + 1, evaluation.record)
            namespace.run(index, evaluation)

    before = {*evaluation.written}
    _, record = evaluation.recorded(run_all, is_timeline=True)
    evaluation.timelines[key] = (END, record)
    # A look-up of such a name runs this timeline first, because its group is the name's.
    written = {
        (space, name): value
        for (space, name), value in evaluation.written.items()
        if space is namespace
        and (space, name) not in before
        and namespace.mutations.changed(name)
        and namespace.mutations.group(name) == group
        and is_constant(value)
    }
    record.written -= written.keys()
    if fresh and record.keepable:
        bound = {at: evaluation.results[namespace, at][0] for at in indices}
        timeline = Timeline(leaned_on(record, evaluation), bound, written)
        namespace.timelines.setdefault(group, []).append(timeline)


def leaned_on(record: Record, evaluation: Evaluation) -> Assumptions:
    """The assumptions that a record depends on, with their values in the running scenario."""
    return tuple((path, evaluation.assumed.get(path)) for path in sorted(record.assumptions))
