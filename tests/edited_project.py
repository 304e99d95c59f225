"""A project that is edited, whose answers are recalled where they can be."""

from __future__ import annotations

from pathlib import Path

from tiny_project import write_tree

from docgen.config import Config
from docgen.project.cache import Cache
from docgen.project.introspection import asked, introspect
from docgen.reporters.json import model_json


class Edited:
    """A project that is edited, with a cache, and the names of the rows that were asked."""

    def __init__(self, directory: Path, files: dict[str, str], config: Config) -> None:
        self.root = directory / "project"
        self.files = files
        self.config = config
        self.asked: list[str] = []
        self._cache = Cache(directory / "cache")
        write_tree(self.root, self.files)

    def edit(self, changes: dict[str, str | None]) -> None:
        for name, text in changes.items():
            if text is not None:
                self.files[name] = text
                write_tree(self.root, {name: text})
            elif self.files.pop(name, None) is not None:
                (self.root / name).unlink()

    def exported(self) -> str:
        self.asked.clear()
        model, _ = self._cache.model(
            self.root,
            self.config,
            None,
            lambda recalled: asked(self.root, self.config, None, self.asked.append, recalled),
        )
        return model_json(model, model.findings)

    def cold(self) -> str:
        model = introspect(self.root, self.config)
        return model_json(model, model.findings)
