"""Configuration over configuration: what is added, replaced and dropped, and where each key is said to stand."""

from pathlib import Path

import pytest
from tiny_project import write_tree

from docgen.config import layers, load, load_config
from docgen.errors import ConfigError

BASE = """packages = ["pkg"]
spelling = { "pkg.A" = "{a}", "pkg.B" = "{b}" }
[discovery]
kind = "subclasses"
path = "pkg.Base"
modules = ["pkg.*"]
skip = ["Base"]
[[capability]]
key = "one"
header = "One"
probe = "cls.one"
description = "of the base"
[[capability]]
key = "two"
header = "Two"
probe = "cls.two"
[[capability]]
key = "three"
header = "Three"
probe = "cls.three"
[[scenario]]
name = "a-1"
[[scenario]]
name = "a-2"
[[ignore]]
rule = "docs-drift"
reason = "known"
"""
CAPABILITY = '[[capability]]\nkey = "{0}"\nheader = "{0}, mine"\nprobe = "cls.mine"\n'


def over(root: Path, text: str, name: str = "base.toml"):
    write_tree(root, {"shared/base.toml": BASE, "docgen.toml": f'extends = "shared/{name}"\n{text}'})
    return load_config(root)


def test_what_is_not_said_is_inherited(tmp_path):
    config = over(tmp_path, "")
    assert config.packages == ("pkg",)
    assert [c.key for c in config.capability] == ["one", "two", "three"]


def test_a_table_of_the_same_name_takes_the_place_and_others_are_added(tmp_path):
    config = over(tmp_path, CAPABILITY.format("two") + CAPABILITY.format("four"))
    assert [(c.key, c.header) for c in config.capability] == [
        ("one", "One"),
        ("two", "two, mine"),
        ("three", "Three"),
        ("four", "four, mine"),
    ]


def test_what_is_replaced_keeps_nothing_of_what_was_there(tmp_path):
    assert [c.description for c in over(tmp_path, CAPABILITY.format("one")).capability] == ["", "", ""]


def test_names_and_patterns_are_dropped(tmp_path):
    config = over(tmp_path, 'drop = { capability = ["two", "thr*"], scenario = ["a-*"] }\n')
    assert [c.key for c in config.capability] == ["one"]
    assert [s.name for s in config.scenarios] == ["default"]


def test_what_the_file_says_itself_is_not_dropped(tmp_path):
    config = over(tmp_path, 'drop = { capability = ["*"] }\n' + CAPABILITY.format("two"))
    assert [(c.key, c.header) for c in config.capability] == [("two", "two, mine")]


def test_a_drop_that_matches_nothing_is_told(tmp_path):
    with pytest.raises(ConfigError, match=r"^docgen\.toml:2: nothing to drop: no scenario is called 'b-\*'"):
        over(tmp_path, 'drop = { scenario = ["b-*"] }\n')


def test_keys_of_tables_are_laid_over_one_by_one(tmp_path):
    config = over(tmp_path, 'spelling = { "pkg.B" = "mine" }\n[discovery]\nskip = ["Other"]\n')
    assert config.spelling == {"pkg.A": "{a}", "pkg.B": "mine"}
    assert config.discovery.path == "pkg.Base"
    assert config.discovery.skip == ("Other",)


def test_a_discovery_of_its_own_kind_inherits_nothing(tmp_path):
    assert over(tmp_path, '[discovery]\nkind = "enum"\npath = "pkg.R"\n').discovery.modules == ()


def test_ignores_of_both_count(tmp_path):
    config = over(tmp_path, '[[ignore]]\nrule = "extra-row"\nreason = "mine"\n')
    assert [each.reason for each in config.ignore] == ["known", "mine"]


def test_a_file_may_extend_a_file(tmp_path):
    middle = 'extends = "shared/base.toml"\n' + CAPABILITY.format("four")
    write_tree(tmp_path, {"shared/middle.toml": middle})
    config = over(tmp_path, 'drop = { capability = ["one"] }', "middle.toml")
    assert [c.key for c in config.capability] == ["two", "three", "four"]
    assert [*layers.extended_files(tmp_path)] == ["shared/middle.toml", "shared/base.toml"]


