"""transformers' own equivalence tests, `test_modeling_common`, taken from its sdist and given tiny models of any type.

The sdist holds the functions that the tests of all models share, but neither the tests of each model nor two mixins
that the shared module imports. Those stand empty here, and :class:`Tester` stands for a model's own.
"""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tarfile
from types import ModuleType
from typing import TYPE_CHECKING, Any
from unittest import TestCase

import torch
import transformers

from backends.integrations.transformers import register_attention
from tests.integrations.many_models import model_class, tiny_config

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest
    from transformers import PreTrainedConfig, PreTrainedModel

_PACKAGE = "transformers_sdist_tests"
_ABSENT = {"exporters.test_export": "ExportTesterMixin", "generation.test_utils": "GenerationTesterMixin"}
"""Modules that the sdist leaves out, and the class that each is imported for."""
_SUPPORTED = {
    "_supports_sdpa": True,
    "_supports_flash_attn": True,
    "_supports_attention_backend": True,
    "_compatible_flash_implementations": None,
}
"""Attributes of model classes that keep the functions from leaving a model out."""


class RefusedError(Exception):
    """A backend does not take the model; not a ValueError, upon which the functions load it with another attention."""


def fetch(folder: Path) -> Path:
    """The tests of the transformers that is installed, from its sdist."""
    pip = [sys.executable, "-m", "pip"]
    wanted = f"transformers=={transformers.__version__}"
    download = [
        *pip,
        "download",
        "--quiet",
        "--no-deps",
        "--no-binary",
        ":all:",
        "--dest",
        str(folder),
        wanted,
    ]
    subprocess.run(download, check=True)
    subprocess.run([*pip, "install", "--quiet", "--target", str(folder), "parameterized"], check=True)
    (archive,) = folder.glob("transformers-*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (tests,) = folder.glob("transformers-*/tests")
    return tests


def import_common(tests: Path, monkeypatch: pytest.MonkeyPatch, config: pytest.Config) -> ModuleType:
    """The module `test_modeling_common` of a folder of tests."""
    for marker in set(re.findall(r"\bmark\.(\w+)", (tests / "test_modeling_common.py").read_text())):
        config.addinivalue_line("markers", f"{marker}: transformers' own")
    monkeypatch.syspath_prepend(str(tests.parents[1]))
    package = ModuleType(_PACKAGE)
    package.__path__ = [str(tests)]
    monkeypatch.setitem(sys.modules, _PACKAGE, package)
    for path, mixin in _ABSENT.items():
        parent = f"{_PACKAGE}.{path.partition('.')[0]}"
        if not (tests / path.partition(".")[0]).exists():
            monkeypatch.setitem(sys.modules, parent, ModuleType(parent))
        absent = ModuleType(f"{_PACKAGE}.{path}")
        setattr(absent, mixin, type(mixin, (), {}))
        monkeypatch.setitem(sys.modules, absent.__name__, absent)
    return importlib.import_module(f"{_PACKAGE}.test_modeling_common")


class Tester:
    """The sizes and inputs of one model type, as the functions ask a model's own tester for them."""

    batch_size = 3
    seq_length = 7
    num_masks = 1
    initializer_range: float | None = None
    """Deviation of weights; None for the type's own, of which attention is so even that a wrong scale does not show."""

    def __init__(self, model_type: str) -> None:
        self._model_type = model_type

    def prepare_config_and_inputs_for_common(self) -> tuple[PreTrainedConfig, dict[str, Any]]:
        """Return a tiny configuration, and a batch for it."""
        config = tiny_config(self._model_type)
        if self.initializer_range and hasattr(config, "initializer_range"):
            config.initializer_range = self.initializer_range
        generator = torch.Generator().manual_seed(0)
        kind = model_class(self._model_type)
        if kind.main_input_name == "pixel_values":
            side = config.image_size if isinstance(config.image_size, int) else config.image_size[0]
            shape = (self.batch_size, config.num_channels, side, side)
            batch = {"pixel_values": torch.rand(shape, generator=generator)}
            self.mask_length = (side // config.patch_size) ** 2
            self.seq_length = kind(config).eval()(**batch).last_hidden_state.shape[1]
            return config, batch
        ids = torch.randint(3, 60, (self.batch_size, self.seq_length), generator=generator)
        batch = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
        decoder = {"decoder_input_ids": ids.flip(1), "decoder_attention_mask": torch.ones_like(ids)}
        return config, batch | (decoder if config.is_encoder_decoder else {})


def make_case(common: ModuleType, model_type: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A test case of transformers for one model type, none of whose tests has run.

    A backend has not to be among the implementations that the type names: whether it takes the model is its own answer.
    """
    kind = model_class(model_type)
    for base in kind.__mro__:
        if issubclass(base, transformers.PreTrainedModel):
            for flag, value in _SUPPORTED.items():
                monkeypatch.setattr(base, flag, value)
    fields = {"all_model_classes": (kind,), "model_tester": Tester(model_type), "runTest": lambda _self: None}
    return type(f"{kind.__name__}Test", (common.ModelTesterMixin, TestCase), fields)()


class Loading:
    """`from_pretrained` as the functions call it, the name ``sdpa`` standing for a backend.

    Args:
        backend: the backend that loaded models run on where ``sdpa`` is asked for.
    """

    def __init__(self, backend: str) -> None:
        self.name = register_attention(backend)
        self.loaded: list[PreTrainedModel] = []
        """The models that were made to run on the backend."""

    def installed(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loading]:
        """Take the place of the method for a test."""
        original = transformers.PreTrainedModel.from_pretrained.__func__

        def load(kind: type[PreTrainedModel], *args: Any, **options: Any) -> PreTrainedModel:
            # A device that is given by name needs accelerate; models are made on the CPU all the same.
            options.pop("device_map", None)
            asked = options.get("attn_implementation")
            if asked not in ("sdpa", self.name):
                return original(kind, *args, **options)
            try:
                model = original(kind, *args, **options | {"attn_implementation": self.name})
            except ValueError as error:
                raise RefusedError(error) from error
            self.loaded.append(model)
            return model

        monkeypatch.setattr(transformers.PreTrainedModel, "from_pretrained", classmethod(load))
        yield self
