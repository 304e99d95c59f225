"""Registers the interpreter's rules. Every module that evaluates imports this one."""

from __future__ import annotations

from docgen.static.answers import availability
from docgen.static.builtins import constructors, containers, formatting, functions, text, torch
from docgen.static.builtins.libraries import fields
from docgen.static.builtins.stdlib import care, dataclass_fields, host_calls, host_names, library
from docgen.static.engine import acting, given_up, havoc, importing, reach, records
from docgen.static.engine.program import Program
from docgen.static.execution import (
    assignment,
    calls,
    comparison,
    contexts,
    exceptions,
    expressions,
    iteration,
    names,
    patterns,
    statements,
    subscripts,
)
from docgen.static.objects import (
    attributes,
    classes,
    descriptors,
    dispatch,
    enums,
    flags,
    hooks,
    instances,
    metaclasses,
    object_methods,
    special_methods,
)

dispatch.assign = assignment.assign
dispatch.set_names = hooks.set_names
dispatch.find_attribute = attributes.find_attribute
dispatch.table_item = subscripts.table_item
dispatch.lookup_in_class = attributes.lookup_in_class
dispatch.call = calls.call
dispatch.call_method = special_methods.call_method
dispatch.bind = descriptors.bind
dispatch.construct = instances.construct
dispatch.type_new = classes.type_new
dispatch.call_metaclass = metaclasses.call_metaclass
dispatch.items = iteration.items
dispatch.field_attribute = dataclass_fields.field_attribute
dispatch.take_fields = fields.take_fields
dispatch.returns_its_argument = care.returns_its_argument
dispatch.functional_enum = enums.functional
dispatch.is_flag = flags.is_flag
dispatch.flag_parts = flags.parts
dispatch.combine = flags.combine
dispatch.invert = flags.invert
dispatch.format_text = formatting.format_text
dispatch.percent = formatting.percent
dispatch.object_method = object_methods.object_method
dispatch.type_method = object_methods.of_type
dispatch.call_class = instances.call_class
dispatch.new_instance = instances.new_instance
dispatch.construct_builtin = constructors.construct_builtin
dispatch.change = containers.change
dispatch.host_method = containers.host_method
dispatch.method = containers.method
dispatch.member_of = enums.member_of
dispatch.members = enums.members
dispatch.unique_members = enums.unique_members
dispatch.evaluate = expressions.evaluate
dispatch.load_name = names.load_name
dispatch.truth = expressions.truth
dispatch.havoc = havoc.havoc
dispatch.refuse_havocked = havoc.refuse_havocked
dispatch.symbol_attribute = torch.symbol_attribute
dispatch.execute = statements.execute
dispatch.guarded = exceptions.guarded
dispatch.handler_of = exceptions.handler_of
dispatch.end_handler = exceptions.end_handler
dispatch.enter = contexts.enter
dispatch.bind_item = contexts.bind
dispatch.swallows = contexts.swallows
dispatch.fits = patterns.fits
dispatch.run_body = statements.run_body
dispatch.to_text = text.to_text

__all__ = ["Program"]
dispatch.operators_of = comparison.InstanceOperators
dispatch.import_module = importing.import_module
dispatch.replace_module = importing.replace
dispatch.refuse_missing = availability.refuse_missing
dispatch.forget_iterators = iteration.forget_iterators
dispatch.format_value = formatting.format_value
dispatch.library_object = library.lookup
dispatch.library_contains = library.contains
dispatch.library_item = library.item
dispatch.library_decorates = care.is_third_party
dispatch.library_care = care.care_of
dispatch.library_module = host_names.is_module
dispatch.library_exports = host_names.exported
dispatch.library_has = host_names.exists
dispatch.library_generic = host_names.is_generic
dispatch.library_trial = host_calls.trial
dispatch.library_result_type = host_names.result_type
dispatch.library_constant = host_names.constant
dispatch.library_data = host_names.data_type
dispatch.library_aliases = library.ALIASES
dispatch.give_away = reach.give_away
dispatch.give_up = given_up.give_up
dispatch.let_act = acting.let_act
dispatch.builtin_names = functions.BUILTINS
dispatch.new_record = records.Record
