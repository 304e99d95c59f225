"""Untrusted templates: what they may read, what they may not, and their limits."""

import re
import time

import pytest
from jinja2.exceptions import SecurityError
from tiny_project import make_config, make_model

from docgen.errors import TemplateError
from docgen.rendering.context import page_context
from docgen.rendering.directories import template_folders
from docgen.rendering.environment import Templates
from docgen.rendering.links import no_links
from docgen.rendering.template_bounds import TEXT, refuse_growth, refuse_text


@pytest.fixture
def rendered(tmp_path):
    """The text of a template, rendered as a project's own."""

    def render(text: str, *, trusted: bool = False, **others: str) -> str:
        (tmp_path / "own").mkdir(exist_ok=True)
        for name, held in {"page": text, **others}.items():
            (tmp_path / f"own/{name}.j2").write_text(held)
        templates = Templates(template_folders(tmp_path, "own", trusted=trusted), no_links)
        return templates.render("page.j2", page_context(make_config(), make_model()))

    return render


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ page.tables[0].title }}", "Filled shapes"),
        ("{% for t in page.tables %}{{ loop.index }}{{ t.name }}{{ ', ' if not loop.last }}{% endfor %}", "1filled, 2hollow"),
        ("{{ page.tables[0].rows | map(attribute='backend.name') | join(' ') }}", "CIRCLE SQUARE"),
        ("{{ page.tables[0].rows[0].backend.location }}", "shapes/circle.py:3"),
        ("{{ page.rules[0].rule.value }} {{ page.rules[0].default }}", "docs-drift error"),
        ("{% set n = namespace(x=1) %}{% for i in range(3) %}{% set n.x = n.x * 2 %}{% endfor %}{{ n.x }}", "8"),
        ("{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.current }}{% set j = joiner('-') %}{{ j() }}{{ j() }}", "ab-"),
        ("{{ 'a-b'.split('-') | join('+') }} {{ 'Ab'.upper() }} {{ {'k': 1}.items() | list }}", "a+b AB [('k', 1)]"),
        ("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m('a') ~ m('b') }}", "<a><b>"),
        ("{% import 'other.j2' as other %}{{ other.m(other.v) }}", "[7]"),
        ("{% macro m(x) %}{{ x }}{{ caller() }}{% endmacro %}{% call m('x') %}y{% endcall %}", "xy"),
        ("{% for x in [1, [2, [3]]] recursive %}{{ loop(x) if x is iterable else x }}{% endfor %}", "123"),
        ("{{ '%s and %5.1f%%' % ('a', 2.5) }} {{ 'abc'[1:] }} {{ 7 // 2 }} {{ 2 ** 10 }}", "a and   2.5% bc 3 1024"),
        ("{{ page.tables[0] | table | length > 10 }} {{ 'x' | center(5) }}", "True   x  "),
    ],
)  # fmt: skip
def test_a_template_reads_what_a_page_shows(rendered, text, expected):
    other = "{% set v = 7 %}{% macro m(x) %}[{{ x }}]{% endmacro %}"
    assert rendered(text, other=other) == expected


