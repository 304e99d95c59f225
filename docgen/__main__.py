"""Makes `python -m docgen` the command `docgen`."""

import sys

from docgen.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
