"""Asks CPython, in an interpreter of its own: `soundness_child.py ROOT PROBE...` prints the answers as JSON.

The world is that which docgen answers for: the registry is imported, then the module of the class. Each probe is
evaluated in a fork, so that none sees what another changed.
"""

import importlib
import json
import os
import signal
import sys

SECONDS = 60
"""Bound of one probe; three times that for all of them."""


class NoFormError(Exception):
    """A value has no canonical form."""


def canonical(value):
    """A value in the model's canonical form; values that JSON cannot hold stay unchanged."""
    import enum

    if isinstance(value, enum.Enum):
        return value.name
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, type):
        return (
            value.__qualname__
            if value.__module__ == "builtins"
            else f"{value.__module__}.{value.__qualname__}"
        )
    documented = type(value).__module__.partition(".")[0] not in sys.stdlib_module_names
    if documented and any(
        "__str__" in vars(c) for c in type(value).__mro__[:-1] if c.__module__ != "builtins"
    ):
        return str(value)
    if documented and hasattr(type(value), "__dataclass_fields__"):
        import dataclasses

        return {each.name: canonical(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if hasattr(type(value), "_fields") and isinstance(value, tuple):
        return {name: canonical(getattr(value, name)) for name in value._fields}
    for kind, form in FORMS:
        if isinstance(value, kind):
            return form(value)
    raise NoFormError(f"{type(value).__qualname__} has no canonical form")


FORMS = (
    ((list, tuple), lambda value: [canonical(part) for part in value]),
    ((set, frozenset), lambda value: sorted(map(canonical, value), key=repr)),
    ((dict, type(type.__dict__)), lambda value: {str(canonical(k)): canonical(v) for k, v in value.items()}),
    (int, int),
    (float, float),
    (str, str),
)
"""Forms of containers, and of what derives from a number or a text."""


def asked(cls, probe):
    """The answer to a probe: its value, or what it raises."""
    try:
        value = eval(probe, {"cls": cls})
    except BaseException as error:
        return ["raises", type(error).__name__]
    try:
        return ["known", canonical(value)]
    except NoFormError as error:
        return ["no form", str(error)]
    except BaseException as error:
        return ["no form", repr(error)]


def in_a_fork(task):
    """The result of a task, run in a process of its own."""
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(SECONDS)
            answer = json.dumps(task())
            with open(sink, "w") as stream:
                stream.write(answer)
        finally:
            os._exit(0)
    os.close(sink)
    with open(source) as stream:
        text = stream.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else ["died", None]


def answers(root, probes):
    """An answer for each probe."""
    sys.path[0] = root
    if os.path.isdir(os.path.join(root, "outside")):
        sys.path.insert(1, os.path.join(root, "outside"))
    try:
        importlib.import_module("pkg.registry")
        cls = importlib.import_module("pkg.main").Backend
    except BaseException as error:
        return [["import", type(error).__name__]] * len(probes)
    return [in_a_fork(lambda probe=probe: asked(cls, probe)) for probe in probes]


def main():
    """Answer, printing nothing else: what a package prints goes nowhere."""
    result = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    signal.alarm(SECONDS * 3)
    text = json.dumps(answers(sys.argv[1], sys.argv[2:]))
    with open(result, "w") as stream:
        stream.write(text)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
