"""The configuration: its schema, the search for its files, and the profiles that it extends."""

from docgen.config.load import load_config
from docgen.config.schema import Capability, Config, Discovery, Page, Scenario, Table, ValueList

__all__ = ["Capability", "Config", "Discovery", "Page", "Scenario", "Table", "ValueList", "load_config"]
