"""Opens records on all cores: opening (HPKE) holds Python's lock, so each core has a process of its own."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING

import msgspec

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.records.opening import Opener, RegisterEntry
from kiosk.errors import StorageError
from kiosk.exchange.record import Record
from kiosk.memory import keep_out_of_files

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_POOL_FROM = 4 * 1024 * 1024
"""Bytes of export files from which starting more processes pays."""

Opened = Callable[[], list[RegisterEntry]]
"""Waits for records to be opened, and gives their entries in the same order."""
Open = Callable[[Sequence[Record]], Opened]
"""Has records opened, now or in another process."""


def workers() -> int:
    """How many processes open records at once: one for each core that this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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
    idle: SimpleQueue[_Worker] = SimpleQueue()

    def open_packed(packed: bytes) -> bytes:
        worker = idle.get()
        try:
            return worker.open(packed)
        finally:
            idle.put(worker)

    with ExitStack() as started:
        with _deaf_to_interrupts():
            for _ in range(workers()):
                worker = _Worker(keys.seed)
                started.callback(worker.end)
                idle.put(worker)
        waiting = ThreadPoolExecutor(workers())
        started.callback(waiting.shutdown, cancel_futures=True)
        yield lambda records: _awaited(waiting.submit(open_packed, _pack(records)))


class _Worker:
    """A process that opens records, at the other end of a pipe: where one of them dies, the other hears it.

    A ProcessPoolExecutor waits for ever for one that died while more is written to it (Python's issue 94777,
    which Debian 12 still has).
    """

    def __init__(self, seed: bytes) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, seed), daemon=True)
        self._process.start()
        theirs.close()

    def open(self, packed: bytes) -> bytes:
        """Has packed records opened, and waits for their packed entries."""
        try:
            self._pipe.send_bytes(packed)
            return self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise StorageError(
                "The system ended a process that opened signatures, perhaps for want of memory.",
                "Close other programs, then merge again: it goes on from here.",
            ) from error

    def end(self) -> None:
        self._pipe.close()
        self._process.join()


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that are started inside do not hear Ctrl+C: the merge decides what becomes of it."""
    if sys.platform == "win32":
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # with the first process, and that would let signals through again
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


def _work(pipe: Connection, seed: bytes) -> None:
    """What a worker does until the merge ends or is killed, which it must not outlive: it knows the key."""
    keep_out_of_files()
    opener = Opener(CampaignKeys(seed))
    gc.freeze()  # what is loaded now stays, and need not be looked through again
    with suppress(EOFError, OSError):
        while True:
            pipe.send_bytes(msgspec.msgpack.encode(opener.entries(_unpack(pipe.recv_bytes()))))
