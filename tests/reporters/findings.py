"""Findings with all that a report has to write down."""

from tiny_project import place

from docgen.model.finding import Finding, Ignored, Rule, Severity
from docgen.model.location import Location

DRIFT = Finding(
    rule=Rule.DOCS_DRIFT,
    severity=Severity.ERROR,
    message="CIRCLE, Colours: the docs say red, the code says All",
    backend="CIRCLE",
    capability="colours",
    documented="red",
    expected="All",
    docs_location=Location("docs/shapes.md", 2),
    code_location=place(4),
    remedy="docgen build",
)
WARNING = Finding(
    rule=Rule.DANGLING_REGISTRY_ENTRY, severity=Severity.WARNING, message="no class", code_location=place(7)
)
HOSTILE = Finding(
    rule=Rule.FAILED_IMPORT,
    severity=Severity.ERROR,
    message='100% | <b> `x` & "y", a: b\r\nsecond\x00 \x1b[0m ✅ ]]> ```',
    code_location=Location("a, b: 100%/ü ñ.py", 3),
)
NOWHERE = Finding(rule=Rule.FAILED_IMPORT, severity=Severity.ERROR, message="the registry cannot be imported")
CONFLICT = Finding(
    rule=Rule.STATIC_RUNTIME_CONFLICT,
    severity=Severity.ERROR,
    message="CIRCLE, round: the source says false, the imported class says true",
    expected="false",
    answered="true",
    code_location=place(4),
    class_location=place(9),
)
ALL = [DRIFT, WARNING, HOSTILE, NOWHERE, CONFLICT]
IGNORED = Ignored(DRIFT, "known & accepted")
