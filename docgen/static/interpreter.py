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
    expressions,
    flags,
    formatting,
    hooks,
    outside,
    rules,
    statements,
    text,
)
from docgen.static.program import Program

rules.assign = assignment.assign
rules.lookup_in_class = attributes.lookup_in_class
rules.call = calls.call
rules.call_method = calls.call_method
rules.construct = classes.construct
rules.dynamic_class = classes.dynamic_class
rules.instantiate = classes.instantiate
rules.ordered = comparison.ordered
rules.is_flag = flags.is_flag
rules.flag_parts = flags.parts
rules.combine = flags.combine
rules.invert = flags.invert
rules.format_text = formatting.format_text
rules.percent = formatting.percent
rules.object_method = attributes.object_method
rules.new_instance = classes.new_instance
rules.construct_builtin = constructors.construct_builtin
rules.change = containers.change
rules.host_method = containers.host_method
rules.method = containers.method
rules.member_of = enums.member_of
rules.members = enums.members
rules.unique_members = enums.unique_members
rules.evaluate = expressions.evaluate
rules.load_name = expressions.load_name
rules.truth = expressions.truth
rules.run_deferred = hooks.run_deferred
rules.cloud = clouds.cloud
rules.clouded = clouds.clouded
rules.symbol_attribute = outside.symbol_attribute
rules.execute = statements.execute
rules.guarded = statements.guarded
rules.handle = statements.handle
rules.run_body = statements.run_body
rules.to_text = text.to_text

__all__ = ["Program"]
