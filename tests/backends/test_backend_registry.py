"""Finding backends by name, ours and those of other packages."""

from __future__ import annotations

import pytest

from backends import registry
from backends.registry import AttentionBackendEnum, find_backend, known_backends, register_backend

THIRD_PARTY = "backends.triton_attn.backend.TritonAttentionBackend"


@pytest.fixture(autouse=True)
def _no_leftovers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_registered", {})


@pytest.mark.parametrize("member", AttentionBackendEnum)
def test_every_member_is_the_class_that_bears_its_name(member: AttentionBackendEnum) -> None:
    assert member.get_class().get_name() == member.name


def test_registered_backend_is_found_and_loaded() -> None:
    handle = register_backend("MINE", THIRD_PARTY)
    assert find_backend("MINE") is handle
    assert known_backends() == (*AttentionBackendEnum, handle)
    assert handle.get_class().__name__ == "TritonAttentionBackend"


def test_registering_imports_nothing() -> None:
    handle = register_backend("MINE", "no.such.module.Backend")
    with pytest.raises(ImportError):
        handle.get_class()


def test_registering_twice() -> None:
    assert register_backend("MINE", THIRD_PARTY) == register_backend("MINE", THIRD_PARTY)
    with pytest.raises(ValueError, match="MINE is already registered as"):
        register_backend("MINE", "other.module.Backend")
    with pytest.raises(ValueError, match="TRITON_ATTN is already registered"):
        register_backend("TRITON_ATTN", "other.module.Backend")


@pytest.mark.parametrize("path", ["Backend", "", "a..B", "a.b-c.D", "a.b:C"])
def test_bad_paths(path: str) -> None:
    with pytest.raises(ValueError, match="is no dotted path"):
        register_backend("MINE", path)


@pytest.mark.parametrize(("name", "nearest"), [("TRITON_ATN", "TRITON_ATTN"), ("rocm_attn", "ROCM_ATTN")])
def test_unknown_name_gets_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(ValueError, match=rf"unknown attention backend '{name}'; did you mean {nearest}\?"):
        find_backend(name)


def test_unknown_name_near_nothing_gets_the_list() -> None:
    with pytest.raises(ValueError, match=r"'ZZZ' \(known: TRITON_ATTN, TREE_ATTN, ROCM_ATTN\)"):
        find_backend("ZZZ")


def test_missing_class_names_module_and_class() -> None:
    handle = register_backend("MINE", "backends.types.NoSuchBackend")
    with pytest.raises(ImportError, match=r"MINE: module backends\.types has no class NoSuchBackend"):
        handle.get_class()
