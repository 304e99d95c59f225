"""Puts the interpreter's rules in place. Whoever evaluates imports this module."""

from __future__ import annotations

from docgen.static import (
    assignment,
    attributes,
    calls,
    classes,
    clouds,
    comparison,
    constructors,
    containers,
    enums,
    exceptions,
    expressions,
    flags,
    formatting,
    hooks,
    instances,
    names,
    object_methods,
    outside,
    rules,
    statements,
    text,
)
from docgen.static.program import Program

rules.assign = assignment.assign
rules.find_attribute = attributes.find_attribute
rules.lookup_in_class = attributes.lookup_in_class
rules.call = calls.call
rules.call_method = calls.call_method
rules.construct = instances.construct
rules.dynamic_class = classes.dynamic_class
rules.instantiate = instances.instantiate
rules.ordered = comparison.ordered
rules.is_flag = flags.is_flag
rules.flag_parts = flags.parts
rules.combine = flags.combine
rules.invert = flags.invert
rules.format_text = formatting.format_text
rules.percent = formatting.percent
rules.object_method = object_methods.object_method
rules.new_instance = instances.new_instance
rules.construct_builtin = constructors.construct_builtin
rules.change = containers.change
rules.host_method = containers.host_method
rules.method = containers.method
rules.member_of = enums.member_of
rules.members = enums.members
rules.unique_members = enums.unique_members
rules.evaluate = expressions.evaluate
rules.load_name = names.load_name
rules.truth = expressions.truth
rules.run_deferred = hooks.run_deferred
rules.cloud = clouds.cloud
rules.clouded = clouds.clouded
rules.symbol_attribute = outside.symbol_attribute
rules.execute = statements.execute
rules.guarded = exceptions.guarded
rules.handle = exceptions.handle
rules.run_body = statements.run_body
rules.to_text = text.to_text

__all__ = ["Program"]
