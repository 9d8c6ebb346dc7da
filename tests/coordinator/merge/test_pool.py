"""Records are opened in several processes; the system may end one of them at any time."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable

import pytest

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.merge.pool import opening, workers
from kiosk.errors import StorageError
from kiosk.exchange.record import Record

MUCH = 1_000_000_000
"""Bytes of export files for which more processes are started."""

pytestmark = pytest.mark.skipif(workers() == 1, reason="a single core opens all records in one process")


def batch(number: int) -> list[Record]:
    """Records that no key opens, more than a pipe holds at once."""
    return [Record(bytes(8), number * 100 + n, os.urandom(16), os.urandom(2000)) for n in range(100)]


def test_all_batches_are_opened_each_in_its_order(keys: CampaignKeys) -> None:
    batches = [batch(number) for number in range(20)]
    with opening(keys, MUCH) as open_records:
        opened = [open_records(records) for records in batches]
        for records, entries in zip(batches, opened, strict=True):
            assert [entry.digest for entry in entries()] == [record.digest() for record in records]
    assert multiprocessing.active_children() == []


def open_all(keys: CampaignKeys, meanwhile: Callable[[], object]) -> None:
    """Has more opened than the processes can take at once; something happens meanwhile."""
    with opening(keys, MUCH) as open_records:
        opened = [open_records(batch(number)) for number in range(20)]
        meanwhile()
        for entries in opened:
            entries()


def test_a_process_that_the_system_ends_while_more_waits_for_it_is_told(keys: CampaignKeys) -> None:
    def out_of_memory() -> None:
        for process in multiprocessing.active_children():
            process.kill()

    with pytest.raises(StorageError, match="The system ended a process"):
        open_all(keys, out_of_memory)
    assert multiprocessing.active_children() == []


def test_a_merge_that_is_given_up_leaves_no_process(keys: CampaignKeys) -> None:
    def give_up() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_all(keys, give_up)
    assert multiprocessing.active_children() == []
