"""Operations on unknown values of known types: what CPython refuses for the type is refused, at import as well."""

import pytest

UNKNOWN = {
    "bool": "bool(hash('a') % 2)",
    "bytes": "repr({0, 1}).encode()",
    "complex": "complex(hash('a'))",
    "dict": "dict(zip({'a', 'b', 'c', 'd', 'e'}, 'abcde'))",
    "float": "float(hash('a') % 7)",
    "frozenset": "frozenset(repr({0, 1}))",
    "int": "hash('a') % 7",
    "list": "list({'a', 'b', 'c', 'd', 'e'})",
    "set": "set(repr({0, 1}))",
    "str": "repr({0, 1, 2})",
    "tuple": "tuple({'a', 'b', 'c', 'd', 'e'})",
}
"""For each type an expression whose value, but not its type, depends on the order of a set, or on a hash."""
OTHERS = ("1", "'a'", "b'a'", "1.5", "None", "[1]", "(1,)", "{}", "{1}", "True")
BINARY = ("+", "-", "*", "@", "/", "//", "%", "**", "<<", ">>", "|", "^", "&", "<", "<=", "in", "==")
OPERATIONS = (
    *(f"X {operator} {other}" for operator in BINARY for other in OTHERS),
    *(f"{other} {operator} X" for operator in BINARY for other in OTHERS),
    *(
        "-X",
        "+X",
        "~X",
        "not X",
        "X()",
        "X[0]",
        "X['a']",
        "X[:1]",
        "X.nothing",
        "X.upper()",
        "X.real",
        "X.keys()",
    ),
    *(
        "len(X)",
        "abs(X)",
        "iter(X)",
        "next(X)",
        "hash(X)",
        "repr(X)",
        "int(X)",
        "float(X)",
        "list(X)",
        "dict(X)",
    ),
    *(
        "sum(X)",
        "sorted(X)",
        "min(X)",
        "max(X, 1)",
        "ord(X)",
        "chr(X)",
        "bin(X)",
        "range(X)",
        "round(X)",
        "set(X)",
    ),
    *(
        "divmod(X, 1)",
        "pow(X, 2)",
        "reversed(X)",
        "enumerate(X)",
        "zip(X, [1])",
        "isinstance(1, X)",
        "callable(X)",
    ),
    *("[*X]", "{**X}", "{X: 1}", "{X}", "[1, 2][X]", "'ab'[X]", "{'a': 1}[X]", "print(*X)", "print(**X)"),
    *(
        "f'{X}'",
        "f'{X!r:>9}'",
        "f'{X:d}'",
        "f'{X:.2f}'",
        "'%d' % X",
        "'%d' % (X,)",
        "'%s' % (X,)",
        "'{:d}'.format(X)",
    ),
    *(
        "' '.join(X)",
        "'abc'.index(X)",
        "'abc'.split(X)",
        "'a'.startswith(X)",
        "[1].index(X)",
        "[3].append(X)",
    ),
    *(
        "[y for y in X]",
        "any(X)",
        "type(X)()",
        "(lambda *a, **k: 1)(*X)",
        "(lambda **k: 1)(**X)",
        "isinstance(X, str)",
    ),
)
STATEMENTS = (
    *(
        "for y in X: pass",
        "a, *b = X",
        "X[0] = 1",
        "del X[0]",
        "X.a = 1",
        "del X.a",
        "raise X",
        "with X: pass",
    ),
    *(
        "y = [1]; y += X",
        "y = X; y += 1",
        "y = X; y += 'a'",
        "y = X; y -= 1",
        "y = X; y |= {1}",
        "y = 1; y += X",
    ),
    *(
        "X[:1] = [3]",
        "X[:1] = 3",
        "del X[:1]",
        "X[0] = {}",
        "X % (1, 2)",
        "'%d %s' % X",
        "'%s%s%s' % X",
        "X[5]",
    ),
    "@X\ndef f(): pass",
)
TEXTS = (*OPERATIONS, *STATEMENTS)
BY_CONTENT = {
    "bytes": {"dict(X)", "ord(X)", "' '.join(X)"},
    "dict": {"sum(X)", "print(**X)", "y = X; y |= {1}"},
    "float": {"'%d %s' % X"},
    "frozenset": {"sum(X)"},
    "list": {"sum(X)", "X < [1]", "X <= [1]", "[1] < X", "[1] <= X"},
    "set": {"sum(X)"},
    "str": {
        "sum(X)",
        "ord(X)",
        *(f"X % {other}" for other in ("1", "'a'", "1.5", "None", "(1,)", "{1}", "True")),
    },
    "tuple": {"sum(X)", "X < (1,)", "X <= (1,)", "(1,) < X", "(1,) <= X"},
}
"""Operations that CPython refuses with a TypeError because of the value, which another one of the type would allow."""
MOST = 100
"""Modules of one package, so that it is a small one, whose imports run."""


