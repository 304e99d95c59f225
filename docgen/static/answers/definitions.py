"""Names that the configuration defines, whose values under each scenario are computed once for all rows."""

from __future__ import annotations

import ast
import copy
from functools import partial
from typing import TYPE_CHECKING

from docgen.config.definitions import meanings, names_in, replaced
from docgen.model.cell import identical
from docgen.model.settled import Settled
from docgen.static.answers.exploration import Known, Leaf, explore
from docgen.static.answers.paths import evaluate_with, leaf_of
from docgen.static.answers.sharing import Shared
from docgen.static.engine.configuration import parse_expression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.config import Config
    from docgen.model.evidence import Evidence
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.program import Program
    from docgen.static.objects.values import Abstract


class Definitions:
    """The meanings of the defined names in probes: a literal where the value is settled, else the expression itself.

    A value is settled where nothing decides on it and a literal can stand for it. It is computed on its own: a probe
    that uses it sees nothing that its computation changed. In a tree whose imports run, a value may differ with the
    module that was imported first, so that none is settled.
    """

    def __init__(self, program: Program, config: Config) -> None:
        self._program = program
        self._spelling = config.spelling
        self._meanings = meanings(config) if config.define else {}
        self._settled: dict[str, dict[str, ast.expr]] = {}
        self._made: dict[tuple[str, str], tuple[ast.expr, tuple[str, ...]]] = {}

    def expression(self, text: str, what: str, evaluation: Evaluation) -> ast.expr:
        """The expression that a text means under the scenario of the path that is being run.

        Args:
            text: A probe, or another expression about a row.
            what: Words for it, for errors.
            evaluation: The evaluation; which settled values it uses is recorded there.
        """
        node = parse_expression(text, what)
        if not self._meanings:
            return node
        key = text, evaluation.scenario
        if key not in self._made:
            self._made[key] = self._within(node, evaluation.scenario)
        made, names = self._made[key]
        for name in names:
            self._program.tree.reads.note(_reader(name))
            evaluation.record.assumptions.add(_reader(name))
        return made

    def settle(self, name: str, scenarios: Sequence[str]) -> tuple[Settled, ...]:
        """Compute the value of a name under each scenario, as far as it is settled."""
        found: list[Settled] = []
        shared = Shared[Settled | None](self._program.assumptions)
        with self._program.tree.reads.by(_reader(name)):
            for scenario in scenarios if not self._program.runs_imports else ():
                settled = shared.under(scenario, partial(self._settle, name, scenario))
                found += [Settled(scenario, settled.value)] if settled else []
        self._use(name, found)
        return tuple(found)

    def adopt(self, name: str, settled: Sequence[Settled], evidence: Evidence) -> None:
        """Use the values that an earlier run settled, and whose evidence still holds."""
        with self._program.tree.reads.by(_reader(name)):
            self._program.tree.adopt(evidence)
        self._use(name, settled)

    def _use(self, name: str, settled: Sequence[Settled]) -> None:
        self._made.clear()
        self._settled[name] = {}
        for each in settled:
            text = repr(each.value)
            self._settled[name][each.scenario] = ast.parse(text, mode="eval").body
            # Whatever the value depends on, answers that use it depend on the value alone.
            self._program.assumptions[each.scenario][_reader(name)] = text

    def _settle(self, name: str, scenario: str) -> tuple[Settled | None, set[str]]:
        """The value under a scenario, if it is settled, and the assumptions that it depends on."""
        leaned: set[str] = set()
        plain: list[Abstract] = []

        def value(evaluation: Evaluation) -> Abstract:
            result = evaluate_with(self._meanings[name], {}, evaluation)
            if _is_plain(result):
                plain.append(copy.deepcopy(result))
            return result

        def attempt(evaluation: Evaluation) -> Leaf:
            leaf = leaf_of(lambda: value(evaluation), self._spelling, evaluation)
            leaned.update(evaluation.record.assumptions)
            return leaf

        tree = explore(self._program, scenario, attempt)
        # One path, on which the canonical value, which can be kept, is the value itself.
        if not isinstance(tree, Known) or len(plain) != 1 or not identical(tree.value, plain[0]):
            return None, leaned
        return Settled(scenario, tree.value), leaned

    def _within(self, node: ast.expr, scenario: str) -> tuple[ast.expr, tuple[str, ...]]:
        names = names_in(node, self._meanings)
        if not names:
            return node, ()
        settled = {
            name: literal
            for name in sorted(names)
            if (literal := self._settled.get(name, {}).get(scenario)) is not None
        }
        made = replaced(copy.deepcopy(node), {**self._meanings, **settled})
        return ast.fix_missing_locations(made), tuple(settled)


def _reader(name: str) -> str:
    """The reader of what a settled value depends on, and the assumption that stands for it."""
    return f"definition {name}"


def _is_plain(value: Abstract) -> bool:
    """Tell whether a literal stands for the value: its type is Python's own and it holds nothing else."""
    if type(value) is list:
        return all(map(_is_plain, value))
    return value is None or type(value) in {bool, int, str}
