"""Opens records on all cores: opening (HPKE) holds Python's lock, so each core has a process of its own."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

import msgspec

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.records.opening import Opener, RegisterEntry
from kiosk.errors import StorageError
from kiosk.exchange.record import Record
from kiosk.memory import keep_out_of_files

_POOL_FROM = 4 * 1024 * 1024
"""Bytes of export files from which starting more processes pays."""

_MOST_ON_WINDOWS = 61
"""Processes that a pool can wait for there."""

Opened = Callable[[], list[RegisterEntry]]
"""Waits for records to be opened, and gives their entries in the same order."""
Open = Callable[[Sequence[Record]], Opened]
"""Has records opened, now or in another process."""


def workers() -> int:
    """How many processes open records at once: one for each core that this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return min(_MOST_ON_WINDOWS, os.cpu_count() or 1)


@contextmanager
def opening(keys: CampaignKeys, size: int) -> Iterator[Open]:
    """A way to have records opened: in this process when there are few, else on all cores.

    Args:
        size: bytes of export files that will be read.

    Raises:
        StorageError: the system ended one of the processes.
    """
    if size < _POOL_FROM or workers() == 1:
        opener = Opener(keys)
        yield lambda records: _given(opener.entries(records))
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers(), context, _start_worker, (keys.seed,))
    with _deaf_to_interrupts():
        for _ in range(workers()):
            pool.submit(_open_in_worker, _pack([]))  # each starts a process
    try:
        yield lambda records: _awaited(pool.submit(_open_in_worker, _pack(records)))
    except BrokenProcessPool as error:
        raise StorageError(
            "The system ended a process that opened signatures, perhaps for want of memory.",
            "Close other programs, then merge again: it goes on from here.",
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that are started inside do not hear Ctrl+C: the merge decides what becomes of it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Packed(msgspec.Struct, array_like=True, gc=False):
    """A record on its way to a worker, with the digest that was computed when it was read."""

    kiosk: bytes
    seq: int
    id: bytes
    sealed: bytes
    known_digest: bytes

    def digest(self) -> bytes:
        return self.known_digest


# MessagePack takes a tenth of what pickling takes, and the processes exchange nothing else.
_unpack = msgspec.msgpack.Decoder(list[_Packed]).decode
_unpack_entries = msgspec.msgpack.Decoder(list[RegisterEntry]).decode


def _pack(records: Sequence[Record]) -> bytes:
    return msgspec.msgpack.encode([(one.kiosk, one.seq, one.id, one.sealed, one.digest()) for one in records])


def _given(entries: list[RegisterEntry]) -> Opened:
    return lambda: entries


def _awaited(opened: Future[bytes]) -> Opened:
    return lambda: _unpack_entries(opened.result())


# A worker process holds its opener here, made once from the seed that came through the pipe.
_opener: Opener | None = None


def _start_worker(seed: bytes) -> None:
    global _opener
    keep_out_of_files()
    gc.freeze()  # what is loaded now stays, and need not be looked through again
    _opener = Opener(CampaignKeys(seed))
    threading.Thread(target=_end_with_the_merge, daemon=True).start()


def _end_with_the_merge() -> None:
    """A worker knows the campaign's key, so it must not outlive a merge that was killed."""
    merging = multiprocessing.parent_process()
    if merging is not None:
        merging.join()
        os._exit(1)


def _open_in_worker(packed: bytes) -> bytes:
    assert _opener is not None
    return msgspec.msgpack.encode(_opener.entries(_unpack(packed)))
