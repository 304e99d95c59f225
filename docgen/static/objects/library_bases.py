"""Base classes of well-known libraries: their attributes, and their effects on the names of subclasses."""

from __future__ import annotations

import dataclasses
import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.static.objects.type_values import ClassValue

from docgen.static.objects.values import Unknown


class Annotated(enum.Enum):
    """Treatment by a base of the annotated names in the bodies of its subclasses."""

    KEPT = "kept"
    """Attributes of the class, as everywhere."""
    TAKEN = "taken"
    """Fields of its objects, which the class itself does not have (pydantic's documentation, "Models")."""
    SLOTS = "slots"
    """Fields, for each of which the class has a slot (msgspec's documentation, "Structs")."""


@dataclasses.dataclass(frozen=True, slots=True)
class LibraryBase:
    """A class of a library that classes of the tree derive from."""

    annotated: Annotated
    """Treatment of annotated names."""
    names: frozenset[str] | None = None
    """The attributes that it, or its metaclass, has in some version; None where it may have any."""

    def lacks(self, name: str) -> bool:
        """Tell whether no version of the class has an attribute."""
        return self.names is not None and name not in self.names


_OF_OBJECTS = """
__annotations__ __class_getitem__ __delattr__ __dict__ __dir__ __doc__ __eq__ __getattr__ __getstate__ __hash__ __init__
__module__ __replace__ __repr__ __setattr__ __setstate__ __slots__ __str__ __weakref__ __firstlineno__
__static_attributes__ __type_params__ __annotate__ __annotate_func__ __annotations_cache__
"""
_MODULE = """
T_destination __call__ _apply _call_impl _compiled_call_impl _get_backward_hooks _get_backward_pre_hooks _get_name
_load_from_state_dict _maybe_warn_non_full_backward_hook _named_members _register_load_state_dict_pre_hook
_register_state_dict_hook _replicate_for_data_parallel _save_to_state_dict _slow_forward _version _wrapped_call_impl
add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval extra_repr
float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict modules mtia
named_buffers named_children named_modules named_parameters parameters register_backward_hook register_buffer
register_forward_hook register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook
register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module register_parameter
register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule share_memory
state_dict to to_empty train type xpu zero_grad
"""
_MODEL = """
__abstractmethods__ __copy__ __deepcopy__ __fields__ __fields_set__ __get_pydantic_core_schema__
__get_pydantic_json_schema__ __get_validators__ __iter__ __json_encoder__ __modify_schema__ __pretty__
__private_attributes__ __pydantic_complete__ __pydantic_computed_fields__ __pydantic_core_schema__
__pydantic_custom_init__ __pydantic_decorators__ __pydantic_extra__ __pydantic_fields__ __pydantic_fields_complete__
__pydantic_fields_set__ __pydantic_generic_metadata__ __pydantic_init_subclass__ __pydantic_on_complete__
__pydantic_parent_namespace__ __pydantic_post_init__ __pydantic_private__ __pydantic_root_model__
__pydantic_serializer__ __pydantic_setattr_handlers__ __pydantic_validator__ __class_vars__ __signature__ __config__
__validators__ __pre_root_validators__ __post_root_validators__ __schema_cache__ __custom_root_type__
__exclude_fields__ __include_fields__ __fields_cache__ __hash_exclude__ __try_update_forward_refs__ __repr_args__
__repr_name__ __repr_recursion__ __repr_str__ __rich_repr__ __init_subclass__ __subclasshook__ _abc_impl
_abc_caches_clear _abc_registry_clear _dump_registry _calculate_keys _collect_bases_data _copy_and_set_values
_decompose_class _enforce_dict_if_root _get_value _init_private_attributes _iter _setattr_handler Config construct
copy dict from_orm json model_computed_fields model_config model_construct model_copy model_dump model_dump_json
model_extra model_fields model_fields_set model_json_schema model_parametrized_name model_post_init model_rebuild
model_validate model_validate_json model_validate_strings parse_file parse_obj parse_raw register schema schema_json
update_forward_refs validate
"""
_STRUCT = """
__copy__ __ge__ __gt__ __init_subclass__ __le__ __lt__ __match_args__ __ne__ __post_init__ __reduce__ __rich_repr__
__signature__ __struct_config__ __struct_defaults__ __struct_encode_fields__ __struct_fields__
"""


def _base(annotated: Annotated, names: str) -> LibraryBase:
    return LibraryBase(annotated, frozenset(_OF_OBJECTS.split()) | frozenset(names.split()))


_ANY_MODEL = LibraryBase(Annotated.TAKEN)
_BASES: dict[str, LibraryBase] = {
    "msgspec.Struct": _base(Annotated.SLOTS, _STRUCT),
    "pydantic.BaseModel": _base(Annotated.TAKEN, _MODEL),
    "pydantic.RootModel": _ANY_MODEL,
    "pydantic.BaseSettings": _ANY_MODEL,
    "pydantic_settings.BaseSettings": _ANY_MODEL,
    "sqlmodel.SQLModel": _ANY_MODEL,
    "torch.nn.Module": _base(Annotated.KEPT, _MODULE),
}
ALIASES: dict[str, str] = {
    "msgspec._core.Struct": "msgspec.Struct",
    "pydantic.main.BaseModel": "pydantic.BaseModel",
    "pydantic.root_model.RootModel": "pydantic.RootModel",
    "pydantic.v1.BaseModel": "pydantic.BaseModel",
    "torch.nn.modules.Module": "torch.nn.Module",
    "torch.nn.modules.module.Module": "torch.nn.Module",
}
"""Other paths of the same classes."""


def library_base(base: object) -> LibraryBase | None:
    """The description of an object of another package, if it is one of these classes."""
    return _BASES.get(base.path) if isinstance(base, Unknown) and base.path is not None else None


def field_base(cls: ClassValue) -> LibraryBase | None:
    """The first base of a class that makes fields of annotated names."""
    for ancestor in cls.mro[1:]:
        found = library_base(ancestor)
        if found is not None and found.annotated is not Annotated.KEPT:
            return found
    return None


def brings_metaclass(base: object) -> bool:
    """Tell whether an object of another package may have another metaclass than `type`."""
    found = library_base(base)
    return isinstance(base, Unknown) and (found is None or found.annotated is not Annotated.KEPT)


def names_are_known(cls: ClassValue) -> bool:
    """Tell whether every base of a class that is outside the tree is one whose attributes are known by name."""
    outside = [library_base(ancestor) for ancestor in cls.mro if isinstance(ancestor, Unknown)]
    return all(base is not None and base.names is not None for base in outside)
