"""torch's dtypes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.values import Abstract, Symbol, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.values import SourceSpan

_SIZES: dict[str, int] = {
    "bfloat16": 2, "bool": 1, "complex128": 16, "complex64": 8, "float16": 2, "float32": 4, "float64": 8,
    "float8_e4m3fn": 1, "float8_e4m3fnuz": 1, "float8_e5m2": 1, "float8_e5m2fnuz": 1, "float8_e8m0fnu": 1,
    "float4_e2m1fn_x2": 1, "int16": 2, "int32": 4, "int64": 8, "int8": 1, "quint8": 1, "qint8": 1, "uint16": 2,
    "uint32": 4, "uint64": 8, "uint8": 1,
}  # fmt: skip
"""torch's dtypes and the bytes of an element (torch's documentation, "torch.dtype")."""

DTYPES: dict[str, Abstract] = {f"torch.{name}": Symbol(f"torch.{name}", "torch.dtype") for name in _SIZES}

ALIASES: dict[str, str] = {
    "torch.double": "torch.float64",
    "torch.float": "torch.float32",
    "torch.half": "torch.float16",
    "torch.int": "torch.int32",
    "torch.long": "torch.int64",
    "torch.short": "torch.int16",
    "torch.cfloat": "torch.complex64",
    "torch.cdouble": "torch.complex128",
}
"""Further names of the same objects."""


def symbol_attribute(value: Symbol, name: str, place: SourceSpan | None) -> Abstract:
    """An attribute of a symbol."""
    dtype = value.path.rpartition(".")[2]
    match name:
        case "itemsize" if dtype in _SIZES:
            return _SIZES[dtype]
        case "is_floating_point" if dtype in _SIZES:
            return "float" in dtype
        case "is_complex" if dtype in _SIZES:
            return "complex" in dtype
    return Unknown(f"{value.path}.{name} is not modelled", place)