DOORS = [
    "cycler.__init__.__globals__.os.system('touch canary')",
    "joiner.__init__.__globals__",
    "namespace.__init__.__globals__",
    "dict.__base__.__subclasses__()",
    "range.__class__.__mro__",
    "lipsum.__globals__",
    "self.__init__.__globals__",
    "self._TemplateReference__context",
    "page.__class__",
    "page.tables.__class__.__base__",
    "page['__class__']",
    "page|attr('__class__')",
    "[page]|map(attribute='__class__')|list",
    "[page]|map('attr', '__class__')|list",
    "[page]|groupby('__class__')",
    "[page]|sort(attribute='__class__')",
    "[page]|selectattr('__class__.__name__')|list",
    "[page]|sum(attribute='__class__')",
    "[page, page]|max(attribute='__doc__')",
    "[page]|unique(attribute='__class__')|list",
    "page.tables[0].__init_subclass__()",
    "page.tables[0].rows[0].backend.__struct_config__",
    "page.rules[0].rule.__class__",
    "page.rules[0].rule.name.__class__",
    "page.rules[0].rule.mro",
    "'{0.__class__}'.format(page)",
    "'{0.__class__}'|format(page)|string + page.__class__",
    "'{x.__class__}'.format_map({'x': page})",
    "['{0.__class__}']|map('format', page)|list ~ page.__class__",
    "['{0.__class__}'.format]|first",
    "''.__class__.__mro__[1].__subclasses__()",
    "().__class__",
    "{}.__class__",
    "(1).__class__",
    "1 .real.__class__",
    "true.__class__",
    "none.__class__",
    "page.tables.count.__self__",
    "'a'.join.__self__",
    "'a'.upper.__self__",
    "'a'.maketrans({})",
    "'a'.encode('utf-7')",
    "[].append(1)",
    "{}.update({})",
    "{}.pop(1)",
    "page.tables[0].backend.cells.clear()",
    "caller",
    "(page.tables|map('upper')).gi_frame",
    "(page.tables|select).gi_code",
    "page.tables[0].rows[0].backend.location.__post_init__()",
    "cycler('a').__dict__",
    "cycler('a').items",
    "namespace(a=1).__class__",
    "namespace(a=1)._Namespace__attrs",
    "config",
    "request",
    "url_for.__globals__",
    "get_flashed_messages.__globals__",
    "page.tables[0].rows.__getitem__(0)",
    "''|urlize",
    "[1]|random",
    "page|pprint",
    "{'a': 1}|xmlattr",
    "page()",
    "page.tables[0]()",
    "page.rules[0].rule()",
    "undefined_name.x",
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_every_other_attribute_is_refused(rendered, tmp_path, monkeypatch, door):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TemplateError):
        rendered("{{ " + door + " }}")
    assert not (tmp_path / "canary").exists()


@pytest.mark.parametrize(
    "text",
    [
        "{% for x in loop._iterable %}{% endfor %}",
        "{% for x in [1] %}{{ loop.__class__ }}{% endfor %}",
        "{% for x in [1] %}{{ loop._iterator }}{% endfor %}",
        "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
        "{% macro m() %}{% endmacro %}{{ m._func }}",
        "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}{% call m() %}{% endcall %}",
        "{% block b %}{{ self.b.__class__ }}{% endblock %}",
        "{% block b %}{% endblock %}{{ self.b._context }}",
        "{% import 'other.j2' as o %}{{ o.__class__ }}",
        "{% import 'other.j2' as o %}{{ o._body_stream }}",
        "{% set x = page %}{{ x['__cl' ~ 'ass__'] }}",
        "{% filter attr('x') %}{% endfilter %}",
        "{% do [].append(1) %}",
        "{% include '../page.j2' %}",
        "{% include '/etc/passwd' %}",
        "{% include 'a/../page.j2' %}",
        "{% include '..\\\\page.j2' %}",
        "{% include page.tables %}",
        "{% include 'x\\0' %}",
        "{% include 'no\\nsuch' %}",
    ],
)
def test_so_is_every_other_statement(rendered, text):
    with pytest.raises(TemplateError):
        rendered(text, other="x")


