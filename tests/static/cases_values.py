"""Plain data in detail: sets without an order, hashes, formats, texts, numbers, slices, patterns."""

from __future__ import annotations

CASES = {
    "set-list": "return list({'a', 'b'})",
    "set-of-small-integers": "return list({3, 1, 2})",
    "set-next": "return next(iter({'a', 'b'}))",
    "set-pop": "return {'a', 'b'}.pop()",
    "set-pop-then-length": "s = {'a', 'b'}\ns.pop()\nreturn len(s)",
    "set-text": "return str({'a', 'b'})",
    "set-join": "return ','.join({'a', 'b'})",
    "set-star": "return [*{'a', 'b'}]",
    "set-unpacked": "a, b = {'a', 'b'}\nreturn a",
    "set-format": "return f'{ {1, 2} }'",
    "set-keys-of-dict": "return list(dict.fromkeys({'a', 'b'}))",
    "set-five": "return [x for x in {'a', 'b', 'c', 'd', 'e'}]",
    "set-extend": "xs = []\nxs.extend({'a', 'b'})\nreturn xs",
    "set-enumerate": "return dict(enumerate({'a', 'b'}))",
    "set-min-key": "return min({'aa', 'bb'}, key=len)",
    "set-sum-of-floats": "return sum({0.1, 0.2, 0.3, 1e100, -1e100})",
    "set-one": "return [list({'a'}), next(iter({5})), str({1}), {'a'}.pop(), str(frozenset({(1,)})), str(set())]",
    "set-sorted": "return [sorted({'b', 'a', 'c', 'd', 'e'}), sorted({3, 1, 2}, reverse=True)]",
    "set-order-does-not-matter": "return [len({'a', 'b'}), max({1, 5, 3, 9, 7}), sum({1, 2, 3, 4, 5}), 'a' in {'a', 'b'}]",
    "set-algebra": "return [{1, 2} | {3} == {1, 2, 3}, {1, 2} & {2} == {2}, {1} < {1, 2}, {1, 2} - {1} == {2}]",
    "set-any": "return [any({0, '', 'a', (), None}), all({1, 2, 3, 'a', 'b'})]",
    "set-loop-whose-order-does-not-matter": "n = 0\nfor x in {'a', 'bb'}: n += len(x)\nreturn n",
    "set-generator-whose-order-does-not-matter": "return any(x == 'b' for x in {'a', 'b', 'c'})",
    "set-to-dict-compared": "return {x: len(x) for x in {'a', 'b'}} == {'b': 1, 'a': 1}",
    "set-display-star": "return sorted({*{'a', 'b', 'c', 'd', 'e'}, 'f'})",
    "set-methods": "return sorted({'a'}.union({'b', 'c'}, ['d'], 'e'))",
    "frozenset-hash-equal": "return {frozenset({'a', 'b'}): 1}[frozenset({'b', 'a'})]",
    "dict-order": "d = {'b': 1, 'a': 2}\nd['c'] = 3\ndel d['b']\nd['b'] = 4\nreturn [list(d), str(d)]",
    "hash-of-text": "return hash('a')",
    "hash-of-tuple-of-text": "return hash(('a',)) % 2",
    "hash-of-object": "class A: pass\nreturn hash(A())",
    "hash-by-name": "return 'a'.__hash__()",
    "hash-of-numbers": "return [hash(1), hash(1.5), hash(2**61 - 1), hash(True), hash((1, 2)), hash(-1)]",
    "hash-of-list": "try: return hash([])\nexcept TypeError: return 'no'",
    "hash-consistent": "return hash('a') == hash('a')",
    "identity": "return id(5)",
    "format-conversions": "x = 'a\\u00e4'\nreturn f'{x!r} {x!s} {x!a} {1!r:>3}'",
    "format-nested": "w = 6\nreturn f'{3.14159:{w}.{2}f}|{\"x\":^{w}}|'",
    "format-debug": "x = 5\nreturn f'{x=} {x + 1 = } {x=!s} {x=:>3}'",
    "format-braces": "return f'{{}}{1}'",
    "format-numbers": "return [f'{255:#x}', f'{1234567:,}', f'{0.5:%}', f'{1e10:g}', f'{5:05d}', f'{-5:+}', f'{3:b}']",
    "format-method": "return ['{} {}'.format(1, 'a'), '{1}{0}'.format(1, 2), '{x:>3}'.format(x=5), '{!r}'.format('a')]",
    "format-percent": "return ['%s %d' % ('a', 5), '%05.1f' % 3.14159, '%x' % 255, '%(a)s' % {'a': 1}, '%%']",
    "format-own": "class A:\n    def __format__(self, spec): return spec * 2\nreturn f'{A():xy}'",
    "format-refused": "try: return f'{[1]:>5}'\nexcept TypeError: return 'no'",
    "format-bad-spec": "try: return f'{5:zz}'\nexcept ValueError: return 'no'",
    "format-looks-inside": "return ['{0.real} {0}'.format(5), '{0[a]} {0[b][0]}'.format({'a': 1, 'b': [7]}), '{:{}}|'.format('a', 3)]",
    "format-mixes-numbering": "try: return '{} {0}'.format(1)\nexcept ValueError: return 'no'",
    "format-unknown-conversion": "try: return '{!z}'.format(5)\nexcept ValueError: return 'no'",
    "hash-of-fields": """
        class A:
            def __init__(self, n): self.n = n
            def __hash__(self): return hash(self.n)
            def __eq__(self, other): return self.n == other.n
        return [{A("a"): 1}[A("a")], len({A("a"), A("b"), A("a")}), hash(A("a")) == hash("a")]
        """,
    "ascii": "return [ascii('\\u00e4'), ascii(['\\u00e4', 1])]",
    "text-methods": "return ['a,b'.split(','), ' a '.strip(), 'abc'.replace('b', 'xx'), 'a-b'.partition('-'), 'aB'.swapcase()]",
    "text-more-methods": "return ['abc'.find('z'), 'a\\tb'.expandtabs(4), '7'.zfill(3), 'ab'.center(5, '*'), 'x'.join('abc')]",
    "text-translate": "return 'abc'.translate({97: 'x', 98: None, 99: 100})",
    "text-index-fails": "try: return 'abc'.index('z')\nexcept ValueError: return 'no'",
    "text-times": "return ['ab' * 2, 'ab' * -1, [0] * 3, (1,) * 0]",
    "special-by-name": "return ['a'.__mul__(3), (5).__add__(2), [1].__len__(), 'b'.__contains__('b'), (1).__add__('a') is NotImplemented]",
    "slices": "xs = [0, 1, 2, 3, 4]\nreturn [xs[::-1], xs[-2:], xs[3:1:-1], xs[10:], 'abc'[::2], (1, 2, 3)[-1:0:-1]]",
    "slice-assigned": "xs = [0, 1, 2, 3]\nxs[1:3] = 'ab'\nxs[:0] = [9]\nxs[::2] = [7, 8, 6]\nreturn xs",
    "slice-assigned-generator": "xs = [0, 1]\nxs[1:] = (x * 2 for x in [1, 2])\nreturn xs",
    "slice-assigned-number": "xs = [0]\ntry: xs[0:1] = 5\nexcept TypeError: return xs",
    "slice-of-wrong-length": "xs = [0, 1, 2]\ntry: xs[::2] = [1]\nexcept ValueError: return xs",
    "slice-zero-step": "try: return [1][::0]\nexcept ValueError: return 'no'",
    "index-errors": "try: return [1][5]\nexcept IndexError: return 'no'",
    "division": "return [7 // -2, 7 % -2, -7 // 2, divmod(-7, 2), 1 / 4, 2 ** -1, 7.5 // 2]",
    "zero-division": "try: return 1 % 0\nexcept ZeroDivisionError: return 'no'",
    "rounding": "return [round(2.5), round(3.5), round(2.675, 2), round(1234, -2), int(-1.9), int('0x1f', 16)]",
    "powers": "return [pow(2, 10, 1000), pow(3, -1, 7), 0 ** 0, (-8) ** (1 / 3) != 2, 2 ** 100]",
    "power-refused": "try: return pow(2, -1, 4)\nexcept ValueError: return 'no'",
    "floats": "return [0.1 + 0.2, 1e308 * 10, -0.0, float('nan') == float('nan'), float('1e5')]",
    "float-overflow": "try: return float(10 ** 400)\nexcept OverflowError: return 'no'",
    "bools": "return [True + True, True == 1, {True: 'a', 1: 'b'}, isinstance(True, int), not [], bool('False')]",
    "digits-limit": "try: return str(10 ** 5000)\nexcept ValueError: return 'no'",
    "digits-limit-in-format": "try: return f'{10 ** 5000}'\nexcept ValueError: return 'no'",
    "digits-limit-in-container": "try: return str([10 ** 5000])\nexcept ValueError: return 'no'",
    "huge": "return [2 ** 64, -2 ** 63 - 1, 10 ** 30, 2 ** 63]",
    "infinite": "return [float('inf'), -float('inf'), float('nan')]",
    "surrogate": "return ['\\ud800', {'\\ud800': 1}]",
    "bytes-and-more": "return [b'ab', 1j, ..., NotImplemented]",
    "sum": "return [sum([[1], [2]], []), sum([0.5, 1]), sum([], 5), sum([True, 2]), sum([1j, 2])]",
    "sum-of-texts": "try: return sum(['a'], '')\nexcept TypeError: return 'no'",
    "min-max": "return [max([1, 3, 2]), min('abc'), max([], default=5), max(1, 2.0), min([2, 1], key=lambda x: -x)]",
    "min-empty": "try: return min([])\nexcept ValueError: return 'no'",
    "sorted": "return [sorted([3, 1, 2], reverse=True), sorted('bca'), sorted([(1, 'b'), (0, 'z')], key=lambda p: p[1])]",
    "sorted-mixed": "try: return sorted([1, 'a'])\nexcept TypeError: return 'no'",
    "sort-stable": "xs = ['bb', 'a', 'cc', 'd']\nxs.sort(key=len)\nreturn xs",
    "dict-methods": "d = {'a': 1}\nreturn [d.get('b'), d.setdefault('b', 2), d.pop('a'), d.pop('z', 0), list(d.items()), d | {'c': 3}]",
    "dict-changed-by-update": "d = {}\nd.update([('a', 1)], b=2)\nd |= {'c': 3}\nreturn d",
    "dict-views-set-like": "return sorted({'a': 1, 'b': 2}.keys() & {'b', 'c'})",
    "range": "r = range(10, 0, -3)\nreturn [list(r), len(r), r[1], 4 in r, 5.0 in range(10), r.index(7), range(3) == range(0, 3, 1)]",
    "range-huge": "r = range(10 ** 12)\nreturn [len(r), 5 in r, r[-1], r[5:7][1]]",
    "range-break": "for i in range(10 ** 12):\n    if i == 3: break\nreturn i",
    "compare-tuples": "return [(1, 2) < (1, 3), [1] < [1, 0], 'a' < 'b', (1, 'a') == (1.0, 'a'), 1 == 1.0, '1' == 1]",
    "compare-refused": "try: return 1 < 'a'\nexcept TypeError: return 'no'",
    "match-sequence": "match 'ab':\n    case [_, _]: return 'sequence'\n    case str(): return 'text'",
    "match-star": "match [1, 2, 3]:\n    case [a, *b]: return [a, b]",
    "match-mapping-rest": "match {'a': 1, 'b': 2}:\n    case {'a': 1, **rest}: return rest",
    "match-or": "match 2:\n    case 1 | 2 as x: return x",
    "match-guard-effects": """
        log = []
        match 5:
            case x if log.append(x): return 1
            case y: return [log, x, y]
        """,
    "match-class": """
        class P:
            __match_args__ = ("x", "y")
            def __init__(self, x, y): self.x, self.y = x, y
        match P(1, 2):
            case P(1, y=3): return "wrong"
            case P(x, y): return [x, y]
        """,
    "match-class-too-many": """
        class P: __match_args__ = ("x",)
        try:
            match P():
                case P(1, 2): return 1
        except TypeError: return "no"
        """,
    "match-builtin": "match 5:\n    case str(x): return 's'\n    case int(x): return x",
    "match-bool-is-int": "match True:\n    case int(): return 1",
    "match-singleton": "match 1:\n    case True: return 'true'\n    case 1: return 'one'",
    "match-none": "match 5:\n    case 6: return 1\nreturn 'none'",
    "match-value": "class C: K = 5\nmatch 5:\n    case C.K: return 'k'",
    "match-literal-kinds": "match [1.0, 'a', b'b', None, -1]:\n    case [1, 'a', b'b', None, -1]: return 'all'",
    "match-twice-the-same-key": "match {'a': 1}:\n    case {'a': x, 'b': y}: return 1\n    case {}: return 'any mapping'",
    "match-failed-binds-nothing": "a = 0\nmatch [1, 2]:\n    case [a, 5]: return 1\n    case _: return a",
    "match-guard-binds": "a = 0\nmatch [1, 2]:\n    case [a, 2] if a > 5: return 1\n    case _: return a",
    "match-range": "match range(3):\n    case [a, *_]: return a",
    "match-no-class": "K = 5\ntry:\n    match 5:\n        case K(): return 1\nexcept TypeError: return 'no'",
    "match-named-twice": """
        class P:
            __match_args__ = ("x",)
            x = 1
        try:
            match P():
                case P(1, x=1): return 1
        except TypeError: return "no"
        """,
    "match-builtin-two": "try:\n    match 5:\n        case int(1, 2): return 1\nexcept TypeError: return 'no'",
    "match-builtin-attribute": "match 5:\n    case int(x, real=y): return [x, y]",
    "holds-itself": "xs = []\nxs.append(xs)\nreturn str(xs)",
    "holds-itself-compared": "xs = []\nxs.append(xs)\nys = []\nys.append(ys)\ntry: return xs == ys\nexcept RecursionError: return 'deep'",
}
"""Bodies of functions without arguments."""
UNKNOWN = {
    *(
        "set-list",
        "set-of-small-integers",
        "set-next",
        "set-pop",
        "set-pop-then-length",
        "set-text",
        "set-join",
    ),
    *(
        "set-star",
        "set-unpacked",
        "set-format",
        "set-keys-of-dict",
        "set-five",
        "set-extend",
        "set-enumerate",
    ),
    *("set-min-key", "set-sum-of-floats", "hash-of-text", "hash-of-tuple-of-text", "hash-of-object"),
    *("hash-by-name", "identity", "holds-itself", "holds-itself-compared"),
}
"""Cases that the evaluator does not follow, or of which CPython says this today and that tomorrow."""
