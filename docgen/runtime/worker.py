"""The child: imports the documented project, and replies to what the parent asks, one request after the other.

It runs alone in a fresh interpreter, which may be the documented project's own Python, older than docgen's. A failure
of the documented code affects only one backend: an exception is reported with its place, and if the process ends, the
parent starts another for the remaining backends. Standard library only.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from docgen.runtime import process
from docgen.runtime.assumptions import Assumptions
from docgen.runtime.caches import Caches
from docgen.runtime.expressions import evaluate
from docgen.runtime.finder import ScenarioFinder
from docgen.runtime.questions import MissingClassError, Questioner, members, shortened
from docgen.runtime.stubs import RECORD

if TYPE_CHECKING:
    from docgen.runtime.process import Channel
    from docgen.runtime.questions import Message

_MOST_LINE = (1 << 31) - 1
"""The greatest line number that a code object can have."""


def main() -> None:
    """Process the standard input: first the job, then requests."""
    channel = process.Channel()
    Worker(channel.receive(), channel).run()


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
        self._capabilities = {each["key"]: each for each in job["capabilities"]}
        self._started = False
        self._domains: dict[str, list[Any] | str] = {}
        self._class: type | None = None
        self._path: list[str] = []

    def run(self) -> None:
        """Reply to requests until the parent ends this process."""
        sys.path[:0] = self._job["paths"]
        self._path = list(sys.path)
        sys.dont_write_bytecode = True
        self._caches.watch()
        self._finder.install()
        replies = {
            "scenario": self._scenario,
            "registry": self._registry,
            "domain": self._domain,
            "load": self._load,
            "question": self._question,
            "list": self._list,
        }
        while True:
            request = self._channel.receive()
            self._channel.allow(request["seconds"], self._limits["cpu_seconds"])
            reply = replies[request["do"]](request)
            if "place" in reply:
                reply["place"] = _checked(reply["place"])
            try:
                self._channel.reply(request["token"], reply)
            except process.TooLargeError:
                self._channel.reply(request["token"], _too_large(request["do"]))

    def _scenario(self, request: Message) -> Message:
        """Put a scenario's assumptions in place, if nothing has to be imported again for that."""
        assume = next(each["assume"] for each in self._job["scenarios"] if each["name"] == request["name"])
        if self._started:
            why = self._assumptions.move(assume)
        else:
            self._assumptions.start()
            why, self._started = None, True
        self._caches.clear()
        self._domains.clear()
        return {"deferred": why}

    def _registry(self, _: Message) -> Message:
        """Names and dotted paths of the backends, or the reason why there are none."""
        discovery = self._job["discovery"]
        try:
            found = members(evaluate(discovery["path"], {}))
        except BaseException as error:  # noqa: BLE001  (reported: nothing can be asked)
            return {"reason": self._questioner.describe(error)}
        named = [(n, p) for n, p in found.items() if n not in discovery["skip"] and p and isinstance(p, str)]
        return {"members": [[str(name), str(path)] for name, path in named]}

    def _domain(self, request: Message) -> Message:
        """The values of a capability's domain, or the reason why there are none."""
        key = request["capability"]
        values: list[Any] = []

        def compute() -> list[Any]:
            values.extend(self._questioner.domain(self._capabilities[key]["domain"]))
            return values

        answer = self._questioner.answer(compute)
        self._domains[key] = values if answer["state"] == "known" else str(answer["reason"])
        return answer

    def _load(self, request: Message) -> Message:
        """Import a backend's class."""
        path = request["path"]
        RECORD.clear()
        sys.path[:] = dict.fromkeys((*self._path, *sys.path))  # even if the previous backend changed it
        found: Message = {"object": path, "place": None, "problem": None, "missing": False}
        self._class = None
        try:
            self._class = cls = self._questioner.load(path)
            found.update(object=f"{cls.__module__}.{cls.__qualname__}", place=self._questioner.home(cls))
        except MissingClassError as error:
            found.update(problem=str(error), missing=True)
        except BaseException as error:  # noqa: BLE001  (reported with its place: it costs this backend)
            self._class = None
            found.update(
                problem=f"raises {self._questioner.describe(error)}",
                place=self._questioner.place_of(error),
                absent=self._is_absent(error),
                unavailable=self._questioner.describe(error) if isinstance(error, ImportError) else None,
            )
        found["object"] = shortened(str(found["object"]))
        found["decisions"] = [shortened(f"{what} ({where})") for what, where in RECORD.decisions.items()]
        return found

    def _question(self, request: Message) -> Message:
        key = request["capability"]
        return self._ask(self._class, self._capabilities[key], self._domains.get(key))

    def _list(self, request: Message) -> Message:
        expression = next(each["expression"] for each in self._job["lists"] if each["key"] == request["key"])
        return self._ask(None, {"probe": expression, "variable": None, "applies": "", "refuses": ()}, None)

    def _ask(self, cls: type | None, capability: dict[str, Any], domain: list[Any] | str | None) -> Message:
        if isinstance(domain, str):
            return {"state": "unknown", "value": None, "reason": domain, "place": None, "stubs": []}
        answer = self._questioner.ask(cls, capability, domain)
        if answer["stubs"]:
            # An answer that finds the result in a cache depends on the same stub, and must say so too.
            self._caches.clear()
        return answer

    def _is_absent(self, error: BaseException) -> bool:
        """Tell whether an import failed because a foreign package is missing about which the scenario says nothing."""
        name = error.name if isinstance(error, ModuleNotFoundError) else None
        if not isinstance(name, str) or name.partition(".")[0] in self._job["packages"]:
            return False
        return not any(name == each or name.startswith(f"{each}.") for each in self._missing)


def _checked(place: Any) -> list[Any] | None:
    """A place as a file and a valid line; documented code may claim any place."""
    if place is None or not place[0]:
        return None
    return [shortened(os.fspath(place[0])), min(max(int(place[1]), 1), _MOST_LINE)]


def _too_large(request: str) -> Message:
    """The reply that replaces one that is too large."""
    reason = f"the answer is larger than {process.LARGEST >> 20} MiB"
    if request == "registry":
        return {"reason": reason}
    if request == "load":
        return {"object": "?", "place": None, "problem": reason}
    return {"state": "unknown", "value": None, "reason": reason, "place": None, "stubs": []}
