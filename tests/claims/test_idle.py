"""Every setting of claims that matches nothing is a finding: the schema is walked, so that none is forgotten."""

from __future__ import annotations

import msgspec
import pytest
from claimed_project import CLAIMS, CONFIGURATION, check

from docgen.config.claims import ClaimedRows, ClaimedTable, Claims

README = "README.md"


def exception(match: str) -> str:
    return f"\n[[claims.rows]]\nmatch = {{ {match} }}\n"


def reworded(more: str) -> str:
    return CLAIMS.replace('heading = "T"', f'heading = "T", {more}')


IDLE: dict[str, tuple[str, str]] = {
    "Claims.path": (CLAIMS.replace(README, "GONE.md"), "missing-page"),
    "Claims.table": (CLAIMS.replace('"T"', '"Gone"'), "missing-page"),
    "Claims.columns": (CLAIMS.replace('"Sink" =', '"Gone" ='), "missing-column"),
    "Claims.row": (CLAIMS + 'row = "Gone"\n', "missing-column"),
    "Claims.name": (CLAIMS + 'name = "backend {name}"\n', "idle-setting"),
    "Claims.names": (CLAIMS + 'names = { ALPAH = "ALPHA" }\n', "idle-setting"),
    "Claims.headings": (CLAIMS + 'headings = ["Others*"]\n', "idle-setting"),
    "Claims.scenarios": (CLAIMS + 'scenarios = ["default", "gpu*"]\n', "idle-setting"),
    "Claims.rows": (CLAIMS + exception('Backend = "GAMMA"'), "idle-setting"),
    "Claims.together": (CLAIMS + 'together = ["sizes"]\n', "idle-setting"),
    "Claims.words": (CLAIMS + 'words.sizes = { many = "16" }\n', "idle-setting"),
    "ClaimedTable.heading": (CLAIMS.replace('"T"', '"Gone"'), "missing-page"),
    "ClaimedTable.caption": (reworded('caption = "Gone"'), "missing-page"),
    "ClaimedTable.backends": (reworded('backends = ["*", "!GAMMA*"]'), "idle-setting"),
    "ClaimedTable.columns": (
        reworded('columns = ["Sink"]').replace('{ "Sink"', '{ "Other" = "sizes", "Sink"'),
        "idle-setting",
    ),
    "ClaimedRows.match": (CLAIMS + exception('Gone = "*"'), "idle-setting"),
    "ClaimedRows.scenarios": (
        CLAIMS + exception('Backend = "ALPHA"') + 'scenarios = ["default", "gpu"]\n',
        "idle-setting",
    ),
    "ClaimedRows.skip": (
        CLAIMS + exception('Backend = "ALPHA"') + 'skip = { sizes = "not here" }\n',
        "idle-setting",
    ),
}
EXEMPT = {
    "Claims.silent": "a vocabulary: its words may come and go",
    "Claims.marks": "a vocabulary: its signs may come and go",
    "Claims.optional": "a switch",
    "ClaimedTable.where": "answers of the code, each of which some backend need not give",
}


def test_every_setting_is_covered():
    fields = {
        f"{struct.__name__}.{field.name}"
        for struct in (Claims, ClaimedTable, ClaimedRows)
        for field in msgspec.structs.fields(struct)
    }
    assert fields == IDLE.keys() | EXEMPT.keys()


@pytest.mark.parametrize("field", IDLE)
def test_what_matches_nothing_is_a_finding(tmp_path, capsys, field):
    claims, rule = IDLE[field]
    status, report = check(tmp_path, capsys, claims=claims)
    assert status == 1
    assert rule in {finding["rule"] for finding in report["findings"]}
    assert all(finding["remedy"] for finding in report["findings"])


def test_a_finding_names_the_configured_line_and_what_is_near(tmp_path, capsys):
    _, report = check(tmp_path, capsys, claims=CLAIMS + 'names = { ALPAH = "ALPHA" }\n')
    (finding,) = report["findings"]
    text = "names.'ALPAH' matches no label of a row for README.md: there are 'ALPHA', 'BETA'"
    assert finding["message"] == text
    line = (CONFIGURATION + CLAIMS).count("\n") + 1
    assert finding["code_location"] == f"docgen.toml:{line}"


def test_the_first_exception_counts(tmp_path, capsys):
    twice = exception('Backend = "AL*"') + exception('Backend = "ALPHA"')
    _, report = check(tmp_path, capsys, claims=CLAIMS + twice)
    (finding,) = report["findings"]
    assert "matches no row that no earlier one matches" in finding["message"]


@pytest.mark.parametrize(
    "settings",
    [
        'name = "{name}"\n',
        'names = { "A*" = "ALPHA" }\n',
        'headings = ["BETA"]\n',
        'scenarios = ["def*"]\n',
        'together = ["sink"]\n',
        'words."*" = { never = true }\n',
        'optional = true\nnames = { gone = "ALPHA" }\n',
        exception('Backend = "ALPHA"') + 'skip = { sink = "told elsewhere" }\n',
    ],
)
def test_what_matches_something_is_none(tmp_path, capsys, settings):
    _, report = check(tmp_path, capsys, claims=CLAIMS + settings)
    assert "idle-setting" not in {finding["rule"] for finding in report["findings"]}
