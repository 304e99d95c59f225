"""The child: imports the documented project, asks it what the job says, and reports every answer as it comes.

It runs alone in a fresh interpreter, which may be the documented project's own Python, older than docgen's. Whatever
the documented code does costs one backend: an exception is reported with its place, and if the process ends, the
parent starts another for what is left. Standard library only.
"""

from __future__ import annotations

import functools
import os
import sys
import time
from typing import TYPE_CHECKING, Any

from docgen.runtime import process
from docgen.runtime.assumptions import Assumptions
from docgen.runtime.caches import Caches
from docgen.runtime.expressions import evaluate
from docgen.runtime.finder import ScenarioFinder
from docgen.runtime.questions import MissingClassError, Questioner, members
from docgen.runtime.stubs import RECORD

if TYPE_CHECKING:
    from docgen.runtime.process import Channel
    from docgen.runtime.questions import Message


def main() -> None:
    """Work off the job on the standard input."""
    channel = process.Channel()
    Worker(channel.read_job(), channel).run()
    channel.send({"kind": "done"})
    os._exit(0)  # threads and exit handlers of the documented code have no say in when this ends


class Worker:
    """One job: some scenarios that share their imports, asked one after the other."""

    def __init__(self, job: dict[str, Any], channel: Channel) -> None:
        self._job = job
        self._channel = channel
        self._limits = job["limits"]
        packages = frozenset(job["packages"])
        first = job["scenarios"][0]
        self._caches = Caches(packages)
        self._assumptions = Assumptions(first["assume"], first["installed"], packages)
        self._finder = ScenarioFinder(
            first["installed"], first["missing"], job["packages"], self._assumptions
        )
        self._missing = frozenset(first["missing"])
        self._questioner = Questioner(job["root"], packages, job["spelling"])
        self._skip = {tuple(pair) for pair in job["skip"]}
        self._spent = {"import": 0.0, "ask": 0.0}
        self._path: list[str] = []

    def run(self) -> None:
        """Ask everything that the scenarios want to know."""
        process.limit_memory(self._limits["memory_bytes"])
        sys.path[:0] = self._job["paths"]
        self._path = list(sys.path)
        sys.dont_write_bytecode = True
        self._caches.watch()
        self._finder.install()
        for number, scenario in enumerate(self._job["scenarios"]):
            self._allow_import()
            if number == 0:
                self._assumptions.start()
            elif (why := self._assumptions.move(scenario["assume"])) is not None:
                self._channel.send({"kind": "deferred", "scenario": scenario["name"], "reason": why})
                break
            self._caches.clear()
            self._scenario(scenario["name"])
            self._channel.send({"kind": "finished", "scenario": scenario["name"], **self._spent})
            self._spent = {"import": 0.0, "ask": 0.0}

    def _scenario(self, name: str) -> None:
        send = functools.partial(self._report, name)
        send(kind="asking", backend=None, capability=None)
        registry = self._timed("import", self._registry)
        if isinstance(registry, dict):
            send(kind="members", members=[[n, p] for n, p in registry.items() if isinstance(p, str)])
        else:
            send(kind="broken", reason=registry[0], place=registry[1])
            return
        domains = {
            c["key"]: self._domain(c, send) for c in self._job["capabilities"] if c["domain"] is not None
        }
        for backend, path in registry.items():
            if (name, backend) not in self._skip:
                self._backend(backend, path, domains, send)
        for value_list in self._job["lists"]:
            if (name, value_list["key"]) not in self._skip:
                send(kind="asking", backend=value_list["key"], capability=None)
                answer = self._ask(None, {"probe": value_list["expression"], "variable": None}, None)
                send(kind="list", key=value_list["key"], **answer)

    def _registry(self) -> dict[str, Any] | tuple[str, Any]:
        """Names and dotted paths of the backends, or why there are none and where."""
        discovery = self._job["discovery"]
        try:
            found = members(evaluate(discovery["path"], {}))
            return {n: v for n, v in found.items() if n not in discovery["skip"] and v not in (None, "")}
        except BaseException as error:  # noqa: BLE001  (reported with its place: nothing can be asked)
            return self._questioner.describe(error), self._questioner.place_of(error)

    def _domain(self, capability: dict[str, Any], send: Any) -> list[Any] | str:
        """The values of a capability's domain, or why there are none."""
        values: list[Any] = []

        def compute() -> list[Any]:
            values.extend(self._questioner.domain(capability["domain"]))
            return values

        answer = self._timed("import", lambda: self._questioner.answer(compute))
        send(kind="domain", capability=capability["key"], **answer)
        return values if answer["state"] == "known" else str(answer["reason"])

    def _backend(self, backend: str, path: Any, domains: dict[str, list[Any] | str], send: Any) -> None:
        send(kind="asking", backend=backend, capability=None)
        self._allow_import()
        RECORD.clear()
        sys.path[:] = dict.fromkeys((*self._path, *sys.path))  # whatever the one before took away
        found: Message = {"object": path, "place": None, "problem": None, "missing": False}
        cls = None
        try:
            cls = self._timed("import", lambda: self._questioner.load(path))
            found.update(object=f"{cls.__module__}.{cls.__qualname__}", place=self._questioner.home(cls))
        except MissingClassError as error:
            found.update(problem=str(error), missing=True)
        except BaseException as error:  # noqa: BLE001  (reported with its place: it costs this backend)
            found.update(
                problem=f"raises {self._questioner.describe(error)}",
                place=self._questioner.place_of(error),
                absent=self._is_absent(error),
                unavailable=self._questioner.describe(error) if isinstance(error, ImportError) else None,
            )
        found["decisions"] = [f"{what} ({where})" for what, where in RECORD.decisions.items()]
        send(kind="backend", backend=backend, **found)
        if cls is None:
            return
        for capability in self._job["capabilities"]:
            send(kind="asking", backend=backend, capability=capability["key"])
            answer = self._ask(cls, capability, domains.get(capability["key"]))
            send(kind="answer", backend=backend, capability=capability["key"], **answer)

    def _ask(self, cls: type | None, capability: dict[str, Any], domain: list[Any] | str | None) -> Message:
        if isinstance(domain, str):
            return {"state": "unknown", "value": None, "reason": domain, "place": None, "stubs": []}
        self._channel.allow(self._limits["question_seconds"], self._limits["cpu_seconds"])
        answer: Message = self._timed(
            "ask", lambda: self._questioner.ask(cls, capability["probe"], capability["variable"], domain)
        )
        if answer["stubs"]:
            # Another answer that finds the result in a cache leans on the same stub, and must say so too.
            self._caches.clear()
        return answer

    def _is_absent(self, error: BaseException) -> bool:
        """Whether an import failed for want of a package of somebody else of which the scenario says nothing."""
        name = error.name if isinstance(error, ModuleNotFoundError) else None
        if name is None or name.partition(".")[0] in self._job["packages"]:
            return False
        return not any(name == each or name.startswith(f"{each}.") for each in self._missing)

    def _allow_import(self) -> None:
        self._channel.allow(self._limits["import_seconds"], self._limits["cpu_seconds"])

    def _timed(self, what: str, work: Any) -> Any:
        start = time.monotonic()
        try:
            return work()
        finally:
            self._spent[what] += time.monotonic() - start

    def _report(self, scenario: str, **message: Any) -> None:
        self._channel.send({"scenario": scenario, **message})
