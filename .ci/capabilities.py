"""Write what docgen's configuration says of the capabilities that a backend has or has not, from their one declaration.

`python .ci/capabilities.py` fills the regions of pyproject.toml between `# <NAME> ...` and `# </NAME>` from the fields
of `backends.requirements.AttentionRequirements`; a test compares the committed file with its output.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from backends.base import AttentionBackend  # noqa: E402
from backends.requirements import SWITCHES  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backends.requirements import Switch

CONFIGURATION = ROOT / "pyproject.toml"
REGION = re.compile(r"^(?P<begin> *# <(?P<name>\w+)>.*\n)[\s\S]*?(?P<end>^ *# </(?P=name)>)$", re.MULTILINE)


def probe(switch: Switch) -> str:
    """The question to a class; where no base answers it, a class without the method says no."""
    if hasattr(AttentionBackend, switch.predicate):
        return f"cls.{switch.predicate}()"
    return f"getattr(cls, '{switch.predicate}', bool)()"


def capabilities() -> Iterator[str]:
    """The columns, as tables of TOML."""
    for switch in SWITCHES.values():
        said = {
            "key": switch.key,
            "header": switch.header,
            "description": switch.description,
            "probe": probe(switch),
        }
        yield "[[tool.docgen.capability]]"
        yield from (f"{name} = {json.dumps(text)}" for name, text in said.items())
        yield ""


def columns() -> Iterator[str]:
    """Keys of the columns of a table."""
    yield from (f'  "{switch.key}",' for switch in SWITCHES.values())


def arguments() -> Iterator[str]:
    """Arguments of a configuration that is asked for, by the parameters of the same names."""
    yield from (f"      {field}={field}," for field in SWITCHES)


def parameters() -> Iterator[str]:
    """Inputs of the choice."""
    yield from (f'  {{ name = "{field}", default = "False" }},' for field in SWITCHES)


REGIONS = {each.__name__: each for each in (capabilities, columns, arguments, parameters)}


def filled(text: str) -> str:
    """A configuration with its regions filled."""
    return REGION.sub(
        lambda found: (
            found["begin"] + "".join(f"{line}\n" for line in REGIONS[found["name"]]()) + found["end"]
        ),
        text,
    )


if __name__ == "__main__":
    CONFIGURATION.write_text(filled(CONFIGURATION.read_text(encoding="utf-8")), encoding="utf-8")