def failure(kind, text):
    """Name of the exception that CPython raises, or None."""
    try:
        exec(f"X = {UNKNOWN[kind]}\n{text}", {})  # noqa: S102
    except Exception as error:  # noqa: BLE001 - any that there is
        return type(error).__name__
    return None


def is_sure(kind, text, right):
    """Tell whether CPython raises an exception because of the type."""
    is_template = ("% X" in text and kind in {"dict", "tuple"}) or (
        "X %" in text and kind in {"bytes", "str"}
    )
    by_content = is_template or text in BY_CONTENT.get(kind, ())
    return right in {"TypeError", "AttributeError"} and not by_content


@pytest.mark.parametrize("kind", UNKNOWN)
def test_in_a_try_every_answer_is_right_or_open(kind, package):
    functions = "".join(
        f"def f{number}(X=X):\n    try:\n"
        + "".join(f"        {line}\n" for line in text.splitlines())
        + "    except Exception as error: return type(error).__name__\n"
        for number, text in enumerate(TEXTS)
    )
    made = package({"pkg/main.py": f"X = {UNKNOWN[kind]}\n{functions}"})
    questioner = made.questioner()
    wrong = []
    for number, text in enumerate(TEXTS):
        right, answer = failure(kind, text), made.evaluated(f"pkg.main.f{number}()", questioner)
        assert answer.kind in {"known", "conditional", "unknown"}, (text, answer)
        values = answer.value if answer.kind == "conditional" else [answer.value]
        is_wrong = answer.kind != "unknown" and right not in values
        wrong += (
            [(text, right, answer)]
            if is_wrong or (is_sure(kind, text, right) and answer.kind != "known")
            else []
        )
    assert not wrong


@pytest.mark.parametrize("kind", UNKNOWN)
def test_a_module_that_such_an_operation_ends_is_not_imported(kind, package):
    texts = [text for text in TEXTS if failure(kind, text)]
    wrong = []
    for first in range(0, len(texts), MOST):
        some = dict(enumerate(texts[first : first + MOST]))
        files = {
            f"pkg/m{number}.py": f"X = {UNKNOWN[kind]}\n{text}\nY = 3\n" for number, text in some.items()
        }
        made = package(files)
        questioner = made.questioner()
        for number, text in some.items():
            right, answer = failure(kind, text), made.evaluated(f"pkg.m{number}.Y", questioner)
            fits = answer == ("raises", right) if is_sure(kind, text, right) else answer.kind == "unknown"
            wrong += [] if fits or answer == ("raises", right) else [(text, right, answer)]
    assert not wrong


@pytest.mark.parametrize(
    ("subject", "expected"), [("len(repr({'a', 1}))", "other"), ("repr({'a', 1})", "other")]
)
def test_patterns_of_another_kind_do_not_match_a_value_whose_type_is_known(subject, expected, package):
    text = f"""
def answer():
    match {subject}:
        case [first, *rest]: return "sequence"
        case {{"a": found}}: return "mapping"
        case _: return "other"
"""
    assert package({"pkg/main.py": text}).evaluated("pkg.main.answer()").value == expected