def test_a_shipped_profile_is_extended(tmp_path):
    (tmp_path / "bare").mkdir()
    text = 'extends = "vllm"\ndrop = { scenario = ["rocm-*"] }\n' + CAPABILITY.format("mine")
    write_tree(tmp_path, {"docgen.toml": text})
    config, whole = load_config(tmp_path), load_config(tmp_path / "bare", profile="vllm")
    assert config.capability[-1].key == "mine"
    assert "mine" not in [c.key for c in whole.capability]
    assert [s.name for s in config.scenarios] == [
        "cuda-8.0",
        "cuda-9.0",
        "cuda-10.0",
        "cuda-12.0",
        "cpu",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('extends = "vlm"', r"docgen\.toml:1: no such profile: 'vlm', did you mean 'vllm'\?"),
        ('extends = "gone.toml"', r"docgen\.toml:1: no such file: gone\.toml; to fix: "),
        ('extends = "../out.toml"', r"docgen\.toml:1: `extends` leads out of the root: \.\./out\.toml"),
        ('extends = "/etc/out.toml"', r"docgen\.toml:1: `extends` leads out of the root"),
        ('extends = "link.toml"', r"docgen\.toml:1: `extends` leads out of the root"),
        ('extends = "a\\u0000.toml"', r"docgen\.toml:1: `extends` cannot be read: "),
        ('extends = "docgen.toml"', r"docgen\.toml:1: `extends` goes round in a circle: "),
        ('extends = "two.toml"', r"two\.toml:1: `extends` goes round in a circle: "),
        ("drop = { list = [] }", r"docgen\.toml:1: `drop` has nothing to drop from"),
        ("extends = 3", r"docgen\.toml:1: Expected `str \| null`, got `int`"),
        ('extends = "vllm"\nprofile = "vllm"', r"docgen\.toml:2: both `extends` and `profile`"),
    ],
)
def test_what_cannot_be_extended(tmp_path, text, message):
    root = tmp_path / "root"
    write_tree(tmp_path, {"out.toml": BASE})
    write_tree(root, {"docgen.toml": text + "\n", "two.toml": 'extends = "docgen.toml"\n'})
    (root / "link.toml").symlink_to(tmp_path / "out.toml")
    with pytest.raises(ConfigError, match=f"^{message}"):
        load_config(root)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CAPABILITY.format("two") + "nme = 1\n", r"docgen\.toml:6: unknown key 'nme'"),
        (
            '[[table]]\nname = "t"\ntitle = "T"\ncolumns = ["on"]\n',
            r"docgen\.toml:5: table 't' names the unk",
        ),
        ('drop = { capability = "two" }\n', r"docgen\.toml:2: Expected `array`, got `str`"),
        ("capability = 3\n", r"docgen\.toml:2: Expected `array`, got `int`"),
        ('drop = { capabilities = ["two"] }\n', r"docgen\.toml:2: unknown key 'capabilities'"),
        (
            'drop = { capability = ["one"] }\n[[table]]\nname = "t"\ntitle = ""\nwhere = { one = true }\n',
            "docgen",
        ),
    ],
)
def test_an_error_is_told_where_it_stands(tmp_path, text, message):
    with pytest.raises(ConfigError, match=f"^{message}"):
        over(tmp_path, text)


def test_an_error_in_what_is_extended_names_that_file(tmp_path):
    broken = BASE + CAPABILITY.format("four").replace("probe", "prob")
    write_tree(tmp_path, {"shared/broken.toml": broken})
    with pytest.raises(
        ConfigError, match=rf"^shared/broken\.toml:{broken.count(chr(10))}: unknown key 'prob'"
    ):
        over(tmp_path, CAPABILITY.format("two") + CAPABILITY.format("five"), "broken.toml")


def test_the_place_of_an_element_is_in_the_file_that_has_it(tmp_path):
    over(tmp_path, CAPABILITY.format("two"))
    assert str(load.place_of(("capability", 1, "probe"), tmp_path)) == "docgen.toml:5"
    assert str(load.place_of(("capability", 2, "probe"), tmp_path)) == "shared/base.toml:20"
    assert str(load.place_of(("spelling",), tmp_path)) == "shared/base.toml:2"
