"""Late binding between the interpreter's rules.

A call evaluates expressions, an attribute may call a property, a comparison may call a method: the rules of Python
refer to one another in circles, and imports must not. Each rule lives in the module of its subject; rules that a
lower module needs are called through this one, and `docgen.static.answers.interpreter` registers them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.static.objects.values import Abstract, Instance, SourceSpan, Symbol, Unknown

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator

    from docgen.static.builtins.stdlib.host_calls import Trial
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.program import Program
    from docgen.static.engine.records import Record
    from docgen.static.objects.comparing import Operators
    from docgen.static.objects.control_flow import Raised
    from docgen.static.objects.failures import Care
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.type_values import ClassValue

Args = list[Abstract]
Kwargs = dict[str, Abstract]

evaluate: Callable[[ast.expr, Frame], Abstract]
"""`expressions.evaluate`"""
truth: Callable[..., bool]
"""`expressions.truth`: decides where a truth value is unknown"""
load_name: Callable[[str, Frame, ast.AST], Abstract]
"""`names.load_name`"""
assign: Callable[[ast.expr, Abstract, Frame], None]
"""`assignment.assign`"""
execute: Callable[[ast.stmt, Frame], None]
"""`statements.execute`"""
guarded: Callable[[ast.Try], frozenset[str]]
"""`exceptions.guarded`"""
handler_of: Callable[[ast.Try, Raised, Frame], ast.ExceptHandler | None]
"""`exceptions.handler_of`"""
end_handler: Callable[[ast.ExceptHandler, Frame], None]
"""`exceptions.end_handler`"""
enter: Callable[[ast.withitem, Frame], tuple[Abstract, Callable[[Abstract], Abstract], frozenset[str]]]
"""`contexts.enter`"""
bind_item: Callable[[ast.withitem, Abstract, Frame], None]
"""`contexts.bind`"""
swallows: Callable[[Callable[[Abstract], Abstract], Raised, Frame], bool]
"""`contexts.swallows`"""
fits: Callable[[ast.match_case, Abstract, Frame], bool]
"""`patterns.fits`"""
run_body: Callable[[list[ast.stmt], Frame], None]
"""`statements.run_body`"""
call: Callable[[Abstract, Args, Kwargs, Frame, SourceSpan | None], Abstract]
"""`calls.call`"""
call_method: Callable[..., Abstract]
"""`special_methods.call_method`"""
bind: Callable[..., Abstract]
"""`descriptors.bind`"""
construct: Callable[[ClassValue, Args, Kwargs, Frame, SourceSpan | None], Abstract]
"""`instances.construct`"""
is_flag: Callable[[Abstract], bool]
"""`flags.is_flag`"""
flag_parts: Callable[..., Iterator[Instance]]
"""`flags.parts`"""
combine: Callable[..., Abstract | None]
"""`flags.combine`"""
invert: Callable[..., Instance]
"""`flags.invert`"""
format_text: Callable[..., str]
"""`formatting.format_text`"""
percent: Callable[[str, Abstract, Frame, SourceSpan], Abstract]
"""`formatting.percent`"""
object_method: Callable[[str, Abstract], Abstract]
"""`object_methods.object_method`"""
type_method: Callable[[str, ClassValue], Abstract]
"""`object_methods.of_type`"""
call_class: Callable[[ClassValue, Args, Kwargs, Frame, SourceSpan | None], Abstract]
"""`instances.call_class`"""
new_instance: Callable[..., Instance]
"""`instances.new_instance`"""
type_new: Callable[[Abstract, Args, Kwargs, Frame, SourceSpan | None], Abstract]
"""`classes.type_new`"""
call_metaclass: Callable[[ClassValue, Args, Kwargs, Frame, SourceSpan | None], Abstract]
"""`metaclasses.call_metaclass`"""
field_attribute: Callable[[Abstract, str], Abstract]
"""`dataclass_fields.field_attribute`"""
take_fields: Callable[[ClassValue, Frame], None]
"""`fields.take_fields`"""
returns_its_argument: Callable[[str], bool]
"""`care.returns_its_argument`"""
functional_enum: Callable[..., Abstract]
"""`enums.functional`"""
items: Callable[[Abstract, Frame, SourceSpan | None], Iterator[Abstract]]
"""`iteration.items`"""
construct_builtin: Callable[[type, Args, Kwargs, Frame, SourceSpan | None], Abstract]
"""`constructors.construct_builtin`"""
members: Callable[[ClassValue, Evaluation], dict[str, Instance]]
"""`enums.members`"""
unique_members: Callable[[ClassValue, Evaluation], list[Instance]]
"""`enums.unique_members`"""
member_of: Callable[[ClassValue, Args, Kwargs, Frame, SourceSpan | None], Abstract]
"""`enums.member_of`"""
to_text: Callable[[Abstract, str, Frame, SourceSpan], str]
"""`text.to_text`"""
change: Callable[..., Abstract]
"""`containers.change`"""
method: Callable[[Abstract, str], Abstract | None]
"""`containers.method`"""
host_method: Callable[[type, str], Abstract | None]
"""`containers.host_method`"""
havoc: Callable[[Abstract, Unknown, Frame], None]
"""`havoc.havoc`"""
give_away: Callable[..., None]
"""`reach.give_away`"""
give_up: Callable[..., None]
"""`given_up.give_up`"""
let_act: Callable[..., None]
"""`acting.let_act`"""
refuse_havocked: Callable[..., None]
"""`havoc.refuse_havocked`"""
find_attribute: Callable[[Abstract, str, Frame, SourceSpan | None], Abstract]
"""`attributes.find_attribute`"""
table_item: Callable[[Abstract, Abstract, Frame, SourceSpan], Abstract]
"""`subscripts.table_item`"""
lookup_in_class: Callable[..., tuple[Abstract, Any, int]]
"""`attributes.lookup_in_class`"""
symbol_attribute: Callable[[Symbol, str, SourceSpan | None], Abstract]
"""`torch.symbol_attribute`"""
operators_of: Callable[[Program], Operators]
"""`comparison.InstanceOperators`"""
import_module: Callable[[str, SourceSpan | None, Evaluation], None]
"""`importing.import_module`"""
refuse_missing: Callable[[str, SourceSpan, Evaluation], None]
"""`availability.refuse_missing`"""
replace_module: Callable[[Abstract, Abstract, SourceSpan | None, Evaluation], None]
"""`importing.replace`"""
forget_iterators: Callable[[dict[str, Abstract], SourceSpan], None]
"""`iteration.forget_iterators`"""
format_value: Callable[..., Abstract]
"""`formatting.format_value`"""
set_names: Callable[..., None]
"""`hooks.set_names`"""
library_object: Callable[[str], Abstract]
"""`library.lookup`"""
library_decorates: Callable[[str], bool]
"""`care.is_third_party`: what others offer as decorators is taken to keep what it decorates"""
library_care: Callable[..., Care]
"""`care.care_of`"""
library_exports: Callable[[str], list[str] | None]
"""`host_names.exported`"""
library_has: Callable[[str], bool | None]
"""`host_names.exists`"""
library_module: Callable[[str], bool]
"""`host_names.is_module`"""
library_generic: Callable[[str], bool]
"""`host_names.is_generic`"""
library_item: Callable[[str, Abstract, Frame, SourceSpan], Abstract]
"""`library.item`"""
library_contains: Callable[[str, Abstract, Frame], Abstract]
"""`library.contains`"""
library_trial: Callable[..., Trial]
"""`host_calls.trial`"""
library_result_type: Callable[[str], type | None]
"""`host_names.result_type`"""
library_constant: Callable[[str], object]
"""`host_names.constant`"""
library_data: Callable[[str], type | None]
"""`host_names.data_type`"""
library_aliases: dict[str, str]
"""`library.ALIASES`"""
builtin_names: dict[str, Abstract]
"""`functions.BUILTINS`"""
new_record: Callable[[], Record]
"""`records.Record`"""