@pytest.mark.parametrize(
    "text",
    [
        "{% for i in range(100000) %}{% for j in range(100000) %}{% for k in range(100000) %}{% endfor %}{% endfor %}{% endfor %}",
        "{{ range(10 ** 12) | list }}",
        "{{ 'a' * 10 ** 12 }}",
        "{{ 10 ** 12 * 'a' }}",
        "{{ [1] * 10 ** 12 }}",
        "{{ 10 ** (10 ** 10) }}",
        "{% set n = namespace(x=9) %}{% for i in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}{{ n.x }}",
        "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x }}",
        "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x }}",
        "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x %}{{ n.x }}{{ n.x }}{% endset %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = n.x | replace('a', n.x) %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = n.x.replace('a', n.x) %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = [n.x, n.x] | join %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = '%s%s' % (n.x, n.x) %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = '%s%s' | format(n.x, n.x) %}{% endfor %}",
        "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}",
        "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = (n.x, n.x) %}{% endfor %}{{ n.x }}",
        "{% set n = namespace(x=1) %}{% for i in range(99) %}{% set n.x = {'a': n.x, 'b': n.x} %}{% endfor %}{{ n.x }}",
        "{% set n = namespace(x=1) %}{% for i in range(99) %}{% set n.x = dict(a=n.x, b=n.x) %}{% endfor %}{{ n.x }}",
        "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%*d' % (1000000000, 1) }}",
        "{{ '%1000000000d' | format(1) }}",
        "{{ 'a' | center(10 ** 12) }}",
        "{{ 'a\nb' | indent(10 ** 12) }}",
        "{{ [1] | batch(10 ** 12, 'x') | list }}",
        "{{ [1] | slice(10 ** 12) | list }}",
        "{{ [[1]] | sum(start=[]) }}",
        "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        "{% include 'page.j2' %}{% include 'page.j2' %}",
        "{% extends 'page.j2' %}",
        "{% for i in range(100000) %}" + "x" * 1000 + "{% endfor %}",
        "{% macro m() %}{% for i in range(100000) %}" + "x" * 1000 + "{% endfor %}{% endmacro %}{{ m() }}",
        "{{ ['a' * 100000] * 100000 }}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{{ " + " ~ ".join(["('a' * 9999999)"] * 50) + " }}",
    ],
)
def test_a_template_ends(rendered, text):
    start = time.monotonic()
    with pytest.raises(TemplateError):
        rendered(text)
    assert time.monotonic() - start < 30  # hours, or all memory, without bounds


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ ('a\n' * 10 ** 6) | indent(9999) }}", "more than"),
        ("{{ ('a\n' * 10 ** 6) | indent('x' * 10 ** 6) }}", "more than"),
        ("{{ ('a b ' * 10 ** 5) | wordwrap(1, wrapstring='x' * 10 ** 6) }}", "more than"),
        ("{{ range(10 ** 5) | list | tojson(indent=9999) }}", "more than"),
        ("{{ [1] | tojson(indent=10 ** 9) }}", "more than"),
        ("{{ [[[1]]] | tojson(indent=' ' * 10 ** 7) }}", "more than"),
        ("{{ ('a' * 16 * 10 ** 6) | sort | length }}", "steps"),
        ("{{ ('*' * 10 ** 7) | escape_markdown }}", "steps"),
        ("{{ 1e400 | int }}", "NameError"),
        ("{{ '\\ud800' }}", "UnicodeEncodeError"),
    ],
)
def test_what_grows_or_cannot_be_written_is_refused_at_once(rendered, text, why):
    with pytest.raises(TemplateError, match=why):
        rendered(text)


def test_indents_of_a_usual_size_are_written(rendered):
    assert rendered("{{ 'a\nb' | indent(2) }} {{ [1] | tojson(indent=2) }}") == "a\n  b [\n  1\n]"


def test_a_refusal_has_its_line_and_its_remedy(rendered, tmp_path):
    with pytest.raises(TemplateError) as caught:
        rendered("one\ntwo {{ page.__class__ }}\n")
    assert str(caught.value) == (
        f"{tmp_path}/own/page.j2:2: refused: '__class__' of a PageContext is nothing that templates read; "
        "to fix: do without it; docgen --trust-templates lets templates run code"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ 3() }}", "TypeError: 'int' object is not callable"),
        ("{% if %}", "Expected an expression, got 'end of statement block'"),
    ],
)
def test_a_mistake_is_said_in_the_words_of_the_library(rendered, text, why):
    with pytest.raises(TemplateError, match=re.escape(why)):
        rendered(text)


def test_a_text_of_the_greatest_size_is_written():
    refuse_text(TEXT)
    with pytest.raises(SecurityError):
        refuse_text(TEXT + 1)


def test_indents_are_refused_before_they_are_made():
    with pytest.raises(SecurityError):
        refuse_growth("tojson", [[[1] * 2000], 9999])
    refuse_growth("tojson", [[[1] * 2000], 4])


def test_trusted_templates_run_code(rendered):
    assert rendered("{{ page.__class__.__name__ }}", trusted=True) == "PageContext"
