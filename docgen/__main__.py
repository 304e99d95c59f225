"""Makes `python -m docgen` the command `docgen`."""

import sys

from docgen.cli.entry import run

if __name__ == "__main__":
    sys.exit(run())
