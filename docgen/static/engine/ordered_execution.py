"""Modules, run in the order of their text as an import runs them."""

from __future__ import annotations

import ast
from contextlib import suppress
from typing import TYPE_CHECKING

from docgen.static.engine.joining import joined
from docgen.static.engine.journal import Change, drop
from docgen.static.engine.module_facts import Kept
from docgen.static.engine.module_run import EVERY_NAME, Failure, ModuleRun
from docgen.static.objects import dispatch
from docgen.static.objects.callables import describe
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.values import Instance, SourceSpan, Unknown
from docgen.static.source.inertness import Kind
from docgen.static.source.nodes import executed
from docgen.static.source.scopes import bound_names

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.namespace import Namespace
    from docgen.static.engine.records import Record

Assumptions = tuple[tuple[str, "str | bool | None"], ...]


def run_module(space: Namespace, evaluation: Evaluation) -> None:
    """Import a module that is not imported yet: its own imports, and every statement that is not inert.

    A run that is the same on every path is kept, and its imports alone are made again on other paths.

    Raises:
        Raised: the module cannot be imported.
    """
    for failure in space.failures:
        if evaluation.holds(failure.leaned, failure.reads):
            evaluation.record.assumptions.update(path for path, _ in failure.leaned)
            if space.path in evaluation.recalled:  # a module that it imports imports it in turn
                return
            if space.program.runs_imports:
                _fail_again(space.path, failure, evaluation)
            raise failure.signal
    kept = next((run for leaned, run in space.kept if evaluation.holds(leaned, run.record.reads)), None)
    run = kept or ModuleRun(space.path)
    modules = evaluation.modules
    evaluation.journal.note(Change(modules, lambda: drop(modules, space.path), lambda _: None))
    modules[space.path] = run
    mark = len(evaluation.journal)
    around = evaluation.record
    with evaluation.importing(run) as record, space.program.tree.reads.by(space.path):
        try:
            if kept is None:
                _run_body(space, run, evaluation)
            else:
                _import_again(run, evaluation)
        except Raised as signal:
            around.assumptions |= record.assumptions
            if record.keepable:
                leaned = leaned_on(record, evaluation)
                space.failures.append(Failure(leaned, record.reads, tuple(run.imports), signal))
            evaluation.journal.note(
                Change(modules, lambda: modules.__setitem__(space.path, run), lambda _: None)
            )
            del modules[space.path]
            raise
    if any(evaluation.guards):
        around.assumptions |= (run.record if kept else record).assumptions
    if kept is not None:
        return
    run.finish()
    run.record = record
    if record.keepable:
        evaluation.journal.settle(mark, record.created)
        for key in evaluation.havocked.keys() & record.created.keys():
            space.program.havocked[key] = evaluation.havocked.pop(key)
        space.kept.append((leaned_on(record, evaluation), run))


def _fail_again(module: str, failure: Failure, evaluation: Evaluation) -> None:
    """Import what a module imported before its import failed."""
    evaluation.recalled.add(module)
    try:
        for name in failure.imports:
            with suppress(Raised):
                dispatch.import_module(name, None, evaluation)
    finally:
        evaluation.recalled.discard(module)


def _import_again(run: ModuleRun, evaluation: Evaluation) -> None:
    """Import what a module imports whose run is recalled.

    Raises:
        Raised: one of them cannot be imported, and nothing waits for that; what failed and was handled fails again.
    """
    evaluation.recalled.add(run.module)
    for name in run.imports:
        try:
            dispatch.import_module(name, None, evaluation)
        except Raised:
            if name in run.unguarded:
                raise


def skip_module(space: Namespace, evaluation: Evaluation) -> None:
    """Import a module that puts a lazily importing object in its own place: its names are resolved by the text."""
    run = ModuleRun(space.path)
    run.finish()
    modules = evaluation.modules
    evaluation.journal.note(Change(modules, lambda: drop(modules, space.path), lambda _: None))
    modules[space.path] = run


def _run_body(space: Namespace, run: ModuleRun, evaluation: Evaluation) -> None:
    evaluation.owns(run.imports)
    evaluation.owns(run.bound)
    evaluation.owns(run.written)
    evaluation.owns(run.lost)
    hooked = space.program.hooked
    for index, kind in enumerate(space.kinds):
        run.position = index
        node = space.units[index].node
        if kind is Kind.INERT or (kind is Kind.CLASS and not hooked.is_hooked(node)):
            continue
        if _is_assumed(node, space, evaluation):
            continue
        _run_statement(space, index, run, evaluation)
        hooked.note(node)


