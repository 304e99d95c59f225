"""abc."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import IDENTITY

if TYPE_CHECKING:
    from docgen.static.builtins.stdlib.model import Model
    from docgen.static.objects.values import Abstract

FUNCTIONS: dict[str, Model] = {"abc.abstractmethod": IDENTITY}
TYPES: dict[str, Abstract] = {"abc.ABC": abc.ABC, "abc.ABCMeta": abc.ABCMeta}
