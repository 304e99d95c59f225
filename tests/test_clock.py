"""The bound of processor time."""

import threading
import time

import pytest

from docgen.project.clock import OutOfTimeError, within


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
