"""Prints a lock from a report of pip: every package of development with the hash of its file; `make lock` runs it."""

import json
import sys
from pathlib import Path

HEADER = """# Written by `make lock`, for Linux on x86-64 and the Python that made it.
# pip install --require-hashes -r requirements-dev.lock
"""


def main() -> None:
    """Print the lock."""
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    lines = [HEADER]
    for each in sorted(report["install"], key=lambda found: found["metadata"]["name"].lower()):
        hashes = each["download_info"]["archive_info"]["hashes"]
        name, version = each["metadata"]["name"].lower(), each["metadata"]["version"]
        lines.append(f"{name}=={version} \\\n    --hash=sha256:{hashes['sha256']}\n")
    sys.stdout.write("".join(lines))


if __name__ == "__main__":
    main()
