"""Random expressions over the functions of the standard library that work on plain data."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def plain_value(kind: str, e: Callable[[str], str], choice: Callable[[Sequence[str]], str]) -> str:
    """A random expression of a kind over functions of the standard library; `e` gives its operands."""
    return choice({
        "list": (
            f"[a + b for a, b in zip({e('list')}, {e('list')})]", f"sorted({e('list')}, key=lambda n: -n, reverse={e('bool')})",
            f"list(itertools.chain({e('list')}, {e('list')}))", f"list(itertools.accumulate({e('list')}))",
            f"[k for k, _ in itertools.groupby({e('list')})]", f"list(collections.deque({e('list')}, maxlen=2))",
            f"copy.copy({e('list')})", f"(lambda *a, **k: [*a, *k.values()])(*{e('list')}, z={e('int')})",
            f"[n for i, n in enumerate({e('list')}, {e('int')}) if i % 2]", f"[(w := n) for n in {e('list')} if n]",
            f"{e('str')}.split({e('str')})", f"list(itertools.islice({e('list')}, 2))", f"[*map(max, {e('list')}, {e('list')})]",
            f"list(itertools.product({e('list')}, repeat=2))[:3]", f"list(filter(None, {e('list')}))", f"list({e('dict')}.items())",
        ),
        "dict": (
            f"collections.Counter({e('list')})", f"collections.defaultdict(int, {e('dict')})", f"collections.OrderedDict({e('dict')})",
            f"copy.deepcopy({e('dict')})", f"dict(zip({e('str')}, {e('list')}))", f"dict.fromkeys({e('str')}, {e('int')})",
            f"{{k: v for k, v in sorted({e('dict')}.items()) if v}}", f"dict(collections.ChainMap({e('dict')}, {e('dict')}))",
            f"{{**{e('dict')}, **{e('dict')}}}",
        ),
        "int": (
            f"functools.reduce(operator.add, {e('list')}, {e('int')})", f"operator.itemgetter(0)({e('list')})", f"sum(map(len, [{e('list')}, {e('str')}]))",
            f"next(iter({e('list')}), {e('int')})", f"pow({e('int')}, 2, 5)", f"abs({e('int')})", f"round({e('int')} / 3)", f"min({e('tuple')})",
            f"{e('list')}.__len__()", f"int({e('str')}, 16)", f"hash({e('int')})", f"({e('int')}).bit_length()", f"divmod({e('int')}, {e('int')})[0]",
        ),
        "str": (
            f"'{{:>4}}|{{!r}}'.format({e('int')}, {e('str')})", f"'{{}}-{{}}'.format({e('int')}, {e('str')})", f"{e('str')}[::-1]", f"', '.join(map(str, {e('list')}))",
            f"{e('str')}.replace({e('str')}, 'z')", f"{e('str')} * 2", f"{e('str')}.partition('u')[2]", f"'%(a)s' % {e('dict')}", f"{e('str')}.title()",
            f"str({e('tuple')})", f"ascii({e('list')})", f"{e('str')}.encode().hex()", f"format({e('int')}, 'x')", f"chr({e('int')} + 65)",
        ),
        "tuple": (
            f"tuple(reversed({e('tuple')}))", f"(*{e('tuple')}, *{e('list')})", f"{e('tuple')}[:1]", f"tuple(sorted({e('list')}))", f"{e('tuple')} * 2",
            f"tuple(enumerate({e('list')}))", f"{e('str')}.rpartition('a')",
        ),
        }[kind])  # fmt: skip
