"""Changes of Python text that make a declaration say something else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from class_statements import Class

KINDS = ("in the class", "in its base", "through a constant", "through a helper")
"""Places of a flipped declaration."""


@dataclass(frozen=True)
class Flip:
    """Change of a method's answer; ANSWER is its earlier answer, ASKED its argument."""

    wrap: str
    prelude: str = ""
    """Text that the module needs for it, at its end: functions look names up when they are called."""


FLIPS = {
    "truth": {
        KINDS[0]: Flip("not (ANSWER)"),
        KINDS[1]: Flip("not (ANSWER)"),
        KINDS[2]: Flip("bool(ANSWER) != _MUTANT", "_MUTANT = True"),
        KINDS[3]: Flip("_mutant(ANSWER)", "def _mutant(answer):\n    return not answer"),
    },
    "list": {
        KINDS[0]: Flip("[*(ANSWER), 7]"),
        KINDS[1]: Flip("[*(ANSWER), 7]"),
        KINDS[2]: Flip("[*(ANSWER), _MUTANT]", "_MUTANT = 7"),
        KINDS[3]: Flip("_mutant(ANSWER)", "def _mutant(answer):\n    return [*answer, 7]"),
    },
    "membership": {
        KINDS[0]: Flip("bool(ANSWER) != (ASKED == VALUE)"),
        KINDS[1]: Flip("bool(ANSWER) != (ASKED == VALUE)"),
        KINDS[2]: Flip("bool(ANSWER) != (ASKED == _MUTANT)", "_MUTANT = VALUE"),
        KINDS[3]: Flip(
            "_mutant(ANSWER, ASKED)",
            "def _mutant(answer, asked):\n    return bool(answer) != (asked == VALUE)",
        ),
    },
}


def declared_anew(site: Class, method: str, flip: Flip) -> str | None:
    """The module with `method` answering otherwise: its returns changed, or the inherited one wrapped."""
    own = site.declares.get(method)
    if own is None:
        answer = flip.wrap.replace("ANSWER", f"super().{method}(*asked)").replace("ASKED", "asked[0]")
        indent = " " * site.node.body[0].col_offset
        lines = ["", "@classmethod", f"def {method}(cls, *asked):", f"    return {answer}"]
        text = site.module.text.split("\n")
        text[site.node.end_lineno : site.node.end_lineno] = [indent + line for line in lines]
        changed = "\n".join(text)
    elif isinstance(own, ast.FunctionDef) and (values := list(returns(own))):
        parameters = [each.arg for each in own.args.args]
        asked = parameters[-1] if parameters else ""
        edits = [
            (value, flip.wrap.replace("ANSWER", _source(site.module.text, value)).replace("ASKED", asked))
            for value in values
        ]
        changed = replaced(site.module.text, edits)
    else:
        return None
    return f"{changed}\n\n{flip.prelude}\n"


def returns(function: ast.FunctionDef) -> Iterator[ast.expr]:
    return (node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value)


def below_a_base(text: str, name: str) -> str:
    """The module with the class `name` as it is under another name, and an empty class derived from it in its place."""
    node = next(n for n in ast.parse(text).body if isinstance(n, ast.ClassDef) and n.name == name)
    lines = text.split("\n")
    head = node.lineno - 1
    lines[head] = lines[head].replace(f"class {name}", f"class _Mutant{name}", 1)
    lines[node.end_lineno : node.end_lineno] = [
        "",
        "",
        f"class {name}(_Mutant{name}):",
        '    """As it was."""',
        "",
    ]
    return "\n".join(lines) + "\n"


def small_edits(declaration: ast.stmt) -> Iterator[tuple[str, ast.expr, str]]:
    """Small changes of a declaration's value."""
    if isinstance(declaration, ast.FunctionDef):
        for value in returns(declaration):
            if isinstance(value, ast.Constant) and isinstance(value.value, bool):
                yield "a truth in place", value, str(not value.value)
            elif isinstance(value, (ast.List, ast.Tuple)):
                yield from _shortened(value)
    elif isinstance(declaration, (ast.Assign, ast.AnnAssign)):
        value = declaration.value
        if isinstance(value, ast.Constant) and isinstance(value.value, bool):
            yield "a truth in place", value, str(not value.value)
        elif isinstance(value, (ast.List, ast.Tuple)):
            yield from _shortened(value)


def _shortened(value: ast.List | ast.Tuple) -> Iterator[tuple[str, ast.expr, str]]:
    # One mutant for each list: its place is what tells mutants apart.
    if value.elts:
        shorter = type(value)(value.elts[:-1], ast.Load())
        yield "a value taken out in place", value, ast.unparse(shorter)


def _source(text: str, node: ast.expr) -> str:
    return ast.get_source_segment(text, node) or ast.unparse(node)


def replaced(text: str, edits: list[tuple[ast.expr, str]]) -> str:
    """`text` with those expressions replaced."""
    lines = text.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    data = b"".join(lines)
    for node, new in sorted(edits, key=lambda edit: (edit[0].lineno, edit[0].col_offset), reverse=True):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)
        data = data[:start] + f"({new})".encode() + data[end:]
    return data.decode()
