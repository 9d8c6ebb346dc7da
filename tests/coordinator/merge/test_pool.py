"""Records are opened in several processes; the system may end one of them at any time."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.merge.pool import Opened, opening, workers
from kiosk.errors import StorageError
from kiosk.exchange.record import Record

MUCH = 4 * 1024 * 1024
"""Bytes of export files from which on more processes are started."""
MANY = 10 * workers()
"""Batches of which some wait whatever the processes take at once."""

on_several_cores = pytest.mark.skipif(workers() == 1, reason="a single core opens all records in one process")
can_choose_cores = pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="only Linux gives a program fewer cores than there are"
)


def batch(number: int) -> list[Record]:
    """Records that no key opens, more than a pipe holds at once."""
    return [Record(bytes(8), number * 100 + n, os.urandom(16), os.urandom(2000)) for n in range(100)]


@pytest.fixture
def one_core() -> Iterator[None]:
    """This program may use one core alone."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    yield
    os.sched_setaffinity(0, allowed)


@on_several_cores
def test_all_batches_are_opened_each_in_its_order(keys: CampaignKeys) -> None:
    batches = [batch(number) for number in range(20)]
    with opening(keys, MUCH) as open_records:
        opened = [open_records(records) for records in batches]
        assert len(multiprocessing.active_children()) == workers()
        for records, entries in zip(batches, opened, strict=True):
            assert [entry.digest for entry in entries()] == [record.digest() for record in records]
    assert multiprocessing.active_children() == []


def opened_here(keys: CampaignKeys, size: int) -> bool:
    """Whether this process opens the records of export files of `size` bytes by itself."""
    with opening(keys, size) as open_records:
        records = batch(0)
        assert [entry.digest for entry in open_records(records)()] == [one.digest() for one in records]
        return multiprocessing.active_children() == []


def test_little_is_opened_without_another_process(keys: CampaignKeys) -> None:
    assert opened_here(keys, MUCH - 1)


@can_choose_cores
def test_on_a_single_core_no_other_process_is_started(keys: CampaignKeys, one_core: None) -> None:
    assert workers() == 1
    assert opened_here(keys, MUCH)


@pytest.mark.parametrize(("counted", "used"), [(6, 6), (1, 1), (None, 1)])
def test_where_a_system_does_not_say_which_cores_may_be_used_all_are(
    monkeypatch: pytest.MonkeyPatch, counted: int | None, used: int
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: counted)
    assert workers() == used


@on_several_cores
@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_the_processes_leave_no_core_dump_and_an_interrupt_is_for_the_merge_alone(
    keys: CampaignKeys,
) -> None:
    """They hold the campaign's key."""
    with opening(keys, MUCH) as open_records:
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
        opened = [open_records(batch(number)) for number in range(MANY)]
        for process in multiprocessing.active_children():
            assert process.pid
            os.kill(process.pid, signal.SIGINT)
        assert [len(entries()) for entries in opened] == [100] * MANY
        for process in multiprocessing.active_children():
            limits = Path(f"/proc/{process.pid}/limits")
            if limits.exists():
                (core,) = (line for line in limits.read_text().splitlines() if "core file" in line)
                assert core.split()[4:6] == ["0", "0"]


def open_all(keys: CampaignKeys, meanwhile: Callable[[list[Opened]], object]) -> None:
    """Has more opened than the processes can take at once; something happens meanwhile."""
    with opening(keys, MUCH) as open_records:
        opened = [open_records(batch(number)) for number in range(MANY)]
        meanwhile(opened)
        for entries in opened:
            entries()


@on_several_cores
def test_a_process_that_the_system_ends_while_more_waits_for_it_is_told(keys: CampaignKeys) -> None:
    def out_of_memory(_: object) -> None:
        for process in multiprocessing.active_children():
            process.kill()

    with pytest.raises(StorageError, match="The system ended a process"):
        open_all(keys, out_of_memory)
    assert multiprocessing.active_children() == []


@on_several_cores
def test_a_merge_that_is_given_up_leaves_no_process_and_opens_no_more(keys: CampaignKeys) -> None:
    waiting: list[Opened] = []

    def give_up(opened: list[Opened]) -> None:
        waiting.extend(opened)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_all(keys, give_up)
    assert multiprocessing.active_children() == []
    with pytest.raises(CancelledError):
        waiting[-1]()