def _is_assumed(node: ast.stmt, space: Namespace, evaluation: Evaluation) -> bool:
    """Whether the scenario assumes what a statement binds, so that it need not run."""
    if not isinstance(node, ast.Assign | ast.AnnAssign | ast.FunctionDef | ast.ClassDef):
        return False
    names = bound_names(node)
    return bool(names) and all(evaluation.assumption(f"{space.path}.{name}") is not None for name in names)


def _run_statement(space: Namespace, index: int, run: ModuleRun, evaluation: Evaluation) -> None:
    """Run one statement, on all sides of what it leaves open."""
    node = space.units[index].node
    outcome = Frame(evaluation, space.module, parent=space.outer, namespace=space, position=index)

    def side(names: dict[str, object]) -> None:
        frame = Frame(evaluation, space.module, parent=space.outer, namespace=space, position=index)
        frame.names = run.names = names
        attempt(node, frame, raises=True)

    evaluation.steps = evaluation.work = 0
    try:
        _, record = evaluation.recorded(lambda: joined(f"{space.path}:{index}", side, outcome))
    except Unsupported as signal:  # too many sides
        record = evaluation.record
        _give_up(node, outcome, Unknown(signal.reason, SourceSpan(space.module, node)))
    finally:
        run.names = {}
    run.bound[index] = Kept((), outcome.names, record)


def attempt(node: ast.stmt, frame: Frame, *, raises: bool) -> None:
    """Run a statement; where it cannot be followed, what it would have bound or changed is unknown for that reason.

    Args:
        node: The statement.
        frame: Its frame.
        raises: Whether an exception leaves it; else what it would have bound is unknown.

    Raises:
        Raised: it raises.
    """
    try:
        dispatch.execute(node, frame)
        dispatch.forget_iterators(frame.names, SourceSpan(frame.module, node))
    except Raised as signal:
        if raises:
            raise
        place = signal.place or SourceSpan(frame.module, node)
        what = f"its definition raises {describe(signal.exception)}"
        _give_up(node, frame, Unknown(what, place, lost=True))
    except Indefinite as signal:
        _give_up(
            node,
            frame,
            Unknown(
                signal.value.reason, SourceSpan(frame.module, node), joined=signal.value.joined, lost=True
            ),
        )
    except Unsupported as signal:
        _give_up(
            node, frame, Unknown(signal.reason, signal.place or SourceSpan(frame.module, node), lost=True)
        )
    except RecursionError:
        _give_up(
            node, frame, Unknown("the evaluation goes too deep", SourceSpan(frame.module, node), lost=True)
        )


def _give_up(node: ast.stmt, frame: Frame, cause: Unknown) -> None:
    """Make unknown what a statement binds, and what it may have changed.

    In a large tree, that is what its own text names: following what it calls would run most of the tree.
    """
    if frame.evaluation.program.runs_imports:
        try:
            dispatch.give_up(node, cause, frame)
        except Unsupported:
            if frame.namespace is not None and frame.namespace.cls is None:
                frame.namespace.lose(EVERY_NAME, cause, frame.evaluation)
    else:
        _havoc_named(node, cause, frame)
    frame.names.update(dict.fromkeys((name for name in bound_names(node) if name != "*"), cause))


def _havoc_named(node: ast.stmt, cause: Unknown, frame: Frame) -> None:
    own = frame.evaluation.modules.get(frame.module.name)
    named = {
        part.id for part in executed(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)
    }
    for name in sorted(named):
        value = own.names.get(name) if own is not None else None
        if value is None and own is not None:
            value = next((kept.names[name] for kept in own.bound.values() if name in kept.names), None)
        if isinstance(value, list | dict | set | Instance):
            dispatch.havoc(value, cause, frame)


def leaned_on(record: Record, evaluation: Evaluation) -> Assumptions:
    """The assumptions that a record leaned on, with what the running scenario assumes."""
    return tuple((path, evaluation.assumed.get(path)) for path in sorted(record.assumptions))
