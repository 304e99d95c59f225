"""Small packages with probes, as text files: `<kind>/<name>.txt` below `soundness/`.

A file holds the package's modules, each after a line `# file: pkg/main.py`, and after `# probes` one probe a line, over
`cls`, which is `pkg.main.Backend`. A line `# missing: name` before the first module says what the scenario takes to be
absent. Files below `outside/` are on CPython's path only: docgen does not see them. Right answers are not written
down: CPython gives them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

DIRECTORY = Path(__file__).parent / "soundness"
REGISTRY = 'import enum\n\n\nclass Registry(enum.Enum):\n    BACKEND = "pkg.main.Backend"\n'
"""Text of `pkg/registry.py`: it names the class without importing it."""


@dataclass(frozen=True)
class Sample:
    """A package of the corpus, and the questions to its class."""

    kind: str
    """Name of the directory: what kind of mistake the package provokes."""
    name: str
    """Name of the file."""
    files: dict[str, str]
    """Texts of the modules by path."""
    probes: tuple[str, ...]
    """Expressions over `cls`."""
    missing: tuple[str, ...] = ()
    """Packages that the scenario takes to be absent."""
    seeds: tuple[int, ...] = field(default=(0,))
    """Hash seeds of the interpreters that are asked: an answer holds if all of them give it."""

    @property
    def id(self) -> str:
        """Kind and name."""
        return f"{self.kind}/{self.name}"

    def write(self, root: Path) -> None:
        """Write the modules, the registry and the configuration below `root`."""
        for name, text in {**self._texts, "docgen.toml": self._configuration()}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    @property
    def _texts(self) -> dict[str, str]:
        return {"pkg/__init__.py": "", "pkg/registry.py": REGISTRY, **self.files}

    def _configuration(self) -> str:
        roots = {name.partition("/")[0].removesuffix(".py") for name in self._texts} - {"outside"}
        lines = [
            f"packages = {json.dumps(sorted(roots))}",
            '[discovery]\nkind = "enum"\npath = "pkg.registry.Registry"',
        ]
        if self.missing:
            lines.append(f'[[scenario]]\nname = "bare"\nmissing = {json.dumps(self.missing)}')
        for number, probe in enumerate(self.probes):
            lines.append(
                f'[[capability]]\nkey = "p{number}"\nheader = "{number}"\nprobe = {json.dumps(probe)}'
            )
        return "\n".join(lines) + "\n"


def samples(*kinds: str) -> Iterator[Sample]:
    """The packages whose kind, or kind and name, starts with one of the texts; all if there are none."""
    for path in sorted(DIRECTORY.glob("*/*.txt")):
        sample = parse(path)
        if not kinds or sample.id.startswith(kinds):
            yield sample


def parse(path: Path) -> Sample:
    """Read one file of the corpus."""
    files: dict[str, list[str]] = {}
    probes: list[str] = []
    missing: tuple[str, ...] = ()
    target: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        head, _, rest = line.partition(": ")
        if head == "# missing":
            missing = tuple(rest.split())
        elif head == "# file":
            target = files.setdefault(rest, [])
        elif line == "# probes":
            target = probes
        else:
            target.append(line)
    texts = {name: "\n".join(lines) + "\n" for name, lines in files.items()}
    seeds = (0, 1, 2, 3, 4, 5) if path.parent.name.startswith("16") else (0,)
    asked = tuple(probe for probe in probes if probe.strip())
    return Sample(path.parent.name, path.stem, texts, asked, missing, seeds)
