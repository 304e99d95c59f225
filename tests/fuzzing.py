"""Coverage-guided fuzzing with atheris of the parsers of untrusted texts.

    pip install atheris && python tests/fuzzing.py markers|tables|messages|configuration [LIBFUZZER OPTIONS]

Anything but the errors that docgen raises for its user is a finding; libFuzzer writes the input that leads there.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["docgen"]):
    import msgspec

    from docgen.config import load_config
    from docgen.errors import DocgenError
    from docgen.rendering.documented import read_page
    from docgen.rendering.markers import regions
    from docgen.rendering.seals import canonical
    from docgen.rendering.values import places
    from docgen.runtime.messages import Answer, Loaded, Members

DIRECTORY = Path(tempfile.mkdtemp(prefix="docgen-fuzz-"))


def markers(text: str) -> None:
    regions(text, "page.md")
    places(text, "page.md")


def tables(text: str) -> None:
    read_page(text)
    canonical(text)


def messages(text: str) -> None:
    for kind in (Answer, Loaded, Members):
        try:
            msgspec.json.decode(text.encode("utf-8", "surrogatepass"), type=kind)
        except (msgspec.DecodeError, ValueError, RecursionError):
            continue


def configuration(text: str) -> None:
    (DIRECTORY / "docgen.toml").write_text(text, "utf-8", "surrogatepass")
    load_config(DIRECTORY)


SEEDS = {
    "markers": (
        "<!-- docgen:begin table=a -->\n| a |\n| - |\n<!-- docgen:end 3fa9c1d2 -->\n",
        "x <!-- docgen:value backend=A capability=b scenario=c -->y<!-- /docgen --> `<!-- docgen:end -->`\n",
        "- item\n\n  <!-- docgen:begin legend -->\n  <!-- docgen:end -->\n\n```\n<!-- docgen:begin\n```\n",
    ),
    "tables": (
        "# A\n\n| a | b |\n| - | :-: |\n| `x` \\| y | [l](u#L1)<sup>1</sup> |\n\n1. note\n",
        "> | a |\n> | - |\n\n- a\n  <br> <b>x</b>\n\n***\n![i](s)\n",
    ),
    "messages": (
        '{"token": "t", "state": "known", "value": [1, {"a": null}], "reason": null, "place": ["a.py", 3]}',
    ),
    "configuration": (
        'packages = ["a"]\n[discovery]\nkind = "enum"\npath = "a.R"\n[[capability]]\nkey = "k"\nheader = "H"\nprobe = "cls.a(v)"\nover = { v = ["1"] }\n',
        'extends = "vllm"\ndrop = { scenario = ["rocm-*"] }\n[rules]\nunknown-cell = "error"\n[[page]]\npath = "x.md"\n',
    ),
}
"""Texts to start from, by target."""

TARGETS = {each.__name__: each for each in (markers, tables, messages, configuration)}


def main() -> None:
    target = TARGETS[sys.argv.pop(1)]

    def one(data: bytes) -> None:
        try:
            target(data.decode("utf-8", "replace"))
        except DocgenError:
            return

    seeds = DIRECTORY / "seeds"
    seeds.mkdir()
    for number, text in enumerate(SEEDS[target.__name__]):
        (seeds / str(number)).write_text(text, "utf-8")
    atheris.Setup([*sys.argv, str(seeds)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
