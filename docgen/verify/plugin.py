"""The pytest plugin: tests of claims become evidence of them.

Without `--docgen-target` it gives `@claims` its parameters and records nothing. Reports carry the results of a test,
and the modules that it reached, from the process that ran it to the one that writes the file, so that tests may be
spread over processes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from docgen.errors import DocgenError

if TYPE_CHECKING:
    from collections.abc import Generator

    from docgen.model.measurement import Claim
    from docgen.verify.session import VerifySession

PARAMETERS = ("backend", "capability", "value", "declared", "claim")
"""Parameters that a test of claims may take."""

_SESSION = pytest.StashKey["VerifySession"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the plugin."""
    group = parser.getgroup("docgen", "measured evidence of claims")
    group.addoption(
        "--docgen-target", metavar="NAME", help="where the tests run; their results become evidence for it"
    )
    group.addoption(
        "--docgen-evidence", metavar="DIR", help="directory of evidence files; the configured one by default"
    )
    group.addoption(
        "--docgen-backend",
        metavar="NAME",
        action="append",
        default=[],
        help="run tests of this backend's claims only; repeatable",
    )
    group.addoption(
        "--docgen-capability",
        metavar="KEY",
        action="append",
        default=[],
        help="run tests of this capability's claims only; repeatable",
    )
    group.addoption(
        "--docgen-changed",
        action="store_true",
        help="run tests of claims only that have no evidence of the code as it is",
    )
    group.addoption("--docgen-progress", action="store_true", help="a line for each claim, in place of dots")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marks."""
    config.addinivalue_line(
        "markers",
        "docgen(backend, capability, value=True, refused=False): the test is evidence of this claim: that the value "
        "works, or that it is refused",
    )
    config.addinivalue_line(
        "markers", "docgen_claims(*capabilities, backends, values, declared): see docgen.verify.claims"
    )
    if config.getoption("docgen_target"):
        from docgen.verify.recording import Recording  # noqa: PLC0415

        config.pluginmanager.register(Recording(session_of(config)), "docgen-recording")
        if not hasattr(config, "workerinput"):
            from docgen.verify.collecting import Collecting  # noqa: PLC0415
            from docgen.verify.progress import Progress  # noqa: PLC0415

            progress = Progress(config) if config.getoption("docgen_progress") else None
            config.pluginmanager.register(Collecting(session_of(config), progress), "docgen-collecting")
            if progress:
                config.pluginmanager.register(progress, "docgen-progress")


def session_of(config: pytest.Config) -> VerifySession:
    """Return the state that the tests of one run share.

    Raises:
        UsageError: the documented project cannot be read.
    """
    if _SESSION not in config.stash:
        from docgen.verify.session import VerifySession  # noqa: PLC0415

        try:
            config.stash[_SESSION] = VerifySession.of(config)
        except DocgenError as error:
            raise pytest.UsageError(f"docgen: {error}") from None
    return config.stash[_SESSION]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test of claims its parameters."""
    marks = [*metafunc.definition.iter_markers("docgen_claims")]
    if not marks:
        return
    taken = [name for name in PARAMETERS if name in metafunc.fixturenames]
    if not taken:
        msg = f"{metafunc.definition.nodeid}: a test of claims takes one of {', '.join(PARAMETERS)}"
        raise pytest.UsageError(msg)
    session = session_of(metafunc.config)
    try:
        found = [each for mark in marks for each in session.claims(mark)]
    except DocgenError as error:
        raise pytest.UsageError(f"{metafunc.definition.nodeid}: {error}") from None
    metafunc.parametrize(taken, [_parameter(*each, taken) for each in found])


def _parameter(claim: Claim, declared: bool | None, taken: list[str]) -> Any:  # noqa: FBT001
    values = {
        "backend": claim.backend,
        "capability": claim.capability,
        "value": claim.value,
        "declared": declared,
        "claim": claim,
    }
    name = "yes" if claim.value is True else claim.key[2].strip('"')
    word = {True: "declared", False: "undeclared", None: "unknown"}[declared]
    mark = (
        pytest.mark.skip(reason="the source does not tell whether the value is declared")
        if declared is None
        else pytest.mark.docgen(
            backend=claim.backend, capability=claim.capability, value=claim.value, refused=not declared
        )
    )
    return pytest.param(
        *(values[each] for each in taken), marks=mark, id=f"{claim.backend}-{claim.capability}-{name}-{word}"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the requested tests, and only these if a target is given."""
    if config.getoption("docgen_target"):
        try:
            dropped = session_of(config).choose(items)
        except DocgenError as error:
            raise pytest.UsageError(f"docgen: {error}") from None
        if dropped:
            config.hook.pytest_deselected(items=dropped)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, Any, Any]:
    """Fail a test whose mark names nothing, in runs that record nothing as well."""
    if not item.config.getoption("docgen_target") and item.get_closest_marker("docgen"):
        try:
            session_of(item.config).shown(item)
        except DocgenError as error:
            pytest.fail(str(error), pytrace=False)
    return (yield)
