"""The bound of processor time."""

import threading
import time

import pytest

from docgen.scaffold import choice, rounds, trial
from docgen.scaffold.clock import OutOfTimeError, within
from docgen.scaffold.proposal import propose


def spin():
    while True:
        try:
            sum(range(1000))
        except Exception:  # noqa: BLE001, S112 - what somebody's code may well do
            continue


def test_what_does_not_end_is_ended():
    before = time.process_time()
    with pytest.raises(OutOfTimeError), within(0.05):
        spin()
    assert time.process_time() - before < 5
    sum(range(100_000))  # the clock stands still


def test_what_ends_is_left_alone():
    with within(60):
        assert sum(range(10)) == 45


def test_other_threads_take_their_time():
    done = []

    def work():
        with within(0.01):
            done.append(sum(range(300_000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


def test_a_trial_that_does_not_end_makes_room_for_another(tmp_path, monkeypatch):
    for name in ("slow", "quick"):
        base = name.capitalize()
        rows = "".join(f"class {base}{n}({base}):\n    supports_sink = {n > 1}\n" for n in range(4))
        text = f"class {base}:\n    supports_sink = False\n    supports_cap = False\n{rows}"
        (tmp_path / "pkg").mkdir(exist_ok=True)
        (tmp_path / f"pkg/{name}.py").write_text(text)
    (tmp_path / "pkg/__init__.py").write_text("")
    monkeypatch.setattr(choice, "ROUNDS", (rounds.Round(0.1, 8, 60.0),))
    monkeypatch.setattr(
        trial, "propose", lambda *given: spin() if "slow" in given[0].base else propose(*given)
    )
    found = choice.choose(tmp_path, ["pkg"], None, lambda name: None)
    assert found.discovery.path == "pkg.quick.Quick"
