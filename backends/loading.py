"""Classes by their dotted paths, so that modules that name one import neither torch nor Triton."""

from __future__ import annotations

import importlib
from typing import Any


def load_class(what: str, path: str) -> Any:
    """Import the class at ``path``.

    Args:
        what: the purpose of the class, for the message.
        path: ``package.module.Class``.

    Raises:
        ImportError: the module cannot be imported, or has no such class.
    """
    module_name, _, class_name = path.rpartition(".")
    module = importlib.import_module(module_name)
    try:
        return getattr(module, class_name)
    except AttributeError as error:
        raise ImportError(
            f"{what}: module {module_name} has no class {class_name}", name=module_name
        ) from error
