"""Prints a bill of materials of the installed docgen in CycloneDX: itself, and all that it needs to run."""

import json
import re
import sys
from importlib import metadata

NAME = re.compile(r"[A-Za-z0-9._-]+")


def needed(name: str, found: dict[str, metadata.Distribution]) -> None:
    """Add a package, and those that it needs without an extra."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in found:
        return
    try:
        found[key] = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return  # for another platform or Python
    for requirement in found[key].requires or ():
        if "extra ==" not in requirement and (match := NAME.match(requirement)):
            needed(match[0], found)


def main() -> None:
    """Print it."""
    found: dict[str, metadata.Distribution] = {}
    needed("attention-docgen", found)
    components = [
        {
            "type": "library",
            "name": key,
            "version": each.version,
            "purl": f"pkg:pypi/{key}@{each.version}",
            "licenses": [{"expression": licence}]
            if (licence := each.metadata.get("License-Expression"))
            else [],
        }
        for key, each in sorted(found.items())
    ]
    record = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}
    sys.stdout.write(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
