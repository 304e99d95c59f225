"""The side of the plugin that runs beside the tests: results and reached modules are added to their reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from docgen.verify.tracing import Tracer

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import CodeType

    from docgen.verify.session import VerifySession

REACH, SHOWS = "docgen_reach", "docgen_shows"
"""Properties of reports that belong to docgen and not to the project."""


class Recording:
    """Records the modules that tests reach."""

    def __init__(self, session: VerifySession) -> None:
        self._session = session
        self._tracer = Tracer(session.modules)
        self._fixtures: dict[str, dict[int, CodeType]] = {}

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self) -> Generator[None, Any, Any]:
        """Trace a test with its fixtures."""
        with self._tracer.running():
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
        """Record the modules that a shared fixture reaches, because only the first of its tests sets it up."""
        if fixturedef.scope == "function":
            return (yield)
        with self._tracer.apart(self._fixtures.setdefault(fixturedef.argname, {})):
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, pytest.TestReport]:
        """Put the claims that the test shows into its report, and at its end the modules that it reached."""
        report: pytest.TestReport = yield
        shows = self._session.collected.shows.get(item.nodeid)
        if shows:
            report.user_properties.append((SHOWS, msgspec.json.encode(shows).decode()))
            if report.when == "teardown":
                names = getattr(item, "fixturenames", ())
                shared = [self._fixtures[name] for name in names if name in self._fixtures]
                # A class whose methods are all inherited runs nothing of its own module.
                classes = {self._session.declarations.path_of_class(each.claim.backend) for each in shows}
                reach = self._session.modules.closure(self._tracer.ran(*shared), classes)
                report.user_properties.append((REACH, " ".join(sorted(reach | _told(item)))))
        return report


def _told(item: pytest.Item) -> set[str]:
    """Modules that a test says it reached, in another process."""
    return {name for key, value in item.user_properties if key == REACH for name in str(value).split()}
