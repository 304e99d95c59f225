"""Findings as JUnit XML: each is a test case, and an error is a failed one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from docgen.model.finding import Severity
from docgen.reporters.pieces import place_of, summary
from docgen.reporters.text import findings_text
from docgen.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.config import Config
    from docgen.model.finding import Finding, Ignored

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that an XML document cannot hold, not even as references."""


def check_junit(findings: Sequence[Finding], ignored: Sequence[Ignored], config: Config) -> str:
    """A suite with a case for each finding, or with one that passes if there are none.

    An error is a failed case, a warning a passed one with its text as output, and an ignored finding a skipped one.
    """
    failures = sum(finding.severity is Severity.ERROR for finding in findings)
    counts = {
        "tests": str(len(findings) + len(ignored) or 1),
        "failures": str(failures),
        "errors": "0",
        "skipped": str(len(ignored)),
    }
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", {"name": "docgen check", **counts})
    for finding in findings:
        _add_finding(suite, finding, config)
    for each in ignored:
        ET.SubElement(_case(suite, each.finding), "skipped", {"message": _clean(each.reason)})
    if not len(suite):
        ET.SubElement(suite, "testcase", {"classname": "docgen", "name": summary(findings)})
    ET.indent(suites)
    # ASCII with references reads the same through a console or a pipe of any encoding.
    document: bytes = ET.tostring(suites, encoding="us-ascii", xml_declaration=True)
    return document.decode("ascii")


def _add_finding(suite: ET.Element, finding: Finding, config: Config) -> None:
    case = _case(suite, finding)
    text = findings_text([finding], config) + (f"\nto fix: {finding.remedy}" if finding.remedy else "")
    if finding.severity is Severity.ERROR:
        said = {"type": finding.rule.value, "message": _clean(finding.message)}
        ET.SubElement(case, "failure", said).text = _clean(text)
    else:
        ET.SubElement(case, "system-out").text = _clean(text)


def _case(suite: ET.Element, finding: Finding) -> ET.Element:
    place = place_of(finding)
    where = {"file": _clean(place.path), "line": str(place.line)} if place else {}
    # Services identify cases by class and name, and several places may have the same message.
    name = _clean(f"{place}: {finding.message}" if place else finding.message)
    return ET.SubElement(
        suite, "testcase", {"classname": f"docgen.{finding.rule.value}", "name": name, **where}
    )


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", visible(text))
