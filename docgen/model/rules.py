"""Rules as data: for each its default severity, its meaning, an example and the fix."""

from __future__ import annotations

from docgen.model.finding import Rule, Severity
from docgen.model.rule_entry import RuleEntry

ENTRIES: tuple[RuleEntry, ...] = (
    RuleEntry(
        Rule.DOCS_DRIFT,
        Severity.ERROR,
        "a page says something else than the code",
        "A cell, a line of the legend, a note or a list of a page differs from what the code says now. Alignment, "
        "wrapping and line numbers in links are no difference. In hand-written tables it is reported where "
        "the claim is neither more nor less than the truth, but another one.",
        "docs/backends.md:12: error: ROCM_ATTN, Sink: the docs say ✅, the code says ❌ [docs-drift]",
        "`docgen build` writes the page from the code; a hand-written table is edited by hand. Where the page "
        "is right, correct the code.",
    ),
    RuleEntry(
        Rule.MISSING_ROW,
        Severity.ERROR,
        "a table lacks a backend that the code has",
        "A backend was added to the code, or belongs in a table by its answers, and the table has no row for it. "
        "In hand-written tables its row may have a label that docgen does not take for its name.",
        "docs/backends.md:8: error: TRITON_ATTN is missing from table 'Standard attention' [missing-row]",
        "`docgen build`; in a hand-written table, add the row, or map its label under `names` of the "
        "`[[claims]]`.",
    ),
    RuleEntry(
        Rule.EXTRA_ROW,
        Severity.ERROR,
        "a table has a row for a backend that the code does not have",
        "A backend was renamed or removed, or its answers put it into another table. In hand-written tables it is "
        "also a row whose label names no backend.",
        "docs/backends.md:14: error: OLD_ATTN stands in table 'Standard attention' and does not belong there "
        "[extra-row]",
        "`docgen build`; in a hand-written table, take the row out, or say under the `[[claims]]` what its label "
        "stands for (`names`) or that it heads other rows (`headings`).",
    ),
    RuleEntry(
        Rule.MISSING_COLUMN,
        Severity.ERROR,
        "a table lacks the column of a configured capability",
        "A capability was added to the configuration, or its header was changed, after the page was written. "
        "In hand-written tables no column, or more than one, has the heading that `columns` of the `[[claims]]` gives; "
        "spaces, line breaks, backticks and case make no difference.",
        "docs/backends.md:8: error: table 'Standard attention' has no column 'Sink' [missing-column]",
        "`docgen build`; for hand-written tables, correct `columns` of the `[[claims]]`.",
    ),
    RuleEntry(
        Rule.EXTRA_COLUMN,
        Severity.ERROR,
        "a table has a column that no configured capability accounts for",
        "A capability was taken out of the configuration, or a column was added by hand, which docgen would "
        "overwrite.",
        "docs/backends.md:8: error: table 'Standard attention' has a strange column 'Remarks' [extra-column]",
        "`docgen build` removes it; to keep it, configure a capability with that header.",
    ),
    RuleEntry(
        Rule.MISSING_PAGE,
        Severity.ERROR,
        "a configured page, or a table on it, is not there",
        "The page was never built, or was moved or deleted, or one of its tables was.",
        "docs/backends.md:1: error: the page docs/backends.md does not exist [missing-page]",
        "`docgen build`; where the page was moved, correct `path` in the configuration.",
    ),
    RuleEntry(
        Rule.OVERCLAIM,
        Severity.ERROR,
        "a hand-written table claims more than the code supports, or a class more than its tests prove",
        "Every answer of the code in the scenarios that the row is about is a no where the table says yes, or holds "
        "fewer values than the table lists, or the class cannot be imported at all. A user who trusts the table picks "
        "a backend that refuses. With evidence (`[verify]`): a test of a declared value failed on some target, or a "
        "value that was measured to be refused is declared since.",
        "README.md:20: error: ROCM_ATTN, Attention Types: the docs say All, the code says Decoder [overclaim]",
        "Edit the table, or make the backend do what the table says: `docgen build` does not rewrite such tables. "
        "Where a test refutes the claim, correct the class or its kernel, and measure again with `docgen verify`.",
    ),
    RuleEntry(
        Rule.UNDERCLAIM,
        Severity.ERROR,
        "a hand-written table claims less than the code supports, or a class less than its tests prove",
        "Every answer of the code in the scenarios that the row is about is a yes where the table says no, or holds "
        "more values than the table lists. A user who trusts the table rejects a backend that would fit. With "
        "evidence (`[verify]`): a value that is not declared works, or is not refused; or one that was measured to "
        "work is not declared any more.",
        "README.md:21: error: TRITON_ATTN, Sink: the docs say ❌, the code says ✅ [underclaim]",
        "Edit the table, or make the class refuse: `docgen build` does not rewrite such tables. Where a test refutes "
        "the class, declare the value, or refuse it before anything is launched, and measure again.",
    ),
    RuleEntry(
        Rule.UNREAD_CELL,
        Severity.ERROR,
        "a cell of a hand-written table is not understood",
        "The cell was not compared, so it may be wrong. docgen understands the words in which it writes the "
        "column, the usual ones for yes, no and not applicable (yes, n, ✓, ✘, 🟢, `:x:`, N/A), and the "
        "`words` of the `[[claims]]`.",
        "README.md:22: error: TRITON_ATTN, Sink: no value is called 'soon' [unread-cell]",
        'Say what the word means, `words.sink = { "soon" = false }`, or that it claims nothing, '
        '`silent = { "soon" = "not released yet" }`.',
    ),
    RuleEntry(
        Rule.EMPTY_CELL,
        Severity.ERROR,
        "a cell of a hand-written table is empty",
        "An empty cell may mean no or unknown, or be an oversight. It was not compared.",
        "README.md:23: error: ROCM_ATTN, Sink: an empty cell, which may mean no or nothing at all [empty-cell]",
        'Fill it, or say what it means: `words.sink = { "" = false }`, and under the key `"*"` for all columns.',
    ),
    RuleEntry(
        Rule.UNCOMPARED_CLAIM,
        Severity.WARNING,
        "no answer can be compared with a claim",
        "The claim is understood, but the code's answer is not known, or is of another kind, in every scenario that "
        "the row is about. The page may be wrong all the same.",
        "README.md:24: warning: FLASH_ATTN, Sink: not compared: the answer is not known [uncompared-claim]",
        "Pin in a scenario what the answer depends on, ask the imported class with `--runtime`, or say under "
        "`[[claims.rows]]` why the cell is not compared: `skip`.",
    ),
    RuleEntry(
        Rule.EMPTY_TABLE,
        Severity.ERROR,
        "a hand-written table has no rows",
        "A table of the `[[claims]]` is on the page and names no backend.",
        "README.md:18: error: the table 'Backends' has no rows [empty-table]",
        "Add the rows, or take the table out of the `[[claims]]`.",
    ),
    RuleEntry(
        Rule.MALFORMED_TABLE,
        Severity.ERROR,
        "a hand-written table is malformed",
        "The parser of the page's format does not read a table, such as one of reStructuredText whose columns do not "
        "line up, so that its claims are not compared, and whoever publishes the page leaves it out.",
        "docs/support.rst:31: error: the table under 'Backends' is malformed: Text in column margin in table line 5. "
        "[malformed-table]",
        "Correct the table.",
    ),
    RuleEntry(
        Rule.NO_BACKENDS,
        Severity.ERROR,
        "the discovery finds no backend",
        "The registry is empty, no class derives from the base, or nothing is registered in the modules that are "
        "searched. Every table is empty, and every page that has none to show looks true.",
        "docgen.toml:4: error: the discovery finds no backend [no-backends]",
        "Correct `path` or `modules` under `[discovery]`.",
    ),
    RuleEntry(
        Rule.NOTHING_COMPARED,
        Severity.ERROR,
        "a check compared nothing with the code",
        "No cell of a page was compared, so that nothing is known to agree: no `[[page]]` and no `[[claims]]` is "
        "configured, or they name nothing that is about a backend.",
        "docgen.toml:1: error: nothing was compared: no page and no claims are configured [nothing-compared]",
        'Name a page that docgen writes, `[[page]] path = "docs/support.md"`, or a table that people write, '
        "`[[claims]]`.",
    ),
    RuleEntry(
        Rule.DANGLING_REGISTRY_ENTRY,
        Severity.ERROR,
        "the registry names a class that does not exist",
        "A user who selects this backend gets an import error. Its row shows `?` in every cell.",
        "registry.py:31: error: the registry names a class that cannot be found: no module 'old_attn' "
        "[dangling-registry-entry]",
        "Correct the registry; where the name stands for something that comes from outside, list it in `skip` under "
        "`[discovery]`.",
    ),
    # Off by default: a `?` with its reason misleads nobody, `show` lists unknown answers already, and a warning would
    # fail a strict site.
    RuleEntry(
        Rule.UNKNOWN_NAME,
        Severity.WARNING,
        "the configured expression gives no name for a row",
        "`name` under `[discovery]` raises for this class, depends on something that no scenario pins, or is no "
        "text. The row has the name of its class, or that of the registry.",
        "backends/odd.py:3: warning: the name of backends.odd.Odd is not known: raises AttributeError: type object "
        "'Odd' has no attribute 'name' [unknown-name]",
        "Correct `name` under `[discovery]`, or leave the class out with `exclude`.",
    ),
    RuleEntry(
        Rule.UNKNOWN_CELL,
        Severity.WARNING,
        "an answer is unknown",
        "The table shows `?`, with the reason and the place. It is off unless the configuration gives it a severity: "
        "the page itself says what is unknown, which is no disagreement with the code. Give it one to keep a table "
        'without gaps: `unknown-cell = "error"`.',
        "triton_attn.py:40: warning: TRITON_ATTN, Head Sizes: not known (all scenarios): a value that is read "
        "from a file [unknown-cell]",
        "Pin in a scenario what the answer depends on, ask the imported class with `--runtime`, or make the "
        "declaration simpler.",
        on=False,
    ),
    RuleEntry(
        Rule.STATIC_RUNTIME_CONFLICT,
        Severity.ERROR,
        "the imported class answers otherwise than its source",
        "With `--runtime`: one of the two is wrong about what users get. Most often a scenario assumes something "
        "that does not hold where the class was imported. A class that is unavailable by its source, and is imported "
        "all the same, is one finding.",
        "rocm_attn.py:31: error: ROCM_ATTN, sink: the source says false, the imported class says true (cpu) "
        "[static-runtime-conflict]",
        "Make the declaration say what the class does, or correct what the scenario assumes.",
        imports=True,
    ),
    RuleEntry(
        Rule.FAILED_IMPORT,
        Severity.ERROR,
        "a class cannot be imported, so that it cannot be asked",
        "With `--runtime`: the module of a backend, or the registry, raises when it is imported. It is a warning "
        "where a package is not installed of which the scenario says nothing, for then nothing is wrong with the "
        "module, and it is none where the source says as well that the class is unavailable.",
        "rocm_attn.py:3: error: ROCM_ATTN cannot be imported (cpu): RuntimeError: no GPU [failed-import]",
        "Install what it needs, name a Python that has it with `--python`, or fix the module.",
        imports=True,
    ),
    RuleEntry(
        Rule.UNREADABLE_SOURCE,
        Severity.ERROR,
        "a module that an answer needs cannot be read or parsed",
        "Every answer that depends on the module would be unknown, so that no page is compared. Each such module, or a "
        "package that is not there, is reported in the chosen format and on stderr. There is no complete answer: the "
        "exit status is 2, and no severity and no ignore applies.",
        "docgen: rocm_attn.py:12: not Python: expected ':'; to fix: correct the file",
        "Correct the module.",
        stops=True,
    ),
    RuleEntry(
        Rule.STALE_EVIDENCE,
        Severity.WARNING,
        "code that a claim was measured on has changed since",
        "The tests that prove a claim reached modules of which at least one is another program now; comments, "
        "docstrings and formatting do not count. Nothing is known to be wrong, but nothing proves it right. There is "
        "one finding a target and backend.",
        "rocm_attn.py:14: warning: 57 claims of ROCM_ATTN on interpreter measured before the code was changed: "
        "dtypes (3), head_sizes (12) [stale-evidence]",
        "`docgen verify --target NAME` measures again what is stale, and nothing else.",
    ),
    RuleEntry(
        Rule.UNVERIFIED_CLAIM,
        Severity.ERROR,
        "a class declares what no test has proved",
        "The configuration asks for proof of every declared value of some capabilities, under `require` of `[verify]`, "
        "and on no target is there a test that passed. What is refuted or stale is reported as that.",
        "triton_attn.py:47: error: TRITON_ATTN declares what no target verifies: head_sizes 72 [unverified-claim]",
        "Write a test of the claim and run `docgen verify`; or do not declare it.",
    ),
    RuleEntry(
        Rule.HAND_EDITED_REGION,
        Severity.ERROR,
        "a region that docgen writes was edited by hand",
        "The checksum that `docgen:end` carries is not that of the region: it was edited by hand, and a build would "
        "lose that. Formatters may rewrite a region; they change no checksum.",
        "docs/backends.md:5: error: the region table=standard was edited by hand [hand-edited-region]",
        "Move the text that is to stay out of the region; `docgen build --force` overwrites the rest.",
    ),
    RuleEntry(
        Rule.BROKEN_MARKER,
        Severity.ERROR,
        "a page cannot be read, or a marker on it is missing, doubled, nested, reversed or asks for something that "
        "does not exist",
        "docgen cannot tell which part of the page is its own, or what belongs there. Each such page is reported with "
        "the first of its broken markers, in the chosen format and on stderr; other pages are compared all the same. "
        "There is no complete answer: the exit status is 2, and no severity and no ignore applies.",
        "docgen: docs/backends.md:5: region does not end; to fix: put <!-- docgen:end --> below it",
        "Put `<!-- docgen:begin ... -->` and `<!-- docgen:end -->` in pairs, each alone on its line.",
        stops=True,
    ),
    RuleEntry(
        Rule.DEPRECATED_MARKER,
        Severity.WARNING,
        "a marker on a page is of an older form",
        "Markers without an end, such as `<!-- docgen:table NAME -->` and `<!-- docgen:cell ... -->`, are filled by a "
        "site and left alone by a build. Regions and values are filled by both, so that one kind of marker is enough. "
        "The older form is read until version 1.0.",
        "docs/guide.md:7: warning: the marker <!-- docgen:table standard --> is deprecated [deprecated-marker]",
        "Write `<!-- docgen:begin table=standard -->` and `<!-- docgen:end -->` instead, each on a line of its own; "
        "for an answer in a sentence, `<!-- docgen:value ... --><!-- /docgen -->`.",
    ),
    RuleEntry(
        Rule.IDLE_SETTING,
        Severity.ERROR,
        "a setting of `[[claims]]`, or a pattern under `modules`, matches nothing",
        "A label, pattern, form or exception is misspelt or out of date, and its rows are read in another way or, if a "
        "module was renamed, gone. Words of cells, and claims with `optional = true`, may match nothing.",
        "docgen.toml:31: error: names.'Fast' matches no label of a row for README.md: there is 'Faster' [idle-setting]",
        "Correct the setting, or take it out.",
    ),
    RuleEntry(
        Rule.UNUSED_IGNORE,
        Severity.WARNING,
        "an ignore of the configuration matches nothing",
        "Its cause is fixed, or it is misspelt; left alone it would hide the next finding of its kind. "
        "It is reported by checks of all scenarios, and for rules that need `--runtime` only with it.",
        "pyproject.toml:80: warning: the ignore of docs-drift for ROCM_* matches no finding [unused-ignore]",
        "Remove the ignore.",
    ),
)
"""The rules, in the order of their page."""

RULES: dict[Rule, RuleEntry] = {entry.rule: entry for entry in ENTRIES}
