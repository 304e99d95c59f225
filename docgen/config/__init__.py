"""The configuration: its schema, where it is found, and how a profile lies beneath it."""

from docgen.config.load import load_config
from docgen.config.schema import Capability, Config, Discovery, Page, Scenario, Table, ValueList

__all__ = ["Capability", "Config", "Discovery", "Page", "Scenario", "Table", "ValueList", "load_config"]
