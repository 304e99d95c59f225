"""Sandbox for untrusted templates: they can read the page's data, and run nothing else.

Access is granted and never denied by name: an attribute can be read only where a table lists it for the type of its
owner. These are the public fields and properties of docgen's own records, a few methods of texts and containers, and
the documented attributes of jinja2's helpers. Anything else, however a template reaches it, is an error.
"""

from __future__ import annotations

import dataclasses
import enum
import types
from typing import TYPE_CHECKING, Any

import msgspec
from jinja2 import nodes
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace
from jinja2.visitor import NodeTransformer

from docgen.rendering.template_bounds import Budget, operate, refuse_growth

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.runtime import Context, Undefined


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FILTERS = _words(
    "abs batch capitalize center count d default dictsort e escape filesizeformat first float forceescape "
    "format groupby indent int items join last length list lower map max min reject rejectattr replace "
    "reverse round safe select selectattr slice sort string striptags sum title tojson trim truncate "
    "unique upper urlencode wordcount wordwrap"
)
"""Filters of jinja2 whose time is proportional to the size of their input. `attr` is left out because it bypasses the
check of attributes, and so are filters that use random numbers or addresses.
"""
_GLOBALS = ("cycler", "dict", "joiner", "namespace", "range")

_OF_TEXTS = _words(
    "capitalize casefold count endswith find isalnum isalpha isdigit isidentifier islower isnumeric "
    "isspace istitle isupper join lower lstrip partition removeprefix removesuffix replace rfind "
    "rpartition rsplit rstrip split splitlines startswith strip swapcase title upper"
)
_OF_LOOPS = _words(
    "changed cycle depth depth0 first index index0 last length nextitem previtem revindex revindex0"
)
_ATTRIBUTES: dict[type, frozenset[str]] = {
    str: _OF_TEXTS,
    dict: frozenset({"get", "items", "keys", "values"}),
    list: frozenset({"count", "index"}),
    tuple: frozenset({"count", "index"}),
    LoopContext: _OF_LOOPS,
    Cycler: frozenset({"current", "next", "reset"}),
    Macro: frozenset({"arguments", "caller", "catch_kwargs", "catch_varargs", "name"}),
    BlockReference: frozenset({"super"}),
}
"""For a type, the attributes that templates may read."""
_CALLABLE = (BlockReference, Joiner, LoopContext, Macro)
_METHODS = (types.BuiltinMethodType, types.MethodType)

_CALL = 5
"""Cost of a call, in steps."""
_MEASURED = "docgen measured"
_COUNTED = "docgen counted"
_JOINED = "docgen joined"
"""Filters that the compiler inserts; no template can spell their names."""


class Sandbox(ImmutableSandboxedEnvironment):
    """A jinja2 environment that allows only the tables above, and gives each rendering a budget."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def __init__(self, own: dict[str, Callable[..., Any]], **options: Any) -> None:
        """Set up the environment.

        Args:
            own: docgen's filters.
            options: The options of jinja2's own environment.
        """
        self.budget = Budget()
        super().__init__(finalize=self._shown, **options)
        self.globals = {name: self.globals[name] for name in _GLOBALS}
        self.filters = {
            name: self.budget.filtered(name, function, by_character=name in own)
            for name, function in {**{name: self.filters[name] for name in _FILTERS}, **own}.items()
        }
        self.filters.update(
            {
                _MEASURED: self.budget.measured,
                _COUNTED: self.budget.counted,
                _JOINED: self.budget.concatenated,
            }
        )
        self.concat = self.budget.joined  # type: ignore[method-assign]  # of a class attribute

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002 - the base's signature
        """Tell whether a template may read an attribute; jinja2 asks this however the attribute is spelt."""
        if attr.startswith("_"):
            return False
        if isinstance(obj, (Namespace, TemplateModule)):
            return True  # entries that templates put there themselves
        listed = _ATTRIBUTES.get(type(obj))
        return attr in (listed if listed is not None else _fields(type(obj)))

    def is_safe_callable(self, obj: Any) -> bool:
        """Tell whether a template may call an object: helpers, and methods that it may read as attributes."""
        if not callable(obj):
            return True  # the call itself reports the error
        if isinstance(obj, _CALLABLE) or any(obj is each for each in self.globals.values()):
            return True
        return isinstance(obj, _METHODS) and self.is_safe_attribute(obj.__self__, obj.__name__, obj)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        """Stop at an attribute that may not be read, even where its value is not used.

        Raises:
            SecurityError: always.
        """
        raise SecurityError(f"{attribute!r} of a {type(obj).__name__} is nothing that templates read")

    def wrap_str_format(self, value: Any) -> None:
        """Do nothing: methods that format are not among those that templates may read."""

    def call(self, context: Context, called: Any, /, *arguments: Any, **named: Any) -> Any:
        """Call something within the budget.

        Raises:
            SecurityError: it may not be called, or its result would be too large.
        """
        self.budget.spend(_CALL)
        self.budget.measured([*arguments, *named.values()])
        if isinstance(called, _METHODS):
            refuse_growth(called.__name__, [called.__self__, *arguments, *named.values()])
        return self.budget.measured(super().call(context, called, *arguments, **named))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """Compute a binary operator within the budget."""
        return self.budget.measured(operate(operator, left, right))

    def _shown(self, value: Any) -> str:
        return self.budget.shown(value)

    def _generate(self, source: nodes.Template, *rest: Any, **named: Any) -> str:
        """Generate the code of a template whose loops are counted and whose values are measured."""
        return super()._generate(_Measuring(self).visit(source), *rest, **named)

    def _load_template(self, name: str, given: Any) -> Any:
        """Load an included template at the cost of a step, so that two that include each other do not run forever."""
        self.budget.spend()
        return super()._load_template(name, given)


class _Measuring(NodeTransformer):
    """Puts measuring filters around expressions that build values or loop over them."""

    def __init__(self, environment: Sandbox) -> None:
        self._environment = environment

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - the name that the visitor looks for
        self.generic_visit(node)
        node.iter = self._filtered(node.iter, _COUNTED)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        first, *others = node.nodes
        return self._filtered(first, _JOINED, others)

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return self._filtered(node, _MEASURED)

    visit_Dict = visit_List  # noqa: N815 - as above

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return self._filtered(node, _MEASURED) if node.ctx == "load" else node

    def _filtered(self, node: nodes.Node, name: str, more: list[nodes.Expr] | None = None) -> nodes.Filter:
        made = nodes.Filter(node, name, more or [], [], None, None, lineno=node.lineno)
        made.set_environment(self._environment)
        return made


def _fields(kind: type) -> frozenset[str]:
    """The fields of docgen's own records, and the name and value of Enum members; none for any other type."""
    if issubclass(kind, enum.Enum):
        return frozenset({"name", "value"})
    if not kind.__module__.startswith("docgen."):
        return frozenset()
    properties = {
        name for base in kind.__mro__ for name, held in vars(base).items() if isinstance(held, property)
    }
    if dataclasses.is_dataclass(kind):
        return frozenset({*(field.name for field in dataclasses.fields(kind)), *properties})
    if issubclass(kind, msgspec.Struct):
        return frozenset({*kind.__struct_fields__, *properties})
    return frozenset()
